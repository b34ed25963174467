//! Transcripts for the tests: written by hand, read from a script, or from a recording.

use super::{Insight, Pairs};
use crate::transcript::{
    Draft, Ending, Event, LEAST_MEMORY, Origin, Party, Passed, SessionId, Tally, Transcript, Window,
};
use msnp::Direction::{ClientToServer, ServerToClient};
use msnp::{Address, Deframer, Direction, Redirect};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// A transcript written by hand, a millisecond to a line.
pub(crate) struct Story {
    pub(crate) transcript: Transcript,
    began: Instant,
}

impl Story {
    pub(crate) fn new() -> Story {
        let began = Instant::now();
        Story { transcript: Transcript::new(2 * LEAST_MEMORY, 1, (began, SystemTime::now())), began }
    }

    /// With session 1 open.
    pub(crate) fn begun() -> Story {
        let story = Story::new();
        story.opened(1);
        story
    }

    /// A script: a line is `1 opens`, `2 follows` (opens, expected to follow the newest redirect), `1 ends`, or what is
    /// said in a session by its client (`1> VER 1 MSNP8\r\n`) or its server (`1< VER 1 MSNP8\r\n`). `\r`, `\n`, `\t`,
    /// `\\` and `\xFF` stand for what they say, `{len}` for the number of bytes that follow the line it stands in; a line
    /// without a `\n` gets its `\r\n`. Lines that begin with `#` and empty ones say nothing.
    pub(crate) fn script(text: &str) -> Story {
        let story = Story::new();
        for line in text.lines().map(str::trim_start) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
            let session: u32 = line[..digits].parse().unwrap_or_else(|_| panic!("whose? {line}"));
            match &line[digits..] {
                " opens" => drop(story.opened(session)),
                " follows" => drop(story.opened_following(session, story.newest_redirect())),
                " ends" => drop(story.closed(session)),
                said => {
                    let (way, bytes) = said.split_at(1);
                    let bytes = bytes.strip_prefix(' ').unwrap_or(bytes);
                    let (direction, origin) = match way {
                        ">" => (ClientToServer, Origin::Client),
                        "<" => (ServerToClient, Origin::Server),
                        _ => panic!("what is {line}"),
                    };
                    story.passed(
                        story.now(),
                        session,
                        Passed::plain(direction, origin, &measured(&unescaped(bytes))),
                    );
                }
            }
        }
        story
    }

    /// A recording of `tests/captures` as the proxy would have recorded it, at the times it has.
    pub(crate) fn recorded(name: &str) -> Story {
        let directory = captures().join(name);
        let index = std::fs::read_to_string(directory.join("index.json")).unwrap();
        let index: Vec<Value> = serde_json::from_str(&index).unwrap();
        let story = Story::new();
        for (connection, session) in index.iter().filter(|connection| connection["kind"] != "http").zip(1..) {
            let mut streams = Direction::BOTH.map(|way| Stream::read(&directory, connection, way));
            story.opened(session);
            let start = story.now();
            for segment in connection["segments"].as_array().unwrap() {
                let Some(size) = segment[2].as_u64() else { continue };
                let at = start + Duration::from_secs_f64(segment[0].as_f64().unwrap());
                let stream = &mut streams[usize::from(segment[1] == "s2c")];
                stream.arrive(usize::try_from(size).unwrap(), |passed| {
                    story.passed(at, session, passed);
                });
            }
            story.closed(session);
        }
        story
    }

    pub(crate) fn now(&self) -> Instant {
        self.began + Duration::from_millis(self.transcript.head())
    }

    pub(crate) fn event(&self, session: u32, event: &Event) -> u64 {
        self.transcript.record_event(self.now(), Some(SessionId(session)), event)
    }

    pub(crate) fn opened(&self, session: u32) -> u64 {
        self.opened_following(session, None)
    }

    pub(crate) fn opened_following(&self, session: u32, followed: Option<u64>) -> u64 {
        let end = "127.0.0.1:1863".parse().unwrap();
        let upstream = Address::new("messenger.example", 1863);
        self.event(session, &Event::Opened { client: end, listen: end, upstream, followed })
    }

    pub(crate) fn closed(&self, session: u32) -> u64 {
        let (tally, ended_by, how) = (Tally::default(), Party::Client, Ending::Finished);
        self.event(
            session,
            &Event::Closed { client_to_server: tally, server_to_client: tally, ended_by, how },
        )
    }

    pub(crate) fn passed(&self, at: Instant, session: u32, passed: Passed<'_>) -> u64 {
        self.transcript.record(at, Some(SessionId(session)), [Draft::Frame(passed)]).start
    }

    pub(crate) fn injected(&self, direction: Direction, line: &str) -> u64 {
        let bytes = format!("{line}\r\n");
        self.passed(self.now(), 1, Passed::plain(direction, Origin::Person, bytes.as_bytes()))
    }

    pub(crate) fn opaque(&self, direction: Direction) -> u64 {
        let passed = Passed { opaque: true, ..Passed::plain(direction, Origin::Server, b"\x16\x03") };
        self.passed(self.now(), 1, passed)
    }

    /// A line in a session: `>VER 1 MSNP9`, `<VER 1 MSNP9`.
    pub(crate) fn said(&self, session: u32, line: &str) -> u64 {
        let (direction, origin) = match &line[..1] {
            ">" => (ClientToServer, Origin::Client),
            _ => (ServerToClient, Origin::Server),
        };
        let bytes = format!("{}\r\n", &line[1..]);
        self.passed(self.now(), session, Passed::plain(direction, origin, bytes.as_bytes()))
    }

    /// Lines in session 1. Returns the number of the first.
    pub(crate) fn tell(&self, lines: &[&str]) -> u64 {
        let first = self.transcript.head();
        for line in lines {
            self.said(1, line);
        }
        first
    }

    /// Folded in looks of these sizes, over and over, forgetting what the transcript forgot.
    pub(crate) fn folded(&self, sizes: &[usize]) -> Insight {
        let mut insight = Insight::default();
        for size in sizes.iter().cycle() {
            let look = self.transcript.look(Window::From(insight.next()), *size);
            look.entries().for_each(|entry| insight.fold(&entry));
            insight.forget_before(look.first);
            if look.range.end == self.transcript.head() {
                break;
            }
        }
        insight
    }

    /// Folded at once.
    pub(crate) fn insight(&self) -> Insight {
        self.folded(&[1 << 20])
    }

    pub(crate) fn pairs(&self) -> Pairs {
        self.insight().pairs
    }

    fn newest_redirect(&self) -> Option<u64> {
        let look = self.transcript.look(Window::From(1), usize::MAX);
        let is_redirect = |entry: &crate::transcript::Entry<'_>| match &entry.what {
            crate::transcript::What::Frame(passed) => {
                msnp::Command::read(&passed.frame()).is_some_and(|command| Redirect::find(&command).is_some())
            }
            crate::transcript::What::Event(_) => false,
        };
        look.entries().rev().find(is_redirect).map(|entry| entry.number)
    }
}

fn captures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/captures")
}

/// The names of all recordings.
pub(crate) fn recordings() -> Vec<String> {
    let entries = std::fs::read_dir(captures()).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<_> = entries.filter(|path| path.is_dir()).map(name).collect();
    names.sort();
    names
}

/// A recorded direction as it arrives.
struct Stream {
    direction: Direction,
    bytes: Vec<u8>,
    deframer: Deframer,
    arrived: usize,
    framed: usize,
}

impl Stream {
    fn read(directory: &Path, connection: &Value, direction: Direction) -> Stream {
        let file = connection[direction.short()]["file"].as_str().unwrap();
        let bytes = std::fs::read(directory.join(file)).unwrap();
        Stream { direction, bytes, deframer: Deframer::new(direction), arrived: 0, framed: 0 }
    }

    fn arrive(&mut self, size: usize, mut tell: impl FnMut(Passed<'_>)) {
        self.arrived += size;
        while let Some(frame) = self.deframer.next_frame(&self.bytes[self.framed..self.arrived]) {
            self.framed += frame.bytes.len();
            let origin = match self.direction {
                ClientToServer => Origin::Client,
                ServerToClient => Origin::Server,
            };
            tell(Passed::plain(self.direction, origin, frame.bytes));
        }
    }
}

pub(super) fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let escaped = match (byte, byte == b'\\') {
            (_, true) => rest.next(),
            (byte, false) => {
                bytes.push(byte);
                continue;
            }
        };
        bytes.push(match escaped {
            Some(b'r') => b'\r',
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'\\') => b'\\',
            Some(b'x') => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => panic!("what is \\{other:?} in {text}"),
        });
    }
    if !bytes.contains(&b'\n') {
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// With the number of bytes behind its line where that is asked for.
pub(super) fn measured(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().position(|&byte| byte == b'\n').expect("a line end") + 1;
    match memchr::memmem::find(&bytes[..end], b"{len}") {
        None => bytes.to_vec(),
        Some(at) => {
            let length = (bytes.len() - end).to_string();
            [&bytes[..at], length.as_bytes(), &bytes[at + 5..]].concat()
        }
    }
}
