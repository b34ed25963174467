//! What is shown only when asked for: passwords, tickets, digests and cookies.

use crate::harness::{CAPTURES, Nudge, Recording, Row, Server, Session};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use std::collections::BTreeSet;
use std::thread;

/// The secrets of a recorded connection, found by hand-written patterns, not by the code under test.
fn secrets(recording: &Recording) -> BTreeSet<String> {
    let mut secrets = BTreeSet::new();
    for line in lines(&recording.client) {
        match *line.split(' ').collect::<Vec<_>>().as_slice() {
            ["USR", _, "TWN" | "MD5", "S", secret] => secrets.insert(secret.to_owned()),
            ["USR", _, "SSO", "S", ticket, blob, ..] => {
                secrets.insert(ticket.to_owned()) | secrets.insert(blob.to_owned())
            }
            ["USR", _, _, cookie] | ["ANS", _, _, cookie, _] => secrets.insert(cookie.to_owned()),
            _ => false,
        };
    }
    for line in lines(&recording.server) {
        let words: Vec<&str> = line.split(' ').collect();
        if let Some(scheme) = words.iter().position(|&word| word == "CKI") {
            secrets.extend(words.get(scheme + 1).map(|&cookie| cookie.to_owned()));
        }
        for header in ["MSPAuth: ", "MSPProf: "] {
            secrets.extend(line.strip_prefix(header).map(str::to_owned));
        }
    }
    secrets.retain(|secret| secret.len() > 3);
    secrets
}

fn lines(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().map(str::to_owned).collect()
}

/// A text in every spelling in which an export might carry it.
fn spellings(secret: &str) -> Vec<String> {
    let percent = |keep: fn(u8) -> bool| -> String {
        let encode =
            |byte: u8| if keep(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        secret.bytes().map(encode).collect()
    };
    let mut spellings =
        vec![secret.to_owned(), percent(|byte| byte.is_ascii_alphanumeric()), percent(|_| false)];
    for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
        spellings.push(engine.encode(secret));
    }
    spellings.extend(spellings.clone().iter().map(|spelling| spelling.to_lowercase()));
    spellings
}

/// What the program prints while a recorded connection passes through it.
fn printed(recording: &Recording, arguments: &[&str]) -> Vec<Row> {
    let server = Server::start();
    let upstream = server.address();
    let proxy = Nudge::spawn(&[arguments, &["--upstream", &upstream]].concat());
    let mut session = Session::open(&proxy, &server);
    thread::scope(|scope| {
        let (mut client, mut server) = (session.client.split(), session.server.split());
        scope.spawn(move || {
            client.send(&recording.client);
            client.finish();
        });
        scope.spawn(move || {
            server.send(&recording.server);
            server.finish();
        });
        scope.spawn(|| session.server.receive_all());
        session.client.receive_all();
    });
    proxy.row(|row| row.is("closed"));
    proxy.stop()
}

/// Every string in a row, base64 decoded too.
fn texts(row: &Row) -> String {
    format!("{}\n{}\n{}", row.line(), row.received().escape_ascii(), row.sent().escape_ascii())
}

/// Control 15 of the threat model: no secret of a recorded sign-in survives, raw, percent-encoded or as base64.
#[test]
fn no_secret_of_a_recorded_sign_in_is_shown_unless_asked_for() {
    for capture in CAPTURES {
        for recording in Recording::all(capture) {
            let secrets = secrets(&recording);
            assert!(!secrets.is_empty(), "{} has secrets", recording.name);
            let shown: String = printed(&recording, &[]).iter().map(texts).collect();
            for secret in &secrets {
                let leak = spellings(secret).into_iter().find(|spelling| shown.contains(spelling));
                assert_eq!(leak, None, "{}", recording.name);
            }
            assert!(shown.contains("masked"), "{}", recording.name);
        }
    }
}

#[test]
fn reveal_shows_the_secrets() {
    let recording = Recording::all("purple-p9").remove(0);
    let rows = printed(&recording, &["--reveal"]);
    let shown: String = rows.iter().map(texts).collect();
    for secret in secrets(&recording) {
        assert!(shown.contains(&secret), "{secret}");
    }
    assert!(!rows.iter().any(|row| row.has_flag("masked")));
}

/// A secret is one too where its line is cut by the end, where framing is lost, and where a read cuts it in two.
#[test]
fn half_a_secret_and_an_opaque_one_are_hidden_too() {
    let server = Server::start();
    let proxy = Nudge::spawn(&["--upstream", &server.address()]);
    let say = |pieces: &[&str]| {
        let mut session = Session::open(&proxy, &server);
        for piece in pieces {
            session.client.send(piece);
            thread::yield_now();
        }
        session.client.finish();
        assert_eq!(session.server.receive_all(), pieces.concat().as_bytes());
        session.server.finish();
        session.client.expect_end();
        proxy.row(|row| row.is_of(session.number, "closed"));
    };
    say(&["USR 7 TWN S t=hunter2"]);
    say(&["hello\r\n", "USR 7 TWN S t=hunter2&p=hunter2\r\n"]);
    say(&["hello\r\nUSR 7 TWN S t=hun", "ter2&p=hunter2", "hunter2\r\n", "PNG\r\n"]);
    let shown: String = proxy.stop().iter().map(texts).collect();
    assert!(!shown.contains("hun") && !shown.contains("ter2"), "{shown}");
}
