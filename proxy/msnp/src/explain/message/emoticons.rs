//! The custom emoticons of the message that follows: `shortcut TAB object TAB shortcut TAB object TAB`.

use super::Message;
use crate::explain::Field;
use crate::explain::content::Content;
use crate::explain::located::Located;
use crate::explain::object;

/// Emoticons read from one message; clients send at most five or seven.
const MOST_EMOTICONS: usize = 64;

/// Emoticons named in a sentence.
const NAMED: usize = 8;

/// `text/x-mms-emoticon` and `text/x-mms-animemoticon`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let body = message.body().trimmed();
    // An empty shortcut would be lost with white space around the body, but no client can type one.
    let mut parts = body.split(b'\t');
    let (mut fields, mut shortcuts) = (Vec::new(), Vec::new());
    while let Some(shortcut) = parts.next().filter(|part| !part.bytes.is_empty()) {
        if fields.len() == MOST_EMOTICONS {
            fields.push(Field::text("emoticon", &shortcut).trouble("more emoticons than are read"));
            break;
        }
        shortcuts.push(shortcut.text());
        fields.push(emoticon(&shortcut, parts.next()));
    }
    let does = match shortcuts.as_slice() {
        [] => {
            fields.push(Field::text("emoticon", &body).trouble("no emoticon in the body"));
            "announces no custom emoticon".to_owned()
        }
        [only] => format!("announces the custom emoticon {only}"),
        [first @ .., last] if first.len() < NAMED => {
            format!("announces the custom emoticons {} and {last}", first.join(", "))
        }
        all => {
            let named: Vec<&str> = all.iter().take(NAMED).map(String::as_str).collect();
            let more = all.len().saturating_sub(NAMED);
            format!("announces the custom emoticons {} and {more} more", named.join(", "))
        }
    };
    Content::fields(fields).does(does)
}

fn emoticon(shortcut: &Located<'_>, object: Option<Located<'_>>) -> Field {
    let field = Field::text("emoticon", shortcut);
    match object.map(|object| object.trimmed()).filter(|object| !object.bytes.is_empty()) {
        None => field.trouble("no object behind this shortcut"),
        Some(object) => field.of(vec![object::field("object", &object)]),
    }
}
