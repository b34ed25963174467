//! Files of frames and what each must say.
//!
//! ```text
//! # 94 FLN, made from §5.3                    row, name, and where the line is from: `made from §n`, `captured <recording>`
//! S NS 2-13: FLN bob@example.org              C or S; NS, SB or ?; dialects or ?; the line, {len} for its length
//!   bob@example.org went offline.             the sentence
//!   account: bob@example.org                  the fields, nested ones further in: name: value = meaning ! trouble
//!   payload:                                  what the payload holds, where that is judged
//!     …
//! ```

use msnp::explain::{Context, Explanation, Field, explain};
use msnp::{Dialect, Direction, Frame, Role};
use std::fmt::Write as _;

/// A frame and what it must say.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Its first line.
    pub title: String,
    /// What it is about: the file and the line in it.
    pub place: String,
    pub direction: Direction,
    pub role: Option<Role>,
    pub dialects: Vec<Option<Dialect>>,
    pub frame: Vec<u8>,
    /// The sentence and the fields, without the indentation all of them share.
    pub expected: String,
}

/// Reads a file of cases.
pub(crate) fn read(name: &str, text: &str) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    let mut title = String::new();
    while let Some((at, line)) = lines.next() {
        if let Some(words) = line.strip_prefix("# ") {
            title = words.to_owned();
            continue;
        }
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("{name}:{}", at + 1);
        let (head, frame) = line.split_once(": ").unwrap_or_else(|| panic!("{place}: no frame in {line:?}"));
        let [direction, role, dialects] = head.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{place}: direction, role and dialects are wanted before the colon");
        };
        let mut expected = String::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| line.starts_with("  ")) {
            writeln!(expected, "{}", &line[2..]).expect("memory takes it");
        }
        let frame = frame_of(frame);
        let length = frame.split(|&byte| byte == b'\n').next().map_or(0, |line| frame.len() - line.len() - 1);
        cases.push(Case {
            title: title.clone(),
            direction: if direction == "C" { Direction::ClientToServer } else { Direction::ServerToClient },
            role: match role {
                "NS" => Some(Role::NotificationServer),
                "SB" => Some(Role::Switchboard),
                _ => None,
            },
            dialects: dialects_of(dialects),
            frame,
            expected: expected.replace("{len}", &length.to_string()),
            place,
        });
    }
    cases
}

fn dialects_of(text: &str) -> Vec<Option<Dialect>> {
    let number = |text: &str| text.parse::<u8>().expect("a dialect is a number");
    match text.split_once('-') {
        _ if text == "?" => vec![None],
        Some((first, last)) => (number(first)..=number(last)).map(|n| Some(Dialect(n))).collect(),
        None => vec![Some(Dialect(number(text)))],
    }
}

/// The bytes of a frame: escapes read, the length filled in, a line end where none is written.
pub(crate) fn frame_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            bytes.extend(character.encode_utf8(&mut [0; 4]).bytes());
            continue;
        }
        bytes.push(match characters.next() {
            Some('r') => b'\r',
            Some('n') => b'\n',
            Some('t') => b'\t',
            Some('0') => 0,
            Some('\\') => b'\\',
            Some('x') => {
                let digits: String = characters.by_ref().take(2).collect();
                u8::from_str_radix(&digits, 16).expect("two hexadecimal digits after \\x")
            }
            other => panic!("no escape: {other:?} in {text:?}"),
        });
    }
    if !bytes.contains(&b'\n') {
        bytes.extend(b"\r\n");
    }
    let end = bytes.iter().position(|&byte| byte == b'\n').expect("a line end") + 1;
    let (line, payload) = bytes.split_at(end);
    let place = line.windows(5).position(|window| window == b"{len}");
    match place {
        Some(at) => {
            let length = payload.len().to_string();
            [&line[..at], length.as_bytes(), &line[at + 5..], payload].concat()
        }
        None => bytes,
    }
}

impl Case {
    /// What is said of it in one dialect.
    pub(crate) fn explained(&self, dialect: Option<Dialect>) -> Explanation {
        let frame = Frame { bytes: &self.frame, opaque: false };
        explain(&frame, &Context { direction: self.direction, role: self.role, dialect })
    }

    /// What is wrong with what is said of it, in every dialect it is for.
    pub(crate) fn judged(&self) -> Option<String> {
        self.dialects.iter().find_map(|&dialect| {
            let explanation = self.explained(dialect);
            let with_payload = self.expected.lines().any(|line| line == "payload:");
            let said = told(&explanation, with_payload);
            let frame = String::from_utf8_lossy(&self.frame);
            (said != self.expected).then(|| {
                format!(
                    "{} ({}) in {dialect:?}\n{frame:?}\nexpected\n{}said\n{said}",
                    self.place, self.title, self.expected
                )
            })
        })
    }
}

/// An explanation in the notation of these files.
pub(crate) fn told(explanation: &Explanation, with_payload: bool) -> String {
    let mut text = format!("{}\n", explanation.says);
    fields(&explanation.arguments, 0, &mut text);
    if with_payload {
        text.push_str("payload:\n");
        fields(&explanation.payload, 1, &mut text);
    }
    text
}

fn fields(fields: &[Field], depth: usize, text: &mut String) {
    for field in fields {
        let Field { name, value, meaning, trouble, fields: inner, .. } = field;
        let value = match value.as_str() {
            "" if inner.is_empty() => "(empty)".to_owned(),
            value => value.escape_debug().to_string().replace("\\\"", "\"").replace("\\'", "'"),
        };
        let _ = write!(text, "{}{name}: {value}", "  ".repeat(depth));
        if let Some(meaning) = meaning {
            let _ = write!(text, " = {meaning}");
        }
        if let Some(trouble) = trouble {
            let _ = write!(text, " ! {trouble}");
        }
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
        self::fields(inner, depth + 1, text);
    }
}
