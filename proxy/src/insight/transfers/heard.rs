//! Something a peer sent, and where it stands.

use super::super::seen::Seen;
use crate::transcript::{Passed, SessionId};
use msnp::message::Message;
use msnp::{Command, Direction};
use std::time::Duration;

/// Something a peer sent, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    pub(super) entry: u64,
    pub(super) at: Duration,
    pub(super) session: SessionId,
    pub(super) way: Direction,
    /// Who sent it, as the server says; without endpoint.
    pub(super) from: Option<&'a str>,
    /// For whom it is; without endpoint.
    pub(super) to: Option<&'a str>,
}

impl<'a> Heard<'a> {
    pub(super) fn of(seen: &Seen<'a>, session: SessionId, way: Direction) -> Heard<'a> {
        Heard { entry: seen.entry, at: seen.at, session, way, from: None, to: None }
    }

    /// A message, which has a sender and, where it is P2P, says for whom it is.
    pub(super) fn message(self, seen: &Seen<'a>, command: &Command<'a>, message: &Message<'a>) -> Heard<'a> {
        let own = seen.member.and_then(|member| member.account.as_deref());
        let named = message.header("P2P-Dest").and_then(|dest| std::str::from_utf8(dest).ok());
        let (from, to) = match self.way {
            Direction::ClientToServer => (own, named),
            Direction::ServerToClient => (command.arg_str(1), named.or(own)),
        };
        Heard { from: from.map(person), to: to.map(person), ..self }
    }
}

/// The bytes of a frame that the peers' conversation is about: what the client's was when it was sent on, what the
/// server's was when it came.
pub(super) fn told<'a>(passed: &Passed<'a>) -> &'a [u8] {
    match passed.direction {
        Direction::ClientToServer => passed.sent.unwrap_or(passed.bytes),
        Direction::ServerToClient => passed.bytes,
    }
}

/// An account without its endpoint.
fn person(account: &str) -> &str {
    account.split(';').next().unwrap_or_default()
}
