//! What an entry looks like. Rows are written field by field, for speed: here they are only described, and a test holds
//! real ones against it.

#![expect(dead_code, reason = "it is only described")]

use super::words::{Badness, Direction, Fate, Origin, PairStatus, Role};
use crate::api::problems::Told;
use crate::explained::Explained;
use crate::row::PairRow;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Entries, and how far was looked.
#[derive(ToSchema)]
pub(crate) struct EntryList {
    /// Tells this start from every other.
    run: String,
    /// The oldest entry there is to see.
    first: u64,
    /// The number the next entry will have.
    head: u64,
    /// Where to go on from.
    next: u64,
    /// Before which to go on.
    prev: u64,
    /// Entries asked for and forgotten.
    missed: u64,
    /// Entries asked for, kept and passed over.
    skipped: u64,
    entries: Vec<ListedEntry>,
}

/// An entry of a list.
#[derive(ToSchema)]
#[serde(untagged)]
enum ListedEntry {
    Frame(ListedFrame),
    Event(EventRow),
}

/// An entry with everything in it.
#[derive(ToSchema)]
#[serde(untagged)]
pub(crate) enum WholeEntry {
    Frame(Box<WholeFrame>),
    Event(EventRow),
}

/// A line of a download.
#[derive(ToSchema)]
#[serde(untagged)]
pub(crate) enum DownloadLine {
    Frame(FrameRow),
    Event(EventRow),
    Missed(MissedRow),
}

/// Entries that were forgotten before they were read.
#[derive(ToSchema)]
#[schema(as = Missed)]
pub(crate) struct MissedRow {
    missed: u64,
}

/// Bytes: as text where they are UTF-8, else in base64.
#[derive(ToSchema)]
#[serde(untagged)]
enum Octets {
    Text(String),
    Encoded { base64: String },
}

/// What holds for a frame besides.
#[derive(ToSchema)]
#[serde(rename_all = "snake_case")]
enum Flag {
    /// Another left in its place.
    Rewritten,
    /// It was kept from its receiver.
    Hidden,
    /// It was passed on without being understood.
    Opaque,
    /// Its end never came.
    Incomplete,
    /// A person put it there.
    Injected,
    /// Secrets in it are masked.
    Masked,
}

/// Something that went through, or in.
#[derive(ToSchema)]
#[schema(as = Frame)]
pub(crate) struct FrameRow {
    /// Its number.
    n: u64,
    at: String,
    #[schema(required)]
    session: Option<u32>,
    dir: Direction,
    origin: Origin,
    /// Its command word; not there where it is no command. Likewise the next two.
    cmd: Option<String>,
    trid: Option<u32>,
    /// As written, the transaction id among them.
    args: Option<Vec<String>>,
    /// What came; not there where it was injected.
    received: Option<Octets>,
    /// What left, where that is not what came.
    sent: Option<Octets>,
    flags: Vec<Flag>,
}

/// A frame of a list. Of what is long it has the first KiB.
#[derive(ToSchema)]
struct ListedFrame {
    #[serde(flatten)]
    frame: FrameRow,
    /// Something was long.
    cut: Option<bool>,
    /// In bytes.
    size: usize,
    /// Its first line, escaped.
    line: String,
    /// What it means, in a sentence.
    says: Option<String>,
    /// How its request stands.
    status: Option<PairStatus>,
    /// From the request to the answer, in milliseconds.
    ms: Option<f64>,
    held: Option<Fate>,
    /// The worst rule it breaks.
    problem: Option<Badness>,
    role: Option<Role>,
}

/// A frame with everything in it.
#[derive(ToSchema)]
pub(crate) struct WholeFrame {
    #[serde(flatten)]
    frame: FrameRow,
    /// In bytes.
    size: usize,
    /// Its first line, escaped.
    line: String,
    /// What follows that.
    payload: Option<Octets>,
    /// What it means, in a sentence.
    says: Option<String>,
    /// What it means, field by field.
    explained: Option<Explained<'static>>,
    /// The bytes that the fields point into, in base64, where secrets are masked; else that is `raw`.
    masked: Option<String>,
    /// Its bytes, in base64.
    raw: Option<String>,
    pair: Option<PairRow>,
    held: Option<Fate>,
    /// The entry that left in its place, or that answered it.
    instead: Option<u64>,
    /// The rules it breaks.
    problems: Option<Vec<Told<'static>>>,
    role: Option<Role>,
}

/// Something that happened besides. It has fields of its own for each kind, which its sentence says too.
#[derive(ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventRow {
    /// Its number.
    n: u64,
    at: String,
    session: Option<u32>,
    /// What happened: `opened`, `closed`, `redirect_untouched`, …
    event: String,
    /// The same in a sentence.
    says: String,
    role: Option<Role>,
    /// The worst rule that shows here; of a whole entry, instead, all of them.
    problem: Option<Badness>,
    problems: Option<Vec<Told<'static>>>,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}
