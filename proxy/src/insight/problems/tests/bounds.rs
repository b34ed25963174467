//! What is remembered is bounded, and does not depend on how the entries came.

use super::super::state::{KEPT_EACH, State};
use super::tale::Tale;
use super::{Problem, Problems, RULES, SessionId};
use crate::insight::Insight;
use crate::insight::story::Story;
use crate::transcript::{Entry, Event, Origin, Passed, What, Window};
use msnp::Direction::{self, ClientToServer, ServerToClient};
use proptest::prelude::*;
use std::time::Duration;

/// An insight that takes what it is given, numbered.
struct Fed {
    insight: Insight,
}

impl Fed {
    fn within(memory: usize) -> Fed {
        Fed { insight: Insight::within(memory) }
    }

    fn feed(&mut self, session: u32, direction: Direction, bytes: &[u8]) {
        let passed = Passed::plain(direction, Origin::Client, bytes);
        self.take(session, What::Frame(passed));
    }

    fn take(&mut self, session: u32, what: What<'_>) {
        let number = self.insight.next();
        self.insight.fold(&Entry { number, at: Duration::ZERO, session: Some(SessionId(session)), what });
    }

    fn problems(&self) -> &Problems {
        &self.insight.problems
    }

    fn kept(&self, id: &str) -> usize {
        self.problems().from(0).filter(|problem| problem.rule.id == id).count()
    }

    fn counted(&self, id: &str) -> u64 {
        self.problems().counts(0).find(|(rule, _)| rule.id == id).map_or(0, |(_, count)| count)
    }
}

#[test]
fn a_flood_of_one_problem_is_counted_and_pushes_out_no_other() {
    let mut fed = Fed::within(usize::MAX);
    fed.feed(1, ClientToServer, b"XYZ 1\r\n");
    (0..5000).for_each(|_| fed.feed(1, ClientToServer, b"PNG\n"));
    fed.feed(1, ClientToServer, b"CHG 9\r\n");
    assert_eq!((fed.kept("bare-lf"), fed.counted("bare-lf")), (usize::from(KEPT_EACH), 5000));
    assert_eq!((fed.kept("unknown-command"), fed.kept("argument-count")), (1, 1));
    // However many sessions do it.
    let mut fed = Fed::within(1024 * 1024);
    fed.feed(1, ClientToServer, b"XYZ 1\r\n");
    (2..2000).for_each(|session| fed.feed(session, ClientToServer, b"PNG\n"));
    assert_eq!((fed.kept("bare-lf"), fed.counted("bare-lf")), (99, 1998), "room for 100");
    assert_eq!(fed.kept("unknown-command"), 1);
    assert_eq!(fed.problems().sessions.len(), 65, "one for each 16 KiB, and one more");
}

#[test]
fn what_the_transcript_forgets_makes_room() {
    let mut fed = Fed::within(usize::MAX);
    (0..150).for_each(|_| fed.feed(1, ClientToServer, b"PNG\n"));
    assert_eq!((fed.kept("bare-lf"), fed.counted("bare-lf")), (100, 150));
    fed.insight.forget_before(91);
    assert_eq!(
        (fed.kept("bare-lf"), fed.counted("bare-lf")),
        (10, 60),
        "91 to 100, and 50 that were left out"
    );
    fed.insight.forget_before(151);
    assert_eq!((fed.kept("bare-lf"), fed.counted("bare-lf")), (0, 0));
    (0..150).for_each(|_| fed.feed(1, ClientToServer, b"PNG\n"));
    assert_eq!((fed.kept("bare-lf"), fed.counted("bare-lf")), (100, 150));
}

#[test]
fn a_problem_of_a_forgotten_entry_is_told_of_the_one_it_shows_in() {
    let mut tale = Tale::told("{ns9}\n1> CHG 9 NLN 5");
    let mut insight = tale.insight();
    let next = insight.next();
    insight.forget_before(next);
    tale.tell("1 ends");
    tale.story.transcript.look(Window::From(next), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let found: Vec<_> =
        insight.problems.from(0).map(|problem| (problem.rule.id, problem.entries())).collect();
    assert_eq!(found, [("unanswered", vec![next])]);
}

#[test]
fn a_session_and_a_problem_take_what_is_said_of_them() {
    // Beside them lie four challenges of some thirty bytes, and a sentence of two hundred.
    assert!(size_of::<State>() <= 320, "{}", size_of::<State>());
    assert!(size_of::<Problem>() <= 80, "{}", size_of::<Problem>());
}

#[test]
fn whatever_comes_is_survived() {
    let mut fed = Fed::within(usize::MAX);
    let mut lines = vec![vec![b' '; 64 * 1024], [&b"JOI a@b "[..], &b"x ".repeat(32_000)].concat()];
    lines.push([&b"VER 1"[..], &b" MSNP9".repeat(10_000)].concat());
    lines.push([&b"CHG 1 NLN 5 "[..], &b"%3Cmsnobj".repeat(7_000)].concat());
    lines.push([&b"CHL 0 "[..], &b"9".repeat(60_000)].concat());
    lines.push([&b"ADL 1 1000000\r\n"[..], &b" l=".repeat(333_333)].concat());
    lines.push([&b"ADL 1 1000000\r\n"[..], &b"<c l=\"".repeat(166_666)].concat());
    lines.push([&b"MSG 1 N 1000000\r\n"[..], &b"\xC3\xA9".repeat(500_000)].concat());
    lines.push([&b"MSG 1 N 1000000\r\n"[..], &b"a:b\n".repeat(250_000)].concat());
    lines.push([&b"UBX a@b 65000\r\n"[..], &b"<a>".repeat(21_000)].concat());
    lines.push([&b"QRY 1 x 1000000\r\n"[..], &[0; 1_000_000]].concat());
    for line in &lines {
        for direction in Direction::BOTH {
            fed.feed(1, direction, line);
            fed.feed(1, direction, b"PNG\r\n");
        }
    }
    for n in 0..200 {
        fed.feed(1, ServerToClient, format!("CHL 0 {n}\r\n").as_bytes());
        fed.feed(1, ServerToClient, format!("XFR 1 SB 198.51.100.20 CKI {n}\r\n").as_bytes());
    }
    assert!(fed.problems().sessions[&SessionId(1)].challenges.len() <= 4);
    let longest = fed.problems().from(0).map(|problem| problem.says.len()).max();
    assert!(longest < Some(1000), "{longest:?}");
}

/// Lines that break rules, and some that do not.
const LINES: &[&str] = &[
    ">VER 1 MSNP9 CVR0",
    "<VER 1 MSNP9",
    "<VER 1 MSNP12",
    "<USR 2 OK a@b A 1 0",
    ">USR 1 a@b 1.2",
    "<XFR 1 SB 198.51.100.20 CKI 1.2",
    ">CHG 3 NLN 5",
    "<CHG 3 NLN 5",
    ">CHG 3",
    ">CHG x NLN 5",
    ">MSG 4 A 0",
    "<JOI b@b B of C",
    "<IRO 1 2 3 b@b B",
    "<ANS 1 OK",
    "<CHL 0 1",
    ">QRY 2 msmsgs@msnmsgr.com 0",
    "<540 2",
    ">SYN 5 0",
    "<SYN 5 2 1 1",
    "<LST b@b B 11",
    "<NLN XXX b@b 100% 5",
    "<NLN NLN b@b B 5 %3Cmsnobj/%3E",
    ">OUT",
    "<OUT XYZ",
    ">XYZ",
    ">PNG",
    "<QNG 5",
    "<",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happens in prop::collection::vec((1..4_u32, 0..LINES.len() + 5), 1..150),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
    ) {
        let story = Story::new();
        for (session, what) in happens {
            match LINES.get(what) {
                Some(line) => drop(story.said(session, line)),
                None if what == LINES.len() => drop(story.opened(session)),
                None if what == LINES.len() + 1 => drop(story.closed(session)),
                None if what == LINES.len() + 2 => drop(story.opaque(ClientToServer)),
                None if what == LINES.len() + 3 => drop(story.injected(ClientToServer, "CHG 3 NLN")),
                None => drop(story.event(session, &Event::Undelivered { entry: 3 })),
            }
        }
        let (whole, cut) = (story.insight().problems, story.folded(&sizes).problems);
        prop_assert_eq!(&whole, &cut);
        let counted: u64 = whole.counts(0).map(|(_, count)| count).sum();
        prop_assert_eq!(counted, whole.from(0).count() as u64);
        // Taken in again, nothing changes.
        let mut again = story.insight();
        story.transcript.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole, &again.problems);
    }

    #[test]
    fn no_bytes_are_too_odd_to_be_judged(
        lines in prop::collection::vec((any::<bool>(), "[A-Z]{3}|CHG|MSG|QRY|LST|IRO|541", prop::collection::vec(any::<u8>(), 0..80)), 1..30),
    ) {
        let mut fed = Fed::within(usize::MAX);
        for (way, verb, rest) in lines {
            let bytes = [verb.as_bytes(), b" ", &rest, b"\n", &rest].concat();
            fed.feed(1, Direction::BOTH[usize::from(way)], &bytes);
            fed.insight.judge(SessionId(1), ClientToServer, &bytes);
        }
        let problems: Vec<_> = fed.problems().from(0).collect();
        prop_assert!(problems.iter().all(|problem| !problem.says.is_empty() && problem.says.len() < 1000));
        prop_assert!(problems.is_sorted_by_key(|problem| (problem.entry, problem.rule.index)));
        prop_assert!(problems.iter().all(|problem| RULES.iter().any(|rule| rule == problem.rule)));
    }
}
