//! Secrets in bytes that are no command line: payloads, other protocols, streams whose framing was lost.
//!
//! A secret stands there under its name in one of three shapes, `Name: value`, `name=value`, `<name>value</name>`; or in
//! a command that ended up inside, because a length was wrong. One pass over the bytes for lines, one for elements.

use super::name::{LONGEST_NAME, is_name_byte, is_secret};
use super::{in_command, rules};
use crate::Direction;
use std::ops::Range;

/// Finds what is secret in `bytes`, which stand at `at` in their frame.
pub(super) fn search(direction: Direction, bytes: &[u8], at: usize, found: &mut Vec<Range<usize>>) {
    let mut hidden_header = false;
    let mut start = 0;
    while start < bytes.len() {
        // Some clients end their header lines with a lone CR (§7.1).
        let end = memchr::memchr2(b'\r', b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
        let line = &bytes[start..end];
        let folded = hidden_header && line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        let value = if folded { Some(0) } else { secret_header(line) };
        hidden_header = value.is_some();
        match value {
            Some(value) => hide(value..line.len(), line, at + start, found),
            None => search_line(direction, line, end < bytes.len(), at + start, found),
        }
        let crlf = bytes[end..].starts_with(b"\r\n");
        start = end + if crlf { 2 } else { 1 };
    }
    search_elements(bytes, at, found);
}

/// Where the value begins in `Name: value`, if the name is a secret's.
fn secret_header(line: &[u8]) -> Option<usize> {
    let start = &line[..line.len().min(LONGEST_NAME)];
    let colon = memchr::memchr(b':', start)?;
    is_secret(start[..colon].trim_ascii_end()).then_some(colon + 1)
}

fn search_line(direction: Direction, line: &[u8], ended: bool, at: usize, found: &mut Vec<Range<usize>>) {
    // A command begins wherever the payload before it ended, so not only at the start of a line.
    for space in memchr::memchr_iter(b' ', line) {
        let Some(start) = space.checked_sub(3) else {
            continue;
        };
        let hidden = found.last().is_some_and(|last| at + space < last.end);
        if !hidden && rules(direction, &line[start..]).next().is_some() {
            in_command(direction, &line[start..], ended, at + start, found);
        }
    }
    search_pairs(line, ended, at, found);
}

/// Finds `name=value` and tickets (`t=…&p=…`).
pub(super) fn search_pairs(line: &[u8], ended: bool, at: usize, found: &mut Vec<Range<usize>>) {
    let mut searched = 0;
    for equals in memchr::memchr_iter(b'=', line) {
        let name = name_before(&line[searched.min(equals)..equals]);
        let quote = line.get(equals + 1).copied().filter(|byte| matches!(byte, b'"' | b'\''));
        let ticket = name.eq_ignore_ascii_case(b"t") && quote.is_none();
        if !ticket && !is_secret(name) {
            continue;
        }
        let start = equals + 1 + usize::from(quote.is_some());
        let ends_value = |byte: &u8| match quote {
            Some(quote) => *byte == quote,
            None if ticket => b" \t\r\n,<>\"'".contains(byte),
            None => b" \t\r\n,<>\"'&;".contains(byte),
        };
        let length = line[start..].iter().position(ends_value);
        let end = length.map_or(line.len(), |length| start + length);
        let cut = length.is_none() && !ended;
        if !ticket || cut || is_ticket(&line[start..end]) {
            hide(start..end, line, at, found);
            searched = end;
        }
    }
}

/// Whether this is long enough for a ticket: `t=` also stands for other things.
fn is_ticket(value: &[u8]) -> bool {
    value.len() >= 8 || memchr::memchr(b'&', value).is_some()
}

/// The name that ends where `bytes` end.
fn name_before(bytes: &[u8]) -> &[u8] {
    let nearest = &bytes[bytes.len().saturating_sub(LONGEST_NAME)..];
    let start = nearest.iter().rposition(|byte| !is_name_byte(*byte)).map_or(0, |at| at + 1);
    &nearest[start..]
}

/// Finds the text of XML elements with a secret's name. One that is not closed hides all that follows.
fn search_elements(bytes: &[u8], at: usize, found: &mut Vec<Range<usize>>) {
    let mut next = 0;
    while let Some(tag) = memchr::memchr(b'<', &bytes[next..]) {
        let name = next + tag + 1;
        next = name;
        if !is_secret(element_name(&bytes[name..])) {
            continue;
        }
        let Some(bracket) = memchr::memchr(b'>', &bytes[name..]) else {
            return hide(name..bytes.len(), bytes, at, found);
        };
        let text = name + bracket + 1;
        next = text;
        if bytes[text - 2] != b'/' {
            next = closing_tag(&bytes[text..], element_name(&bytes[name..]))
                .map_or(bytes.len(), |end| text + end);
            hide(text..next, bytes, at, found);
        }
    }
}

/// The name a tag begins with, without its prefix.
fn element_name(tag: &[u8]) -> &[u8] {
    let nearest = &tag[..tag.len().min(LONGEST_NAME)];
    let end = nearest.iter().position(|byte| !is_name_byte(*byte) && *byte != b':');
    let name = &nearest[..end.unwrap_or(nearest.len())];
    let prefix = memchr::memrchr(b':', name).map_or(0, |colon| colon + 1);
    &name[prefix..]
}

fn closing_tag(bytes: &[u8], name: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', bytes).find(|&tag| {
        let closing = bytes[tag + 1..].strip_prefix(b"/");
        closing.is_some_and(|closing| element_name(closing).eq_ignore_ascii_case(name))
    })
}

/// Adds this range of `bytes`, which stand at `at`, without the white space around.
fn hide(range: Range<usize>, bytes: &[u8], at: usize, found: &mut Vec<Range<usize>>) {
    let start = range.end - bytes[range.clone()].trim_ascii_start().len();
    let end = start + bytes[start..range.end].trim_ascii_end().len();
    if start < end {
        found.push(at + start..at + end);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{secrets, shown};
    use crate::{Direction, Frame};
    use Direction::{ClientToServer, ServerToClient};

    /// A payload behind a line that holds no secret, and the same bytes as an opaque piece.
    fn check(direction: Direction, text: &str, expected: &str) {
        let line = format!("MSG Hotmail Hotmail {}\r\n", text.len());
        let bytes = [line.as_bytes(), text.as_bytes()].concat();
        let frame = Frame { bytes: &bytes, opaque: false };
        assert_eq!(shown(direction, &frame), format!("{line}{expected}"), "a payload");
        check_opaque(direction, text, expected);
    }

    fn check_opaque(direction: Direction, text: &str, expected: &str) {
        let frame = Frame { bytes: text.as_bytes(), opaque: true };
        assert_eq!(shown(direction, &frame), expected, "an opaque piece");
    }

    #[test]
    fn a_profile_hides_passports_cookies_and_nothing_else() {
        check(
            ServerToClient,
            "Kid: 0\r\nsid: 507\r\nkv: 11\r\nMSPAuth: 78a2Y6+H31==\r\nmspprof: 2AAA \r\nMPOPEnabled: 0\r\n\r\n",
            "Kid: 0\r\nsid: 507\r\nkv: 11\r\nMSPAuth: •••\r\nmspprof: ••• \r\nMPOPEnabled: 0\r\n\r\n",
        );
    }

    #[test]
    fn a_mail_notice_hides_where_the_mailbox_is_opened() {
        check(
            ServerToClient,
            "Inbox-URL: /cgi-bin/HoTMaiL\r\nPost-URL: https://login.example/ppsecure/sha1auth.srf?lc=1033\r\ncreds: 41c9\r\n",
            "Inbox-URL: /cgi-bin/HoTMaiL\r\nPost-URL: •••\r\ncreds: •••\r\n",
        );
    }

    #[test]
    fn passwords_of_relays_and_of_direct_transfers_are_hidden() {
        check(
            ServerToClient,
            "ServerAddress: 192.0.2.3\r\nSessionUsername: u\r\nSessionPassword: hunter2\r\n\0",
            "ServerAddress: 192.0.2.3\r\nSessionUsername: u\r\nSessionPassword: •••\r\n\0",
        );
        check(
            ClientToServer,
            "Invitation-Cookie: 85366\r\nPort: 6891\r\nAuthCookie: 93301\r\n",
            "Invitation-Cookie: 85366\r\nPort: 6891\r\nAuthCookie: •••\r\n",
        );
    }

    #[test]
    fn header_lines_are_found_whatever_ends_folds_or_pads_them() {
        check(ServerToClient, "MSPAuth: a\rKid: 0\r", "MSPAuth: •••\rKid: 0\r");
        check(ServerToClient, "MSPAuth:a\nKid: 0\n", "MSPAuth:•••\nKid: 0\n");
        check(
            ServerToClient,
            "Cookie :\r\n a\r\n\tb\r\nKid: 0\r\n",
            "Cookie :\r\n •••\r\n\t•••\r\nKid: 0\r\n",
        );
        check(ServerToClient, "MSPAuth:\r\nKid: 0\r\n", "MSPAuth:\r\nKid: 0\r\n");
    }

    #[test]
    fn http_that_was_sent_to_the_wrong_port_shows_no_password() {
        for (line, expected) in [
            ("Authorization: Passport1.4 sign-in=a,pwd=b", "Authorization: •••"),
            ("authentication-info: Passport1.4 from-PP='t=1&p='", "authentication-info: •••"),
            ("WWW-Authenticate: Passport1.4 da-status=failed", "WWW-Authenticate: •••"),
            ("Cookie: MSPAuth=1", "Cookie: •••"),
            ("Set-Cookie: MSPAuth=1; path=/", "Set-Cookie: •••"),
            ("Host: login.live.com", "Host: login.live.com"),
            ("X: sign-in=a,pwd=b,lc=1033,tpf=43f8", "X: sign-in=a,pwd=•••,lc=1033,tpf=43f8"),
            ("X from-PP='t=1&p=2',ru=http://a", "X from-PP='•••',ru=http://a"),
            ("login=a&passwd=hunter2&creds=41&x=1", "login=a&passwd=•••&creds=•••&x=1"),
            ("<t>t=53*EXAMPLE&amp;p=9</t>", "<t>t=•••</t>"),
            ("<t>t=53*EXAMP</t>", "<t>t=•••</t>"),
            ("x t=1&p=2 y", "x t=••• y"),
            (
                "<Ticket passport=\"t=53*EXAMPLE&amp;p=\" lockkey='41c9' appid='P'/>",
                "<Ticket passport=\"t=•••\" lockkey='•••' appid='P'/>",
            ),
        ] {
            check(ClientToServer, &format!("{line}\r\n"), &format!("{expected}\r\n"));
        }
    }

    #[test]
    fn xml_elements_hide_their_text() {
        for (text, expected) in [
            ("<wsse:Password>hunter2</wsse:Password>.", "<wsse:Password>•••</wsse:Password>."),
            ("<Password>\n hunter2\n</password >.", "<Password>\n •••\n</password >."),
            (
                "<wsse:BinarySecurityToken Id='PPToken1'>t=1</wsse:BinarySecurityToken><a>b</a>",
                "<wsse:BinarySecurityToken Id='PPToken1'>•••</wsse:BinarySecurityToken><a>b</a>",
            ),
            ("<TicketToken>t=1&amp;p=</TicketToken>", "<TicketToken>•••</TicketToken>"),
            ("<CircleTicket><b>x</b></CircleTicket><b>y</b>", "<CircleTicket>•••</CircleTicket><b>y</b>"),
            ("<Password/><a>b</a>", "<Password/><a>b</a>"),
            (
                "<ml><d n=\"b\"><c n=\"a\" t=\"1\" /></d></ml>",
                "<ml><d n=\"b\"><c n=\"a\" t=\"1\" /></d></ml>",
            ),
            ("a<Username>alice</Username><Password>hunt", "a<Username>alice</Username><Password>•••"),
        ] {
            check(ClientToServer, text, expected);
        }
    }

    #[test]
    fn text_that_only_resembles_a_secret_is_shown() {
        for text in ["t=1\r\n", "ct=1190042501\r\n", "a == b\r\n", "note: the cookie\r\n", "x <b> y\r\n"] {
            check(ServerToClient, text, text);
        }
    }

    #[test]
    fn a_command_inside_what_a_wrong_length_swallowed_is_judged_too() {
        check(
            ServerToClient,
            "</Data>XFR 14 SB 198.51.100.20:1863 CKI 1.2.3\r\nRNG 1 a:1 CKI 8.4 b@b B\r\n",
            "</Data>XFR 14 SB 198.51.100.20:1863 CKI •••\r\nRNG 1 a:1 CKI ••• b@b B\r\n",
        );
        check(
            ClientToServer,
            "lloUSR 4 SSO S t=EX HAAA= {6f}\r\nUSR 7 TWN S x y\r\n",
            "lloUSR 4 SSO S ••• ••• {6f}\r\nUSR 7 TWN S ••• •••\r\n",
        );
        check(ClientToServer, "ANS 1 a@b 8.4 7USR 1 a@b 9.9\r\n", "ANS 1 a@b ••• 7USR 1 a@b •••\r\n");
    }

    #[test]
    fn a_value_cut_short_is_hidden_to_its_end() {
        for (text, expected) in [
            ("Kid: 0\r\nMSPAuth: 78a2Y", "Kid: 0\r\nMSPAuth: •••"),
            ("x=1&pwd=hun", "x=1&pwd=•••"),
            ("<b>t=53", "<b>t=•••"),
            ("x from-PP='t=5", "x from-PP='•••"),
            ("<a/><wsse:Password Type='x", "<a/><•••"),
        ] {
            check_opaque(ClientToServer, text, expected);
        }
    }

    #[test]
    fn a_long_line_of_nothing_but_secrets_is_searched_once() {
        for text in ["USR 1 TWN S ", "<Ticket ", "<Ticket>", "pwd=\"", "t=", "pwd=", "Cookie:\r "] {
            let bytes = text.repeat(1024 * 1024 / text.len()).into_bytes();
            let secrets = secrets(ClientToServer, &Frame { bytes: &bytes, opaque: true });
            assert!(secrets.iter().is_sorted_by_key(|range| range.start), "{text}");
        }
    }

    #[test]
    fn secrets_within_secrets_are_found_once() {
        let line = "USR 1 TWN S ".repeat(2000) + "\r\n";
        let found = secrets(ClientToServer, &Frame { bytes: line.as_bytes(), opaque: true });
        assert_eq!(found.len(), 4 * 2000 - 4);
        assert!(found.capacity() < line.len(), "one range for each word, no more");
    }
}
