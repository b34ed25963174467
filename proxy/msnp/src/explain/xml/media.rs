//! CurrentMedia: what somebody listens to, plays or works on (§7.9).
//!
//! ```text
//! iTunes\0Music\01\0{0} - {1}\0Title\0Artist\0Album\0id      two characters, a backslash and a zero, between the parts
//! ```

use crate::explain::Field;
use crate::explain::content::quoted;
use crate::explain::located::Located;
use std::borrow::Cow;

/// What stands between two parts.
const SEPARATOR: &[u8] = b"\\0";

/// Parts told apart; real ones have eight, games with long formats a few more.
const MOST_PARTS: usize = 32;

/// How long a format may grow by being filled in, in bytes.
const LONGEST: usize = 1_000;

/// What the parts are called.
const PARTS: [&str; 8] = ["application", "kind", "shown", "format", "title", "artist", "album", "id"];

/// A field with its parts. Its meaning is what is shown: `music “Title - Artist”`.
pub(super) fn field(name: Cow<'static, str>, value: &Located<'_>) -> Field {
    let parts = parts(value);
    let named = |(at, part): (usize, &Located<'_>)| Field::text(*PARTS.get(at).unwrap_or(&"more"), part);
    let mut fields: Vec<Field> = parts.iter().enumerate().map(named).collect();
    if let Some(switch) = fields.get_mut(2) {
        switch.meaning = match &*switch.value {
            "1" => Some("yes".into()),
            "0" => Some("no".into()),
            _ => None,
        };
    }
    let field = Field::text(name, value).of(fields);
    match shown(value) {
        Some(shown) => field.meaning(Some(shown.into())),
        None if parts.len() < 4 => field.trouble("fewer than the four parts of CurrentMedia"),
        None => field.stands_for(Some("nothing shown")),
    }
}

/// What is shown, where it is switched on: `music “Title - Artist”`.
pub(super) fn shown(value: &Located<'_>) -> Option<String> {
    let parts = parts(value);
    let [_, kind, switch, format, values @ ..] = parts.as_slice() else { return None };
    if switch.bytes != b"1" {
        return None;
    }
    let filled = filled(&format.text(), values);
    Some(format!("{} {}", kind.text().to_lowercase(), quoted(&filled)))
}

/// The format with what its numbers stand for: `{0}` is the first value.
fn filled(format: &str, values: &[Located<'_>]) -> String {
    let mut filled = String::new();
    let mut rest = format;
    while let Some((before, after)) = rest.split_once('{').filter(|_| filled.len() < LONGEST) {
        filled.push_str(before);
        let number =
            after.split_once('}').and_then(|(number, after)| Some((number.parse::<usize>().ok()?, after)));
        match number {
            Some((number, after)) => {
                let value = values.get(number).map(Located::text).unwrap_or_default();
                filled.extend(value.chars().take(LONGEST));
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn parts<'a>(value: &Located<'a>) -> Vec<Located<'a>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for at in memchr::memmem::find_iter(value.bytes, SEPARATOR).take(MOST_PARTS - 1) {
        parts.push(value.slice(start..at));
        start = at + SEPARATOR.len();
    }
    parts.push(value.from(start));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let value = Located::at(50, text.as_bytes());
        let field = field("CurrentMedia".into(), &value);
        assert_eq!(shown(&value).as_deref(), expected, "{text}");
        for part in &field.fields {
            assert_eq!(text[part.span.start - 50..part.span.end - 50], part.value);
        }
    }

    #[test]
    fn the_format_is_filled_with_what_it_numbers() {
        check(
            "\\0Music\\01\\0{1} - {0}\\0Yesterday\\0The Beatles\\0Help!\\0",
            Some("music “The Beatles - Yesterday”"),
        );
        check("MSN\\0Games\\01\\0Playing {0}\\0Chess", Some("games “Playing Chess”"));
        check("\\0Office\\01\\0{0}{7}{x\\0Report", Some("office “Report{x”"));
    }

    #[test]
    fn what_is_switched_off_is_not_shown() {
        check("\\0Music\\00\\0{0}\\0Yesterday", None);
        let off = field("CurrentMedia".into(), &Located::at(0, b"\\0Music\\00\\0{0}\\0Yesterday"));
        assert_eq!((off.spoken(), off.first_trouble()), ("nothing shown", None));
    }

    #[test]
    fn what_breaks_off_says_so_and_shows_its_parts() {
        let broken = field("CurrentMedia".into(), &Located::at(0, b"\\0Music\\0"));
        assert!(broken.trouble.is_some());
        assert_eq!(broken.fields.len(), 3);
    }

    #[test]
    fn a_format_that_repeats_itself_does_not_grow_without_bound() {
        let text = format!("\\0Music\\01\\0{}\\0{}", "{0}".repeat(1_000), "x".repeat(100_000));
        let shown = filled(&"{0}".repeat(1_000), &[Located::at(0, text.as_bytes())]);
        assert!(shown.len() < 2 * LONGEST + 3_000 + 4, "{}", shown.len());
    }
}
