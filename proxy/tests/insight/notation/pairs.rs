//! Which reply answers which request.

use super::entries;
use crate::evening::Evening;
use nudge_proxy::insight::{Insight, Pair, Status};
use nudge_proxy::transcript::{Entry, What};
use std::collections::BTreeMap;

/// `12 CHG 9 -> 13..15 answered`, `18 SBS 0 unsolicited`, `20 MSG 3 quiet`: every request, and what answers none.
pub(crate) fn pairs(evening: &Evening, insight: &Insight) -> Vec<String> {
    let (mut names, mut answers) = (BTreeMap::new(), BTreeMap::<u64, Vec<u64>>::new());
    evening.each(|entry| {
        names.extend(name(&entry).map(|name| (entry.number, name)));
        if let Some(request) = insight.pairs.of(entry.number).and_then(|pair| pair.request) {
            answers.entry(request).or_default().extend((request != entry.number).then_some(entry.number));
        }
    });
    // Who answers a challenge asks, too: of that entry the pair tells what it asks, and only the challenge what it answers.
    for &entry in names.keys() {
        if let Some(Pair { request: Some(request), first: Some(first), .. }) = insight.pairs.of(entry) {
            let all = answers.entry(request).or_default();
            if !all.contains(&first) {
                all.insert(0, first);
            }
        }
    }
    let line = |(&entry, name): (&u64, &Name)| match insight.pairs.of(entry) {
        Some(pair) if pair.request == Some(entry) => Some(exchange(name, &pair, &answers[&entry])),
        Some(Pair { request: None, status, .. }) => Some(format!("{} {}", name.text, word(status))),
        None if name.by_client => Some(format!("{} quiet", name.text)),
        _ => None,
    };
    names.iter().filter_map(line).collect()
}

fn exchange(name: &Name, pair: &Pair, answers: &[u64]) -> String {
    let counted = usize::try_from(pair.count).unwrap();
    let miscounted = if counted == answers.len() { String::new() } else { format!(", but counts {counted}") };
    format!("{} -> {} {}{miscounted}", name.text, entries(answers), word(pair.status))
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Pending => "pending",
        Status::Answered => "answered",
        Status::Failed => "failed",
        Status::Unanswered => "unanswered",
        Status::Unsolicited => "unsolicited",
        Status::Unknown => "unknown",
    }
}

/// A command as a line begins with it.
struct Name {
    text: String,
    by_client: bool,
}

fn name(entry: &Entry<'_>) -> Option<Name> {
    let What::Frame(passed) = &entry.what else { return None };
    let command = msnp::Command::read(&passed.frame())?;
    let trid = command.trid(passed.direction).map(|trid| format!(" {trid}")).unwrap_or_default();
    let by_client = passed.direction == msnp::Direction::ClientToServer;
    Some(Name { text: format!("{} {}{trid}", entry.number, command.verb), by_client })
}
