//! The lines of states, conversations and transfers, from plain values: what a fold tells has to be brought into these.
//!
//! To remember: what is unknown is `?` where the line has a place for it, and left out where it has none.

use std::fmt::{self, Display};

/// Of a longer text as many characters are shown, and how many it has.
const SHOWN: usize = 40;

/// An item of a conversation: `bob@example.org types x2 115,116`.
pub(crate) struct Item<'a> {
    pub(crate) who: &'a str,
    pub(crate) does: Does<'a>,
    /// What came of it, and how much of it is there: `delivered`, `not asked`, `2 of 3 parts`.
    pub(crate) fate: &'a [&'a str],
    pub(crate) entries: &'a [u64],
}

/// What somebody does.
pub(crate) enum Does<'a> {
    Says {
        text: &'a str,
        /// Name, bold, italic, underline, strikeout, right to left, colour; empty where none is given.
        font: &'a [&'a str],
    },
    /// `types`, `nudges`, `joins`, `calls bob@example.org`, `sends text/x-clientcaps`.
    Acts(&'a str),
}

impl Display for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.does {
            Does::Acts(what) => write!(f, "  {} {what}", self.who)?,
            Does::Says { text, font } => {
                write!(f, "  {}: {}", self.who, excerpt(text))?;
                if !font.is_empty() {
                    write!(f, " ({})", font.join(", "))?;
                }
            }
        }
        if !self.fate.is_empty() {
            write!(f, " {}", self.fate.join(", "))?;
        }
        let entries: Vec<String> = self.entries.iter().map(u64::to_string).collect();
        write!(f, " {}", entries.join(","))
    }
}

/// `"hello"`, `"0123456789…" of 1120 characters`.
fn excerpt(text: &str) -> String {
    let (all, shown) = (text.chars().count(), text.chars().take(SHOWN).collect::<String>());
    let shown = shown.replace('\\', "\\\\").replace('\r', "\\r").replace('\n', "\\n").replace('\t', "\\t");
    if all > SHOWN { format!("\"{shown}…\" of {all} characters") } else { format!("\"{shown}\"") }
}

/// A contact in a state: `bob@example.org AWY "Bob" FL AL; groups 0; caps 268435492; message "tea"`.
#[derive(Default)]
pub(crate) struct Contact<'a> {
    pub(crate) account: &'a str,
    pub(crate) status: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
    /// `FL`, `AL`, `BL`, `RL`, `PL`, in this order.
    pub(crate) lists: &'a [&'a str],
    /// `groups`, `caps`, `picture`, `message`, `media`, `icon`, `network`, `places`, in this order, those there are.
    pub(crate) fields: &'a [(&'a str, &'a str)],
}

impl Display for Contact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "  {} {}", self.account, self.status.unwrap_or("?"))?;
        match self.name {
            Some(name) => write!(f, " \"{name}\"")?,
            None => f.write_str(" ?")?,
        }
        self.lists.iter().try_for_each(|list| write!(f, " {list}"))?;
        self.fields.iter().try_for_each(|(field, value)| match *field {
            "message" | "media" => write!(f, "; {field} \"{value}\""),
            _ => write!(f, "; {field} {value}"),
        })
    }
}

/// Something moved: `63 in 3: display picture alice@… -> bob@…, 14363 bytes, complete, SHA1D right, 63..117`.
pub(crate) struct Transfer<'a> {
    pub(crate) session: u32,
    /// `display picture`, `file "file.bin"`.
    pub(crate) kind: &'a str,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) have: u64,
    pub(crate) size: u64,
    /// `complete`, `SHA1D right`, `twin 64`, `missing 4..8`.
    pub(crate) facts: &'a [&'a str],
    /// The first and the last entry; it is named by the first.
    pub(crate) entries: (u64, u64),
}

impl Display for Transfer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Transfer { session, kind, from, to, have, size, facts, entries: (first, last) } = self;
        let size = if have == size { size.to_string() } else { format!("{have} of {size}") };
        write!(
            f,
            "{first} in {session}: {kind} {from} -> {to}, {size} bytes, {}, {first}..{last}",
            facts.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evening::directory;

    /// A line that is expected of an evening.
    fn is_of(evening: &str, line: &impl Display) {
        let expected =
            std::fs::read_to_string(directory().join(evening).with_extension("expected.txt")).unwrap();
        let line = line.to_string();
        assert!(expected.lines().any(|expected| expected == line), "not of {evening}: {line}");
    }

    #[test]
    fn items_are_written_as_expectations_have_them() {
        let bob = |does, fate, entries| Item { who: "bob@example.org", does, fate, entries };
        is_of("msnp7", &bob(Does::Acts("types x2"), &[], &[115, 116, 117, 118]));
        let says = Does::Says { text: "Grüße, alice", font: &["Tahoma", "underline", "#0000ff"] };
        is_of("msnp7", &bob(says, &["delivered"], &[119, 121]));
        let text = "0123456789abcdef".repeat(70);
        let says = Does::Says { text: &text, font: &["Segoe UI", "#000000"] };
        let item = Item { who: "alice@example.com", does: says, fate: &["delivered"], entries: &[159, 160] };
        is_of("purple-p15", &item);
        let text = "\r\n\r\ntwo lines down";
        is_of("subtle-words", &bob(Does::Says { text, font: &[] }, &[], &[12]));
    }

    #[test]
    fn contacts_are_written_as_expectations_have_them() {
        let fields = [
            ("caps", "1342177324"),
            ("message", "away for tea"),
            ("media", "Song - Singer"),
            ("network", "1"),
        ];
        let (account, status, name) = ("bob@example.org", Some("AWY"), Some("Bob"));
        is_of("msnp14", &Contact { account, status, name, lists: &["FL", "AL"], fields: &fields });
        let network = [("network", "1")];
        is_of("msnp14", &Contact { account, lists: &["FL", "AL"], fields: &network, ..Contact::default() });
    }

    #[test]
    fn transfers_are_written_as_expectations_have_them() {
        let facts = ["broken off", "SHA1D unknown", "missing 4..8"];
        let (kind, from, to) = ("display picture", "bob@example.org", "alice@example.org");
        let entries = (18, 28);
        is_of(
            "subtle-packets",
            &Transfer { session: 2, kind, from, to, have: 6, size: 10, facts: &facts, entries },
        );
    }
}
