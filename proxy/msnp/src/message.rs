//! A message's headers and body (§7.1), read without explaining them.
//!
//! To remember: for who must know quickly what a message is. [`explain`](crate::explain) tells all there is in it, at
//! several times the cost.

pub(crate) mod charset;
pub(crate) mod font;
pub(crate) mod lines;
mod routed;

pub use routed::{Party, Routed};

use crate::explain::Font;
use lines::{MOST_HEADERS, continued, line_at};
use std::borrow::Cow;

/// A message: the payload of MSG, UUM and UBM. A view; the bytes stay the frame's.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    head: &'a [u8],
    body: &'a [u8],
    /// The value of the header that is asked for most. Empty: there is none.
    content_type: &'a [u8],
    /// Which names there may be, as a set of [`mark`]s: most of what is asked for is not there.
    names: u64,
}

/// Which part of a long message a message is (§7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chunk<'a> {
    /// What all parts have in common.
    pub message: &'a [u8],
    /// Counted from 0.
    pub part: u32,
    /// How many there are, which only the first part says.
    pub of: Option<u32>,
}

impl<'a> Message<'a> {
    /// Reads a payload. One without an empty line is all headers; behind the 300th header everything is body.
    pub fn read(payload: &'a [u8]) -> Message<'a> {
        let (mut start, mut names, mut content_type) = (0, 0, None);
        let mut body = None;
        for _ in 0..MOST_HEADERS {
            let Some((line, next)) = line_at(payload, start) else { break };
            if line.is_empty() {
                body = Some(next);
                break;
            }
            let (end, after) = continued(payload, start + line.len(), next);
            let named = memchr::memchr(b':', line).map_or(0, |colon| mark(line[..colon].trim_ascii_end()));
            if named == mark(CONTENT_TYPE.as_bytes()) {
                content_type = content_type.or_else(|| value(&payload[start..end], line.len(), CONTENT_TYPE));
            }
            (start, names) = (after, names | named);
        }
        let (head, body) = (&payload[..start], &payload[body.unwrap_or(start)..]);
        Message { head, body, content_type: content_type.unwrap_or_default(), names }
    }

    /// What follows the headers.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The body in its charset; one that is not named is UTF-8, or else ISO-8859-1, and one that is not known UTF-8.
    pub fn body_text(&self) -> String {
        self.decoded(self.body)
    }

    /// The same of other bytes: the bodies of all parts of a long message, of which this is the first.
    pub fn decoded(&self, body: &[u8]) -> String {
        decoded(body, self.charset().as_deref())
    }

    /// The first value of that name, in whatever case it is written, without white space around it.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        if self.names & mark(name.as_bytes()) == 0 {
            return None;
        }
        let mut start = 0;
        // A line that continues another begins with white space, which no name does.
        while let Some((line, next)) = line_at(self.head, start) {
            if is_named(line, name) {
                let (end, _) = continued(self.head, start + line.len(), next);
                return value(&self.head[start..end], line.len(), name);
            }
            start = next;
        }
        None
    }

    /// The same as text.
    pub fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.header(name).map(String::from_utf8_lossy)
    }

    /// The content type without its parameters, as written. Empty where it is not said.
    pub fn content_type(&self) -> &'a [u8] {
        self.content_type.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii()
    }

    /// Whether it is of this content type, in whatever case that is written.
    pub fn is(&self, content_type: &str) -> bool {
        self.content_type().eq_ignore_ascii_case(content_type.as_bytes())
    }

    /// What the content type says of the charset.
    pub fn charset(&self) -> Option<Cow<'a, str>> {
        let parameters = self.content_type.split(|&byte| byte == b';').skip(1);
        parameters.take(MOST_PARAMETERS).find_map(|parameter| {
            let at = memchr::memchr(b'=', parameter)?;
            let (name, value) = (parameter[..at].trim_ascii(), parameter[at + 1..].trim_ascii());
            let bare = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
            name.eq_ignore_ascii_case(b"charset").then(|| String::from_utf8_lossy(bare.unwrap_or(value)))
        })
    }

    /// The look its writer chose (§7.2).
    pub fn font(&self) -> Option<Font> {
        self.header("X-MMS-IM-Format").map(font::font)
    }

    /// Which part of a long message it is. `None` for one that is whole.
    pub fn chunk(&self) -> Option<Chunk<'a>> {
        let message = self.header("Message-ID")?;
        let number = |name| std::str::from_utf8(self.header(name)?).ok()?.parse().ok();
        match (number("Chunk"), number("Chunks")) {
            (Some(part), of) => Some(Chunk { message, part, of }),
            (None, Some(of)) => Some(Chunk { message, part: 0, of: Some(of) }),
            (None, None) => None,
        }
    }
}

/// The header that is asked for most.
const CONTENT_TYPE: &str = "Content-Type";

/// One of 64 marks, the same in whatever case a name is written: by its first letter and its length.
fn mark(name: &[u8]) -> u64 {
    let first = name.first().map_or(0, u8::to_ascii_lowercase);
    1 << ((usize::from(first) + 7 * name.len()) % 64)
}

/// Whether a line begins with that name and a colon.
fn is_named(line: &[u8], name: &str) -> bool {
    let parts = line.split_at_checked(name.len());
    parts.is_some_and(|(known, rest)| {
        known.eq_ignore_ascii_case(name.as_bytes()) && rest.trim_ascii_start().starts_with(b":")
    })
}

/// The value of a header, the first line of which has that length, if it has that name.
fn value<'a>(header: &'a [u8], first_line: usize, name: &str) -> Option<&'a [u8]> {
    let is_it = is_named(&header[..first_line], name);
    is_it.then(|| header[name.len()..].trim_ascii_start()[1..].trim_ascii())
}

/// How many parameters of a content type are told apart; real ones have one or two.
const MOST_PARAMETERS: usize = 16;

/// Bytes in a charset, as [`Message::body_text`] reads them.
pub fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    charset::decoded(bytes, charset).0
}

/// With `%XX` decoded (§1.2); a `%` without two hexadecimal digits behind it stands for itself, and what is no UTF-8
/// becomes the replacement character.
pub fn percent_decoded(bytes: &[u8]) -> Cow<'_, str> {
    if memchr::memchr(b'%', bytes).is_none() {
        return String::from_utf8_lossy(bytes);
    }
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [byte, after @ ..] = rest {
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let encoded = digit(0).zip(digit(1)).filter(|_| *byte == b'%');
        let encoded = encoded.and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
        decoded.push(encoded.unwrap_or(*byte));
        rest = if encoded.is_some() { &after[2..] } else { after };
    }
    Cow::Owned(String::from_utf8_lossy(&decoded).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headers_and_body_are_told_apart() {
        let message = Message::read(
            b"MIME-Version: 1.0\r\ncontent-type: Text/Plain; charset=UTF-8\r\nX:\r\n\r\na\r\n\r\nb",
        );
        assert!(message.is("text/plain"));
        assert_eq!(message.header("X"), Some(&b""[..]));
        assert_eq!(message.header("Y"), None);
        assert_eq!(message.body(), b"a\r\n\r\nb");
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        for payload in [&b""[..], b"\r\n", b"\n", b"\r", b"Content-Type", b"Content-Type: text/plain"] {
            let message = Message::read(payload);
            assert_eq!(message.body(), b"");
            assert_eq!(message.is("text/plain"), payload.ends_with(b"plain"));
        }
    }

    #[test]
    fn lines_end_in_any_of_three_ways_and_may_be_continued() {
        for line_end in ["\r\n", "\n", "\r"] {
            let lines = ["A: b", "Content-Type: text/plain;", "\tcharset=\"ISO-8859-1\"", "C:d", "", "body"];
            let payload = lines.join(line_end);
            let message = Message::read(payload.as_bytes());
            assert_eq!(
                (message.header("c"), message.body()),
                (Some(&b"d"[..]), &b"body"[..]),
                "{line_end:?}"
            );
            assert_eq!(message.charset().as_deref(), Some("ISO-8859-1"));
        }
    }

    #[test]
    fn a_flood_of_headers_ends_in_the_body() {
        let payload = "x\n".repeat(MOST_HEADERS + 1);
        assert_eq!(Message::read(payload.as_bytes()).body(), b"x\n");
    }

    #[test]
    fn text_is_read_in_the_charset_it_names() {
        let text = |head: &str, body: &[u8]| {
            let payload = [head.as_bytes(), b"\r\n\r\n", body].concat();
            Message::read(&payload).body_text()
        };
        assert_eq!(text("Content-Type: text/plain; charset=UTF-8", "é☃".as_bytes()), "é☃");
        assert_eq!(text("Content-Type: text/plain; charset=iso-8859-1", b"\xe9"), "é");
        assert_eq!(text("Content-Type: text/plain", b"\xe9"), "é", "no charset and no UTF-8: §7.1");
        assert_eq!(text("Content-Type: text/plain", "é".as_bytes()), "é");
        assert_eq!(text("Content-Type: text/plain; charset=UTF-8", b"a\xe9"), "a\u{fffd}");
    }

    #[test]
    fn parts_of_a_long_message_are_told_from_whole_ones() {
        let chunk = |head: &'static str| Message::read(head.as_bytes()).chunk();
        let part = |part, of| Some(Chunk { message: b"{1}", part, of });
        assert_eq!(chunk("Message-ID: {1}\r\nChunks: 3\r\n\r\n"), part(0, Some(3)));
        assert_eq!(chunk("Message-ID: {1}\r\nChunk: 2\r\n\r\n"), part(2, None));
        assert_eq!(chunk("Message-ID: {1}\r\nChunks: 99999999999\r\n\r\n"), None);
        assert_eq!(chunk("Chunk: 2\r\n\r\n"), None, "of which message?");
        assert_eq!(chunk("Message-ID: {1}\r\n\r\n"), None);
    }

    #[test]
    fn what_is_percent_encoded_is_decoded_and_a_lone_percent_sign_stays() {
        assert_eq!(percent_decoded(b"Alice%20A"), "Alice A");
        assert_eq!(percent_decoded(b"100%"), "100%");
        assert_eq!(percent_decoded(b"%zz%4"), "%zz%4");
        assert_eq!(percent_decoded("ü%C3%BC".as_bytes()), "üü");
        assert_eq!(percent_decoded(b"%ff"), "\u{fffd}");
    }

    /// What the headers say under a name, found by nothing but looking.
    fn looked_up(payload: &[u8], name: &str) -> Option<Vec<u8>> {
        let mut start = 0;
        for _ in 0..MOST_HEADERS {
            let (line, next) = line_at(payload, start).filter(|(line, _)| !line.is_empty())?;
            let (end, after) = continued(payload, start + line.len(), next);
            if let Some(found) = value(&payload[start..end], line.len(), name) {
                return Some(found.to_vec());
            }
            start = after;
        }
        None
    }

    const NAMES: [&str; 5] = ["Content-Type", "Chunk", "ID", "P4-Context", "X-MMS-IM-Format"];

    proptest! {
        #[test]
        fn a_header_is_found_wherever_and_however_it_is_written(
            parts in proptest::collection::vec(prop_oneof![
                proptest::sample::select(&NAMES[..]).prop_map(str::to_owned),
                "(cHUNK|content-type|:|: |;|\r\n|\n|\r| |\t|a|\u{e9})",
            ], 0..24),
        ) {
            let payload = parts.concat();
            let message = Message::read(payload.as_bytes());
            for name in NAMES {
                prop_assert_eq!(message.header(name).map(<[u8]>::to_vec), looked_up(payload.as_bytes(), name));
            }
            let content_type = message.header("Content-Type").unwrap_or_default();
            prop_assert!(content_type.starts_with(message.content_type()) || message.content_type().is_empty());
        }
    }
}
