use serde_json::Value;
use std::fs;
use std::path::Path;

/// Real traffic of one connection, as `tests/captures` holds it.
#[derive(Debug)]
pub(crate) struct Recording {
    /// Which, for people.
    pub(crate) name: String,
    /// All that the client sent.
    pub(crate) client: Vec<u8>,
    /// All that the server sent.
    pub(crate) server: Vec<u8>,
    /// In what order and pieces.
    pub(crate) segments: Vec<Segment>,
}

/// What one end sent at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    /// Which end.
    pub(crate) from_client: bool,
    /// So many bytes; `None` for its last byte said (FIN).
    pub(crate) length: Option<usize>,
}

/// The conversations there are.
pub(crate) const CAPTURES: [&str; 3] = ["purple-p9", "purple-p15", "amsn-msnp12"];

impl Recording {
    /// Every connection of a capture to a notification server or a switchboard.
    pub(crate) fn all(capture: &str) -> Vec<Recording> {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/captures")).join(capture);
        let index = fs::read(folder.join("index.json")).expect("a capture has an index");
        let index: Value = serde_json::from_slice(&index).expect("the index is JSON");
        let connections = index.as_array().expect("the index lists connections").iter();
        let msnp = connections.filter(|connection| matches!(connection["kind"].as_str(), Some("ns" | "sb")));
        msnp.map(|connection| Recording::read(&folder, connection)).collect()
    }

    fn read(folder: &Path, connection: &Value) -> Recording {
        let bytes = |direction: &str| {
            let file = connection[direction]["file"].as_str().expect("a file name");
            fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
        };
        let segments = connection["segments"].as_array().expect("a list of segments").iter();
        Recording {
            name: format!("{}, connection {}", folder.display(), connection["n"]),
            client: bytes("c2s"),
            server: bytes("s2c"),
            segments: segments.map(Segment::read).collect(),
        }
    }
}

impl Segment {
    /// `[seconds, "c2s", 24]` or `[seconds, "s2c", "FIN"]`.
    fn read(segment: &Value) -> Segment {
        Segment {
            from_client: segment[1] == "c2s",
            length: segment[2].as_u64().map(|length| usize::try_from(length).expect("a length")),
        }
    }
}
