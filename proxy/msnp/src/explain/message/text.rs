//! What somebody writes.

use super::Message;
use crate::explain::content::{Content, quoted};
use crate::explain::{Field, Rendering};
use crate::message::{charset, font::font};

/// `text/plain`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let body = message.body();
    let (text, trouble) = charset::decoded(body.bytes, message.charset().as_deref());
    // A long message may be cut inside a character.
    let trouble = trouble.filter(|_| message.number("Chunks").is_none());
    let field = Field::value("text", text.clone(), &body);
    let field = Field { trouble: trouble.map(Into::into), ..field };
    let font = message.headers.get("X-MMS-IM-Format").map(|value| font(value.bytes));
    Content::fields(vec![field])
        .does(format!("says {}", quoted(&one_line(&text))))
        .look(Rendering::Said { text, font })
}

/// Lines behind one another.
pub(super) fn one_line(text: &str) -> String {
    text.split(['\r', '\n']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
