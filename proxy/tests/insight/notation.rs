//! What the folds say, in the words of the expectations: a function and a screen for each block.
//!
//! To remember: nothing is left out and nothing is added, so that equal lines mean equal understanding.

use super::evening::Evening;
use nudge_proxy::insight::{Insight, Member, Pair, Participant, Presence, Status};
use nudge_proxy::transcript::{Entry, SessionId, What};
use std::collections::BTreeMap;
use std::fmt::Display;

/// `2 NS alice@example.org MSNP9 from 1 by 7, thread 1; closed; bob@example.org "Bob" left`.
pub(crate) fn threads(evening: &Evening, insight: &Insight) -> Vec<String> {
    let of = |session| insight.threads.member(session).map(|member| thread(session, member));
    evening
        .sessions()
        .into_iter()
        .map(|session| of(session).unwrap_or_else(|| format!("{session} forgotten")))
        .collect()
}

fn thread(session: SessionId, member: &Member) -> String {
    let role = member.role.map(|role| role.short());
    let (account, dialect) = (member.account.as_deref(), member.dialect);
    let origin = match (member.parent, member.followed) {
        (None, None) => "first".to_owned(),
        (parent, by) => format!("from {} by {}, thread {}", told(parent), told(by), member.thread),
    };
    let state = if member.open { "open" } else { "closed" };
    let gap = if member.gap { ", gap" } else { "" };
    let people: String = member.participants.iter().map(|who| format!("; {}", participant(who))).collect();
    format!("{session} {} {} {} {origin}; {state}{gap}{people}", told(role), told(account), told(dialect))
}

fn participant(who: &Participant) -> String {
    let presence = match who.presence {
        Presence::Called => "called",
        Presence::Here => "here",
        Presence::Left => "left",
    };
    format!("{} \"{}\" {presence}", who.account, who.name)
}

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

/// `13..15,17`, or `nothing`.
pub(crate) fn entries(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |&(first, last): &(u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}..{last}"),
    };
    let runs: Vec<_> = runs.iter().map(run).collect();
    if runs.is_empty() { "nothing".to_owned() } else { runs.join(",") }
}

/// What is told, or `?`.
fn told(what: Option<impl Display>) -> String {
    what.map_or_else(|| "?".to_owned(), |what| what.to_string())
}

#[test]
fn entries_are_written_in_runs() {
    assert_eq!(entries(&[13, 14, 15, 17]), "13..15,17");
    assert_eq!(entries(&[]), "nothing");
}
