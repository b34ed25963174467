//! What a connection is for, told from the first bytes the client sends on it (§4, §2.6).

use crate::{Command, Direction};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The kind of server an MSNP connection talks to. A dispatch server is a notification server until it redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Sign-in, presence, lists, invitations.
    #[serde(rename = "NS")]
    NotificationServer,
    /// One conversation.
    #[serde(rename = "SB")]
    Switchboard,
}

impl Role {
    /// The role the client's first command shows (§4), if it shows one.
    pub fn of(first: &Command<'_>) -> Option<Role> {
        first.trid(Direction::ClientToServer)?;
        let account = |n| first.arg(n).is_some_and(|who: &[u8]| who.contains(&b'@'));
        match first.verb.as_bytes() {
            b"USR" if account(2) && first.args().count() == 3 => Some(Role::Switchboard),
            b"ANS" if account(2) => Some(Role::Switchboard),
            b"VER" | b"CVR" | b"CVQ" | b"INF" | b"USR" => Some(Role::NotificationServer),
            b"XFR" if first.arg(2) == Some(b"NS") => Some(Role::NotificationServer),
            _ => None,
        }
    }

    /// `NS` or `SB`.
    pub fn short(self) -> &'static str {
        match self {
            Role::NotificationServer => "NS",
            Role::Switchboard => "SB",
        }
    }
}

/// Something else that arrives at an MSNP port (§2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stranger {
    /// A TLS or SSL client hello.
    Tls,
    /// An HTTP request: the MSN HTTP gateway, SOAP, a browser.
    Http,
    /// A client set to use a SOCKS proxy.
    Socks,
    /// A direct file transfer between two clients.
    MsnFtp,
    /// A direct peer-to-peer connection between two clients.
    PeerToPeer,
    /// A webcam connection.
    Webcam,
}

impl Stranger {
    /// Recognises the first bytes of a connection, as many as there are.
    pub fn of(bytes: &[u8]) -> Option<Stranger> {
        PREFIXES.iter().find(|(prefix, _)| bytes.starts_with(prefix)).map(|&(_, stranger)| stranger)
    }
}

const PREFIXES: &[(&[u8], Stranger)] = &[
    (b"\x16\x03", Stranger::Tls),
    (b"VER MSNFTP", Stranger::MsnFtp),
    (b"\x04\0\0\0foo\0", Stranger::PeerToPeer),
    (b"recipientid=", Stranger::Webcam),
    (b"GET /", Stranger::Http),
    (b"GET http", Stranger::Http),
    (b"POST ", Stranger::Http),
    (b"HEAD ", Stranger::Http),
    (b"PUT /", Stranger::Http),
    (b"OPTIONS ", Stranger::Http),
    (b"CONNECT ", Stranger::Http),
    (b"HTTP/", Stranger::Http),
    (b"\x05", Stranger::Socks),
    (b"\x04\x01", Stranger::Socks),
];

impl fmt::Display for Stranger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Stranger::Tls => "TLS",
            Stranger::Http => "HTTP",
            Stranger::Socks => "SOCKS",
            Stranger::MsnFtp => "MSNFTP file transfer",
            Stranger::PeerToPeer => "MSN peer-to-peer",
            Stranger::Webcam => "an MSN webcam stream",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;

    #[test]
    fn the_first_command_tells_the_role() {
        let check = |line: &str, role| {
            let frame = Frame { bytes: line.as_bytes(), opaque: false };
            assert_eq!(Role::of(&Command::read(&frame).expect("a command")), role, "{line}");
        };
        check("VER 1 MSNP9 CVR0", Some(Role::NotificationServer));
        check("VER 0 CVR0", Some(Role::NotificationServer));
        check("INF 1", Some(Role::NotificationServer));
        check("CVQ 1 0x0409 winnt", Some(Role::NotificationServer));
        check("XFR 1 NS", Some(Role::NotificationServer));
        check("USR 1 MD5 I alice@example.org", Some(Role::NotificationServer));
        check("USR 1 alice@example.org 17262740.1050826919.32308", Some(Role::Switchboard));
        check("USR 10 alice@example.org;{guid} 1.2", Some(Role::Switchboard));
        check("ANS 1 bob@example.org 849102291.520491113 11752013", Some(Role::Switchboard));
        check("PNG", None);
        check("VER MSNFTP", None);
        check("GET / HTTP/1.1", None);
    }

    #[test]
    fn strangers_are_recognised_by_their_first_bytes() {
        assert_eq!(Stranger::of(b"\x16\x03\x01\x02"), Some(Stranger::Tls));
        assert_eq!(Stranger::of(b"POST /gateway/gateway.dll?Action=open HTTP/1.1"), Some(Stranger::Http));
        assert_eq!(Stranger::of(b"VER 1 MSNP9"), None);
        assert_eq!(Stranger::of(b""), None);
    }
}
