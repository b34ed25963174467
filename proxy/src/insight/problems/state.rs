//! What is remembered of a session to judge what comes next.
//!
//! To remember: what is not known is taken for allowed. A session whose beginning was missed, or one side of which cannot be
//! read, has done all that had to be done before.

use super::case::{Case, Findings};
use super::judged::{self, Verdict};
use super::rules::Id;
use super::stream::Stream;
use msnp::{Command, Dialect, Direction};

/// Problems of one session and one rule that are kept; more are counted.
pub(super) const KEPT_EACH: u16 = 100;

/// Challenges of one session that may wait for their answer at once.
const CHALLENGES: usize = 4;

/// The longest challenge remembered, in bytes. Real ones have 20 to 28.
const LONGEST_CHALLENGE: usize = 256;

/// One session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// How often each rule was broken, of those that were.
    broken: Vec<(Id, u16)>,
    /// The rules of which there are [`KEPT_EACH`], as a set.
    pub(super) full: u64,
    /// Something was said.
    pub(super) begun: bool,
    /// It speaks another protocol: nothing here is judged.
    pub(super) stranger: bool,
    /// What was said before is not known, so that only what is said now can be wrong.
    pub(super) gap: bool,
    /// The server said OK to USR or ANS.
    pub(super) accepted: bool,
    /// Somebody is, or was, in the conversation.
    pub(super) joined: bool,
    /// The server sent the client elsewhere.
    pub(super) redirected: bool,
    /// Where each side said OUT.
    pub(super) out: [Option<u64>; 2],
    /// The dialects offered, as a set; none where that is not known.
    pub(super) offered: u64,
    /// What waits for its QRY, the oldest first. At most [`CHALLENGES`].
    pub(super) challenges: Vec<Challenge>,
    /// Challenges may have been missed.
    pub(super) challenges_gap: bool,
    /// The last answer to a challenge was wrong, and that was told.
    pub(super) answered_wrongly: bool,
    /// Where the server gave the salt of an MD5 sign-in.
    pub(super) salt: Option<u64>,
    /// The last line that said which of how many it is.
    pub(super) counted: Option<Counted>,
    /// What SYN announced and has not come.
    pub(super) burst: Option<Burst>,
    /// The bytes of each side.
    pub(super) streams: [Stream; 2],
}

/// A challenge that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Challenge {
    pub(super) entry: u64,
    /// `None` where it is too long to be remembered.
    pub(super) text: Option<Box<str>>,
    /// The client has said something since that is neither an answer nor a goodbye.
    pub(super) passed_over: bool,
}

/// Line `index` of `count`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) verb: [u8; 3],
    pub(super) index: u32,
    pub(super) count: u32,
}

/// The lists that follow a SYN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Burst {
    pub(super) syn: u64,
    pub(super) contacts: u32,
    pub(super) groups: u32,
}

impl State {
    /// Of a session whose beginning nobody saw.
    pub(super) fn unknown() -> State {
        State {
            begun: true,
            gap: true,
            accepted: true,
            joined: true,
            challenges_gap: true,
            ..State::default()
        }
    }

    /// Entries are missing: what was found stays counted, all else is unknown.
    pub(super) fn lose_sight(&mut self) {
        let broken = std::mem::take(&mut self.broken);
        *self = State { broken, full: self.full, stranger: self.stranger, ..State::unknown() };
    }

    /// One side cannot be read any more, so that nothing is known of what it does. What it said last may still tell why.
    pub(super) fn lose_side(&mut self) {
        let streams = std::mem::take(&mut self.streams);
        let out = self.out;
        self.lose_sight();
        (self.streams, self.out) = (streams, out);
    }

    /// Counts a broken rule, and says whether the problem is one of the first [`KEPT_EACH`].
    pub(super) fn count(&mut self, id: Id) -> bool {
        let at = self.broken.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
            self.broken.push((id, 0));
            self.broken.len() - 1
        });
        let count = &mut self.broken[at].1;
        if *count == KEPT_EACH {
            return false;
        }
        *count += 1;
        if *count == KEPT_EACH {
            self.full |= id.bit();
        }
        true
    }

    /// One of the problems counted is not kept any more.
    pub(super) fn discount(&mut self, id: Id) {
        if let Some((_, count)) = self.broken.iter_mut().find(|(known, _)| *known == id) {
            *count = count.saturating_sub(1);
            self.full &= !id.bit();
        }
    }

    /// Takes in what was judged. What a person injected was heard by who it was for, and is not what the peers say.
    pub(super) fn learn(&mut self, case: &Case<'_>, findings: &Findings) {
        self.begun = true;
        if case.is_clients("QRY") {
            self.answered_wrongly = findings.found.iter().any(|finding| finding.id == Id::ChallengeAnswer);
        }
        if !case.injected {
            self.streams[index(case.direction)].pass(case);
        }
        let Some(command) = &case.command else { return };
        match case.direction {
            Direction::ClientToServer => self.learn_from_client(case, command),
            Direction::ServerToClient => self.learn_from_server(case, command),
        }
    }

    fn learn_from_client(&mut self, case: &Case<'_>, command: &Command<'_>) {
        match command.verb.as_bytes() {
            b"VER" => self.offered |= dialects(command),
            // Which of the two the client still answers, nobody knows.
            b"QRY" if case.injected => self.challenges_gap = true,
            b"QRY" if !self.challenges.is_empty() => {
                self.challenges.remove(self.meant(case.dialect, command));
            }
            b"OUT" if !case.injected => self.out[0] = Some(case.entry),
            _ if case.injected => {}
            _ => self.challenges.iter_mut().for_each(|challenge| challenge.passed_over = true),
        }
    }

    fn learn_from_server(&mut self, case: &Case<'_>, command: &Command<'_>) {
        match command.verb.as_bytes() {
            b"USR" | b"ANS" if command.arg(2) == Some(b"OK") => self.accepted = true,
            b"USR" if command.arg(2) == Some(b"MD5") => self.salt = Some(case.entry),
            b"JOI" | b"IRO" => self.joined = true,
            b"XFR" if command.arg(2) == Some(b"NS") => self.redirected = true,
            b"CHL" => self.challenge(case.entry, command),
            _ => {}
        }
        if !case.injected {
            self.count_what_server_sends(case, command);
        }
    }

    fn count_what_server_sends(&mut self, case: &Case<'_>, command: &Command<'_>) {
        match command.verb.as_bytes() {
            b"SYN" => self.burst = announced(case),
            b"LST" | b"LSG" if case.trid.is_none() => self.count_down(command.verb == "LST"),
            // A contact list is moved while the connection goes on (§1.5).
            b"OUT" if command.arg(1) != Some(b"MIG") => self.out[1] = Some(case.entry),
            _ => {}
        }
        self.counted = Counted::of(case).or(self.counted);
    }

    /// Which of the challenges that wait a QRY answers: the one it answers rightly, else the oldest.
    pub(super) fn meant(&self, dialect: Option<Dialect>, qry: &Command<'_>) -> usize {
        let is_right = |challenge: &Challenge| {
            let text = challenge.text.as_deref();
            text.is_some_and(|text| judged::answer(dialect, text, qry).verdict == Verdict::Right)
        };
        self.challenges.iter().position(is_right).unwrap_or(0)
    }

    /// Whether the client went on without answering the challenge that this entry is.
    pub(super) fn has_passed_over(&self, entry: u64) -> bool {
        self.challenges.iter().any(|challenge| challenge.entry == entry && challenge.passed_over)
    }

    fn challenge(&mut self, entry: u64, command: &Command<'_>) {
        if self.challenges.len() == CHALLENGES {
            self.challenges.clear();
            self.challenges_gap = true;
        }
        let text = command.arg_str(2).filter(|text| text.len() <= LONGEST_CHALLENGE);
        self.challenges.push(Challenge { entry, text: text.map(Into::into), passed_over: false });
    }

    fn count_down(&mut self, contact: bool) {
        if let Some(burst) = &mut self.burst {
            let left = if contact { &mut burst.contacts } else { &mut burst.groups };
            *left = left.saturating_sub(1);
        }
    }
}

impl Counted {
    /// What a line says of its place (rows 50, 51, 55, 82 and 110).
    pub(super) fn of(case: &Case<'_>) -> Option<Counted> {
        let command = case.command.as_ref().filter(|_| case.direction == Direction::ServerToClient)?;
        let at = match (command.verb.as_bytes(), case.row()?.number) {
            (b"IRO", _) | (b"FND", _) => 2,
            (b"LST", 50 | 51) => 4,
            (b"LSG", 55) => 3,
            _ => return None,
        };
        let number = |at| command.arg_str(at)?.parse().ok();
        Some(Counted { verb: *command.verb.as_bytes(), index: number(at)?, count: number(at + 1)? })
    }
}

/// The contacts and groups a SYN announces (rows 46 and 48).
fn announced(case: &Case<'_>) -> Option<Burst> {
    let command = case.command.as_ref()?;
    let row = case.row()?;
    let at = match (row.number, row.dialects.0) {
        (46, 8) => 3,
        (48, _) => 4,
        _ => return None,
    };
    let number = |at| command.arg_str(at)?.parse().ok();
    Some(Burst { syn: case.entry, contacts: number(at)?, groups: number(at + 1)? })
}

/// The dialects a VER names, as a set.
pub(super) fn dialects(ver: &Command<'_>) -> u64 {
    let known = ver.args().skip(1).filter_map(Dialect::parse).filter(|dialect| dialect.0 < 64);
    known.fold(0, |set, dialect| set | 1 << dialect.0)
}

pub(super) fn index(direction: Direction) -> usize {
    usize::from(direction == Direction::ServerToClient)
}
