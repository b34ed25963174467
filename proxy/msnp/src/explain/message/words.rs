//! Encoded words in mail headers: `=?utf-8?B?QsOpbGE=?=` (RFC 2047).

use super::names::name;
use crate::explain::Field;
use crate::explain::headers::Header;
use crate::explain::located::Located;
use crate::message::charset;

/// A header that may hold encoded words; both forms are shown where it does.
pub(super) fn field(header: &Header<'_>) -> Field {
    let written = header.text();
    let Some((decoded, trouble)) = decoded(&written) else { return header.field() };
    let field = Field::value(name(header), decoded, &header.value);
    let field = field.of(vec![Field::value("as written", written, &header.value)]);
    Field { trouble: trouble.map(Into::into), ..field }
}

/// With its encoded words decoded, and what is wrong with them. `None` where there are none.
pub(super) fn decoded(text: &str) -> Option<(String, Option<String>)> {
    // Behind the last end of a word there is none, so that no end is searched for in vain.
    let (mut rest, tail) = text.split_at(text.rfind("?=")? + 2);
    let (mut said, mut trouble, mut found) = (String::with_capacity(text.len()), None, false);
    while let Some(at) = rest.find("=?") {
        let (before, here) = rest.split_at(at);
        let Some((word, after)) = Word::read(here) else {
            said.extend([before, "=?"]);
            rest = here.strip_prefix("=?").unwrap_or_default();
            continue;
        };
        // White space between two encoded words only keeps them apart.
        if !(found && before.trim().is_empty()) {
            said.push_str(before);
        }
        let (text, broken) = word.text();
        said.push_str(&text);
        trouble = trouble.or(broken);
        (rest, found) = (after, true);
    }
    said.extend([rest, tail]);
    found.then_some((said, trouble))
}

/// `=?charset?B?digits?=`, where `B` may be `Q`.
struct Word<'a> {
    charset: &'a str,
    quoted: bool,
    digits: &'a str,
}

impl<'a> Word<'a> {
    /// The word at the start of the text and what follows it.
    fn read(text: &'a str) -> Option<(Word<'a>, &'a str)> {
        let (charset, text) = text.strip_prefix("=?")?.split_once('?')?;
        let (encoding, text) = text.split_once('?')?;
        let quoted = match encoding {
            "B" | "b" => false,
            "Q" | "q" => true,
            _ => return None,
        };
        let (digits, after) = text.split_once("?=")?;
        // A language may follow the charset.
        let charset = charset.split('*').next().unwrap_or(charset);
        Some((Word { charset, quoted, digits }, after))
    }

    fn text(&self) -> (String, Option<String>) {
        if self.quoted {
            return charset::decoded(&unquoted(self.digits.as_bytes()), Some(self.charset));
        }
        let (decoded, broken) = Located::at(0, self.digits.as_bytes()).base64_decoded();
        let (text, trouble) = charset::decoded(decoded.view().bytes, Some(self.charset));
        (text, broken.map(|at| format!("base64 breaks at byte {at} of an encoded word")).or(trouble))
    }
}

/// `=XX` is a byte, `_` a space, all else itself.
fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        let (byte, skipped) = match (first, byte) {
            (b'=', Some(byte)) => (byte, 2),
            (b'_', _) => (b' ', 0),
            (first, _) => (*first, 0),
        };
        bytes.push(byte);
        rest = after.get(skipped..).unwrap_or_default();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, said: Option<&str>) {
        assert_eq!(decoded(text).map(|(said, _)| said).as_deref(), said, "{text}");
    }

    #[test]
    fn both_encodings_are_read_and_words_in_a_row_belong_together() {
        check("=?utf-8?B?QsOpbGE=?= <b@example.org>", Some("Béla <b@example.org>"));
        check("Re: =?iso-8859-1?q?B=E9la_B.?=", Some("Re: Béla B."));
        check("=?utf-8?Q?a?= =?UTF-8*en?b?Yg==?= c", Some("ab c"));
        check("plain", None);
        check("what=?", None);
        check("=?utf-8?X?abc?=", None);
        check("=? =?utf-8?Q?a?=", Some("=? a"));
    }

    #[test]
    fn what_is_broken_in_them_is_said() {
        let trouble = |text: &str| decoded(text).and_then(|(_, trouble)| trouble);
        assert_eq!(trouble("=?utf-8?B?aG!?=").as_deref(), Some("base64 breaks at byte 2 of an encoded word"));
        assert_eq!(
            trouble("=?koi8-r?Q?a?=").as_deref(),
            Some("the charset koi8-r is not known here; read as UTF-8")
        );
        check("=?utf-8?Q?a=4?=", Some("a=4"));
    }
}
