//! One transfer: what it is of, how it stands, and which of its bytes came.

use super::heard::Heard;
use super::pieces::{Added, Pieces, Source};
use super::placing::Placing;
use super::recipe::Recipe;
use crate::transcript::SessionId;
use msnp::Direction;
use serde::Serialize;
use std::ops::Range;
use std::time::Duration;

/// Chunks that came again and are remembered, to be named and compared; of more, how many.
const REPEATS: usize = 20;

/// The longest name, account or reason remembered, in bytes.
const LONGEST_WORD: usize = 256;

/// A picture, a file, or whatever else one client gives another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// The number of the entry it began with.
    pub id: u64,
    /// The session it passes through.
    pub session: SessionId,
    /// By which protocol.
    pub version: Version,
    /// What it is, in words: `display picture`, `custom emoticon`, `wink` and other MSNObjects; `file`, `webcam`,
    /// `activity`, `photo sharing`, `computer call`; `object` and `unknown` where that is all there is to know.
    pub kind: &'static str,
    /// Whose bytes they are.
    pub from: Option<Box<str>>,
    /// Who gets them.
    pub to: Option<Box<str>>,
    /// The name the peer gives it: text to be shown, never a path.
    pub name: Option<Box<str>>,
    /// How many bytes were promised.
    pub announced: Option<u64>,
    /// The SHA-1 its object promises.
    pub sha1d: Option<[u8; 20]>,
    /// How it stands.
    pub status: Status,
    /// The other copy of the same: both clients come through us.
    pub twin: Option<u64>,
    /// The invitation that a connection of its own was made for.
    pub invitation: Option<u64>,
    /// The last entry that tells of it.
    pub last: u64,
    /// When it began, since the transcript did.
    pub began: Duration,
    /// When the last of its bytes came.
    pub moved: Option<Duration>,
    /// Entries of its time are missing.
    pub gap: bool,
    /// Its clients agreed to connect to each other: bytes may go past us.
    pub direct: bool,
    /// Why it ended, in the peer's words or ours.
    pub why: Option<Box<str>>,
    /// Chunks that came again, in part or as a whole.
    pub duplicates: u64,
    /// Chunks that contradict the others or cannot be placed, and are left out.
    pub strays: u64,
    /// Bytes that came and whose places are not remembered, because there are too many.
    pub left_out: u64,
    /// What it is known by in its session.
    pub(super) channel: Channel,
    /// The call it was agreed in.
    pub(super) call: Option<Box<str>>,
    /// Which way its bytes go, once that is known.
    pub(super) way: Option<Direction>,
    /// What proves the receiver's connection to be the one invited.
    pub(super) cookie: Option<Box<str>>,
    pub(super) placing: Placing,
    pub(super) pieces: Pieces,
    pub(super) repeats: Vec<Repeat>,
}

/// A protocol that moves bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// P2P, version 1 or 2.
    P2p(msnp::p2p::Version),
    /// A connection of its own (§5.5).
    MsnFtp,
}

/// What a transfer is known by in its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Channel {
    /// The P2P session.
    P2p(u32),
    /// The cookie of an invitation (§7.4).
    Invitation(u32),
    /// All of the session.
    MsnFtp,
}

/// How a transfer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nobody has answered yet.
    Offered,
    /// It may begin.
    Accepted,
    /// The other side would not or could not.
    Declined,
    /// Some bytes came.
    Moving,
    /// All bytes came.
    Complete,
    /// Either side gave it up.
    Cancelled,
    /// Its connection ended, or an error ended it.
    #[serde(rename = "broken off")]
    BrokenOff,
    /// The bytes go on a connection of their own, past us.
    Outside,
    /// Entries are missing, and nothing was heard of it since.
    Unknown,
}

/// A chunk that came again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Repeat {
    pub(super) offset: u64,
    pub(super) length: u32,
    pub(super) source: Source,
}

impl Status {
    /// Whether nothing more is expected.
    pub fn is_over(self) -> bool {
        matches!(self, Status::Declined | Status::Complete | Status::Cancelled | Status::BrokenOff)
    }
}

impl Transfer {
    /// One that begins with what was heard.
    pub(super) fn new(heard: &Heard<'_>, version: Version, channel: Channel) -> Transfer {
        Transfer {
            id: heard.entry,
            session: heard.session,
            version,
            kind: "unknown",
            from: None,
            to: None,
            name: None,
            announced: None,
            sha1d: None,
            status: Status::Offered,
            twin: None,
            invitation: None,
            last: heard.entry,
            began: heard.at,
            moved: None,
            gap: false,
            direct: false,
            why: None,
            duplicates: 0,
            strays: 0,
            left_out: 0,
            channel,
            call: None,
            way: None,
            cookie: None,
            placing: Placing::default(),
            pieces: Pieces::default(),
            repeats: Vec::new(),
        }
    }

    /// How many bytes it has. `None` while nobody has said; what streams has as many as came.
    pub fn size(&self) -> Option<u64> {
        match self.placing.size() {
            None => self.announced,
            known => known,
        }
    }

    /// Bytes that came, each counted once.
    pub fn have(&self) -> u64 {
        self.pieces.have()
    }

    /// Bytes that came and that the transcript has forgotten since.
    pub fn forgotten(&self) -> u64 {
        self.pieces.forgotten()
    }

    /// What never came, in order, up to its size or to the last byte that did.
    pub fn missing(&self) -> impl Iterator<Item = Range<u64>> {
        self.pieces.gaps(self.size().unwrap_or_else(|| self.pieces.end()))
    }

    /// The entries with chunks that came again: the first 20.
    pub fn repeated(&self) -> impl Iterator<Item = u64> {
        self.repeats.iter().map(|repeat| repeat.source.entry)
    }

    /// How to read its bytes from the transcript.
    pub fn recipe(&self) -> Recipe {
        Recipe::of(self)
    }

    /// From when it began until the last of its bytes came.
    pub fn took(&self) -> Option<Duration> {
        Some(self.moved?.saturating_sub(self.began))
    }

    /// Something was heard of it.
    pub(super) fn hear(&mut self, heard: &Heard<'_>) {
        self.last = heard.entry;
    }

    /// It may begin.
    pub(super) fn accept(&mut self) {
        if matches!(self.status, Status::Offered | Status::Unknown) {
            self.status = Status::Accepted;
        }
    }

    /// A chunk of it came, and this is where it belongs.
    pub(super) fn take(&mut self, heard: &Heard<'_>, offset: u64, length: u32, at: u32, most: usize) {
        let source = Source { entry: heard.entry, at };
        let Added { again, left_out } = self.pieces.add(offset, length, source, most);
        self.left_out += left_out;
        if again {
            self.duplicates += 1;
            if self.repeats.len() < REPEATS {
                self.repeats.push(Repeat { offset, length, source });
            }
        }
        self.moved = Some(heard.at);
        self.way = Some(heard.way);
        if self.is_whole() {
            self.status = Status::Complete;
        } else if !self.status.is_over() {
            self.status = Status::Moving;
        }
    }

    /// Whether all bytes came. What streams is whole when it ends without a gap.
    fn is_whole(&self) -> bool {
        !self.placing.streams() && self.size() == Some(self.have())
    }

    /// It is over, in that manner, unless all of it came.
    pub(super) fn end(&mut self, status: Status, why: Option<&[u8]>) {
        let ends_whole = self.placing.streams() && self.have() > 0 && !self.gap;
        let is_whole = self.is_whole() || (ends_whole && self.missing().next().is_none());
        if self.status.is_over() {
            return;
        }
        if is_whole {
            self.status = Status::Complete;
        } else {
            self.status = status;
            self.why = why.map(|why| kept(&String::from_utf8_lossy(why)));
        }
    }

    /// The conversation about it is over, and so it is, in that manner. What became of bytes that go past us nobody can
    /// tell.
    pub(super) fn leave(&mut self, status: Status, why: Option<&[u8]>) {
        if self.status != Status::Outside {
            self.end(status, why);
        }
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        if !self.status.is_over() {
            self.gap = true;
            self.placing.lose_sight();
            if self.status != Status::Outside {
                self.status = Status::Unknown;
            }
        }
    }
}

/// Whether two accounts may be one person's: who is not known may be anybody.
pub(super) fn may_be_same(one: Option<&str>, other: Option<&str>) -> bool {
    one.zip(other).is_none_or(|(one, other)| one.eq_ignore_ascii_case(other))
}

/// A word, as much of it as is remembered.
pub(super) fn kept(word: &str) -> Box<str> {
    let end = (0..=LONGEST_WORD.min(word.len())).rev().find(|&end| word.is_char_boundary(end));
    word[..end.unwrap_or(0)].into()
}
