//! The words of a line, and whom an address means.
//!
//! To remember: a nickname may hold spaces nobody escaped (§2.1), so that what follows it is read from the end.

use super::text::{LONGEST, clipped};
use msnp::Command;
use std::fmt::Write as _;

/// All of a line from an argument on, counted from 1, without the spaces at its end.
pub(super) fn from<'a>(command: &Command<'a>, n: usize) -> Option<&'a [u8]> {
    let at = memchr::memchr_iter(b' ', command.line).nth(n.checked_sub(1)?)?;
    Some(command.line[at + 1..].trim_ascii_end())
}

/// The first word and what follows it.
pub(super) fn first(words: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memchr(b' ', words) {
        Some(at) => (&words[..at], &words[at + 1..]),
        None => (words, &[]),
    }
}

/// The last word and what stands before it, if there is something.
pub(super) fn last(words: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memchr::memrchr(b' ', words)?;
    Some((&words[..at], &words[at + 1..]))
}

/// Whether it is a number and nothing else.
pub(super) fn is_number(word: &[u8]) -> bool {
    !word.is_empty() && word.iter().all(u8::is_ascii_digit)
}

/// The number it is, where it is one.
pub(super) fn number(word: &[u8]) -> Option<u64> {
    std::str::from_utf8(word).ok()?.parse().ok().filter(|_| is_number(word))
}

/// What follows a number that may stand in front: a transaction id, a serial number.
pub(super) fn behind_number(words: &[u8]) -> &[u8] {
    let (word, rest) = first(words);
    if is_number(word) && !rest.is_empty() { rest } else { words }
}

/// Whether it may be capabilities: `a`, or from MSNP16 on `a:b` (§5.3).
fn is_capabilities(word: &[u8]) -> bool {
    match memchr::memchr(b':', word) {
        Some(at) => is_number(&word[..at]) && is_number(&word[at + 1..]),
        None => is_number(word),
    }
}

/// What CHG, ILN and NLN say after the account: a nickname, and what somebody's client can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown<'a> {
    pub(super) nick: &'a [u8],
    pub(super) caps: Option<&'a [u8]>,
    /// An MSNObject; `0` and nothing stand for none.
    pub(super) object: &'a [u8],
    pub(super) icon: Option<&'a [u8]>,
}

impl<'a> Shown<'a> {
    /// Reads `nick [capabilities [object [icon]]]`: the capabilities are what looks like some, farthest from the end, with
    /// nothing behind it but an object and an address.
    pub(super) fn read(words: &'a [u8]) -> Shown<'a> {
        let mut parts: [&[u8]; 3] = [&[]; 3];
        let mut before = words;
        let mut shown = Shown { nick: words, ..Shown::default() };
        for count in 1..=3 {
            let Some((rest, word)) = last(before) else { break };
            parts.rotate_right(1);
            parts[0] = word;
            before = rest;
            if is_capabilities(word) && (count == 1 || is_object(parts[1])) {
                shown.nick = rest;
                shown.caps = Some(word);
                shown.object = if count > 1 { parts[1] } else { &[] };
                shown.icon = if count > 2 { Some(parts[2]) } else { None };
            }
        }
        shown
    }
}

fn is_object(word: &[u8]) -> bool {
    matches!(word, b"" | b"0") || word.starts_with(b"%3") || word.starts_with(b"<")
}

/// Whom an address means: `bob@example.org`, `bob@example.org;{guid}`, `1:bob@example.org;via=9:guid@live.com` (§6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Who<'a> {
    pub(super) account: &'a str,
    pub(super) network: Option<u32>,
    /// The circle they are seen through.
    pub(super) via: Option<&'a str>,
}

impl<'a> Who<'a> {
    /// `None` for what is no text, or names no account.
    pub(super) fn read(word: &'a [u8]) -> Option<Who<'a>> {
        let mut parts = std::str::from_utf8(word).ok()?.split(';');
        let (network, account) = without_network(parts.next()?);
        let via = parts.find_map(|part| part.strip_prefix("via="));
        let via = via.map(|via| clipped(via, LONGEST)).filter(|via| !via.is_empty());
        let account = clipped(account, LONGEST);
        Some(Who { account, network, via }).filter(|_| !account.is_empty())
    }

    /// The circle somebody is seen through.
    pub(super) fn circle(&self) -> Option<Who<'a>> {
        let (network, account) = without_network(self.via?);
        Some(Who { account, network, via: None }).filter(|_| !account.is_empty())
    }

    /// Writes what they are remembered by. An account of another network than Windows Live is another account; where no
    /// network is told there is only that one.
    pub(super) fn write_key(&self, key: &mut String) {
        key.clear();
        if let Some(network) = self.network.filter(|network| *network > 1) {
            // Nothing fails that writes into a String.
            let _ = write!(key, "{network}:");
        }
        self.append_to(key);
    }

    /// The same, had no network been told.
    pub(super) fn write_plain_key(&self, key: &mut String) {
        key.clear();
        self.append_to(key);
    }

    fn append_to(&self, key: &mut String) {
        key.push_str(self.account);
        if let Some(via) = self.via {
            key.push_str(";via=");
            key.push_str(via);
        }
        key.make_ascii_lowercase();
    }
}

fn without_network(address: &str) -> (Option<u32>, &str) {
    match address.split_once(':') {
        Some((network, account)) if is_number(network.as_bytes()) => (network.parse().ok(), account),
        _ => (None, address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_nickname_is_read_from_the_end() {
        let check = |line: &'static str, nick: &str, caps: Option<&str>, object: &str, icon: Option<&str>| {
            let shown = Shown::read(line.as_bytes());
            let text = |bytes| std::str::from_utf8(bytes).unwrap();
            let found = (text(shown.nick), shown.caps.map(text), text(shown.object), shown.icon.map(text));
            assert_eq!(found, (nick, caps, object, icon), "{line}");
        };
        check("Bob", "Bob", None, "", None);
        check("Bob 268435492", "Bob", Some("268435492"), "", None);
        check("Bob 268435492 0", "Bob", Some("268435492"), "0", None);
        check("Bob the 2nd 268435492 0", "Bob the 2nd", Some("268435492"), "0", None);
        check("Agent 47 268435492 0", "Agent 47", Some("268435492"), "0", None);
        check(" 268435492", "", Some("268435492"), "", None);
        check("1 268435492 %3Cmsnobj%2F%3E", "1", Some("268435492"), "%3Cmsnobj%2F%3E", None);
        check("Bob 2788999228:48 0 http://a/b", "Bob", Some("2788999228:48"), "0", Some("http://a/b"));
        check("Bob 2788999228:48  http://a/b", "Bob", Some("2788999228:48"), "", Some("http://a/b"));
        check("", "", None, "", None);
    }

    #[test]
    fn an_address_means_the_same_person_in_all_its_forms() {
        let key = |word: &str| {
            let mut key = String::new();
            Who::read(word.as_bytes())?.write_key(&mut key);
            Some(key)
        };
        for word in
            ["Bob@Example.org", "bob@example.org;{A}", "1:bob@example.org", "0:bob@example.org;epid={A}"]
        {
            assert_eq!(key(word).as_deref(), Some("bob@example.org"), "{word}");
        }
        assert_eq!(key("32:bob@example.org").as_deref(), Some("32:bob@example.org"));
        assert_eq!(key("1:bob@b;via=9:0-9-1@Live.com").as_deref(), Some("bob@b;via=9:0-9-1@live.com"));
        assert_eq!(key("tel:+1555").as_deref(), Some("tel:+1555"));
        for word in ["", "1:", ";{A}", ";via=9:x"] {
            assert_eq!(key(word), None, "{word}");
        }
        assert_eq!(Who::read(b"\xff"), None);
    }
}
