//! The pairs remembered: by the number of the request and by the numbers of the answer.

use super::exchange::Exchange;
use super::{Pair, Status};
use std::collections::VecDeque;

/// Requests remembered at most, and entries that answer or could have. The oldest are forgotten first.
pub(super) const KEPT: usize = 128 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ledger {
    /// How many requests are remembered, at most [`KEPT`].
    room: usize,
    /// In the order of the requests. `exchanges.len() <= room`.
    exchanges: VecDeque<Exchange>,
    /// In their order. `said.len() <= room`.
    said: VecDeque<Said>,
    /// The oldest entry anybody can ask about.
    first: u64,
}

/// An entry that is, or could be, of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    entry: u64,
    to: To,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum To {
    Request(u64),
    Nobody(Status),
}

impl Ledger {
    /// Remembers as many requests, at least one and at most [`KEPT`].
    pub(super) fn with_room(room: usize) -> Ledger {
        let room = room.clamp(1, KEPT);
        Ledger { room, exchanges: VecDeque::new(), said: VecDeque::new(), first: 0 }
    }

    /// What is known of an entry. One that answers and asks at once is a request.
    pub(super) fn of(&self, entry: u64) -> Option<Pair> {
        if let Some(exchange) = self.exchange(entry) {
            return Pair::of(exchange);
        }
        let at = self.said.binary_search_by_key(&entry, |said| said.entry).ok()?;
        match self.said[at].to {
            To::Request(request) => Pair::of(self.exchange(request)?),
            To::Nobody(status) => Some(Pair::stray(status)),
        }
    }

    fn exchange(&self, request: u64) -> Option<&Exchange> {
        let at = self.exchanges.binary_search_by_key(&request, |exchange| exchange.request).ok()?;
        self.exchanges.get(at)
    }

    /// Remembers how a request stands.
    pub(super) fn keep(&mut self, exchange: &Exchange) {
        if exchange.newest() < self.first {
            return;
        }
        match self.exchanges.binary_search_by_key(&exchange.request, |known| known.request) {
            Ok(at) => self.exchanges[at] = *exchange,
            Err(at) => {
                let gone = usize::from(make_room(&mut self.exchanges, self.room));
                self.exchanges.insert(at.saturating_sub(gone), *exchange);
            }
        }
    }

    /// Remembers what an entry answers.
    pub(super) fn answers(&mut self, entry: u64, request: u64) {
        self.say(Said { entry, to: To::Request(request) });
    }

    /// Remembers what an entry answers that is not the newest.
    pub(super) fn answers_before(&mut self, entry: u64, request: u64) {
        let said = Said { entry, to: To::Request(request) };
        match self.said.binary_search_by_key(&entry, |said| said.entry) {
            Ok(at) => self.said[at] = said,
            Err(at) => {
                let gone = usize::from(make_room(&mut self.said, self.room));
                self.said.insert(at.saturating_sub(gone), said);
            }
        }
    }

    /// Remembers that an entry answers nothing known.
    pub(super) fn stray(&mut self, entry: u64, status: Status) {
        self.say(Said { entry, to: To::Nobody(status) });
    }

    /// How an entry stands that answers nothing known, if it is the last one said.
    pub(super) fn last_stray(&self, entry: u64) -> Option<Status> {
        match self.said.back().filter(|said| said.entry == entry)?.to {
            To::Nobody(status) => Some(status),
            To::Request(_) => None,
        }
    }

    fn say(&mut self, said: Said) {
        make_room(&mut self.said, self.room);
        self.said.push_back(said);
    }

    /// Nobody asks about entries before `first` any more.
    pub(super) fn forget_before(&mut self, first: u64) {
        if first <= self.first {
            return;
        }
        self.first = first;
        // Some of an answer may be there to be seen longer than its request.
        self.exchanges.retain(|exchange| exchange.newest() >= first);
        self.said.drain(..self.said.partition_point(|said| said.entry < first));
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        (self.exchanges.len(), self.said.len())
    }
}

/// Drops the oldest when there is no room for one more, and says whether it had to.
fn make_room<T>(queue: &mut VecDeque<T>, room: usize) -> bool {
    queue.len() == room && queue.pop_front().is_some()
}
