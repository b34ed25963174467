//! One thing said or done, and the entries that show it.

use super::heard::{Asks, Heard, Says, Side};
use super::kind::Kind;
use super::people::clipped;
use super::words::{Parts, Words};
use crate::insight::{Pairs, Status};
use crate::transcript::SessionId;
use msnp::explain::Font;
use serde::Serialize;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// Entries an item points at. Of more, the last is the newest.
pub(super) const MOST_ENTRIES: usize = 64;

/// Sessions noted as having seen an item; in a conversation take part at most about twenty people.
const MOST_SEEN: usize = 64;

/// What an item costs besides its words: itself, its lists, its place in two indexes.
const ITEM_COST: usize = size_of::<Item>() + 160;

/// One thing said or done.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The entry it was first seen at, by which it is known.
    pub(super) id: u64,
    /// What it says, for comparison.
    pub(super) key: u64,
    /// Whose it is: a place among the conversation's people.
    pub(super) person: Option<usize>,
    /// The entries that show it, in their order: the first 63 and the newest.
    pub entries: Vec<u64>,
    /// When it was first seen, since the transcript began.
    pub at: Duration,
    /// Where it was first seen.
    pub session: SessionId,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Whose it is, without endpoint. Empty: the client's, whose account nobody said.
    pub from: Arc<str>,
    /// The display name as of then. Empty: not known.
    pub name: Arc<str>,
    /// What is shown in place of the name: `P4-Context` (§7.1).
    pub shown_as: Option<Box<str>>,
    /// Who is called.
    pub to: Option<Box<str>>,
    /// The look its writer chose.
    pub font: Option<Box<Font>>,
    /// Its content type, or else its message type (§6.6). Empty for what is no message.
    pub content_type: Box<str>,
    /// A person made it.
    pub injected: bool,
    /// For somebody who may be offline.
    pub offline: bool,
    words: Words,
    /// A client did it, and its session is seen.
    own: bool,
    /// A client was told, and its session is seen.
    told: bool,
    /// A person made a client believe it.
    forged: bool,
    /// It never left, or part of it.
    withdrawn: bool,
    /// What the client sent of it, for which answers may come: of typing the first.
    sent: Vec<u64>,
    /// Whether they are due.
    asks: Asks,
    /// Which sessions saw it, and how often.
    seen: Vec<(SessionId, u32)>,
}

/// What became of something sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivered {
    /// The server says so, or the other client has it.
    Delivered,
    /// The server says that it was not, or it never left.
    Failed,
    /// The server has not answered yet.
    Waiting,
    /// Nobody asked to be told.
    #[serde(rename = "not asked")]
    NotAsked,
    /// The answer did not come, or may have been missed.
    Unknown,
}

impl Item {
    /// A new one. At most `room` bytes of its words are kept.
    pub(super) fn new(heard: &Heard<'_>, key: u64, from: Arc<str>, name: Arc<str>, room: usize) -> Item {
        let mut item = Item {
            id: heard.entry,
            key,
            person: None,
            entries: Vec::new(),
            at: heard.at,
            session: heard.session,
            kind: heard.kind,
            from,
            name,
            shown_as: None,
            to: None,
            font: None,
            content_type: Box::default(),
            injected: false,
            offline: false,
            words: Words::None,
            own: false,
            told: false,
            forged: heard.is_forged(),
            withdrawn: false,
            sent: Vec::new(),
            asks: Asks::Nothing,
            seen: Vec::new(),
        };
        match &heard.says {
            Says::Calls(who) => item.to = Some(clipped(who).into()),
            Says::Speaks(speech) if speech.chunk.is_some() => item.words = Words::Parts(Box::default()),
            Says::Speaks(speech) => {
                item.words = Words::of(heard.kind, &speech.message, room);
                item.describe(heard);
            }
            Says::Comes(_) | Says::Goes(_) => {}
        }
        item.see(heard, room);
        item
    }

    /// What its headers say of it. Of a long message only the first part has them.
    fn describe(&mut self, heard: &Heard<'_>) {
        let Says::Speaks(speech) = &heard.says else { return };
        let message = &speech.message;
        let content_type = String::from_utf8_lossy(message.content_type());
        let is_typed =
            content_type.is_empty() || heard.kind == Kind::Other && !speech.message_type.is_empty();
        let content_type = if is_typed { &speech.message_type } else { &content_type };
        self.content_type = clipped(content_type).into();
        self.kind = heard.kind;
        self.offline = speech.offline;
        self.shown_as = message.text("P4-Context").map(|name| clipped(&name).into());
        self.font = message.font().map(|mut font| {
            font.name = clipped(&font.name).to_owned();
            Box::new(font)
        });
    }

    /// It is seen once more.
    pub(super) fn see(&mut self, heard: &Heard<'_>, room: usize) {
        self.point_at(heard.entry);
        match self.seen.iter().position(|(session, _)| *session == heard.session) {
            Some(at) => self.seen[at].1 = self.seen[at].1.saturating_add(1),
            None if self.seen.len() < MOST_SEEN => self.seen.push((heard.session, 1)),
            None => {}
        }
        self.injected |= heard.injected;
        match heard.side {
            Side::Own(asks) => {
                self.own = true;
                if let Some(asks) = asks.filter(|_| self.kind != Kind::Typing || self.sent.is_empty()) {
                    self.sent.push(heard.entry);
                    self.sent.truncate(MOST_ENTRIES);
                    self.asks = asks;
                }
            }
            Side::Told => self.told = true,
        }
        if let (Says::Speaks(speech), Words::Parts(parts), Some(chunk)) =
            (&heard.says, &mut self.words, heard.chunk())
        {
            parts.take(&chunk, &speech.message, room);
            if chunk.part == 0 && self.content_type.is_empty() {
                self.describe(heard);
            }
        }
    }

    /// It was also seen as another, which it is the same as.
    pub(super) fn join(&mut self, other: &Item) {
        other.entries.iter().for_each(|entry| self.point_at(*entry));
        self.seen.extend(other.seen.iter().take(MOST_SEEN - self.seen.len().min(MOST_SEEN)));
        self.injected |= other.injected;
        self.own |= other.own;
        self.told |= other.told;
        if self.sent.is_empty() {
            (self.sent, self.asks) = (other.sent.clone(), other.asks);
        }
    }

    fn point_at(&mut self, entry: u64) {
        if self.entries.len() == MOST_ENTRIES {
            self.entries.pop();
        }
        let at = self.entries.partition_point(|known| *known < entry);
        self.entries.insert(at, entry);
    }

    /// Whether what is heard may be what this item shows, seen from another end: a session sees a thing once, and only
    /// one client does it.
    pub(super) fn may_be(&self, heard: &Heard<'_>, key: u64) -> bool {
        self.key == key && !self.forged && self.times(heard.session) == 0 && !(self.own && heard.is_own())
    }

    /// The same of what was seen as another item.
    pub(super) fn may_be_item(&self, other: &Item) -> bool {
        let done_twice = self.own && other.own;
        let forged = self.forged || other.forged;
        let is_new_to_all = other.seen.iter().all(|(session, _)| self.times(*session) == 0);
        let is_long = matches!(other.words, Words::Parts(_));
        self.key == other.key && is_new_to_all && !done_twice && !forged && !is_long
    }

    /// How often a session saw it.
    pub(super) fn times(&self, session: SessionId) -> u32 {
        self.seen.iter().find(|(known, _)| *known == session).map_or(0, |(_, count)| *count)
    }

    /// What was injected as this entry was withdrawn. Whether that is of this item.
    pub(super) fn withdraw(&mut self, entry: u64) -> bool {
        let is_mine = self.entries.contains(&entry);
        self.withdrawn |= is_mine;
        is_mine
    }

    /// Whether it is somebody's typing, which what is heard may go on with.
    pub(super) fn is_typing_of(&self, person: usize, heard: &Heard<'_>) -> bool {
        self.kind == Kind::Typing && self.person == Some(person) && self.forged == heard.is_forged()
    }

    pub(super) fn is_forged(&self) -> bool {
        self.forged
    }

    /// The newest entry that shows it.
    pub fn last(&self) -> u64 {
        self.entries.last().copied().unwrap_or(self.id)
    }

    /// How often it was said: of typing the notifications, of a long message the parts, repeated ones included.
    pub fn count(&self) -> u32 {
        self.seen.iter().map(|(_, count)| *count).max().unwrap_or(1)
    }

    /// Its words, decoded: as many as are kept and as many parts as have come.
    pub fn text(&self) -> Option<Cow<'_, str>> {
        self.words.text()
    }

    /// How many bytes of its words were too many to keep.
    pub fn cut(&self) -> usize {
        self.words.cut()
    }

    /// Of a long message (§7.3): how many parts are there, and how many there should be, once the first has told.
    pub fn parts(&self) -> Option<(u32, Option<u32>)> {
        self.words.parts().map(Parts::count)
    }

    /// The parts of a long message that are not there, counted from 1: of the first 64, and while nobody knows how many
    /// there should be, of those before the last that came.
    pub fn missing(&self) -> Vec<u32> {
        self.words.parts().map(Parts::missing).unwrap_or_default()
    }

    /// What became of it. `None` for what nobody sent through us.
    pub fn delivered(&self, pairs: &Pairs) -> Option<Delivered> {
        if self.withdrawn {
            return Some(Delivered::Failed);
        }
        if self.sent.is_empty() {
            return None;
        }
        let mut stands = self.sent.iter().map(|entry| pairs.of(*entry).map(|pair| pair.status));
        let has = |status| stands.clone().any(|known| known == Some(status));
        Some(match self.asks {
            _ if has(Status::Failed) => Delivered::Failed,
            _ if self.told => Delivered::Delivered,
            _ if has(Status::Pending) => Delivered::Waiting,
            _ if stands.all(|status| status == Some(Status::Answered)) => Delivered::Delivered,
            Asks::Nothing => Delivered::NotAsked,
            Asks::Answer => Delivered::Unknown,
        })
    }

    /// What it costs to keep it, in bytes.
    pub(super) fn cost(&self) -> usize {
        let headers = [self.shown_as.as_deref(), self.to.as_deref(), Some(&*self.content_type)];
        let font = self.font.as_ref().map_or(0, |font| size_of::<Font>() + font.name.len());
        let headers: usize = headers.into_iter().flatten().map(str::len).sum();
        ITEM_COST
            + headers
            + font
            + self.words.cost()
            + 8 * self.entries.len()
            + 8 * (self.seen.len() + self.sent.len())
    }
}
