use super::*;
use crate::transcript::{Event, Origin};
use std::time::Duration;

fn frame(direction: Direction, bytes: &str) -> Entry<'_> {
    let passed = Passed::plain(direction, Origin::Client, bytes.as_bytes());
    Entry { number: 1, at: Duration::ZERO, session: Some(SessionId(3)), what: What::Frame(passed) }
}

fn wants(filter: &str, entry: &Entry<'_>, reveal: bool) -> bool {
    let role = |session: SessionId| (session.0 == 3).then_some(Role::Switchboard);
    Filter::parse(filter).unwrap().wants(entry, role, reveal)
}

#[test]
fn every_term_must_fit_and_a_minus_turns_one_round() {
    let entry = frame(Direction::ClientToServer, "MSG 4 N 5\r\nHello");
    for filter in [
        "",
        "cmd:MSG",
        "cmd:msg dir:c2s session:3 role:SB text:\"hello\"",
        "hello",
        "HELLO",
        "\"msg 4\"",
        "-dir:s2c",
        "-session:4  role:sb",
        "text:\"4 N\"",
    ] {
        assert!(wants(filter, &entry, false), "{filter:?}");
    }
    for filter in ["cmd:ACK", "dir:s2c", "session:4", "role:NS", "goodbye", "-hello", "cmd:MSG -cmd:MSG"] {
        assert!(!wants(filter, &entry, false), "{filter:?}");
    }
}

#[test]
fn an_event_is_found_by_its_sentence_and_its_session() {
    let event = What::Event(Event::Undelivered { entry: 17 });
    let entry = Entry { number: 1, at: Duration::ZERO, session: Some(SessionId(3)), what: event };
    for filter in ["withdrawn", "session:3", "role:SB", "-dir:c2s", "-cmd:MSG"] {
        assert!(wants(filter, &entry, false), "{filter:?}");
    }
    assert!(!wants("dir:s2c", &entry, false));
}

#[test]
fn what_is_masked_is_found_by_nobody_it_is_masked_for() {
    let entry = frame(Direction::ClientToServer, "USR 1 alice@example.org 1726.42\r\n");
    assert!(wants("alice@example.org", &entry, false));
    for secret in ["1726.42", "1726", "\"org 1\"", "42"] {
        assert!(!wants(secret, &entry, false), "{secret:?}");
    }
    assert!(wants("1726.42", &entry, true));
    assert!(wants("1", &entry, false), "the transaction id is in sight");
}

#[test]
fn quoted_text_may_hold_anything() {
    let entry = frame(Direction::ClientToServer, "MSG 4 N 9\r\nsay \"-a\\b\"");
    for filter in [r#""say \"-a""#, r#"text:"a\\b""#, r#"-"\"b""#] {
        assert!(wants(filter, &entry, false), "{filter}");
    }
}

#[test]
fn what_cannot_be_read_says_where_and_why() {
    for (filter, at) in [
        ("cmd:", 0),
        ("hello cmd:MESSAGE", 6),
        ("dir:up", 0),
        ("a  session:x", 3),
        ("session:0", 0),
        ("role:DS", 0),
        ("http://example.org", 0),
        ("a -", 2),
        ("a \"b", 2),
        ("user:bob", 0),
    ] {
        let error = Filter::parse(filter).unwrap_err();
        assert_eq!(error.at, at, "{filter:?}: {error}");
    }
    assert_eq!(Filter::parse(&"x".repeat(LONGEST + 1)).unwrap_err().at, LONGEST);
    assert!(Filter::parse(" ").unwrap().is_empty());
}
