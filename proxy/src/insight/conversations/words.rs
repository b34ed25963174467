//! The words of an item: within a bound, and put together from the parts of a long message (§7.3).

use super::kind::{Kind, line};
use msnp::message::{Chunk, Message, decoded};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Parts kept of one long message. Clients make parts of about 1,400 bytes.
pub(super) const MOST_PARTS: u32 = 64;

/// What a part costs besides its bytes.
const PART_COST: usize = 64;

/// Custom emoticons named; clients send at most five or seven.
const MOST_EMOTICONS: usize = 64;

/// The words of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    /// What has none: typing, a nudge.
    None,
    /// All of them at once, and how many bytes of text did not fit.
    Whole(Box<str>, usize),
    /// In parts.
    Parts(Box<Parts>),
}

/// The parts of a long message. Its words are made when asked for: a part may end inside a character.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// By their number, counted from 0. At most [`MOST_PARTS`].
    pieces: BTreeMap<u32, Box<[u8]>>,
    /// Of the pieces, in bytes.
    size: usize,
    /// How many there are, once the first has told.
    of: Option<u32>,
    charset: Option<Box<str>>,
    /// Bytes that did not fit.
    cut: usize,
}

impl Words {
    /// What a message says, if it says it in words; at most `room` bytes of it.
    pub(super) fn of(kind: Kind, message: &Message<'_>, room: usize) -> Words {
        let mut text = match kind {
            Kind::Text => message.body_text(),
            Kind::Action => String::from_utf8_lossy(line(message, "Data").unwrap_or_default()).into_owned(),
            Kind::Emoticons => shortcuts(message),
            Kind::Invitation => invitation(message),
            _ => return Words::None,
        };
        let end = (0..=room.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let cut = text.len() - end;
        text.truncate(end);
        Words::Whole(text.into(), cut)
    }

    /// The words, where there are some.
    pub(super) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Words::None => None,
            Words::Whole(text, _) => Some(Cow::Borrowed(text)),
            Words::Parts(parts) => Some(Cow::Owned(parts.text())),
        }
    }

    /// How many bytes are not kept.
    pub(super) fn cut(&self) -> usize {
        match self {
            Words::None => 0,
            Words::Whole(_, cut) => *cut,
            Words::Parts(parts) => parts.cut,
        }
    }

    /// What it costs to keep them, in bytes.
    pub(super) fn cost(&self) -> usize {
        match self {
            Words::None => 0,
            Words::Whole(text, _) => text.len(),
            Words::Parts(parts) => size_of::<Parts>() + parts.size + parts.pieces.len() * PART_COST,
        }
    }

    pub(super) fn parts(&self) -> Option<&Parts> {
        match self {
            Words::Parts(parts) => Some(parts),
            _ => None,
        }
    }
}

impl Parts {
    /// Takes in a part, unless it is there already.
    pub(super) fn take(&mut self, chunk: &Chunk<'_>, message: &Message<'_>, room: usize) {
        self.of = self.of.or(chunk.of);
        if chunk.part == 0 && self.charset.is_none() {
            self.charset = message.charset().filter(|name| name.len() <= 64).map(|name| name.as_ref().into());
        }
        if self.pieces.contains_key(&chunk.part) {
            return;
        }
        let body = message.body();
        if chunk.part >= MOST_PARTS || self.size + body.len() > room {
            self.cut += body.len();
            return;
        }
        self.size += body.len();
        self.pieces.insert(chunk.part, body.into());
    }

    fn text(&self) -> String {
        let bytes: Vec<u8> = self.pieces.values().flatten().copied().collect();
        decoded(&bytes, self.charset.as_deref())
    }

    /// How many are there, and how many there should be, as far as known.
    pub(super) fn count(&self) -> (u32, Option<u32>) {
        (u32::try_from(self.pieces.len()).unwrap_or(u32::MAX), self.of)
    }

    /// Those that are not there, counted from 1. Of the first [`MOST_PARTS`]; while nobody knows how many there should
    /// be, of those before the last that came.
    pub(super) fn missing(&self) -> Vec<u32> {
        let last = self.pieces.last_key_value().map_or(0, |(&part, _)| part);
        let end = self.of.unwrap_or(last).min(MOST_PARTS);
        (0..end).filter(|part| !self.pieces.contains_key(part)).map(|part| part + 1).collect()
    }
}

/// `shortcut TAB object TAB shortcut TAB object TAB`: the shortcuts.
fn shortcuts(message: &Message<'_>) -> String {
    let body = message.body().trim_ascii();
    let shortcuts = body.split(|&byte| byte == b'\t').step_by(2).filter(|shortcut| !shortcut.is_empty());
    let shortcuts: Vec<_> = shortcuts.take(MOST_EMOTICONS).map(String::from_utf8_lossy).collect();
    shortcuts.join(" ")
}

/// `INVITE notes.txt`, `CANCEL REJECT`: the command, and what tells most about it (§7.4).
fn invitation(message: &Message<'_>) -> String {
    const TELLING: [&str; 3] = ["Application-File", "Application-Name", "Cancel-Code"];
    let lines = Message::read(message.body());
    let command = lines.text("Invitation-Command");
    let about = TELLING.iter().find_map(|name| lines.text(name));
    command.into_iter().chain(about).collect::<Vec<_>>().join(" ")
}
