//! The look of a message: `FN=Segoe%20UI; EF=BI; CO=ff; CS=0; PF=22; RL=1` (§7.2).

use super::names::name;
use crate::explain::Field;
use crate::explain::headers::Header;
use crate::explain::located::Located;
use crate::message::font::{MOST_PARTS, hexadecimal, rgb};
use std::borrow::Cow;

/// A part: its key, what it is called, what its value means.
type Part = (&'static str, fn(&Located<'_>) -> Field);

const PARTS: &[Part] = &[
    ("FN", |value| Field::percent("font", value)),
    ("EF", effects),
    ("CO", colour),
    ("CS", charset),
    ("PF", pitch_and_family),
    ("RL", direction),
];

const EFFECTS: &[(u8, &str)] =
    &[(b'B', "bold"), (b'I', "italic"), (b'S', "struck through"), (b'U', "underlined")];

const CHARSETS: &[(u32, &str)] = &[
    (0x00, "ANSI"),
    (0x01, "default"),
    (0x02, "symbol"),
    (0x4d, "Macintosh"),
    (0x80, "Shift-JIS"),
    (0x81, "Hangul"),
    (0x82, "Johab"),
    (0x86, "GB2312"),
    (0x88, "Big5"),
    (0xa1, "Greek"),
    (0xa2, "Turkish"),
    (0xa3, "Vietnamese"),
    (0xb1, "Hebrew"),
    (0xb2, "Arabic"),
    (0xba, "Baltic"),
    (0xcc, "Russian"),
    (0xde, "Thai"),
    (0xee, "Eastern European"),
    (0xff, "OEM"),
];

const FAMILIES: &[(u32, &str)] =
    &[(0, "any family"), (1, "roman"), (2, "swiss"), (3, "modern"), (4, "script"), (5, "decorative")];

const PITCHES: &[(u32, &str)] = &[(0, "default pitch"), (1, "fixed pitch"), (2, "variable pitch")];

/// The header with its parts.
pub(super) fn field(header: &Header<'_>) -> Field {
    let parts = parts(&header.value).map(|part| match part.split_once(b'=') {
        Some((key, value)) => {
            match PARTS.iter().find(|(known, _)| key.bytes.eq_ignore_ascii_case(known.as_bytes())) {
                Some((_, read)) => read(&value),
                None => Field::text(key.text(), &value),
            }
        }
        None => Field::text("part", &part).trouble("no equals sign"),
    });
    Field::value(name(header), header.text(), &header.value).of(parts.collect())
}

fn parts<'a>(value: &Located<'a>) -> impl Iterator<Item = Located<'a>> {
    value.split(b';').map(|part| part.trimmed()).filter(|part| !part.bytes.is_empty()).take(MOST_PARTS)
}

fn effects(value: &Located<'_>) -> Field {
    let field = Field::text("effects", value);
    let named = |letter: &u8| EFFECTS.iter().find(|(known, _)| known.eq_ignore_ascii_case(letter));
    let mut words: Vec<&str> =
        value.bytes.iter().filter_map(|letter| named(letter).map(|(_, words)| *words)).collect();
    words.truncate(EFFECTS.len());
    match value.bytes.iter().find(|letter| named(letter).is_none()) {
        Some(_) => field.trouble("an effect other than B, I, S and U"),
        None if words.is_empty() => field.stands_for(Some("none")),
        None => field.meaning(Some(Cow::Owned(words.join(", ")))),
    }
}

fn colour(value: &Located<'_>) -> Field {
    let field = Field::text("colour", value);
    match rgb(value.bytes) {
        Some([red, green, blue]) => {
            field.meaning(Some(Cow::Owned(format!("#{red:02x}{green:02x}{blue:02x}"))))
        }
        None => field.trouble("a colour is at most six hexadecimal digits: blue, green, red"),
    }
}

fn charset(value: &Located<'_>) -> Field {
    let field = Field::text("charset", value);
    match hexadecimal(value.bytes, 2) {
        Some(code) => field.stands_for(named(CHARSETS, code)),
        None => field.trouble("a charset is at most two hexadecimal digits"),
    }
}

fn pitch_and_family(value: &Located<'_>) -> Field {
    let field = Field::text("pitch and family", value);
    let Some(code) = hexadecimal(value.bytes, 2) else {
        return field.trouble("pitch and family are at most two hexadecimal digits");
    };
    let words = named(FAMILIES, code >> 4).zip(named(PITCHES, code & 0xf));
    field.meaning(words.map(|(family, pitch)| Cow::Owned(format!("{family}, {pitch}"))))
}

fn direction(value: &Located<'_>) -> Field {
    let field = Field::text("direction", value);
    match value.bytes {
        b"0" | b"" => field.stands_for(Some("left to right")),
        b"1" => field.stands_for(Some("right to left")),
        _ => field.trouble("neither 0 nor 1"),
    }
}

fn named(table: &[(u32, &'static str)], code: u32) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == code).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::headers::Headers;

    fn parts_of(value: &str) -> Vec<(String, String, Option<String>)> {
        let header = format!("X-MMS-IM-Format: {value}");
        let headers = Headers::read(&Located::at(0, header.as_bytes()));
        let field = field(&headers.headers[0]);
        let of = |part: &Field| {
            (part.name.to_string(), part.spoken().to_owned(), part.trouble.as_ref().map(|t| t.to_string()))
        };
        field.fields.iter().map(of).collect()
    }

    fn part(name: &str, spoken: &str) -> (String, String, Option<String>) {
        (name.to_owned(), spoken.to_owned(), None)
    }

    #[test]
    fn every_part_is_said_in_words() {
        assert_eq!(
            parts_of("FN=Segoe%20UI; EF=BI;CO=ff8000; CS=cc; PF=22; RL=1"),
            [
                part("font", "Segoe UI"),
                part("effects", "bold, italic"),
                part("colour", "#0080ff"),
                part("charset", "Russian"),
                part("pitch and family", "swiss, variable pitch"),
                part("direction", "right to left"),
            ]
        );
        assert_eq!(parts_of("EF=; CO=0"), [part("effects", "none"), part("colour", "#000000")]);
    }

    #[test]
    fn what_is_broken_in_it_says_so_and_the_rest_is_read() {
        let parts = parts_of("FN; CO=red; EF=X; CS=xyz; PF=-1; RL=2; ZZ=1");
        let troubles: Vec<_> = parts.iter().map(|(_, _, trouble)| trouble.is_some()).collect();
        assert_eq!(troubles, [true, true, true, true, true, true, false]);
    }
}
