//! What stands for a character that XML keeps for itself. Nothing else is ever expanded.

use crate::explain::located::{Decoded, Located};

/// The longest reference: `&#1114111;`, with some zeros in front.
const LONGEST: usize = 16;

const NAMED: [(&[u8], char); 5] =
    [(b"lt", '<'), (b"amp", '&'), (b"gt", '>'), (b"quot", '"'), (b"apos", '\'')];

/// With its references decoded. `None` where there is none.
pub(super) fn decoded(text: &Located<'_>) -> Option<Decoded> {
    text.decoded_at(b'&', character)
}

/// What is wrong with the first `&` that begins no reference to a character.
pub(super) fn trouble(text: &Located<'_>) -> Option<String> {
    let bare = |&at: &usize| character(text.bytes.get(at..).unwrap_or_default()).is_none();
    let at = memchr::memchr_iter(b'&', text.bytes).find(bare)?;
    let byte = text.span_of(at..at + 1).start;
    Some(match reference(text.bytes.get(at..).unwrap_or_default()) {
        Some(name) => format!("unknown entity &{}; at byte {byte}", String::from_utf8_lossy(name)),
        None => format!("an & that begins no entity at byte {byte}"),
    })
}

/// The character that the reference at the start spells, and how many bytes that takes.
fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let name = reference(bytes)?;
    let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
    Some((named.or_else(|| numbered(name))?, name.len() + 2))
}

/// What stands between the `&` at the start and its `;`.
fn reference(bytes: &[u8]) -> Option<&[u8]> {
    let inner = bytes.strip_prefix(b"&")?;
    let end = memchr::memchr(b';', inner.get(..LONGEST).unwrap_or(inner))?;
    let name = inner.get(..end).filter(|name| !name.is_empty())?;
    name.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"#_.-".contains(&byte)).then_some(name)
}

/// `#65` or `#x41`. A NUL is no character of XML.
fn numbered(name: &[u8]) -> Option<char> {
    let digits = std::str::from_utf8(name.strip_prefix(b"#")?).ok()?;
    let (digits, radix) = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (digits, 10),
    };
    let all_digits = digits.chars().all(|digit| digit.is_digit(radix));
    let number = u32::from_str_radix(digits, radix).ok().filter(|&number| all_digits && number != 0)?;
    char::from_u32(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str, wrong: Option<&str>) {
        let place = Located::at(10, text.as_bytes());
        let shown = decoded(&place).map_or_else(|| place.text(), |decoded| decoded.view().text());
        assert_eq!((shown.as_str(), trouble(&place).as_deref()), (expected, wrong), "{text}");
    }

    #[test]
    fn the_five_names_and_numbers_are_decoded() {
        check("a &lt;&amp;&gt;&quot;&apos; b", "a <&>\"' b", None);
        check("&#65;&#x42;&#9731;", "AB☃", None);
        let decoded = decoded(&Located::at(10, b"a&#9731;b")).expect("a reference");
        let view = decoded.view();
        assert_eq!((view.span_of(1..4), view.span_of(4..5)), (11..18, 18..19));
    }

    #[test]
    fn what_is_decoded_is_not_decoded_again() {
        check("&amp;lt;", "&lt;", None);
    }

    #[test]
    fn anything_else_is_left_as_it_stands_and_said() {
        check("&lol; &amp;", "&lol; &", Some("unknown entity &lol; at byte 10"));
        check("Tom & Jerry", "Tom & Jerry", Some("an & that begins no entity at byte 14"));
        for text in ["&", "&;", "&#;", "&#x;", "&#0;", "&#xD800;", "&#99999999;", "&#+65;", "&a b;"] {
            let place = Located::at(0, text.as_bytes());
            assert!(decoded(&place).is_none() && trouble(&place).is_some(), "{text}");
        }
    }
}
