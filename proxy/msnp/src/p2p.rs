//! Packets of P2P versions 1 and 2 (§7.5, §7.6), read without explaining them.
//!
//! To remember: nothing in a packet says its version. That is told by the lengths in it, in one place, for this reader and
//! for [`explain`](crate::explain).

pub(crate) mod v1;
pub(crate) mod v2;

#[cfg(test)]
mod tests;

/// Which form a packet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// 48 bytes of header, little-endian (§7.5).
    One,
    /// From WLM 2009 on: two headers with optional parts, big-endian (§7.6).
    Two,
}

/// A packet that went through a switchboard. A view; the bytes stay the message's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    /// Its form.
    pub version: Version,
    /// The session it is of; 0 for MSNSLP.
    pub session: u32,
    /// What the packets of one message have in common: version 1's message identifier, version 2's package number.
    pub message: u32,
    /// Where its data belongs in that message.
    pub place: Place,
    /// What it says its data is. Many clients do not say.
    pub carries: Carries,
    /// That its session is over, and how.
    pub ends: Option<End>,
    /// Where the data begins, counted from the packet's first byte.
    pub at: usize,
    /// As much of the data as is there.
    pub data: &'a [u8],
    /// The footer: what the data is for. `None` where it is missing, as on direct connections.
    pub application: Option<u32>,
}

/// Where data belongs in its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Version 1: so many bytes before it, and so many in all. Whatever the peer says; nothing is checked.
    At {
        /// Bytes before it.
        offset: u64,
        /// Bytes in all.
        total: u64,
    },
    /// Version 2: so many bytes after it.
    Before {
        /// Bytes after it.
        remaining: u64,
        /// It is the beginning of its message.
        first: bool,
    },
}

/// What a packet says its data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carries {
    /// An MSNObject's.
    Object,
    /// A file's.
    File,
    /// It does not say.
    Unsaid,
}

/// How a packet ends its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Closed.
    Closed,
    /// An error.
    Failed,
}

impl<'a> Packet<'a> {
    /// Reads the body of an `application/x-msnmsgrp2p` message. `None`: it has neither form, or breaks off in its headers.
    /// `hint`: what the message around it suggests (§7.6), which counts for less than the packet's own lengths.
    pub fn read(body: &'a [u8], hint: Option<Version>) -> Option<Packet<'a>> {
        match Version::of(body, hint)?.0 {
            Version::One => v1::packet(body),
            Version::Two => v2::packet(body),
        }
    }

    /// Whether it only says that data will come: four zero bytes in a session of their own accord (§7.6).
    pub fn is_preparation(&self) -> bool {
        let is_whole = match self.place {
            Place::At { offset, total } => offset == 0 && total == 4,
            Place::Before { remaining, first } => remaining == 0 && first,
        };
        self.session != 0 && is_whole && self.carries == Carries::Unsaid && self.data == [0; 4]
    }
}

impl Version {
    /// The version of a packet and what told it, the strongest evidence first.
    pub(crate) fn of(body: &[u8], hint: Option<Version>) -> Option<(Version, &'static str)> {
        let there = body.len();
        let one = v1::Header::read(body);
        let first = body.first().copied().unwrap_or_default();
        match (one.fits(there), v2::fits(body), hint) {
            (true, true, None) => Some((Version::One, "likely: its length fields fit both versions")),
            (true, true, Some(hint)) => {
                Some((hint, "told by the message: its length fields fit both versions"))
            }
            (true, ..) => Some((Version::One, "told by its length fields")),
            (_, true, _) => Some((Version::Two, "told by its length fields")),
            _ if one.agrees(there) => Some((Version::One, "likely: its offset, sizes and flags agree")),
            _ if usize::from(first) < v2::LEAST_HEADER => {
                Some((Version::One, "told by its first byte, too small for the header length of version 2"))
            }
            _ if v2::plausible(body) => Some((Version::Two, "likely: it begins like version 2")),
            (.., Some(Version::One)) if there < v1::HEADER => {
                Some((Version::One, "likely: told by the message"))
            }
            _ => None,
        }
    }
}

/// The application id behind the data, where it is there (§7.5).
fn footer(rest: &[u8]) -> Option<u32> {
    rest.last_chunk().map(|bytes| u32::from_be_bytes(*bytes))
}

/// `bytes[from..from + N]`; zeros where it ends before that.
fn number<const N: usize>(bytes: &[u8], from: usize) -> [u8; N] {
    let mut number = [0; N];
    let there = bytes.get(from..).unwrap_or_default();
    let length = there.len().min(N);
    number[..length].copy_from_slice(&there[..length]);
    number
}
