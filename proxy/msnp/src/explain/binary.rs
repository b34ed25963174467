//! Numbers in binary headers, each with the bytes it came from.

use super::amounts::{counted, length};
use super::located::Located;
use super::{Field, Spelling};

/// As many bytes as are shown one by one; of more than these, how many there are.
const SHOWN: usize = 16;

/// Which byte of a number comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// The lowest.
    Little,
    /// The highest.
    Big,
}

/// Numbers that follow each other: what each is called, and how many bytes it has.
pub(crate) struct Layout {
    pub(crate) order: Order,
    pub(crate) rows: &'static [(&'static str, usize)],
}

impl Order {
    /// The number these bytes spell; of more than eight, the part that fits.
    pub(crate) fn number(self, bytes: &[u8]) -> u64 {
        let push = |number: u64, &byte: &u8| number << 8 | u64::from(byte);
        match self {
            Order::Little => bytes.iter().rev().fold(0, push),
            Order::Big => bytes.iter().fold(0, push),
        }
    }

    /// The number at that place as a field.
    pub(crate) fn field(self, name: &'static str, place: &Located<'_>) -> Field {
        Field::value(name, self.number(place.bytes).to_string(), place).spelled(Spelling::Binary)
    }
}

impl Layout {
    /// How many bytes all of it has.
    pub(crate) fn size(&self) -> usize {
        self.rows.iter().map(|(_, size)| size).sum()
    }

    /// The numbers that are there with all their bytes.
    pub(crate) fn fields(&self, from: &Located<'_>) -> Vec<Field> {
        let mut at = 0;
        let mut fields = Vec::with_capacity(self.rows.len());
        for &(name, size) in self.rows {
            let place = from.slice(at..at + size);
            if place.bytes.len() < size {
                break;
            }
            fields.push(self.order.field(name, &place));
            at += size;
        }
        fields
    }
}

/// Bytes nobody can read: each of a few, how many of more.
pub(crate) fn plain(name: &'static str, bytes: &Located<'_>) -> Field {
    let value = if bytes.bytes.len() <= SHOWN {
        bytes.bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
    } else {
        counted(length(bytes.bytes.len()), "byte")
    };
    Field::value(name, value, bytes).spelled(Spelling::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_reads_as_many_numbers_as_are_complete() {
        let layout = Layout { order: Order::Little, rows: &[("a", 4), ("b", 2), ("c", 4)] };
        let fields = layout.fields(&Located::at(10, &[1, 0, 0, 0, 2, 1, 9, 9]));
        let found: Vec<_> =
            fields.iter().map(|field| (&*field.name, &*field.value, field.span.clone())).collect();
        assert_eq!(found, [("a", "1", 10..14), ("b", "258", 14..16)]);
        assert_eq!((layout.size(), Order::Big.number(&[1, 2])), (10, 258));
    }

    #[test]
    fn a_few_bytes_are_shown_and_many_are_counted() {
        assert_eq!(plain("data", &Located::at(0, &[0, 255])).value, "00 ff");
        assert_eq!(plain("data", &Located::at(0, &[0; 1202])).value, "1,202 bytes");
    }
}
