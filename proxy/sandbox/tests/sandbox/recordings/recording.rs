use msnp::{Deframer, Direction};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A recorded conversation over several connections.
pub(super) struct Recording {
    pub(super) connections: BTreeMap<usize, Connection>,
}

/// One TCP connection, in frames, each with the second in which it was complete.
pub(super) struct Connection {
    pub(super) role: &'static str,
    pub(super) heard: Vec<(f64, Vec<u8>)>,
    said: Vec<(f64, Vec<u8>)>,
    closed: Option<f64>,
}

/// What a client did.
pub(super) enum Action<'r> {
    Say(&'r [u8]),
    Close,
}

impl Recording {
    pub(super) fn load(name: &str) -> Recording {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures").join(name);
        let index = std::fs::read(folder.join("index.json")).expect("a recording");
        let index: Vec<Value> = serde_json::from_slice(&index).expect("its index");
        let mut connections = BTreeMap::new();
        for entry in &index {
            let role = match entry["kind"].as_str() {
                Some("ns") => "ns",
                Some("sb") => "sb",
                _ => continue,
            };
            let n = usize::try_from(entry["n"].as_u64().expect("a number")).expect("a small one");
            let bytes =
                |direction: &str| std::fs::read(folder.join(format!("{n:02}-{role}-{direction}.bin")));
            let frames = |direction: Direction| {
                let bytes = bytes(direction.short()).expect("its bytes");
                in_frames(direction, &bytes, &arrivals(entry, direction.short()))
            };
            let [said, heard] = Direction::BOTH.map(frames);
            let closed = segments(entry).find(|(_, direction, size)| direction == "c2s" && size.is_none());
            connections.insert(n, Connection { role, heard, said, closed: closed.map(|(at, ..)| at) });
        }
        Recording { connections }
    }

    /// Everything the clients did, in order of time.
    pub(super) fn actions(&self) -> Vec<(f64, usize, Action<'_>)> {
        let mut actions = Vec::new();
        for (&n, connection) in &self.connections {
            actions.extend(connection.said.iter().map(|(at, frame)| (*at, n, Action::Say(frame))));
            actions.extend(connection.closed.map(|at| (at, n, Action::Close)));
        }
        actions.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        actions
    }
}

/// Time, direction and size of what arrived; no size for an end.
fn segments(entry: &Value) -> impl Iterator<Item = (f64, String, Option<usize>)> {
    let start = entry["start"].as_f64().expect("a time");
    entry["segments"].as_array().into_iter().flatten().map(move |segment| {
        let at = start + segment[0].as_f64().expect("a time");
        let size = segment[2].as_u64().map(|size| usize::try_from(size).expect("a small one"));
        (at, segment[1].as_str().expect("a direction").to_owned(), size)
    })
}

/// For each segment of a direction, up to which byte it had come, and when.
fn arrivals(entry: &Value, direction: &str) -> Vec<(usize, f64)> {
    let mut come = 0;
    let ours = segments(entry).filter(|(_, theirs, _)| theirs == direction);
    ours.filter_map(|(at, _, size)| {
        come += size?;
        Some((come, at))
    })
    .collect()
}

fn in_frames(direction: Direction, bytes: &[u8], arrivals: &[(usize, f64)]) -> Vec<(f64, Vec<u8>)> {
    let mut deframer = Deframer::new(direction);
    let mut end = 0;
    let mut frames = Vec::new();
    while let Some(frame) = deframer.next_frame(&bytes[end..]) {
        end += frame.bytes.len();
        let at = arrivals.iter().find(|(come, _)| *come >= end).expect("it came").1;
        frames.push((at, frame.bytes.to_vec()));
    }
    frames
}
