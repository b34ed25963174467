//! Signing in again, and at a second place.

use super::super::*;
use crate::insight::story::Story;
use crate::transcript::Window;

/// Alice signs in.
const ALICE: &str = "{n} opens
    {n}> VER 1 MSNP18
    {n}> USR 2 SSO I alice@example.org
    {n}< USR 2 OK Alice@Example.org 1 0";

/// Of these sessions of a script, where `n alice` lets Alice sign in: which sign-in was before, and whether that stands.
#[track_caller]
fn check(script: &str, expected: &[(u32, Option<u32>, bool)]) {
    let line = |line: &str| match line.trim_start().split_once(' ') {
        Some((session, "alice")) => ALICE.replace("{n}", session),
        _ => line.to_owned(),
    };
    let script = script.lines().map(line).collect::<Vec<_>>().join("\n");
    let threads = Story::script(&script).insight().threads;
    for (session, reconnects, second_place) in expected {
        let member = threads.member(SessionId(*session)).unwrap();
        let known = (member.reconnects.map(|earlier| earlier.0), member.second_place);
        assert_eq!(known, (*reconnects, *second_place), "session {session}");
    }
}

#[test]
fn who_signs_in_after_leaving_reconnects() {
    check(
        "1 alice
        1> OUT
        1 ends
        2 opens
        2> VER 1 MSNP18
        2< USR 2 OK bob@example.org 1 0
        3 alice
        3 ends
        4 alice",
        &[(1, None, false), (2, None, false), (3, Some(1), false), (4, Some(3), false)],
    );
}

#[test]
fn who_was_put_out_from_elsewhere_reconnects() {
    // The server may say so before or after it lets the other in, and a client may be slow to close.
    for script in [
        "1 alice\n1< OUT OTH\n1 ends\n2 alice",
        "1 alice\n1< OUT OTH\n2 alice\n1 ends",
        "1 alice\n2 alice\n1< OUT OTH\n1 ends",
    ] {
        check(script, &[(1, None, false), (2, Some(1), false)]);
    }
}

#[test]
fn who_is_still_signed_in_elsewhere_is_at_a_second_place() {
    check(
        "1 alice
        2 alice
        2 ends
        3 alice
        1 ends
        4 alice
        4 ends
        3 ends
        5 alice",
        &[(2, Some(1), true), (3, Some(2), true), (4, Some(3), true), (5, Some(4), false)],
    );
    // Of three places one is given up for the third; the second stands.
    check("1 alice\n2 alice\n3 alice\n1< OUT OTH", &[(3, Some(2), true)]);
}

#[test]
fn one_sign_in_by_way_of_several_servers_is_one_and_is_named_by_the_first() {
    check(
        "1 opens
        1> VER 1 MSNP12
        1> USR 2 TWN I alice@example.org
        1< XFR 2 NS 198.51.100.7
        2 follows
        2> VER 1 MSNP12
        2> USR 2 TWN I alice@example.org
        2< USR 2 OK alice@example.org 1 0
        2< XFR 0 NS 198.51.100.8
        3 follows
        3> VER 1 MSNP12
        3> USR 2 TWN I alice@example.org
        3< USR 2 OK alice@example.org 1 0
        3< XFR 3 SB 198.51.100.9 CKI 1.2
        4 follows
        4> USR 1 alice@example.org 1.2
        4< USR 1 OK alice@example.org A
        2 ends
        3 ends
        5 alice",
        &[(1, None, false), (2, None, false), (3, None, false), (4, None, false), (5, Some(1), false)],
    );
}

#[test]
fn who_is_refused_has_not_signed_in() {
    check(
        "1 opens
        1> VER 1 MSNP12
        1> USR 2 TWN I alice@example.org
        1< 911 2
        1 ends
        2 alice",
        &[(2, None, false)],
    );
}

#[test]
fn after_a_gap_nobody_is_said_to_be_still_elsewhere() {
    let story = Story::script(&ALICE.replace("{n}", "1"));
    let mut threads = story.insight().threads;
    story.closed(1);
    let from = story.opened(2);
    story.said(2, ">VER 1 MSNP18");
    story.said(2, "<USR 2 OK alice@example.org 1 0");
    let look = story.transcript.look(Window::From(from), 1 << 20);
    look.entries().for_each(|entry| threads.fold(&entry));
    let member = threads.member(SessionId(2)).unwrap();
    assert_eq!((member.reconnects, member.second_place), (Some(SessionId(1)), false));
}
