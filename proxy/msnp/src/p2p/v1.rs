//! Version 1: 48 bytes, little-endian, then the data and, on a switchboard, the footer (§7.5).

use super::{Carries, End, Packet, Place, Version, footer, number};

/// How long a header is.
pub(crate) const HEADER: usize = 48;

/// How long a header and a footer are.
const HEADER_AND_FOOTER: usize = HEADER + 4;

/// Flags that somebody needs to know; all others of §7.5 are in [`KNOWN`] only.
pub(crate) const ERROR: u64 = 0x08;
pub(crate) const FILE: u64 = 0x10;
pub(crate) const OBJECT: u64 = 0x20;
pub(crate) const CLOSE: u64 = 0x40;
pub(crate) const TRANSPORT_ERROR: u64 = 0x80;

/// All flags that were ever seen (§7.5).
pub(crate) const KNOWN: u64 = 0x0100_01ff;

/// The numbers of a header, as far as it is there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Header {
    pub(crate) session: u64,
    pub(crate) message: u32,
    pub(crate) offset: u64,
    pub(crate) total: u64,
    pub(crate) chunk: u64,
    pub(crate) flags: u64,
    pub(crate) acked: u64,
}

impl Header {
    pub(crate) fn read(body: &[u8]) -> Header {
        let four = |at| u32::from_le_bytes(number(body, at));
        let eight = |at| u64::from_le_bytes(number(body, at));
        Header {
            session: four(0).into(),
            message: four(4),
            offset: eight(8),
            total: eight(16),
            chunk: four(24).into(),
            flags: four(28).into(),
            acked: four(32).into(),
        }
    }

    /// Whether a packet of that many bytes has as much data as its header says, with or without a footer.
    pub(crate) fn fits(&self, there: usize) -> bool {
        let data = |fixed: &usize| there.checked_sub(*fixed).and_then(|data| u64::try_from(data).ok());
        [HEADER, HEADER_AND_FOOTER].iter().any(|fixed| data(fixed) == Some(self.chunk))
    }

    /// Whether its numbers agree with each other, in a packet of that many bytes.
    pub(crate) fn agrees(&self, there: usize) -> bool {
        there >= HEADER && self.end() <= self.total && self.flags & !KNOWN == 0
    }

    /// Where the chunk ends in its message.
    pub(crate) fn end(&self) -> u64 {
        self.offset.saturating_add(self.chunk)
    }
}

pub(super) fn packet(body: &[u8]) -> Option<Packet<'_>> {
    let rest = body.get(HEADER..)?;
    let header = Header::read(body);
    let chunk = usize::try_from(header.chunk).unwrap_or(usize::MAX);
    let (data, after) = rest.split_at(chunk.min(rest.len()));
    let has = |flags: u64| header.flags & flags != 0;
    Some(Packet {
        version: Version::One,
        session: u32::try_from(header.session).unwrap_or_default(),
        message: header.message,
        place: Place::At { offset: header.offset, total: header.total },
        carries: match (has(FILE), has(OBJECT)) {
            (true, _) => Carries::File,
            (_, true) => Carries::Object,
            _ => Carries::Unsaid,
        },
        ends: match (has(ERROR | TRANSPORT_ERROR), has(CLOSE)) {
            (true, _) => Some(End::Failed),
            (_, true) => Some(End::Closed),
            _ => None,
        },
        at: HEADER,
        data,
        application: footer(after),
    })
}
