//! The view of the transfers.

use crate::api::openapi::words;
use crate::reading::GIVEN;
use crate::{Web, json};
use nudge_proxy::insight::transfers::{Inspected, Status, Transfer, Version};
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// Stretches that are missing and told of one by one.
const MISSING: usize = 20;

/// Tells of as many as an answer holds, the newest before the others, oldest first.
pub(in crate::api) fn tell(web: &Web) -> String {
    let known = web.inspections.look_into(web);
    let (run, cleared) = (web.run(), web.cleared());
    let insight = web.understanding.insight();
    let transfers = &insight.transfers;
    let (mut rows, mut left, mut untold) = (Vec::new(), GIVEN, 0);
    for transfer in transfers.iter().rev().filter(|transfer| transfer.last >= cleared) {
        if untold > 0 {
            untold += 1;
            continue;
        }
        let found = known.get(&(transfer.id, transfer.last)).and_then(Option::as_deref);
        let row = json::text(&Row::of(transfer, found));
        match left.checked_sub(row.len() + 1) {
            Some(remaining) => {
                left = remaining;
                rows.push(row);
            }
            None => untold += 1,
        }
    }
    rows.reverse();
    let (rows, left_out, unread) = (rows.join(","), transfers.left_out() + untold, transfers.unread());
    format!("{{\"run\":\"{run}\",\"left_out\":{left_out},\"unread\":{unread},\"transfers\":[{rows}]}}")
}

/// Pictures and files, as many as an answer holds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: it is written row by row")]
pub(in crate::api) struct TransfersView<'a> {
    /// Tells this start from every other.
    run: String,
    /// Transfers there was no room for.
    left_out: u64,
    /// Entries that could have been a part of one and were not read.
    unread: u64,
    transfers: Vec<Row<'a>>,
}

/// A picture or a file on its way between two clients.
#[derive(Serialize, ToSchema)]
#[schema(as = Transfer)]
struct Row<'a> {
    /// The entry it began with.
    id: u64,
    #[schema(value_type = u32)]
    session: SessionId,
    /// The same transfer as another session saw it.
    twin: Option<u64>,
    /// The invitation that its connection was made for.
    invitation: Option<u64>,
    /// `display picture`, `custom emoticon`, `file` and the like, in words.
    kind: &'static str,
    /// Whose bytes they are.
    from: Option<&'a str>,
    to: Option<&'a str>,
    /// As its sender names it: never a path to be used.
    name: Option<&'a str>,
    /// In bytes.
    size: Option<u64>,
    /// The size its invitation named.
    announced: Option<u64>,
    /// Bytes that came.
    have: u64,
    /// Of those, bytes that are not in the transcript any more.
    forgotten: u64,
    #[schema(value_type = words::TransferStatus)]
    status: Status,
    /// How it stands, in a sentence.
    says: String,
    /// Stretches that are missing, the first 20: first byte and the one behind the last.
    missing: Vec<[u64; 2]>,
    /// Chunks that came again.
    duplicates: u64,
    /// Entries with chunks that came again, the first 20; and which of them had other bytes.
    repeated: Vec<u64>,
    differing: &'a [u64],
    /// Whether the bytes are those that were announced: `right`, `wrong` or `unknown`.
    sha1d: Option<&'static str>,
    /// The type, by its own first bytes.
    media: Option<&'static str>,
    /// It may be shown as an image.
    shown: bool,
    version: VersionRow,
    /// Entries of its time were missed.
    gap: bool,
    /// Its first and its last.
    entries: [u64; 2],
    /// How long it took, in milliseconds.
    ms: Option<f64>,
}

/// By which protocol: MSNP2P, version 1 or 2, or `MSNFTP`.
#[derive(Serialize, ToSchema)]
#[schema(as = TransferVersion)]
#[serde(untagged)]
enum VersionRow {
    P2p(u8),
    Older(&'static str),
}

impl<'a> Row<'a> {
    fn of(transfer: &'a Transfer, found: Option<&'a Inspected>) -> Row<'a> {
        Row {
            id: transfer.id,
            session: transfer.session,
            twin: transfer.twin,
            invitation: transfer.invitation,
            kind: transfer.kind,
            from: transfer.from.as_deref(),
            to: transfer.to.as_deref(),
            name: transfer.name.as_deref(),
            size: transfer.size(),
            announced: transfer.announced,
            have: transfer.have(),
            forgotten: transfer.forgotten(),
            status: transfer.status,
            says: transfer.says(),
            missing: transfer.missing().take(MISSING).map(|gap| [gap.start, gap.end]).collect(),
            duplicates: transfer.duplicates,
            repeated: transfer.repeated().collect(),
            differing: found.map(|found| &*found.differing).unwrap_or_default(),
            sha1d: transfer.sha1d.map(|_| match found.and_then(|found| found.sha1d) {
                Some(true) => "right",
                Some(false) => "wrong",
                None => "unknown",
            }),
            media: found.and_then(|found| found.media).map(|media| media.name),
            shown: found.is_some_and(|found| found.shown),
            version: match transfer.version {
                Version::P2p(msnp::p2p::Version::One) => VersionRow::P2p(1),
                Version::P2p(msnp::p2p::Version::Two) => VersionRow::P2p(2),
                Version::MsnFtp => VersionRow::Older("MSNFTP"),
            },
            gap: transfer.gap,
            entries: [transfer.id, transfer.last],
            ms: transfer.took().map(milliseconds),
        }
    }
}

/// With a microsecond for the last digit.
fn milliseconds(time: Duration) -> f64 {
    let micros = u32::try_from(time.as_micros()).unwrap_or(u32::MAX);
    f64::from(micros) / 1000.0
}
