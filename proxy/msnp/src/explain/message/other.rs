//! Bodies without a decoder: content types nobody described, none at all, later parts of long messages.

use super::Message;
use crate::explain::Field;
use crate::explain::amounts::{counted, length};
use crate::explain::binary::plain;
use crate::explain::content::Content;
use crate::explain::located::Located;

/// A content type nobody described, or none.
pub(super) fn content(message: &Message<'_>) -> Content {
    let body = message.body();
    let size = counted(length(body.bytes.len()), "byte");
    let does = match message.content_type.as_str() {
        "" => format!("sends a message without a content type, {size}"),
        content_type => format!("sends {content_type}, {size}"),
    };
    Content::fields(rest("body", &body).into_iter().collect()).does(does)
}

/// Any part of a long message but its first (§7.3). How many there are only the first says.
pub(super) fn later_chunk(message: &Message<'_>) -> Content {
    let part = message.number("Chunk").unwrap_or_default().saturating_add(1);
    let of = message.number("Chunks").map(|chunks| format!(" of {chunks}")).unwrap_or_default();
    Content::fields(rest("body", &message.body()).into_iter().collect())
        .does(format!("sends part {part}{of} of a long message"))
}

/// A body nobody reads further, as text if it is some. `None` where there is nothing but white space.
pub(super) fn rest(name: &'static str, body: &Located<'_>) -> Option<Field> {
    if body.bytes.trim_ascii().is_empty() {
        return None;
    }
    Some(if is_text(body.bytes) { Field::text(name, body) } else { plain(name, body) })
}

/// Whether people could read it. A part of a message may be cut inside a character.
fn is_text(bytes: &[u8]) -> bool {
    let control = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_some() => false,
        _ => !bytes.iter().any(control),
    }
}
