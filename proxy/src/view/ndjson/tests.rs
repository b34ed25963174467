use super::*;
use crate::transcript::{Forbidden, Tally, UpstreamFailure};
use msnp::{Address, Direction};
use std::time::{Duration, SystemTime};

fn shown(what: What<'_>, reveal: bool) -> String {
    let began = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_370_400);
    let session = Some(SessionId(1));
    let entry = Entry { number: 7, at: Duration::from_nanos(123_456_789), session, what };
    let mut line = Vec::new();
    View::new(began, reveal).ndjson(&entry, &mut line);
    String::from_utf8(line).unwrap()
}

fn passed(direction: Direction, bytes: &[u8]) -> Passed<'_> {
    Passed::plain(
        direction,
        if direction == Direction::ClientToServer { Origin::Client } else { Origin::Server },
        bytes,
    )
}

#[test]
fn a_frame_is_a_row_with_what_it_says() {
    let frame = passed(Direction::ClientToServer, b"MSG 4 N 5\r\nhello");
    assert_eq!(
        shown(What::Frame(frame), false),
        r#"{"n":7,"at":"2026-11-22T18:00:00.123456Z","session":1,"dir":"c2s","origin":"client","cmd":"MSG","trid":4,"args":["4","N","5"],"received":"MSG 4 N 5\r\nhello","flags":[]}"#.to_owned() + "\n"
    );
}

#[test]
fn a_rewritten_redirect_holds_both_lines_and_no_cookie() {
    let frame = Passed {
        sent: Some(b"XFR 5 SB 127.0.0.1:21034 CKI 17.42\r\n"),
        ..passed(Direction::ServerToClient, b"XFR 5 SB 198.51.100.20:1863 CKI 17.42\r\n")
    };
    assert_eq!(
        shown(What::Frame(frame), false),
        r#"{"n":7,"at":"2026-11-22T18:00:00.123456Z","session":1,"dir":"s2c","origin":"server","cmd":"XFR","trid":5,"args":["5","SB","198.51.100.20:1863","CKI","•••"],"received":"XFR 5 SB 198.51.100.20:1863 CKI •••\r\n","sent":"XFR 5 SB 127.0.0.1:21034 CKI •••\r\n","flags":["rewritten","masked"]}"#.to_owned() + "\n"
    );
    assert!(shown(What::Frame(frame), true).contains(r#""CKI","17.42"],"#));
}

#[test]
fn an_injected_frame_says_so_and_was_never_received() {
    let frame = Passed { origin: Origin::Person, ..passed(Direction::ClientToServer, b"PNG\r\n") };
    assert_eq!(
        shown(What::Frame(frame), false),
        r#"{"n":7,"at":"2026-11-22T18:00:00.123456Z","session":1,"dir":"c2s","origin":"person","cmd":"PNG","args":[],"sent":"PNG\r\n","flags":["injected"]}"#.to_owned() + "\n"
    );
}

#[test]
fn bytes_that_are_no_text_are_base64_and_no_command() {
    let frame = Passed { opaque: true, ..passed(Direction::ClientToServer, b"\x16\x03\xff") };
    assert_eq!(
        shown(What::Frame(frame), false),
        r#"{"n":7,"at":"2026-11-22T18:00:00.123456Z","session":1,"dir":"c2s","origin":"client","received":{"base64":"FgP/"},"flags":["opaque"]}"#.to_owned() + "\n"
    );
}

#[test]
fn what_could_deceive_a_reader_is_escaped_and_reads_back() {
    let nickname = "PRP MFN a\u{202e}b\u{9b}c\x7f\u{e0001}\x1b\r\n";
    let line = shown(What::Frame(passed(Direction::ServerToClient, nickname.as_bytes())), false);
    assert!(line.contains(r"a\u202eb\u009bc\u007f\udb40\udc01\u001b\r\n"), "{line}");
    let row: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(row["received"], nickname);
}

#[test]
fn an_event_is_a_row_with_its_fields_and_a_sentence() {
    let event = Event::UpstreamFailed {
        upstream: Address::new("ds.example", 1863),
        why: UpstreamFailure::Unresolved("no such host".to_owned()),
    };
    assert_eq!(
        shown(What::Event(event), false),
        r#"{"n":7,"at":"2026-11-22T18:00:00.123456Z","session":1,"event":"upstream_failed","upstream":"ds.example:1863","why":"unresolved","detail":"no such host","says":"The name ds.example leads to no address (no such host), so that the client was let go: check how the name is written, the hosts file, and the network."}"#.to_owned() + "\n"
    );
}

#[test]
fn events_have_the_names_of_the_contract() {
    let fields = |event: Event| {
        let row: Value = serde_json::from_str(&shown(What::Event(event), false)).unwrap();
        let names: Vec<String> = row.as_object().unwrap().keys().skip(3).cloned().collect();
        names.join(" ")
    };
    assert_eq!(
        fields(Event::Waiting {
            direction: Direction::ClientToServer,
            verb: "MSG".to_owned(),
            have: 1,
            want: None
        }),
        "event dir verb have says"
    );
    let tally = Tally::default();
    assert_eq!(
        fields(Event::Closed {
            client_to_server: tally,
            server_to_client: tally,
            ended_by: crate::transcript::Party::Client,
            how: crate::transcript::Ending::Finished,
        }),
        "event client_to_server server_to_client ended_by how says"
    );
    assert_eq!(
        fields(Event::UpstreamFailed {
            upstream: Address::new("a", 1),
            why: UpstreamFailure::Forbidden(Forbidden::Ourselves),
        }),
        "event upstream why detail says"
    );
}

#[test]
fn every_event_has_a_row() {
    for event in says::tests::every_event() {
        let row: Value = serde_json::from_str(&shown(What::Event(event), false)).unwrap();
        assert!(row["event"].is_string() && row["says"].is_string(), "{row}");
        assert!(row.get("why").is_none_or(Value::is_string), "{row}");
    }
}

#[test]
fn what_was_missed_is_a_row_of_its_own() {
    let mut line = Vec::new();
    missed(7, &mut line);
    assert_eq!(line, b"{\"missed\":7}\n");
}
