//! What one entry says in a conversation: read from the wire, not yet put together with what other entries say.

mod reading;

pub(super) use reading::{TELLING, account_of, heard};

use super::kind::Kind;
use crate::transcript::SessionId;
use msnp::message::{Chunk, Message};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::time::Duration;

/// Something said or done.
#[derive(Clone, Debug)]
pub(super) struct Heard<'a> {
    pub(super) entry: u64,
    pub(super) at: Duration,
    pub(super) session: SessionId,
    /// Whose it is, without endpoint. Empty: the client's, whose account nobody said.
    pub(super) who: Cow<'a, str>,
    /// The display name it comes with. Empty: none.
    pub(super) name: Cow<'a, str>,
    pub(super) side: Side,
    /// A person made it.
    pub(super) injected: bool,
    pub(super) kind: Kind,
    pub(super) says: Says<'a>,
}

/// Which end of the conversation an entry shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// The client of the session does it. With what is asked of the server, if something is.
    Own(Option<Asks>),
    /// The client of the session is told.
    Told,
}

/// What is asked of the server that takes something (§5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// To confirm it.
    Answer,
    /// Nothing, or to tell of a failure.
    Nothing,
}

#[derive(Clone, Debug)]
pub(super) enum Says<'a> {
    /// With the account as written, endpoint and all.
    Comes(&'a str),
    /// The same.
    Goes(&'a str),
    /// Somebody is called.
    Calls(&'a str),
    Speaks(Speech<'a>),
}

/// A message.
#[derive(Clone, Debug)]
pub(super) struct Speech<'a> {
    pub(super) message: Message<'a>,
    payload: &'a [u8],
    /// What says of what kind it is, where that is not the content type.
    pub(super) message_type: Cow<'a, str>,
    pub(super) chunk: Option<Chunk<'a>>,
    /// For somebody who may be offline.
    pub(super) offline: bool,
}

/// Where something is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Switchboard,
    /// Through the notification server, with this other party.
    With(Box<str>),
}

/// What an entry adds to a conversation.
#[expect(clippy::large_enum_variant, reason = "one at a time, and taken apart at once")]
#[derive(Clone, Debug)]
pub(super) enum Adds<'a> {
    Item(Heard<'a>),
    /// A message that is peer-to-peer data.
    PeerToPeer,
}

impl Heard<'_> {
    /// The client of the session does it, and is not only told.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.side, Side::Own(_))
    }

    /// Made by a person for the client of the session: nobody else did or heard it.
    pub(super) fn is_forged(&self) -> bool {
        self.injected && !self.is_own()
    }

    /// The same wherever the same is heard: typing is typing, and a long message is known by its id.
    pub(super) fn key(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match &self.says {
            Says::Speaks(speech) => match speech.chunk {
                Some(chunk) => (b"chunk", chunk.message).hash(&mut hasher),
                None if self.kind == Kind::Typing => self.kind.hash(&mut hasher),
                None => speech.payload.hash(&mut hasher),
            },
            Says::Calls(who) => (self.kind, who).hash(&mut hasher),
            Says::Comes(_) | Says::Goes(_) => self.kind.hash(&mut hasher),
        }
        hasher.finish()
    }

    pub(super) fn chunk(&self) -> Option<Chunk<'_>> {
        match &self.says {
            Says::Speaks(speech) => speech.chunk,
            _ => None,
        }
    }
}
