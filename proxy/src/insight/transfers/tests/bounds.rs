//! What is remembered is bounded, whatever comes, and does not depend on how the entries came.

use super::super::pieces::MOST_PIECES;
use super::super::shelf::{KEPT, KEPT_PIECES};
use super::*;
use crate::insight::Insight;
use crate::insight::threads::Threads;
use crate::transcript::{Entry, SessionId, What};
use proptest::prelude::*;
use std::time::Duration;

/// Folds packets without a transcript: there may be a million.
struct Flood {
    transfers: Transfers,
    threads: Threads,
    next: u64,
}

impl Flood {
    fn within(memory: usize) -> Flood {
        Flood { transfers: Transfers::within(memory), threads: Threads::default(), next: 1 }
    }

    fn packet(&mut self, session: u32, packet: &[u8]) {
        let head = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: b@b\r\n\r\n";
        let payload = [head.as_bytes(), packet].concat();
        let bytes = [format!("MSG 5 D {}\r\n", payload.len()).as_bytes(), &payload].concat();
        let entry = Entry {
            number: self.next,
            at: Duration::ZERO,
            session: Some(SessionId(session)),
            what: What::Frame(Passed::plain(ClientToServer, Origin::Client, &bytes)),
        };
        self.next += 1;
        self.transfers.fold(&Seen::of(&entry, &self.threads));
    }
}

#[test]
fn transfers_are_bounded_and_those_that_are_over_go_first() {
    let mut flood = Flood::within(usize::MAX);
    for session in 1..=3 {
        flood.packet(session, &text(1, &file(7, "a", 10)));
    }
    flood.packet(2, &text(2, &bye("F1")));
    for number in 100..2096 {
        flood.packet(9, &text(1, &file(number, "a", 10)));
    }
    assert_eq!(flood.transfers.shelf.remembered().0, KEPT);
    assert_eq!(flood.transfers.left_out(), 999);
    let mut flood = Flood::within(usize::MAX);
    for session in 1..=3 {
        flood.packet(session, &text(1, &file(7, "a", 10)));
    }
    flood.packet(2, &text(2, &bye("F1")));
    for number in 100..1098 {
        flood.packet(9, &text(1, &file(number, "a", 10)));
    }
    let kept: Vec<u64> = flood.transfers.iter().map(|transfer| transfer.id).take(3).collect();
    assert_eq!(kept, [1, 3, 5], "2 was cancelled");
    let mut small = Flood::within(8 << 20);
    for number in 1..500 {
        small.packet(9, &text(1, &file(number, "a", 10)));
    }
    assert_eq!(small.transfers.shelf.remembered().0, 64, "one for each 128 KiB");
}

#[test]
fn pieces_are_bounded_in_one_transfer_and_in_all() {
    let tiny =
        |session, message, offset| One { session, message, offset, total: 1 << 40, flags: 0x20 }.bytes(b"x");
    let mut flood = Flood::within(usize::MAX);
    flood.packet(1, &tiny(1, 1, 0));
    for n in 0..100_000 {
        flood.packet(1, &tiny(7, 1, (1 << 39) - 2 * n));
    }
    let transfer = flood.transfers.iter().last().unwrap();
    assert_eq!(transfer.pieces.len(), MOST_PIECES / 2);
    assert_eq!(transfer.have() + transfer.left_out, 100_000);
    assert!(transfer.says().contains("bytes are more than can be remembered"), "{}", transfer.says());
    for n in 0..100_000 {
        flood.packet(1, &tiny(8, 1, 2 * n));
    }
    let (transfers, pieces) = flood.transfers.shelf.remembered();
    assert!(pieces <= KEPT_PIECES, "{pieces}");
    assert_eq!((transfers, flood.transfers.left_out()), (1, 2), "the older ones made room");
}

#[test]
fn a_chunk_over_very_many_pieces_is_taken_once() {
    let mut flood = Flood::within(usize::MAX);
    let place = |offset| One { session: 7, message: 1, offset, total: 40_000, flags: 0x20 };
    for n in 0..10_000 {
        flood.packet(1, &place(2 * n).bytes(b"x"));
    }
    for _ in 0..20 {
        flood.packet(1, &place(0).bytes(&[7; 20_000]));
    }
    let transfer = flood.transfers.iter().next().unwrap();
    assert_eq!((transfer.have(), transfer.pieces.len(), transfer.duplicates), (20_000, 20_000, 20));
    assert_eq!(transfer.repeated().count(), 20);
}

#[test]
fn offers_that_never_end_are_bounded_and_counted() {
    let mut flood = Flood::within(usize::MAX);
    let place = |message, total| One { session: 0, message, offset: 0, total, flags: 0 };
    for message in 0..300 {
        flood.packet(1, &place(message, 60_000).bytes(&[b'x'; 10_000]));
    }
    let (messages, bytes) = flood.transfers.texts.remembered();
    assert_eq!((messages, bytes, flood.transfers.unread()), (104, 1_040_000, 196));
    flood.packet(1, &place(999, 70_000).bytes(b"INVITE"));
    assert_eq!(flood.transfers.unread(), 197, "too long to be read");
    for at in 1..1000 {
        let place = One { session: 0, message: 5, offset: at * 2, total: 60_000, flags: 0 };
        flood.packet(1, &place.bytes(b"x"));
    }
    assert!(flood.transfers.texts.remembered().0 <= 105);
}

#[test]
fn numbers_from_hell_are_left_out_and_counted() {
    let max = u64::MAX;
    let at = |offset, total| One { session: 7, message: 1, offset, total, flags: 0x20 };
    let mut flood = Flood::within(usize::MAX);
    for (offset, total) in [(max, max), (max - 1, max), (max, 0), (1, 4), (0, 3)] {
        flood.packet(1, &at(offset, total).bytes(b"abcd"));
    }
    let transfer = flood.transfers.iter().next().unwrap();
    assert_eq!((transfer.have(), transfer.strays), (0, 5));
    flood.packet(1, &at(max - 4, max).bytes(b"abcd"));
    flood.packet(1, &at(0, 1 << 32).bytes(b"abcd"));
    let transfer = flood.transfers.iter().next().unwrap();
    assert_eq!((transfer.have(), transfer.strays, transfer.size()), (4, 6, Some(max)));
    assert_eq!(transfer.missing().next(), Some(0..max - 4));
    let _ = transfer.says();

    let mut flood = Flood::within(usize::MAX);
    for remaining in [max, max - 3, max - 4, 0] {
        flood.packet(1, &two(7, 4, 1, remaining, b"abcd"));
        flood.packet(1, &two(8, 1, 1, remaining, b"abcd"));
        flood.packet(1, &two(0, 1, 1, remaining, b"abcd"));
    }
    for transfer in flood.transfers.iter() {
        assert!(transfer.have() <= 8 && transfer.says().len() < 1000);
    }
}

#[test]
fn what_the_transcript_forgets_came_and_is_forgotten_and_a_transfer_goes_with_its_last_entry() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let first = packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 60));
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 60, 40));
    let mut insight = story.insight();
    insight.forget_before(first + 1);
    let transfer = insight.transfers.iter().next().unwrap().clone();
    assert_eq!((transfer.have(), transfer.forgotten(), transfer.status), (100, 60, Status::Complete));
    assert_eq!(transfer.missing().count(), 0, "forgotten is not missing");
    assert!(transfer.says().ends_with("complete; 60 bytes are forgotten"));
    let recipe = transfer.recipe();
    assert_eq!(recipe.read(0..100, &story.transcript).forgotten, 60);
    assert_eq!(recipe.inspect(&story.transcript), None);
    insight.forget_before(first + 2);
    assert_eq!(insight.transfers.shelf.remembered(), (0, 0));
}

#[test]
fn what_is_still_expected_is_not_forgotten() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    let mut insight = story.insight();
    insight.forget_before(story.transcript.head());
    assert_eq!(insight.transfers.iter().count(), 1);
    let after = packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 100));
    story.transcript.look(Window::From(after), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    let transfer = insight.transfers.iter().next().unwrap();
    assert_eq!((transfer.status, transfer.name.as_deref()), (Status::Complete, Some("a.txt")));
    story.closed(1);
    story.transcript.look(Window::From(after + 1), 1 << 20).entries().for_each(|entry| insight.fold(&entry));
    insight.forget_before(story.transcript.head());
    assert_eq!(insight.transfers.iter().count(), 0);
}

#[test]
fn what_the_ring_has_forgotten_meanwhile_is_said_and_not_made_up() {
    let story = switchboards(1);
    accepted(&story, 1, 100);
    packet(&story, 1, ClientToServer, &chunk(7, &sample(100), 0, 100));
    let transfer = only(&story);
    for _ in 0..40 {
        let passed = Passed::plain(ClientToServer, Origin::Client, &[b'x'; 1 << 20]);
        story.passed(story.now(), 1, passed);
    }
    let portion = transfer.recipe().read(0..100, &story.transcript);
    assert_eq!((portion.forgotten, portion.bytes), (100, vec![0; 100]));
}

/// Something that happens in a session. Returns its entry.
fn happens(story: &Story, session: u32, what: usize, from_client: bool, at: usize) -> u64 {
    let way = Direction::BOTH[usize::from(!from_client)];
    let whole = sample(300);
    let (length, left) = (100.min(300 - at), (300 - at).saturating_sub(100) as u64);
    let number = 7 + u32::try_from(at % 2).unwrap();
    let slp = |message, slp: &[u8]| packet(story, session, way, &text(message, slp));
    match what {
        0 => slp(1, &file(number, "a.txt", 300)),
        1 => slp(2, &object(number, 3, &whole)),
        2 => slp(3, &response("200 OK", "F1", number)),
        3 => slp(4, &response("603 Decline", "B1", number)),
        4 => slp(5, &bye("F1")),
        5 => slp(6, &webcam(number)),
        6 => packet(story, session, way, &chunk(number, &whole, at, length)),
        7 => {
            let kind = 4 + u8::from(at == 0);
            packet(story, session, way, &two(number, kind, 3, left, &whole[at..at + length]))
        }
        8 => {
            let message = u32::try_from(at / 50).unwrap();
            let place = One { session: number, message, offset: 0, total: 9, flags: 0 };
            packet(story, session, way, &place.bytes(b"stream..."))
        }
        9 => {
            let offer = file(number, "b.txt", 300);
            let (at, total) = (at * 2, offer.len() as u64);
            let place = One { session: 0, message: 8, offset: at as u64, total, flags: 0 };
            packet(story, session, way, &place.bytes(&offer[at..(at + 500).min(offer.len())]))
        }
        10 => story.opened(session),
        11 => story.closed(session),
        12 => story.said(session, if from_client { ">VER MSNFTP" } else { "<FIL 90" }),
        13 => {
            let block = [&[0, 30, 0][..], &whole[..30]].concat();
            let passed = Passed { opaque: true, ..Passed::plain(way, Origin::Server, &block[at % 30..]) };
            story.passed(story.now(), session, passed)
        }
        _ => story.said(session, ">BYE 16777989"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happening in prop::collection::vec((1..4_u32, 0..15_usize, any::<bool>(), 0..300_usize), 1..80),
        sizes in prop::collection::vec(1..3000_usize, 1..8),
    ) {
        let story = Story::new();
        for (session, what, from_client, at) in happening {
            happens(&story, session, what, from_client, at);
        }
        let (whole, cut) = (told(&story), story.folded(&sizes).transfers);
        prop_assert_eq!(&whole, &cut);
        whole.shelf.remembered();
        whole.texts.remembered();
        for transfer in whole.iter() {
            let missing: u64 = transfer.missing().map(|gap| gap.end - gap.start).sum();
            prop_assert!(transfer.size().is_none_or(|size| missing + transfer.have() >= size));
            prop_assert!(!transfer.says().contains(char::is_control));
            let recipe = transfer.recipe();
            prop_assert_eq!(recipe.read(0..recipe.size(), &story.transcript).forgotten, 0);
        }
        // Taken in again, nothing changes.
        let mut again: Insight = story.insight();
        story.transcript.look(Window::From(1), 1 << 20).entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole, &again.transfers);
    }

    #[test]
    fn any_packet_is_taken(
        session in prop::sample::select(vec![0_u32, 7]),
        numbers in prop::array::uniform4(prop::sample::select(vec![0, 1, 4, 100, u64::MAX - 4, u64::MAX])),
        flags in any::<u32>(),
        data in prop::collection::vec(any::<u8>(), 0..40),
        noise in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let mut flood = Flood::within(usize::MAX);
        for (at, offset) in numbers.into_iter().enumerate() {
            let total = numbers[(at + 1) % 4];
            flood.packet(1, &One { session, message: 1, offset, total, flags }.bytes(&data));
            flood.packet(1, &two(session, u8::try_from(flags & 7).unwrap(), 1, total, &data));
            flood.packet(1, &noise);
        }
        flood.transfers.shelf.remembered();
        flood.transfers.iter().for_each(|transfer| drop(transfer.says()));
    }
}
