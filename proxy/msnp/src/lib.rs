//! The language MSN Messenger clients and servers speak: bytes → frames → meaning.
//!
//! Pure: no sockets, no clock, no logging, and nothing here can fail. What cannot be understood is a value
//! ([`Frame::opaque`], `None`), never an error, so that a caller has no reason to drop a connection.
//!
//! | read | to learn |
//! |---|---|
//! | [`Deframer`] | where one command ends and the next begins |
//! | [`Command`] | what a frame says: verb, transaction id, arguments, payload |
//! | [`payload`] | which commands carry a payload |
//! | [`Redirect`] | the address an XFR or RNG sends the client to, and how to write another in its place |
//! | [`Role`], [`Stranger`] | what kind of conversation a connection holds, from its first bytes |
//! | [`Dialect`] | the protocol version agreed |
//! | [`Ticket`] | the cookie that ties a switchboard to the redirect it came from |
//! | [`explain`] | what a frame means, in a sentence and in named fields |
//! | [`message`], [`p2p`], [`slp`], [`object`], [`presence`] | the same of what payloads hold, quickly: only what a program must know |
//! | [`exchange`] | which commands ask, what answers them, and when the answer is whole |
//! | [`codes`] | statuses, lists, networks, capabilities and errors in words |
//! | [`docs`] | what each command is for, and what has tripped people up |
//! | [`challenge`] | what proves a client to be a genuine one |
//! | [`secret`] | which bytes of a frame nobody should see over a shoulder |
//!
//! Section numbers (§) in these docs are those of the project's wire reference.

mod address;
pub mod challenge;
pub mod codes;
mod command;
mod deframer;
mod dialect;
mod direction;
pub mod docs;
pub mod exchange;
pub mod explain;
pub mod message;
pub mod object;
pub mod p2p;
pub mod payload;
pub mod presence;
mod redirect;
mod role;
pub mod secret;
pub mod slp;
mod ticket;
mod verb;

pub use address::{Address, DEFAULT_PORT};
pub use command::Command;
pub use deframer::{Deframer, Frame, MAX_LINE, MAX_PAYLOAD, Opacity, Waiting};
pub use dialect::Dialect;
pub use direction::Direction;
pub use redirect::{Destination, Redirect};
pub use role::{Role, Stranger};
pub use ticket::Ticket;
pub use verb::Verb;
