//! One request, and what has come of it so far.

use super::{Ended, Status};
use msnp::exchange::{Answer, By, Part, Rule, Taken, answers_in_order, answers_something, is_of_burst};
use msnp::{Command, Direction};
use std::time::Duration;

/// A request and its answer as they are remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exchange {
    pub(super) request: u64,
    pub(super) asked: Duration,
    /// The first and the last entry of the answer, and when they came.
    pub(super) first: Option<(u64, Duration)>,
    pub(super) last: Option<(u64, Duration)>,
    pub(super) count: u32,
    /// `None` while nothing is said and nothing is missing.
    pub(super) status: Option<Status>,
}

impl Exchange {
    /// The same, answered at once by this entry.
    pub(super) fn answered_by(self, entry: u64, at: Duration) -> Exchange {
        let now = Some((entry, at));
        Exchange { first: now, last: now, count: 1, status: Some(Status::Answered), ..self }
    }

    /// The last of its entries.
    pub(super) fn newest(&self) -> u64 {
        self.last.map_or(self.request, |(entry, _)| entry)
    }
}

/// A request that something may still answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) rule: &'static Rule,
    pub(super) exchange: Exchange,
    trid: Option<u32>,
    answer: Answer,
    injected: bool,
}

/// Something said that may be an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heard<'a> {
    pub(super) entry: u64,
    pub(super) at: Duration,
    pub(super) from: Direction,
    pub(super) command: Command<'a>,
    pub(super) trid: Option<u32>,
    pub(super) injected: bool,
}

impl Heard<'_> {
    pub(super) fn is_error(&self) -> bool {
        self.command.verb.error_number().is_some()
    }

    /// Whether there may be a request it answers.
    pub(super) fn may_answer(&self) -> bool {
        let verb = self.command.verb;
        match self.from {
            Direction::ClientToServer => answers_in_order(verb),
            Direction::ServerToClient => self.trid.is_some() || self.is_error() || answers_in_order(verb),
        }
    }

    /// Whether the server says such a thing to answer something.
    pub(super) fn is_answer(&self) -> bool {
        let verb = self.command.verb;
        let is_answer = match self.trid {
            Some(_) => answers_something(verb),
            None => self.is_error() || is_of_burst(verb) || answers_in_order(verb),
        };
        self.from == Direction::ServerToClient && is_answer
    }
}

impl Open {
    pub(super) fn new(rule: &'static Rule, heard: &Heard<'_>, status: Option<Status>) -> Open {
        let (request, asked) = (heard.entry, heard.at);
        let exchange = Exchange { request, asked, first: None, last: None, count: 0, status };
        let (answer, injected) = (Answer::to(rule), heard.injected);
        Open { rule, exchange, trid: heard.trid, answer, injected }
    }

    /// Whether this transaction id is its, and who else uses it would be misunderstood: what a person injected, no client
    /// knows of.
    pub(super) fn occupies(&self, trid: u32, by_person: bool) -> bool {
        self.rule.by == By::Number && self.trid == Some(trid) && (by_person || !self.injected)
    }

    /// As it is told when nothing more can come.
    pub(super) fn ended(&self) -> Ended {
        let (entry, verb) = (self.exchange.request, self.rule.asks);
        Ended { entry, verb, trid: self.trid, injected: self.injected }
    }

    /// What this is of the answer, if it is some of it.
    pub(super) fn part(&self, heard: &Heard<'_>) -> Option<Part> {
        let is_numbered = self.rule.by == By::Number;
        if self.rule.from == heard.from || (is_numbered && self.trid != heard.trid) {
            return None;
        }
        match heard.is_error() {
            true => is_numbered.then_some(Part::Refuses),
            false => self.rule.part(heard.command.verb),
        }
    }

    /// The same, when the answer seemed to be whole or none is due.
    pub(super) fn late_part(&self, heard: &Heard<'_>) -> Option<Part> {
        let was_silent = self.exchange.status.is_none();
        self.part(heard).filter(|part| was_silent || part.may_trail())
    }

    /// Whether lines without transaction id are of its answer.
    pub(super) fn has_burst(&self) -> bool {
        self.rule.has_part(Part::Announces)
    }

    /// Takes in what is some of its answer: by its transaction id, by its place, or as a line of its burst.
    pub(super) fn take(&mut self, heard: &Heard<'_>) {
        let Some(Taken { part, is_whole }) = self.answer.take(&heard.command) else { return };
        let now = (heard.entry, heard.at);
        let Exchange { first, last, count, status, .. } = &mut self.exchange;
        first.get_or_insert(now);
        *last = Some(now);
        *count = count.saturating_add(1);
        if is_whole && matches!(status, None | Some(Status::Pending)) {
            *status = Some(if part == Part::Refuses { Status::Failed } else { Status::Answered });
        }
    }
}
