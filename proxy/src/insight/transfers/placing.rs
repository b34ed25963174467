//! Where a chunk belongs in its transfer.
//!
//! To remember: the numbers are the peer's. What contradicts what was said before has no place, and is counted.
//!
//! ```text
//! content   all messages of the session are the same bytes:    offset = what version 1 says
//!                                                              offset = size − remaining − length   (version 2)
//! stream    each message follows the one before it:            offset = its base + the same
//! ```

use msnp::p2p::{Carries, Packet, Place};
use std::collections::VecDeque;

/// Messages of a stream whose place is remembered, so that their chunks find it. Clients send one after the other.
const MESSAGES: usize = 16;

/// How the messages of a session become one transfer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Placing {
    /// Nothing tells yet.
    #[default]
    Unknown,
    /// One picture or one file.
    Content {
        /// How many bytes it has. `None`: not said.
        size: Option<u64>,
        /// Version 2 whose beginning nobody saw: the first chunk seen stands for the beginning.
        seen: Option<u64>,
    },
    /// One message after the other.
    Stream {
        /// Oldest first. `messages.len() <= MESSAGES`.
        messages: VecDeque<Message>,
        /// Where the next begins.
        end: u64,
    },
}

/// A message of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Message {
    number: u32,
    total: u64,
    base: u64,
}

impl Placing {
    /// One picture or one file.
    pub(super) fn content() -> Placing {
        Placing::Content { size: None, seen: None }
    }

    /// One message after the other.
    pub(super) fn stream() -> Placing {
        Placing::Stream { messages: VecDeque::new(), end: 0 }
    }

    pub(super) fn streams(&self) -> bool {
        matches!(self, Placing::Stream { .. })
    }

    /// How many bytes there are, as far as the packets say.
    pub(super) fn size(&self) -> Option<u64> {
        match self {
            Placing::Unknown => None,
            Placing::Content { size, .. } => *size,
            Placing::Stream { end, .. } => Some(*end),
        }
    }

    /// Entries are missing: a message may have begun meanwhile.
    pub(super) fn lose_sight(&mut self) {
        if let Placing::Stream { messages, .. } = self {
            messages.clear();
        }
    }

    /// Where the data of a packet belongs. `None`: nowhere. `announced` is what the invitation says of the size.
    pub(super) fn place(&mut self, packet: &Packet<'_>, announced: Option<u64>) -> Option<u64> {
        if *self == Placing::Unknown {
            *self = match packet.carries {
                Carries::Unsaid => Placing::stream(),
                Carries::Object | Carries::File => Placing::content(),
            };
        }
        let length = u64::try_from(packet.data.len()).ok()?;
        match self {
            Placing::Unknown => None,
            Placing::Stream { messages, end } => in_stream(messages, end, packet, length),
            Placing::Content { size, seen } => match packet.place {
                Place::At { offset, total } => {
                    let is_within = offset.checked_add(length)? <= total;
                    (is_within && *size.get_or_insert(total) == total).then_some(offset)
                }
                Place::Before { remaining, first } => {
                    let left = remaining.checked_add(length)?;
                    from_the_end(size, seen, left, if first { Some(left) } else { announced })
                }
            },
        }
    }
}

/// Where the bytes begin that have so many from their first to the last of all. `told`: how many there are, by the packet
/// that is the first, or else by the invitation.
fn from_the_end(size: &mut Option<u64>, seen: &mut Option<u64>, left: u64, told: Option<u64>) -> Option<u64> {
    if size.is_none() && seen.is_none() {
        match told {
            Some(_) => *size = told,
            None => *seen = Some(left),
        }
    }
    size.or(*seen)?.checked_sub(left)
}

fn in_stream(
    messages: &mut VecDeque<Message>,
    end: &mut u64,
    packet: &Packet<'_>,
    length: u64,
) -> Option<u64> {
    let (total, offset, follows) = match packet.place {
        Place::At { offset, total } => (total, Some(offset), false),
        Place::Before { remaining, first } => (remaining.checked_add(length)?, None, !first),
    };
    let is_its = |known: u64| known == total || (follows && total <= known);
    let known = messages.iter().rev().find(|known| known.number == packet.message && is_its(known.total));
    let message = match known.copied() {
        Some(known) => known,
        None => begin(messages, end, packet.message, total)?,
    };
    let offset = offset.unwrap_or(message.total - total);
    (offset.checked_add(length)? <= message.total).then(|| message.base + offset)
}

/// A message follows the ones before it.
fn begin(messages: &mut VecDeque<Message>, end: &mut u64, number: u32, total: u64) -> Option<Message> {
    let message = Message { number, total, base: *end };
    *end = end.checked_add(total)?;
    if messages.len() == MESSAGES {
        messages.pop_front();
    }
    messages.push_back(message);
    Some(message)
}
