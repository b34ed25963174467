//! The recordings of tests/captures: what was asked in them was answered.

use super::{Answered, ClientToServer, Failed, Pair, Pairs, ServerToClient, Story};
use crate::insight::story::recordings;
use crate::transcript::{What, Window};
use msnp::{Command, Direction};

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
        said(&Story::recorded(&recording), |way, command, pair| {
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
        said(&Story::recorded(&recording), |way, command, pair| {
            let is_stray = pair.is_some_and(|pair| pair.request.is_none());
            let is_pushed = command.verb == "SBS" || command.verb == "GCF";
            let line = String::from_utf8_lossy(command.line);
            assert_eq!(is_stray, is_pushed && way == ServerToClient, "{recording}: {line}");
        });
    }
}

#[test]
fn the_lists_of_the_recordings_are_whole() {
    let mut bursts = Vec::new();
    for recording in recordings() {
        said(&Story::recorded(&recording), |way, command, pair| {
            if way == ClientToServer && command.verb == "SYN" {
                bursts.extend(pair.map(|pair| (pair.status, pair.count)));
            }
        });
    }
    assert_eq!(bursts, [(Answered, 7); 4]);
}
