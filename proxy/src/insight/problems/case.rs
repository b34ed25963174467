//! What is judged, what it is judged by, and what is found.

use super::rules::Id;
use super::soundness::Soundness;
use super::state::State;
use super::tickets::Tickets;
use crate::insight::pairs::Pairs;
use crate::insight::threads::Member;
use crate::transcript::{Passed, SessionId};
use msnp::explain::{Context, Fit, Row, fit};
use msnp::message::Message;
use msnp::{Command, Dialect, Direction, Frame, Role};

/// A frame to judge.
pub(super) struct Case<'a> {
    /// Its number; [`NOT_YET`] while it only might be sent.
    pub(super) entry: u64,
    pub(super) session: SessionId,
    pub(super) direction: Direction,
    /// A person or the proxy made it.
    pub(super) injected: bool,
    /// The connection ended inside it.
    pub(super) incomplete: bool,
    pub(super) bytes: &'a [u8],
    /// `None` for opaque bytes, a frame the connection ended in, and an empty line.
    pub(super) command: Option<Command<'a>>,
    pub(super) trid: Option<u32>,
    pub(super) message: Option<Message<'a>>,
    pub(super) role: Option<Role>,
    pub(super) dialect: Option<Dialect>,
    /// Which form the command has.
    pub(super) fit: Option<Fit>,
}

/// The number of an entry that has not been made.
pub(super) const NOT_YET: u64 = u64::MAX;

/// What is known when a frame is judged.
pub(super) struct Scene<'a> {
    pub(super) state: &'a State,
    pub(super) pairs: &'a Pairs,
    pub(super) tickets: &'a Tickets,
    pub(super) sound: &'a Soundness,
}

/// The dialects the wire reference describes. What others look like is not known (§10, 33).
const DESCRIBED: std::ops::RangeInclusive<u8> = 2..=21;

impl<'a> Case<'a> {
    pub(super) fn new(
        (entry, session): (u64, SessionId),
        passed: &Passed<'a>,
        (command, trid, message): (Option<Command<'a>>, Option<u32>, Option<Message<'a>>),
        member: Option<&Member>,
    ) -> Case<'a> {
        let direction = passed.direction;
        let role = member.and_then(|member| member.role);
        let dialect = member.and_then(|member| member.dialect).filter(|known| DESCRIBED.contains(&known.0));
        let bytes = match direction {
            Direction::ClientToServer => passed.sent.unwrap_or(passed.bytes),
            Direction::ServerToClient => passed.bytes,
        };
        let context = Context { direction, role, dialect };
        Case {
            entry,
            session,
            direction,
            injected: passed.injected(),
            incomplete: passed.incomplete,
            bytes,
            trid,
            message,
            fit: command.map(|command| fit(&command, &context)),
            command,
            role,
            dialect,
        }
    }

    /// The row that describes the command.
    pub(super) fn row(&self) -> Option<&'static Row> {
        self.fit.as_ref()?.row()
    }

    pub(super) fn frame(&self) -> Frame<'a> {
        Frame { bytes: self.bytes, opaque: self.command.is_none() }
    }

    pub(super) fn context(&self) -> Context {
        Context { direction: self.direction, role: self.role, dialect: self.dialect }
    }

    /// Whether this is that command of the client's.
    pub(super) fn is_clients(&self, verb: &str) -> bool {
        self.direction == Direction::ClientToServer
            && self.command.is_some_and(|command| command.verb == verb)
    }

    /// Whether this is that command of the server's.
    pub(super) fn is_servers(&self, verb: &str) -> bool {
        self.direction == Direction::ServerToClient
            && self.command.is_some_and(|command| command.verb == verb)
    }

    /// Who is to blame, at the beginning of a sentence.
    pub(super) fn who(&self) -> &'static str {
        match (self.injected, self.direction) {
            (true, Direction::ClientToServer) => "The frame injected for the server",
            (true, Direction::ServerToClient) => "The frame injected for the client",
            (false, Direction::ClientToServer) => "The client",
            (false, Direction::ServerToClient) => "The server",
        }
    }

    /// What the frame is called in a sentence: its verb.
    pub(super) fn verb(&self) -> String {
        self.command.map_or_else(|| "a frame".to_owned(), |command| command.verb.to_string())
    }
}

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) id: Id,
    /// Empty where nobody will read it.
    pub(super) says: String,
    /// The entry to blame, where that is an earlier one.
    pub(super) at: Option<u64>,
    /// Another entry it shows in.
    pub(super) with: Option<u64>,
}

/// What a frame is found to break.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) found: Vec<Finding>,
    /// Rules whose findings are only counted, as a set: no sentence is made.
    muted: u64,
    /// What was looked into and found sound: see [`Soundness`].
    pub(super) sound: Option<u64>,
}

impl Findings {
    pub(super) fn muting(muted: u64) -> Findings {
        Findings { muted, ..Findings::default() }
    }

    /// The frame breaks this rule.
    pub(super) fn say(&mut self, id: Id, says: impl FnOnce() -> String) {
        self.put(id, None, None, says);
    }

    /// The frame breaks this rule, as another entry shows.
    pub(super) fn say_with(&mut self, id: Id, with: Option<u64>, says: impl FnOnce() -> String) {
        self.put(id, None, with, says);
    }

    /// An earlier entry breaks this rule, as the frame shows.
    pub(super) fn blame(&mut self, id: Id, at: u64, with: Option<u64>, says: impl FnOnce() -> String) {
        self.put(id, Some(at), with, says);
    }

    fn put(&mut self, id: Id, at: Option<u64>, with: Option<u64>, says: impl FnOnce() -> String) {
        let says = if self.muted & id.bit() == 0 { says() } else { String::new() };
        self.found.push(Finding { id, says, at, with });
    }
}

/// How much of somebody's word a sentence quotes, in characters.
const QUOTED: usize = 60;

/// A word from the wire in quotation marks, cut where it is long.
pub(super) fn quoted(word: &[u8]) -> String {
    let text = String::from_utf8_lossy(&word[..word.len().min(4 * QUOTED)]);
    match text.char_indices().nth(QUOTED) {
        None => format!("“{text}”"),
        Some((end, _)) => format!("“{}…”", &text[..end]),
    }
}
