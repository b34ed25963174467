use super::*;
use crate::transcript::SessionId;
use std::time::{Duration, SystemTime};

fn shown(what: What<'_>, columns: Option<usize>) -> String {
    let at = Duration::from_millis(43_424_120);
    let entry = Entry { number: 7, at, session: Some(SessionId(3)), what };
    View::new(SystemTime::UNIX_EPOCH, false).notation(&entry, columns).text().to_owned()
}

fn passed(direction: Direction, bytes: &[u8]) -> Passed<'_> {
    Passed::plain(
        direction,
        if direction == Direction::ClientToServer { Origin::Client } else { Origin::Server },
        bytes,
    )
}

fn from_client(bytes: &[u8]) -> String {
    shown(What::Frame(passed(Direction::ClientToServer, bytes)), None)
}

fn from_server(bytes: &[u8]) -> String {
    shown(What::Frame(passed(Direction::ServerToClient, bytes)), None)
}

#[test]
fn a_command_stands_behind_its_arrow_with_its_line_end() {
    assert_eq!(from_client(b"VER 1 MSNP9 CVR0\r\n"), "12:03:44.120    #3 >>> VER 1 MSNP9 CVR0\\r\\n\n");
    assert_eq!(from_server(b"VER 1 MSNP9\n"), "12:03:44.120    #3 <<< VER 1 MSNP9\\n\n");
    assert_eq!(from_client(b"\r\n"), "12:03:44.120    #3 >>> \\r\\n\n");
}

#[test]
fn a_payload_stands_under_its_line() {
    let message = b"MSG 4 N 63\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello\rthere\x1b[2J";
    assert_eq!(
        from_client(message),
        r"12:03:44.120    #3 >>> MSG 4 N 63\r\n
                       MIME-Version: 1.0\r\n
                       Content-Type: text/plain\r\n
                       \r\n
                       hello\rthere\x1b[2J
"
    );
}

#[test]
fn a_rewritten_redirect_shows_both_lines_one_under_the_other() {
    let frame = Passed {
        sent: Some(b"XFR 5 SB 127.0.0.1:21034 CKI 17.42\r\n"),
        ..passed(Direction::ServerToClient, b"XFR 5 SB 198.51.100.20:1863 CKI 17.42\r\n")
    };
    assert_eq!(
        shown(What::Frame(frame), None),
        r"12:03:44.120    #3 <<< XFR 5 SB 198.51.100.20:1863 CKI •••\r\n
                 sent: XFR 5 SB 127.0.0.1:21034 CKI •••\r\n
"
    );
}

#[test]
fn what_is_no_text_is_a_preview_behind_its_headers() {
    let body: Vec<u8> = (0..=255).cycle().take(1202).collect();
    let mut message = b"MSG bob@example.org Bob 1232\r\nContent-Type: p2p\r\n\r\n".to_vec();
    message.extend_from_slice(&body);
    assert_eq!(
        from_server(&message),
        r"12:03:44.120    #3 <<< MSG bob@example.org Bob 1232\r\n
                       Content-Type: p2p\r\n
                       \r\n
                       [1,202 bytes: 00 01 02 03 04 05 06 07 08 09 0a 0b …]
"
    );
    let hello = Passed { opaque: true, ..passed(Direction::ClientToServer, b"\x16\x03\x01\x00\xa5") };
    assert_eq!(
        shown(What::Frame(hello), None),
        "12:03:44.120    #3 >>> (opaque) [5 bytes: 16 03 01 00 a5]\n"
    );
}

#[test]
fn a_latin_1_letter_makes_no_message_unreadable() {
    assert!(from_client(b"MSG 4 N 12\r\n\r\n\r\nVoil\xe0 tout").ends_with("Voil\\xe0 tout\n"));
}

#[test]
fn long_frames_are_cut_and_say_so() {
    let text = format!("NOT 70000\r\n{}", "ä".repeat(35_000));
    let row = from_server(text.as_bytes());
    assert!(
        row.len() < 4400 && row.ends_with("ä\n                       … 4,095 bytes of 68.4 KiB shown\n"),
        "{row}"
    );
    let lines = format!("NOT 70000\r\n{}", "\n".repeat(70_000));
    let row = from_server(lines.as_bytes());
    assert_eq!(row.lines().count(), 101);
    assert!(row.ends_with("… 110 bytes of 68.4 KiB shown\n"), "{row}");
}

#[test]
fn a_secret_of_any_length_leaves_room_for_what_follows() {
    let line = format!("USR 4 SSO S t={} {} {{guid}}\r\n", "x".repeat(9000), "y".repeat(9000));
    assert_eq!(from_client(line.as_bytes()), "12:03:44.120    #3 >>> USR 4 SSO S ••• ••• {guid}\\r\\n\n");
}

#[test]
fn what_neither_side_sent_is_marked() {
    let frame = Passed { origin: Origin::Person, ..passed(Direction::ServerToClient, b"QNG 50\r\n") };
    assert_eq!(shown(What::Frame(frame), None), "12:03:44.120    #3 <<< (injected) QNG 50\\r\\n\n");
    let cut =
        Passed { opaque: true, incomplete: true, ..passed(Direction::ClientToServer, b"USR 4 TWN S t=53") };
    assert_eq!(shown(What::Frame(cut), None), "12:03:44.120    #3 >>> (incomplete) USR 4 TWN S •••\n");
}

#[test]
fn a_line_that_began_elsewhere_is_not_judged_alone() {
    let rest =
        Passed { opaque: true, continued: true, ..passed(Direction::ClientToServer, b"secret, perhaps\r\n") };
    assert_eq!(
        shown(What::Frame(rest), None),
        "12:03:44.120    #3 >>> (opaque) ••• 17 bytes that continue a line\n"
    );
}

#[test]
fn information_is_wrapped_between_words() {
    let waiting = Event::Waiting {
        direction: Direction::ClientToServer,
        verb: "MSG".to_owned(),
        have: 120,
        want: Some(133),
    };
    assert_eq!(
        shown(What::Event(waiting), Some(80)),
        "\
12:03:44.120    #3 !!! MSG from the client has 120 of 133 bytes and waits for
                       the rest: a wrong length is the commonest cause; the
                       length counts bytes, not characters, and not the line
                       before them.
"
    );
    let connected = Event::Connected { server: "127.0.0.1:1863".parse().unwrap() };
    assert_eq!(
        shown(What::Event(connected), None),
        "12:03:44.120    #3 --- Connected to the server at 127.0.0.1:1863.\n"
    );
}

#[test]
fn what_was_forgotten_is_said() {
    assert!(
        missed(96_021, Some(80)).text().starts_with("                   !!! 96,021 entries were forgotten")
    );
}
