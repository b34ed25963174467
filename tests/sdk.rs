//! Two people chat at clients that are not ours: `msnp11-sdk`, a published crate, signs in to the sandbox through the
//! built program, is redirected, and does what people did.
//!
//! | module | is |
//! |---|---|
//! | [`part`] | the client, in a child process: this test program, run again |
//! | [`messenger`] | the test's end of such a process |
//! | [`evening`] | what happens: once, for all tests below, which ask what each client and the transcript know of it |
//! | [`steered`] | another evening, at which somebody injects and holds over the API |
//! | [`unnoticed`] | what the two clients have noticed of that |

pub(crate) mod evening;
pub(crate) mod messenger;
mod part;
mod steered;
mod unnoticed;

use crate::harness::Row;
use evening::{ALICE, ALICES_NAME, ANSWER, BOB, BOBS_NAME, Evening, QUESTION, picture};
use serde_json::{Value, json};

/// The sessions of an evening: either person's dispatch server, notification server and switchboard.
const SESSIONS: usize = 6;

#[test]
fn what_either_client_hears_is_what_the_other_said() {
    let evening = Evening::spent();
    let heard = |from: &str, text: &str, seed: u64| {
        vec![
            json!({"event": "joined", "who": from}),
            json!({"event": "typing", "who": from}),
            json!({"event": "text", "who": from, "text": text}),
            json!({"event": "nudge", "who": from}),
            json!({"event": "picture", "who": from, "picture": picture(seed)}),
        ]
    };
    assert_eq!(in_conversation(&evening.alice), heard(BOB, ANSWER, 2));
    let mut expected = heard(ALICE, QUESTION, 1);
    expected.push(json!({"event": "left", "who": ALICE}));
    assert_eq!(in_conversation(&evening.bob), expected);
}

/// The events of a conversation, in order.
fn in_conversation(told: &[Value]) -> Vec<Value> {
    let kinds = ["joined", "typing", "text", "nudge", "picture", "left"];
    told.iter().filter(|told| kinds.iter().any(|kind| told["event"] == *kind)).cloned().collect()
}

#[test]
fn either_client_sees_the_other_by_name() {
    let evening = Evening::spent();
    for (told, account, name) in [(&evening.alice, BOB, BOBS_NAME), (&evening.bob, ALICE, ALICES_NAME)] {
        let seen = told.iter().find(|told| told["event"] == "presence" && told["of"] == account);
        assert_eq!(seen.expect("seen, or there was no evening")["name"], name);
    }
    assert!(evening.bob.contains(&json!({"event": "offline", "who": ALICE})));
}

#[test]
fn the_transcript_holds_every_message_as_it_came_and_as_it_went() {
    let evening = Evening::spent();
    for (speaker, listener, text) in [(ALICE, BOB, QUESTION), (BOB, ALICE, ANSWER)] {
        let typing = format!("\r\nTypingUser: {speaker}\r\n");
        let text = format!("\r\n\r\n{}", text.replace('\n', "\r\n"));
        let nudge = "Content-Type: text/x-msnmsgr-datacast\r\n\r\nID: 1\r\n\r\n";
        let (from, to) = (conversation(evening, speaker), conversation(evening, listener));
        for what in [&*typing, &text, nudge] {
            assert_eq!(messages(evening, from, "c2s", what), 1, "{speaker}: {what:?}");
            assert_eq!(messages(evening, to, "s2c", what), 1, "{listener}: {what:?}");
        }
    }
}

/// The session that is somebody's switchboard: the one that opens with their account.
fn conversation(evening: &Evening, account: &str) -> u64 {
    let opening = evening.rows.iter().find(|row| {
        let first = row.get("args").and_then(|arguments| arguments.get(1)); // after the transaction id
        row.text("dir") == "c2s"
            && ["USR", "ANS"].contains(&row.text("cmd"))
            && first.is_some_and(|first| first == account)
    });
    opening.and_then(|row| row.number("session")).unwrap_or_else(|| panic!("no switchboard of {account}"))
}

/// How many messages of a session and direction hold this.
fn messages(evening: &Evening, session: u64, direction: &str, what: &str) -> usize {
    let rows = evening.rows.iter().filter(|row| row.is_frame(session, direction) && row.text("cmd") == "MSG");
    rows.filter(|row| String::from_utf8_lossy(&row.sent()).contains(what)).count()
}

/// A redirect, as the server wrote it and as the client read it.
struct Redirect<'a> {
    row: &'a Row,
    from: String,
    to: String,
}

/// All of them: `XFR 3 NS host:port …`, `XFR 9 SB host:port …`, `RNG session host:port …`.
fn redirects(evening: &Evening) -> Vec<Redirect<'_>> {
    let address = |line: &[u8]| {
        let line = String::from_utf8_lossy(line).into_owned();
        let place = if line.starts_with("XFR") { 3 } else { 2 };
        line.split([' ', '\r']).nth(place).unwrap_or_default().to_owned()
    };
    let rows = evening.rows.iter().filter(|row| row.text("dir") == "s2c");
    rows.filter(|row| ["XFR", "RNG"].contains(&row.text("cmd")))
        .map(|row| Redirect { row, from: address(&row.received()), to: address(&row.sent()) })
        .collect()
}

#[test]
fn every_redirect_names_a_route_of_ours_and_is_followed_there() {
    let evening = Evening::spent();
    let redirects = redirects(evening);
    let commands: Vec<&str> = redirects.iter().map(|redirect| redirect.row.text("cmd")).collect();
    assert_eq!(
        commands,
        ["XFR", "XFR", "XFR", "RNG"],
        "to the notification server each, to a switchboard each"
    );
    for Redirect { row, from, to } in &redirects {
        assert!(row.has_flag("rewritten"), "{row:?}");
        let route = evening.rows.iter().find(|row| row.is("route_opened") && row.text("listen") == to);
        let route = route.unwrap_or_else(|| panic!("no route at {to}"));
        assert_eq!(route.text("address"), from);
        assert!(route.n() < row.n(), "the client was told before the route was there");
        let followed = evening.rows.iter().filter(|opened| opened.number("followed") == Some(row.n()));
        let followed: Vec<_> =
            followed.map(|opened| (opened.text("listen"), opened.text("upstream"))).collect();
        assert_eq!(followed, [(&**to, &**from)], "{row:?}");
    }
    for (told, redirect) in [&evening.alice, &evening.bob].into_iter().zip(&redirects) {
        let told: Vec<_> = told.iter().filter(|told| told["event"] == "redirected").collect();
        assert_eq!(told, [&json!({"event": "redirected", "to": redirect.to})]);
    }
}

/// The sandbox counts who connects to it; and no client ever learns an address of its.
#[test]
fn no_connection_bypasses_the_proxy() {
    let evening = Evening::spent();
    let opened: Vec<_> = evening.rows.iter().filter(|row| row.is("opened")).collect();
    assert_eq!(opened.len(), SESSIONS);
    for (server, count) in [("Dispatch", 2), ("Notification", 2), ("Switchboard", 2)] {
        let field = format!("server={server} ");
        assert_eq!(evening.logs.iter().filter(|line| line.contains(&field)).count(), count, "{server}");
    }
    let servers: Vec<&str> = opened.iter().map(|row| row.text("upstream")).collect();
    for row in evening.rows.iter().filter(|row| row.text("dir") == "s2c") {
        let sent = String::from_utf8_lossy(&row.sent()).into_owned();
        assert!(!sent.split([' ', '\r', '\n']).any(|word| servers.contains(&word)), "{row:?}");
    }
}
