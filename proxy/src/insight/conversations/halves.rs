//! Which sessions are ends of one switchboard session: `CAL T RINGING id` at the caller's, `ANS T account cookie id` at
//! the callee's (§4).

use crate::transcript::{Passed, SessionId};
use msnp::{Command, Direction};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Switchboard sessions remembered by their id.
const IDS: usize = 1024;

/// Sessions remembered that said an id.
const SESSIONS: usize = 4 * IDS;

/// The longest id remembered, in bytes; real ones have at most 32.
const LONGEST_ID: usize = 128;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Halves {
    /// By id: the sessions that said it. `ends.len() <= IDS`, none of them is empty.
    ends: BTreeMap<Arc<[u8]>, BTreeSet<SessionId>>,
    /// The ids, oldest first.
    ids: VecDeque<Arc<[u8]>>,
    /// What each session said first. `said.len() <= SESSIONS`.
    said: BTreeMap<SessionId, Arc<[u8]>>,
}

impl Halves {
    /// The conversation a session is of, by the lowest number among its sessions.
    pub(super) fn conversation(&self, session: SessionId) -> SessionId {
        self.ends(session).next().map_or(session, |lowest| session.min(lowest))
    }

    /// The sessions that are ends of the same as this one, itself among them, lowest first. None where that is not known.
    pub(super) fn ends(&self, session: SessionId) -> impl Iterator<Item = SessionId> {
        let ends = self.said.get(&session).and_then(|id| self.ends.get(id));
        ends.into_iter().flatten().copied()
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
        if !self.ends.contains_key(&id) {
            self.ids.push_back(id.clone());
        }
        self.ends.entry(id.clone()).or_default().insert(session);
        self.said.insert(session, id);
        if self.ids.len() > IDS
            && let Some(oldest) = self.ids.pop_front()
        {
            self.ends.remove(&oldest);
        }
        if self.said.len() > SESSIONS
            && let Some((gone, id)) = self.said.pop_first()
            && let Some(ends) = self.ends.get_mut(&id)
        {
            ends.remove(&gone);
            if ends.is_empty() {
                self.ends.remove(&id);
                self.ids.retain(|known| *known != id);
            }
        }
        true
    }
}
