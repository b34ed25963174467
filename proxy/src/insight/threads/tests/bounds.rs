//! What is remembered is bounded, and does not depend on how the entries came.

use super::*;
use crate::transcript::What;
use proptest::prelude::*;
use std::time::Duration;

#[test]
fn what_is_over_is_forgotten_in_time_and_memory_is_bounded() {
    let story = Story::new();
    story.opened(1, None);
    for id in 2..=3000 {
        story.opened(id, None);
        story.client(id, &format!("USR 1 a{id}@example.org {id}.1"));
        story.server(id, "CAL 1 RINGING 77");
        story.closed(id);
    }
    for n in 0..5000 {
        story.server(1, &format!("XFR 1 SB 198.51.100.20 CKI {n}.{}", "9".repeat(n % 300)));
        story.server(1, &format!("JOI {n}@example.org N"));
    }
    let threads = story.threads();
    assert_eq!((threads.members.len(), threads.past.len()), (PAST + 1, PAST));
    assert_eq!(threads.tickets.remembered(), (4096, 3472), "some cookies are too long");
    assert_eq!(threads.calls.remembered(), (1, 64), "however often one id is used");
    let alone = threads.member(SessionId(1)).unwrap();
    assert_eq!((alone.participants.len(), alone.unnamed), (100, 4900));
}

#[test]
fn people_have_room_where_those_of_sessions_that_are_over_had_it() {
    let story = Story::new();
    for id in 1..=4 {
        story.opened(id, None);
        for n in 0..100 {
            story.server(id, &format!("JOI p{n}@example.org P"));
        }
        if id < 3 {
            story.closed(id);
        }
    }
    let threads = story.folded_within(150 * MEMORY_PER_PERSON, &[1 << 20]);
    let people = |id| threads.member(SessionId(id)).map(|m| (m.participants.len(), m.unnamed));
    assert_eq!([1, 2, 3, 4].map(people), [None, None, Some((100, 0)), Some((50, 50))]);
    assert_eq!(threads.people, 150);
}

#[test]
fn sessions_without_number_and_without_end_are_forgotten_from_the_first_on() {
    let mut threads = Threads::default();
    for n in 1..=100_000_u32 {
        let hello = format!("USR 1 a{n}@example.org 1.1\r\n");
        let passed = Passed::plain(ClientToServer, Origin::Client, hello.as_bytes());
        let (number, session, what) = (n.into(), Some(SessionId(n)), What::Frame(passed));
        threads.fold(&Entry { number, at: Duration::ZERO, session, what });
    }
    assert_eq!((threads.members.len(), threads.past.len()), (PAST + OPEN, 0));
    assert!(threads.member(SessionId(100_000)).is_some() && threads.member(SessionId(1)).is_none());
}

#[test]
fn sign_ins_are_forgotten_from_the_first_on() {
    let story = Story::new();
    for id in 1..=3000 {
        story.opened(id, None);
        story.client(id, "VER 1 MSNP9");
        story.server(id, "USR 2 OK alice@example.org A 1 0");
        story.closed(id);
    }
    let threads = story.threads();
    assert_eq!(threads.sign_ins.remembered(), 1024);
    assert_eq!(threads.member(SessionId(3000)).unwrap().reconnects, Some(SessionId(2999)));
}

/// Lines that tell something, and some that tell nothing.
const LINES: &[&str] = &[
    "VER 1 MSNP9 CVR0",
    "CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.0.0602 MSMSGS alice@example.org",
    "CVR 2 0x0409",
    "USR 3 MD5 I alice@example.org",
    "USR 3 MD5 I bob@example.org",
    "USR 3 OK alice@example.org A 1 0",
    "USR 3 OK bob@example.org B 1 0",
    "USR 1 alice@example.org 17.10",
    "USR 1 alice@example.org;{a} 17.10",
    "ANS 1 bob@example.org 84.52 77",
    "ANS 1 carol@example.org 84.52 77",
    "XFR 3 NS 198.51.100.7",
    "XFR 12 SB 198.51.100.20 CKI 17.10",
    "RNG 77 198.51.100.20 CKI 84.52 carol@example.org Carol",
    "CAL 2 bob@example.org",
    "CAL 2 RINGING 77",
    "217 2",
    "IRO 1 1 1 carol@example.org Carol",
    "JOI bob@example.org Bob",
    "JOI bob@example.org;{b} Bob 1:2",
    "BYE bob@example.org",
    "OUT",
    "OUT OTH",
    "MSG bob@example.org Bob 0",
    "",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happens in prop::collection::vec((1..6_u32, 0..LINES.len() + 2, any::<bool>(), 1..40_u64), 1..120),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
        memory in prop::sample::select(vec![usize::MAX, 3 * MEMORY_PER_PERSON]),
    ) {
        let story = Story::new();
        for (session, what, way, followed) in happens {
            match LINES.get(what) {
                Some(line) if way => drop(story.client(session, line)),
                Some(line) => drop(story.server(session, line)),
                None if what == LINES.len() => story.opened(session, Some(followed)),
                None => story.closed(session),
            }
        }
        let (whole, cut) = (story.folded_within(memory, &[1 << 20]), story.folded_within(memory, &sizes));
        prop_assert_eq!((whole.next, whole.missed, whole.people), (cut.next, cut.missed, cut.people));
        prop_assert_eq!(&whole.members, &cut.members);
        prop_assert_eq!(&whole.past, &cut.past);
        prop_assert_eq!((&whole.calls, &whole.sign_ins), (&cut.calls, &cut.sign_ins));
        // Taken in again, nothing changes.
        let mut again = whole.clone();
        story.0.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole.members, &again.members);
        // What is counted is what is there.
        let people: usize = whole.members.values().map(|member| member.participants.len()).sum();
        prop_assert_eq!((whole.people, people <= whole.room), (people, true));
        let called = whole.members.values().filter(|member| member.call.is_some()).count();
        prop_assert_eq!(whole.calls.remembered().1, called);
        for (id, member) in &whole.members {
            prop_assert!(whole.halves(*id).contains(id) && member.conversation <= *id);
            prop_assert_eq!(member.origin == CameFrom::Redirect, member.parent.is_some());
        }
    }

    #[test]
    fn nothing_a_line_holds_makes_it_fail(
        said in prop::collection::vec((any::<bool>(), 0..LINES.len(), "( [^\r\n]{0,9}){0,8}"), 1..40),
    ) {
        let story = Story::new();
        for (from_client, verb, rest) in said {
            let line = format!("{}{rest}", LINES[verb].get(..3).unwrap_or("JOI"));
            if from_client { story.client(1, &line) } else { story.server(1, &line) };
        }
        prop_assert_eq!(story.threads().next(), story.0.head());
    }
}
