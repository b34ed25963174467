//! The recordings of tests/captures: the captured lines stand in them, and every frame of them is explained.

use crate::lines::cases;
use crate::script::{Case, frame_of};
use msnp::explain::{Context, Field, explain};
use msnp::{Deframer, Dialect, Direction, Frame, Role};
use std::path::Path;

/// The recordings and the dialects spoken in them.
const RECORDINGS: [(&str, u8); 3] = [("amsn-msnp12", 12), ("purple-p9", 9), ("purple-p15", 15)];

/// One direction of one recorded connection.
struct Stream {
    recording: &'static str,
    file: String,
    context: Context,
    bytes: Vec<u8>,
}

fn streams() -> Vec<Stream> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let mut streams = Vec::new();
    for (recording, dialect) in RECORDINGS {
        for entry in std::fs::read_dir(captures.join(recording)).expect("a directory of the recording") {
            let path = entry.expect("an entry").path();
            let file = path.file_name().expect("a name").to_string_lossy().into_owned();
            // As in 06-sb-s2c.bin.
            let [_, role, direction] = file.trim_end_matches(".bin").split('-').collect::<Vec<_>>()[..]
            else {
                continue;
            };
            let context = Context {
                direction: Direction::BOTH[usize::from(direction == "s2c")],
                role: Some(if role == "sb" { Role::Switchboard } else { Role::NotificationServer }),
                dialect: Some(Dialect(dialect)),
            };
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            streams.push(Stream { recording, file, context, bytes });
        }
    }
    streams
}

impl Stream {
    /// Its frames, in order, to its last byte.
    fn frames(&self) -> Vec<Frame<'_>> {
        let mut deframer = Deframer::new(self.context.direction);
        let (mut frames, mut rest) = (Vec::new(), &self.bytes[..]);
        while let Some(frame) = deframer.next_frame(rest) {
            rest = &rest[frame.bytes.len()..];
            frames.push(frame);
        }
        assert!(rest.is_empty(), "{}/{} ends in the middle of a frame", self.recording, self.file);
        frames
    }
}

#[test]
fn every_captured_line_stands_in_its_recording() {
    let streams = streams();
    let frames: Vec<_> = streams.iter().map(|stream| (stream, stream.frames())).collect();
    for case in cases() {
        let Some((_, recording)) = case.title.split_once("captured ") else { continue };
        if let Some(transcript) = recording.strip_prefix("sandbox-") {
            assert!(stands_in_transcript(transcript, &case), "{}: not in {transcript}.txt", case.place);
            continue;
        }
        let spoken = |stream: &Stream| {
            let agreed = case
                .dialects
                .iter()
                .all(|dialect| dialect.is_none_or(|_| *dialect == stream.context.dialect));
            stream.recording == recording
                && stream.context.direction == case.direction
                && stream.context.role == case.role
                && agreed
        };
        let mut there = frames.iter().filter(|(stream, _)| spoken(stream)).flat_map(|(_, frames)| frames);
        assert!(there.any(|frame| frame.bytes == case.frame), "{}: not in {recording}", case.place);
    }
}

/// Whether the line stands in a transcript of what clients and the sandbox say, which the sandbox's tests hold it to word
/// for word.
fn stands_in_transcript(transcript: &str, case: &Case) -> bool {
    let file = format!("../sandbox/tests/sandbox/transcripts/{transcript}.txt");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mark = if case.direction == Direction::ClientToServer { '>' } else { '<' };
    text.lines()
        .filter_map(|line| line.split_once(' '))
        .any(|(who, line)| who.ends_with(mark) && frame_of(line) == case.frame && !line.contains('{'))
}

#[test]
fn every_frame_of_the_recordings_is_understood() {
    let mut explained = 0;
    for stream in streams() {
        for frame in stream.frames() {
            let explanation = explain(&frame, &stream.context);
            let line = String::from_utf8_lossy(frame.line());
            let place = format!("{}/{}: {line}: {explanation:#?}", stream.recording, stream.file);
            assert!(explanation.row.is_some(), "no row: {place}");
            assert!(!explanation.says.is_empty(), "nothing said: {place}");
            assert_eq!(explanation.trouble(), None, "trouble: {place}");
            for field in explanation.arguments.iter().chain(&explanation.payload) {
                assert_sound(field, frame.bytes.len(), &place);
            }
            explained += 1;
        }
    }
    assert!(explained > 900, "{explained} frames");
}

/// Asserts that a field and all it consists of has a name of its own and stands in the frame.
fn assert_sound(field: &Field, length: usize, place: &str) {
    assert!(!field.name.starts_with("argument "), "{}: {place}", field.name);
    assert!(field.span.start <= field.span.end && field.span.end <= length, "{field:?}: {place}");
    field.fields.iter().for_each(|part| assert_sound(part, length, place));
}
