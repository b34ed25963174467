//! An entry as the browser gets it: the row of NDJSON, lightened for lists, or with everything in it.

use crate::api::problems::Told;
use crate::explained::Explained;
use crate::json;
use crate::understanding::Known;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::Role;
use nudge_proxy::insight::Problem;
use nudge_proxy::transcript::{Entry, Origin, Passed, Transcript, What};
use nudge_proxy::view::{Style, View};
use serde_json::{Map, Value};
use shared::Shared;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

mod paired;
mod shared;

pub(crate) use paired::{PairRow, ms};

/// How much of a frame's bytes a row in a list shows.
const SHOWN: usize = 1024;

/// The same in base64: the largest whole number of groups.
const SHOWN_IN_BASE64: usize = SHOWN / 3 * 4;

/// How rows are written, with secrets and without.
#[derive(Debug)]
pub(crate) struct Rows {
    masked: View,
    revealed: View,
    always_revealed: bool,
    shared: Mutex<Shared>,
}

impl Rows {
    pub(crate) fn of(transcript: &Transcript, always_revealed: bool) -> Rows {
        let began = transcript.wall_clock(Duration::ZERO);
        Rows {
            masked: View::new(began, false),
            revealed: View::new(began, true),
            always_revealed,
            shared: Mutex::default(),
        }
    }

    /// Whether secrets are shown to who asks for them, or not.
    pub(crate) fn reveals(&self, asked: bool) -> bool {
        asked || self.always_revealed
    }

    pub(crate) fn view(&self, reveal: bool) -> &View {
        if self.reveals(reveal) { &self.revealed } else { &self.masked }
    }

    /// Appends a row for a list.
    fn light(&self, entry: &Entry<'_>, known: Known, reveal: bool, into: &mut Vec<u8>) {
        let view = self.view(reveal);
        let start = open_row(view, entry, into);
        if let What::Frame(passed) = &entry.what {
            let is_long = passed.bytes.len().max(passed.sent.map_or(0, <[u8]>::len)) > SHOWN;
            if is_long {
                let mut row = reread(&into[start..]);
                lighten(&mut row);
                into.truncate(start);
                json::write(&row, into);
                into.pop();
            }
            // Most rows have nothing to hide or to explain: their line is shown as it is, at a third of the cost.
            let is_plain = into.ends_with(b"\"flags\":[]");
            let line = plain_line(passed).filter(|_| is_plain).unwrap_or_else(|| line(view, entry, passed));
            push(into, "size", &passed.bytes.len());
            push(into, "line", &line);
            if let Some(explanation) = view.explain(passed, known.role, known.dialect) {
                push(into, "says", &explanation.says);
            }
        }
        if let Some(pair) = &known.pair {
            paired::brief(pair, into);
        }
        if let Some(mark) = &known.held {
            push(into, "held", &mark.is);
        }
        if let Some(problem) = &known.problem {
            push(into, "problem", problem);
        }
        close_row(known.role, into);
    }

    /// A row for a list that several viewers are about to be given: what one of them was given a moment ago serves all.
    pub(crate) fn light_for_many(&self, entry: &Entry<'_>, known: Known, reveal: bool) -> Arc<[u8]> {
        let key = (entry.number, self.reveals(reveal));
        let mut shared = self.shared.lock().expect("nobody panics while writing a row");
        shared.get(key, Instant::now(), || self.light_for_one(entry, known, reveal))
    }

    /// A row for a list that nobody else is about to be given.
    pub(crate) fn light_for_one(&self, entry: &Entry<'_>, known: Known, reveal: bool) -> Arc<[u8]> {
        let mut row = Vec::with_capacity(512);
        self.light(entry, known, reveal, &mut row);
        row.into()
    }

    /// Appends a row with everything in it.
    pub(crate) fn whole(
        &self,
        entry: &Entry<'_>,
        (known, problems): (Known, &[Problem]),
        reveal: bool,
        into: &mut Vec<u8>,
    ) {
        let view = self.view(reveal);
        let start = open_row(view, entry, into);
        if let What::Frame(passed) = &entry.what {
            let row = reread(&into[start..]);
            let is_masked =
                row["flags"].as_array().is_some_and(|flags| flags.iter().any(|flag| flag == "masked"));
            push(into, "size", &passed.bytes.len());
            push(into, "line", &line(view, entry, passed));
            if let Some(payload) = payload(passed, &row) {
                push(into, "payload", &payload);
            }
            if let Some(explanation) = view.explain(passed, known.role, known.dialect) {
                push(into, "says", &explanation.says);
                push(into, "explained", &Explained::of(&explanation, known.dialect));
                // What the fields point into, where that is not `raw`.
                if is_masked {
                    push(into, "masked", &STANDARD.encode(view.shown_bytes(passed)));
                }
            }
            if !is_masked {
                push(into, "raw", &STANDARD.encode(passed.bytes));
            }
        }
        if let Some(pair) = &known.pair {
            push(into, "pair", &PairRow::of(pair));
        }
        if let Some(mark) = &known.held {
            push(into, "held", &mark.is);
            push(into, "instead", &mark.by);
        }
        if !problems.is_empty() {
            push(into, "problems", &problems.iter().map(Told::of).collect::<Vec<_>>());
        }
        close_row(known.role, into);
    }
}

/// Appends a row without its closing brace. Returns where it begins.
fn open_row(view: &View, entry: &Entry<'_>, into: &mut Vec<u8>) -> usize {
    let start = into.len();
    view.ndjson(entry, into);
    let closed = into.ends_with(b"}\n");
    assert!(closed, "a row is an object on a line");
    into.truncate(into.len() - 2);
    start
}

fn push(into: &mut Vec<u8>, name: &str, value: &impl serde::Serialize) {
    into.push(b',');
    json::write(&name, into);
    into.push(b':');
    json::write(value, into);
}

fn close_row(role: Option<Role>, into: &mut Vec<u8>) {
    if let Some(role) = role {
        push(into, "role", &role.short());
    }
    into.push(b'}');
}

/// Reads back a row that lacks its closing brace.
fn reread(row: &[u8]) -> Map<String, Value> {
    let closed = [row, b"}"].concat();
    serde_json::from_slice(&closed).expect("just written")
}

/// Cuts what is long, and says so.
fn lighten(row: &mut Map<String, Value>) {
    for name in ["received", "sent"] {
        match row.get_mut(name) {
            Some(Value::String(text)) => cut(text, SHOWN),
            Some(Value::Object(encoded)) => {
                if let Some(Value::String(base64)) = encoded.get_mut("base64") {
                    cut(base64, SHOWN_IN_BASE64);
                }
            }
            _ => {}
        }
    }
    if let Some(Value::Array(args)) = row.get_mut("args") {
        let mut left = SHOWN;
        args.retain_mut(|arg| {
            let Value::String(text) = arg else { return false };
            cut(text, left);
            left -= text.len();
            left > 0
        });
    }
    row.insert("cut".to_owned(), Value::Bool(true));
}

fn cut(text: &mut String, longest: usize) {
    let end = (0..=longest.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    text.truncate(end.unwrap_or(0));
}

/// The line of a command of plain characters, as notation shows it.
fn plain_line(passed: &Passed<'_>) -> Option<String> {
    let text = std::str::from_utf8(passed.frame().line().strip_suffix(b"\r\n")?).ok()?;
    let is_plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    is_plain.then(|| format!("{text}\\r\\n"))
}

/// The first line of a frame in notation, without the margin and the arrow, which rows have fields for.
fn line(view: &View, entry: &Entry<'_>, passed: &Passed<'_>) -> String {
    // A payload may have a MiB, and is not looked at.
    let bytes = if passed.opaque { passed.bytes } else { passed.frame().line() };
    let passed = Passed { bytes, sent: None, origin: Origin::Client, incomplete: false, ..*passed };
    let row = view.notation(&Entry { what: What::Frame(passed), ..entry.clone() }, None);
    let margin =
        row.stretches().next().filter(|(style, _)| *style == Style::Margin).map_or("", |(_, text)| text);
    let text = row.text().strip_prefix(margin).unwrap_or_default();
    let text = text.split('\n').next().unwrap_or_default();
    let text = text.strip_prefix(">>> ").or_else(|| text.strip_prefix("<<< ")).unwrap_or(text);
    text.strip_prefix("(not a command) ").unwrap_or(text).to_owned()
}

/// What follows the command line, as far as it may be seen.
fn payload(passed: &Passed<'_>, row: &Map<String, Value>) -> Option<Value> {
    if passed.opaque || passed.frame().payload().is_empty() {
        return None;
    }
    // What the row shows is masked already.
    match row.get(if passed.injected() { "sent" } else { "received" })? {
        Value::String(text) => text.split_once('\n').map(|(_, payload)| Value::String(payload.to_owned())),
        encoded => {
            let bytes = STANDARD.decode(encoded.get("base64")?.as_str()?).ok()?;
            let start = bytes.iter().position(|&byte| byte == b'\n')? + 1;
            Some(match std::str::from_utf8(&bytes[start..]) {
                Ok(text) => Value::String(text.to_owned()),
                Err(_) => serde_json::json!({ "base64": STANDARD.encode(&bytes[start..]) }),
            })
        }
    }
}

#[cfg(test)]
mod tests;
