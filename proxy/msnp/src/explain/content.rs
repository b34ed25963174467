//! What a payload turned out to hold.

use super::{Field, Rendering};

/// A payload, or a part of one, decoded as far as it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    /// What it consists of, in the order it stands there.
    pub(crate) fields: Vec<Field>,
    /// What its sender does by it, to follow the sender's name: `says “hello”`, `is typing`, `asks for a picture`.
    /// Without a full stop. `None` where the command itself says more.
    pub(crate) does: Option<String>,
    /// Who does it, where the payload names somebody and the command does not.
    pub(crate) subject: Option<String>,
    /// What a person would look at.
    pub(crate) renderings: Vec<Rendering>,
}

impl Content {
    /// Fields and nothing else to tell.
    pub(crate) fn fields(fields: Vec<Field>) -> Content {
        Content { fields, ..Content::default() }
    }

    /// The same, with what its sender does by it.
    pub(crate) fn does(self, does: impl Into<String>) -> Content {
        Content { does: Some(does.into()), ..self }
    }

    /// The same, with who does it.
    pub(crate) fn by(self, subject: impl Into<String>) -> Content {
        Content { subject: Some(subject.into()), ..self }
    }

    /// The same, with something to look at.
    pub(crate) fn look(mut self, rendering: Rendering) -> Content {
        self.renderings.push(rendering);
        self
    }
}

/// How much of somebody's words a sentence quotes, in characters.
const QUOTED: usize = 200;

/// Somebody's words in quotation marks, cut where they are long.
pub(crate) fn quoted(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        None => format!("“{words}”"),
        Some((end, _)) => format!("“{}…”", &words[..end]),
    }
}
