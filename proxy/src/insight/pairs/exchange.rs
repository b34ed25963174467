//! One request, and what has come of it so far.

use super::rules::{By, Part, Rule, answers_in_order, answers_something, is_of_burst};
use super::{Ended, Status};
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
    injected: bool,
    /// Contacts and groups announced that have not come.
    left: (u32, u32),
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
        Open { rule, exchange, trid: heard.trid, injected: heard.injected, left: (0, 0) }
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
        let part = match heard.is_error() {
            true => Some(Part::Refuses),
            false => self.rule.part(heard.command.verb),
        };
        let Some(part) = part else { return };
        let now = (heard.entry, heard.at);
        let Exchange { first, last, count, status, .. } = &mut self.exchange;
        first.get_or_insert(now);
        *last = Some(now);
        *count = count.saturating_add(1);
        let is_open = matches!(status, None | Some(Status::Pending));
        let ends = match part {
            Part::Refuses => Some(Status::Failed),
            Part::Ends | Part::Again => Some(Status::Answered),
            Part::More | Part::After => None,
            Part::Counted(n) => is_last(&heard.command, n).then_some(Status::Answered),
            Part::Announces => {
                self.left = announced(&heard.command);
                (self.left == (0, 0)).then_some(Status::Answered)
            }
            Part::Contact => count_down(&mut self.left.0, self.left.1),
            Part::Group => count_down(&mut self.left.1, self.left.0),
        };
        if is_open && ends.is_some() {
            *status = ends;
        }
    }
}

/// Whether a line that says which of how many it is, is the last; one that does not say it is.
fn is_last(line: &Command<'_>, n: usize) -> bool {
    match (number(line.arg(n)), number(line.arg(n + 1))) {
        (Some(this), Some(all)) => this >= all,
        _ => true,
    }
}

/// The contacts and groups of `SYN trid serial contacts groups` (MSNP8 and 9) and `SYN trid stamp stamp contacts groups`
/// (10 to 12); none where nothing is announced.
fn announced(syn: &Command<'_>) -> (u32, u32) {
    let args: Vec<&[u8]> = syn.args().filter(|arg| !arg.is_empty()).take(6).collect();
    match args[..] {
        [_, _, contacts, groups] | [_, _, _, contacts, groups] => {
            (number(Some(contacts)).unwrap_or(0), number(Some(groups)).unwrap_or(0))
        }
        _ => (0, 0),
    }
}

/// One less to come. The last one of all ends the answer.
fn count_down(left: &mut u32, others: u32) -> Option<Status> {
    let was = *left;
    *left = was.saturating_sub(1);
    (was == 1 && others == 0).then_some(Status::Answered)
}

fn number(word: Option<&[u8]>) -> Option<u32> {
    std::str::from_utf8(word?).ok()?.parse().ok()
}
