//! The sessions that are open, and which redirect each of them follows.

use crate::transcript::SessionId;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Sessions that may be open at once. What becomes of the one with the lowest number is unknown when one more opens.
const ARRIVALS: usize = 64 * 1024;

/// A session that has begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrival {
    /// When it began; `None` where nobody saw.
    pub(super) at: Option<Duration>,
    /// The redirect the relay expected to be followed.
    pub(super) expected: Option<u64>,
    /// The redirect it follows, as far as known by now.
    claim: Option<u64>,
}

/// The sessions that have begun and not ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arrivals {
    /// `open.len() <= ARRIVALS` between two entries.
    open: BTreeMap<SessionId, Arrival>,
    /// Those that may have ended while entries were missed; each is among the open ones.
    unsure: BTreeSet<SessionId>,
}

impl Arrivals {
    /// A session begins. Returns the redirect one of the same number followed, whose end nobody saw.
    pub(super) fn open(&mut self, session: SessionId, at: Duration, expected: Option<u64>) -> Option<u64> {
        self.unsure.remove(&session);
        let arrival = Arrival { at: Some(at), expected, claim: None };
        self.open.insert(session, arrival)?.claim
    }

    /// The session there is no room for, and the redirect it follows.
    pub(super) fn give_up(&mut self) -> Option<(SessionId, u64)> {
        if self.open.len() <= ARRIVALS {
            return None;
        }
        let (lowest, arrival) = self.open.pop_first()?;
        self.unsure.remove(&lowest);
        Some((lowest, arrival.claim?))
    }

    /// The redirect a session follows.
    pub(super) fn claim(&self, session: SessionId) -> Option<u64> {
        self.open.get(&session)?.claim
    }

    /// A session follows this redirect. Whose beginning nobody saw is known from now on, if there is room.
    pub(super) fn claims(&mut self, session: SessionId, redirect: Option<u64>) -> Option<Arrival> {
        let has_room = self.open.len() < ARRIVALS && redirect.is_some();
        if has_room {
            self.open.entry(session).or_default();
        }
        let arrival = self.open.get_mut(&session)?;
        arrival.claim = redirect;
        Some(*arrival)
    }

    /// A session ends. Returns the redirect it followed.
    pub(super) fn close(&mut self, session: SessionId) -> Option<u64> {
        self.unsure.remove(&session);
        self.open.remove(&session)?.claim
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.unsure = self.open.keys().copied().collect();
    }

    /// Something happens in a session: whether nobody knew that it was still open.
    pub(super) fn shows_itself(&mut self, session: SessionId) -> bool {
        !self.unsure.is_empty() && self.unsure.remove(&session)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }
}
