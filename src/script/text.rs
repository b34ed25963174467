//! Bytes as a conversation file writes them.

use msnp::{Direction, Frame};
use nudge_proxy::transcript::Passed;
use nudge_proxy::view::is_deceptive;
use std::fmt::Write as _;
use std::ops::Range;

/// Bytes, readable where they can be: `\r`, `\n`, `\t`, `\\`, `\{` and `\xFF` stand for what they say.
pub(super) fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\r' => text.push_str("\\r"),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '\\' => text.push_str("\\\\"),
                '{' => text.push_str("\\{"),
                c if is_deceptive(c) => push_hexadecimal(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes()),
                c => text.push(c),
            }
        }
        push_hexadecimal(&mut text, chunk.invalid());
    }
    text
}

fn push_hexadecimal(text: &mut String, bytes: &[u8]) {
    bytes.iter().for_each(|byte| write!(text, "\\x{byte:02x}").expect("a String takes everything"));
}

/// The same with places, such as `{ns2}`, instead of what stands in these ranges, which are in order and apart.
pub(super) fn with_places(bytes: &[u8], places: &[(Range<usize>, &str)]) -> String {
    let (mut text, mut next) = (String::new(), 0);
    for (range, place) in places {
        text += &escaped(&bytes[next..range.start]);
        text += place;
        next = range.end;
    }
    text + &escaped(&bytes[next..])
}

/// A frame's bytes, with `x` for each byte of a secret unless they are revealed.
pub(super) fn shown(passed: &Passed<'_>, bytes: &[u8], reveal: bool) -> Vec<u8> {
    let mut shown = bytes.to_vec();
    if reveal {
        return shown;
    }
    if passed.continued {
        // The start of its line, where the name of a secret may stand, is in another entry.
        shown.iter_mut().filter(|byte| !byte.is_ascii_whitespace()).for_each(|byte| *byte = b'x');
        return shown;
    }
    for secret in secrets(passed.direction, bytes, passed.opaque) {
        shown[secret].fill(b'x');
    }
    shown
}

fn secrets(direction: Direction, bytes: &[u8], opaque: bool) -> Vec<Range<usize>> {
    msnp::secret::secrets(direction, &Frame { bytes, opaque })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_conversations_read_them() {
        let check = |bytes: &[u8], expected| assert_eq!(escaped(bytes), expected);
        check(b"MSG 1 N 5\r\n{a}\\\t", r"MSG 1 N 5\r\n\{a}\\\t");
        check("Bøb ☺".as_bytes(), "Bøb ☺");
        check(b"caf\xe9\x00\x1b[", r"caf\xe9\x00\x1b[");
        check("a\u{202e}b\u{85}".as_bytes(), r"a\xe2\x80\xaeb\xc2\x85");
    }

    #[test]
    fn places_stand_for_what_they_replace() {
        let line = b"XFR 3 NS 1.2.3.4:5 0 {";
        assert_eq!(with_places(line, &[(9..18, "{ns2}"), (19..20, "{main}")]), r"XFR 3 NS {ns2} {main} \{");
    }

    #[test]
    fn secrets_keep_their_length_and_nothing_else() {
        let line = b"USR 3 TWN S t=secret\r\n";
        let passed = Passed::plain(Direction::ClientToServer, nudge_proxy::transcript::Origin::Client, line);
        let hidden = shown(&passed, line, false);
        assert!(
            hidden.starts_with(b"USR 3 TWN S ") && hidden.ends_with(b"x\r\n") && hidden.len() == line.len()
        );
        assert!(!hidden.windows(6).any(|bytes| bytes == b"secret"));
        assert_eq!(shown(&passed, line, true), line);
        let rest = Passed { opaque: true, continued: true, ..passed };
        assert_eq!(shown(&rest, b"ab c\r\n", false), b"xx x\r\n");
    }
}
