use crate::{Direction, Frame, Verb};

/// A frame read as a command: a verb, arguments, perhaps a payload. A view; the bytes stay the frame's.
#[derive(Clone, Copy, Debug)]
pub struct Command<'a> {
    /// The first word.
    pub verb: Verb,
    /// What follows the line, `verb` and arguments left as they came.
    pub payload: &'a [u8],
    /// The line without its line end, verb included.
    pub line: &'a [u8],
}

impl<'a> Command<'a> {
    /// Reads a frame. `None` for opaque bytes and for an empty line, which say nothing.
    pub fn read(frame: &Frame<'a>) -> Option<Command<'a>> {
        if frame.opaque {
            return None;
        }
        let line = frame.line();
        let payload = &frame.bytes[line.len()..];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Some(Command { verb: Verb::at_start_of(line)?, payload, line })
    }

    /// The arguments in order, as they stand on the wire: one space separates, so that two in a row enclose an empty
    /// argument (§2.1).
    pub fn args(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let after_verb = &self.line[3..];
        after_verb.split(|&byte| byte == b' ').skip(1)
    }

    /// Argument `n`, counted from 1 as in the wire reference.
    pub fn arg(&self, n: usize) -> Option<&'a [u8]> {
        self.args().nth(n.checked_sub(1)?)
    }

    /// Argument `n`, if there is one and it is UTF-8.
    pub fn arg_str(&self, n: usize) -> Option<&'a str> {
        std::str::from_utf8(self.arg(n)?).ok()
    }

    /// The transaction id, for the commands that have one (§1.3).
    ///
    /// Commands of the SYN burst carry one only up to MSNP7: there the form decides, not the dialect.
    pub fn trid(&self, direction: Direction) -> Option<u32> {
        use Direction::{ClientToServer, ServerToClient};
        match (direction, self.verb.as_bytes()) {
            (_, b"OUT") | (ClientToServer, b"PNG") => None,
            (ServerToClient, verb) if UNNUMBERED.contains(&verb) => None,
            // `LSG gid name 0` (8–9) against `LSG trid ser i n gid name 0` (7): §5.2, rows 55 and 56.
            (ServerToClient, b"LSG") if self.args().count() < 6 => None,
            _ => {
                let digits = self.arg_str(1).filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
                digits?.parse().ok()
            }
        }
    }
}

/// From the server, never with a transaction id, though some begin with a number that looks like one.
const UNNUMBERED: &[&[u8; 3]] = &[
    b"MSG", b"NLN", b"FLN", b"RNG", b"NOT", b"IPG", b"UBX", b"UBN", b"UBM", b"NFY", b"QNG", b"RFS", b"JOI",
    b"BYE", b"BPR",
];

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    fn command(line: &str) -> Command<'_> {
        Command::read(&Frame { bytes: line.as_bytes(), opaque: false }).expect("a command")
    }

    #[test]
    fn a_command_is_read_without_changing_a_byte() {
        let msg = command("MSG bob@example.org  5\r\nhello");
        assert_eq!(msg.verb, "MSG");
        assert_eq!(msg.args().collect::<Vec<_>>(), [&b"bob@example.org"[..], b"", b"5"]);
        assert_eq!(msg.payload, b"hello");
        assert_eq!(msg.arg(0), None);
    }

    #[test]
    fn an_empty_line_says_nothing() {
        assert!(Command::read(&Frame { bytes: b"\r\n", opaque: false }).is_none());
    }

    #[test]
    fn numbers_that_only_look_like_transaction_ids_are_none() {
        let check = |direction, line, trid| assert_eq!(command(line).trid(direction), trid, "{line}");
        check(ClientToServer, "USR 4294967295 MD5 I a@b", Some(4_294_967_295));
        check(ClientToServer, "VER 0 MSNP9", Some(0));
        check(ClientToServer, "PNG", None);
        check(ClientToServer, "MSG 3 N 0", Some(3));
        check(ServerToClient, "RNG 11752013 a:1 CKI c b@c B", None);
        check(ServerToClient, "QNG 60", None);
        check(ServerToClient, "OUT RCT 6", None);
        check(ServerToClient, "OUT 6", None);
        check(ClientToServer, "PNG 6", None);
        check(ServerToClient, "NOT 12", None);
        check(ServerToClient, "LSG 8 27 1 1 0 Other 0", Some(8));
        check(ServerToClient, "LSG 0 Other 0", None);
        check(ServerToClient, "GTC A", None);
        check(ServerToClient, "GTC 8 27 A", Some(8));
        check(ServerToClient, "913 7", Some(7));
        check(ServerToClient, "CHL 0 123", Some(0));
        check(ClientToServer, "CHG 4294967296 NLN", None);
        check(ClientToServer, "CHG +5 NLN", None);
    }
}
