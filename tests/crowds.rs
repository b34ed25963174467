//! Thousands of sessions, more sessions than allowed, and more than there are descriptors for.

use crate::harness::{Nudge, Peer, Server, Session};
#[cfg(target_os = "linux")]
use crate::harness::{PATIENCE, Vitals};
use std::process::Command;
use std::thread;
#[cfg(target_os = "linux")]
use std::time::Instant;

/// Promises 6 and 7: what is over is forgotten, descriptors and memory alike.
#[cfg(target_os = "linux")]
#[test]
fn nine_thousand_sessions_leave_nothing_behind() {
    const WORKERS: usize = 4;
    const EACH: usize = 2_250;
    let mut servers: Vec<Server> = (0..WORKERS).map(|_| Server::start()).collect();
    let upstream = servers[0].address();
    let listeners: Vec<String> =
        servers.iter().map(|server| format!("127.0.0.1:0={}", server.address())).collect();
    let mut arguments = vec!["--memory", "8MiB", "--upstream", &upstream];
    arguments.extend(listeners.iter().flat_map(|listener| ["--listen", listener]));
    let proxy = Nudge::spawn(&arguments);
    let mut visit = |count: usize| {
        thread::scope(|scope| {
            for server in &mut servers {
                let listening =
                    proxy.row(|row| row.is("listening") && row.text("upstream") == server.address());
                let listen = listening.text("listen").to_owned();
                scope.spawn(move || (0..count).for_each(|n| visit_once(&listen, server, n)));
            }
        });
    };
    visit(100); // What is kept for the sake of speed, and the ring, exist from here on.
    proxy.rows(WORKERS * 100, |row| row.is("closed"));
    let before = Vitals::of(proxy.id());
    visit(EACH - 100);
    proxy.rows(WORKERS * EACH, |row| row.is("closed"));
    wait_until(|| Vitals::of(proxy.id()).descriptors <= before.descriptors);
    let after = Vitals::of(proxy.id());
    let grown = after.resident.saturating_sub(before.resident);
    assert!(grown < 12 * 1024, "grew by {grown} KiB, of which 8 MiB are the transcript");
    let rows = proxy.stop();
    assert_eq!(rows.iter().filter(|row| row.is("opened")).count(), WORKERS * EACH);
}

/// A session with a line each way, ended in one of three ways.
#[cfg(target_os = "linux")]
fn visit_once(listen: &str, server: &Server, n: usize) {
    let mut client = Peer::connect(listen);
    let mut server = server.accept();
    client.send("PNG\r\n");
    server.expect("PNG\r\n");
    server.send("QNG 50\r\n");
    client.expect("QNG 50\r\n");
    match n % 3 {
        0 => {
            client.finish();
            server.expect_end();
            drop(server);
            client.expect_end();
        }
        1 => {
            client.reset();
            server.expect_reset();
        }
        _ => {
            server.reset();
            client.expect_reset();
        }
    }
}

/// For what the transcript does not tell: asks again until it holds.
#[cfg(target_os = "linux")]
fn wait_until(holds: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "time is over");
        thread::yield_now();
    }
}

/// Promise 7: beyond `--max-sessions` a client is let go at once, an entry says so, and a place that becomes free is used.
#[test]
fn more_sessions_than_allowed_are_refused_until_others_end() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--max-sessions", "2", "--upstream", &server.address()]);
    let first = Session::open(&proxy, &server);
    let mut second = Session::open(&proxy, &server);
    proxy.connect().expect_closed();
    let refused = proxy.row(|row| row.is("refused"));
    assert!(refused.text("says").contains("--max-sessions"), "{refused:?}");
    second.expect_alive();
    first.finish(&proxy);
    Session::open(&proxy, &server).expect_alive();
    second.expect_alive();
}

/// The program where a process may have 64 open files.
fn with_few_descriptors(server: &Server) -> Nudge {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "ulimit -n 64; exec \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_nudge"),
        "--no-web",
        "--json",
    ]);
    command.args(["--listen", "127.0.0.1:0", "--ports", "0-0", "--upstream", &server.address()]);
    Nudge::transcribing(command)
}

/// Promise 7: with few descriptors the program serves whom it can, says so, and goes on.
#[test]
fn exhausted_descriptors_are_survived_and_said() {
    let server = Server::start();
    let proxy = with_few_descriptors(&server);
    let mut sessions = Vec::new();
    let mut turned_away = 0;
    for _ in 0..60 {
        let mut client = proxy.connect();
        let address = client.address().to_string();
        let row = proxy.row(|row| row.is("refused") || row.is("opened") && row.text("client") == address);
        if row.is("opened") {
            let number = row.number("session").expect("an opened session has a number");
            let server = server.accept();
            sessions.push(Session { client, server, number });
        } else {
            client.expect_closed();
            turned_away += 1;
        }
    }
    assert!(sessions.len() > 4 && turned_away > 4, "{} served, {turned_away} turned away", sessions.len());
    sessions.iter_mut().for_each(Session::expect_alive);
    for session in sessions {
        session.finish(&proxy);
    }
    Session::open(&proxy, &server).expect_alive();
}

/// Promises 2 and 7: a route needs a descriptor too. Where there is none left the redirect passes as it came, and who is
/// connected notices nothing.
#[test]
fn redirects_beyond_the_last_descriptor_pass_as_they_came() {
    let server = Server::start();
    let proxy = with_few_descriptors(&server);
    let mut session = Session::open(&proxy, &server);
    let mut untouched = 0;
    for n in 0..64 {
        let redirect = format!("XFR {n} SB 127.0.0.9:{} CKI 17.42\r\n", 1000 + n);
        session.server.send(&redirect);
        untouched += usize::from(session.client.receive_line() == redirect);
    }
    assert!((1..64).contains(&untouched), "{untouched} of 64");
    session.expect_alive();
    let number = session.number;
    session.finish(&proxy);
    let rows = proxy.stop();
    assert_eq!(rows.iter().filter(|row| row.is_of(number, "redirect_untouched")).count(), untouched);
}

/// Promises 2 and 7: a server may name any number of others; beyond 256 a redirect passes as it came, and an entry says so.
#[test]
fn a_flood_of_redirects_opens_no_more_routes_than_allowed() {
    const ROUTES: usize = 256;
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let mut session = Session::open(&proxy, &server);
    let redirects: Vec<String> =
        (0..ROUTES + 44).map(|n| format!("XFR {n} SB sb{n}.invalid:1863 CKI 17.42\r\n")).collect();
    session.server.send(redirects.concat());
    let told: Vec<String> = redirects.iter().map(|_| session.client.receive_line()).collect();
    let untouched = told.iter().zip(&redirects).filter(|(told, redirect)| told == redirect).count();
    assert_eq!(untouched, 44);
    let number = session.number;
    session.finish(&proxy);
    let rows = proxy.stop();
    assert_eq!(rows.iter().filter(|row| row.is("route_opened")).count(), ROUTES);
    assert_eq!(rows.iter().filter(|row| row.is_of(number, "redirect_untouched")).count(), 44);
}
