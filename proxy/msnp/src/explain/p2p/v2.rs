//! P2P version 2: a transport packet, a data packet inside it, the data; big-endian (§7.6).
//!
//! ```text
//! ┌─ transport ─────────────────────────────┬─ data packet ────────────────────────────────┬────────┐
//! │ length, opcode, payload length, sequence│ length, type, package number, session id     │ footer │
//! │ TLVs, padded to four bytes              │ TLVs, padded to four bytes · data            │        │
//! └─────────────────────────────────────────┴──────────── payload length ──────────────────┴────────┘
//! ```

use super::data::{self, flags, footer, is_preparation};
use crate::explain::amounts::{counted, grouped, length};
use crate::explain::binary::{Layout, Order};
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::slp::Part;
use crate::explain::{Field, Spelling};
use crate::p2p::v2::{LEAST_HEADER, lengths};
use tlv::{Tlvs, tlvs};

mod tlv;

const OPCODES: &[(u64, &str)] = &[(1, "SYN"), (2, "RAK")];

/// The numbers behind the opcode, and behind the type.
const TRANSPORT: Layout = Layout { order: Order::Big, rows: &[("payload length", 2), ("sequence", 4)] };
const DATA: Layout = Layout { order: Order::Big, rows: &[("package number", 2), ("session id", 4)] };

/// What a data packet carries: the type, what it is, what is sent.
const TYPES: &[(u64, &str, &str)] = &[
    (0x00, "continuation", "data"),
    (0x01, "first", "data"),
    (0x04, "object", "an object"),
    (0x05, "object, first", "an object"),
    (0x06, "file", "a file"),
    (0x07, "file, first", "a file"),
];

/// A packet of version 2, decoded as far as it goes.
pub(super) fn content(body: &Located<'_>) -> Content {
    let (length, payload_length) = lengths(body.bytes);
    let header = body.slice(0..length.max(LEAST_HEADER));
    let (transport, found) = header_field("transport header", &header, length, |header| {
        let mut fields = vec![flags("opcode", Order::Big, &header.slice(1..2), OPCODES)];
        fields.extend(TRANSPORT.fields(&header.from(2)));
        fields
    });
    if transport.trouble.is_some() {
        return Content::fields(vec![transport]).does("sends a P2P packet that breaks off");
    }
    let payload = body.slice(length..length.saturating_add(payload_length));
    let cut = payload.bytes.len() < payload_length;
    let carried = packet(&payload, cut);
    let mut fields = vec![transport];
    fields.extend(carried.fields);
    if cut {
        let trouble = format!("ends after {} of {payload_length} bytes of payload", payload.bytes.len());
        fields.push(Field::value("end", "", &body.from(body.bytes.len())).trouble(trouble));
    } else {
        fields.extend(footer(&body.from(length + payload_length)));
    }
    let does = carried.does.clone().unwrap_or_else(|| control(header.bytes.get(1), &found));
    Content { fields, ..carried }.does(does)
}

/// A header: its length, the numbers `read` from its first eight bytes, its TLVs.
fn header_field(
    name: &'static str,
    header: &Located<'_>,
    length: usize,
    read: impl FnOnce(&Located<'_>) -> Vec<Field>,
) -> (Field, Tlvs) {
    let there = header.bytes.len();
    let fixed = header.slice(0..LEAST_HEADER);
    let mut fields = vec![];
    if there > 0 {
        fields.push(Order::Big.field("header length", &header.slice(0..1)));
    }
    if there > 1 {
        fields.extend(read(&fixed));
    }
    let found = tlvs(name, &header.from(LEAST_HEADER));
    fields.extend(found.fields.iter().cloned());
    let field = Field::group(name, header, fields);
    let field = match length {
        0..LEAST_HEADER if there >= LEAST_HEADER => {
            field.trouble(format!("says it has {length} bytes, fewer than {LEAST_HEADER}"))
        }
        _ if there < length.max(LEAST_HEADER) => {
            field.trouble(format!("ends after {there} of {} header bytes", length.max(LEAST_HEADER)))
        }
        _ => field,
    };
    (field, found)
}

/// What a packet without data does.
fn control(opcode: Option<&u8>, found: &Tlvs) -> String {
    match (found.acknowledged, found.refused, opcode) {
        (Some(sequence), ..) => format!("acknowledges P2P data up to sequence number {sequence}"),
        (_, Some(sequence), _) => format!("asks again for P2P data from sequence number {sequence}"),
        (.., Some(opcode)) if opcode & 1 != 0 => "begins to exchange P2P packets".to_owned(),
        (.., Some(opcode)) if opcode & 2 != 0 => "asks for an acknowledgement of its P2P packets".to_owned(),
        _ => "sends an empty P2P packet".to_owned(),
    }
}

/// The data packet that the transport packet carries; `cut` where its end is missing.
fn packet(payload: &Located<'_>, cut: bool) -> Content {
    let Some(&length) = payload.bytes.first() else { return Content::default() };
    let length = usize::from(length);
    let header = payload.slice(0..length.max(LEAST_HEADER));
    let (field, found) = header_field("data header", &header, length, |header| {
        let mut fields = vec![type_field(&header.slice(1..2))];
        fields.extend(DATA.fields(&header.from(2)));
        fields
    });
    if field.trouble.is_some() {
        return Content::fields(vec![field]).does("sends a P2P data packet that breaks off");
    }
    let session = Order::Big.number(header.slice(4..8).bytes);
    let kind = Order::Big.number(header.slice(1..2).bytes);
    let data = payload.from(length);
    let carried = carried(session, kind, &data, found.remaining, cut);
    let mut fields = vec![field];
    fields.extend(carried.fields);
    Content { fields, ..carried }
}

/// The data, with what is done by sending it.
fn carried(session: u64, kind: u64, data: &Located<'_>, remaining: Option<u64>, cut: bool) -> Content {
    let left = remaining.filter(|&bytes| bytes > 0);
    let part = match (kind & 1, left) {
        (0, _) => Part::Later,
        (_, None) if !cut => Part::Whole,
        _ => Part::First,
    };
    let count = counted(length(data.bytes.len()), "byte");
    let place = match (part, left) {
        (Part::Later, None) => Some("the last part of a longer message".to_owned()),
        (_, None) => None,
        (Part::Later, Some(left)) => {
            Some(format!("a part of a longer message, {} more follow", grouped(left)))
        }
        (_, Some(left)) => Some(format!("the first part of a longer message, {} more follow", grouped(left))),
    };
    let follow = left.map(|left| format!(", {} more follow", grouped(left))).unwrap_or_default();
    let content = match data.bytes {
        [] => Content::default(),
        _ => data::content(session, data, part, place),
    };
    let does = match (&content.does, part) {
        _ if data.bytes.is_empty() => format!("sends an empty P2P packet in session {session}"),
        (Some(does), Part::Whole) => does.clone(),
        (Some(does), Part::First) => format!("{does} (first part: {count}{follow})"),
        (_, Part::First) if session == 0 => format!("sends the first {count} of an MSNSLP message{follow}"),
        _ if session == 0 => format!("sends a further {count} of an MSNSLP message{follow}"),
        _ if kind == 1 && is_preparation(data) => format!("prepares to send data in session {session}"),
        _ => {
            let what = TYPES.iter().find(|&&(known, ..)| known == kind).map_or("data", |&(.., what)| what);
            format!("sends {count} of {what} in session {session}{follow}")
        }
    };
    content.does(does)
}

fn type_field(place: &Located<'_>) -> Field {
    let value = Order::Big.number(place.bytes);
    let meaning = TYPES.iter().find(|&&(known, ..)| known == value).map(|&(_, words, _)| words);
    Field::value("type", format!("0x{value:02x}"), place)
        .stands_for(meaning.or(Some("unknown")))
        .spelled(Spelling::Binary)
}
