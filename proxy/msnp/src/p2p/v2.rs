//! Version 2: a transport packet, a data packet inside it, the data; big-endian (§7.6).

use super::{Carries, Packet, Place, Version, footer, number};

/// Both headers have eight bytes before their TLVs.
pub(crate) const LEAST_HEADER: usize = 8;

/// The longest transport header met (§7.6).
const USUAL_HEADER: usize = 0x1c;

/// The TLV of a data header that holds how many bytes of the message follow.
const REMAINING: u8 = 1;

/// Whether its two lengths are those of the packet, with or without a footer.
pub(crate) fn fits(body: &[u8]) -> bool {
    let (header, payload) = lengths(body);
    let there = body.len();
    header >= LEAST_HEADER && (header + payload == there || header + payload + 4 == there)
}

/// Whether it begins like one: with a usual length and a known opcode.
pub(crate) fn plausible(body: &[u8]) -> bool {
    let (header, _) = lengths(body);
    let opcode = body.get(1).copied().unwrap_or(u8::MAX);
    (LEAST_HEADER..=USUAL_HEADER).contains(&header) && header % 4 == 0 && opcode <= 3
}

/// How long the transport header says it is and what follows it is.
pub(crate) fn lengths(body: &[u8]) -> (usize, usize) {
    let header = body.first().copied().unwrap_or_default();
    (header.into(), u16::from_be_bytes(number(body, 2)).into())
}

/// Without data where there is no data packet, as in acknowledgements.
pub(super) fn packet(body: &[u8]) -> Option<Packet<'_>> {
    let (header, length) = lengths(body);
    let rest = body.get(header..).filter(|_| header >= LEAST_HEADER)?;
    let (payload, after) = rest.split_at(length.min(rest.len()));
    let carrying = usize::from(payload.first().copied().unwrap_or_default());
    let own = payload.get(LEAST_HEADER..carrying).unwrap_or_default();
    let data = payload.get(carrying.max(LEAST_HEADER)..).unwrap_or_default();
    let kind = payload.get(1).copied().unwrap_or_default();
    let remaining = tlv(own, REMAINING).and_then(|value| value.try_into().ok()).map_or(0, u64::from_be_bytes);
    Some(Packet {
        version: Version::Two,
        session: u32::from_be_bytes(number(payload, 4)),
        message: u16::from_be_bytes(number(payload, 2)).into(),
        place: Place::Before { remaining, first: kind & 1 == 1 },
        carries: match kind & !1 {
            0x04 => Carries::Object,
            0x06 => Carries::File,
            _ => Carries::Unsaid,
        },
        ends: None,
        at: header + payload.len() - data.len(),
        data,
        application: footer(after),
    })
}

/// The value of the first TLV of that type that is there as a whole.
fn tlv(mut list: &[u8], wanted: u8) -> Option<&[u8]> {
    while let [kind, length, rest @ ..] = list {
        let value = rest.get(..usize::from(*length))?;
        if *kind == wanted {
            return Some(value);
        }
        list = &rest[value.len()..];
    }
    None
}
