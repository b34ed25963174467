//! Signs between clients and from the server: typing, abilities, life, shutdown.

use super::Message;
use super::names::{Codes, Names, Read, Words, number, person};
use super::other;
use crate::explain::Field;
use crate::explain::amounts::counted;
use crate::explain::content::Content;

pub(super) const NAMES: Names = &[
    ("TypingUser", Read(person)),
    ("Client-Name", Words("the program and its version")),
    ("Chat-Logging", Codes(&[("Y", "keeps what is said"), ("N", "does not keep what is said")])),
    ("Type", Codes(&[("1", "shutdown")])),
    ("Arg1", Read(number)),
];

/// Abilities named in a sentence.
const NAMED: usize = 4;

/// `text/x-msmsgscontrol`.
pub(super) fn typing(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let does = match lines.get("TypingUser") {
        Some(_) => "is typing",
        None => "sends a control message that says nothing known",
    };
    Content::fields(lines.fields_with(NAMES, "TypingUser")).does(does)
}

/// `text/x-clientcaps` and `text/x-clientinfo`.
pub(super) fn capabilities(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let named: Vec<String> = lines
        .lines
        .headers
        .iter()
        .take(NAMED)
        .map(|line| line.field())
        .map(|f| format!("{} {}", f.name, f.value))
        .collect();
    let does = match named.is_empty() {
        true => "says what its client can do".to_owned(),
        false => format!("says what its client can do: {}", named.join(", ")),
    };
    Content::fields(lines.fields(NAMES)).does(does)
}

/// `text/x-keepalive`.
pub(super) fn keep_alive(message: &Message<'_>) -> Content {
    let rest: Vec<Field> = other::rest("body", &message.body()).into_iter().collect();
    Content::fields(rest).does("keeps the conversation open")
}

/// `application/x-msmsgssystemmessage`.
pub(super) fn notice(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let kind = lines.text("Type");
    let does = match (kind.as_deref(), lines.number("Arg1")) {
        (Some("1"), Some(minutes)) => format!("will shut down in {}", counted(minutes, "minute")),
        (Some("1"), None) => "will shut down soon".to_owned(),
        (Some(kind), _) => format!("sends a notice of type {kind}"),
        (None, _) => "sends a notice without a type".to_owned(),
    };
    Content::fields(lines.fields_with(NAMES, "Type")).does(does)
}
