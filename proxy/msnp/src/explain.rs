//! What a frame means: one plain sentence, named fields with the bytes each came from, and what a person would look at.
//!
//! A pure function of one frame, its direction, the role of its connection and the dialect agreed; whatever needs
//! memory of other frames is not known here. Never on the relay's path, and never a failure: what cannot be understood
//! is shown as numbered arguments or plain bytes, and what breaks off says where.
//!
//! ```text
//!  frame ─► command ─► glossary: which row of §5, in which form ─► fields ┐
//!                └───► payload: by command and content type ──────► fields ┼─► sentence
//!                                                                          └─► renderings
//! ```

mod amounts;
mod arguments;
mod binary;
mod blocks;
mod capabilities;
mod content;
mod field;
mod fit;
mod form;
mod glossary;
mod headers;
pub(crate) mod located;
mod message;
mod object;
mod p2p;
mod payload;
mod pictures;
mod principal;
mod sentence;
mod slp;
pub(crate) mod xml;

pub use amounts::{counted, grouped};
pub use field::{Field, Font, Rendering, Spelling};
pub use fit::{Fit, Misfit, content_type_is_known, fit};
pub use glossary::{Row, rows};

use crate::{Command, Dialect, Direction, Frame, Role};
use content::Content;
use form::Filled;
use glossary::Entry;
use located::Located;
use std::borrow::Cow;

/// What is known about the connection a frame passed on. What is not known is not guessed: the forms of all dialects
/// are tried then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// Which way it went.
    pub direction: Direction,
    /// What kind of server the connection leads to.
    pub role: Option<Role>,
    /// The protocol version agreed.
    pub dialect: Option<Dialect>,
}

/// What a frame means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// What the command is called; for one that is not known, that it is not.
    pub name: Cow<'static, str>,
    /// What this very line says, in one sentence.
    pub says: String,
    /// The row of the glossary that describes it, if one does.
    pub row: Option<&'static Row>,
    /// Its arguments in order, none left out; numbered where no row describes them.
    pub arguments: Vec<Field>,
    /// What its payload holds.
    pub payload: Vec<Field>,
    /// What a person would look at.
    pub renderings: Vec<Rendering>,
}

impl Explanation {
    /// The first thing wrong in it, in a few words.
    pub fn trouble(&self) -> Option<&str> {
        self.arguments.iter().chain(&self.payload).find_map(Field::first_trouble)
    }
}

/// Explains a frame. Opaque bytes and empty lines explain nothing: that is said.
pub fn explain(frame: &Frame<'_>, context: &Context) -> Explanation {
    let Some(command) = Command::read(frame) else {
        let name = if frame.opaque { "Not a command" } else { "Empty line" };
        let says = if frame.opaque {
            "These bytes are no command of MSNP; they are passed on as they are."
        } else {
            "An empty line says nothing."
        };
        return Explanation { name: name.into(), says: says.into(), ..Explanation::default() };
    };
    let line = Located::at(0, command.line);
    let mut arguments: Vec<_> = line.split(b' ').skip(1).collect();
    while arguments.last().is_some_and(|argument| argument.bytes.is_empty()) {
        arguments.pop();
    }
    let number = command.verb.error_number().filter(|_| context.direction == Direction::ServerToClient);
    let verb = number.map_or(command.verb, |_| glossary::NUMERIC);
    let entries = glossary::entries(verb, context.direction);
    let payload = Located::at(frame.bytes.len() - command.payload.len(), command.payload);
    match glossary::describe(entries, context, &line, &arguments) {
        Some((entry, filled)) => described(&command, entry, &filled, &payload),
        None => undescribed(&command, &arguments, &payload),
    }
}

/// A line that a row describes.
fn described(
    command: &Command<'_>,
    entry: &Entry,
    filled: &[Filled<'_, '_>],
    payload: &Located<'_>,
) -> Explanation {
    let arguments: Vec<Field> = filled.iter().map(|(slot, value)| slot.argument.field(value)).collect();
    let content = payload::content(entry.row.payload, payload);
    let says = entry.sentence.say(&|word| value(word, command, filled, &arguments, &content));
    let Content { fields, renderings, .. } = content;
    let (name, row) = (entry.row.name.into(), Some(entry.row));
    Explanation { name, says, row, arguments, payload: fields, renderings }
}

/// What stands at a place of a sentence: an argument, a part of one after a dot, or what the payload states.
fn value<'v>(
    word: &str,
    command: &Command<'_>,
    filled: &[Filled<'_, '_>],
    arguments: &'v [Field],
    content: &'v Content,
) -> Option<Cow<'v, str>> {
    let argument = |word: &str| {
        let mut read = filled.iter().zip(arguments);
        let ((slot, _), field) = read.find(|((slot, _), _)| slot.argument.word == word)?;
        Some((slot.argument, field))
    };
    let said = |word: &str| {
        let spoken = argument(word).map(|(argument, field)| argument.spoken(field));
        let stated = || content.fact(word).filter(|stated| !stated.is_empty()).map(Cow::Borrowed);
        spoken.filter(|spoken| !spoken.is_empty()).or_else(stated)
    };
    match word {
        "does" => content.does.as_deref().map(Cow::Borrowed),
        "from" => content.subject.as_deref().map(Cow::Borrowed),
        "number" => Some(Cow::Owned(command.verb.to_string())),
        "who" => NAMING.iter().find_map(|word| said(word)),
        word => match word.split_once('.') {
            Some((word, part)) => argument(word)?.1.part(part).map(|part| Cow::Borrowed(part.spoken())),
            None => said(word),
        },
    }
}

/// The words that name a person, the one people know them by first.
const NAMING: [&str; 8] = ["nick", "f", "account", "netaccount", "n", "inviter", "c", "person"];

/// A line that no row describes.
fn undescribed(command: &Command<'_>, arguments: &[Located<'_>], payload: &Located<'_>) -> Explanation {
    let known = rows().any(|row| row.verb.as_bytes() == command.verb.as_bytes());
    let count = match arguments.len() {
        0 => "no arguments".to_owned(),
        1 => "1 argument".to_owned(),
        count => format!("{count} arguments"),
    };
    let (name, says) = match known {
        true => {
            ("Form not described", format!("{} in a form no version describes, with {count}.", command.verb))
        }
        false => ("Unknown command", format!("{} is not a known command; it has {count}.", command.verb)),
    };
    let numbered =
        |(at, argument): (usize, &Located<'_>)| Field::percent(format!("argument {}", at + 1), argument);
    Explanation {
        name: name.into(),
        says,
        row: None,
        arguments: arguments.iter().enumerate().map(numbered).collect(),
        payload: payload::unknown(payload).fields,
        renderings: Vec::new(),
    }
}
