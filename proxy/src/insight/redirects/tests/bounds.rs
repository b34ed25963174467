//! What is remembered is bounded, and does not depend on how the entries came.

use super::*;
use crate::insight::Threads;
use crate::transcript::{Entry, What};
use proptest::prelude::*;

#[test]
fn the_oldest_make_room_and_are_counted() {
    let threads = Threads::default();
    let mut redirects = Redirects::within(64 * MEMORY_PER_REDIRECT);
    for number in 1..=1000 {
        let line = format!("XFR 1 SB {}.example CKI 1\r\n", "a".repeat(2000));
        let passed = Passed::plain(ServerToClient, Origin::Server, line.as_bytes());
        let session = Some(SessionId(1));
        let entry = Entry { number, at: Duration::ZERO, session, what: What::Frame(passed) };
        redirects.fold(&Seen::of(&entry, &threads));
    }
    assert_eq!((redirects.iter().len(), redirects.left_out()), (64, 936));
    assert!(redirects.iter().all(|redirect| redirect.named.len() <= LONGEST_NAMED));
    let rooms = [0, 8 << 20, 128 << 20, usize::MAX].map(|memory| Redirects::within(memory).room);
    assert_eq!(rooms, [1, 256, 4096, 4096]);
}

/// How long an address nobody can read is at most.
const LONGEST_NAMED: usize = 256;

#[test]
fn sessions_without_end_are_given_up_from_the_first_on() {
    let story = alice();
    let entry = rewritten(&story, "XFR 12 SB 198.51.100.20 CKI 17.10", 21_358);
    story.opened_following(2, Some(entry));
    let mut insight = story.insight();
    let end = "127.0.0.1:1863".parse().unwrap();
    for n in 3..70_000_u32 {
        let upstream = Address::new("messenger.example", 1863);
        let event = Event::Opened { client: end, listen: end, upstream, followed: None };
        let (number, session) = (insight.next(), Some(SessionId(n)));
        insight.fold(&Entry { number, at: Duration::ZERO, session, what: What::Event(event) });
    }
    assert_eq!(insight.redirects.arrived(), 64 * 1024);
    let follower = insight.redirects.at(entry).unwrap().follower.unwrap();
    assert_eq!((follower.session, follower.became), (SessionId(2), Became::Unknown));
}

#[test]
fn what_the_transcript_forgets_is_forgotten_but_for_what_happened_since() {
    let story = alice();
    let first = rewritten(&story, "XFR 3 SB 198.51.100.20 CKI 1.1", 21_358);
    let second = rewritten(&story, "XFR 4 SB 198.51.100.20 CKI 2.2", 21_358);
    let opened = story.opened_following(2, Some(first));
    let mut insight = story.insight();
    insight.forget_before(opened);
    assert!(insight.redirects.at(first).is_some() && insight.redirects.at(second).is_none());
    insight.forget_before(opened + 1);
    assert_eq!((insight.redirects.iter().len(), insight.redirects.left_out()), (0, 0));
}

/// Lines that lead elsewhere, that follow, and that do neither.
const LINES: &[&str] = &[
    "<XFR 1 SB 198.51.100.20 CKI 1.1",
    "<XFR 1 SB 198.51.100.20 CKI 2.2",
    "<XFR 1 NS 198.51.100.7",
    "<XFR 1 NS 0",
    "<XFR 1 NS a G D",
    "<RNG 77 198.51.100.20 CKI 3.3 b@b B",
    ">VER 1 MSNP9",
    ">USR 1 MD5 I a@b",
    ">USR 1 MD5 I b@b",
    ">USR 1 a@b 1.1",
    ">USR 1 b@b 2.2",
    ">ANS 1 a@b 3.3 77",
    "<MSG b@b B 0",
    ">PNG",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happens in prop::collection::vec((1..5_u32, 0..LINES.len() + 5, 1..60_u64), 1..150),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
    ) {
        let story = Story::new();
        for (session, what, entry) in happens {
            match LINES.get(what) {
                Some(line) => drop(story.said(session, line)),
                None if what == LINES.len() => drop(story.opened_following(session, Some(entry))),
                None if what == LINES.len() + 1 => drop(story.opened(session)),
                None if what == LINES.len() + 2 => drop(story.closed(session)),
                None if what == LINES.len() + 3 => unfollowed(&story, entry),
                None => drop(story.event(session, &Event::RedirectUntouched {
                    entry,
                    address: String::new(),
                    why: Untouched::RoutesFull,
                })),
            }
        }
        let (whole, cut) = (story.insight(), story.folded(&sizes));
        prop_assert_eq!(&whole.redirects.known, &cut.redirects.known);
        prop_assert_eq!(&whole.redirects.arrivals, &cut.redirects.arrivals);
        // Taken in again, nothing changes.
        let mut again = whole.clone();
        story.transcript.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole.redirects.known, &again.redirects.known);
        // Nobody is said to be open who is not.
        for follower in whole.redirects.iter().filter_map(|redirect| redirect.follower) {
            let is_open = whole.threads.member(follower.session).is_some_and(|member| member.open);
            prop_assert!(is_open || follower.became != Became::Open);
        }
    }
}
