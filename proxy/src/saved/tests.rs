//! What was recorded is read back the same, whatever it was cut into and whatever became of the file.

use super::*;
use crate::insight::story::{Story, recordings};
use crate::insight::{Insight, Sheets};
use crate::transcript::{
    Draft, Entry, Event, LEAST_MEMORY, Origin, Passed, SessionId, Transcript, What, Window,
};
use crate::view::tests::every_event;
use msnp::Direction::{ClientToServer, ServerToClient};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

mod damage;
mod volumes;

/// A transcript that began at a time with every digit of it.
fn transcript() -> Arc<Transcript> {
    let began = SystemTime::UNIX_EPOCH + Duration::new(1_753_000_000, 123_456_789);
    Arc::new(Transcript::new(LEAST_MEMORY, 0x00ab_cdef_0123_4567, (Instant::now(), began)))
}

/// Every entry a transcript has.
fn entries(transcript: &Transcript, mut each: impl FnMut(&Entry<'_>)) {
    transcript.look(Window::From(1), usize::MAX).entries().for_each(|entry| each(&entry));
}

fn record(transcript: &Arc<Transcript>, directory: &Path, limit: u64) -> Recorder {
    let volumes = Volumes::create(&directory.join("evening.ndjson")).unwrap();
    let mut recorder = Recorder::new(transcript.clone(), volumes, limit);
    while recorder.step().unwrap() {}
    recorder
}

/// The files of a directory, by name.
fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// What reading told.
struct Read {
    transcript: Transcript,
    insight: Insight,
    sheets: Sheets,
    notices: Vec<String>,
}

fn read(files: &[PathBuf]) -> Read {
    let archive = Archive::open(files).unwrap();
    let transcript = archive.transcript(16 * LEAST_MEMORY);
    let (mut insight, mut sheets, mut notices) = (Insight::default(), Sheets::default(), Vec::new());
    archive.read(|told| match told {
        Told::Session(sheet) => sheets.introduce(sheet),
        Told::Notice(notice) => notices.push(notice.to_string()),
        Told::Entry(entry) => {
            assert_eq!(entry.number, transcript.head());
            insight.fold(&entry);
            sheets.fold(&entry);
            transcript.restore(&entry);
        }
    });
    Read { transcript, insight, sheets, notices }
}

/// Reads it back, and compares.
fn check(transcript: &Transcript, files: &[PathBuf]) {
    let Read { transcript: restored, insight, sheets, notices } = read(files);
    assert_eq!(notices, Vec::<String>::new());
    assert_eq!((restored.run(), restored.head()), (transcript.run(), transcript.head()));
    assert_eq!(restored.wall_clock(Duration::ZERO), transcript.wall_clock(Duration::ZERO));
    let (live, saved) = [transcript, &restored].map(|one| one.look(Window::From(1), usize::MAX)).into();
    assert!(live.entries().eq(saved.entries()));
    let (mut understood, mut known) = (Insight::default(), Sheets::default());
    entries(transcript, |entry| {
        understood.fold(entry);
        known.fold(entry);
    });
    assert_eq!(format!("{insight:?}"), format!("{understood:?}"));
    assert_eq!(sheets, known);
}

#[test]
fn a_file_reads_as_its_documentation_shows() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    let at = |nanoseconds| Duration::from_nanos(nanoseconds);
    let frame = |direction, origin, bytes| Draft::Frame(Passed::plain(direction, origin, bytes));
    let opened = Event::Opened {
        client: "127.0.0.1:50122".parse().unwrap(),
        listen: "127.0.0.1:1863".parse().unwrap(),
        upstream: msnp::Address::new("messenger.example", 1863),
        followed: None,
    };
    let session = Some(SessionId(3));
    transcript.record_at(at(1_000), session, [Draft::Event(&opened)]);
    transcript.record_at(
        at(123_456_789),
        session,
        [frame(ClientToServer, Origin::Client, b"VER 1 MSNP12\r\n")],
    );
    let redirect = Passed {
        sent: Some(b"XFR 2 NS 127.0.0.1:21034\r\n"),
        ..Passed::plain(ServerToClient, Origin::Server, b"XFR 2 NS 198.51.100.7\r\n")
    };
    transcript.record_at(at(123_456_790), session, [Draft::Frame(redirect)]);
    transcript.record_at(
        at(123_456_790),
        session,
        [frame(ServerToClient, Origin::Person, b"caf\xe9\x9b\r\n")],
    );
    let rest = Passed {
        opaque: true,
        incomplete: true,
        continued: true,
        ..Passed::plain(ServerToClient, Origin::Server, "\u{202e}".as_bytes())
    };
    transcript.record_at(at(200_000_000), session, [Draft::Frame(rest)]);
    transcript.record_missed(at(300_000_000), 7);
    record(&transcript, directory.path(), u64::MAX);
    let text = fs::read_to_string(directory.path().join("evening.ndjson")).unwrap();
    let expected = r#"{"nudge":"transcript","version":1,"run":"00abcdef01234567","began":"2025-07-20T08:26:40.123456789Z","first":1,"open":[]}
{"n":1,"t":1000,"s":3,"event":{"opened":{"client":"127.0.0.1:50122","listen":"127.0.0.1:1863","upstream":"messenger.example:1863","followed":null}}}
{"n":2,"t":123456789,"s":3,"dir":"c2s","by":"client","got":"VER 1 MSNP12\r\n"}
{"n":3,"t":123456790,"s":3,"dir":"s2c","by":"server","got":"XFR 2 NS 198.51.100.7\r\n","sent":"XFR 2 NS 127.0.0.1:21034\r\n"}
{"n":4,"t":123456790,"s":3,"dir":"s2c","by":"person","got":{"base64":"Y2Fm6ZsNCg=="}}
{"n":5,"t":200000000,"s":3,"dir":"s2c","by":"server","got":"\u202e","opaque":true,"incomplete":true,"continued":true}
{"n":6,"t":300000000,"event":{"missed":{"count":7}}}
"#;
    assert_eq!(text, expected);
    assert!(include_str!("../../../docs/saved-transcripts.md").contains(expected));
    check(&transcript, &files(directory.path()));
}

#[test]
fn every_event_there_is_reads_back_the_same() {
    let directory = TempDir::new().unwrap();
    let transcript = transcript();
    for event in every_event() {
        match event {
            Event::Missed { count } => drop(transcript.record_missed(Duration::ZERO, count)),
            event => drop(transcript.record_event(Instant::now(), Some(SessionId(1)), &event)),
        }
    }
    record(&transcript, directory.path(), u64::MAX);
    check(&transcript, &files(directory.path()));
}

#[test]
fn recorded_real_traffic_is_understood_the_same_when_it_was_saved() {
    for name in recordings() {
        let directory = TempDir::new().unwrap();
        let story = Story::recorded(&name);
        let transcript = Arc::new(story.transcript);
        record(&transcript, directory.path(), 20_000);
        check(&transcript, &files(directory.path()));
    }
}

/// Bytes that are commands, text, and neither.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        "(VER 1 MSNP12|PNG|QNG 50|CHG 9 NLN|USR 3 TWN S t=1|XFR 4 SB 198.51.100.7 CKI 1.2|OUT)\r\n"
            .prop_map(String::into_bytes),
    ]
}

/// Something to record.
#[derive(Clone, Debug)]
enum Happens {
    Frame { bytes: Vec<u8>, sent: Option<Vec<u8>>, marks: [bool; 4], origin: usize },
    Event(usize),
    Missed(u64),
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        8 => (bytes(), prop::option::of(bytes()), any::<[bool; 4]>(), 0..4_usize)
            .prop_map(|(bytes, sent, marks, origin)| Happens::Frame { bytes, sent, marks, origin }),
        2 => any::<usize>().prop_map(Happens::Event),
        1 => (1..50_u64).prop_map(Happens::Missed),
    ]
}

proptest! {
    #[test]
    fn what_was_recorded_in_any_pieces_is_read_and_understood_as_it_was_live(
        happened in prop::collection::vec((1..5_u32, 0..3_000_000_000_u64, happens()), 0..60),
        pieces in prop::collection::vec(1..20_usize, 1..6),
        limit in 500..20_000_u64,
    ) {
        let directory = TempDir::new().unwrap();
        let transcript = transcript();
        let volumes = Volumes::create(&directory.path().join("evening.ndjson")).unwrap();
        let mut recorder = Recorder::new(transcript.clone(), volumes, limit);
        let events: Vec<Event> =
            every_event().into_iter().filter(|event| !matches!(event, Event::Missed { .. })).collect();
        let mut sizes = pieces.iter().cycle();
        let mut left = *sizes.next().unwrap();
        for (session, at, happens) in happened {
            let (session, at) = (Some(SessionId(session)), Duration::from_nanos(at));
            match happens {
                Happens::Frame { bytes, sent, marks: [to_server, opaque, incomplete, continued], origin } => {
                    let passed = Passed {
                        direction: if to_server { ClientToServer } else { ServerToClient },
                        origin: [Origin::Client, Origin::Server, Origin::Nudge, Origin::Person][origin],
                        opaque, incomplete, continued,
                        bytes: &bytes,
                        sent: sent.as_deref(),
                    };
                    transcript.record_at(at, session, [Draft::Frame(passed)]);
                }
                Happens::Event(which) => {
                    transcript.record_at(at, session, [Draft::Event(&events[which % events.len()])]);
                }
                Happens::Missed(count) => drop(transcript.record_missed(at, count)),
            }
            left -= 1;
            if left == 0 {
                while recorder.step().unwrap() {}
                left = *sizes.next().unwrap();
            }
        }
        while recorder.step().unwrap() {}
        prop_assert_eq!(recorder.left(), 0);
        check(&transcript, &files(directory.path()));
    }
}
