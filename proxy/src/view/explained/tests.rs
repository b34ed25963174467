use crate::transcript::{Origin, Passed};
use crate::view::View;
use msnp::explain::Field;
use msnp::{Dialect, Direction};
use std::time::SystemTime;

fn passed(direction: Direction, bytes: &[u8]) -> Passed<'_> {
    let origin = if direction == Direction::ClientToServer { Origin::Client } else { Origin::Server };
    Passed::plain(direction, origin, bytes)
}

/// What a frame means with its secrets masked, and the bytes that are shown.
fn check(direction: Direction, frame: &str, fields: &[(&str, &str, &str)]) {
    let view = View::new(SystemTime::UNIX_EPOCH, false);
    let explanation =
        view.explain(&passed(direction, frame.as_bytes()), None, Some(Dialect(9))).expect("a frame");
    let shown = view.shown_bytes(&passed(direction, frame.as_bytes()));
    let found: Vec<_> = explanation
        .arguments
        .iter()
        .map(|Field { name, value, span, .. }| {
            (name.as_ref(), value.as_str(), std::str::from_utf8(&shown[span.clone()]).expect("text"))
        })
        .collect();
    assert_eq!(found, fields);
}

#[test]
fn a_secret_is_masked_in_its_field_and_fields_point_at_what_is_shown() {
    check(
        Direction::ServerToClient,
        "RNG 11 10.0.0.1:1863 CKI 849102291.52 bob@example.org Bob%20B\r\n",
        &[
            ("session", "11", "11"),
            ("address", "10.0.0.1:1863", "10.0.0.1:1863"),
            ("scheme", "CKI", "CKI"),
            ("cookie", "•••", "•••"),
            ("inviter", "bob@example.org", "bob@example.org"),
            ("nickname", "Bob B", "Bob%20B"),
        ],
    );
}

#[test]
fn a_short_secret_does_not_move_what_follows_it_out_of_place() {
    check(
        Direction::ClientToServer,
        "ANS 1 bob@example.org 8 117\r\n",
        &[
            ("transaction id", "1", "1"),
            ("account", "bob@example.org", "bob@example.org"),
            ("cookie", "•••", "•••"),
            ("session", "117", "117"),
        ],
    );
}

#[test]
fn no_part_of_a_secret_is_left_in_an_explanation() {
    let profile = "MIME-Version: 1.0\r\nContent-Type: text/x-msmsgsprofile\r\nMSPAuth: 53HUNTERHUNTER\r\nKid: 0\r\n\r\n";
    let frame = format!("MSG Hotmail Hotmail {}\r\n{profile}", profile.len());
    for frame in [frame.as_str(), "USR 4 SSO S t=HUNTER&p= SFVOVEVSSFVOVEVS\r\n", "USR 4 SHA A SFVOVEVS\r\n"]
    {
        for direction in Direction::BOTH {
            let passed = passed(direction, frame.as_bytes());
            for dialect in [9, 12, 15, 18] {
                let told = |reveal| {
                    let view = View::new(SystemTime::UNIX_EPOCH, reveal);
                    format!("{:?}", view.explain(&passed, None, Some(Dialect(dialect))).expect("a frame"))
                };
                let secret =
                    |told: &str| ["HUNTER", "SFVO", "\u{1a}", "\\u{1a}"].iter().any(|s| told.contains(s));
                let is_secret = direction == Direction::ClientToServer || frame.contains("Hotmail");
                assert!(!is_secret || !secret(&told(false)), "{}", told(false));
                assert!(secret(&told(true)), "{}", told(true));
            }
        }
    }
}
