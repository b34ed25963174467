//! Where one command ends and the next begins.
//!
//! To remember: the frames of a direction, concatenated, are exactly the bytes that were fed in, however the reads
//! were cut. Framing cannot fail; it can only become *opaque*, after which bytes are passed on without being
//! understood, for ever: resynchronising on "three capitals" would find commands inside payloads (§10.4).

use crate::{Direction, Verb, payload};
use serde::{Deserialize, Serialize};

/// The longest line understood, with its line end, in bytes. Tickets make lines of several KB (§1.6).
pub const MAX_LINE: usize = 64 * 1024;

/// The longest payload understood, in bytes.
pub const MAX_PAYLOAD: usize = 1024 * 1024;

/// The exact bytes of one command, line and payload; or bytes that are no command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// As received.
    pub bytes: &'a [u8],
    /// Whether these are just bytes: framing was lost before or at them, so they may be cut anywhere.
    pub opaque: bool,
}

impl<'a> Frame<'a> {
    /// The line, with its line end. All of an opaque frame.
    pub fn line(&self) -> &'a [u8] {
        match memchr::memchr(b'\n', self.bytes) {
            Some(lf) if !self.opaque => &self.bytes[..=lf],
            _ => self.bytes,
        }
    }

    /// What follows the line.
    pub fn payload(&self) -> &'a [u8] {
        &self.bytes[self.line().len()..]
    }
}

/// Why a direction is no longer understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Opacity {
    /// A line began with something other than three letters A–Z or three digits.
    NotACommand,
    /// A line was longer than [`MAX_LINE`].
    LongLine,
    /// A line announced a payload larger than [`MAX_PAYLOAD`].
    HugePayload,
    /// The caller would not keep the beginning of a frame any longer ([`Deframer::give_up`]).
    GivenUp,
}

/// A frame that has begun and not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The bytes there are.
    pub have: usize,
    /// The bytes the whole frame will have; `None` while its line has not ended.
    pub want: Option<usize>,
}

/// Cuts the bytes of one direction of one connection into frames.
///
/// The bytes stay with the caller, who calls [`next_frame`](Deframer::next_frame) with everything from the first byte
/// not yet returned in a frame, and again with the same beginning and more behind it once `None` was the answer.
/// No byte is searched twice.
#[derive(Clone, Debug)]
pub struct Deframer {
    direction: Direction,
    state: State,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// No line end in the first `scanned` bytes. Always `scanned <= MAX_LINE`.
    Line {
        scanned: usize,
    },
    /// The line is complete; with its payload the frame has `total` bytes, at most `MAX_LINE + MAX_PAYLOAD`.
    Payload {
        total: usize,
    },
    Opaque(Opacity),
}

impl Deframer {
    /// A deframer at the start of a connection.
    pub fn new(direction: Direction) -> Deframer {
        Deframer { direction, state: State::Line { scanned: 0 } }
    }

    /// The next frame, or `None` when more bytes are needed to tell where it ends.
    ///
    /// Opaque bytes never wait: they come back at once, cut behind each LF for the eye and every [`MAX_LINE`] bytes.
    pub fn next_frame<'a>(&mut self, bytes: &'a [u8]) -> Option<Frame<'a>> {
        if let State::Line { scanned } = self.state {
            self.state = self.read_line(bytes, scanned);
        }
        match self.state {
            State::Payload { total } if bytes.len() >= total => {
                self.state = State::Line { scanned: 0 };
                Some(Frame { bytes: &bytes[..total], opaque: false })
            }
            State::Opaque(_) if !bytes.is_empty() => Some(opaque_piece(bytes)),
            _ => None,
        }
    }

    /// What remains when the connection ends inside a frame: those bytes, as one piece that is no command.
    pub fn finish<'a>(&mut self, rest: &'a [u8]) -> Option<Frame<'a>> {
        self.state = State::Line { scanned: 0 };
        (!rest.is_empty()).then_some(Frame { bytes: rest, opaque: true })
    }

    /// Stops framing from the first byte not yet returned: for a caller that cannot keep the beginning of a frame.
    pub fn give_up(&mut self) {
        if self.opacity().is_none() {
            self.state = State::Opaque(Opacity::GivenUp);
        }
    }

    /// Why framing ended, if it did.
    pub fn opacity(&self) -> Option<Opacity> {
        match self.state {
            State::Opaque(why) => Some(why),
            _ => None,
        }
    }

    /// The frame that `rest`, the bytes not yet returned, has begun; `None` between frames.
    pub fn waiting(&self, rest: &[u8]) -> Option<Waiting> {
        let want = match self.state {
            State::Payload { total } => Some(total),
            _ => None,
        };
        (!rest.is_empty()).then_some(Waiting { have: rest.len(), want })
    }

    fn read_line(&self, bytes: &[u8], scanned: usize) -> State {
        if !may_begin_a_line(bytes) {
            return State::Opaque(Opacity::NotACommand);
        }
        let searched = &bytes[..bytes.len().min(MAX_LINE)];
        match memchr::memchr(b'\n', &searched[scanned..]) {
            Some(lf) => self.after_line(&searched[..=scanned + lf]),
            None if searched.len() == MAX_LINE => State::Opaque(Opacity::LongLine),
            None => State::Line { scanned: searched.len() },
        }
    }

    fn after_line(&self, line: &[u8]) -> State {
        let Some(verb) = Verb::at_start_of(line) else {
            return State::Payload { total: line.len() }; // an empty line is a frame
        };
        match usize::try_from(payload::announced(self.direction, verb, line)) {
            Ok(length) if length <= MAX_PAYLOAD => State::Payload { total: line.len() + length },
            _ => State::Opaque(Opacity::HugePayload),
        }
    }
}

/// Whether a line may begin like this: with a verb or the beginning of one, or with a line end.
fn may_begin_a_line(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4)];
    match start {
        [] | [b'\n', ..] | [b'\r'] | [b'\r', b'\n', ..] => true,
        [_, _, _, _] => Verb::at_start_of(start).is_some(),
        letters_or_digits => {
            letters_or_digits.iter().all(u8::is_ascii_uppercase)
                || letters_or_digits.iter().all(u8::is_ascii_digit)
        }
    }
}

fn opaque_piece(bytes: &[u8]) -> Frame<'_> {
    let piece = &bytes[..bytes.len().min(MAX_LINE)];
    let end = memchr::memchr(b'\n', piece).map_or(piece.len(), |lf| lf + 1);
    Frame { bytes: &piece[..end], opaque: true }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    fn frames(direction: Direction, bytes: &[u8]) -> Vec<(String, bool)> {
        let mut deframer = Deframer::new(direction);
        let mut at = 0;
        let mut frames = Vec::new();
        while let Some(frame) = deframer.next_frame(&bytes[at..]) {
            at += frame.bytes.len();
            frames.push((String::from_utf8_lossy(frame.bytes).into_owned(), frame.opaque));
        }
        frames
    }

    fn command(text: &str) -> (String, bool) {
        (text.to_owned(), false)
    }

    fn bytes(text: &str) -> (String, bool) {
        (text.to_owned(), true)
    }

    #[test]
    fn a_payload_is_not_read_as_commands() {
        let wire = b"MSG bob@example.org Bob 12\r\nXFR 1 NS a\r\nXFR 2 SB b CKI c\r\n";
        assert_eq!(
            frames(ServerToClient, wire),
            [command("MSG bob@example.org Bob 12\r\nXFR 1 NS a\r\n"), command("XFR 2 SB b CKI c\r\n")]
        );
    }

    #[test]
    fn an_empty_line_and_a_bare_lf_are_frames() {
        assert_eq!(
            frames(ClientToServer, b"\r\n\nOUT\nPNG\r\n"),
            [command("\r\n"), command("\n"), command("OUT\n"), command("PNG\r\n")]
        );
    }

    #[test]
    fn what_begins_like_no_command_is_opaque_at_once_and_for_ever() {
        for start in ["\x16\x03\x01", "POST ", "Msg 1\r\n", "12A 3\r\n", " OUT\r\n", "\rOUT\r\n", "OUTS\r\n"]
        {
            let wire = format!("PNG\r\n{start}\nPNG\r\n");
            let frames = frames(ClientToServer, wire.as_bytes());
            assert_eq!(frames[0], command("PNG\r\n"));
            assert!(frames[1..].iter().all(|(_, opaque)| *opaque), "{frames:?}");
        }
    }

    #[test]
    fn a_tls_hello_is_passed_on_from_its_first_byte() {
        assert_eq!(frames(ClientToServer, b"\x16"), [bytes("\x16")]);
    }

    #[test]
    fn a_line_may_be_as_long_as_the_limit_and_no_longer() {
        let mut line = b"USR ".to_vec();
        line.resize(MAX_LINE - 1, b'x');
        assert_eq!(frames(ClientToServer, &line), []);
        let whole = [&line[..], b"\n"].concat();
        assert_eq!(frames(ClientToServer, &whole).len(), 1);
        assert!(!frames(ClientToServer, &whole)[0].1);
        let longer = [&line[..], b"x\n"].concat();
        assert!(frames(ClientToServer, &longer)[0].1);
    }

    #[test]
    fn a_payload_may_be_as_long_as_the_limit_and_no_longer() {
        let longest = format!("MSG 1 N {MAX_PAYLOAD}\r\n");
        assert_eq!(frames(ClientToServer, longest.as_bytes()), []);
        for length in [MAX_PAYLOAD as u64 + 1, 4_294_967_295, u64::MAX] {
            let line = format!("MSG 1 N {length}\r\n");
            assert_eq!(frames(ClientToServer, line.as_bytes()), [bytes(&line)]);
        }
    }

    #[test]
    fn an_unfinished_frame_says_what_it_waits_for() {
        let mut deframer = Deframer::new(ClientToServer);
        let line = b"MSG 1 N 100\r\nhello";
        assert_eq!(deframer.next_frame(line), None);
        assert_eq!(deframer.waiting(line), Some(Waiting { have: 18, want: Some(113) }));
        assert_eq!(deframer.finish(line), Some(Frame { bytes: line, opaque: true }));
    }
}
