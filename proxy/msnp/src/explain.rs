//! What a frame means: one plain sentence, named fields with the bytes each came from, and what a person would look at.
//!
//! A pure function of one frame, its direction, the role of its connection and the dialect agreed; whatever needs
//! memory of other frames is not known here. Never on the relay's path, and never a failure: what cannot be understood
//! is shown as numbered arguments or plain bytes, and what breaks off says where.
//!
//! ```text
//!  frame ─► command ─► glossary: which row of §5, in which form ─► fields ┐
//!                └───► payload: by command and content type ──────► fields ┼─► sentence
//!                                                                          └─► renderings
//! ```

mod blocks;
mod content;
mod field;
mod located;
mod message;
mod object;
mod p2p;
mod slp;
mod xml;

pub use field::{Field, Font, Rendering, Spelling};

use crate::{Dialect, Direction, Role};

/// What is known about the connection a frame passed on. What is not known is not guessed: the forms of all dialects
/// are tried then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Which way it went.
    pub direction: Direction,
    /// What kind of server the connection leads to.
    pub role: Option<Role>,
    /// The protocol version agreed.
    pub dialect: Option<Dialect>,
}
