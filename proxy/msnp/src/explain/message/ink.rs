//! Handwriting: `base64:` and a picture or strokes.

use super::Message;
use crate::explain::amounts::{counted, length};
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::pictures::picture;
use crate::explain::{Field, Rendering, Spelling};

const PREFIX: &[u8] = b"base64:";

/// `image/gif` and `application/x-ms-ink`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let body = message.body().trimmed();
    let does = "sends handwriting";
    let Some(digits) = body.bytes.strip_prefix(PREFIX).map(|digits| body.part(digits)) else {
        let body = message.body();
        let field = field(&body, body.bytes).trouble("the body does not begin with “base64:”");
        return look(Content::fields(vec![field]).does(does), body.bytes);
    };
    let (decoded, broken) = digits.base64_decoded();
    let ink = decoded.view();
    let field = field(&digits, ink.bytes).spelled(Spelling::Base64);
    let field = match broken {
        Some(at) => field.trouble(format!("base64 breaks at byte {at}")),
        None if ink.bytes.is_empty() => field.trouble("nothing behind “base64:”"),
        None => field,
    };
    look(Content::fields(vec![field]).does(does), ink.bytes)
}

fn field(place: &Located<'_>, ink: &[u8]) -> Field {
    let meaning = picture(ink).unwrap_or("strokes or a picture of an unknown form");
    Field::value("handwriting", counted(length(ink.len()), "byte"), place).stands_for(Some(meaning))
}

fn look(content: Content, ink: &[u8]) -> Content {
    match picture(ink) {
        Some(media) => content.look(Rendering::Picture(media, ink.to_vec())),
        None => content,
    }
}
