//! Conversations that several sessions show.

use super::*;

/// Alice (session 1) calls Bob (session 2), both through us, as it happens.
const BOTH: &str = r"1 opens
    1> USR 1 alice@example.org 1.2
    1< USR 1 OK alice@example.org Alice
    1> CAL 2 bob@example.org
    1< CAL 2 RINGING 77
    2 opens
    2> ANS 1 bob@example.org 3.4 77
    2< IRO 1 1 1 alice@example.org Alice
    2< ANS 1 OK
    1< JOI bob@example.org Bob";

const BEGUN: [&str; 3] = [
    "[3, 8] joined alice@example.org",
    "[4] called alice@example.org bob@example.org",
    "[9, 10] joined bob@example.org",
];

fn text(text: &str) -> String {
    format!(r"{{len}}\r\nContent-Type: text/plain\r\n\r\n{text}")
}

fn typing(who: &str) -> String {
    format!(r"{{len}}\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: {who}@example.org\r\n\r\n")
}

/// What is said after that, `1> ` by Alice, `2> ` by Bob, heard by the other with `<`. `~` is typing.
fn said(talk: &[&str]) -> String {
    let line = |(trid, talk): (usize, &&str)| {
        let (session, what) = talk.split_at(3);
        let speaker = if ["1> ", "2< "].contains(&session) { "alice" } else { "bob" };
        let payload = if what == "~" { typing(speaker) } else { text(what) };
        match session.as_bytes()[1] {
            b'>' => format!("{session}MSG {trid} U {payload}"),
            _ => format!("{session}MSG {speaker}@example.org {speaker} {payload}"),
        }
    };
    let talk: Vec<_> = talk.iter().enumerate().map(line).collect();
    format!("{BOTH}\n{}", talk.join("\n"))
}

fn check(talk: &[&str], expected: &[&str]) {
    let lines = only(&Story::script(&said(talk)));
    assert_eq!(lines[..3], BEGUN);
    let short = |line: &String| line.replace("@example.org", "");
    assert_eq!(lines[3..].iter().map(short).collect::<Vec<_>>(), expected, "{talk:?}");
}

#[test]
fn what_one_says_and_the_other_hears_is_one_item() {
    check(
        &["1> hi", "2< hi", "2> yo", "1< yo", "1> hi", "2< hi"],
        &["[11, 12] text alice: hi", "[13, 14] text bob: yo", "[15, 16] text alice: hi"],
    );
}

#[test]
fn whichever_end_is_seen_first() {
    check(&["2< hi", "1> hi", "1< yo", "2> yo"], &["[11, 12] text alice: hi", "[13, 14] text bob: yo"]);
}

#[test]
fn what_is_said_often_is_heard_in_its_order() {
    check(
        &["1> a", "1> a", "1> b", "1> a", "2< a", "2< a", "2< b", "2< a"],
        &[
            "[11, 15] text alice: a",
            "[12, 16] text alice: a",
            "[13, 17] text alice: b",
            "[14, 18] text alice: a",
        ],
    );
}

#[test]
fn what_got_lost_is_not_heard_later() {
    check(
        &["1> a", "1> b", "1> a", "2< b", "2< a", "2< c"],
        &["[11] text alice: a", "[12, 14] text alice: b", "[13, 15] text alice: a", "[16] text alice: c"],
    );
}

#[test]
fn both_may_say_the_same() {
    check(&["1> hi", "2> hi", "1< hi", "2< hi"], &["[11, 14] text alice: hi", "[12, 13] text bob: hi"]);
}

#[test]
fn typing_on_both_ends_is_counted_once() {
    let talk = ["1> ~", "2< ~", "1> ~", "2< ~", "1> hi", "2< hi", "1> ~", "2> yo", "2< ~", "1< yo"];
    check(
        &talk,
        &[
            "[11, 12, 13, 14] typing alice",
            "[15, 16] text alice: hi",
            "[17, 19] typing alice",
            "[18, 20] text bob: yo",
        ],
    );
    let insight = Story::script(&said(&talk)).insight();
    let counts: Vec<_> = insight.conversations.find("1").unwrap().items().map(Item::count).collect();
    assert_eq!(counts, [1, 1, 1, 2, 1, 1, 1]);
}

#[test]
fn packets_are_counted_once_however_many_sessions_they_pass() {
    let packet = r"{len}\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n\x00";
    let sent = format!("1> MSG 5 D {packet}");
    let told = format!("2< MSG alice@example.org Alice {packet}");
    let last = format!("1> MSG 6 D {packet}");
    let insight = Story::script(&[BOTH, &sent, &told, &sent, &told, &last].join("\n")).insight();
    assert_eq!(insight.conversations.find("1").unwrap().peer_to_peer(), 3, "the last was not delivered yet");
}

#[test]
fn what_the_other_client_has_is_delivered_whatever_was_asked() {
    let insight = Story::script(&said(&["1> hi", "2< hi", "1> lost"])).insight();
    let told = delivered(&insight, "2");
    assert_eq!(told[3..], [Some(Delivered::Delivered), Some(Delivered::NotAsked)]);
}

#[test]
fn who_comes_late_has_not_heard_what_was_said_before() {
    let carol = r"
        1< CAL 9 RINGING 77
        3 opens
        3> ANS 1 carol@example.org 5.6 77
        3< IRO 1 1 2 alice@example.org Alice
        3< IRO 1 2 2 bob@example.org Bob
        3< ANS 1 OK
        1< JOI carol@example.org Carol
        2< JOI carol@example.org Carol";
    let hi = text("hi");
    let script = format!(
        "{BOTH}\n1> MSG 3 U {hi}\n2< MSG alice@example.org Alice {hi}{carol}
        1> MSG 4 U {hi}\n3< MSG alice@example.org Alice {hi}\n2< MSG alice@example.org Alice {hi}
        3> OUT\n1< BYE carol@example.org\n2< BYE carol@example.org"
    );
    let lines = only(&Story::script(&script));
    assert_eq!(
        lines,
        [
            "[3, 8, 16] joined alice@example.org",
            "[4] called alice@example.org bob@example.org",
            "[9, 10, 17] joined bob@example.org",
            "[11, 12] text alice@example.org: hi",
            "[18, 19, 20] joined carol@example.org",
            "[21, 22, 23] text alice@example.org: hi",
            "[24, 25, 26] left carol@example.org",
        ]
    );
}

#[test]
fn who_comes_back_in_another_session_comes_twice() {
    let script = format!(
        "{BOTH}
        2> OUT
        1< BYE bob@example.org
        2 ends
        3 opens
        3> ANS 1 bob@example.org 5.6 77
        3< IRO 1 1 1 alice@example.org Alice
        3< ANS 1 OK
        1< JOI bob@example.org Bob"
    );
    assert_eq!(
        only(&Story::script(&script)),
        [
            "[3, 8, 16] joined alice@example.org",
            "[4] called alice@example.org bob@example.org",
            "[9, 10] joined bob@example.org",
            "[11, 12] left bob@example.org",
            "[17, 18] joined bob@example.org",
        ]
    );
}

#[test]
fn the_callee_may_be_seen_before_it_is_known_that_it_rings() {
    let script = r"1 opens
        1> USR 1 alice@example.org 1.2
        1< USR 1 OK alice@example.org Alice
        1> CAL 2 bob@example.org
        2 opens
        2> ANS 1 bob@example.org 3.4 77
        2< IRO 1 1 1 alice@example.org Alice
        2< ANS 1 OK
        1< CAL 2 RINGING 77
        1< JOI bob@example.org Bob
        1> MSG 3 U {len}\r\nContent-Type: text/plain\r\n\r\nhi
        2< MSG alice@example.org Alice {len}\r\nContent-Type: text/plain\r\n\r\nhi";
    let story = Story::script(script);
    assert_eq!(
        only(&story),
        [
            "[3, 7] joined alice@example.org",
            "[4] called alice@example.org bob@example.org",
            "[8, 10] joined bob@example.org",
            "[11, 12] text alice@example.org: hi",
        ]
    );
    let conversations = story.insight().conversations;
    assert_eq!(ids(&conversations), ["1"], "the lowest session");
    assert_eq!(conversations.find("2"), conversations.find("1"));
}

#[test]
fn other_switchboard_sessions_are_other_conversations() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org 1.2
        1< USR 1 OK alice@example.org Alice
        1< CAL 2 RINGING 77
        2 opens
        2> ANS 1 bob@example.org 3.4 78
        2< ANS 1 OK
        3 opens
        3> USR 1 carol@example.org 5.6
        3< USR 1 OK carol@example.org Carol",
    );
    assert_eq!(ids(&story.insight().conversations), ["1", "2", "3"]);
}

#[test]
fn what_a_person_lets_one_say_the_other_hears_and_what_one_is_made_to_hear_nobody_said() {
    let story = Story::script(BOTH);
    let hi = "Content-Type: text/plain\r\n\r\nhi";
    let [said, heard] = [format!("MSG 9 U 30\r\n{hi}"), format!("MSG alice@example.org Alice 30\r\n{hi}")];
    let pass = |session, direction, origin, line: &str| {
        story.passed(story.now(), session, Passed::plain(direction, origin, line.as_bytes()));
    };
    pass(2, ServerToClient, Origin::Person, &heard);
    pass(1, ClientToServer, Origin::Person, &said);
    pass(2, ServerToClient, Origin::Server, &heard);
    let insight = story.insight();
    let items: Vec<_> = insight.conversations.find("1").unwrap().items().skip(3).collect();
    assert_eq!(
        items.iter().map(|item| line(item)).collect::<Vec<_>>(),
        ["[11] text alice@example.org: hi", "[12, 13] text alice@example.org: hi"]
    );
    assert!(items.iter().all(|item| item.injected));
    let told: Vec<_> = items.iter().map(|item| item.delivered(&insight.pairs)).collect();
    assert_eq!(told, [None, Some(Delivered::Delivered)]);
}

#[test]
fn what_was_said_before_a_gap_is_not_heard_after_it() {
    let story = Story::script(&said(&["1> hi"]));
    let mut insight = story.insight();
    story.said(1, ">PNG");
    let hi = "MSG alice@example.org Alice 30\r\nContent-Type: text/plain\r\n\r\nhi";
    let after = story.passed(story.now(), 2, Passed::plain(ServerToClient, Origin::Server, hi.as_bytes()));
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let conversation = insight.conversations.find("1").unwrap();
    assert!(conversation.has_gap());
    let said: Vec<_> = lines(conversation).split_off(3);
    assert_eq!(
        said,
        ["[11] text alice@example.org: hi", "[13] text alice@example.org: hi"],
        "it may be another"
    );
}
