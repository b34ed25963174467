//! Messages of MSNSLP, put together from their packets.
//!
//! To remember: these are the only bytes of a transfer that are kept, and only until the message is whole.

use super::heard::Heard;
use crate::transcript::SessionId;
use msnp::Direction;
use msnp::p2p::{Packet, Place};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

/// The longest message read, in bytes. An offer of a file with a small picture of it has about 10,000.
const LONGEST: u64 = 64 * 1024;

/// Packets one message may come in.
const CHUNKS: usize = 256;

/// Messages that may be incomplete at once.
const INCOMPLETE: usize = 256;

/// What part of `--memory` there is for all of them: 0.4 percent, and 1 MiB at most.
const PART_OF_MEMORY: usize = 256;
const MOST_BYTES: usize = 1024 * 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Texts {
    /// By the packets' session, direction and message. `incomplete.len() <= INCOMPLETE`.
    incomplete: BTreeMap<(SessionId, bool, u32), Partial>,
    /// Bytes in all of them. `bytes <= room` between two entries.
    bytes: usize,
    room: usize,
    /// Messages that were given up.
    left_out: u64,
}

/// A message that is not complete.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Partial {
    first: u64,
    began: Duration,
    total: u64,
    /// By offset. `chunks.len() <= CHUNKS`.
    chunks: BTreeMap<u64, Box<[u8]>>,
}

/// A whole message.
pub(super) struct Text<'a> {
    /// The entry it began in.
    pub(super) first: u64,
    pub(super) began: Duration,
    pub(super) bytes: Cow<'a, [u8]>,
}

impl Texts {
    pub(super) fn within(memory: usize) -> Texts {
        let longest = usize::try_from(LONGEST).expect("64 KiB fit everywhere");
        let room = (memory / PART_OF_MEMORY).clamp(longest, MOST_BYTES);
        Texts { incomplete: BTreeMap::new(), bytes: 0, room, left_out: 0 }
    }

    pub(super) fn left_out(&self) -> u64 {
        self.left_out
    }

    /// Takes a packet of session 0. Returns the message when it is whole.
    pub(super) fn take<'a>(&mut self, heard: &Heard<'_>, packet: &Packet<'a>) -> Option<Text<'a>> {
        let length = u64::try_from(packet.data.len()).ok().filter(|&length| length > 0)?;
        let key = (heard.session, heard.way == Direction::ServerToClient, packet.message);
        let (offset, total) = match packet.place {
            Place::At { offset, total } => (offset, total),
            Place::Before { remaining, first: true } => (0, remaining.saturating_add(length)),
            Place::Before { remaining, .. } => {
                let total = self.incomplete.get(&key)?.total;
                (total.checked_sub(remaining.checked_add(length)?)?, total)
            }
        };
        if offset == 0 && length >= total {
            self.drop(&key);
            return Some(Text { first: heard.entry, began: heard.at, bytes: Cow::Borrowed(packet.data) });
        }
        if total > LONGEST || offset.checked_add(length).is_none_or(|end| end > total) {
            self.left_out += 1;
            return None;
        }
        self.keep(key, heard, total, offset, packet.data);
        self.whole(&key)
    }

    fn keep(&mut self, key: (SessionId, bool, u32), heard: &Heard<'_>, total: u64, offset: u64, data: &[u8]) {
        if self.incomplete.get(&key).is_some_and(|known| known.total != total || known.chunks.len() >= CHUNKS)
        {
            self.give_up(&key);
        }
        let begun = Partial { first: heard.entry, began: heard.at, total, chunks: BTreeMap::new() };
        let partial = self.incomplete.entry(key).or_insert(begun);
        let before = partial.chunks.insert(offset, data.into());
        self.bytes = self.bytes + data.len() - before.map_or(0, |before| before.len());
        while self.bytes > self.room || self.incomplete.len() > INCOMPLETE {
            let others = self.incomplete.iter().filter(|(other, _)| **other != key);
            let Some(oldest) = others.min_by_key(|(_, partial)| partial.first).map(|(&key, _)| key) else {
                break;
            };
            self.give_up(&oldest);
        }
    }

    /// The message, if nothing of it is missing any more.
    fn whole(&mut self, key: &(SessionId, bool, u32)) -> Option<Text<'static>> {
        let partial = self.incomplete.get(key)?;
        let mut end = 0;
        for (&offset, chunk) in &partial.chunks {
            if offset > end {
                return None;
            }
            end = end.max(offset + u64::try_from(chunk.len()).ok()?);
        }
        if end < partial.total {
            return None;
        }
        let mut bytes = Vec::new();
        for (&offset, chunk) in &partial.chunks {
            let known = bytes.len().checked_sub(usize::try_from(offset).ok()?)?;
            bytes.extend_from_slice(chunk.get(known..).unwrap_or_default());
        }
        let (first, began) = (partial.first, partial.began);
        self.drop(key);
        Some(Text { first, began, bytes: Cow::Owned(bytes) })
    }

    fn give_up(&mut self, key: &(SessionId, bool, u32)) {
        self.left_out += 1;
        self.drop(key);
    }

    fn drop(&mut self, key: &(SessionId, bool, u32)) {
        if let Some(partial) = self.incomplete.remove(key) {
            self.bytes -= partial.chunks.values().map(|chunk| chunk.len()).sum::<usize>();
        }
    }

    /// A session is over: what is incomplete of it stays so.
    pub(super) fn close(&mut self, session: SessionId) {
        let all = (session, false, 0)..=(session, true, u32::MAX);
        let gone: Vec<_> = self.incomplete.range(all).map(|(&key, _)| key).collect();
        gone.iter().for_each(|key| self.give_up(key));
    }

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {
        self.left_out += self.incomplete.len() as u64;
        self.incomplete.clear();
        self.bytes = 0;
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        let chunks = self.incomplete.values().flat_map(|partial| partial.chunks.values());
        assert_eq!(self.bytes, chunks.map(|chunk| chunk.len()).sum::<usize>());
        (self.incomplete.len(), self.bytes)
    }
}
