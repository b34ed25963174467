//! Which decoder a payload is for.

use super::content::Content;
use super::glossary::Payload;
use super::located::Located;
use super::{Field, blocks, message, slp, xml};

/// Decodes what follows a line. `arguments` are the line's.
pub(super) fn content(kind: Payload, payload: &Located<'_>, arguments: &[Field]) -> Content {
    if payload.bytes.is_empty() {
        return Content::default();
    }
    match kind {
        Payload::None => unknown(payload),
        Payload::Message => message::content(payload),
        Payload::Xml | Payload::Adds | Payload::Removes | Payload::Asks => xml::content(payload),
        Payload::Blocks => blocks::content(payload),
        Payload::Withdrawal => blocks::withdrawal(payload),
        Payload::Signal => signal(payload, arguments),
        Payload::Digest => digest(payload),
        Payload::Text => Content::fields(vec![Field::text("text", payload)]).states("words", payload.text()),
    }
}

/// A payload nobody described.
pub(super) fn unknown(payload: &Located<'_>) -> Content {
    if payload.bytes.is_empty() {
        return Content::default();
    }
    let looks_like_xml = payload.bytes.trim_ascii_start().starts_with(b"<");
    if looks_like_xml {
        xml::content(payload)
    } else {
        Content::fields(vec![Field::text("payload", payload)])
    }
}

/// The body of a UUN or UBN: what it is depends on its type (§5.4).
fn signal(payload: &Located<'_>, arguments: &[Field]) -> Content {
    let kind = arguments.iter().find(|field| field.name == "type").map(|field| field.value.as_str());
    let is_slp = memchr::memmem::find(payload.bytes, b"MSNSLP/").is_some();
    match kind {
        Some("3") if is_slp => slp::content(payload),
        _ => unknown(payload),
    }
}

/// The answer to a challenge: 32 hexadecimal digits (§6.7).
fn digest(payload: &Located<'_>) -> Content {
    let field = Field::text("digest", payload);
    let well_formed = payload.bytes.len() == 32 && payload.bytes.iter().all(u8::is_ascii_hexdigit);
    let field = if well_formed { field } else { field.trouble("a digest is 32 hexadecimal digits") };
    Content::fields(vec![field])
}
