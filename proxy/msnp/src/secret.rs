//! Which bytes of a frame nobody should see over a shoulder or in a shared capture: passwords, the digests made from
//! them, tickets and cookies.
//!
//! To remember: in doubt it is a secret. A line that stops before its line end hides everything from its first secret
//! on, and so does a login scheme nobody has described.
//!
//! Not secrets, because they open nothing: the server's challenges (salt, nonce, `tpf`), the answer to `CHL` (made from
//! keys everybody knows, §6.7), `sid` and `kv` of the profile (a site's number and a key's version, the same for
//! everybody), the hop counter, session ids without their cookie, machine ids, invitation cookies (they number the
//! invitations of a conversation).
//!
//! *Opaque pieces are judged one by one, as if each began where a line does.* A piece that goes on where the one before
//! it was cut cannot be judged alone, nor can the rest of an XML element or of a folded header that began in an
//! earlier piece: whoever shows such a piece knows what came before it, and hides it when that was hidden to its end.

mod name;
mod text;

use crate::{Direction, Frame};
use std::ops::Range;

/// The ranges of the frame's bytes to hide: in order, apart, none empty, all within the frame.
///
/// Nothing is allocated unless a secret is found.
pub fn secrets(direction: Direction, frame: &Frame<'_>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if frame.opaque {
        text::search(direction, frame.bytes, 0, &mut found);
    } else {
        let line = frame.line();
        if rules(direction, line).next().is_some() {
            let ended = line.ends_with(b"\n");
            in_command(direction, line, ended, 0, &mut found);
            text::search_pairs(line, ended, 0, &mut found);
        }
        text::search(direction, frame.payload(), line.len(), &mut found);
    }
    joined(found)
}

/// Which arguments of a command are secret.
struct Rule {
    direction: Direction,
    verb: &'static [u8; 3],
    /// The rule is for lines where these arguments read so, whatever their case; `@` stands for any account.
    when: &'static [(usize, &'static str)],
    /// Counted from 1, as in the wire reference.
    secret: Range<usize>,
}

/// To the end of the line.
const REST: usize = usize::MAX;
const NONE: Range<usize> = 0..0;

/// The first that fits decides. Rows are those of §5.
const RULES: &[Rule] = &[
    // Asking for a login names the account and no more: rows 10, 14 and 17.
    client(b"USR", &[(2, "MD5"), (3, "I")], NONE),
    client(b"USR", &[(2, "TWN"), (3, "I")], NONE),
    client(b"USR", &[(2, "SSO"), (3, "I")], NONE),
    // The answers: digest (12), ticket (16), ticket and blob (19 and 20, then a machine's id), circle ticket (21).
    client(b"USR", &[(2, "MD5"), (3, "S")], 4..REST),
    client(b"USR", &[(2, "TWN"), (3, "S")], 4..REST),
    client(b"USR", &[(2, "SSO"), (3, "S")], 4..6),
    client(b"USR", &[(2, "SHA"), (3, "A")], 4..REST),
    // `USR account cookie`, a direct file transfer (§5.5).
    client(b"USR", &[(1, "@")], 2..REST),
    // `USR T account cookie` on a switchboard (106); the clear-text login (13), and whatever else there was.
    client(b"USR", &[], 3..REST),
    // `ANS T account cookie session` (108), also with its transaction id forgotten.
    client(b"ANS", &[(1, "@")], 2..3),
    client(b"ANS", &[], 3..4),
    // An HTTP request may begin like a command.
    client(b"GET", &[], NONE),
    client(b"PUT", &[], NONE),
    // `XFR T SB address CKI cookie` and the older schemes, whose cookie was the salt (§3.2).
    server(b"XFR", &[(2, "NS")], NONE),
    server(b"XFR", &[(1, "SB")], 4..5),
    server(b"XFR", &[], 5..6),
    // `RNG session address CKI cookie inviter nick` (§3.3).
    server(b"RNG", &[], 4..5),
];

const fn client(
    verb: &'static [u8; 3],
    when: &'static [(usize, &'static str)],
    secret: Range<usize>,
) -> Rule {
    Rule { direction: Direction::ClientToServer, verb, when, secret }
}

const fn server(
    verb: &'static [u8; 3],
    when: &'static [(usize, &'static str)],
    secret: Range<usize>,
) -> Rule {
    Rule { direction: Direction::ServerToClient, verb, when, secret }
}

/// The rules for the command that `line` begins with.
fn rules(direction: Direction, line: &[u8]) -> impl Iterator<Item = &'static Rule> {
    let verb = line.first_chunk::<3>().copied();
    RULES.iter().filter(move |rule| Some(*rule.verb) == verb && rule.direction == direction)
}

/// Finds the secret arguments of the command that `line` begins with; `at` is where the line stands in the frame. A line
/// that has not `ended` hides all that follows the first of them.
fn in_command(direction: Direction, line: &[u8], ended: bool, at: usize, found: &mut Vec<Range<usize>>) {
    let reads_so = |&(n, expected): &(usize, &str)| {
        let argument = words(line).nth(n).map(|word| &line[word]);
        argument.is_some_and(|argument| match expected {
            "@" => argument.contains(&b'@'),
            _ => argument.eq_ignore_ascii_case(expected.as_bytes()),
        })
    };
    let Some(rule) = rules(direction, line).find(|rule| rule.when.iter().all(reads_so)) else {
        return;
    };
    let secret = words(line).skip(rule.secret.start).take(rule.secret.len());
    for word in secret {
        if !ended {
            found.push(at + word.start..at + line.len());
            return;
        }
        found.push(at + word.start..at + word.end);
    }
}

/// Where the words of a line stand, the verb being word 0. Servers split on any run of white space, so a secret behind
/// two spaces is one too.
fn words(line: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next + line[next..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        let length = line[start..].iter().position(u8::is_ascii_whitespace);
        next = length.map_or(line.len(), |length| start + length);
        Some(start..next)
    })
}

/// In order, with what overlaps or touches made one.
fn joined(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_unstable_by_key(|range| range.start);
    found.dedup_by(|next, range| {
        let joins = next.start <= range.end;
        if joins {
            range.end = range.end.max(next.end);
        }
        joins
    });
    found
}

/// A frame as it may be shown: what is secret made `•••`, the rest lossy.
#[cfg(test)]
fn shown(direction: Direction, frame: &Frame<'_>) -> String {
    let mut shown = Vec::new();
    let mut copied = 0;
    for secret in secrets(direction, frame) {
        shown.extend_from_slice(&frame.bytes[copied..secret.start]);
        shown.extend_from_slice("•••".as_bytes());
        copied = secret.end;
    }
    shown.extend_from_slice(&frame.bytes[copied..]);
    String::from_utf8_lossy(&shown).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    /// A line with its line end, read as a command and, framing having been lost, as an opaque piece.
    fn check(direction: Direction, line: &str, expected: &str) {
        for opaque in [false, true] {
            let bytes = format!("{line}\r\n").into_bytes();
            let shown = shown(direction, &Frame { bytes: &bytes, opaque });
            assert_eq!(shown, format!("{expected}\r\n"), "opaque: {opaque}");
        }
    }

    #[test]
    fn every_form_of_login_hides_what_opens_the_account() {
        for (line, expected) in [
            ("USR 3 MD5 I alice@example.org", "USR 3 MD5 I alice@example.org"),
            ("USR 7 MD5 S 41c9739a068ed147562d51f190df20fc", "USR 7 MD5 S •••"),
            ("USR 3 CTP I alice@example.org hunter2", "USR 3 CTP ••• ••• •••"),
            ("USR 4 CTP S hunter2", "USR 4 CTP ••• •••"),
            ("USR 3 TWN I alice@example.org", "USR 3 TWN I alice@example.org"),
            ("USR 7 TWN S t=53*EXAMPLE&p=", "USR 7 TWN S •••"),
            ("USR 3 SSO I alice@example.org", "USR 3 SSO I alice@example.org"),
            ("USR 4 SSO S t=EX&p= HAAAAAEA=", "USR 4 SSO S ••• •••"),
            ("USR 4 SSO S t=EX&p= HAAA= {6f1d2c3b}", "USR 4 SSO S ••• ••• {6f1d2c3b}"),
            ("USR 9 SHA A PD94bWwg", "USR 9 SHA A •••"),
        ] {
            check(ClientToServer, line, expected);
        }
    }

    #[test]
    fn the_cookies_of_a_switchboard_are_hidden_wherever_they_pass() {
        for (line, expected) in [
            ("USR 1 alice@example.org 17262740.32308", "USR 1 alice@example.org •••"),
            ("USR 1 alice@example.org;{6f1d} 1.2", "USR 1 alice@example.org;{6f1d} •••"),
            ("ANS 1 bob@example.org 849102291.5 11752013", "ANS 1 bob@example.org ••• 11752013"),
            ("ANS 1 bob@example.org 849102291.5", "ANS 1 bob@example.org •••"),
            ("USR bob@example.org 4242", "USR bob@example.org •••"),
        ] {
            check(ClientToServer, line, expected);
        }
        for (line, expected) in [
            ("XFR 12 SB 198.51.100.20:1863 CKI 1726.42.99", "XFR 12 SB 198.51.100.20:1863 CKI •••"),
            ("XFR 12 SB a:1 CKI 1.2 U msn.com 1", "XFR 12 SB a:1 CKI ••• U msn.com 1"),
            ("XFR 12 SB a:1 MD5 1190042501.19421", "XFR 12 SB a:1 MD5 •••"),
            ("XFR 12 SB a:1 CTP", "XFR 12 SB a:1 CTP"),
            ("RNG 11 a:1 CKI 84.52 bob@b Bob U msn.com 1", "RNG 11 a:1 CKI ••• bob@b Bob U msn.com 1"),
            ("RNG 11 a:1 MD5 84.52 bob@b Bob", "RNG 11 a:1 MD5 ••• bob@b Bob"),
        ] {
            check(ServerToClient, line, expected);
        }
    }

    #[test]
    fn mistakes_of_those_who_write_clients_show_no_secret() {
        for (line, expected) in [
            ("USR 7 TWN t=53*EXAMPLE&p=", "USR 7 TWN •••"),
            ("USR TWN S t=53*EXAMPLE&p=", "USR TWN S •••"),
            ("USR 7 twn s 78a24b0a", "USR 7 twn s •••"),
            ("USR  7  TWN S   78a24b0a ", "USR  7  TWN S   ••• "),
            ("USR 7 TWN S\t78a24b0a", "USR 7 TWN S\t•••"),
            ("USR 7 NEW S 78a24b0a", "USR 7 NEW ••• •••"),
            ("USR 1 alice 17262740.32308", "USR 1 alice •••"),
            ("USR 1 17262740.32308 alice@example.org", "USR 1 17262740.32308 •••"),
            ("ANS bob@example.org 849102291.5 11752013", "ANS bob@example.org ••• 11752013"),
            ("USR", "USR"),
            ("USR 1", "USR 1"),
        ] {
            check(ClientToServer, line, expected);
        }
        check(ServerToClient, "XFR SB a:1 CKI 1.2", "XFR SB a:1 CKI •••");
    }

    #[test]
    fn a_line_cut_short_hides_everything_from_its_secret_on() {
        let check = |direction, line: &str, expected: &str| {
            let cut = Frame { bytes: line.as_bytes(), opaque: true };
            assert_eq!(shown(direction, &cut), expected);
        };
        check(ClientToServer, "USR 4 TWN S t=53*EX", "USR 4 TWN S •••");
        check(ClientToServer, "USR 4 SSO S t=EX&p= HAAA= {6f1d", "USR 4 SSO S •••");
        check(ClientToServer, "USR 4 TWN S ", "USR 4 TWN S ");
        check(ClientToServer, "ANS 1 bob@example.org 84.52 1175", "ANS 1 bob@example.org •••");
        check(ServerToClient, "RNG 11 a:1 CKI 84.52 bob@ex", "RNG 11 a:1 CKI •••");
        check(ServerToClient, "XFR 12 SB a:1 CK", "XFR 12 SB a:1 CK");
    }

    #[test]
    fn what_the_other_side_may_say_is_judged_by_its_own_rules() {
        for line in [
            "USR 6 MD5 S 1190042501.19421",
            "USR 6 TWN S lc=1033,id=507,tw=40,ct=1190042501,tpf=43f8a4c8",
            "USR 3 SSO S MBI_KEY_OLD AAECAwQF",
            "USR 7 OK alice@example.org Alice%20A 1 0",
            "XFR 3 NS 198.51.100.7:1863 U D VmVyc2lvbjogMQ0K",
            "XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863",
            "CHL 0 15570131571988941333",
            "ANS 1 OK",
        ] {
            check(ServerToClient, line, line);
        }
        check(ClientToServer, "XFR 8 SB", "XFR 8 SB");
        check(ClientToServer, "GET /x?user=a&pwd=hunter2&x=1 HTTP/1.1", "GET /x?user=a&pwd=•••&x=1 HTTP/1.1");
    }

    #[test]
    fn an_ordinary_frame_costs_no_allocation() {
        for line in ["NLN NLN bob@example.org t=EXAMPLETICKET 268435492\r\n", "PNG\r\n", "\r\n"] {
            let frame = Frame { bytes: line.as_bytes(), opaque: false };
            assert_eq!(secrets(ServerToClient, &frame).capacity(), 0);
        }
    }
}
