//! Servers that cannot be reached, redirects that nobody follows, frames that do not end: said, with what to do.

#[cfg(target_os = "linux")]
use crate::harness::deaf_listener;
use crate::harness::{Nudge, Row, Server, Session};
use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

/// A client connects to a proxy with this upstream and is let go; returns the row that says why.
fn failure(upstream: &str) -> Row {
    let proxy = Nudge::spawn(&["--upstream", upstream]);
    let mut client = proxy.connect();
    let number = proxy.session_of(client.address());
    client.expect_closed();
    let failed = proxy.row(|row| row.is_of(number, "upstream_failed"));
    assert_eq!(failed.text("upstream"), upstream);
    let closed = proxy.row(|row| row.is_of(number, "closed"));
    assert_eq!((closed.text("how"), closed.text("ended_by")), ("failed", "nudge"), "{closed:?}");
    failed
}

/// A port of 127.0.0.1 at which nobody listens, for as long as the socket is kept.
fn closed_port() -> (Socket, String) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("127.0.0.1 has a free port");
    let address = socket.local_addr().expect("an address").as_socket().expect("an IP address");
    (socket, address.to_string())
}

/// Promise 2's other half: where there is nothing to pass bytes to, the person is told why and what to do.
#[test]
fn an_upstream_that_refuses_is_explained() {
    let (_kept, address) = closed_port();
    let failed = failure(&address);
    assert!(failed.text("says").contains("refused"), "{failed:?}");
}

#[test]
fn an_upstream_that_does_not_resolve_is_explained() {
    let failed = failure("nudge.invalid:1863");
    assert!(failed.text("says").contains("nudge.invalid"), "{failed:?}");
}

/// Promise 7: every wait has a limit. (Ten seconds long.)
#[cfg(target_os = "linux")]
#[test]
fn an_upstream_that_does_not_answer_is_explained() {
    let (address, _kept) = deaf_listener();
    let failed = failure(&address.to_string());
    assert!(failed.text("says").contains("10 s"), "{failed:?}");
}

/// The client has bytes on the way while its server cannot be reached; it is let go all the same, and the next one is
/// served as soon as the server is there.
#[test]
fn a_server_that_comes_back_is_reached_again() {
    let (kept, address) = closed_port();
    let proxy = Nudge::spawn(&["--upstream", &address]);
    let mut client = proxy.connect();
    client.send("VER 1 MSNP9 CVR0\r\n");
    client.expect_closed();
    proxy.row(|row| row.is("upstream_failed"));
    drop(kept);
    let server = Server::at(&address).expect("the port is free again");
    Session::open(&proxy, &server).expect_alive();
}

#[test]
fn a_switchboard_that_cannot_be_reached_is_explained() {
    let server = Server::start();
    let (_kept, address) = closed_port();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let mut session = Session::open(&proxy, &server);
    session.server.send(format!("XFR 8 SB {address} CKI 17.42\r\n"));
    let line = session.client.receive_line();
    let told = line.split(' ').nth(3).expect("an address");
    crate::harness::Peer::connect(told).expect_closed();
    let failed = proxy.row(|row| row.is("upstream_failed"));
    assert_eq!(failed.text("upstream"), address);
    session.expect_alive();
}

/// A redirect that no connection follows within ten seconds is said, with likely causes. (Ten seconds long.)
#[test]
fn a_redirect_that_nobody_follows_is_said() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let mut session = Session::open(&proxy, &server);
    let followed = Server::start();
    let line = format!("XFR 3 NS {} 0\r\n", followed.address());
    session.server.send(line);
    let told = session.client.receive_line();
    let told = told.split(' ').nth(3).expect("an address").to_owned();
    let mut following = crate::harness::Peer::connect(&told);
    let mut at_server = followed.accept();
    following.send("VER 4 MSNP6 CVR0\r\n");
    at_server.expect("VER 4 MSNP6 CVR0\r\n");

    session.server.send("XFR 9 SB 127.0.0.9:1863 CKI 17.42\r\n");
    let lost = session.client.receive_line();
    let lost = lost.split(' ').nth(3).expect("an address").to_owned();
    let unfollowed = proxy.row(|row| row.is("redirect_unfollowed"));
    assert_eq!((unfollowed.text("address"), unfollowed.text("told")), ("127.0.0.9:1863", lost.as_str()));
    let redirect = proxy.row(|row| row.n() == unfollowed.number("entry").expect("an entry"));
    assert_eq!((redirect.text("cmd"), redirect.number("trid")), ("XFR", Some(9)));
    assert!(!unfollowed.text("says").is_empty());
    let all = proxy.stop();
    assert_eq!(
        all.iter().filter(|row| row.is("redirect_unfollowed")).count(),
        1,
        "the other one was followed"
    );
}

/// A wrong length is the commonest bug of those who write clients: what a frame waits for is shown.
#[test]
fn a_frame_that_does_not_end_says_what_it_waits_for() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let mut session = Session::open(&proxy, &server);
    session.client.send("MSG 3 N 120\r\nhello");
    let waiting = proxy.row(|row| row.is_of(session.number, "waiting"));
    assert_eq!(waiting.text("dir"), "c2s");
    assert_eq!((waiting.number("have"), waiting.number("want")), (Some(18), Some(133)));
    session.server.send("QNG");
    let waiting = proxy.row(|row| row.is_of(session.number, "waiting") && row.text("dir") == "s2c");
    assert_eq!((waiting.number("have"), waiting.number("want")), (Some(3), None));
    // The rest comes, and nothing was lost by waiting.
    session.client.send([b'x'; 115]);
    session.server.expect([&b"MSG 3 N 120\r\nhello"[..], &[b'x'; 115]].concat());
}
