//! The names under which secrets stand: header fields, form fields, XML elements and attributes.

/// Whether what stands under this name is to be hidden.
pub(super) fn is_secret(name: &[u8]) -> bool {
    let starts = |prefix: &str| {
        name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    let ends = |suffix: &&str| {
        let start = name.len().checked_sub(suffix.len());
        start.is_some_and(|start| name[start..].eq_ignore_ascii_case(suffix.as_bytes()))
    };
    let is = |known: &&str| name.eq_ignore_ascii_case(known.as_bytes());
    starts(PREFIX) || SUFFIXES.iter().any(ends) || NAMES.iter().any(is)
}

/// Whether names are made of such bytes.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Longer than any of these names, so that looking for one stays cheap.
pub(super) const LONGEST_NAME: usize = 40;

/// Names of secrets, whatever their case.
const NAMES: &[&str] = &[
    // HTTP, and what Passport says through it (§6.2).
    "authorization",
    "proxy-authorization",
    "authentication-info",
    "www-authenticate",
    "proxy-authenticate",
    "cookie",
    "set-cookie",
    "from-pp",
    // The tokens of the SOAP login and of what follows it (§6.3, §6.5).
    "binarysecuritytoken",
    "tickettoken",
    "ciphervalue",
    "browsercookie",
    "lockkey",
    // The form by which a mail notice opens the mailbox, and where it is posted (§7.1).
    "creds",
    "auth",
    "post-url",
    // A direct file transfer (§7.4).
    "authcookie",
];

/// All of Passport's own cookies: MSPAuth, MSPProf, MSPSec …
const PREFIX: &str = "msp";

/// `SessionPassword` of a relay (§3.5), `wsse:Password`, `pwd`, `BinarySecret`, `CircleTicket` …
const SUFFIXES: &[&str] = &["password", "passwd", "pwd", "secret", "ticket"];
