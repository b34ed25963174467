//! What a packet carries, told by its session and its first bytes.

use crate::explain::amounts::{counted, length};
use crate::explain::binary::{Order, plain};
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::pictures::picture;
use crate::explain::slp::{self, Part};
use crate::explain::{Field, Rendering, Spelling};
use std::borrow::Cow;

/// What the footer says the data is for (§7.5).
pub(crate) const APPLICATIONS: &[(u64, &str)] = &[
    (0, "MSNSLP"),
    (1, "MSNObject"),
    (2, "file"),
    (4, "webcam"),
    (11, "emoticon"),
    (12, "display picture"),
    (35, "photo sharing"),
];

/// A footer has four bytes.
const FOOTER: usize = 4;

/// What a number stands for.
pub(crate) fn named(table: &[(u64, &'static str)], number: u64) -> Option<&'static str> {
    table.iter().find(|&&(known, _)| known == number).map(|&(_, words)| words)
}

/// The data of a packet: a message of MSNSLP in session 0, bytes of a picture or a file in others. `place` says which
/// part of a longer message it is.
pub(super) fn content(session: u64, data: &Located<'_>, part: Part, place: Option<String>) -> Content {
    let place = place.map(Cow::Owned);
    if session == 0 {
        let content = slp::part(data, part);
        let text = Field::group("MSNSLP", data, content.fields).meaning(place);
        return Content { fields: vec![text], ..content };
    }
    let field = plain("data", data);
    match picture(data.bytes).filter(|_| part != Part::Later) {
        None if is_preparation(data) && part == Part::Whole => {
            Content::fields(vec![field.stands_for(Some("prepares to send data"))])
        }
        None => Content::fields(vec![field.meaning(place)]),
        Some(media) if part == Part::Whole => Content::fields(vec![field.stands_for(Some(media))])
            .look(Rendering::Picture(media, data.bytes.to_vec())),
        Some(media) => {
            let place = place.unwrap_or_default();
            Content::fields(vec![field.meaning(Some(format!("begins a picture, {media}; {place}").into()))])
        }
    }
}

/// Four zero bytes in a session of their own come before its data.
pub(super) fn is_preparation(data: &Located<'_>) -> bool {
    data.bytes == [0; 4]
}

/// What follows the data: the application id, which only direct connections leave out.
pub(super) fn footer(rest: &Located<'_>) -> Vec<Field> {
    let there = rest.bytes.len();
    if there < FOOTER {
        let trouble = match there {
            0 => "the footer is missing".to_owned(),
            _ => format!("ends after {there} of {FOOTER} bytes"),
        };
        return vec![Field::value("footer", "", rest).trouble(trouble)];
    }
    let footer = rest.from(there - FOOTER);
    let id = Order::Big.number(footer.bytes);
    let field = Order::Big.field("footer", &footer).stands_for(named(APPLICATIONS, id));
    match there - FOOTER {
        0 => vec![field],
        more => {
            let trouble = format!("{} more than the header announces", counted(length(more), "byte"));
            vec![plain("unexpected bytes", &rest.slice(0..more)).trouble(trouble), field]
        }
    }
}

/// A number of bits: what each that is set means, and all of them together.
pub(super) fn flags(
    name: &'static str,
    order: Order,
    place: &Located<'_>,
    bits: &[(u64, &'static str)],
) -> Field {
    let value = order.number(place.bytes);
    let set = (0..32).map(|bit| 1u64 << bit).filter(|bit| value & bit != 0);
    let fields: Vec<Field> = set
        .map(|bit| {
            let words = named(bits, bit).unwrap_or("unknown");
            Field::value(format!("bit 0x{bit:x}"), "1", place).stands_for(Some(words))
        })
        .collect();
    let words = fields.iter().filter_map(|field| field.meaning.as_deref()).collect::<Vec<_>>().join(", ");
    Field::value(name, format!("0x{value:02x}"), place)
        .meaning((!words.is_empty()).then_some(Cow::Owned(words)))
        .spelled(Spelling::Binary)
        .of(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_in_one_chunk_is_there_to_be_looked_at() {
        let whole = content(7, &Located::at(0, b"GIF89a"), Part::Whole, None);
        assert_eq!(whole.renderings, [Rendering::Picture("image/gif", b"GIF89a".to_vec())]);
        let first = content(7, &Located::at(0, b"GIF89a"), Part::First, Some("bytes 0 to 5 of 90".into()));
        assert!(first.renderings.is_empty());
        assert_eq!(first.fields[0].spoken(), "begins a picture, image/gif; bytes 0 to 5 of 90");
    }

    #[test]
    fn footers_name_the_application_or_say_what_is_wrong() {
        let spoken = |bytes: &[u8]| {
            footer(&Located::at(0, bytes)).iter().map(|f| f.spoken().to_owned()).collect::<Vec<_>>()
        };
        for (id, words) in APPLICATIONS {
            assert_eq!(spoken(&[0, 0, 0, u8::try_from(*id).unwrap()]), [*words]);
        }
        assert_eq!(spoken(&[0, 0, 1, 0]), ["256"]);
        let trouble = |bytes: &[u8]| footer(&Located::at(0, bytes))[0].trouble.clone();
        assert_eq!(trouble(b"").as_deref(), Some("the footer is missing"));
        assert_eq!(trouble(b"\0\0").as_deref(), Some("ends after 2 of 4 bytes"));
        assert_eq!(trouble(b"x\0\0\0\0").as_deref(), Some("1 byte more than the header announces"));
    }
}
