//! What a frame means, as JSON.

use crate::api::openapi::words;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::challenge::{self, Product};
use msnp::explain::{Explanation, Field, Font, Rendering, Row, Spelling};
use msnp::{Dialect, Direction, Role};
use serde::Serialize;
use std::ops::Range;
use utoipa::ToSchema;

/// An explanation, without its sentence: that is the row's.
#[derive(Serialize, ToSchema)]
pub(crate) struct Explained<'a> {
    /// What the command is called.
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// What is wrong with it.
    trouble: Option<&'a str>,
    arguments: Vec<Named<'a>>,
    payload: Vec<Named<'a>>,
    /// What it carries, as a person would see it.
    shown: Vec<Shown<'a>>,
    /// What a challenge is to be answered with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<Answer<'a>>,
}

/// A field.
#[derive(Serialize, ToSchema)]
#[schema(as = Field)]
struct Named<'a> {
    name: &'a str,
    /// Decoded.
    value: &'a str,
    /// What the value stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'a str>,
    /// Where its bytes begin and end.
    at: [usize; 2],
    /// How the value is written on the wire, where that is not as it is: `percent-encoded`, `base64`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    spelled: Option<&'static str>,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    /// What it is made of.
    #[schema(no_recursion)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Named<'a>>,
}

/// A form of a command: a row of the glossary.
#[derive(Serialize, ToSchema)]
pub(crate) struct Form {
    /// Its number there.
    row: u8,
    verb: &'static str,
    name: &'static str,
    #[schema(value_type = words::Direction)]
    dir: Direction,
    /// On which connections; on all where it says nothing.
    #[schema(value_type = Option<words::Role>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    /// In which dialects, first and last.
    dialects: [u8; 2],
    /// Their names, in order.
    arguments: String,
}

/// What a frame carries, as a person would see it.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum Shown<'a> {
    /// Words, in a font.
    Words { said: &'a str, font: Option<FontRow<'a>> },
    /// A tree of elements, indented.
    Xml { xml: &'a str },
    /// A picture: its media type and the file.
    Picture { picture: &'static str, base64: String },
}

/// The look of a message.
#[derive(Serialize, ToSchema)]
#[schema(as = Font)]
pub(crate) struct FontRow<'a> {
    /// Empty: not said.
    name: &'a str,
    bold: bool,
    italic: bool,
    struck: bool,
    underlined: bool,
    /// `#rrggbb`
    colour: String,
    right_to_left: bool,
}

/// What a challenge is to be answered with.
#[derive(Serialize, ToSchema)]
pub(crate) struct Answer<'a> {
    /// The id of the product that answers so.
    pub(crate) product: &'a str,
    /// The dialects it does so in, first and last.
    pub(crate) dialects: [u8; 2],
    pub(crate) answer: String,
}

impl Explained<'_> {
    pub(crate) fn of(explanation: &Explanation, dialect: Option<Dialect>) -> Explained<'_> {
        Explained {
            name: &explanation.name,
            form: explanation.row.map(Form::of),
            trouble: explanation.trouble(),
            arguments: explanation.arguments.iter().map(Named::of).collect(),
            payload: explanation.payload.iter().map(Named::of).collect(),
            shown: explanation.renderings.iter().map(Shown::of).collect(),
            answers: explanation.row.map_or_else(Vec::new, |row| match row.verb {
                "CHL" => {
                    explanation.arguments.last().map_or_else(Vec::new, |field| answers(dialect, &field.value))
                }
                _ => Vec::new(),
            }),
        }
    }
}

impl Named<'_> {
    fn of(field: &Field) -> Named<'_> {
        let Range { start, end } = field.span;
        Named {
            name: &field.name,
            value: &field.value,
            meaning: field.meaning.as_deref(),
            at: [start, end],
            spelled: field.spelling.map(spelled),
            trouble: field.trouble.as_deref(),
            fields: field.fields.iter().map(Named::of).collect(),
        }
    }
}

impl Form {
    pub(crate) fn of(row: &'static Row) -> Form {
        Form {
            row: row.number,
            verb: row.verb,
            name: row.name,
            dir: row.direction,
            role: row.role,
            dialects: [row.dialects.0, row.dialects.1],
            arguments: row.arguments(),
        }
    }
}

fn spelled(spelling: Spelling) -> &'static str {
    match spelling {
        Spelling::Percent => "percent-encoded",
        Spelling::Base64 => "base64",
        Spelling::Reversed => "back to front",
        Spelling::Utf16 => "UTF-16",
        Spelling::Binary => "binary",
        Spelling::Entities => "XML entities",
    }
}

impl Shown<'_> {
    fn of(rendering: &Rendering) -> Shown<'_> {
        match rendering {
            Rendering::Said { text, font } => {
                Shown::Words { said: text, font: font.as_ref().map(FontRow::of) }
            }
            Rendering::Xml(xml) => Shown::Xml { xml },
            Rendering::Picture(picture, bytes) => Shown::Picture { picture, base64: STANDARD.encode(bytes) },
        }
    }
}

impl FontRow<'_> {
    pub(crate) fn of(font: &Font) -> FontRow<'_> {
        let [red, green, blue] = font.colour;
        FontRow {
            name: &font.name,
            bold: font.bold,
            italic: font.italic,
            struck: font.struck,
            underlined: font.underlined,
            colour: format!("#{red:02x}{green:02x}{blue:02x}"),
            right_to_left: font.right_to_left,
        }
    }
}

/// What each known product answers, and what any product does whose key is given.
fn answers(dialect: Option<Dialect>, challenge: &str) -> Vec<Answer<'static>> {
    challenge::answers(dialect, challenge).into_iter().map(Answer::of).collect()
}

impl Answer<'static> {
    pub(crate) fn of((product, answer): (&Product, String)) -> Answer<'static> {
        let (first, last) = product.dialects;
        Answer { product: product.id, dialects: [first, last], answer }
    }
}
