//! Optional parts of a header: a type, a length, a value; zeros fill the header up (§7.6).

use crate::explain::Field;
use crate::explain::binary::{Layout, Order, plain};
use crate::explain::located::Located;

/// What is known about a type: in which header, the type, its name, the length of its value, how it reads.
type Row = (&'static str, u8, &'static str, usize, fn(&'static str, &Located<'_>) -> Field);

const ROWS: &[Row] = &[
    ("transport header", 1, "peer info", 12, peer_info),
    ("transport header", 2, "acknowledged sequence", 4, big),
    ("transport header", 3, "refused sequence", 4, big),
    ("data header", 1, "bytes remaining", 8, big),
];

const PEER_INFO: Layout = Layout {
    order: Order::Little,
    rows: &[
        ("protocol version", 2),
        ("implementation", 2),
        ("version", 2),
        ("reserved", 2),
        ("capabilities", 4),
    ],
};

/// The optional parts of a header, and those numbers that a sentence or the data needs.
#[derive(Default)]
pub(super) struct Tlvs {
    pub(super) fields: Vec<Field>,
    pub(super) acknowledged: Option<u64>,
    pub(super) refused: Option<u64>,
    pub(super) remaining: Option<u64>,
}

/// Reads all that a header has. A header is shorter than 256 bytes, so there are few.
pub(super) fn tlvs(header: &'static str, bytes: &Located<'_>) -> Tlvs {
    let mut found = Tlvs::default();
    let mut rest = *bytes;
    while let [kind, after @ ..] = rest.bytes {
        if rest.bytes.iter().all(|&byte| byte == 0) {
            found.fields.push(plain("padding", &rest));
            break;
        }
        let length = usize::from(after.first().copied().unwrap_or_default());
        let whole = rest.slice(0..2 + length);
        found.push(header, *kind, length, &whole);
        rest = rest.from(whole.bytes.len());
    }
    found
}

impl Tlvs {
    fn push(&mut self, header: &'static str, kind: u8, length: usize, whole: &Located<'_>) {
        let value = whole.from(2);
        let there = value.bytes.len();
        let row = ROWS.iter().find(|row| (row.0, row.1) == (header, kind));
        let field = match row {
            Some(&(_, _, name, size, read)) if size == there && size == length => read(name, &value),
            Some(&(_, _, name, size, _)) if there == length => {
                plain(name, &value).trouble(format!("has {length} bytes instead of {size}"))
            }
            Some(&(_, _, name, ..)) => plain(name, &value),
            None => plain("unknown part", &value).meaning(Some(format!("type 0x{kind:02x}").into())),
        };
        let field = match there {
            _ if whole.bytes.len() < 2 => field.trouble("ends before its length"),
            _ if there < length => field.trouble(format!("ends after {there} of {length} bytes")),
            _ => field,
        };
        if field.trouble.is_none() {
            let number = Some(Order::Big.number(value.bytes));
            match (header, kind) {
                ("transport header", 2) => self.acknowledged = number,
                ("transport header", 3) => self.refused = number,
                ("data header", 1) => self.remaining = number,
                _ => {}
            }
        }
        self.fields.push(field);
    }
}

fn big(name: &'static str, value: &Located<'_>) -> Field {
    Order::Big.field(name, value)
}

fn peer_info(name: &'static str, value: &Located<'_>) -> Field {
    Field::group(name, value, PEER_INFO.fields(value))
}
