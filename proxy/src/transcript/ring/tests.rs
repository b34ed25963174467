use super::*;
use crate::transcript::{Origin, Passed, What};
use msnp::Direction;

fn transcript() -> Transcript {
    Transcript::new(LEAST_MEMORY, 7, (Instant::now(), SystemTime::UNIX_EPOCH))
}

fn passed(bytes: &[u8]) -> Draft<'_> {
    Draft::Frame(Passed::plain(Direction::ClientToServer, Origin::Client, bytes))
}

fn record(transcript: &Transcript, bytes: &[u8]) {
    transcript.record(Instant::now(), Some(SessionId(1)), [passed(bytes)]);
}

/// Entries of about 1 KB each, each naming its own number.
fn fill(transcript: &Transcript, entries: u64) {
    for number in transcript.head()..transcript.head() + entries {
        record(transcript, format!("{number:01000}").as_bytes());
    }
}

fn numbers_told(look: &Look) -> Vec<u64> {
    let told = |entry: Entry<'_>| match entry.what {
        What::Frame(passed) => {
            let told = std::str::from_utf8(passed.bytes).unwrap().parse().unwrap();
            assert_eq!(entry.number, told);
            told
        }
        What::Event(event) => panic!("{event:?}"),
    };
    look.entries().map(told).collect()
}

#[test]
fn what_is_recorded_is_read_back_whole() {
    let transcript = transcript();
    let event = Event::Undelivered { entry: 12 };
    let rewritten = Passed {
        sent: Some(b"XFR 1 NS b:1\r\n"),
        ..Passed::plain(Direction::ServerToClient, Origin::Server, b"XFR 1 NS a\r\n")
    };
    let opaque =
        Passed { opaque: true, incomplete: true, continued: true, bytes: b"\0", sent: None, ..rewritten };
    let now = Instant::now();
    let drafts = [Draft::Event(&event), Draft::Frame(rewritten), Draft::Frame(opaque)];
    assert_eq!(transcript.record(now, Some(SessionId(3)), drafts), 1..4);
    let look = transcript.look(Window::From(1), 1 << 20);
    let entries: Vec<_> = look.entries().map(|entry| (entry.number, entry.session, entry.what)).collect();
    let session = Some(SessionId(3));
    assert_eq!(
        entries,
        [
            (1, session, What::Event(event.clone())),
            (2, session, What::Frame(rewritten)),
            (3, session, What::Frame(opaque))
        ]
    );
}

#[test]
fn what_was_forgotten_is_counted() {
    let transcript = transcript();
    fill(&transcript, 20_000);
    let look = transcript.look(Window::From(1), 4096);
    assert!(look.first > 1);
    assert_eq!((look.missed, look.skipped), (look.first - 1, 0));
    assert_eq!(look.range.start, look.first);
    assert_eq!(numbers_told(&look), look.range.clone().collect::<Vec<_>>());
}

#[test]
fn reading_on_from_where_one_stopped_loses_and_repeats_nothing() {
    let transcript = transcript();
    fill(&transcript, 3000);
    let mut next = 1;
    let mut seen = Vec::new();
    while next < transcript.head() {
        let look = transcript.look(Window::From(next), 10_000);
        assert_eq!(look.missed + look.skipped, 0);
        seen.extend(numbers_told(&look));
        next = look.range.end;
    }
    assert_eq!(seen, (1..3001).collect::<Vec<_>>());
}

#[test]
fn a_follower_gets_the_newest_and_hears_what_it_skipped() {
    let transcript = transcript();
    fill(&transcript, 3000);
    let look = transcript.look(Window::Follow(11), 100_000);
    assert_eq!(look.range.end, 3001);
    assert!(look.range.start > 2890, "{:?}", look.range);
    assert_eq!((look.missed, look.skipped), (0, look.range.start - 11));
    let near = transcript.look(Window::Follow(2995), 100_000);
    assert_eq!((near.range.clone(), near.missed, near.skipped), (2995..3001, 0, 0));
    assert_eq!(numbers_told(&near), (2995..3001).collect::<Vec<_>>());
}

#[test]
fn looking_back_ends_where_it_was_told() {
    let transcript = transcript();
    fill(&transcript, 3000);
    let look = transcript.look(Window::Before(2000), 50_000);
    assert_eq!((look.range.end, look.missed, look.skipped), (2000, 0, 0));
    assert_eq!(numbers_told(&look).len() as u64, look.range.end - look.range.start);
    assert_eq!(transcript.look(Window::Before(1), 50_000).range, 1..1);
}

#[test]
fn a_reader_that_is_up_to_date_gets_nothing() {
    let transcript = transcript();
    fill(&transcript, 3);
    for window in [Window::From(4), Window::Follow(4), Window::Follow(99)] {
        let look = transcript.look(window, 1000);
        assert_eq!((look.entries().count(), look.range.end, look.missed), (0, 4, 0), "{window:?}");
    }
}

#[test]
fn the_largest_frame_is_kept_whole() {
    let transcript = transcript();
    let largest = vec![b'x'; msnp::MAX_LINE + msnp::MAX_PAYLOAD];
    for _ in 0..20 {
        record(&transcript, &largest);
    }
    let look = transcript.look(Window::From(20), 1);
    assert!(look.entries().any(|entry| matches!(entry.what, What::Frame(passed) if passed.bytes == largest)));
}

#[test]
fn a_reader_keeps_what_it_holds_while_the_ring_stays_within_its_budget() {
    let transcript = transcript();
    fill(&transcript, 2000);
    let held = transcript.look(Window::From(1), 100_000);
    fill(&transcript, 50_000);
    assert_eq!(numbers_told(&held), held.range.clone().collect::<Vec<_>>());
    let segments = || {
        let ring = transcript.lock();
        ring.sealed.len() + 1 + ring.pinned.iter().filter(|(held, _)| held.strong_count() > 0).count()
    };
    assert_eq!(segments(), LEAST_MEMORY / SEGMENT_FOOTPRINT);
    drop(held);
    fill(&transcript, 10_000);
    assert_eq!(segments(), LEAST_MEMORY / SEGMENT_FOOTPRINT);
}

#[test]
fn writers_and_readers_at_once_see_every_entry_in_order() {
    let transcript = transcript();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..2)
            .map(|_| scope.spawn(|| (0..5000).for_each(|_| record(&transcript, &[b'x'; 300]))))
            .collect();
        let mut next = 1;
        let mut seen = 0;
        while next < 10_001 {
            let look = transcript.look(Window::From(next), 100_000);
            seen += look.missed + look.entries().count() as u64;
            next = look.range.end;
        }
        assert_eq!(seen, 10_000);
        writers.into_iter().for_each(|writer| writer.join().unwrap());
    });
}

/// The numbers of the entries a look has.
fn numbers(look: &Look) -> Vec<u64> {
    look.entries().map(|entry| entry.number).collect()
}

#[test]
fn a_transcript_may_begin_at_any_number_and_time() {
    let transcript =
        Transcript::beginning_at(5000, LEAST_MEMORY, 7, (Instant::now(), SystemTime::UNIX_EPOCH));
    assert_eq!(transcript.head(), 5000);
    let at = Duration::from_nanos(123_456_789);
    assert_eq!(
        transcript.record_at(at, Some(SessionId(3)), [passed(b"PNG\r\n"), passed(b"OUT\r\n")]),
        5000..5002
    );
    let look = transcript.look(Window::From(1), 1 << 20);
    assert_eq!((look.first, look.head, look.missed, look.skipped), (5000, 5002, 4999, 0));
    assert!(look.entries().all(|entry| entry.at == at && entry.session == Some(SessionId(3))));
}

#[test]
fn an_entry_says_what_was_missed_and_those_behind_it_keep_their_numbers() {
    let transcript = transcript();
    fill(&transcript, 3);
    assert_eq!(transcript.record_missed(Duration::ZERO, 7), 4);
    assert_eq!(transcript.head(), 11);
    fill(&transcript, 2);
    let look = transcript.look(Window::From(1), 1 << 20);
    assert_eq!(numbers(&look), [1, 2, 3, 4, 11, 12]);
    let missed = look.entries().nth(3).unwrap();
    assert_eq!((missed.what.clone(), missed.next()), (What::Event(Event::Missed { count: 7 }), 11));
    // From the middle of a gap one comes to what is behind it, or before it, and misses nothing that is not said.
    for from in 5..=11 {
        let look = transcript.look(Window::From(from), 1 << 20);
        assert_eq!((numbers(&look), look.missed, look.skipped), (vec![11, 12], 0, 0), "from {from}");
        let look = transcript.look(Window::Before(from), 1 << 20);
        assert_eq!(numbers(&look), [1, 2, 3, 4], "before {from}");
        let look = transcript.look(Window::Follow(from), 1 << 20);
        assert_eq!((numbers(&look), look.missed, look.skipped), (vec![11, 12], 0, 0), "following {from}");
    }
    // A little at a time, forwards and backwards.
    let (mut next, mut forwards) = (1, Vec::new());
    while next < transcript.head() {
        let look = transcript.look(Window::From(next), 1);
        forwards.extend(numbers(&look));
        next = look.range.end;
    }
    let (mut before, mut backwards) = (u64::MAX, Vec::new());
    while before > 1 {
        let look = transcript.look(Window::Before(before), 1);
        backwards.splice(0..0, numbers(&look));
        before = look.range.start;
    }
    assert_eq!((&forwards[..], &backwards[..]), (&[1, 2, 3, 4, 11, 12][..], &[1, 2, 3, 4, 11, 12][..]));
}

#[test]
fn a_gap_of_one_and_gaps_in_a_row_are_gaps() {
    let transcript = transcript();
    assert_eq!([1, 5, 1].map(|count| transcript.record_missed(Duration::ZERO, count)), [1, 2, 7]);
    fill(&transcript, 1);
    assert_eq!(numbers(&transcript.look(Window::From(1), 1 << 20)), [1, 2, 7, 8]);
    assert_eq!(numbers(&transcript.look(Window::Before(8), 1 << 20)), [1, 2, 7]);
}

#[test]
fn twenty_thousand_gaps_stay_within_the_budget_and_push_nothing_out_early() {
    let transcript = transcript();
    for _ in 0..20_000 {
        fill(&transcript, 1);
        transcript.record_missed(Duration::ZERO, 3);
    }
    let ring = transcript.lock();
    let kept: usize = ring.sealed.iter().map(|segment| segment.footprint()).sum();
    assert_eq!(kept, ring.occupied);
    assert!(kept + SEGMENT_FOOTPRINT <= LEAST_MEMORY);
    // An entry of 1,000 bytes and one of a few, with their headers.
    assert!(ring.sealed.len() > 5000, "{} segments", ring.sealed.len());
    drop(ring);
    fill(&transcript, 100_000);
    let ring = transcript.lock();
    assert!(ring.occupied + SEGMENT_FOOTPRINT <= LEAST_MEMORY);
}
