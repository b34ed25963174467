//! What is remembered is bounded, and what was left out is counted and said.

use super::asked::{ASKED, ASKED_BYTES, Asked};
use super::journal::CHANGES;
use super::publications::ENDPOINTS;
use super::scene::{CONTACTS, GROUPS};
use super::*;
use crate::insight::Insight;
use crate::transcript::{Entry, Origin, Passed, What};
use msnp::Direction::ServerToClient;
use msnp::Verb;
use std::time::Duration;

/// An understanding that hears servers say things.
struct Listener {
    insight: Insight,
}

impl Listener {
    fn within(memory: usize) -> Listener {
        Listener { insight: Insight::within(memory) }
    }

    fn hear(&mut self, session: u32, line: &str) -> u64 {
        self.see(session, What::Frame(Passed::plain(ServerToClient, Origin::Server, line.as_bytes())))
    }

    fn see(&mut self, session: u32, what: What<'_>) -> u64 {
        let number = self.insight.next();
        self.insight.fold(&Entry { number, at: Duration::ZERO, session: Some(SessionId(session)), what });
        number
    }

    fn roster(&self, session: u32) -> Roster {
        self.insight.rosters.at(SessionId(session), None).expect("a roster")
    }

    fn closes(&mut self, session: u32) {
        let story = Story::begun();
        story.closed(1);
        let look = story.transcript.look(crate::transcript::Window::From(2), usize::MAX);
        let closed = look.entries().next().expect("an end").what;
        self.see(session, closed);
    }
}

#[test]
fn contacts_groups_and_endpoints_are_bounded_and_more_are_counted() {
    let mut listener = Listener::within(usize::MAX);
    for n in 0..CONTACTS + 7 {
        listener.hear(1, &format!("NLN NLN p{n}@b.example Bob\r\n"));
    }
    for n in 0..GROUPS + 5 {
        listener.hear(1, &format!("ADG 1 1 Group{n} {n} 0\r\n"));
    }
    let roster = listener.roster(1);
    assert_eq!((roster.contacts.len(), roster.groups.len(), roster.uncounted), (CONTACTS, GROUPS, 12));
    listener.hear(1, "NLN BSY p3@b.example Bob\r\n");
    assert_eq!(listener.roster(1).uncounted, 12, "who is known is not counted again");
    let places: String = (0..50).map(|n| format!("<EndpointData id='{n}'/>")).collect();
    listener.hear(1, &format!("UBX p3@b.example 1\r\n<Data>{places}</Data>"));
    listener.hear(
        1,
        &format!("LST N=p4@b.example C=x 3 {}\r\n", (0..500).map(|n| format!("g{n},")).collect::<String>()),
    );
    let roster = listener.roster(1);
    assert_eq!(contact(&roster, "p3@b.example").appearance.endpoints.len(), ENDPOINTS);
    assert_eq!(contact(&roster, "p4@b.example").groups.len(), GROUPS);
}

#[test]
fn texts_are_clipped_between_characters() {
    let mut listener = Listener::within(usize::MAX);
    let long = "\u{2603}".repeat(2000);
    listener.hear(1, &format!("NLN NLN {long}@b.example {long} 5\r\n"));
    listener.hear(1, &format!("UBX bob@b.example 1\r\n<Data><PSM>{long}</PSM></Data>"));
    let roster = listener.roster(1);
    let lengths = |contact: &Contact| (contact.account.len(), contact.name.as_ref().map(|name| name.len()));
    let snowman = roster.contacts.iter().find(|contact| contact.name.is_some()).unwrap();
    assert_eq!(lengths(snowman), (255, Some(255)));
    let message = contact(&roster, "bob@b.example").appearance.message.as_ref().map(|message| message.len());
    assert_eq!(message, Some(1023));
}

#[test]
fn requests_that_wait_are_bounded() {
    let adl = Verb::from_bytes(*b"ADL").unwrap();
    let mut asked = Asked::default();
    for n in 0..100_000 {
        asked.ask(u64::from(n), n, adl, b"<ml/>");
    }
    assert!(asked.weight() <= ASKED * 100);
    assert_eq!(asked.granted(0, adl), None);
    assert!(asked.granted(99_999, adl).is_some());
    asked.ask(1, 1, adl, &vec![b'x'; ASKED_BYTES]);
    asked.ask(2, 2, adl, &vec![b'x'; ASKED_BYTES + 1]);
    assert_eq!((asked.granted(99_998, adl), asked.granted(2, adl)), (None, None));
    assert!(asked.granted(1, adl).is_some());
    assert_eq!(asked, Asked::default(), "nothing is left");
}

#[test]
fn the_way_back_is_bounded_and_says_how_far_it_leads() {
    for memory in [1 << 20, usize::MAX] {
        let mut listener = Listener::within(memory);
        let first = listener.hear(1, "CHG 1 NLN 0\r\n");
        for n in 1..CHANGES + 10 {
            listener.hear(1, &format!("CHG 1 NLN {n}\r\n"));
        }
        let last = listener.hear(1, "CHG 1 BSY 0\r\n");
        let rosters = &listener.insight.rosters;
        let (changes, weight) = rosters.journal.remembered();
        assert!(changes <= CHANGES && weight <= memory / MEMORY_PER_JOURNAL, "{changes} {weight}");
        assert!(changes >= (memory / MEMORY_PER_JOURNAL / 1000).min(CHANGES), "{changes}");
        let Err(Absent::Forgotten { since }) = rosters.at(SessionId(1), Some(first)) else {
            panic!("remembered")
        };
        assert!(rosters.at(SessionId(1), Some(since - 1)).is_err());
        let oldest = rosters.at(SessionId(1), Some(since)).unwrap();
        assert_eq!(oldest.own.appearance.caps.as_deref(), Some(&*(since - first).to_string()));
        assert_eq!((oldest.since, since), (since, last - u64::try_from(changes).unwrap()));
    }
}

#[test]
fn sessions_that_are_over_are_bounded() {
    let mut listener = Listener::within(usize::MAX);
    for session in 1..=1500 {
        listener.hear(session, "CHG 1 NLN 0\r\n");
        if session > 10 {
            listener.closes(session);
        }
    }
    let rosters = &listener.insight.rosters;
    assert_eq!((rosters.sessions.len(), rosters.past.len()), (PAST + 10, PAST));
    let known = |session| rosters.at(SessionId(session), None).is_ok();
    assert_eq!([1, 10, 11, 500, 501, 1500].map(known), [true, true, false, false, true, true]);
}

#[test]
fn where_memory_is_scarce_the_oldest_that_is_over_goes_first_and_then_the_heaviest() {
    const MEMORY: usize = 4 << 20;
    let mut listener = Listener::within(MEMORY);
    listener.hear(1, "CHG 1 NLN 0\r\n");
    listener.closes(1);
    listener.hear(2, "NLN NLN bob@b.example Bob\r\n");
    for n in 0..3000 {
        listener.hear(3, &format!("NLN NLN p{n}@b.example {}\r\n", "x".repeat(200)));
    }
    let roster = listener.roster(3);
    assert!(roster.contacts.len() < 200 && roster.uncounted > 2800, "half of what there is for all");
    assert!(listener.insight.rosters.at(SessionId(1), None).is_ok());
    let known = |listener: &Listener, session| listener.insight.rosters.at(SessionId(session), None).is_ok();
    let mut session = 3;
    while known(&listener, 3) {
        session += 1;
        listener.hear(session, "NLN NLN bob@b.example Bob\r\n");
    }
    let rosters = &listener.insight.rosters;
    assert!(rosters.weight <= rosters.room && rosters.room == MEMORY / MEMORY_PER_STATES);
    assert_eq!([1, 2, session].map(|session| known(&listener, session)), [false, true, true]);
    listener.hear(3, "NLN NLN bob@b.example Bob\r\n");
    let again = listener.roster(3);
    assert_eq!((again.gap, again.contacts.len()), (true, 1), "known anew, and not all of it");
}

#[test]
fn a_flood_of_sessions_leaves_no_more_than_there_is_room_for() {
    let mut listener = Listener::within(8 << 20);
    for session in 1..=30_000 {
        listener.hear(session, "NLN NLN bob@b.example Bob\r\n");
    }
    let rosters = &listener.insight.rosters;
    assert!(rosters.weight <= rosters.room);
    assert!(rosters.sessions.len() < 1000, "{}", rosters.sessions.len());
}
