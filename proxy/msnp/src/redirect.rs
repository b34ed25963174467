//! The two commands that send a client elsewhere, in every grammar of §3.1 to §3.3, and how to change where to.

use crate::{Address, Command};
use std::ops::Range;

/// An XFR or RNG from the server that names an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect<'a> {
    /// What the client is sent to.
    pub destination: Destination<'a>,
    /// The server named.
    pub address: Address,
    /// Argument 5 of `XFR T NS a 0 b` (MSNP7–12): the server the client is talking to now.
    pub current: Option<Address>,
    /// Where `address` stands in the line.
    span: Range<usize>,
    /// Where `current` stands in the line.
    current_span: Option<Range<usize>>,
}

/// What a redirect leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// `XFR T NS`: another notification server.
    NotificationServer,
    /// `XFR T NS host:port G …`: the HTTP gateway, which a TCP proxy does not stand in front of.
    HttpGateway,
    /// `XFR T SB`: a switchboard the client asked for. The cookie is absent with some old schemes.
    Switchboard {
        /// Presented with USR.
        cookie: Option<&'a str>,
    },
    /// `RNG session …`: a switchboard somebody invites the client to.
    Invitation {
        /// Presented with ANS.
        session: &'a str,
        /// Presented with ANS.
        cookie: Option<&'a str>,
    },
}

impl<'a> Redirect<'a> {
    /// Reads a command of the server's. `None` when it is no redirect, names no address (`XFR T NS 0`), or names one
    /// that cannot be understood.
    pub fn find(command: &Command<'a>) -> Option<Redirect<'a>> {
        if !matches!(command.verb.as_bytes(), b"XFR" | b"RNG") {
            return None;
        }
        let words = words(command.line);
        let word =
            |n: usize| words.get(n).and_then(|span| std::str::from_utf8(&command.line[span.clone()]).ok());
        let cookie = |scheme: usize| word(scheme + 1).filter(|_| word(scheme) == Some("CKI"));
        let (at, destination) = match (command.verb.as_bytes(), word(2)) {
            (b"XFR", Some("NS")) if word(4) == Some("G") => (3, Destination::HttpGateway),
            (b"XFR", Some("NS")) => (3, Destination::NotificationServer),
            (b"XFR", Some("SB")) => (3, Destination::Switchboard { cookie: cookie(4) }),
            (b"RNG", Some(_)) => (2, Destination::Invitation { session: word(1)?, cookie: cookie(3) }),
            _ => return None,
        };
        let current = match destination {
            Destination::NotificationServer if word(4) == Some("0") => word(5).and_then(Address::parse),
            _ => None,
        };
        Some(Redirect {
            destination,
            address: Address::parse(word(at)?)?,
            span: words[at].clone(),
            current_span: current.is_some().then(|| words[5].clone()),
            current,
        })
    }

    /// Where in the line [`address`](Redirect::address) stands and, where given, [`current`](Redirect::current) behind it.
    pub fn spans(&self) -> (Range<usize>, Option<Range<usize>>) {
        (self.span.clone(), self.current_span.clone())
    }

    /// The frame with another address in place of [`address`](Redirect::address) and, where given, of
    /// [`current`](Redirect::current). Not a byte else differs.
    pub fn rewrite(&self, frame: &[u8], address: &Address, current: Option<&Address>) -> Vec<u8> {
        let mut rewritten = Vec::with_capacity(frame.len() + 64);
        rewritten.extend_from_slice(&frame[..self.span.start]);
        rewritten.extend_from_slice(address.to_string().as_bytes());
        let mut copied = self.span.end;
        if let (Some(span), Some(current)) = (&self.current_span, current) {
            rewritten.extend_from_slice(&frame[copied..span.start]);
            rewritten.extend_from_slice(current.to_string().as_bytes());
            copied = span.end;
        }
        rewritten.extend_from_slice(&frame[copied..]);
        rewritten
    }
}

/// Where the words of a line stand, the verb being word 0. Clients split on runs of spaces, and no word of a redirect
/// up to the address can be empty.
fn words(line: &[u8]) -> Vec<Range<usize>> {
    let mut words = Vec::with_capacity(8);
    let mut start = 0;
    for end in memchr::memchr_iter(b' ', line).chain([line.len()]) {
        if end > start {
            words.push(start..end);
        }
        start = end + 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;

    fn find(line: &str) -> Option<Redirect<'_>> {
        Redirect::find(&Command::read(&Frame { bytes: line.as_bytes(), opaque: false })?)
    }

    /// Rewrites to `here:1`, and argument 5 to `me:2` where there is one.
    fn rewritten(line: &str) -> String {
        let redirect = find(line).unwrap_or_else(|| panic!("{line:?} is a redirect"));
        let rewritten =
            redirect.rewrite(line.as_bytes(), &Address::new("here", 1), Some(&Address::new("me", 2)));
        String::from_utf8(rewritten).expect("UTF-8")
    }

    #[test]
    fn only_the_address_changes_in_every_grammar() {
        for (line, expected) in [
            ("XFR 3 NS 198.51.100.7\r\n", "XFR 3 NS here:1\r\n"),
            ("XFR 3 NS 198.51.100.7:1863\r\n", "XFR 3 NS here:1\r\n"),
            ("XFR 3 NS 198.51.100.7:1863 0\r\n", "XFR 3 NS here:1 0\r\n"),
            ("XFR 3 NS 198.51.100.7:1863 0 198.51.100.2:1863\r\n", "XFR 3 NS here:1 0 me:2\r\n"),
            ("XFR 3 NS ns7.example:1863 U D\r\n", "XFR 3 NS here:1 U D\r\n"),
            ("XFR 3 NS 198.51.100.7:1863 U D VmVy==\n", "XFR 3 NS here:1 U D VmVy==\n"),
            ("XFR 12 SB 198.51.100.20:1863 CKI 1.2.3\r\n", "XFR 12 SB here:1 CKI 1.2.3\r\n"),
            ("XFR 12 SB sb.example CKI 1.2 U msn.com 1\r\n", "XFR 12 SB here:1 CKI 1.2 U msn.com 1\r\n"),
            ("XFR  12 SB  [2001:db8::1]:9 CKI 1 \r\n", "XFR  12 SB  here:1 CKI 1 \r\n"),
            ("RNG 11 198.51.100.20:1863 CKI 8.4 b@c B b\r\n", "RNG 11 here:1 CKI 8.4 b@c B b\r\n"),
            (
                "RNG 11 sb.example CKI 8.4 b@c B U msn.com 1\r\n",
                "RNG 11 here:1 CKI 8.4 b@c B U msn.com 1\r\n",
            ),
        ] {
            assert_eq!(rewritten(line), expected);
        }
    }

    #[test]
    fn the_address_is_found_even_where_the_nickname_repeats_it() {
        assert_eq!(
            rewritten("RNG 1 10.0.0.1:5 CKI 10.0.0.1:5 b@c 10.0.0.1:5\r\n"),
            "RNG 1 here:1 CKI 10.0.0.1:5 b@c 10.0.0.1:5\r\n"
        );
    }

    #[test]
    fn a_redirect_says_what_it_leads_to() {
        let destination = |line| find(line).map(|redirect| redirect.destination);
        assert_eq!(destination("XFR 3 NS a:1 G D\r\n"), Some(Destination::HttpGateway));
        assert_eq!(destination("XFR 0 NS a:1 U D\r\n"), Some(Destination::NotificationServer));
        assert_eq!(
            destination("XFR 1 SB a:1 CKI 7.8\r\n"),
            Some(Destination::Switchboard { cookie: Some("7.8") })
        );
        assert_eq!(destination("XFR 1 SB a:1 CTP\r\n"), Some(Destination::Switchboard { cookie: None }));
        assert_eq!(
            destination("RNG 11 a:1 CKI 8.4 b@c B\r\n"),
            Some(Destination::Invitation { session: "11", cookie: Some("8.4") })
        );
    }

    #[test]
    fn a_line_that_names_no_address_is_no_redirect() {
        for line in [
            "XFR 3 NS 0\r\n",
            "XFR 3 NS 0 U D\r\n",
            "XFR 3 NS\r\n",
            "XFR 3 SB\r\n",
            "XFR 3\r\n",
            "XFR\r\n",
            "RNG 1\r\n",
            "RNG\r\n",
            "XFR 3 FS a:1\r\n",
            "XFR 3 NS b\u{fc}cher.example:1863\r\n",
            "XFR 3 NS a:99999\r\n",
            "MSG XFR NS 3\r\nabc",
        ] {
            assert_eq!(find(line), None, "{line:?}");
        }
    }
}
