//! A transcript written by hand, for the tests.

use super::super::*;
use crate::transcript::{Draft, Ending, LEAST_MEMORY, Origin, Party, Tally, Transcript, Window};
use Direction::{ClientToServer, ServerToClient};
use msnp::Address;
use std::time::{Instant, SystemTime};

/// A transcript written by hand, a millisecond to a line.
pub(super) struct Story {
    pub(super) transcript: Transcript,
    pub(super) began: Instant,
}

impl Story {
    pub(super) fn new() -> Story {
        let began = Instant::now();
        Story { transcript: Transcript::new(LEAST_MEMORY, 1, (began, SystemTime::now())), began }
    }

    /// With session 1 open.
    pub(super) fn begun() -> Story {
        let story = Story::new();
        story.opened(1);
        story
    }

    pub(super) fn now(&self) -> Instant {
        self.began + Duration::from_millis(self.transcript.head())
    }

    pub(super) fn event(&self, session: u32, event: &Event) -> u64 {
        self.transcript.record_event(self.now(), Some(SessionId(session)), event)
    }

    pub(super) fn opened(&self, session: u32) {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = Address::new("messenger.example", 1863);
        self.event(session, &Event::Opened { client: end, listen: end, upstream, followed: None });
    }

    pub(super) fn closed(&self, session: u32) {
        let (tally, ended_by, how) = (Tally::default(), Party::Client, Ending::Finished);
        self.event(
            session,
            &Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how },
        );
    }

    pub(super) fn passed(&self, at: Instant, session: u32, passed: Passed<'_>) -> u64 {
        self.transcript.record(at, Some(SessionId(session)), [Draft::Frame(passed)]).start
    }

    pub(super) fn injected(&self, direction: Direction, line: &str) -> u64 {
        let bytes = format!("{line}\r\n");
        self.passed(self.now(), 1, Passed::plain(direction, Origin::Person, bytes.as_bytes()))
    }

    pub(super) fn opaque(&self, direction: Direction) {
        let passed = Passed { opaque: true, ..Passed::plain(direction, Origin::Server, b"\x16\x03") };
        self.passed(self.now(), 1, passed);
    }

    /// A line in a session: `>VER 1 MSNP9`, `<VER 1 MSNP9`.
    pub(super) fn said(&self, session: u32, line: &str) -> u64 {
        let (direction, origin) = match &line[..1] {
            ">" => (ClientToServer, Origin::Client),
            _ => (ServerToClient, Origin::Server),
        };
        let bytes = format!("{}\r\n", &line[1..]);
        self.passed(self.now(), session, Passed::plain(direction, origin, bytes.as_bytes()))
    }

    /// Lines in session 1. Returns the number of the first.
    pub(super) fn tell(&self, lines: &[&str]) -> u64 {
        let first = self.transcript.head();
        for line in lines {
            self.said(1, line);
        }
        first
    }

    /// Folded in looks of these sizes, over and over, forgetting what the transcript forgot.
    pub(super) fn folded(&self, sizes: &[usize]) -> Pairs {
        let mut pairs = Pairs::default();
        for size in sizes.iter().cycle() {
            let look = self.transcript.look(Window::From(pairs.next()), *size);
            look.entries().for_each(|entry| pairs.fold(&entry));
            pairs.forget_before(look.first);
            if look.range.end == self.transcript.head() {
                break;
            }
        }
        pairs
    }

    pub(super) fn pairs(&self) -> Pairs {
        self.folded(&[1 << 20])
    }
}
