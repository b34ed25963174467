//! The recordings of tests/captures: what was asked in them was answered.

use super::{Answered, ClientToServer, Failed, Pair, Pairs, ServerToClient, Story};
use crate::transcript::{Origin, Passed, What, Window};
use msnp::{Command, Deframer, Direction};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

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

/// A recording as the proxy would have recorded it, at the times it has.
fn recorded(directory: &Path) -> Story {
    let index = std::fs::read_to_string(directory.join("index.json")).unwrap();
    let index: Vec<Value> = serde_json::from_str(&index).unwrap();
    let story = Story::new();
    for (connection, session) in index.iter().filter(|connection| connection["kind"] != "http").zip(1..) {
        let mut streams = Direction::BOTH.map(|way| Stream::read(directory, connection, way));
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

fn recordings() -> Vec<PathBuf> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/captures");
    let entries = std::fs::read_dir(captures).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.is_dir()).collect()
}

/// The commands of a story and their pairs.
fn said(story: &Story, mut tell: impl FnMut(Direction, &Command<'_>, Option<Pair>)) {
    let pairs: Pairs = story.pairs();
    let look = story.transcript.look(Window::From(1), usize::MAX);
    for entry in look.entries() {
        if let What::Frame(passed) = &entry.what
            && let Some(command) = Command::read(&passed.frame())
        {
            tell(passed.direction, &command, pairs.of(entry.number));
        }
    }
}

#[test]
fn what_was_asked_in_the_recordings_was_answered() {
    let (mut answered, mut failed) = (0, Vec::new());
    for recording in recordings() {
        said(&recorded(&recording), |way, command, pair| {
            if way == ServerToClient {
                return;
            }
            let line = String::from_utf8_lossy(command.line).into_owned();
            let letter = command.arg(2).filter(|_| command.verb == "MSG");
            let is_quiet = command.verb == "OUT" || matches!(letter, Some(b"U" | b"N"));
            match pair.map(|pair| pair.status) {
                None => assert!(is_quiet, "{line}"),
                Some(Answered) => answered += 1,
                Some(status) => {
                    assert_eq!(status, Failed, "{line}");
                    failed.push(line);
                }
            }
        });
    }
    failed.sort();
    assert_eq!(failed, ["BLP 7 AL", "BLP 7 AL", "CAL 49 0"]);
    assert_eq!(answered, 289, "counted by another program");
}

#[test]
fn nothing_in_the_recordings_answers_nothing_but_what_came_unasked() {
    for recording in recordings() {
        said(&recorded(&recording), |way, command, pair| {
            let is_stray = pair.is_some_and(|pair| pair.request.is_none());
            let is_pushed = command.verb == "SBS" || command.verb == "GCF";
            let line = String::from_utf8_lossy(command.line);
            assert_eq!(is_stray, is_pushed && way == ServerToClient, "{}: {line}", recording.display());
        });
    }
}

#[test]
fn the_lists_of_the_recordings_are_whole() {
    let mut bursts = Vec::new();
    for recording in recordings() {
        said(&recorded(&recording), |way, command, pair| {
            if way == ClientToServer && command.verb == "SYN" {
                bursts.extend(pair.map(|pair| (pair.status, pair.count)));
            }
        });
    }
    assert_eq!(bursts, [(Answered, 7); 4]);
}
