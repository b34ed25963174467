//! Mail data: what is unread and which offline messages wait, as XML in a line of the body.
//!
//! ```text
//! Mail-Data: <MD><E><I>5</I><IU>2</IU><O>4</O><OU>1</OU></E><Q>…</Q><M>…</M></MD>
//! Inbox-URL: /cgi-bin/HoTMaiL
//! ```

use super::mail::{NAMES, unread_in};
use super::{Lines, Message};
use crate::explain::content::Content;
use crate::explain::headers::Headers;
use crate::explain::located::Located;
use crate::explain::{Field, Rendering, amounts, xml};
use memchr::memmem;

const NAME: &[u8] = b"Mail-Data:";
const END: &[u8] = b"</MD>";
const TOO_LARGE: &[u8] = b"too-large";

/// `text/x-msmsgsinitialmdatanotification` and `text/x-msmsgsoimnotification`.
pub(super) fn content(message: &Message<'_>) -> Content {
    let (before, value, after) = parts(&message.body());
    let lines = |block: &Located<'_>| {
        Lines { headers: &message.headers, lines: Headers::read(&block.trimmed()) }.fields(NAMES)
    };
    let mut fields = lines(&before);
    let Some(value) = value.or_else(|| message.headers.get("Mail-Data")) else {
        fields.push(Field::text("Mail-Data", &after).trouble("Mail-Data is missing"));
        return Content::fields(fields).does("tells about your mailbox");
    };
    let (data, renderings) = data(&value);
    fields.push(data);
    fields.extend(lines(&after));
    Content { renderings, ..Content::fields(fields).does(does(value.bytes)) }
}

/// What stands before the mail data, the data up to the end of its XML, which may have line ends in it, and the rest.
fn parts<'a>(body: &Located<'a>) -> (Located<'a>, Option<Located<'a>>, Located<'a>) {
    let Some(at) = memmem::find(body.bytes, NAME) else {
        return (*body, None, body.from(body.bytes.len()));
    };
    let rest = body.from(at + NAME.len());
    let xml_end = memmem::find(rest.bytes, END).map(|at| at + END.len());
    let line_end = || memchr::memchr2(b'\r', b'\n', rest.bytes);
    let end = xml_end.or_else(line_end).unwrap_or(rest.bytes.len());
    (body.slice(0..at), Some(rest.slice(0..end).trimmed()), rest.from(end))
}

fn data(value: &Located<'_>) -> (Field, Vec<Rendering>) {
    if value.bytes.starts_with(b"<") {
        let tree = xml::content(value);
        return (Field::group("Mail-Data", value, tree.fields), tree.renderings);
    }
    let field = Field::text("Mail-Data", value);
    let field = match value.bytes == TOO_LARGE {
        true => field.stands_for(Some("more than a notice holds; the client asks for it by SOAP")),
        false => field.trouble("neither XML nor “too-large”"),
    };
    (field, Vec::new())
}

fn does(data: &[u8]) -> String {
    if data == TOO_LARGE {
        return "tells that your mail data is too large for a notice".to_owned();
    }
    let waiting = match memmem::find_iter(data, b"<M>").count() {
        0 => None,
        count => Some(amounts::counted(amounts::length(count), "offline message")),
    };
    match (number_in(data, b"<IU>"), waiting) {
        (None, Some(waiting)) => format!("tells that you have {waiting}"),
        (unread, None) => unread_in(unread, number_in(data, b"<OU>")),
        (unread, Some(waiting)) => format!("{} and {waiting}", unread_in(unread, number_in(data, b"<OU>"))),
    }
}

/// The number behind a tag.
fn number_in(data: &[u8], tag: &[u8]) -> Option<u64> {
    let start = memmem::find(data, tag)? + tag.len();
    let (number, _) = Located::at(0, data.get(start..)?).split_once(b'<')?;
    number.trimmed().number()
}
