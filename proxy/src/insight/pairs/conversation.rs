//! What is under way on one connection: requests that wait, and those that more may come for.

use super::exchange::{Exchange, Heard, Open};
use super::{Ended, Status};
use msnp::Direction;
use msnp::exchange::{Needs, Part, Rule, is_of_burst};
use std::collections::VecDeque;

/// Requests of one connection that may wait at once. What became of the oldest is unknown when one more is made.
pub(super) const PENDING: usize = 1024;

/// Requests of one connection to which something may still come, though nothing needs to.
const LINGERING: usize = 64;

/// One connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Conversation {
    /// Oldest first. `pending.len() <= PENDING` between two entries, and the status of each is [`Status::Pending`].
    pending: VecDeque<Open>,
    /// Oldest first. `lingering.len() <= LINGERING`.
    lingering: VecDeque<Open>,
    /// The SYN whose burst the lines without transaction id belong to.
    burst: Option<u64>,
    /// Requests may have been missed.
    gap: bool,
    /// Some requests were forgotten.
    forgot: bool,
    /// Directions that are not understood any more.
    opaque: [bool; 2],
}

impl Conversation {
    /// One whose beginning nobody saw.
    pub(super) fn unknown() -> Conversation {
        Conversation { gap: true, ..Conversation::default() }
    }

    /// How many requests wait.
    pub(super) fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// The request that waits under this transaction id.
    pub(super) fn waits(&self, trid: u32, by_person: bool) -> Option<u64> {
        let mut pending = self.pending.iter();
        pending.find(|open| open.occupies(trid, by_person)).map(|open| open.exchange.request)
    }

    /// What waits now.
    pub(super) fn unanswered(&self) -> impl Iterator<Item = Ended> {
        self.pending.iter().map(Open::ended)
    }

    /// Something is asked. Returns what is to be remembered of it.
    pub(super) fn ask(&mut self, rule: &'static Rule, heard: &Heard<'_>) -> Option<Exchange> {
        if rule.needs == Needs::Nothing {
            self.linger(Open::new(rule, heard, None));
            return None;
        }
        if self.is_opaque(rule.from.reverse()) {
            return Some(Open::new(rule, heard, Some(Status::Unknown)).exchange);
        }
        let open = Open::new(rule, heard, Some(Status::Pending));
        let exchange = open.exchange;
        self.pending.push_back(open);
        Some(exchange)
    }

    /// Gives up the oldest request that waits.
    pub(super) fn give_up(&mut self) -> Option<Exchange> {
        self.forgot = true;
        self.pending.pop_front().map(|open| ended(&open, Status::Unknown))
    }

    /// Something is said that answers a request: which, and what has come of it now.
    pub(super) fn answer(&mut self, heard: &Heard<'_>) -> Option<Exchange> {
        let mut answered = self.answer_in_burst(heard);
        if answered.is_none() && heard.may_answer() {
            answered = self.answer_by_number(heard);
        }
        if heard.from == Direction::ServerToClient {
            self.end_burst(answered.map(|exchange| exchange.request));
        }
        answered
    }

    /// When a burst is whole and something else is said, what follows is not of it.
    fn end_burst(&mut self, answered: Option<u64>) {
        if self.burst.is_some() && answered != self.burst {
            let is_due = self.pending.iter().any(|open| Some(open.exchange.request) == self.burst);
            self.burst = self.burst.filter(|_| is_due);
        }
    }

    fn answer_by_number(&mut self, heard: &Heard<'_>) -> Option<Exchange> {
        let late = self.lingering.iter().rposition(|open| open.late_part(heard).is_some());
        let is_after = |&at: &usize| self.lingering[at].late_part(heard) == Some(Part::After);
        if let Some(at) = late.filter(is_after) {
            return self.take_late(at, heard);
        }
        match self.pending.iter().position(|open| open.part(heard).is_some()) {
            Some(at) => self.take(at, heard),
            None => self.take_late(late?, heard),
        }
    }

    fn answer_in_burst(&mut self, heard: &Heard<'_>) -> Option<Exchange> {
        let is_line = heard.from == Direction::ServerToClient && heard.trid.is_none();
        let request = self.burst.filter(|_| is_line && is_of_burst(heard.command.verb))?;
        let is_it = |open: &Open| open.exchange.request == request;
        match self.pending.iter().position(is_it) {
            Some(at) => self.take(at, heard),
            None => self.take_late(self.lingering.iter().position(is_it)?, heard),
        }
    }

    /// An answer to a request that waits.
    fn take(&mut self, at: usize, heard: &Heard<'_>) -> Option<Exchange> {
        let open = &mut self.pending[at];
        open.take(heard);
        let exchange = open.exchange;
        if open.has_burst() {
            self.burst = Some(exchange.request);
        }
        if exchange.status != Some(Status::Pending) {
            let open = self.pending.remove(at)?;
            if exchange.status == Some(Status::Answered) && open.rule.may_trail() {
                self.linger(open);
            }
        }
        Some(exchange)
    }

    /// Something more for a request that was answered, or that needed no answer.
    fn take_late(&mut self, at: usize, heard: &Heard<'_>) -> Option<Exchange> {
        let open = &mut self.lingering[at];
        open.take(heard);
        let exchange = open.exchange;
        if open.has_burst() {
            self.burst = Some(exchange.request);
        }
        if !open.rule.may_trail() {
            self.lingering.remove(at);
        }
        Some(exchange)
    }

    fn linger(&mut self, open: Open) {
        if self.lingering.len() == LINGERING {
            self.lingering.pop_front();
            self.forgot = true;
        }
        self.lingering.push_back(open);
    }

    /// What a line of the server's is that could be an answer, and is the answer to nothing known.
    pub(super) fn stray(&self, trid: Option<u32>) -> Status {
        let may_be_numbered = trid.is_some_and(|trid| trid > 0);
        match self.gap || (self.forgot && may_be_numbered) {
            true => Status::Unknown,
            false => Status::Unsolicited,
        }
    }

    /// A direction is not understood any more: what it would have answered, nobody can know.
    pub(super) fn lose_sight(&mut self, direction: Direction) -> Vec<Exchange> {
        if std::mem::replace(&mut self.opaque[index(direction)], true) {
            return Vec::new();
        }
        self.gap = true;
        let pending = std::mem::take(&mut self.pending);
        let (lost, kept): (VecDeque<_>, _) =
            pending.into_iter().partition(|open| open.rule.from != direction);
        self.pending = kept;
        lost.into_iter().map(|open| ended(&open, Status::Unknown)).collect()
    }

    /// A request was withdrawn before it was sent.
    pub(super) fn withdraw(&mut self, request: u64) -> Option<Exchange> {
        self.lingering.retain(|open| open.exchange.request != request);
        let at = self.pending.iter().position(|open| open.exchange.request == request)?;
        self.pending.remove(at).map(|open| ended(&open, Status::Unanswered))
    }

    /// No more will be said, or be heard.
    pub(super) fn end(self, status: Status) -> impl Iterator<Item = Exchange> {
        self.pending.into_iter().map(move |open| ended(&open, status))
    }

    fn is_opaque(&self, direction: Direction) -> bool {
        self.opaque[index(direction)]
    }
}

fn ended(open: &Open, status: Status) -> Exchange {
    Exchange { status: Some(status), ..open.exchange }
}

fn index(direction: Direction) -> usize {
    usize::from(direction == Direction::ServerToClient)
}
