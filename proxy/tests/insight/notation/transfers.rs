//! Pictures and files, put together and compared with what was promised of them.

use crate::evening::Evening;
use crate::values;
use nudge_proxy::insight::Insight;
use nudge_proxy::insight::transfers::{Status, Transfer};

/// `63 in 3: display picture alice@… -> bob@…, 14363 bytes, complete, SHA1D right, twin 64, 63..117`
pub(crate) fn transfers(evening: &Evening, insight: &Insight) -> Vec<String> {
    insight.transfers.iter().map(|moved| transfer(evening, moved)).collect()
}

fn transfer(evening: &Evening, transfer: &Transfer) -> String {
    let name = transfer.name.as_ref().map(|name| format!(" \"{name}\"")).unwrap_or_default();
    let (from, to) = (super::told(transfer.from.as_deref()), super::told(transfer.to.as_deref()));
    let facts = facts(evening, transfer);
    values::Transfer {
        session: transfer.session.0,
        kind: &format!("{}{name}", transfer.kind),
        from: &from,
        to: &to,
        have: transfer.have(),
        size: transfer.size().unwrap_or_else(|| transfer.have()),
        facts: &facts.iter().map(String::as_str).collect::<Vec<_>>(),
        entries: (transfer.id, transfer.last),
    }
    .to_string()
}

fn facts(evening: &Evening, transfer: &Transfer) -> Vec<String> {
    let sha1d = match transfer.sha1d.map(|_| transfer.recipe().inspect(evening.transcript())) {
        None => "no SHA1D",
        Some(None) => "SHA1D unknown",
        Some(Some(inspected)) if inspected.sha1d == Some(true) => "SHA1D right",
        Some(Some(_)) => "SHA1D wrong",
    };
    let mut facts = vec![status(transfer.status).to_owned(), sha1d.to_owned()];
    let counts = [
        (transfer.duplicates, "repeated"),
        (transfer.strays, "out of place"),
        (transfer.left_out, "left out"),
        (transfer.forgotten(), "forgotten"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    facts.extend(counts.map(|(count, what)| format!("{count} {what}")));
    facts.extend(transfer.twin.map(|twin| format!("twin {twin}")));
    facts.extend(transfer.direct.then(|| "direct".to_owned()));
    facts.extend(transfer.gap.then(|| "gap".to_owned()));
    if transfer.have() > 0 {
        facts.extend(transfer.missing().map(|bytes| format!("missing {}..{}", bytes.start, bytes.end)));
    }
    facts
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Offered => "offered",
        Status::Accepted => "accepted",
        Status::Declined => "declined",
        Status::Moving => "moving",
        Status::Complete => "complete",
        Status::Cancelled => "cancelled",
        Status::BrokenOff => "broken off",
        Status::Outside => "outside",
        Status::Unknown => "unknown",
    }
}
