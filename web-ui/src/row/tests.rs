use super::*;
use msnp::Direction;
use nudge_proxy::transcript::{LEAST_MEMORY, SessionId};
use proptest::prelude::*;
use std::time::{Instant, SystemTime};

fn rows() -> Rows {
    Rows::of(&Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::now())), false)
}

fn entry(direction: Direction, bytes: &[u8]) -> Entry<'_> {
    let passed = Passed::plain(direction, Origin::Client, bytes);
    Entry { number: 1, at: Duration::ZERO, session: Some(SessionId(1)), what: What::Frame(passed) }
}

fn light(entry: &Entry<'_>) -> Value {
    let mut row = Vec::new();
    rows().light(entry, Known { role: Some(Role::Switchboard), ..Known::default() }, false, &mut row);
    serde_json::from_slice(&row).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&row)))
}

#[test]
fn the_line_is_shown_with_its_end_and_without_its_secrets() {
    use Direction::{ClientToServer, ServerToClient};
    for (direction, bytes, line) in [
        (ClientToServer, "PNG\r\n", r"PNG\r\n"),
        (ClientToServer, "PNG\n", r"PNG\n"),
        (ClientToServer, "\r\n", r"\r\n"),
        (ClientToServer, "USR 1 a@b 17.10\r\n", r"USR 1 a@b •••\r\n"),
        (ServerToClient, "MSG a@b A\u{200b} 5\r\nhello", r"MSG a@b A\u{200b} 5\r\n"),
        (ServerToClient, "MSG a@b (not_a_command) 5\r\nhello", r"MSG a@b (not_a_command) 5\r\n"),
    ] {
        assert_eq!(light(&entry(direction, bytes.as_bytes()))["line"], line);
    }
}

#[test]
fn a_light_row_is_light_whatever_the_frame() {
    for bytes in [
        [&b"MSG a@b A 1000000\r\n"[..], &[0; 1_000_000]].concat(),
        [&b"NLN "[..], &b"x ".repeat(30_000), b"\r\n"].concat(),
        [&b"NLN "[..], "\u{1f600}".repeat(15_000).as_bytes(), b"\r\n"].concat(),
        [&b"NLN "[..], &[1; 60_000], b"\r\n"].concat(),
    ] {
        let row = light(&entry(Direction::ServerToClient, &bytes));
        assert_eq!((&row["cut"], &row["size"]), (&Value::Bool(true), &Value::from(bytes.len())));
        assert!(row.to_string().len() < 48 * 1024, "{} bytes", row.to_string().len());
    }
}

proptest! {
    /// The short way to a line and the long one lead to the same.
    #[test]
    fn a_plain_line_is_what_notation_shows(line in "(MSG|NLN|PNG|USR)( [ -~]{0,20}){0,3}") {
        let bytes = format!("{line}\r\n");
        let entry = entry(Direction::ServerToClient, bytes.as_bytes());
        let What::Frame(passed) = &entry.what else { unreachable!() };
        prop_assert_eq!(plain_line(passed), Some(super::line(&rows().masked, &entry, passed)));
    }

    #[test]
    fn every_row_is_json(bytes in prop::collection::vec(any::<u8>(), 0..3000), verb in "(MSG a b |USR 1 |XFR 2 SB )") {
        let bytes = [verb.as_bytes(), &bytes].concat();
        let (mut row, entry) = (Vec::new(), entry(Direction::ServerToClient, &bytes));
        light(&entry);
        rows().whole(&entry, (Known::default(), &[]), false, &mut row);
        prop_assert!(serde_json::from_slice::<Value>(&row).is_ok());
    }
}
