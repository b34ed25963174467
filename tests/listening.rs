//! Listeners: where, for whom, and what redirects name instead.

use crate::harness::{Ended, Nudge, Peer, Program, Server, Session};
use std::net::TcpListener;

/// The address that a client of this session is told instead of a server's.
fn told(session: &mut Session, address: &str) -> String {
    session.server.send(format!("XFR 3 NS {address} U D\r\n"));
    let line = session.client.receive_line();
    line.split(' ').nth(3).expect("an address").to_owned()
}

#[test]
fn every_listener_has_its_own_upstream() {
    let (first, second) = (Server::start(), Server::start());
    let own = format!("127.0.0.1:0={}", second.address());
    let proxy = Nudge::spawn(&["--upstream", &first.address(), "--listen", "127.0.0.1:0", "--listen", &own]);
    let listen = |upstream: &Server| {
        let upstream = upstream.address();
        let row = proxy.row(|row| row.is("listening") && row.text("upstream") == upstream);
        row.text("listen").to_owned()
    };
    Session::open_at(&listen(&first), &proxy, &first).expect_alive();
    Session::open_at(&listen(&second), &proxy, &second).expect_alive();
    assert!(first.is_alone() && second.is_alone());
}

#[test]
fn a_busy_port_is_named_with_the_flag_and_a_free_one() {
    let kept = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let taken = kept.local_addr().expect("a listener has an address");
    let address = taken.to_string();
    let Ended { code, stdout, stderr } = Program::run(&["--upstream", "127.0.0.1:9", "--listen", &address]);
    assert_eq!((code, stdout.len()), (Some(3), 0), "{stderr}");
    assert!(stderr.contains("--listen") && stderr.contains(&address), "{stderr}");
    let offers = stderr.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    let free = offers.filter(|&port: &u16| port > 1023 && port != taken.port());
    assert!(free.into_iter().any(|port| TcpListener::bind(("127.0.0.1", port)).is_ok()), "{stderr}");
}

/// Promise 10: nobody outside the networks allowed is served, and the person is told who was not.
#[test]
fn a_client_that_is_not_allowed_is_refused_and_said() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--allow", "10.0.0.0/8", "--upstream", &server.address()]);
    let mut client = proxy.connect();
    client.expect_closed();
    let refused = proxy.row(|row| row.is("refused"));
    assert_eq!(refused.text("client"), client.address().to_string());
    assert!(refused.text("says").contains("--allow"), "{refused:?}");
    assert!(server.is_alone(), "the server never hears of them");
}

#[test]
fn a_client_that_is_allowed_is_served() {
    let server = Server::start();
    let networks = ["--allow", "10.0.0.0/8", "--allow", "127.0.0.0/8"];
    let proxy = Nudge::spawn(&[&networks[..], &["--upstream", &server.address()]].concat());
    Session::open(&proxy, &server).expect_alive();
}

#[test]
fn a_listener_on_every_address_warns_that_it_is_an_open_relay() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--listen", "0.0.0.0:0", "--upstream", &server.address()]);
    proxy.stderr.first(|line| line.contains("open relay"));
    proxy.stderr.first(|line| line.contains("--allow"));
}

#[test]
fn a_listener_for_this_machine_only_does_not_warn() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    Session::open(&proxy, &server).expect_alive();
    let ended = {
        proxy.interrupt();
        proxy.wait()
    };
    assert!(!ended.stderr.contains("open relay"), "{}", ended.stderr);
}

/// A client in a virtual machine is told the address by which it reached the host; another one another.
#[cfg(target_os = "linux")] // where all of 127.0.0.0/8 is this machine
#[test]
fn redirects_name_the_address_that_the_client_used() {
    let (server, next) = (Server::start(), Server::start());
    let proxy = Nudge::spawn(&["--listen", "0.0.0.0:0", "--upstream", &server.address()]);
    let port = proxy.listen().port();
    for ip in ["127.0.0.1", "127.0.0.2"] {
        let mut session = Session::open_at(&format!("{ip}:{port}"), &proxy, &server);
        let told = told(&mut session, &next.address());
        assert_eq!(told.split(':').next(), Some(ip), "{told}");
        let mut client = Peer::connect(&told);
        client.send("VER 1 MSNP15 CVR0\r\n");
        next.accept().expect("VER 1 MSNP15 CVR0\r\n");
    }
}

#[test]
fn redirects_name_the_advertised_host() {
    let (server, next) = (Server::start(), Server::start());
    let proxy = Nudge::spawn(&["--advertise", "nudge.example", "--upstream", &server.address()]);
    let mut session = Session::open(&proxy, &server);
    let told = told(&mut session, &next.address());
    let port = told.strip_prefix("nudge.example:").unwrap_or_else(|| panic!("{told}"));
    let _client = Peer::connect(format!("127.0.0.1:{port}"));
    next.accept();
}

/// Clients store redirects: tomorrow's run gives the same port for the same server.
#[test]
fn a_server_keeps_its_port_from_run_to_run() {
    let server = Server::start();
    let run = || {
        let proxy = Nudge::spawn(&["--ports", "20100-20899", "--upstream", &server.address()]);
        let mut session = Session::open(&proxy, &server);
        let ports = ["ns1.example:1863", "ns2.example:1863"].map(|address| told(&mut session, address));
        session.finish(&proxy);
        proxy.stop();
        ports
    };
    let first = run();
    assert_eq!(first, run());
    assert_ne!(first[0], first[1]);
    for told in first {
        let port = told.strip_prefix("127.0.0.1:").and_then(|port| port.parse().ok());
        assert!(port.is_some_and(|port: u16| (20100..=20899).contains(&port)), "{told}");
    }
}
