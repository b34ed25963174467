//! How the program ends: what was received is delivered, or the closing row says how many bytes were not.

use crate::harness::{Garbage, Nudge, Server, Session};
use std::time::{Duration, Instant};

/// How long the program gives its peers when it is asked to end.
const GRACE: Duration = Duration::from_secs(5);

fn busy() -> (Nudge, Session) {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let session = Session::open(&proxy, &server);
    (proxy, session)
}

/// Promise 8: both peers are told, and all that they had sent arrives first.
#[test]
fn an_interrupt_delivers_what_was_received_and_ends_every_session() {
    for signal in ["INT", "TERM"] {
        let (proxy, mut session) = busy();
        session.expect_alive();
        session.client.send("MSG 3 N 100\r\nhalf of a message");
        proxy.row(|row| row.is("waiting"));
        proxy.signal(signal);
        session.server.expect("MSG 3 N 100\r\nhalf of a message");
        session.server.expect_closed();
        session.client.expect_closed();
        let ended = proxy.wait();
        assert_eq!(ended.code, Some(0), "{}", ended.stderr);
        let closed =
            ended.stdout.iter().find(|row| row.is_of(session.number, "closed")).expect("a closing row");
        assert_eq!((closed.text("how"), closed.text("ended_by")), ("shutdown", "nudge"), "{closed:?}");
        assert_eq!(closed.number("client_to_server/undelivered"), Some(0), "{closed:?}");
    }
}

/// Promises 7 and 8: who does not read gets the grace period and no more, and the closing row counts what they missed.
#[test]
fn what_nobody_takes_within_the_grace_period_is_counted() {
    let (proxy, mut session) = busy();
    let message = [b"MSG bob@example.org Bob 1000\r\n", &Garbage::seeded(9).bytes(1000)[..]].concat();
    let plenty: Vec<u8> = message.iter().copied().cycle().take(64 * 1024 * 1024).collect();
    let sent = session.server.send_for(&plenty, Duration::from_millis(500));
    assert!(sent < plenty.len(), "the client reads nothing");
    proxy.interrupt();
    let closed = proxy.row(|row| row.is_of(session.number, "closed"));
    assert_eq!(closed.text("how"), "shutdown", "{closed:?}");
    let undelivered = closed.number("server_to_client/undelivered").expect("a count");
    let bytes = closed.number("server_to_client/bytes").expect("a count");
    assert!(undelivered > 0, "{closed:?}");
    // The client's connection may hold a part that it never reads; what the proxy handed over is the rest.
    let mut received = vec![0; 1 << 20];
    let mut taken = 0;
    while let Ok(count @ 1..) = session.client.receive(&mut received) {
        taken += count as u64;
    }
    assert!(taken <= bytes - undelivered, "{taken} of {bytes} bytes arrived, and yet {closed:?}");
    assert_eq!(proxy.wait().code, Some(0));
}

/// Promise 8: whoever asks twice does not want to wait.
#[test]
fn a_second_interrupt_ends_at_once() {
    let (proxy, mut session) = busy();
    let plenty = vec![b'x'; 64 * 1024 * 1024];
    session.server.send_for(&plenty, Duration::from_millis(500));
    proxy.interrupt();
    proxy.row(|row| row.is("shutting_down"));
    let asked = Instant::now();
    proxy.interrupt();
    let ended = proxy.wait();
    assert!(asked.elapsed() < GRACE, "the grace period was waited for");
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(
        ended.stdout.iter().any(|row| row.is_of(session.number, "closed")),
        "even then every session is closed"
    );
}

/// Promise 8: no new client is let in while the program ends, and an idle program ends at once.
#[test]
fn an_idle_program_ends_at_once() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let asked = Instant::now();
    proxy.stop();
    assert!(asked.elapsed() < GRACE);
}

/// A half-closed session ends 30 s after its last byte. (Thirty seconds long.)
#[test]
fn a_half_closed_session_that_falls_silent_ends() {
    let (proxy, mut session) = busy();
    session.client.finish();
    session.server.expect_end();
    session.server.send("QNG 50\r\n");
    session.client.expect("QNG 50\r\n");
    let closed =
        proxy.stdout.first_within(Duration::from_secs(45), |row| row.is_of(session.number, "closed"));
    assert_eq!(closed.text("how"), "idle", "{closed:?}");
    session.client.expect_closed();
    session.server.expect_closed();
}
