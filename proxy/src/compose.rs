//! What a person types becomes the exact bytes of a frame.
//!
//! To remember: what this returns is shown before it is sent, and what is shown is sent. Nothing is put right: a wrong length
//! is sent as it was typed.
//!
//! ```text
//! MSG {trid} N {len}          the first line is the command: it gets its \r\n, {trid} and {len} stand in it
//! MIME-Version: 1.0           what follows is the payload: \r\n between lines, none behind the last
//!
//! h\xE9llo {peer}             \r \n \t \0 \\ \{ and \xNN are bytes; {me} {peer} {ticket} {now} {guid} stand anywhere
//! ```

mod steps;

pub use steps::{LONGEST_WAIT, STEPS, Step, steps};

use msnp::{Direction, Frame, payload};
use thiserror::Error;

/// The longest text that is read, in bytes: the largest frame written as escapes.
pub const LONGEST: usize = 4 * (msnp::MAX_LINE + msnp::MAX_PAYLOAD);

/// What placeholders stand for. What is not known leaves an error that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Towards the server an id of ours, towards the client that of its latest request.
    pub trid: Option<u32>,
    /// The account that is signed in.
    pub me: Option<String>,
    /// The first of the others in a conversation, or of the contacts.
    pub peer: Option<String>,
    /// The cookie the session presented. A secret.
    pub ticket: Option<String>,
    /// Seconds since 1970.
    pub now: u64,
    /// A GUID in braces.
    pub guid: String,
}

/// Why a text is no frame.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{says}")]
pub struct ComposeError {
    /// In bytes from the text's start.
    pub at: usize,
    says: String,
}

/// Whether a text asks for a transaction id.
pub fn wants_trid(typed: &str) -> bool {
    typed.lines().next().is_some_and(|line| line.contains("{trid}"))
}

/// What hiding the reply to a command cannot hide, where there is such a thing: the client may notice all the same.
pub fn noticed(verb: &str) -> Option<&'static str> {
    NOTICED.iter().find(|(verbs, _)| verbs.contains(&verb)).map(|&(_, says)| says)
}

/// Commands whose consequences the server tells a client by itself.
const NOTICED: &[(&[&str], &str)] = &[
    (
        &["CHG", "PUT"],
        "Only its own reply is hidden: the server may also tell the client who is online now, and others see the status.",
    ),
    (
        &["ADD", "ADC", "ADL", "REM", "RML", "REA", "SBP", "PRP", "UUX", "ADG", "REG", "RMG", "BLP", "GTC"],
        "Only its own reply is hidden: the server keeps the change, and the client finds it at the latest when it signs in \
         again.",
    ),
    (
        &["XFR"],
        "The redirect is kept from the client, and its cookie lasts for about a minute: nobody follows it.",
    ),
    (&["CAL", "USR", "ANS"], "Only its own reply is hidden: who joins is told to the client as always."),
];

/// The bytes of a text.
///
/// # Errors
///
/// Says which escape or placeholder cannot be read, and what would be.
pub fn compose(typed: &str, places: &Places) -> Result<Vec<u8>, ComposeError> {
    let wrong = |at, says: &str| ComposeError { at, says: says.to_owned() };
    if typed.len() > LONGEST {
        return Err(wrong(LONGEST, "this is longer than any frame may be"));
    }
    let (line, rest, start) = match typed.find(['\n', '\r']) {
        None => (typed, "", typed.len()),
        Some(end) => {
            let next = end + if typed[end..].starts_with("\r\n") { 2 } else { 1 };
            (&typed[..end], &typed[next..], next)
        }
    };
    if line.is_empty() {
        return Err(wrong(0, "type a command: its line first, its payload on the lines below"));
    }
    let payload = written(rest, places, start, None)?;
    let mut bytes = written(line, places, 0, Some(payload.len()))?;
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&payload);
    Ok(bytes)
}

/// A frame with the length in its line that its payload has; the same where it announces none. For who edits a payload and
/// does not count.
pub fn measured(direction: Direction, bytes: &[u8]) -> Vec<u8> {
    let frame = Frame { bytes, opaque: false };
    let (line, rest) = (frame.line(), frame.payload());
    let Some(verb) = msnp::Verb::at_start_of(line) else { return bytes.to_vec() };
    let text = line.trim_ascii_end();
    let Some(space) = memchr::memrchr(b' ', text) else { return bytes.to_vec() };
    let length = rest.len().to_string();
    // Whether the line announces a payload at all is asked with a length that shows.
    let asked = [&text[..=space], b"1"].concat();
    let is_length = text[space + 1..].iter().all(u8::is_ascii_digit) && text.len() > space + 1;
    if !is_length || payload::announced(direction, verb, &asked) == 0 {
        return bytes.to_vec();
    }
    [&line[..=space], length.as_bytes(), &line[text.len()..], rest].concat()
}

/// A part of a text, its escapes and placeholders replaced. `length` where it is the command line.
fn written(
    text: &str,
    places: &Places,
    start: usize,
    length: Option<usize>,
) -> Result<Vec<u8>, ComposeError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(found) = text[at..].find(['\\', '{', '\n', '\r']) {
        bytes.extend_from_slice(&text.as_bytes()[at..at + found]);
        at += found;
        let rest = &text[at..];
        let taken = match rest.as_bytes() {
            [b'\\', ..] => escape(rest, &mut bytes),
            [b'{', ..] => place(rest, places, length, &mut bytes),
            [b'\r', b'\n', ..] => {
                bytes.extend_from_slice(b"\r\n");
                Ok(2)
            }
            _ => {
                bytes.extend_from_slice(b"\r\n");
                Ok(1)
            }
        };
        at += taken.map_err(|says| ComposeError { at: start + at, says })?;
    }
    bytes.extend_from_slice(&text.as_bytes()[at..]);
    Ok(bytes)
}

/// Takes the escape that a text begins with, and says how long it is.
fn escape(text: &str, into: &mut Vec<u8>) -> Result<usize, String> {
    let byte = match text.as_bytes().get(1) {
        Some(b'r') => b'\r',
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'0') => 0,
        Some(b'\\') => b'\\',
        Some(b'{') => b'{',
        Some(b'x') => {
            let digits =
                text.get(2..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
            let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            into.push(byte.ok_or("\\x is followed by two hexadecimal digits: \\xE9")?);
            return Ok(4);
        }
        _ => return Err("a backslash begins \\r \\n \\t \\0 \\{ or \\xNN; for itself write \\\\".to_owned()),
    };
    into.push(byte);
    Ok(2)
}

/// Takes the placeholder that a text begins with. Other braces stand for themselves: GUIDs are full of them.
fn place(text: &str, places: &Places, length: Option<usize>, into: &mut Vec<u8>) -> Result<usize, String> {
    let known = |value: &Option<String>, what: &str| {
        value.clone().ok_or_else(|| format!("{what} is not known here; write it out"))
    };
    let word = text.find('}').map_or("", |end| &text[..=end]);
    let value = match (word, length) {
        ("{trid}", Some(_)) => {
            let trid = places
                .trid
                .ok_or("there is no request whose transaction id this could be; write a number")?;
            trid.to_string()
        }
        ("{len}", Some(length)) => length.to_string(),
        ("{me}", _) => known(&places.me, "who is signed in")?,
        ("{peer}", _) => known(&places.peer, "who else takes part, or is a contact,")?,
        ("{ticket}", _) => known(&places.ticket, "the ticket of this session")?,
        ("{now}", _) => places.now.to_string(),
        ("{guid}", _) => places.guid.clone(),
        _ => {
            into.push(b'{');
            return Ok(1);
        }
    };
    into.extend_from_slice(value.as_bytes());
    Ok(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    fn places() -> Places {
        let known = |text: &str| Some(text.to_owned());
        Places {
            trid: Some(7),
            me: known("alice@example.org"),
            peer: known("bob@example.org"),
            ticket: known("17.10"),
            now: 1_190_042_501,
            guid: "{6f1d2c3b-0000-4000-8000-00000000a11c}".to_owned(),
        }
    }

    fn check(typed: &str, expected: &[u8]) {
        let bytes = compose(typed, &places()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert_eq!(bytes.as_deref(), Ok(&*String::from_utf8_lossy(expected)), "{typed:?}");
    }

    #[test]
    fn lines_end_with_crlf_and_the_payload_with_its_last_byte() {
        check("PNG", b"PNG\r\n");
        check("PNG\n", b"PNG\r\n");
        check("MSG 1 N 3\na\nb", b"MSG 1 N 3\r\na\r\nb");
        check("MSG 1 N 3\r\na\rb", b"MSG 1 N 3\r\na\r\nb");
    }

    #[test]
    fn the_length_counts_bytes_of_utf8_and_of_escapes() {
        check("MSG {trid} N {len}\nhäl€o𝄞", "MSG 7 N 12\r\nhäl€o𝄞".as_bytes());
        check("MSG {trid} N {len}\n\\r\\n\\x41\\\\\\{\\0", b"MSG 7 N 6\r\n\r\nA\\{\0");
        check("MSG {trid} N 99\nab", b"MSG 7 N 99\r\nab");
        assert_eq!(compose("XYZ \\xff", &places()).unwrap(), b"XYZ \xff\r\n");
    }

    #[test]
    fn placeholders_stand_for_what_is_known() {
        check("ANS {trid} {me} {ticket} 1", b"ANS 7 alice@example.org 17.10 1\r\n");
        check("MSG {trid} N {len}\n{peer} {now}", b"MSG 7 N 26\r\nbob@example.org 1190042501");
        check("USR 1 {me};{guid}", b"USR 1 alice@example.org;{6f1d2c3b-0000-4000-8000-00000000a11c}\r\n");
        check("ADC 1 {6F1D} {x\n{trid} {len}", b"ADC 1 {6F1D} {x\r\n{trid} {len}");
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        let error = |typed: &str| {
            let error = compose(typed, &Places::default()).unwrap_err();
            (error.at, error.to_string())
        };
        assert_eq!(error("PNG\nab\\q").0, 6);
        assert!(error("PNG\nab\\q").1.contains("for itself write \\\\"));
        assert_eq!(error("XYZ \\xg1").0, 4);
        assert!(error("XYZ {trid}").1.contains("no request"));
        assert!(error("XYZ 1 {peer}").1.contains("who else takes part"));
        assert!(error("").1.contains("type a command"));
        assert_eq!(error(&"x".repeat(LONGEST + 1)).0, LONGEST);
    }

    #[test]
    fn an_edited_frame_is_measured_anew_where_its_line_announces_a_payload() {
        for (direction, typed, expected) in [
            (ClientToServer, "MSG 1 N 5\r\nhéllo", "MSG 1 N 6\r\nhéllo"),
            (ServerToClient, "MSG b@b Bob the builder 5\r\nlonger", "MSG b@b Bob the builder 6\r\nlonger"),
            (ServerToClient, "UBX b@b 1 0  \r\n", "UBX b@b 1 0  \r\n"),
            (ServerToClient, "241 9 51\r\nab", "241 9 2\r\nab"),
            (ClientToServer, "CHG 9 NLN 268435492\r\n", "CHG 9 NLN 268435492\r\n"),
            (ServerToClient, "ADL 9 OK\r\n", "ADL 9 OK\r\n"),
            (ServerToClient, "QNG 60\r\n", "QNG 60\r\n"),
            (ClientToServer, "PNG\r\n", "PNG\r\n"),
            (ClientToServer, "no command", "no command"),
        ] {
            let measured = measured(direction, typed.as_bytes());
            assert_eq!(String::from_utf8_lossy(&measured), expected);
        }
    }
}
