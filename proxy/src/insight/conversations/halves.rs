//! Which sessions are ends of one switchboard session: `CAL T RINGING id` at the caller's, `ANS T account cookie id` at
//! the callee's (§4).

use crate::transcript::{Passed, SessionId};
use msnp::{Command, Direction};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Switchboard sessions remembered by their id.
const IDS: usize = 1024;

/// Sessions remembered that said an id.
const SESSIONS: usize = 4 * IDS;

/// The longest id remembered, in bytes; real ones have at most 32.
const LONGEST_ID: usize = 128;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Halves {
    /// By id: the lowest session that said it. `lowest.len() <= IDS`.
    lowest: BTreeMap<Arc<[u8]>, SessionId>,
    /// The ids, oldest first.
    ids: VecDeque<Arc<[u8]>>,
    /// What each session said first. `said.len() <= SESSIONS`.
    said: BTreeMap<SessionId, Arc<[u8]>>,
}

impl Halves {
    /// The conversation a session is of, by the lowest number among its sessions.
    pub(super) fn conversation(&self, session: SessionId) -> SessionId {
        let lowest = self.said.get(&session).and_then(|id| self.lowest.get(id));
        lowest.map_or(session, |lowest| session.min(*lowest))
    }

    /// Learns from what a switchboard or its client said. Whether that was new.
    pub(super) fn learn(&mut self, session: SessionId, passed: &Passed<'_>, command: &Command<'_>) -> bool {
        let id = match (passed.direction, command.verb.as_bytes(), command.arg(2)) {
            (Direction::ServerToClient, b"CAL", Some(b"RINGING")) => command.arg(3),
            (Direction::ClientToServer, b"ANS", _) => command.arg(4),
            _ => None,
        };
        let id = id.filter(|id| (1..=LONGEST_ID).contains(&id.len()) && !passed.injected());
        let Some(id) = id.filter(|_| !self.said.contains_key(&session)) else { return false };
        let id: Arc<[u8]> = id.into();
        let lowest = self.lowest.entry(id.clone()).or_insert_with(|| {
            self.ids.push_back(id.clone());
            session
        });
        *lowest = session.min(*lowest);
        self.said.insert(session, id);
        if self.ids.len() > IDS
            && let Some(oldest) = self.ids.pop_front()
        {
            self.lowest.remove(&oldest);
        }
        if self.said.len() > SESSIONS {
            self.said.pop_first();
        }
        true
    }
}
