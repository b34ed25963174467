//! What a conversation shows besides words: nudges, winks, voice clips and actions.

use super::Message;
use super::names::{Codes, Names, Read, name};
use super::text::one_line;
use crate::explain::Field;
use crate::explain::content::{Content, quoted};
use crate::explain::headers::Header;
use crate::explain::object;

pub(super) const NAMES: Names = &[
    ("ID", Codes(&[("1", "nudge"), ("2", "wink"), ("3", "voice clip"), ("4", "action")])),
    ("Data", Read(data)),
];

/// `text/x-msnmsgr-datacast`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let lines = message.lines();
    let does = match lines.text("ID").as_deref() {
        Some("1") => "sends a nudge".to_owned(),
        Some("2") => "sends a wink".to_owned(),
        Some("3") => "sends a voice clip".to_owned(),
        Some("4") => format!("acts: {}", quoted(&one_line(&lines.text("Data").unwrap_or_default()))),
        Some(id) => format!("sends a datacast {id}, which is not described"),
        None => "sends a datacast without an ID".to_owned(),
    };
    let mut fields = lines.fields_with(NAMES, "ID");
    if lines.get("Data").is_none() && matches!(lines.text("ID").as_deref(), Some("2" | "3" | "4")) {
        let end = lines.lines.body.slice(0..0);
        fields.push(Field::text("Data", &end).trouble("Data is missing"));
    }
    Content::fields(fields).does(does)
}

/// An object, or the text of an action.
fn data(header: &Header<'_>) -> Field {
    let is_object = header.value.bytes.starts_with(b"<") || header.value.bytes.starts_with(b"%3C");
    if is_object { object::field(name(header), &header.value) } else { header.field() }
}
