//! The codes of the protocol in words (§9, §5.4, §5.6): statuses, lists, networks, capabilities, errors.
//!
//! Tables and their lookups. Words are lower-case and fit into a sentence; a code that is not in its table has no words,
//! never wrong ones.

mod capabilities;
mod errors;

pub use capabilities::{Capability, FIRST_WORD, SECOND_WORD, msnc};
pub use errors::{ERRORS, error};

/// A code and its words.
type Table<K> = &'static [(K, &'static str)];

fn look_up<K: PartialEq>(table: &[(K, &'static str)], code: &K) -> Option<&'static str> {
    table.iter().find(|(known, _)| code == known).map(|(_, words)| *words)
}

const STATUSES: Table<&str> = &[
    ("NLN", "online"),
    ("BSY", "busy"),
    ("IDL", "idle"),
    ("BRB", "away (be right back)"),
    ("AWY", "away"),
    ("PHN", "on the phone"),
    ("LUN", "out to lunch"),
    ("HDN", "hidden"),
    ("FLN", "offline"),
];

/// A status (§9).
pub fn status(code: &str) -> Option<&'static str> {
    look_up(STATUSES, &code)
}

const LISTS: Table<&str> =
    &[("FL", "forward"), ("AL", "allow"), ("BL", "block"), ("RL", "reverse"), ("PL", "pending")];

/// A list by its letters (§5.2).
pub fn list(code: &str) -> Option<&'static str> {
    look_up(LISTS, &code)
}

/// The bits of a membership, as in LST from MSNP8 on and in ADL (§9).
pub const LIST_BITS: &[(u64, &str)] = &[
    (1, "forward"),
    (2, "allow"),
    (4, "block"),
    (8, "reverse"),
    (16, "pending"),
    (32, "application contact"),
    (64, "hide"),
];

/// The lists a membership names, as `forward, allow`, or `none`. `None` where it has a bit nobody described.
pub fn lists(bits: u64) -> Option<String> {
    let known = LIST_BITS.iter().fold(0, |all, (bit, _)| all | bit);
    let named: Vec<&str> =
        LIST_BITS.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, words)| *words).collect();
    match named.len() {
        _ if bits & !known != 0 => None,
        0 => Some("none".to_owned()),
        _ => Some(named.join(", ")),
    }
}

const NETWORKS: Table<u64> = &[
    (0, "none or unknown"),
    (1, "Windows Live"),
    (2, "Office Communicator"),
    (4, "telephone"),
    (8, "mobile network"),
    (9, "circle"),
    (10, "temporary group"),
    (11, "CID"),
    (13, "Connect"),
    (14, "remote network"),
    (16, "SMTP"),
    (32, "Yahoo"),
];

/// A network id (§9).
pub fn network(id: u64) -> Option<&'static str> {
    look_up(NETWORKS, &id)
}

const PRIVACY: Table<&str> = &[("AL", "allow"), ("BL", "block")];

/// What BLP does with people on no list (§9).
pub fn privacy(code: &str) -> Option<&'static str> {
    look_up(PRIVACY, &code)
}

const PROMPTS: Table<&str> = &[("A", "ask"), ("N", "do not ask")];

/// What GTC does when somebody adds one (§9).
pub fn prompt(code: &str) -> Option<&'static str> {
    look_up(PROMPTS, &code)
}

const ACKS: Table<&str> =
    &[("U", "never"), ("N", "only if not delivered"), ("A", "always"), ("D", "always, for data")];

/// When a MSG is answered, by its ack letter (§5.4). What `S` means is not known.
pub fn ack(letter: &str) -> Option<&'static str> {
    look_up(ACKS, &letter)
}

const REASONS: Table<&str> = &[
    ("OTH", "you signed in elsewhere"),
    ("SSD", "the server is shutting down"),
    ("MIG", "your contact list is being moved"),
    ("TOU", "the terms of use have to be accepted"),
    ("RCT", "sign in again later"),
];

/// Why the server says OUT (§1.5).
pub fn reason(code: &str) -> Option<&'static str> {
    look_up(REASONS, &code)
}

const MESSAGE_TYPES: Table<u64> = &[(1, "text"), (2, "typing"), (3, "nudge")];

/// The type of a UUM or UBM (§5.4). 4 is valid, what it means is not known.
pub fn message_type(number: u64) -> Option<&'static str> {
    look_up(MESSAGE_TYPES, &number)
}

const SIGNALS: Table<u64> = &[
    (1, "shared folder"),
    (2, "SIP invitation"),
    (3, "peer-to-peer bootstrap"),
    (4, "sign out"),
    (5, "conversation closed"),
    (6, "address book changed"),
    (7, "clear prompts"),
    (8, "forwarded"),
    (9, "reserved"),
    (10, "TURN set-up"),
    (11, "SIP data"),
    (12, "tunnelled SIP"),
];

/// The type of a UUN or UBN (§5.4).
pub fn signal(number: u64) -> Option<&'static str> {
    look_up(SIGNALS, &number)
}

const CLIENT_TYPES: Table<u64> = &[(0, "none"), (1, "computer"), (2, "web"), (3, "mobile"), (4, "Xbox")];

/// The kind of program at an endpoint (§9).
pub fn client_type(number: u64) -> Option<&'static str> {
    look_up(CLIENT_TYPES, &number)
}

const PROPERTIES: Table<&str> = &[
    ("PHH", "home phone"),
    ("PHW", "work phone"),
    ("PHM", "mobile phone"),
    ("MOB", "permission to page"),
    ("MBE", "mobile device"),
    ("MFN", "nickname"),
    ("WWE", "MSN Direct"),
    ("HSB", "Space"),
];

/// A property of oneself or of a contact (row 76). `HSB` is a word of which only the name is known (§11).
pub fn property(key: &str) -> Option<&'static str> {
    look_up(PROPERTIES, &key)
}

const DEVICES: Table<u64> = &[(1, "mobile phone"), (2, "web watch")];

/// The device a PGD pages (§2.2).
pub fn device(number: u64) -> Option<&'static str> {
    look_up(DEVICES, &number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_membership_names_its_lists() {
        assert_eq!(lists(11).as_deref(), Some("forward, allow, reverse"));
        assert_eq!(lists(0).as_deref(), Some("none"));
        assert_eq!(lists(128), None);
    }

    #[test]
    fn a_code_that_is_not_described_has_no_words() {
        assert_eq!((status("BSY"), status("XXX")), (Some("busy"), None));
        assert_eq!((network(32), network(3)), (Some("Yahoo"), None));
    }
}
