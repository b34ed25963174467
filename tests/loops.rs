//! Nothing makes the proxy talk to itself: not the command line, not a name, not a hostile server.

use crate::harness::{Nudge, Peer, Row, Server, Session};
use std::net::TcpListener;

/// A port that was free a moment ago.
fn free_port(ip: &str) -> u16 {
    let listener = TcpListener::bind((ip, 0)).expect("a free port");
    listener.local_addr().expect("a listener has an address").port()
}

/// A client of a proxy that is its own upstream is let go; returns what explains it.
fn refusal(listen_ip: &str, upstream_host: &str) -> Row {
    let port = free_port(listen_ip.trim_matches(['[', ']']));
    let (listen, upstream) = (format!("{listen_ip}:{port}"), format!("{upstream_host}:{port}"));
    let proxy = Nudge::spawn(&["--listen", &listen, "--upstream", &upstream]);
    let mut client = proxy.connect();
    client.expect_closed();
    let explained = proxy.row(|row| row.is("refused") || row.is("upstream_failed"));
    proxy.row(|row| row.is("closed"));
    let rows = proxy.stop();
    let sessions = rows.iter().filter(|row| row.is("opened")).count();
    assert_eq!(sessions, 1, "{upstream} led back: {rows:#?}");
    explained
}

/// Promise 10: hosts-file users make the server's name mean this machine, for the proxy too.
#[test]
fn an_upstream_that_is_the_proxy_itself_is_refused_and_explained() {
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1"] {
        let explained = refusal("127.0.0.1", host);
        assert!(explained.text("says").contains("itself"), "{host}: {explained:?}");
    }
}

/// Promise 10.
#[cfg(target_os = "linux")] // where all of 127.0.0.0/8 is this machine
#[test]
fn an_upstream_that_is_the_proxy_by_another_address_is_refused_and_explained() {
    for host in ["127.0.0.2", "localhost", "0.0.0.0"] {
        refusal("0.0.0.0", host);
    }
}

/// Promise 10.
#[test]
fn an_upstream_that_is_the_proxy_over_ipv6_is_refused_and_explained() {
    if TcpListener::bind("[::1]:0").is_err() {
        return; // This machine has no IPv6.
    }
    let explained = refusal("[::1]", "[::1]");
    assert!(explained.text("says").contains("itself"), "{explained:?}");
}

/// Promise 10: a hostile server sends the client to our own listeners in every spelling there is; a loop never comes about.
/// Literals are judged at the redirect, and a refused one passes as it came; names are judged where they lead.
#[test]
fn no_redirect_leads_back_into_the_proxy() {
    let literals = [
        "127.0.0.1",
        "127.0.0.2",
        "0.0.0.0",
        "[::1]",
        "[0:0:0:0:0:0:0:1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ];
    let names = ["localhost", "localhost.", "LOCALHOST", "2130706433", "0x7f.1", "0177.0.0.1", "127.1"];
    let server = Server::start();
    let proxy = Nudge::spawn(&["--listen", "0.0.0.0:0", "--upstream", &server.address()]);
    let here = proxy.listen().port();
    let mut session = Session::open_at(&format!("127.0.0.1:{here}"), &proxy, &server);
    // A route of ours is as much ourselves as the main listener.
    let line = redirected(&mut session, "127.0.0.9:1");
    let (_, route) = line.split_once(':').expect("an address");
    for port in [&here.to_string(), route] {
        for address in literals.map(|host| format!("{host}:{port}")) {
            assert_eq!(redirected(&mut session, &address), address);
        }
        for address in names.map(|host| format!("{host}:{port}")) {
            let told = redirected(&mut session, &address);
            follow_in_vain(&proxy, &told);
        }
    }
    session.expect_alive();
    let rows = proxy.stop();
    let sessions = rows.iter().filter(|row| row.is("opened")).count();
    assert_eq!(sessions, 1 + 2 * names.len(), "the client's own, and one for each name it followed");
    let untouched = rows.iter().filter(|row| row.is("redirect_untouched"));
    assert_eq!(untouched.count(), 2 * literals.len(), "each is told");
}

/// The address in the redirect that the client gets when the server sends one with this address.
fn redirected(session: &mut Session, address: &str) -> String {
    session.server.send(format!("XFR 3 NS {address} 0\r\n"));
    let line = session.client.receive_line();
    line.split(' ').nth(3).expect("an address").to_owned()
}

/// Follows a redirect as a client does; it ends there, without reaching anybody.
fn follow_in_vain(proxy: &Nudge, told: &str) {
    let mut client = Peer::connect(told);
    let number = proxy.session_of(client.address());
    client.expect_closed();
    let closed = proxy.row(|row| row.is_of(number, "closed"));
    // Whether `localhost.` or `0x7f.1` is a name at all is for the system to say.
    assert!(matches!(closed.text("how"), "refused" | "failed"), "{told}: {closed:?}");
}
