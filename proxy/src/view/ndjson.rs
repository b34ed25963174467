//! Entries as rows of NDJSON: one object a line, in order, with every byte in it.

use super::json::write_json;
use super::shown::Shown;
use super::visible::is_deceptive;
use super::{View, says};
use crate::octets::Octets;
use crate::transcript::{Entry, Event, Origin, Passed, SessionId, What};
use msnp::{Command, Frame};
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// What went through, or in.
#[derive(Serialize)]
struct FrameRow<'a> {
    n: u64,
    at: String,
    session: Option<SessionId>,
    dir: &'static str,
    origin: Origin,
    #[serde(flatten)]
    command: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    received: Option<Octets<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent: Option<Octets<'a>>,
    flags: Vec<&'static str>,
}

/// What a frame says, if it is a command.
#[derive(Serialize)]
struct Words<'a> {
    cmd: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trid: Option<u32>,
    /// As written, the transaction id among them: argument `n` of the wire reference is `args[n - 1]`.
    args: Vec<Cow<'a, str>>,
}

/// What happened besides.
#[derive(Serialize)]
struct EventRow {
    n: u64,
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<SessionId>,
    event: String,
    #[serde(flatten)]
    fields: serde_json::Map<String, Value>,
    says: String,
}

pub(super) fn line(view: &View, entry: &Entry<'_>, into: &mut Vec<u8>) {
    let at = format!("{:.6}", view.time(entry.at));
    match &entry.what {
        What::Frame(passed) => frame(view, entry, at, passed, into),
        What::Event(event) => write(&event_row(entry, at, event), into),
    }
}

pub(super) fn missed(count: u64, into: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct Missed {
        missed: u64,
    }
    write(&Missed { missed: count }, into);
}

fn frame(view: &View, entry: &Entry<'_>, at: String, passed: &Passed<'_>, into: &mut Vec<u8>) {
    let received = Shown::received(passed, view.reveal);
    let sent = Shown::sent(passed, view.reveal);
    let is_masked = received.is_masked() || sent.as_ref().is_some_and(Shown::is_masked);
    let flags = [
        ("rewritten", sent.is_some() && !passed.injected() && !passed.hidden()),
        ("hidden", passed.hidden()),
        ("opaque", passed.opaque),
        ("incomplete", passed.incomplete),
        ("injected", passed.injected()),
        ("masked", is_masked),
    ];
    let received = received.masked();
    let sent = sent.map(|sent| sent.masked());
    let (came, left) = match (passed.injected(), &sent) {
        (true, None) => (None, Some(&received)),
        (true, Some(sent)) => (None, Some(sent)),
        (false, sent) => (Some(&received), sent.as_ref()),
    };
    let row = FrameRow {
        n: entry.number,
        at,
        session: entry.session,
        dir: passed.direction.short(),
        origin: passed.origin,
        command: words(passed, &received),
        received: came.map(|bytes| Octets(Cow::Borrowed(bytes))),
        sent: left.map(|bytes| Octets(Cow::Borrowed(bytes))),
        flags: flags.into_iter().filter(|(_, flagged)| *flagged).map(|(flag, _)| flag).collect(),
    };
    write(&row, into);
}

/// The words of a command, read from what may be seen of it.
fn words<'a>(passed: &Passed<'_>, bytes: &'a [u8]) -> Option<Words<'a>> {
    let command = Command::read(&Frame { bytes, opaque: passed.opaque })?;
    Some(Words {
        cmd: std::str::from_utf8(&command.line[..3]).expect("verbs are ASCII"),
        trid: command.trid(passed.direction),
        args: command.args().map(String::from_utf8_lossy).collect(),
    })
}

fn event_row(entry: &Entry<'_>, at: String, event: &Event) -> EventRow {
    let tagged = serde_json::to_value(event).expect("events are plain data, which always encodes");
    let (name, named) = only(tagged);
    let Value::Object(named) = named else { unreachable!("every event has fields") };
    let mut fields = serde_json::Map::with_capacity(named.len() + 1);
    for (name, value) in named {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("direction", direction) => drop(fields.insert("dir".to_owned(), direction)),
            // A reason with something to say about it.
            ("why", reason @ Value::Object(_)) => {
                let (code, detail) = only(reason);
                fields.insert(name, Value::String(code));
                fields.insert("detail".to_owned(), detail);
            }
            (_, value) => drop(fields.insert(name, value)),
        }
    }
    EventRow { n: entry.number, at, session: entry.session, event: name, fields, says: says(event) }
}

/// The name and the value of an enum's variant, as serde tags them.
fn only(tagged: Value) -> (String, Value) {
    match tagged {
        Value::Object(tagged) => tagged.into_iter().next().expect("a variant has a name"),
        _ => unreachable!("a variant with fields is an object"),
    }
}

fn write(row: &impl Serialize, into: &mut Vec<u8>) {
    write_json(row, into, is_deceptive);
    into.push(b'\n');
}

#[cfg(test)]
mod tests;
