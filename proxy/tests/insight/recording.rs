//! Recordings of tests/captures as evenings: what arrived, in order of arrival over all connections.
//!
//! To remember: the connections overlapped. Told one after the other, an RNG would stand before the conversation it
//! invites to, and no two halves of a conversation would ever be open together.

use super::evening::Evening;
use msnp::{Deframer, Direction};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Their names.
pub(crate) const NAMES: &[&str] = &["amsn-msnp12", "purple-p15", "purple-p9"];

/// What happens to a connection.
#[derive(Clone, Copy, Debug)]
enum Happens {
    Opens,
    /// So many bytes arrive.
    Arrives(Direction, usize),
    Ends,
}

/// A recording, as the proxy would have recorded it had it stood between.
pub(crate) fn played(name: &str) -> Evening {
    let directory = directory().join(name);
    let index = std::fs::read_to_string(directory.join("index.json")).unwrap();
    let index: Vec<Value> = serde_json::from_str(&index).unwrap();
    let connections: Vec<&Value> = index.iter().filter(|connection| connection["kind"] != "http").collect();
    let mut streams: Vec<_> = connections
        .iter()
        .map(|connection| Direction::BOTH.map(|way| Stream::read(&directory, connection, way)))
        .collect();
    let mut evening = Evening::new(name);
    for (at, place, happens) in in_order(&connections) {
        let session = u32::try_from(place).unwrap() + 1;
        match happens {
            Happens::Opens => evening.opened(at, session, None),
            Happens::Ends => evening.ended(at, session),
            Happens::Arrives(way, size) => {
                let stream = &mut streams[place][usize::from(way == Direction::ServerToClient)];
                stream.arrive(size, |bytes| evening.said(at, session, way, bytes, None));
            }
        }
    }
    evening
}

/// What happens, when, to the connection at which place.
fn in_order(connections: &[&Value]) -> Vec<(Duration, usize, Happens)> {
    let began = connections.iter().map(|connection| seconds(&connection["start"])).min().unwrap();
    let mut happens = Vec::new();
    for (place, connection) in connections.iter().enumerate() {
        let start = seconds(&connection["start"]) - began;
        let segments = connection["segments"].as_array().unwrap();
        happens.push((start, place, Happens::Opens));
        for segment in segments {
            let way = if segment[1] == "s2c" { Direction::ServerToClient } else { Direction::ClientToServer };
            if let Some(size) = segment[2].as_u64() {
                let arrives = Happens::Arrives(way, usize::try_from(size).unwrap());
                happens.push((start + seconds(&segment[0]), place, arrives));
            }
        }
        let last = segments.last().map(|segment| seconds(&segment[0])).unwrap_or_default();
        happens.push((start + last, place, Happens::Ends));
    }
    happens.sort_by_key(|&(at, place, _)| (at, place));
    happens
}

fn seconds(value: &Value) -> Duration {
    Duration::from_secs_f64(value.as_f64().unwrap())
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/captures")
}

/// A recorded direction as it arrives.
struct Stream {
    bytes: Vec<u8>,
    deframer: Deframer,
    arrived: usize,
    framed: usize,
}

impl Stream {
    fn read(directory: &Path, connection: &Value, way: Direction) -> Stream {
        let file = connection[way.short()]["file"].as_str().unwrap();
        let bytes = std::fs::read(directory.join(file)).unwrap();
        Stream { bytes, deframer: Deframer::new(way), arrived: 0, framed: 0 }
    }

    fn arrive(&mut self, size: usize, mut tell: impl FnMut(&[u8])) {
        self.arrived += size;
        while let Some(frame) = self.deframer.next_frame(&self.bytes[self.framed..self.arrived]) {
            self.framed += frame.bytes.len();
            tell(frame.bytes);
        }
    }
}
