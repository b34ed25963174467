//! What broke the rules: a linter over what passes.
//!
//! To remember: official clients break none of them (§10), and what cannot be known is not held against anybody. A rule looks
//! at one frame and at what its session remembers; what a person injected is judged too, and marked.
//!
//! ```text
//!           ┌─ checks ── by themselves: form, ids, codes, limits, what a payload holds
//! seen ──► case          with the session's state: sign-in, order, challenges, lengths
//!           │  │         with pairs: ids in use, answers to nothing, requests never answered
//!           │  └──► findings ──► kept: the first 100 of each session and rule, 10,000 in all, the rest counted
//!           └──► state learns
//! ```

use super::pairs::{Ended, Pairs};
use super::seen::{Saw, Seen};
use super::threads::Threads;
use crate::transcript::{Ending, Event, Passed, SessionId};
use case::{Case, Finding, Findings, Scene};
use judged::{Kind, Proofs};
use kept::Kept;
use msnp::{Command, Direction, Stranger};
use rules::Id;
use soundness::Soundness;
use state::State;
use std::collections::BTreeMap;
use tickets::Tickets;

mod case;
mod checks;
mod events;
pub mod judged;
mod kept;
mod opinion;
mod rules;
mod soundness;
mod state;
mod stream;
mod tickets;

pub use opinion::Opinion;
pub use rules::{RULES, Rule, Severity};

/// How much of `--memory` there is for each problem that is kept, which itself takes about 300 bytes: 1.9 percent.
const MEMORY_PER_PROBLEM: usize = 16 * 1024;

/// How much of `--memory` there is for each open session that is remembered, which itself takes about 400 bytes: 2.4 percent.
const MEMORY_PER_SESSION: usize = 16 * 1024;

/// Open sessions remembered at most, and at least. Of the oldest nothing is known when one more opens.
const SESSIONS: std::ops::RangeInclusive<usize> = 64..=16 * 1024;

/// A rule that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which.
    pub rule: &'static Rule,
    /// What happened here, in a sentence. It quotes the wire, and is data.
    pub says: Box<str>,
    /// The entry to blame.
    pub entry: u64,
    /// Another entry it shows in.
    pub with: Option<u64>,
    /// Of which session.
    pub session: SessionId,
    /// Neither client nor server did it.
    pub injected: bool,
}

impl Problem {
    /// The entries it shows in, in order.
    pub fn entries(&self) -> Vec<u64> {
        let mut entries: Vec<u64> = self.with.into_iter().chain([self.entry]).collect();
        entries.sort_unstable();
        entries.dedup();
        entries
    }
}

/// What broke the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Problems {
    kept: Kept,
    /// Those open. At most one more than there is room for.
    sessions: BTreeMap<SessionId, Box<State>>,
    room: usize,
    tickets: Tickets,
    sound: Soundness,
    proofs: Proofs,
}

impl Problems {
    /// As many as suit a transcript of that many bytes.
    pub fn within(memory: usize) -> Problems {
        Problems {
            kept: Kept::with_room(memory / MEMORY_PER_PROBLEM),
            sessions: BTreeMap::new(),
            room: (memory / MEMORY_PER_SESSION).clamp(*SESSIONS.start(), *SESSIONS.end()),
            tickets: Tickets::default(),
            sound: Soundness::default(),
            proofs: Proofs::default(),
        }
    }

    /// The problems kept from an entry on, in order: by entry, and those of one entry by rule.
    pub fn from(&self, first: u64) -> impl DoubleEndedIterator<Item = &Problem> {
        self.kept.from(first)
    }

    /// The problems of an entry.
    pub fn of(&self, entry: u64) -> impl Iterator<Item = &Problem> {
        self.kept.of(entry)
    }

    /// How bad the worst problem of an entry is, if it has one.
    pub fn worst(&self, entry: u64) -> Option<Severity> {
        self.kept.worst(entry)
    }

    /// How often each rule was broken from an entry on, those left out for want of room included.
    pub fn counts(&self, first: u64) -> impl Iterator<Item = (&'static Rule, u64)> {
        RULES.iter().zip(self.kept.counts(first)).filter(|(_, count)| *count > 0)
    }

    /// The proof that an entry asks for or gives: a challenge or a sign-in by password.
    pub fn proof(&self, entry: u64) -> Option<judged::Proof> {
        self.proofs.of(entry)
    }

    /// What a frame would break if a person sent it in a session now. Nothing is learnt from it.
    pub fn judge(
        &self,
        (threads, pairs): (&Threads, &Pairs),
        session: SessionId,
        direction: Direction,
        bytes: &[u8],
    ) -> Vec<Opinion> {
        let unknown = State::unknown();
        let state = self.sessions.get(&session).map_or(&unknown, |state| state);
        let scene = Scene { state, pairs, tickets: &self.tickets, sound: &self.sound };
        opinion::of(&scene, threads.member(session), session, direction, bytes)
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>, pairs: &Pairs) {
        let Some(session) = seen.session else { return };
        match &seen.what {
            Saw::Event(event) => self.learn_from_event(seen.entry, session, event, pairs.ended()),
            Saw::Frame { passed, command, trid } => {
                self.judge_frame(seen, session, passed, (*command, *trid), pairs);
            }
        }
    }

    fn judge_frame(
        &mut self,
        seen: &Seen<'_>,
        session: SessionId,
        passed: &Passed<'_>,
        (command, trid): (Option<Command<'_>>, Option<u32>),
        pairs: &Pairs,
    ) {
        self.forget_sessions();
        let state = self.sessions.entry(session).or_insert_with(|| State::unknown().into());
        let mut findings = Findings::muting(state.full);
        if !state.begun
            && let Some(stranger) = Stranger::of(passed.bytes)
        {
            (state.stranger, state.begun) = (true, true);
            findings.say(Id::AnotherProtocol, || events::another_protocol(passed.direction, stranger));
        }
        if !state.stranger {
            let case = Case::new((seen.entry, session), passed, (command, trid, seen.message), seen.member);
            let scene = Scene { state, pairs, tickets: &self.tickets, sound: &self.sound };
            checks::judge(&case, &scene, &mut findings);
            prove(&mut self.proofs, state, &case);
            state.learn(&case, &findings);
            self.tickets.learn(&case);
            if let Some(sound) = findings.sound {
                self.sound.insert(sound);
            }
        }
        let of = (seen.entry, session, passed.injected());
        findings.found.into_iter().for_each(|finding| self.keep(of, finding));
    }

    fn learn_from_event(&mut self, entry: u64, session: SessionId, event: &Event, ended: &[Ended]) {
        match event {
            Event::Opened { .. } => self.open(session, State::default()),
            Event::Closed { how, .. } => {
                let state = self.sessions.get(&session);
                // What we ended, or never began, nobody failed to finish.
                let is_theirs = !matches!(how, Ending::Shutdown | Ending::Failed | Ending::Refused);
                let found = state.filter(|_| is_theirs).map(|state| events::closed(entry, state, ended));
                for (injected, finding) in found.into_iter().flatten() {
                    self.keep((entry, session, injected), finding);
                }
                self.sessions.remove(&session);
            }
            _ => {
                let injected = matches!(event, Event::Undelivered { .. });
                let is_told = self.sessions.get(&session).is_some_and(|state| state.stranger);
                if let Some(finding) = events::found(entry, event).filter(|_| !is_told) {
                    self.keep((entry, session, injected), finding);
                }
                if let Some(state) = self.sessions.get_mut(&session) {
                    events::learn(state, event);
                }
            }
        }
    }

    fn open(&mut self, session: SessionId, state: State) {
        self.forget_sessions();
        self.sessions.insert(session, state.into());
    }

    /// Makes room for one more session.
    fn forget_sessions(&mut self) {
        if self.sessions.len() > self.room {
            self.sessions.pop_first();
        }
    }

    /// Keeps what was found, or counts it. Of a session that is over nothing is counted.
    fn keep(&mut self, (entry, session, injected): (u64, SessionId, bool), finding: Finding) {
        let Finding { id, says, at, with } = finding;
        let at = at.unwrap_or(entry);
        let has_room =
            !says.is_empty() && self.sessions.get_mut(&session).is_none_or(|state| state.count(id));
        if !has_room {
            return self.kept.leave_out(id, at);
        }
        let with = with.filter(|with| *with != at);
        let problem = Problem { rule: id.rule(), says: says.into(), entry: at, with, session, injected };
        if let Some(gone) = self.kept.keep(problem) {
            self.discount(&gone);
        }
    }

    /// There is room for another of its kind in its session.
    fn discount(&mut self, gone: &Problem) {
        if let Some(state) = self.sessions.get_mut(&gone.session) {
            state.discount(gone.rule.index);
        }
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.sessions.values_mut().for_each(|state| state.lose_sight());
        self.tickets.lose_sight();
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        let gone = self.kept.forget_before(first);
        gone.iter().for_each(|problem| self.discount(problem));
        self.proofs.forget_before(first);
    }
}

/// Remembers which entry answers which proof.
fn prove(proofs: &mut Proofs, state: &mut State, case: &Case<'_>) {
    let Some(command) = case.command else { return };
    let is_digest = command.verb == "USR" && command.arg(2) == Some(b"MD5") && command.arg(3) == Some(b"S");
    if case.is_servers("CHL") {
        proofs.ask(Kind::Challenge, case.entry, case.dialect);
    } else if case.is_clients("QRY") {
        let asked = state.challenges.get(state.meant(case.dialect, &command));
        let is_certain = !case.injected && !state.challenges_gap;
        asked.filter(|_| is_certain).into_iter().for_each(|asked| proofs.answer(asked.entry, case.entry));
    } else if is_digest && case.direction == Direction::ServerToClient {
        proofs.ask(Kind::Md5, case.entry, case.dialect);
    } else if is_digest {
        state.salt.take().into_iter().for_each(|asked| proofs.answer(asked, case.entry));
    }
}

#[cfg(test)]
mod tests;
