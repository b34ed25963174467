//! What each command is for, in words for a person who has never read a line of MSNP.
//!
//! One source for the page, the JSON API and the printed reference. The arguments of a command, version by
//! version, are not here: they are the glossary's. What only one source reports, or nobody has verified (§11),
//! says so.
//!
//! | file | its commands |
//! |---|---|
//! | `login.rs` | agreeing on a version and proving who you are |
//! | `connection.rs` | moving, keeping and ending a connection; errors |
//! | `settings.rs` | privacy, names, properties, configuration |
//! | `lists.rs`, `groups.rs` | contacts while the notification server kept them (to MSNP12) |
//! | `membership.rs` | contacts since then |
//! | `directory.rs` | finding and inviting people, web pages |
//! | `presence.rs` | statuses and personal messages |
//! | `publications.rs` | circles, and everything in MSNP21 |
//! | `switchboard.rs` | into a conversation and out of it |
//! | `messages.rs` | what people say, and notices |

mod connection;
mod directory;
mod groups;
mod lists;
mod login;
mod membership;
mod messages;
mod presence;
mod publications;
mod reference;
mod settings;
mod switchboard;

pub use reference::reference;

/// What a person wants to know about a command.
#[derive(Debug)]
pub struct Doc {
    /// The command word; `NNN` stands for every numeric error.
    pub verb: &'static str,
    /// Its name in plain words.
    pub name: &'static str,
    /// What it is for: one to three sentences.
    pub purpose: &'static str,
    /// Who sends it, and when.
    pub when: &'static str,
    /// What answers it, or what it answers.
    pub reply: &'static str,
    /// Numeric errors known to answer it (§5.6).
    pub errors: &'static [u16],
    /// What has tripped people up.
    pub traps: &'static [&'static str],
    /// The sections of the wire reference it rests on.
    pub rests_on: &'static str,
}

static TABLES: &[&[Doc]] = &[
    login::LOGIN,
    connection::CONNECTION,
    settings::SETTINGS,
    lists::LISTS,
    groups::GROUPS,
    membership::MEMBERSHIP,
    directory::DIRECTORY,
    presence::PRESENCE,
    publications::PUBLICATIONS,
    switchboard::SWITCHBOARD,
    messages::MESSAGES,
];

/// What is known about a command word. Three digits find the one about errors.
pub fn doc(verb: &str) -> Option<&'static Doc> {
    let error = verb.len() == 3 && verb.bytes().all(|byte| byte.is_ascii_digit());
    let verb = if error { "NNN" } else { verb };
    TABLES.iter().copied().flatten().find(|doc| doc.verb == verb)
}

/// All there is, sorted by command word.
pub fn all() -> impl Iterator<Item = &'static Doc> {
    let mut docs: Vec<&Doc> = TABLES.iter().copied().flatten().collect();
    docs.sort_unstable_by_key(|doc| doc.verb);
    docs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Direction, Verb, codes, payload};

    /// §5.1 to §5.4.
    const COMMANDS: &str = "\
        VER INF CVR CVQ USR XFR CHL QRY PNG QNG OUT SBS GSB GCF VAS FSL IMS SYN LST LSG ADD ADC REM ADG \
        REG RMG ADL RML FQY RFS GTC BLP PRP BPR SBP REA FND SND SDC URL CHG ILN NLN FLN UUX UBX PUT DEL \
        NFY MSG ACK NAK ANS IRO JOI CAL BYE RNG SDG UUM UBM UUN UBN NOT IPG PAG PGD GET NNN";

    fn texts(doc: &Doc) -> impl Iterator<Item = &str> {
        [doc.purpose, doc.when, doc.reply].into_iter().chain(doc.traps.iter().copied())
    }

    #[test]
    fn every_command_of_the_reference_has_a_doc_and_nothing_else_has() {
        let mut expected: Vec<&str> = COMMANDS.split_whitespace().collect();
        expected.sort_unstable();
        assert_eq!(all().map(|doc| doc.verb).collect::<Vec<_>>(), expected, "sorted, and each once");
    }

    #[test]
    fn every_command_with_a_payload_has_a_doc() {
        let letters = || b'A'..=b'Z';
        let words = letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c])));
        let mut with_payload = 0;
        for verb in words.filter_map(Verb::from_bytes) {
            let line = format!("{verb} 1 2 3 4 5 6 7 8 9");
            let carries = |direction| payload::announced(direction, verb, line.as_bytes()) > 0;
            if carries(Direction::ClientToServer) || carries(Direction::ServerToClient) {
                with_payload += 1;
                assert!(doc(verb.as_str()).is_some(), "{verb}");
            }
        }
        assert!(with_payload > 20, "the line above has enough arguments for all of them");
    }

    #[test]
    fn three_digits_find_the_doc_of_errors() {
        assert_eq!(doc("715").map(|doc| doc.verb), Some("NNN"));
        assert_eq!(doc("000").map(|doc| doc.verb), Some("NNN"));
        assert!(doc("71").is_none());
        assert!(doc("7a5").is_none());
        assert!(doc("msg").is_none());
    }

    #[test]
    fn every_text_says_something_and_ends_like_a_sentence() {
        for doc in all() {
            assert!(!doc.name.is_empty() && !doc.name.ends_with('.'), "{}", doc.verb);
            assert!(doc.rests_on.starts_with('§'), "{}", doc.verb);
            for text in texts(doc) {
                assert!(text.len() > 1 && text.ends_with('.'), "{}: {text:?}", doc.verb);
                assert!(!text.contains("  ") && !text.contains('\n'), "{}: {text:?}", doc.verb);
                assert!(text.matches('`').count() % 2 == 0, "{}: {text:?}", doc.verb);
            }
        }
    }

    #[test]
    fn a_purpose_fits_into_a_glance() {
        for doc in all() {
            assert!(doc.purpose.chars().count() <= 600, "{}", doc.verb);
        }
    }

    #[test]
    fn every_error_named_has_words() {
        for doc in all() {
            assert!(doc.errors.is_sorted_by(|a, b| a < b), "{}", doc.verb);
            for &number in doc.errors {
                assert!(codes::error(number).is_some(), "{}: {number}", doc.verb);
            }
        }
    }
}
