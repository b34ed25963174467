//! The state at an entry is the state there was when that entry had been folded.

use super::*;
use crate::insight::Insight;
use crate::insight::story::recordings;
use crate::transcript::Window;
use proptest::prelude::*;

const SESSIONS: u32 = 4;

/// The rosters of all sessions as of an entry, without what depends on what is remembered.
fn all(rosters: &Rosters, entry: Option<u64>) -> Vec<Result<Roster, Absent>> {
    let at = |session| rosters.at(SessionId(session), entry);
    let mut all: Vec<_> = (1..=SESSIONS).map(at).collect();
    all.iter_mut().flatten().for_each(|roster| roster.since = 0);
    all
}

/// Compares, for every entry, what is known of it at the end with what was known when it was the last.
fn check(story: &Story) {
    let end = story.insight().rosters;
    let mut insight = Insight::default();
    let look = story.transcript.look(Window::From(1), usize::MAX);
    for entry in look.entries() {
        insight.fold(&entry);
        let (then, now) = (all(&insight.rosters, None), all(&end, Some(entry.number)));
        for (then, now) in then.into_iter().zip(now) {
            match now {
                Ok(_) => assert_eq!(now, then, "as of {}", entry.number),
                // One that turned out to talk to a switchboard, and one that had not begun, or began anew.
                Err(Absent::Unknown | Absent::NotYet { .. }) => {}
                Err(Absent::Forgotten { .. }) => assert!(then.is_err(), "as of {}", entry.number),
            }
        }
    }
}

#[test]
fn the_recordings_can_be_asked_about_at_each_of_their_entries() {
    recordings().iter().for_each(|name| check(&Story::recorded(name)));
}

#[test]
fn before_it_began_there_is_none_and_after_it_ended_the_last() {
    let story = Story::script("1 opens\n2 opens\n2< NLN NLN bob@b.example Bob\n2 ends\n1< CHG 5 NLN");
    let rosters = story.insight().rosters;
    assert_eq!(rosters.at(SessionId(2), Some(1)), Err(Absent::NotYet { began: 2 }));
    let end = rosters.at(SessionId(2), Some(5)).unwrap();
    assert_eq!((lines(&end).len(), end.ended, end.since), (1, Some(4), 2));
    assert_eq!(rosters.at(SessionId(2), Some(3)).unwrap().ended, None);
    assert_eq!(rosters.at(SessionId(3), None), Err(Absent::Unknown));
}

#[test]
fn what_the_transcript_forgets_cannot_be_asked_about() {
    let story = Story::script("1 opens\n2 opens\n1< CHG 5 NLN\n1< CHG 5 BSY\n2 ends\n1< CHG 5 AWY");
    let mut rosters = story.insight().rosters;
    rosters.forget_before(4);
    assert_eq!(rosters.at(SessionId(1), Some(3)), Err(Absent::Forgotten { since: 4 }));
    let statuses = [4, 5, 6].map(|entry| rosters.at(SessionId(1), Some(entry)).unwrap());
    assert_eq!(statuses.each_ref().map(status), [Some("BSY"), Some("BSY"), Some("AWY")]);
    assert_eq!(rosters.journal.remembered().0, 2, "the end of one and the last status of the other");
    assert!(rosters.at(SessionId(2), None).is_ok(), "its end is still there to be seen");
    rosters.forget_before(6);
    assert_eq!(rosters.at(SessionId(2), None), Err(Absent::Unknown));
    assert_eq!(rosters.journal.remembered(), (0, 0));
}

/// Lines that change something, ask for it, refuse it and do neither, in several dialects.
const LINES: &[&str] = &[
    "> VER 1 MSNP9",
    "< VER 1 MSNP9",
    "< VER 1 MSNP14",
    "> USR 3 TWN S t",
    "< USR 3 OK a@b Alice 1 0",
    "< SYN 5 27 2 1",
    "< SYN 8 27",
    "< GTC A",
    "< GTC 8 27 N",
    "< BLP BL",
    "< PRP MFN Alice",
    "< LSG 1 Friends 0",
    "< LSG Work 1f2e",
    "< LST b@b Bob 11 1",
    "< LST c@b Carol 3 0,1",
    "< LST N=b@b F=Bob C=aa 3 1f2e",
    "< LST 8 FL 27 1 2 b@b Bob 1",
    "< LST 8 AL 27 0 0",
    "< BPR MFN Bobby",
    "< ADD 0 RL 28 d@b Dave",
    "< ADC 9 FL N=d@b F=Dave C=dd",
    "< ADC 9 FL C=aa 1f2e",
    "< REM 9 FL 29 b@b",
    "< REM 9 FL aa",
    "< ADG 9 30 Family 2 0",
    "< REG 9 31 1 Old 0",
    "< RMG 9 32 1",
    "< SBP 9 aa MFN B",
    "< REA 9 33 c@b C",
    "< CHG 9 NLN 5",
    "< CHG 0 HDN",
    "< ILN 9 AWY b@b Bob 5",
    "< NLN BSY b@b 1 Bob 5 0",
    "< NLN NLN 32:b@b Bob 1:2 %3Cmsnobj SHA1D%3D%22x%22",
    "< NLN NLN c@b Carol",
    "< FLN b@b 1 0",
    "< FLN c@b",
    "> ADL 7 49\\r\\n<ml><d n=\"b\"><c n=\"b\" l=\"3\" t=\"1\"/></d></ml>",
    "< ADL 7 OK",
    "> RML 7 49\\r\\n<ml><d n=\"b\"><c n=\"c\" l=\"1\" t=\"1\"/></d></ml>",
    "< RML 7 OK",
    "< 241 7",
    "> UUX 7 {len}\\r\\n<Data><PSM>hi</PSM></Data>",
    "< UUX 7 0",
    "< UBX b@b {len}\\r\\n<Data><PSM>ho</PSM><EndpointData id=\"{a}\"/></Data>",
    "< UBX c@b 0",
    "< FQY 7 {len}\\r\\n<ml><d n=\"b\"><c n=\"c\" t=\"32\"/></d></ml>",
    "> USR 1 a@b 1.2",
    "< OUT OTH",
    "> PNG",
    "< QNG 5",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same_and_each_can_be_asked_about(
        happens in prop::collection::vec((1..=SESSIONS, 0..LINES.len() + 2), 1..200),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
    ) {
        let script = happens.iter().map(|(session, what)| match LINES.get(*what) {
            Some(line) => format!("{session}{line}\n"),
            None if *what == LINES.len() => format!("{session} opens\n"),
            None => format!("{session} ends\n"),
        });
        let story = Story::script(&script.collect::<String>());
        check(&story);
        let (whole, cut) = (story.insight(), story.folded(&sizes));
        prop_assert_eq!(&whole.rosters.sessions, &cut.rosters.sessions);
        prop_assert_eq!((whole.rosters.weight, &whole.rosters.past), (cut.rosters.weight, &cut.rosters.past));
        let weight: usize = whole.rosters.sessions.values().map(Session::weight).sum();
        prop_assert_eq!(whole.rosters.weight, weight);
        for session in whole.rosters.sessions.values() {
            let State { head, contacts, groups } = &session.state;
            let people: usize = contacts.iter().map(|(key, contact)| Session::weight_of(key, contact)).sum();
            let groups: usize = groups.iter().map(|(id, name)| Session::weight_of_group(id, name)).sum();
            prop_assert_eq!(session.weight, head.apart(None) + people + groups);
        }
        // Taken in again, nothing changes.
        let mut again = whole.clone();
        story.transcript.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole.rosters.sessions, &again.rosters.sessions);
        prop_assert_eq!(&whole.rosters.journal, &again.rosters.journal);
    }
}
