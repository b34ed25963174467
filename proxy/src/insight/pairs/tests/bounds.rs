//! What is remembered is bounded, and does not depend on how the entries came.

use super::super::ledger::KEPT;
use super::*;
use proptest::prelude::*;

#[test]
fn what_waits_is_bounded_on_a_connection_and_on_all() {
    let story = Story::begun();
    let first = story.transcript.head();
    for n in 0..2000 {
        story.said(1, &format!(">CHG {n} NLN"));
    }
    let late = story.said(1, "<CHG 3 NLN");
    let pairs = story.pairs();
    assert_eq!(pairs.waiting, PENDING);
    let status = |entry| pairs.of(entry).unwrap().status;
    assert_eq!([first, first + 975, first + 976].map(status), [Unknown, Unknown, Pending]);
    assert_eq!(status(late), Unknown, "it may have been asked");
    let mut pairs = Pairs::default();
    let line = |session: u64, n: u64| Entry {
        number: session * 1000 + n + 1,
        at: Duration::ZERO,
        session: Some(SessionId(u32::try_from(session).unwrap())),
        what: What::Frame(Passed::plain(ClientToServer, Origin::Client, b"XFR 1 SB\r\n")),
    };
    (0..100).for_each(|session| (0..1000).for_each(|n| pairs.fold(&line(session, n))));
    assert_eq!(pairs.waiting, PENDING_IN_ALL);
    assert_eq!(pairs.waiting, pairs.conversations.values().map(Conversation::waiting).sum::<usize>());
    (100..300).for_each(|session| (0..1000).for_each(|n| pairs.fold(&line(session, n))));
    assert_eq!(pairs.ledger.remembered().0, KEPT);
    let mut small = Pairs::within(1024 * 1024);
    (0..10).for_each(|session| (0..1000).for_each(|n| small.fold(&line(session, n))));
    assert_eq!(small.ledger.remembered().0, 256, "one for each 4 KiB");
}

#[test]
fn what_the_transcript_forgets_is_forgotten_and_late_answers_are_known() {
    let story = Story::begun();
    let first = story.tell(&[">XFR 1 SB", ">CHG 2 NLN", "<CHG 2 NLN", ">CHG 3 NLN", "<CHG 3 NLN"]);
    let mut pairs = story.pairs();
    assert_eq!(pairs.ledger.remembered(), (3, 2));
    pairs.forget_before(first + 4);
    assert_eq!(pairs.ledger.remembered(), (1, 1));
    assert_eq!([first, first + 1, first + 2].map(|entry| pairs.of(entry)), [None; 3]);
    let answer = story.tell(&["<XFR 1 SB 198.51.100.20 CKI 1"]);
    story.transcript.look(Window::From(answer), 1 << 20).entries().for_each(|entry| pairs.fold(&entry));
    let pair = pairs.of(answer).unwrap();
    assert_eq!((pair.request, pair.latency), (Some(first), Some(Duration::from_millis(5))));
    pairs.forget_before(answer + 1);
    assert_eq!(pairs.ledger.remembered(), (0, 0));
}

/// Lines that ask, answer and do neither.
const LINES: &[&str] = &[
    ">CHG 1 NLN",
    "<CHG 1 NLN",
    "<ILN 1 AWY b@b B",
    ">MSG 1 A 0",
    ">MSG 2 N 0",
    "<ACK 1",
    "<NAK 2",
    ">PNG",
    "<QNG 40",
    ">SYN 1 0",
    "<SYN 1 2 1 1",
    "<LST b@b B 11",
    "<LSG 0 G 0",
    "<BPR PHH 1",
    "<CHL 0 1",
    ">QRY 2 a 0",
    "<QRY 2",
    "<217 2",
    "<XFR 0 NS a",
    "<NLN AWY b@b B",
    ">OUT",
    "<",
    ">VER",
    "<217",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happens in prop::collection::vec((1..4_u32, 0..LINES.len() + 3), 1..150),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
    ) {
        let story = Story::new();
        for (session, what) in happens {
            match LINES.get(what) {
                Some(line) => drop(story.said(session, line)),
                None if what == LINES.len() => drop(story.opened(session)),
                None if what == LINES.len() + 1 => drop(story.closed(session)),
                None => drop(story.opaque(ClientToServer)),
            }
        }
        let (whole, cut) = (story.pairs(), story.folded(&sizes).pairs);
        prop_assert_eq!(&whole.ledger, &cut.ledger);
        prop_assert_eq!(&whole.conversations, &cut.conversations);
        let waiting = whole.conversations.values().map(Conversation::waiting).sum::<usize>();
        prop_assert_eq!((whole.next, whole.waiting), (cut.next, waiting));
        // Taken in again, nothing changes.
        let mut again = whole.clone();
        story.transcript.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole.ledger, &again.ledger);
    }
}
