//! Who does not read slows nobody else down: not the other direction, not another session, not the relay itself.

#[cfg(target_os = "linux")]
use crate::harness::Vitals;
use crate::harness::{Garbage, Nudge, Server, Session};
use std::thread;
use std::time::Duration;

/// More than all socket buffers on the way take together.
const PLENTY: usize = 64 * 1024 * 1024;

/// Long enough for a peer to take something, if it takes anything at all.
const A_MOMENT: Duration = Duration::from_millis(500);

/// Commands of a realistic size, this many bytes of them.
fn commands(bytes: usize) -> Vec<u8> {
    let message = [b"MSG bob@example.org Bob 1000\r\n", &Garbage::seeded(8).bytes(1000)[..]].concat();
    message.iter().copied().cycle().take(bytes / message.len() * message.len()).collect()
}

/// Promises 2, 7 and 8: the proxy holds no more than its buffers, everything else flows, and when the peer reads again it
/// misses nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_peer_that_never_reads_stalls_nothing_but_its_own_direction() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--memory", "8MiB", "--upstream", &server.address()]);
    let mut stalled = Session::open(&proxy, &server);
    let mut other = Session::open(&proxy, &server);
    other.expect_alive();
    let before = Vitals::of(proxy.id());

    let bytes = commands(PLENTY);
    let sent = stalled.server.send_for(&bytes, A_MOMENT);
    assert!(sent < bytes.len(), "somebody swallowed {sent} bytes that the client did not read");
    let grown = Vitals::of(proxy.id()).resident - before.resident;
    assert!(grown < 12 * 1024, "grew by {grown} KiB, of which 8 MiB are the transcript");

    stalled.client.send("PNG\r\n");
    stalled.server.expect("PNG\r\n");
    other.expect_alive();

    stalled.server.finish();
    stalled.client.expect(&bytes[..sent]);
    stalled.client.expect_end();
    stalled.client.finish();
    stalled.server.expect_end();
    other.finish(&proxy);
}

/// Promises 5 and 6: with nobody reading standard output everything flows, and who reads again is told what they missed.
#[test]
fn an_output_that_nobody_reads_delays_no_traffic() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--memory", "8MiB", "--upstream", &server.address()]);
    let session = Session::open(&proxy, &server);
    proxy.stdout.pause();
    let bytes = commands(PLENTY);
    let (mut client, mut at_server) = (session.client.split(), session.server.split());
    thread::scope(|scope| {
        scope.spawn(|| client.send(&bytes));
        at_server.expect(&bytes);
    });
    drop((client, at_server));
    proxy.stdout.resume();
    let closed = session.finish(&proxy);
    assert_eq!(closed.number("client_to_server/bytes"), Some(bytes.len() as u64));
    let rows = proxy.stop(); // which adds up what was printed and what was missed
    assert!(rows.iter().any(|row| row.number("missed") > Some(0)));
}
