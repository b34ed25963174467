//! Which decoder a payload is for.

use super::content::Content;
use super::glossary::Payload;
use super::located::Located;
use super::{Field, blocks, message, slp, xml};

/// Decodes what follows a line.
pub(super) fn content(kind: Payload, payload: &Located<'_>) -> Content {
    if payload.bytes.is_empty() {
        return Content::default();
    }
    match kind {
        Payload::None => unknown(payload),
        Payload::Message => message::content(payload),
        Payload::Xml => xml::content(payload),
        Payload::Blocks => blocks::content(payload),
        Payload::Withdrawal => blocks::withdrawal(payload),
        Payload::Signal => signal(payload),
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

/// The body of a UUN or UBN: XML or MSNSLP, whatever its type is called (§5.4).
fn signal(payload: &Located<'_>) -> Content {
    let is_slp = memchr::memmem::find(payload.bytes, b"MSNSLP/").is_some();
    if is_slp { slp::content(payload) } else { unknown(payload) }
}

/// The answer to a challenge: 32 hexadecimal digits (§6.7).
fn digest(payload: &Located<'_>) -> Content {
    let field = Field::text("digest", payload);
    let well_formed = payload.bytes.len() == 32 && payload.bytes.iter().all(u8::is_ascii_hexdigit);
    let field = if well_formed { field } else { field.trouble("a digest is 32 hexadecimal digits") };
    Content::fields(vec![field])
}
