//! One end of a conversation: a session of ours, whom it has met, and how far it has heard each of them.

use crate::transcript::SessionId;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    pub(super) session: SessionId,
    pub(super) open: bool,
    /// Its client is in, as far as known.
    pub(super) is_in: bool,
    /// Messages that passed in it and are peer-to-peer data.
    pub(super) peer_to_peer: u64,
    /// The item by which it came in: what was said before, it cannot have heard.
    pub(super) since: u64,
    /// Who is there, as far as it was told: places among the people, and whether they were seen without an endpoint.
    pub(super) here: Vec<(usize, bool)>,
    /// Of each of the people, the last item that is known to be what it heard.
    pub(super) settled: Vec<u64>,
}

impl Seat {
    pub(super) fn new(session: SessionId) -> Seat {
        Seat {
            session,
            open: true,
            is_in: false,
            peer_to_peer: 0,
            since: 0,
            here: Vec::new(),
            settled: Vec::new(),
        }
    }

    /// Somebody comes. False if they were there already, and it is another of their endpoints.
    pub(super) fn meets(&mut self, person: usize, account: &str) -> bool {
        let is_whole = !account.contains(';');
        match self.here.iter_mut().find(|(known, _)| *known == person) {
            Some((_, whole)) => {
                *whole |= is_whole;
                false
            }
            None => {
                self.here.push((person, is_whole));
                true
            }
        }
    }

    /// Somebody goes. False if it is only one of their endpoints.
    pub(super) fn misses(&mut self, person: usize, account: &str) -> bool {
        let is_endpoint = account.contains(';') && self.here.contains(&(person, true));
        if !is_endpoint {
            self.here.retain(|(known, _)| *known != person);
        }
        !is_endpoint
    }

    /// Entries are missing: who is there is not known any more, nor whether it is open.
    pub(super) fn lose_sight(&mut self) {
        self.open = false;
        self.here.clear();
    }

    pub(super) fn settled(&self, person: usize) -> u64 {
        self.settled.get(person).copied().unwrap_or(0)
    }

    pub(super) fn settle(&mut self, person: usize, item: u64) {
        if self.settled.len() <= person {
            self.settled.resize(person + 1, 0);
        }
        self.settled[person] = self.settled[person].max(item);
    }
}
