//! What a frame means, as JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::challenge::{self, Product};
use msnp::explain::{Explanation, Field, Font, Rendering, Row, Spelling};
use msnp::{Dialect, Direction};
use serde::Serialize;
use serde_json::{Value, json};
use std::ops::Range;

/// An explanation, without its sentence: that is the row's.
#[derive(Serialize)]
pub(crate) struct Explained<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<Form>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    arguments: Vec<Named<'a>>,
    payload: Vec<Named<'a>>,
    shown: Vec<Value>,
    /// What a challenge is to be answered with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    answers: Vec<Value>,
}

/// A field.
#[derive(Serialize)]
struct Named<'a> {
    name: &'a str,
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<&'a str>,
    /// Where its bytes begin and end.
    at: [usize; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    spelled: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    trouble: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Named<'a>>,
}

/// A row of the glossary.
#[derive(Serialize)]
pub(crate) struct Form {
    row: u8,
    verb: &'static str,
    name: &'static str,
    dir: Direction,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    dialects: [u8; 2],
    arguments: String,
}

impl Explained<'_> {
    pub(crate) fn of(explanation: &Explanation, dialect: Option<Dialect>) -> Explained<'_> {
        Explained {
            name: &explanation.name,
            form: explanation.row.map(Form::of),
            trouble: explanation.trouble(),
            arguments: explanation.arguments.iter().map(Named::of).collect(),
            payload: explanation.payload.iter().map(Named::of).collect(),
            shown: explanation.renderings.iter().map(rendering).collect(),
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
            role: row.role.map(msnp::Role::short),
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

fn rendering(rendering: &Rendering) -> Value {
    match rendering {
        Rendering::Said { text, font } => {
            let font = font.as_ref().map(font_json);
            json!({ "said": text, "font": font })
        }
        Rendering::Xml(text) => json!({ "xml": text }),
        Rendering::Picture(media, bytes) => json!({ "picture": media, "base64": STANDARD.encode(bytes) }),
    }
}

/// The look of a message.
pub(crate) fn font_json(font: &Font) -> Value {
    let [red, green, blue] = font.colour;
    json!({
        "name": font.name,
        "bold": font.bold,
        "italic": font.italic,
        "struck": font.struck,
        "underlined": font.underlined,
        "colour": format!("#{red:02x}{green:02x}{blue:02x}"),
        "right_to_left": font.right_to_left,
    })
}

/// What each known product answers, and what any product does whose key is given.
fn answers(dialect: Option<Dialect>, challenge: &str) -> Vec<Value> {
    challenge::answers(dialect, challenge).into_iter().map(answer).collect()
}

pub(crate) fn answer((product, answer): (&Product, String)) -> Value {
    let (first, last) = product.dialects;
    json!({ "product": product.id, "dialects": [first, last], "answer": answer })
}
