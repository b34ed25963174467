//! Whether it is known where a session came from.

use super::super::*;
use crate::insight::story::Story;
use crate::transcript::Window;
use CameFrom::{First, Redirect, Unknown, Unseen};

fn origin(threads: &Threads, session: u32) -> CameFrom {
    threads.member(SessionId(session)).unwrap().origin
}

#[test]
fn a_session_is_the_first_or_follows_a_redirect_or_has_a_ticket_nobody_saw() {
    let threads = Story::script(
        "1 opens
        1> VER 1 MSNP12 CVR0
        1> USR 3 TWN I alice@example.org
        1< XFR 3 NS 198.51.100.7:1863
        2 follows
        2> VER 4 MSNP12
        2< XFR 12 SB 198.51.100.20:1863 CKI 17.10
        3 opens
        3> USR 1 alice@example.org 17.10
        4 opens
        4> USR 1 alice@example.org 99.99
        5 opens",
    )
    .insight()
    .threads;
    assert_eq!([1, 2, 3, 4, 5].map(|id| origin(&threads, id)), [First, Redirect, Redirect, Unseen, First]);
}

#[test]
fn after_a_gap_it_is_unknown_whether_a_ticket_was_seen() {
    let story = Story::script("1 opens\n1> VER 1 MSNP12\n1> USR 2 TWN I alice@example.org\n2 opens");
    let mut threads = story.insight().threads;
    story.said(1, "<XFR 3 SB 198.51.100.20 CKI 1.2");
    let from = story.opened(3);
    for (session, line) in [(3, ">USR 1 alice@example.org 1.2"), (2, ">PNG"), (4, ">PNG")] {
        story.said(session, line);
    }
    let look = story.transcript.look(Window::From(from), 1 << 20);
    look.entries().for_each(|entry| threads.fold(&entry));
    assert_eq!([1, 2, 3, 4].map(|id| origin(&threads, id)), [First, Unknown, Unknown, Unknown]);
}

#[test]
fn what_was_missed_has_run_out_after_ten_minutes() {
    let mut threads = Threads::default();
    for (number, minutes) in [(7, 60), (9, 69), (11, 79)] {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = msnp::Address::new("messenger.example", 1863);
        let opened = Event::Opened { client: end, listen: end, upstream, followed: None };
        let way = Direction::ClientToServer;
        let presents = b"USR 1 alice@example.org 1.2\r\n";
        let presents = Passed::plain(way, crate::transcript::Origin::Client, presents);
        let at = Duration::from_secs(minutes * 60);
        let session = Some(SessionId(u32::try_from(number).unwrap()));
        threads.fold(&Entry { number, at, session, what: What::Event(opened) });
        threads.fold(&Entry { number: number + 1, at, session, what: What::Frame(presents) });
    }
    assert_eq!(threads.missed(), 6, "those before the first");
    assert_eq!([7, 9, 11].map(|id| origin(&threads, id)), [Unknown, Unknown, Unseen]);
}

#[test]
fn a_ticket_too_long_to_remember_is_not_said_to_be_unseen() {
    let cookie = "9".repeat(300);
    let script = format!(
        "1 opens
        1> VER 1 MSNP12
        1< XFR 3 SB 198.51.100.20 CKI {cookie}
        2 opens
        2> USR 1 alice@example.org {cookie}"
    );
    assert_eq!(origin(&Story::script(&script).insight().threads, 2), Unknown);
}

#[test]
fn who_comes_first_to_a_port_where_a_switchboard_is_expected_is_no_part_of_it() {
    let threads = Story::script(
        "1 opens
        1> VER 1 MSNP12
        1> CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 8.0 MSMSGS alice@example.org
        1> USR 3 TWN I alice@example.org
        1< XFR 3 SB 198.51.100.7 CKI 1.2
        2 follows
        2> VER 1 MSNP9
        2> USR 2 TWN I bob@example.org
        2< USR 2 OK bob@example.org B 1 0",
    )
    .insight()
    .threads;
    let bob = threads.member(SessionId(2)).unwrap();
    assert_eq!((bob.origin, bob.parent, bob.followed), (First, None, None));
    assert_eq!((bob.thread, &bob.client), (SessionId(2), &None));
}

#[test]
fn who_took_a_switchboards_turn_at_a_port_of_both_finds_its_dispatch() {
    let threads = Story::script(
        "1 opens
        1> VER 1 MSNP9
        1> USR 2 TWN I alice@example.org
        1< XFR 2 NS 198.51.100.7
        2 opens
        2> VER 1 MSNP9
        2> USR 2 TWN I bob@example.org
        2< XFR 3 SB 198.51.100.7 CKI 1.2
        3 follows
        3> VER 1 MSNP9
        3> USR 2 TWN I alice@example.org",
    )
    .insight()
    .threads;
    let alice = threads.member(SessionId(3)).unwrap();
    assert_eq!((alice.origin, alice.parent, alice.thread), (Redirect, Some(SessionId(1)), SessionId(1)));
}

#[test]
fn a_dispatch_that_was_followed_long_ago_is_not_followed_again() {
    let threads = Story::script(
        "1 opens
        1> VER 1 MSNP9
        1> USR 2 TWN I alice@example.org
        1< XFR 2 NS 198.51.100.7
        1 ends
        2 follows
        2> VER 1 MSNP9
        2> USR 2 TWN I alice@example.org
        3 opens
        3> VER 1 MSNP9
        3> USR 2 TWN I bob@example.org
        3< XFR 2 NS 198.51.100.7
        4 follows
        4> VER 1 MSNP9
        4> USR 2 TWN I alice@example.org",
    )
    .insight()
    .threads;
    let again = threads.member(SessionId(4)).unwrap();
    assert_eq!((again.parent, again.thread, again.origin), (None, SessionId(4), First));
}
