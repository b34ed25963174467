//! P2P version 1: 48 bytes, little-endian, then the data and, on a switchboard, the footer (§7.5).
//!
//! ```text
//! session  message  offset   total    chunk  flags  acknowledged: message, unique id, size
//! └──4───┘ └──4───┘ └──8───┘ └──8───┘ └─4──┘ └─4──┘ └─────4─────┘ └───4───┘ └──8──┘
//! 0        4        8        16       24     28     32            36        40      48
//! ```

use super::data::{self, flags, footer, is_preparation, named};
use crate::explain::amounts::{counted, grouped, length};
use crate::explain::binary::{Layout, Order};
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::slp::Part;
use crate::explain::{Field, Spelling};
use crate::p2p::v1::{HEADER, Header};

/// The packet sets up a direct connection: a nonce takes the place of the acknowledgement.
const HANDSHAKE: u64 = 0x100;

const PLACE: Layout = Layout {
    order: Order::Little,
    rows: &[("session id", 4), ("message id", 4), ("data offset", 8), ("total size", 8), ("chunk size", 4)],
};

/// How the last sixteen bytes read in a packet that is about another one.
const ABOUT_ANOTHER: Layout = Layout {
    order: Order::Little,
    rows: &[("acknowledged message", 4), ("acknowledged unique id", 4), ("acknowledged size", 8)],
};

/// How they read in all others.
const ITS_OWN: Layout = Layout {
    order: Order::Little,
    rows: &[("unique id", 4), ("acknowledged unique id", 4), ("acknowledged size", 8)],
};

const FLAGS: &[(u64, &str)] = &[
    (0x01, "negative ack"),
    (0x02, "ack"),
    (0x04, "waiting for a reply"),
    (0x08, "error"),
    (0x10, "file"),
    (0x20, "MSNObject data"),
    (0x40, "close session"),
    (0x80, "transport error"),
    (HANDSHAKE, "direct connection handshake"),
    (0x0100_0000, "WLM 2009"),
];

/// Flags that mean something else together.
const TOGETHER: &[(u64, &str)] =
    &[(0, "none"), (0x0100_0030, "file data"), (0x0100_0020, "MSNObject data, WLM 2009")];

/// The flags of packets without data, and what they do, the first that is set.
const ACTS: &[(u64, &str)] = &[
    (HANDSHAKE, "opens a direct connection with its nonce"),
    (0x02, "acknowledges P2P message {acked}"),
    (0x01, "rejects P2P message {acked} as out of order"),
    (0x04, "waits for a reply to P2P message {acked}"),
    (0x40, "closes session {session}"),
    (0x08, "reports an error in P2P message {acked}"),
    (0x80, "reports a transport error in session {session}"),
];

/// Flags of packets that are about another one.
const ABOUT: u64 = 0x01 | 0x02 | 0x04 | 0x08 | 0x40 | 0x80;

impl Header {
    fn part(&self) -> Part {
        match (self.offset, self.end() < self.total) {
            (0, false) => Part::Whole,
            (0, true) => Part::First,
            _ => Part::Later,
        }
    }

    /// `bytes 1,202 to 1,500 of 2,000`.
    fn place(&self) -> String {
        let last = self.end().saturating_sub(1);
        format!("bytes {} to {} of {}", grouped(self.offset), grouped(last), grouped(self.total))
    }

    fn does(&self, data: &Located<'_>, said: Option<String>) -> String {
        let act = ACTS.iter().find(|(flag, _)| self.flags & flag != 0);
        let session = self.session;
        match (act, self.part(), said) {
            (Some((_, words)), ..) if data.bytes.is_empty() => {
                words.replace("{acked}", &self.acked.to_string()).replace("{session}", &session.to_string())
            }
            _ if self.chunk == 0 && self.total > 0 => {
                format!("announces {} in session {session}", counted(self.total, "byte"))
            }
            _ if self.chunk == 0 => "sends an empty P2P packet".to_owned(),
            (_, Part::Whole, Some(does)) => does,
            (_, Part::First, Some(does)) => format!("{does} (first part: {})", self.place()),
            _ if session == 0 => format!("sends {} of an MSNSLP message", self.place()),
            (_, Part::Whole, _) if is_preparation(data) => {
                format!("prepares to send data in session {session}")
            }
            (_, Part::Whole, _) => format!("sends all {} of session {session}", counted(self.chunk, "byte")),
            _ => format!("sends {} of session {session}", self.place()),
        }
    }
}

/// A packet of version 1, decoded as far as it goes.
pub(super) fn content(body: &Located<'_>) -> Content {
    let header = Header::read(body.bytes);
    let there = body.bytes.len();
    let field = Field::group("header", &body.slice(0..HEADER), header_fields(&header, body));
    if there < HEADER {
        let field = field.trouble(format!("ends after {there} of {HEADER} header bytes"));
        return Content::fields(vec![field]).does("sends a P2P packet that breaks off");
    }
    let chunk = usize::try_from(header.chunk).unwrap_or(usize::MAX);
    let data = body.slice(HEADER..HEADER.saturating_add(chunk));
    let missing = header.chunk - length(data.bytes.len());
    let part = if missing > 0 && header.part() == Part::Whole { Part::First } else { header.part() };
    let place = (header.part() != Part::Whole).then(|| header.place());
    let carried = match data.bytes {
        [] => Content::default(),
        _ => data::content(header.session, &data, part, place),
    };
    let mut fields = vec![field];
    fields.extend(carried.fields);
    if missing > 0 {
        let trouble = format!(
            "ends after {} of {} bytes of data",
            grouped(header.chunk - missing),
            grouped(header.chunk)
        );
        fields.push(Field::value("end", "", &body.from(there)).trouble(trouble));
    } else {
        fields.extend(footer(&body.from(HEADER + data.bytes.len())));
    }
    let does = header.does(&data, carried.does.clone());
    Content { fields, ..carried }.does(does)
}

fn header_fields(header: &Header, body: &Located<'_>) -> Vec<Field> {
    let mut fields = PLACE.fields(body);
    if header.chunk > 0 && header.end() > header.total {
        let chunk = fields.pop().map(|chunk| chunk.trouble("reaches beyond the total size"));
        fields.extend(chunk);
    }
    let place = body.slice(28..32);
    if place.bytes.len() == 4 {
        let field = flags("flags", Order::Little, &place, FLAGS);
        let meaning = named(TOGETHER, header.flags).map(Into::into).or(field.meaning.clone());
        fields.push(field.meaning(meaning));
    }
    let rest = body.slice(32..HEADER);
    match header.flags {
        bits if bits & HANDSHAKE != 0 => fields.extend(nonce(&rest)),
        bits if bits & ABOUT != 0 => fields.extend(ABOUT_ANOTHER.fields(&rest)),
        _ => fields.extend(ITS_OWN.fields(&rest)),
    }
    fields
}

/// A GUID as Windows keeps it: the first three groups of digits are little-endian numbers.
fn nonce(rest: &Located<'_>) -> Option<Field> {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *rest.bytes else { return None };
    let first = u32::from_le_bytes([a, b, c, d]);
    let (second, third) = (u16::from_le_bytes([e, f]), u16::from_le_bytes([g, h]));
    let fourth = u16::from_be_bytes([i, j]);
    let last = Order::Big.number(&[k, l, m, n, o, p]);
    let guid = format!("{{{first:08X}-{second:04X}-{third:04X}-{fourth:04X}-{last:012X}}}");
    Some(Field::value("nonce", guid, rest).spelled(Spelling::Binary))
}
