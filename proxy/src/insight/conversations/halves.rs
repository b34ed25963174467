//! Which sessions are ends of one switchboard session: `CAL T RINGING id` at the caller's, `ANS T account cookie id` at
//! the callee's (§4).

use crate::transcript::{Passed, SessionId};
use msnp::{Command, Direction};
use std::collections::{BTreeMap, VecDeque};

/// Switchboard sessions remembered by their id.
const RINGS: usize = 1024;

/// The longest id remembered, in bytes; real ones have at most 32.
const LONGEST_ID: usize = 128;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Halves {
    /// By id: the session that said it first. `by_id.len() <= RINGS`.
    by_id: BTreeMap<Box<[u8]>, SessionId>,
    /// The ids, oldest first.
    ids: VecDeque<Box<[u8]>>,
    /// The sessions that said an id. `of.len() <= 4 * RINGS`.
    of: BTreeMap<SessionId, SessionId>,
}

impl Halves {
    /// The session a session's conversation is called after: itself, or the first that is an end of the same.
    pub(super) fn conversation(&self, session: SessionId) -> SessionId {
        self.of.get(&session).copied().unwrap_or(session)
    }

    /// Learns from what a switchboard or its client said. Whether there was something to learn.
    pub(super) fn learn(&mut self, session: SessionId, passed: &Passed<'_>, command: &Command<'_>) -> bool {
        let id = match (passed.direction, command.verb.as_bytes(), command.arg(2)) {
            (Direction::ServerToClient, b"CAL", Some(b"RINGING")) => command.arg(3),
            (Direction::ClientToServer, b"ANS", _) => command.arg(4),
            _ => None,
        };
        let id = id.filter(|id| (1..=LONGEST_ID).contains(&id.len()) && !passed.injected());
        let Some(id) = id.filter(|_| !self.of.contains_key(&session)) else { return false };
        let first = *self.by_id.entry(id.into()).or_insert_with(|| {
            self.ids.push_back(id.into());
            session
        });
        self.of.insert(session, first);
        if self.ids.len() > RINGS
            && let Some(oldest) = self.ids.pop_front()
        {
            self.by_id.remove(&oldest);
        }
        if self.of.len() > 4 * RINGS {
            self.of.pop_first();
        }
        true
    }
}
