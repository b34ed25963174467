//! What the tests are made of: the program, its transcript, and a peer at either end.
//!
//! ```text
//!   Peer (client) ──► Nudge (the built binary) ──► Server → Peer
//!                        │ stdout
//!                        ▼
//!                     Feed<Row>   ask it, instead of waiting for time to pass
//! ```

mod api;
mod feed;
mod nudge;
mod peer;
mod program;
mod recording;
mod row;
mod server;
mod session;
mod text;
#[cfg(target_os = "linux")]
mod vitals;

pub(crate) use api::{Api, Reply};
pub(crate) use feed::Feed;
pub(crate) use nudge::Nudge;
pub(crate) use peer::Peer;
pub(crate) use program::{Ended, Program};
pub(crate) use recording::{CAPTURES, Recording, Segment};
pub(crate) use row::Row;
pub(crate) use server::{Server, deaf_listener};
pub(crate) use session::Session;
pub(crate) use text::{Garbage, escaped};
#[cfg(target_os = "linux")]
pub(crate) use vitals::Vitals;

use std::time::Duration;

/// How long any test waits for anything before it fails. Longer than the slowest limit of the program (10 s).
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
