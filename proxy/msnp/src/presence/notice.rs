//! Who published what, in the header blocks of MSNP18 to 21 (§6.6).

use super::told::{Told, told};
use std::borrow::Cow;

/// Header lines read; real payloads have about twelve.
const MOST_LINES: usize = 64;

/// The payload of a PUT, or of the NFY it becomes, that tells how somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice<'a> {
    /// The address of whom it tells, as written: `1:bob@example.org;epid={…}`.
    pub from: Cow<'a, str>,
    /// It tells all there is; otherwise only what changed.
    pub whole: bool,
    /// What it tells.
    pub told: Told,
}

/// Reads a payload. `None` where it is not about a user (`application/user+xml`), or nobody's.
pub fn notice(payload: &[u8]) -> Option<Notice<'_>> {
    let (mut from, mut whole, mut of_user, mut is_last) = (None, false, false, false);
    let mut rest = payload;
    for _ in 0..MOST_LINES {
        let (line, after) = rest.split_at(memchr::memchr(b'\n', rest)? + 1);
        rest = after;
        let line = line.trim_ascii();
        if line.is_empty() && is_last {
            // The body follows the block that says how long it is.
            let told = told(rest);
            return Some(Notice { from: from?, whole, told }).filter(|_| of_user);
        }
        let Some(colon) = memchr::memchr(b':', line) else { continue };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        match &*name.to_ascii_lowercase() {
            b"from" => from = Some(String::from_utf8_lossy(value)),
            b"notiftype" => whole = value.eq_ignore_ascii_case(b"Full"),
            b"content-type" => of_user = value.to_ascii_lowercase().starts_with(b"application/user+xml"),
            b"content-length" => is_last = true,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Routing: 1.0\r\nTo: 1:alice@example.org\r\nFrom: 1:bob@example.org;epid={A}\r\n\r\n\
        Reliability: 1.0\r\n\r\nNotification: 1.0\r\nNotifNum: 0\r\nUri: /user\r\n";

    #[test]
    fn a_notice_tells_who_it_is_about_and_whether_it_is_all() {
        let partial = format!(
            "{HEAD}NotifType: Partial\r\nContent-Type: application/user+xml\r\nContent-Length: 47\r\n\r\n\
             <user><s n=\"IM\"><Status>BSY</Status></s></user>"
        );
        let notice = notice(partial.as_bytes()).expect("a notice");
        assert_eq!((&*notice.from, notice.whole), ("1:bob@example.org;epid={A}", false));
        assert_eq!(notice.told.status.as_deref(), Some("BSY"));
        let full = partial.replace("Partial", "Full");
        assert!(super::notice(full.as_bytes()).is_some_and(|notice| notice.whole));
    }

    #[test]
    fn what_is_about_something_else_is_none() {
        let circle = format!("{HEAD}Content-Type: application/circles+xml\r\nContent-Length: 0\r\n\r\n");
        let nobody = "Notification: 1.0\r\nContent-Type: application/user+xml\r\nContent-Length: 0\r\n\r\n";
        for payload in [&circle, nobody, "", "\r\n\r\n", &HEAD.repeat(100)] {
            assert_eq!(notice(payload.as_bytes()), None, "{payload}");
        }
    }
}
