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
    /// What it states that the sentence of its command speaks of, by the word of its place there.
    ///
    /// | word | of | states |
    /// |---|---|---|
    /// | `person` | `<ml>` that names one person, NOT, IPG | the address: `bob@example.org`, `tel:+15550100`; who pages |
    /// | `nick` | `<ml>` that names one person | the nickname, `f` |
    /// | `lists` | `<ml>` that names one person, with `l` | the lists: `forward, allow` |
    /// | `network` | `<ml>` that names one person, with `t` | the network in words: `Yahoo` |
    /// | `people` | `<ml>` that names more than one | how many: `2` |
    /// | `whole` | `<ml l="1">` | how many there are in the whole list, and none of the above |
    /// | `psm` | `<Data>` whose `<PSM>` holds something | the personal message: `gone fishing` |
    /// | `media` | `<Data>` whose `<CurrentMedia>` is switched on | what is shown: `music “The Beatles - Yesterday”` |
    /// | `cleared` | `<Data>` that has neither | the words `personal message` |
    /// | `status` | `<user>` that has a `<Status>`; its `<PSM>` is stated as `psm` | the status in words: `busy` |
    /// | `endpoint` | `<PrivateEndpointData>` that has an `<EpName>` | that name: `PC` |
    /// | `words` | whatever has a `<TEXT>` | what it says: `call me` |
    /// | `to` | blocks whose `To:` is not who they are `From:` | the plain address there |
    pub(crate) facts: Vec<(&'static str, String)>,
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

    /// The same, stating a fact.
    pub(crate) fn states(mut self, word: &'static str, value: impl Into<String>) -> Content {
        self.facts.push((word, value.into()));
        self
    }

    /// What it states under that word.
    pub(crate) fn fact(&self, word: &str) -> Option<&str> {
        self.facts.iter().find(|(known, _)| *known == word).map(|(_, value)| value.as_str())
    }

    /// The same, with something to look at.
    pub(crate) fn look(mut self, rendering: Rendering) -> Content {
        self.renderings.push(rendering);
        self
    }

    /// The field on that path of names.
    #[cfg(test)]
    pub(crate) fn field(&self, path: &[&str]) -> &Field {
        let mut fields = &self.fields;
        let mut found = None;
        for name in path {
            let field = fields.iter().find(|field| field.name == *name);
            let field = field.unwrap_or_else(|| panic!("no {name} of {path:?} in {self:#?}"));
            fields = &field.fields;
            found = Some(field);
        }
        found.expect("a path has a name")
    }
}

/// The words facts are stated under.
#[cfg(test)]
pub(crate) const FACTS: [&str; 13] = [
    "person", "nick", "lists", "network", "people", "whole", "psm", "media", "cleared", "endpoint", "words",
    "status", "to",
];

/// How much of somebody's words a sentence quotes, in characters.
const QUOTED: usize = 200;

/// Somebody's words in quotation marks, cut where they are long.
pub(crate) fn quoted(words: &str) -> String {
    match words.char_indices().nth(QUOTED) {
        None => format!("“{words}”"),
        Some((end, _)) => format!("“{}…”", &words[..end]),
    }
}
