use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The port a redirect means when it names none (§3.1).
pub const DEFAULT_PORT: u16 = 1863;

/// A server's address as a redirect writes it: a host, lower-cased, and a port.
///
/// `host` is what was written, not what it resolves to; IPv6 literals stand without their brackets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Address {
    /// A name or an IP literal.
    pub host: String,
    /// Never zero.
    pub port: u16,
}

impl Address {
    /// An address from its parts.
    pub fn new(host: impl Into<String>, port: u16) -> Address {
        Address { host: host.into().to_ascii_lowercase(), port }
    }

    /// Reads `host[:port]` or `[ipv6][:port]`. `None` for what is no address: an empty host, a port that is zero or no
    /// number, a character no host name has, or the lone `0` that means "start again here" (§3.1).
    pub fn parse(text: &str) -> Option<Address> {
        let (host, port) = match text.strip_prefix('[') {
            Some(bracketed) => {
                let (host, port) = bracketed.split_once(']')?;
                host.parse::<Ipv6Addr>().ok()?;
                (host, port)
            }
            None => match text.find(':') {
                Some(colon) => text.split_at(colon),
                None => (text, ""),
            },
        };
        let port = match port.strip_prefix(':') {
            Some(digits) => parse_port(digits)?,
            None if port.is_empty() => DEFAULT_PORT,
            None => return None,
        };
        let is_host = text.starts_with('[') || (host != "0" && is_host_name(host));
        is_host.then(|| Address::new(host, port))
    }

    /// The host as an IP literal, if it is one.
    pub fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }
}

fn parse_port(digits: &str) -> Option<u16> {
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|&port: &u16| all_digits && port != 0)
}

fn is_host_name(host: &str) -> bool {
    !host.is_empty()
        && host.len() <= 253
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.to_string()
    }
}

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Address, &'static str> {
        Address::parse(&text).ok_or("not host[:port]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_in_every_spelling_a_redirect_uses() {
        let check = |text, host: &str, port| {
            assert_eq!(Address::parse(text), Some(Address::new(host, port)), "{text}");
        };
        check("198.51.100.7:1863", "198.51.100.7", 1863);
        check("198.51.100.7", "198.51.100.7", DEFAULT_PORT);
        check("Messenger.Example:443", "messenger.example", 443);
        check("[2001:db8::7]:1864", "2001:db8::7", 1864);
        check("[::1]", "::1", DEFAULT_PORT);
        check("2130706433", "2130706433", DEFAULT_PORT);
    }

    #[test]
    fn what_is_no_address_is_not_guessed_at() {
        for text in [
            "", "0", ":1863", "a:", "a:0", "a:65536", "a:+1", "a:1:2", "::1", "[::1", "[a]:1", "a b", "ä",
            "a/b",
        ] {
            assert_eq!(Address::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_prints_as_it_goes_on_the_wire() {
        assert_eq!(Address::new("::1", 5).to_string(), "[::1]:5");
        assert_eq!(Address::new("A.example", 5).to_string(), "a.example:5");
    }
}
