use super::Event;
use msnp::{Direction, Frame};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// One client connection together with the server connection made for it, numbered from 1 in order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SessionId(pub u32);

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who made the bytes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The client.
    Client,
    /// The server.
    Server,
    /// The proxy, of its own accord.
    Nudge,
    /// A person, by injection.
    Person,
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Counted from 1, without gaps but behind [`Event::Missed`].
    pub number: u64,
    /// When, since the transcript began.
    pub at: Duration,
    /// To which session; `None` for what concerns the whole program.
    pub session: Option<SessionId>,
    /// What.
    pub what: What<'a>,
}

impl Entry<'_> {
    /// How many entries it stands for that are not there ([`Event::Missed`]); none for every other.
    pub fn missed(&self) -> u64 {
        match self.what {
            What::Event(Event::Missed { count }) => count.max(1),
            _ => 0,
        }
    }

    /// The number of the entry after it.
    pub fn next(&self) -> u64 {
        self.number.saturating_add(self.missed().max(1))
    }
}

/// What an entry tells.
#[derive(Clone, Debug, PartialEq)]
pub enum What<'a> {
    /// Bytes went through, or in.
    Frame(Passed<'a>),
    /// Something else.
    Event(Event),
}

/// A frame on its way through the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passed<'a> {
    /// Which way.
    pub direction: Direction,
    /// Who made it. [`Origin::Person`] and [`Origin::Nudge`] mean: injected.
    pub origin: Origin,
    /// The bytes are no command: framing is lost in this direction, or the connection ended inside a frame.
    pub opaque: bool,
    /// The connection ended inside this frame.
    pub incomplete: bool,
    /// Opaque bytes that continue the line of the opaque entry before them.
    pub continued: bool,
    /// As received; of an injected frame, as injected.
    pub bytes: &'a [u8],
    /// As sent, where that differs from `bytes`.
    pub sent: Option<&'a [u8]>,
}

impl<'a> Passed<'a> {
    /// A frame that was sent as it came.
    pub fn plain(direction: Direction, origin: Origin, bytes: &'a [u8]) -> Passed<'a> {
        Passed { direction, origin, opaque: false, incomplete: false, continued: false, bytes, sent: None }
    }

    /// The frame as received.
    pub fn frame(&self) -> Frame<'a> {
        Frame { bytes: self.bytes, opaque: self.opaque }
    }

    /// The frame as sent.
    pub fn sent_frame(&self) -> Frame<'a> {
        Frame { bytes: self.sent.unwrap_or(self.bytes), opaque: self.opaque }
    }

    /// Whether it was kept from its receiver: nothing was sent in its place.
    pub fn hidden(&self) -> bool {
        self.sent.is_some_and(<[u8]>::is_empty)
    }

    /// Whether neither client nor server made it.
    pub fn injected(&self) -> bool {
        matches!(self.origin, Origin::Person | Origin::Nudge)
    }
}

/// Something to record.
#[derive(Clone, Debug)]
pub enum Draft<'a> {
    /// A frame.
    Frame(Passed<'a>),
    /// An event.
    Event(&'a Event),
}
