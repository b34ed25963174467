//! The view of the transfers.

use crate::reading::GIVEN;
use crate::{Web, json};
use nudge_proxy::insight::transfers::{Inspected, Status, Transfer, Version};
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use serde_json::{Value, json};
use std::time::Duration;

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

#[derive(Serialize)]
struct Row<'a> {
    id: u64,
    session: SessionId,
    twin: Option<u64>,
    /// The invitation that its connection was made for.
    invitation: Option<u64>,
    kind: &'static str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    name: Option<&'a str>,
    size: Option<u64>,
    announced: Option<u64>,
    have: u64,
    /// Of those, bytes that are not in the transcript any more.
    forgotten: u64,
    status: Status,
    says: String,
    /// First byte and the one behind the last.
    missing: Vec<[u64; 2]>,
    duplicates: u64,
    /// Entries with chunks that came again, the first 20; and which of them had other bytes.
    repeated: Vec<u64>,
    differing: &'a [u64],
    sha1d: Option<&'static str>,
    media: Option<&'static str>,
    shown: bool,
    version: Value,
    gap: bool,
    entries: [u64; 2],
    ms: Option<f64>,
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
                Version::P2p(msnp::p2p::Version::One) => json!(1),
                Version::P2p(msnp::p2p::Version::Two) => json!(2),
                Version::MsnFtp => json!("MSNFTP"),
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
