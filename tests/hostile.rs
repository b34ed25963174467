//! Peers that send what no client and no server would: everything passes on untouched, and is shown as what it is.

#[cfg(target_os = "linux")]
use crate::harness::Vitals;
use crate::harness::{Garbage, Nudge, Row, Server, Session, escaped};
use std::thread;

/// A proxy in front of one server, and a session through it.
fn session(arguments: &[&str]) -> (Nudge, Session) {
    let server = Server::start();
    let upstream = server.address();
    let proxy = Nudge::spawn(&[&["--reveal", "--upstream", &upstream], arguments].concat());
    let session = Session::open(&proxy, &server);
    (proxy, session)
}

/// Both ends send these bytes at once and then end; each gets what the other sent, to the byte, and the transcript
/// has it all. Returns the rows.
fn exchange(from_client: &[u8], from_server: &[u8]) -> Vec<Row> {
    let (proxy, session) = session(&[]);
    let number = session.number;
    let (mut client, mut server) = (session.client.split(), session.server.split());
    let (mut at_client, mut at_server) = (session.client, session.server);
    thread::scope(|scope| {
        scope.spawn(|| {
            client.send(from_client);
            client.finish();
        });
        scope.spawn(|| {
            server.send(from_server);
            server.finish();
        });
        let at_server = scope.spawn(move || at_server.receive_all());
        assert!(at_client.receive_all() == from_server, "the client got something else");
        assert!(at_server.join().expect("an end") == from_client, "the server got something else");
    });
    proxy.row(|row| row.is_of(number, "closed"));
    let rows = proxy.stop();
    for (direction, bytes) in [("c2s", from_client), ("s2c", from_server)] {
        let frames = rows.iter().filter(|row| row.is_frame(number, direction));
        let received: Vec<u8> = frames.flat_map(Row::received).collect();
        assert!(received == bytes, "the rows hold {}", escaped(&received));
    }
    rows
}

fn opaque<'a>(rows: &'a [Row], direction: &str) -> &'a Row {
    let event = rows.iter().find(|row| row.is("opaque") && row.text("dir") == direction);
    event.unwrap_or_else(|| panic!("no event says that {direction} is opaque"))
}

/// Promises 1 and 2.
#[test]
fn garbage_passes_both_ways() {
    for seed in 1..=4 {
        let mut garbage = Garbage::seeded(seed);
        let (from_client, from_server) = (garbage.bytes(300_000), garbage.bytes(300_000));
        let rows = exchange(&from_client, &from_server);
        opaque(&rows, "c2s");
        opaque(&rows, "s2c");
    }
}

/// Promises 1 and 2: commands, then garbage, then what only looks like commands again.
#[test]
fn garbage_between_commands_passes() {
    let garbage = Garbage::seeded(5).bytes(5_000);
    let bytes = [b"VER 1 MSNP9 CVR0\r\n", &garbage[..], b"\r\nVER 2 MSNP9 CVR0\r\n"].concat();
    let rows = exchange(&bytes, &bytes);
    assert_eq!(rows.iter().filter(|row| row.text("cmd") == "VER").count(), 2, "one each way is understood");
}

/// Promise 2.
#[test]
fn a_tls_hello_passes_at_once() {
    let hello = b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03";
    let (proxy, mut session) = session(&[]);
    session.client.send(&hello[..1]);
    session.server.expect(&hello[..1]);
    session.client.send(&hello[1..]);
    session.server.expect(&hello[1..]);
    session.server.send(b"\x15\x03\x01\x00\x02\x02\x28");
    session.client.expect(b"\x15\x03\x01\x00\x02\x02\x28");
    session.finish(&proxy);
    opaque(&proxy.stop(), "c2s");
}

/// Promise 2: a browser, or a client that uses the HTTP gateway.
#[test]
fn http_passes_and_is_named() {
    let request = b"POST http://gw.example.net/gateway/gateway.dll?Action=open&Server=NS&IP=messenger.hotmail.com HTTP/1.1\r\n\
        Host: gw.example.net\r\nContent-Length: 18\r\n\r\nVER 1 MSNP9 CVR0\r\n";
    let response = b"HTTP/1.1 200 OK\r\nX-MSN-Messenger: SessionID=1.1; GW-IP=10.0.0.1\r\n\r\nXFR 1 NS 10.0.0.1:1863 0\r\n";
    let rows = exchange(request, response);
    assert!(opaque(&rows, "c2s").text("says").contains("HTTP"), "{:?}", opaque(&rows, "c2s"));
    opaque(&rows, "s2c");
}

/// Promises 1, 2 and 7: four times the longest line that is understood, without an end.
#[test]
fn a_line_without_end_passes_and_turns_opaque() {
    let line = [b"USR 1 ", &vec![b'x'; 256 * 1024][..]].concat();
    let rows = exchange(&line, b"OUT\r\n");
    opaque(&rows, "c2s");
    assert!(
        rows.iter().all(|row| !row.is("opaque") || row.text("dir") == "c2s"),
        "only one direction is lost"
    );
}

/// Promises 2 and 7: a length beyond the limit is not waited for; all that follows passes.
#[test]
fn an_absurd_payload_length_passes_and_turns_opaque() {
    for length in ["4294967295", "1048577", "18446744073709551616"] {
        let (proxy, mut session) = session(&[]);
        let line = format!("MSG 1 N {length}\r\n");
        session.client.send(&line);
        session.server.expect(&line);
        let payload = Garbage::seeded(6).bytes(100_000);
        session.client.send(&payload);
        session.server.expect(&payload);
        session.server.send("NAK 1\r\n");
        session.client.expect("NAK 1\r\n");
        let closed = session.finish(&proxy);
        assert_eq!(closed.number("client_to_server/bytes"), Some((line.len() + payload.len()) as u64));
        opaque(&proxy.stop(), "c2s");
    }
}

/// Promise 1: the longest payload that is understood, and not a byte of it twice.
#[test]
fn the_longest_payload_is_one_frame() {
    let frame = [b"MSG 1 N 1048576\r\n", &Garbage::seeded(7).bytes(1024 * 1024)[..]].concat();
    let rows = exchange(&frame, &[]);
    assert!(rows.iter().any(|row| row.text("cmd") == "MSG" && row.received() == frame));
    assert!(!rows.iter().any(|row| row.is("opaque")));
}

/// Promise 1.
#[test]
fn one_byte_at_a_time_is_framed_as_ever() {
    let (proxy, mut session) = session(&[]);
    let bytes = "VER 1 MSNP9 CVR0\r\nMSG 2 N 9\r\nhi\r\nOUT\r\nOUT\r\n";
    for byte in bytes.as_bytes() {
        session.client.send([*byte]);
    }
    session.server.expect(bytes);
    let number = session.number;
    session.finish(&proxy);
    let rows = proxy.stop();
    let frames: Vec<_> = rows.iter().filter(|row| row.is_frame(number, "c2s")).map(Row::received).collect();
    assert_eq!(frames, [&b"VER 1 MSNP9 CVR0\r\n"[..], b"MSG 2 N 9\r\nhi\r\nOUT\r\n", b"OUT\r\n"]);
}

/// Promise 8: what came before the reset is delivered, the half frame too, and then the reset passes on.
#[test]
fn a_reset_in_mid_payload_delivers_what_came_before_it() {
    let (proxy, mut session) = session(&[]);
    let whole = "MSG 1 N 5\r\nhello";
    let half = "MSG 2 N 100\r\nhalf of";
    session.client.send(whole);
    session.server.expect(whole);
    session.client.send(half);
    // The row that says what the frame waits for shows that the proxy has read it.
    proxy.row(|row| row.is_of(session.number, "waiting") && row.number("have") == Some(half.len() as u64));
    session.client.reset();
    session.server.expect(half);
    session.server.expect_reset();
    let closed = proxy.row(|row| row.is_of(session.number, "closed"));
    assert_eq!((closed.text("how"), closed.text("ended_by")), ("reset", "client"), "{closed:?}");
    assert_eq!(closed.number("client_to_server/bytes"), Some((whole.len() + half.len()) as u64));
    assert_eq!(closed.number("client_to_server/undelivered"), Some(0));
    assert!(closed.text("says").contains("reset"), "{closed:?}");
}

/// Promise 8: after a peer's reset there is nobody to take what the other still sends, and the closing row counts it.
#[test]
fn a_reset_of_one_end_does_not_leave_the_other_waiting() {
    let (proxy, mut session) = session(&[]);
    session.server.send("CHL 0 15570131571988941333\r\n");
    session.client.expect("CHL 0 15570131571988941333\r\n");
    session.server.reset();
    session.client.expect_reset();
    let closed = proxy.row(|row| row.is_of(session.number, "closed"));
    assert_eq!((closed.text("how"), closed.text("ended_by")), ("reset", "server"), "{closed:?}");
}

/// Promises 2, 5, 6 and 7: at full speed, with every byte compared at the far end, in bounded memory, and with nobody
/// reading standard output, which could not keep up.
#[cfg(target_os = "linux")]
#[test]
fn a_line_of_a_gibibyte_passes_in_bounded_memory() {
    const PIECE: usize = 1024 * 1024;
    const PIECES: usize = 1024;
    let (proxy, session) = session(&["--memory", "8MiB"]);
    proxy.stdout.pause();
    let before = Vitals::of(proxy.id());
    let piece = vec![b'x'; PIECE];
    let (mut client, mut server) = (session.client, session.server);
    let (mut sending, number) = (client.split(), session.number);
    let most_resident = thread::scope(|scope| {
        scope.spawn(|| {
            sending.send("MSG ");
            (0..PIECES).for_each(|_| sending.send(&piece));
            sending.finish();
        });
        server.expect("MSG ");
        let mut most = 0;
        for _ in 0..PIECES {
            server.expect(&piece);
            most = most.max(Vitals::of(proxy.id()).resident);
        }
        server.expect_end();
        most
    });
    let grown = most_resident - before.resident;
    assert!(grown < 24 * 1024, "grew by {grown} KiB, of which 8 MiB are the transcript");
    server.finish();
    client.expect_end();
    proxy.stdout.resume();
    let closed = proxy.row(|row| row.is_of(number, "closed"));
    assert_eq!(closed.number("client_to_server/bytes"), Some((4 + PIECE * PIECES) as u64));
}

/// Promise 9: whatever a peer sends, the terminal gets nothing but printable text. ([`Row::parse`] checks each line.)
#[test]
fn hostile_names_reach_the_output_as_text_only() {
    let name = "\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}2J\u{202e}gpj.exe\u{200b}\u{feff}\u{85}\u{2028}";
    let frame = format!("NLN NLN bob@example.org {name} 0\r\n");
    let rows = exchange(&[], &[frame.as_bytes(), b"NLN \xff\xfe\x9b2J\r\n"].concat());
    assert!(rows.iter().any(|row| row.received() == frame.as_bytes()));
}
