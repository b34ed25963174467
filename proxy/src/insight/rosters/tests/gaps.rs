//! Where entries are missing, what is known may be out of date, and says so.

use super::*;
use crate::insight::Insight;
use crate::transcript::Window;

const LISTS: &str = "1< SYN 5 27 1 1\n1< GTC A\n1< LSG 0 Other 0\n1< LST bob@example.org Bob 11 0\n1< CHG 6 NLN 5\n1< NLN NLN bob@example.org Bob 5";

/// Session 1 where some entries in the middle were missed.
fn missing(script: &str, missed: u64, after: &str) -> (Insight, u64) {
    let story = Story::script(&format!("1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9\n{script}"));
    let mut insight = story.insight();
    let last = insight.next() - 1;
    (0..missed).for_each(|_| {
        story.said(1, ">PNG");
    });
    for line in after.lines() {
        let (way, rest) = line.split_at(1);
        story.said(1, &format!("{way}{}", rest.trim_start()));
    }
    let look = story.transcript.look(Window::From(last + missed + 1), usize::MAX);
    look.entries().for_each(|entry| insight.fold(&entry));
    (insight, last)
}

fn at(insight: &Insight, entry: Option<u64>) -> Roster {
    insight.rosters.at(SessionId(1), entry).expect("a roster")
}

#[test]
fn after_a_gap_it_may_be_out_of_date_and_before_it_was_not() {
    let (insight, last) = missing(LISTS, 2, "< NLN BSY bob@example.org Bob 5");
    let now = at(&insight, None);
    assert_eq!((now.gap, lines(&now)), (true, vec!["bob@example.org | Bob | FL,AL,RL | 0 | BSY".to_owned()]));
    assert!(!at(&insight, Some(last)).gap, "nothing was missing then");
    assert!(at(&insight, Some(last + 1)).gap, "the first that is missing");
}

#[test]
fn lists_told_anew_end_the_doubt() {
    let (insight, _) = missing(LISTS, 1, "< SYN 9 28 1 1");
    assert!(at(&insight, None).gap, "they may be as known");
    let (insight, _) = missing(LISTS, 1, "< SYN 9 28 1 1\n< GTC N\n< LST carol@example.org Carol 3 0");
    let now = at(&insight, None);
    assert!(!now.gap);
    assert_eq!(lines(&now), ["carol@example.org | Carol | FL,AL | 0 | ?"], "how Bob is, is unknown");
    assert_eq!((status(&now), now.own.strangers, now.own.prompt), (None, None, Some(Prompt::Accept)));
}

#[test]
fn signing_in_ends_the_doubt_and_a_later_step_does_not() {
    let (insight, _) = missing(LISTS, 1, "> USR 9 TWN S t=1&p=\n< USR 9 OK alice@example.org Alice 1 0");
    let now = at(&insight, None);
    assert_eq!((now.gap, name(&now), status(&now), now.contacts.len()), (false, Some("Alice"), None, 0));
    let (insight, _) = missing(LISTS, 1, "> USR 9 SHA A PD94\n< USR 9 OK alice@example.org 0 0");
    assert!(at(&insight, None).gap);
}

#[test]
fn whose_beginning_nobody_saw_is_known_from_what_is_heard() {
    let story = Story::new();
    story.transcript.look(Window::From(1), 0);
    let first = story.said(7, "<NLN BSY bob@example.org Bob 5");
    let rosters = story.insight().rosters;
    let roster = rosters.at(SessionId(7), None).unwrap();
    assert_eq!((roster.gap, lines(&roster).len(), roster.since), (true, 1, first));
    assert_eq!(rosters.at(SessionId(7), Some(first - 1)), Err(Absent::Forgotten { since: first }));
    let story = Story::script("8< USR 1 OK bob@example.org Bob\n8< 217 3\n8> OUT\n8< OUT");
    assert_eq!(
        story.insight().rosters.at(SessionId(8), None),
        Err(Absent::Unknown),
        "a switchboard, perhaps"
    );
}

#[test]
fn where_the_server_is_not_understood_it_may_be_out_of_date() {
    let story = Story::begun();
    let before = story.said(1, "<NLN BSY bob@example.org Bob 5");
    story.opaque(Direction::ServerToClient);
    let rosters = story.insight().rosters;
    assert!(rosters.at(SessionId(1), None).unwrap().gap);
    assert!(!rosters.at(SessionId(1), Some(before)).unwrap().gap);
}

#[test]
fn what_is_granted_and_nobody_saw_asked_is_unknown() {
    let granted = |verb: &str| signed_in(18, &format!("1< {verb}")).gap;
    assert!(granted("ADL 5 OK") && granted("RML 5 OK") && granted("UUX 5 0") && granted("PUT 5 OK 0"));
    assert!(!granted("CHG 5 NLN 5") && !granted("ADL 0 0"));
}
