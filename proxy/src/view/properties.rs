//! What holds for every entry, whatever its bytes.

use super::View;
use super::visible::is_deceptive;
use crate::transcript::{Entry, Origin, Passed, SessionId, What};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::Direction;
use proptest::prelude::*;
use serde_json::Value;
use std::time::{Duration, SystemTime};

fn entry<'a>(passed: Passed<'a>) -> Entry<'a> {
    Entry { number: 1, at: Duration::ZERO, session: Some(SessionId(1)), what: What::Frame(passed) }
}

fn view(reveal: bool) -> View {
    View::new(SystemTime::UNIX_EPOCH, reveal)
}

fn ndjson(passed: Passed<'_>, reveal: bool) -> String {
    let mut line = Vec::new();
    view(reveal).ndjson(&entry(passed), &mut line);
    String::from_utf8(line).expect("NDJSON is UTF-8")
}

fn bytes_of(value: &Value) -> Vec<u8> {
    match value {
        Value::String(text) => text.clone().into_bytes(),
        object => STANDARD.decode(object["base64"].as_str().expect("text or base64")).expect("base64"),
    }
}

/// Bytes, among them many that deceive or that begin like commands.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        "(MSG 1 N 5|USR 3 TWN S|XFR 1 SB a CKI|ticket=|<Password>)".prop_map(String::into_bytes),
        prop_oneof![
            Just("\r\n"),
            Just("\n"),
            Just(" "),
            Just("\x1b[2J"),
            Just("\u{9b}"),
            Just("\u{202e}"),
            Just("\0")
        ]
        .prop_map(|text| text.as_bytes().to_vec()),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn flags()(c2s: bool, opaque: bool, incomplete: bool, continued: bool, origin in 0usize..4) -> Passed<'static> {
        Passed {
            direction: if c2s { Direction::ClientToServer } else { Direction::ServerToClient },
            origin: [Origin::Client, Origin::Server, Origin::Nudge, Origin::Person][origin],
            opaque: opaque || incomplete || continued,
            incomplete,
            continued,
            bytes: b"",
            sent: None,
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_reach_a_terminal_as_anything_but_text(
        bytes in bytes(),
        sent in proptest::option::of(bytes()),
        flags in flags(),
        reveal: bool,
    ) {
        let passed = Passed { bytes: &bytes, sent: sent.as_deref(), ..flags };
        let row = view(reveal).notation(&entry(passed), Some(80));
        let deceptive = row.text().chars().find(|&c| c != '\n' && is_deceptive(c));
        prop_assert_eq!(deceptive, None);
        prop_assert_eq!(row.text(), row.stretches().map(|(_, text)| text).collect::<String>());
        prop_assert!(row.text().ends_with('\n'));
        // Only what Nudge writes stands at the beginning of a line.
        prop_assert!(row.text().lines().skip(1).all(|line| line.starts_with("               ")));

        let line = ndjson(passed, reveal);
        let row = line.strip_suffix('\n').expect("a line");
        prop_assert_eq!(row.chars().find(|&c| is_deceptive(c)), None);
        prop_assert!(serde_json::from_str::<Value>(row).is_ok_and(|row| row.is_object()));
    }

    #[test]
    fn revealed_rows_lose_no_byte(bytes in bytes(), sent in proptest::option::of(bytes()), flags in flags()) {
        let passed = Passed { bytes: &bytes, sent: sent.as_deref(), ..flags };
        let row: Value = serde_json::from_str(&ndjson(passed, true)).expect("JSON");
        if passed.injected() {
            prop_assert!(row.get("received").is_none());
            prop_assert_eq!(bytes_of(&row["sent"]), passed.sent.unwrap_or(&bytes));
        } else {
            prop_assert_eq!(bytes_of(&row["received"]), bytes.clone());
            prop_assert_eq!(row.get("sent").map(bytes_of), passed.sent.map(<[u8]>::to_vec));
        }
    }

    #[test]
    fn masked_rows_hold_no_byte_of_a_secret(
        secret in "[~^]{6,40}",
        form in 0usize..6,
        how in 0usize..3,
    ) {
        // `~` and `^` stand nowhere but in the secret.
        let (direction, text) = [
            (Direction::ClientToServer, format!("USR 4 TWN S {secret}\r\n")),
            (Direction::ClientToServer, format!("USR 1 alice@example.org {secret}\r\n")),
            (Direction::ClientToServer, format!("ANS 1 bob@example.org {secret} 11752013\r\n")),
            (Direction::ServerToClient, format!("XFR 1 SB a:1 CKI {secret}\r\n")),
            (Direction::ServerToClient, format!("RNG 1 a:1 CKI {secret} bob@example.org Bob\r\n")),
            (Direction::ServerToClient, format!("MSG Hotmail Hotmail 99\r\nMSPAuth: {secret}\r\n\r\n\0\0\x01")),
        ][form].clone();
        let text = if how == 2 { text.trim_end() } else { &text[..] };
        let origin = Origin::Client;
        let passed = Passed { opaque: how > 0, incomplete: how == 2, sent: Some(text.as_bytes()), ..Passed::plain(direction, origin, text.as_bytes()) };
        for shown in [view(false).notation(&entry(passed), None).text(), &ndjson(passed, false)] {
            prop_assert!(!shown.contains(['~', '^']), "{}", shown);
            prop_assert!(shown.contains("•••"), "{}", shown);
        }
        prop_assert!(ndjson(passed, false).contains("\"masked\""));
    }

    #[test]
    fn of_a_line_that_began_elsewhere_nothing_is_shown(bytes in bytes(), flags in flags()) {
        prop_assume!(!bytes.is_empty());
        let passed = Passed { bytes: &bytes, continued: true, opaque: true, ..flags };
        let row: Value = serde_json::from_str(&ndjson(passed, false)).expect("JSON");
        let shown = row.get("received").or(row.get("sent")).expect("bytes");
        prop_assert_eq!(shown, "•••");
    }
}
