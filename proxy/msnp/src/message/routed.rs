//! The payload of SDG: header blocks that say who speaks to whom, and a message (§6.6).
//!
//! ```text
//! Routing: 1.0          To: and From:
//!
//! Reliability: 1.0
//!
//! Messaging: 2.0        Message-Type:, Content-Type:   ┐
//!                                                      ├ a message as of §7.1
//! hi                                                   ┘
//! ```

use super::Message;
use std::borrow::Cow;

/// Blocks told apart; real payloads have three.
const MOST_BLOCKS: usize = 8;

/// The blocks that a body follows.
const LAST: [&str; 4] = ["Messaging", "Publication", "Notification", "Content-Length"];

/// A payload with a route. A view; the bytes stay the frame's.
#[derive(Clone, Debug)]
pub struct Routed<'a> {
    /// At most [`MOST_BLOCKS`].
    blocks: Vec<Message<'a>>,
    message: Message<'a>,
}

/// Whom an address means: `1:bob@example.org;via=9:…@live.com;epid={…}` (§6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party<'a> {
    /// The network (§9), where it is said.
    pub network: Option<u32>,
    /// The address on it, without an endpoint.
    pub account: &'a [u8],
    /// The circle, group or network it is reached through, with the network it is on.
    pub via: Option<(u32, &'a [u8])>,
}

impl<'a> Routed<'a> {
    /// Reads a payload.
    pub fn read(payload: &'a [u8]) -> Routed<'a> {
        let mut blocks = Vec::new();
        let mut message = Message::read(payload);
        while blocks.len() < MOST_BLOCKS
            && !message.head.is_empty()
            && !message.body.is_empty()
            && LAST.iter().all(|name| message.header(name).is_none())
        {
            blocks.push(message);
            message = Message::read(message.body);
        }
        Routed { blocks, message }
    }

    /// The last block and what follows it.
    pub fn message(&self) -> Message<'a> {
        self.message
    }

    /// A header, in whichever block it is.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.blocks.iter().chain([&self.message]).find_map(|block| block.header(name))
    }

    /// Who is spoken to.
    pub fn to(&self) -> Option<Party<'a>> {
        self.header("To").map(Party::read)
    }

    /// Who speaks.
    pub fn from(&self) -> Option<Party<'a>> {
        self.header("From").map(Party::read)
    }

    /// `Text`, `Nudge`, `Control/Typing`; MSNP18 says `Control` and the rest in a header of its own. Empty: not said.
    pub fn message_type(&self) -> Cow<'a, str> {
        let written = self.header("Message-Type").map(String::from_utf8_lossy).unwrap_or_default();
        match self.header("Message-Subtype").filter(|_| !written.contains('/')) {
            Some(subtype) => format!("{written}/{}", String::from_utf8_lossy(subtype)).into(),
            None => written,
        }
    }
}

impl<'a> Party<'a> {
    /// Reads an address in any of its forms.
    pub fn read(address: &'a [u8]) -> Party<'a> {
        let mut parts = address.split(|&byte| byte == b';');
        let (network, account) = networked(parts.next().unwrap_or_default());
        let via = parts.find_map(|part| match networked(part.strip_prefix(b"via=")?) {
            (Some(network), account) => Some((network, account)),
            (None, _) => None,
        });
        Party { network, account, via }
    }
}

/// The network id, if there is one in front, and the address behind it.
fn networked(address: &[u8]) -> (Option<u32>, &[u8]) {
    let network = memchr::memchr(b':', address).and_then(|at| {
        let digits = std::str::from_utf8(&address[..at]).ok()?;
        Some((digits.parse().ok()?, &address[at + 1..]))
    });
    network.map_or((None, address), |(network, account)| (Some(network), account))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_and_its_message_are_told_apart() {
        let routed = Routed::read(
            b"Routing: 1.0\r\nTo: 1:bob@example.org\r\nFrom: 1:alice@example.org;epid={6f1d}\r\n\r\n\
              Reliability: 1.0\r\n\r\nMessaging: 2.0\r\nMessage-Type: Text\r\nContent-Length: 7\r\n\r\nhi\r\n\r\nyou",
        );
        assert_eq!(routed.message_type(), "Text");
        assert_eq!(routed.message().body(), b"hi\r\n\r\nyou");
        let alice = Party { network: Some(1), account: b"alice@example.org", via: None };
        assert_eq!(routed.from(), Some(alice));
        assert_eq!(routed.to().unwrap().account, b"bob@example.org");
    }

    #[test]
    fn a_type_may_be_in_two_headers() {
        let routed =
            Routed::read(b"A: 1\n\nMessaging: 1.0\nMessage-Type: Control\nMessage-Subtype: Typing\n\n");
        assert_eq!(routed.message_type(), "Control/Typing");
        assert_eq!((routed.to(), routed.message().body()), (None, &b""[..]));
    }

    #[test]
    fn every_form_of_an_address_is_read() {
        let party =
            |network, account: &'static str| Party { network, account: account.as_bytes(), via: None };
        let circle = Some((9, &b"0-9-1@live.com"[..]));
        let check =
            |text: &'static str, expected| assert_eq!(Party::read(text.as_bytes()), expected, "{text}");
        check("bob@example.org", party(None, "bob@example.org"));
        check("bob@example.org;{6f1d}", party(None, "bob@example.org"));
        check("1:bob@example.org;epid={6f1d}", party(Some(1), "bob@example.org"));
        check("1:bob@b;via=9:0-9-1@live.com", Party { via: circle, ..party(Some(1), "bob@b") });
        check("tel:+15551234", party(None, "tel:+15551234"));
        check("", party(None, ""));
        check("13:42;via=fb", party(Some(13), "42"));
    }
}
