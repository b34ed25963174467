//! The recordings of tests/captures, and that they are understood to the last byte.

use crate::check::{End, check};
use msnp::{Command, Direction, Frame, Redirect};
use std::path::{Path, PathBuf};

/// One direction of one recorded connection.
pub(crate) struct Stream {
    /// `recording/file`.
    pub name: &'static str,
    pub direction: Direction,
    pub bytes: Vec<u8>,
}

/// All of them.
pub(crate) fn streams() -> impl Iterator<Item = Stream> {
    FRAMES.iter().map(|&(name, ..)| {
        let path = directory().join(name);
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let from_client = name.ends_with("c2s.bin");
        let direction = Direction::BOTH[usize::from(!from_client)];
        Stream { name, direction, bytes }
    })
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures")
}

/// How many frames each stream holds, how many of them carry a payload, and how many redirect: counted by another
/// program, which knows only the commands that occur here.
const FRAMES: &[(&str, usize, usize, usize)] = &[
    ("amsn-msnp12/00-ns-c2s.bin", 11, 2, 0),
    ("amsn-msnp12/00-ns-s2c.bin", 22, 3, 1),
    ("amsn-msnp12/03-ns-c2s.bin", 13, 2, 0),
    ("amsn-msnp12/03-ns-s2c.bin", 24, 3, 2),
    ("amsn-msnp12/06-sb-c2s.bin", 35, 33, 0),
    ("amsn-msnp12/06-sb-s2c.bin", 80, 44, 0),
    ("amsn-msnp12/07-sb-c2s.bin", 45, 44, 0),
    ("amsn-msnp12/07-sb-s2c.bin", 78, 33, 0),
    ("amsn-msnp12/08-sb-c2s.bin", 2, 0, 0),
    ("amsn-msnp12/08-sb-s2c.bin", 2, 0, 0),
    ("purple-p15/00-ns-c2s.bin", 16, 4, 0),
    ("purple-p15/00-ns-s2c.bin", 23, 4, 2),
    ("purple-p15/03-ns-c2s.bin", 12, 2, 0),
    ("purple-p15/03-ns-s2c.bin", 22, 6, 2),
    ("purple-p15/06-sb-c2s.bin", 6, 3, 0),
    ("purple-p15/06-sb-s2c.bin", 20, 15, 0),
    ("purple-p15/07-sb-c2s.bin", 17, 15, 0),
    ("purple-p15/07-sb-s2c.bin", 21, 3, 0),
    ("purple-p15/08-sb-c2s.bin", 36, 33, 0),
    ("purple-p15/08-sb-s2c.bin", 53, 19, 0),
    ("purple-p15/09-sb-c2s.bin", 20, 19, 0),
    ("purple-p15/09-sb-s2c.bin", 54, 33, 0),
    ("purple-p9/00-ns-c2s.bin", 11, 0, 0),
    ("purple-p9/00-ns-s2c.bin", 20, 1, 2),
    ("purple-p9/03-ns-c2s.bin", 9, 0, 0),
    ("purple-p9/03-ns-s2c.bin", 20, 1, 2),
    ("purple-p9/06-sb-c2s.bin", 8, 5, 0),
    ("purple-p9/06-sb-s2c.bin", 22, 15, 0),
    ("purple-p9/07-sb-c2s.bin", 17, 15, 0),
    ("purple-p9/07-sb-s2c.bin", 23, 5, 0),
    ("purple-p9/08-sb-c2s.bin", 35, 32, 0),
    ("purple-p9/08-sb-s2c.bin", 52, 19, 0),
    ("purple-p9/09-sb-c2s.bin", 21, 20, 0),
    ("purple-p9/09-sb-s2c.bin", 54, 32, 0),
];

#[test]
fn every_recording_is_cut_into_the_frames_it_holds() {
    for (stream, &(name, frames, with_payload, redirects)) in streams().zip(FRAMES) {
        let framed = check(stream.direction, &stream.bytes, &[1460]);
        assert_eq!(framed.end, End::Whole, "{name}");
        let frame = |bytes| Frame { bytes, opaque: false };
        let commands = || framed.commands.iter().filter_map(|bytes| Command::read(&frame(bytes)));
        let carry_payload = commands().filter(|command| !command.payload.is_empty()).count();
        let redirect = commands().filter(|command| Redirect::find(command).is_some()).count();
        assert_eq!(
            (framed.commands.len(), carry_payload, redirect),
            (frames, with_payload, redirects),
            "{name}"
        );
    }
}

#[test]
fn no_recording_is_left_out() {
    let files = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).expect("a directory");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    };
    let recordings = files(&directory()).into_iter().filter(|path| path.is_dir());
    let streams =
        recordings.flat_map(|path| files(&path)).filter(|path| path.extension() == Some("bin".as_ref()));
    assert_eq!(streams.count(), FRAMES.len());
}
