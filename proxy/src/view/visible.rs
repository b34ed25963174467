//! Bytes made visible, so that no terminal, page or reader is deceived by them.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A stretch of bytes as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stretch<'a> {
    /// Characters that stand for themselves.
    Plain(&'a str),
    /// What stands for one character or for bytes that are none: `\x1b`, `\u{202e}`, `\xff`.
    Escaped(String),
}

/// Cuts bytes into what can be shown as it is and what cannot.
pub(super) fn stretches(bytes: &[u8]) -> impl Iterator<Item = Stretch<'_>> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let invalid = chunk.invalid();
        text_stretches(chunk.valid())
            .chain((!invalid.is_empty()).then(|| Stretch::Escaped(invalid.escape_ascii().to_string())))
    })
}

/// Text with nothing in it that acts on what shows it: what would is written as it is in notation.
pub fn visible(text: &str) -> String {
    let text = text_stretches(text).map(|stretch| match stretch {
        Stretch::Plain(text) => Cow::Borrowed(text),
        Stretch::Escaped(text) => Cow::Owned(text),
    });
    text.collect()
}

fn text_stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if is_deceptive(first) {
            rest = &rest[first.len_utf8()..];
            return Some(Stretch::Escaped(escaped(first)));
        }
        let (plain, after) = rest.split_at(rest.find(is_deceptive).unwrap_or(rest.len()));
        rest = after;
        Some(Stretch::Plain(plain))
    })
}

fn escaped(deceptive: char) -> String {
    let mut escaped = String::new();
    let written = match deceptive {
        '\r' => escaped.write_str("\\r"),
        '\n' => escaped.write_str("\\n"),
        '\t' => escaped.write_str("\\t"),
        c if c.is_ascii() => write!(escaped, "\\x{:02x}", u32::from(c)),
        c => write!(escaped, "\\u{{{:x}}}", u32::from(c)),
    };
    written.expect("a String takes everything");
    escaped
}

/// Whether a character acts on what shows it, or hides, or reorders its neighbours: it is never shown as it is.
pub fn is_deceptive(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    let deceptive = |&(first, last): &(char, char)| (first..=last).contains(&c);
    DECEPTIVE.iter().any(deceptive)
}

/// In order; DESIGN's word for them is hostile, though most come from innocent nicknames.
const DECEPTIVE: &[(char, char)] = &[
    ('\u{80}', '\u{9f}'),       // C1 controls
    ('\u{ad}', '\u{ad}'),       // soft hyphen
    ('\u{34f}', '\u{34f}'),     // combining grapheme joiner
    ('\u{61c}', '\u{61c}'),     // Arabic letter mark
    ('\u{115f}', '\u{1160}'),   // Hangul fillers
    ('\u{17b4}', '\u{17b5}'),   // Khmer vowels nobody sees
    ('\u{180b}', '\u{180f}'),   // Mongolian separators
    ('\u{200b}', '\u{200f}'),   // zero width, direction marks
    ('\u{2028}', '\u{202e}'),   // line separators, direction overrides
    ('\u{2060}', '\u{206f}'),   // invisible operators, direction isolates
    ('\u{3164}', '\u{3164}'),   // Hangul filler
    ('\u{feff}', '\u{feff}'),   // byte order mark
    ('\u{ffa0}', '\u{ffa0}'),   // Hangul filler
    ('\u{fff0}', '\u{fffb}'),   // interlinear annotation
    ('\u{1d173}', '\u{1d17a}'), // musical formatting
    ('\u{e0000}', '\u{e0fff}'), // tags
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        stretches(bytes)
            .map(|stretch| match stretch {
                Stretch::Plain(text) => text.to_owned(),
                Stretch::Escaped(text) => text,
            })
            .collect()
    }

    #[test]
    fn what_acts_on_a_terminal_becomes_visible() {
        for (bytes, expected) in [
            (&b"\x1b]0;owned\x07"[..], "\\x1b]0;owned\\x07"),
            (b"a\r\nb\tc\0\x7f", "a\\r\\nb\\tc\\x00\\x7f"),
            ("\u{9b}31m".as_bytes(), "\\u{9b}31m"),
            (b"\x9b31m", "\\x9b31m"),
            ("exe\u{202e}txt".as_bytes(), "exe\\u{202e}txt"),
            ("a\u{200b}b\u{feff}".as_bytes(), "a\\u{200b}b\\u{feff}"),
            (b"caf\xe9 \xe2\x80", "caf\\xe9 \\xe2\\x80"),
        ] {
            assert_eq!(shown(bytes), expected);
        }
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        let nickname = "Bøb ☺ 你好 שלום ❤️ \\o/";
        assert_eq!(shown(nickname.as_bytes()), nickname);
    }
}
