//! Which sessions are one conversation.

use super::super::*;
use crate::insight::story::Story;
use crate::transcript::Window;

/// Alice calls Bob; both come through us.
const BOTH: &str = "1 opens
    1> VER 1 MSNP12
    1> USR 2 TWN I alice@example.org
    2 opens
    2> VER 1 MSNP12
    2> USR 2 TWN I bob@example.org
    1< XFR 3 SB 198.51.100.20 CKI 17.10
    3 follows
    3> USR 1 alice@example.org 17.10
    3> CAL 2 bob@example.org
    3< CAL 2 RINGING 77
    2< RNG 77 198.51.100.20 CKI 84.52 alice@example.org Alice
    4 follows
    4> ANS 1 bob@example.org 84.52 77";

/// Of these sessions, which are one conversation with them.
#[track_caller]
fn check(story: &Story, expected: &[(u32, &[u32])]) {
    let threads = story.insight().threads;
    for (session, expected) in expected {
        let halves: Vec<u32> = threads.halves(SessionId(*session)).iter().map(|half| half.0).collect();
        assert_eq!(halves, *expected, "with session {session}");
        assert_eq!(threads.conversation(SessionId(*session)).0, expected[0]);
    }
}

#[test]
fn both_halves_of_a_conversation_are_one() {
    check(&Story::script(BOTH), &[(1, &[1]), (2, &[2]), (3, &[3, 4]), (4, &[3, 4]), (99, &[99])]);
}

#[test]
fn of_three_people_those_two_who_come_through_us_are_joined() {
    // Carol, who is elsewhere, has called Alice and Bob.
    let script = "1 opens
        1> ANS 1 alice@example.org 1.1 77
        1< IRO 1 1 1 carol@example.org Carol
        2 opens
        2> ANS 1 bob@example.org 2.2 77
        2< IRO 1 1 2 carol@example.org Carol
        2< IRO 1 2 2 alice@example.org Alice
        1< JOI bob@example.org Bob";
    check(&Story::script(script), &[(1, &[1, 2]), (2, &[1, 2])]);
    // Alice has called Carol, who is elsewhere and calls Bob: nobody knows that he belongs here before he is there.
    let before = "1 opens
        1> USR 1 alice@example.org 1.1
        1> CAL 2 carol@example.org
        1< CAL 2 RINGING 77
        2 opens
        2> ANS 1 bob@example.org 2.2 77";
    check(&Story::script(before), &[(1, &[1]), (2, &[2])]);
    check(&Story::script(&format!("{before}\n1< JOI bob@example.org Bob")), &[(1, &[1, 2]), (2, &[1, 2])]);
}

#[test]
fn all_who_come_through_us_are_one_conversation_in_whatever_order_they_are_known() {
    let script = "1 opens
        2 opens
        3 opens
        3> ANS 1 carol@example.org 3.3 77
        2> ANS 1 Bob@example.org;{b} 2.2 77
        1> USR 1 alice@example.org 1.1
        1> CAL 2 bob@example.org
        1> CAL 3 carol@example.org
        1< CAL 2 RINGING 77";
    check(&Story::script(script), &[(1, &[1, 2, 3]), (2, &[1, 2, 3]), (3, &[1, 2, 3])]);
}

#[test]
fn an_id_used_again_joins_nobody_of_before() {
    let again = "1< XFR 5 SB 198.51.100.20 CKI 17.11
        5 follows
        5> USR 1 alice@example.org 17.11
        5> CAL 2 bob@example.org
        5< CAL 2 RINGING 77
        2< RNG 77 198.51.100.20 CKI 84.53 alice@example.org Alice
        6 follows
        6> ANS 1 bob@example.org 84.53 77";
    let story = Story::script(&format!("{BOTH}\n3 ends\n4 ends\n{again}"));
    check(&story, &[(3, &[3, 4]), (4, &[3, 4]), (5, &[5, 6]), (6, &[5, 6])]);
}

#[test]
fn who_was_invited_before_the_caller_left_is_of_the_conversation() {
    let script = BOTH.replace("4 follows", "3 ends\n4 follows");
    check(&Story::script(&script), &[(3, &[3, 4]), (4, &[3, 4])]);
    // Whose invitation nobody saw must have come while the caller was there.
    let script = script.replace("CKI 84.52 alice", "CKI 0.0 alice").replace("4 follows", "4 opens");
    check(&Story::script(&script), &[(3, &[3]), (4, &[4])]);
}

#[test]
fn whom_the_caller_did_not_call_is_of_another_conversation() {
    let script = BOTH.replace("ANS 1 bob@", "ANS 1 mallory@");
    check(&Story::script(&script), &[(3, &[3]), (4, &[4])]);
}

#[test]
fn ids_of_two_servers_are_not_compared() {
    let story = Story::script(BOTH);
    let end = "127.0.0.1:1863".parse().unwrap();
    let upstream = msnp::Address::new("other.example", 1863);
    story.event(5, &Event::Opened { client: end, listen: end, upstream, followed: None });
    story.said(5, ">ANS 1 bob@example.org 1.1 77");
    check(&story, &[(4, &[3, 4]), (5, &[5])]);
}

#[test]
fn a_second_place_of_the_caller_is_of_the_conversation() {
    let script = "1 opens
        1> USR 1 alice@example.org;{a} 1.1
        1> CAL 2 alice@example.org
        1< CAL 2 RINGING 77
        2 opens
        2> ANS 1 alice@example.org;{b} 2.2 77";
    check(&Story::script(script), &[(1, &[1, 2]), (2, &[1, 2])]);
}

#[test]
fn a_session_that_may_have_ended_in_a_gap_is_joined_only_if_it_speaks() {
    for (speaks, expected) in [(false, vec![SessionId(4)]), (true, vec![SessionId(3), SessionId(4)])] {
        let story = Story::script(&BOTH[..BOTH.find("2< RNG").unwrap()]);
        let mut threads = story.insight().threads;
        story.said(1, ">PNG"); // nobody sees this
        let from = story.opened(4);
        if speaks {
            story.said(3, "<ACK 1");
        }
        story.said(4, ">ANS 1 bob@example.org 84.52 77");
        let look = story.transcript.look(Window::From(from), 1 << 20);
        look.entries().for_each(|entry| threads.fold(&entry));
        assert_eq!(threads.halves(SessionId(4)), expected);
    }
}
