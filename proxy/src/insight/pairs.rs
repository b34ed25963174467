//! Which reply answers which request, and how long it took.
//!
//! To remember: transaction ids are the client's business, may be used twice and begin anew, so that an answer goes to
//! the oldest request that waits for it. Commands a person injects ask, but never answer: the peers do that.
//!
//! ```text
//! 17  >>> CHG 9 NLN      ─┐ asked
//! 18  <<< CHG 9 NLN      ←┤ first, 3 ms: answered
//! 19  <<< MSG Hotmail …   │
//! 20  <<< ILN 9 AWY bob… ←┘ last
//! ```

use crate::transcript::{Entry, Event, Passed, SessionId, What};
use conversation::{Conversation, PENDING};
use exchange::{Exchange, Heard};
use ledger::Ledger;
use msnp::exchange::Rule;
use msnp::{Command, Direction};
use serde::Serialize;
use std::collections::BTreeMap;
use std::time::Duration;

mod conversation;
mod exchange;
mod ledger;

/// Requests that may wait on all connections together; beyond it, a connection gives up its oldest for each it makes.
const PENDING_IN_ALL: usize = 64 * 1024;

/// Connections that may be open at once. What is under way on the oldest is unknown when one more opens.
const CONVERSATIONS: usize = 64 * 1024;

/// A request and its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The request; `None` for what looks like an answer, and answers nothing known.
    pub request: Option<u64>,
    /// The first entry of the answer.
    pub first: Option<u64>,
    /// The last entry of the answer so far.
    pub last: Option<u64>,
    /// How many entries the answer has.
    pub count: u32,
    /// How the request stands.
    pub status: Status,
    /// From the request to the first entry of the answer.
    pub latency: Option<Duration>,
    /// From the request to the last entry of the answer.
    pub whole: Option<Duration>,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// An answer is due, or the rest of one.
    Pending,
    /// The answer came.
    Answered,
    /// An error or a NAK came.
    Failed,
    /// No answer came, and the connection is over; or the request never left.
    Unanswered,
    /// No request: the server said it unasked.
    Unsolicited,
    /// What belongs to it may have been missed.
    Unknown,
}

/// How much of `--memory` there is for each pair that is remembered, which itself takes about 110 bytes: 2.7 percent.
const MEMORY_PER_PAIR: usize = 4096;

/// The requests and their answers: of what the transcript keeps, the latest.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// The number of the entry to fold next.
    next: u64,
    conversations: BTreeMap<SessionId, Conversation>,
    /// Requests that wait, of all conversations.
    waiting: usize,
    ledger: Ledger,
    /// What the last entry left without an answer.
    ended: Vec<Ended>,
    /// The request that waited already under the transaction id of the last entry.
    reused: Option<u64>,
}

/// A request that nobody will answer any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ended {
    pub(super) entry: u64,
    pub(super) verb: &'static [u8; 3],
    pub(super) trid: Option<u32>,
    pub(super) injected: bool,
}

impl Default for Pairs {
    fn default() -> Pairs {
        Pairs::within(usize::MAX)
    }
}

impl Pairs {
    /// Remembers as many pairs as suit a transcript of that many bytes: one for each 4 KiB, at most 131,072.
    pub fn within(memory: usize) -> Pairs {
        let ledger = Ledger::with_room(memory / MEMORY_PER_PAIR);
        Pairs { next: 1, conversations: BTreeMap::new(), waiting: 0, ledger, ended: Vec::new(), reused: None }
    }

    /// The number of the entry to fold next.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// The pair an entry is of, if it asks or answers something.
    pub fn of(&self, entry: u64) -> Option<Pair> {
        self.ledger.of(entry)
    }

    /// The requests that the end of their connection, the last entry, left without an answer.
    pub(super) fn ended(&self) -> &[Ended] {
        &self.ended
    }

    /// The request that waited already under the transaction id of the last entry.
    pub(super) fn reused(&self) -> Option<u64> {
        self.reused
    }

    /// The request that waits under this transaction id, which a person might use.
    pub(super) fn waits(&self, session: SessionId, trid: u32) -> Option<u64> {
        self.conversations.get(&session)?.waits(trid, true)
    }

    /// How the last entry stands if it looks like an answer and answers nothing known.
    pub(super) fn stray(&self, entry: u64) -> Option<Status> {
        self.ledger.last_stray(entry)
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub fn forget_before(&mut self, first: u64) {
        self.ledger.forget_before(first);
    }

    /// Takes in an entry. One that was taken in before changes nothing; one that is not the next one leaves a gap.
    pub fn fold(&mut self, entry: &Entry<'_>) {
        if entry.number < self.next {
            return;
        }
        if entry.number > self.next || entry.missed() > 0 {
            self.lose_sight();
        }
        self.next = entry.next();
        self.ended.clear();
        self.reused = None;
        let Some(session) = entry.session else { return };
        match &entry.what {
            What::Event(event) => self.learn_from_event(entry, session, event),
            What::Frame(passed) if passed.incomplete => {}
            What::Frame(passed) => self.learn_from_frame(entry, session, passed),
        }
    }

    /// Entries are missing: what waited may have been answered, and what answers may have been asked.
    fn lose_sight(&mut self) {
        for (_, conversation) in std::mem::take(&mut self.conversations) {
            self.end(conversation, Status::Unknown);
        }
    }

    fn end(&mut self, conversation: Conversation, status: Status) {
        self.waiting -= conversation.waiting();
        conversation.end(status).for_each(|exchange| self.ledger.keep(&exchange));
    }

    fn learn_from_event(&mut self, entry: &Entry<'_>, session: SessionId, event: &Event) {
        match event {
            Event::Opened { .. } => self.open(session, Conversation::default()),
            Event::Closed { .. } => {
                if let Some(conversation) = self.conversations.remove(&session) {
                    self.ended.extend(conversation.unanswered());
                    self.end(conversation, Status::Unanswered);
                }
            }
            Event::Undelivered { entry } | Event::Dropped { entry } | Event::Edited { entry, .. } => {
                if let Some(exchange) = self.withdraw(session, *entry) {
                    self.ledger.keep(&exchange);
                }
            }
            Event::Answered { entry: request, by } => {
                if let Some(exchange) = self.withdraw(session, *request) {
                    self.ledger.keep(&exchange.answered_by(*by, entry.at));
                    self.ledger.answers_before(*by, *request);
                }
            }
            _ => {}
        }
    }

    /// A request did not leave after all.
    fn withdraw(&mut self, session: SessionId, request: u64) -> Option<Exchange> {
        let exchange = self.conversations.get_mut(&session)?.withdraw(request)?;
        self.waiting -= 1;
        Some(exchange)
    }

    fn open(&mut self, session: SessionId, conversation: Conversation) {
        if let Some(before) = self.conversations.insert(session, conversation) {
            self.end(before, Status::Unknown);
        }
        if self.conversations.len() > CONVERSATIONS
            && let Some((_, oldest)) = self.conversations.pop_first()
        {
            self.end(oldest, Status::Unknown);
        }
    }

    fn learn_from_frame(&mut self, entry: &Entry<'_>, session: SessionId, passed: &Passed<'_>) {
        if !self.conversations.contains_key(&session) {
            self.open(session, Conversation::unknown());
        }
        let Some(conversation) = self.conversations.get_mut(&session) else { return };
        let waited = conversation.waiting();
        if passed.opaque {
            let lost = conversation.lose_sight(passed.direction);
            lost.iter().for_each(|exchange| self.ledger.keep(exchange));
        } else if let Some(heard) = heard(entry, passed) {
            if !passed.injected() {
                answer(conversation, &heard, &mut self.ledger);
            }
            let trid = heard.trid.filter(|_| heard.from == Direction::ClientToServer);
            self.reused = trid.and_then(|trid| conversation.waits(trid, heard.injected));
            ask(conversation, &heard, &mut self.ledger);
        }
        self.waiting = self.waiting - waited + conversation.waiting();
        let is_too_much = conversation.waiting() > PENDING || self.waiting > PENDING_IN_ALL;
        if is_too_much && let Some(exchange) = conversation.give_up() {
            self.waiting -= 1;
            self.ledger.keep(&exchange);
        }
    }
}

/// The command in a frame as the server saw it.
fn heard<'a>(entry: &Entry<'_>, passed: &Passed<'a>) -> Option<Heard<'a>> {
    let frame = match passed.direction {
        Direction::ClientToServer => passed.sent_frame(),
        Direction::ServerToClient => passed.frame(),
    };
    let command = Command::read(&frame)?;
    let trid = command.trid(passed.direction);
    let (at, from, injected) = (entry.at, passed.direction, passed.injected());
    Some(Heard { entry: entry.number, at, from, command, trid, injected })
}

fn answer(conversation: &mut Conversation, heard: &Heard<'_>, ledger: &mut Ledger) {
    if let Some(exchange) = conversation.answer(heard) {
        ledger.keep(&exchange);
        ledger.answers(heard.entry, exchange.request);
    } else if heard.is_answer() {
        ledger.stray(heard.entry, conversation.stray(heard.trid));
    }
}

fn ask(conversation: &mut Conversation, heard: &Heard<'_>, ledger: &mut Ledger) {
    let rule = Rule::of(heard.from, &heard.command, heard.trid);
    if let Some(exchange) = rule.and_then(|rule| conversation.ask(rule, heard)) {
        ledger.keep(&exchange);
    }
}

impl Pair {
    /// `None` while nothing came and nothing is due.
    fn of(exchange: &Exchange) -> Option<Pair> {
        let since = |at: Duration| at.saturating_sub(exchange.asked);
        Some(Pair {
            request: Some(exchange.request),
            first: exchange.first.map(|(entry, _)| entry),
            last: exchange.last.map(|(entry, _)| entry),
            count: exchange.count,
            status: exchange.status?,
            latency: exchange.first.map(|(_, at)| since(at)),
            whole: exchange.last.map(|(_, at)| since(at)),
        })
    }

    fn stray(status: Status) -> Pair {
        Pair { request: None, first: None, last: None, count: 0, status, latency: None, whole: None }
    }
}

#[cfg(test)]
mod tests;
