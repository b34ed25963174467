//! A conversation file, read: see `tests/conversations/README.md`.

use std::fmt;

/// Everything a conversation file says, in order.
#[derive(Debug, Default)]
pub(crate) struct Script {
    /// Further arguments for the program.
    pub(crate) arguments: Vec<String>,
    /// Servers besides `main`: name, and host as written.
    pub(crate) servers: Vec<(String, String)>,
    /// What happens.
    pub(crate) steps: Vec<Step>,
}

/// One line of a conversation, and where it stands.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) line: usize,
    pub(crate) act: Act,
}

/// What a line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// A client connects, which opens session `End::session`.
    Connect(End, Place),
    /// An end sends this.
    Send(End, Text),
    /// An end receives this.
    Expect(End, Text),
    /// An end says its last byte.
    Finish(End),
    /// An end sees that the other said its last byte.
    ExpectEnd(End),
    /// An end breaks the connection.
    Reset(End),
    /// An end sees that the connection broke.
    ExpectReset(End),
    /// The transcript has such a row.
    Row(Vec<(String, Text)>),
    /// The transcript has no such row in the end.
    NoRow(Vec<(String, Text)>),
}

/// One end of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    pub(crate) session: usize,
    pub(crate) is_client: bool,
}

/// Bytes, with places to fill in.
pub(crate) type Text = Vec<Piece>;

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Exactly these bytes.
    Bytes(Vec<u8>),
    /// An address known by name.
    Place(Place),
}

/// What stands between braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// `{proxy}`
    Proxy,
    /// `{ns2}`
    Server(String),
    /// `{route:ns2}`
    Route(String),
}

impl Script {
    /// Reads a file; panics with the line that makes no sense.
    pub(crate) fn parse(text: &str) -> Script {
        let mut script = Script::default();
        for (line, text) in (1..).zip(text.lines()) {
            if !text.is_empty() && !text.starts_with('#') {
                let read = script.read_line(line, text);
                read.unwrap_or_else(|| panic!("line {line} makes no sense: {text}"));
            }
        }
        script
    }

    fn read_line(&mut self, line: usize, text: &str) -> Option<()> {
        let (first, rest) = text.split_once(' ')?;
        match first {
            "proxy" => self.arguments.extend(rest.split(' ').map(str::to_owned)),
            "server" => {
                let (name, host) = rest.split_once(" at ").unwrap_or((rest, "127.0.0.1"));
                self.servers.push((name.to_owned(), host.to_owned()));
            }
            _ => self.steps.push(Step { line, act: read_act(first, rest)? }),
        }
        Some(())
    }
}

fn read_act(first: &str, rest: &str) -> Option<Act> {
    match first {
        "row" => return Some(Act::Row(fields(rest)?)),
        "no" => return Some(Act::NoRow(fields(rest.strip_prefix("row ")?)?)),
        _ => {}
    }
    if let Some(end) = first.strip_suffix('>') {
        return Some(Act::Send(End::parse(end)?, pieces(rest)?));
    }
    if let Some(end) = first.strip_suffix('<') {
        return Some(Act::Expect(End::parse(end)?, pieces(rest)?));
    }
    let end = End::parse(first)?;
    Some(match rest {
        "ends" => Act::Finish(end),
        "sees the end" => Act::ExpectEnd(end),
        "resets" => Act::Reset(end),
        "sees a reset" => Act::ExpectReset(end),
        _ => match pieces(rest.strip_prefix("connects to ")?)?.as_slice() {
            [Piece::Place(place)] if end.is_client => Act::Connect(end, place.clone()),
            _ => return None,
        },
    })
}

impl End {
    fn parse(text: &str) -> Option<End> {
        let (letter, number) = text.split_at_checked(1)?;
        let is_client = match letter {
            "C" => true,
            "S" => false,
            _ => return None,
        };
        let session = if number.is_empty() { 1 } else { number.parse().ok()? };
        Some(End { session, is_client })
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", if self.is_client { 'C' } else { 'S' }, self.session)
    }
}

fn fields(text: &str) -> Option<Vec<(String, Text)>> {
    let field = |field: &str| {
        let (name, value) = field.split_once('=')?;
        Some((name.to_owned(), pieces(value)?))
    };
    text.split(' ').map(field).collect()
}

/// Reads escapes and places.
fn pieces(text: &str) -> Option<Text> {
    let (mut pieces, mut bytes, mut rest) = (Vec::new(), Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '\\' => rest = unescape(rest, &mut bytes)?,
            '{' => {
                let (place, after) = rest.split_once('}')?;
                if !bytes.is_empty() {
                    pieces.push(Piece::Bytes(std::mem::take(&mut bytes)));
                }
                pieces.push(Piece::Place(Place::parse(place)));
                rest = after;
            }
            _ => bytes.extend_from_slice(first.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    if !bytes.is_empty() {
        pieces.push(Piece::Bytes(bytes));
    }
    Some(pieces)
}

/// Reads what follows a backslash, and returns what follows that.
fn unescape<'a>(text: &'a str, bytes: &mut Vec<u8>) -> Option<&'a str> {
    let (kind, rest) = text.split_at_checked(1)?;
    let (byte, rest) = match kind {
        "r" => (b'\r', rest),
        "n" => (b'\n', rest),
        "t" => (b'\t', rest),
        "\\" => (b'\\', rest),
        "{" => (b'{', rest),
        "x" => {
            let (digits, rest) = rest.split_at_checked(2)?;
            (u8::from_str_radix(digits, 16).ok()?, rest)
        }
        _ => return None,
    };
    bytes.push(byte);
    Some(rest)
}

impl Place {
    fn parse(name: &str) -> Place {
        match name.strip_prefix("route:") {
            Some(server) => Place::Route(server.to_owned()),
            None if name == "proxy" => Place::Proxy,
            None => Place::Server(name.to_owned()),
        }
    }
}

#[test]
fn a_line_of_a_conversation_is_read_to_the_byte() {
    let script = Script::parse("server ns2 at [::1]\nS2> MSG \\{ü\\x00\\\\ {route:ns2}\\r\\n");
    assert_eq!(script.servers, [("ns2".to_owned(), "[::1]".to_owned())]);
    let end = End { session: 2, is_client: false };
    let text = vec![
        Piece::Bytes("MSG {ü\0\\ ".into()),
        Piece::Place(Place::Route("ns2".to_owned())),
        Piece::Bytes(b"\r\n".to_vec()),
    ];
    assert_eq!(script.steps[0].act, Act::Send(end, text));
}

#[test]
#[should_panic(expected = "line 2 makes no sense: C says OUT")]
fn a_line_that_makes_no_sense_is_named() {
    Script::parse("# A comment\nC says OUT");
}
