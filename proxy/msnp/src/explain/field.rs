//! A named value of a frame.

use super::located::Located;
use std::borrow::Cow;
use std::ops::Range;

/// A value of a frame with its name, what it stands for, and the bytes it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    /// What it is: `account`, `Content-Type`, `session id`.
    pub name: Cow<'static, str>,
    /// As a person reads it: decoded, a number in the notation of its field. Empty for a field that only groups others.
    pub value: String,
    /// What a code stands for: `busy` for `BSY`.
    pub meaning: Option<Cow<'static, str>>,
    /// Its bytes in the frame. Empty where it stands for something absent.
    pub span: Range<usize>,
    /// How the value is spelled on the wire, where that is not how it is shown.
    pub spelling: Option<Spelling>,
    /// Where and how it broke, in a sentence without its full stop.
    pub trouble: Option<Cow<'static, str>>,
    /// What it consists of.
    pub fields: Vec<Field>,
}

/// How a value is spelled on the wire. The bytes of the field's span show that form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `%20` (§1.2).
    Percent,
    /// Base64.
    Base64,
    /// Back to front (§3.5).
    Reversed,
    /// UTF-16, little-endian.
    Utf16,
    /// Bytes of a binary header.
    Binary,
    /// XML with entities such as `&lt;`.
    Entities,
}

/// What a person would look at: the content, not its encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rendering {
    /// What somebody wrote, in the font it was written in.
    Said {
        /// The words.
        text: String,
        /// The look the writer chose, if any (§7.2).
        font: Option<Font>,
    },
    /// A tree of elements, indented, one element a line.
    Xml(String),
    /// A picture: its media type, as recognised by its first bytes, and the file.
    Picture(&'static str, Vec<u8>),
}

/// The look of a message (§7.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Font {
    /// The name of the font. Empty: not said.
    pub name: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// Struck through.
    pub struck: bool,
    /// Underlined.
    pub underlined: bool,
    /// Red, green, blue.
    pub colour: [u8; 3],
    /// Written from right to left.
    pub right_to_left: bool,
}

/// What a field is called whose name on the wire is empty.
const NAMELESS: &str = "(no name)";

fn named(name: Cow<'static, str>) -> Cow<'static, str> {
    if name.is_empty() { Cow::Borrowed(NAMELESS) } else { name }
}

impl Field {
    /// A field whose value is the text at that place.
    pub(crate) fn text(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
        Field { name: named(name.into()), value: value.text(), span: value.span(), ..Field::default() }
    }

    /// A field whose value is given, read from the bytes at that place.
    pub(crate) fn value(
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
        from: &Located<'_>,
    ) -> Field {
        Field { name: named(name.into()), value: value.into(), span: from.span(), ..Field::default() }
    }

    /// A field that groups others.
    pub(crate) fn group(name: impl Into<Cow<'static, str>>, from: &Located<'_>, fields: Vec<Field>) -> Field {
        Field { name: named(name.into()), span: from.span(), fields, ..Field::default() }
    }

    /// A field whose value is percent-encoded UTF-8 (§1.2).
    pub(crate) fn percent(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
        match value.percent_decoded() {
            None => Field::text(name, value),
            Some(decoded) => Field::value(name, decoded.view().text(), value).spelled(Spelling::Percent),
        }
    }

    /// The same field, with what its value stands for.
    pub(crate) fn meaning(self, meaning: impl Into<Option<Cow<'static, str>>>) -> Field {
        Field { meaning: meaning.into(), ..self }
    }

    /// The same field, with what a code stands for.
    pub(crate) fn stands_for(self, meaning: Option<&'static str>) -> Field {
        Field { meaning: meaning.map(Cow::Borrowed), ..self }
    }

    /// The same field, spelled so on the wire.
    pub(crate) fn spelled(self, spelling: Spelling) -> Field {
        Field { spelling: Some(spelling), ..self }
    }

    /// The same field with what is wrong with it.
    pub(crate) fn trouble(self, trouble: impl Into<Cow<'static, str>>) -> Field {
        Field { trouble: Some(trouble.into()), ..self }
    }

    /// The same field, consisting of others.
    pub(crate) fn of(self, fields: Vec<Field>) -> Field {
        Field { fields, ..self }
    }

    /// How a sentence speaks of it: what it stands for, else its value.
    pub(crate) fn spoken(&self) -> &str {
        self.meaning.as_deref().unwrap_or(&self.value)
    }

    /// The part of that name.
    pub(crate) fn part(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|part| part.name == name)
    }

    /// The first trouble in it or in what it consists of.
    pub fn first_trouble(&self) -> Option<&str> {
        self.trouble.as_deref().or_else(|| self.fields.iter().find_map(Field::first_trouble))
    }
}
