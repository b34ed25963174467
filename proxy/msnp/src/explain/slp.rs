//! MSNSLP: how two clients agree on a picture, a file or a call (§7.7).
//!
//! ```text
//! INVITE MSNMSGR:bob@example.org MSNSLP/1.0      start line: a request, or MSNSLP/1.0 200 OK
//! To: <msnmsgr:bob@example.org>                  headers
//!
//! EUF-GUID: {A4268EEC-…}                         body: lines like headers
//!
//! NUL
//! ```

mod addresses;
mod context;
mod does;
mod names;
mod start;
mod values;

#[cfg(test)]
mod tests;

use super::Field;
use super::content::Content;
use super::headers::{Header, Headers};
use super::located::Located;
use crate::explain::amounts::{counted, length};
use crate::explain::binary::plain;
use start::Start;

/// Which part of an MSNSLP message there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// The first of several packets: it may break off anywhere.
    First,
    /// A later one: it begins anywhere.
    Later,
}

/// An MSNSLP request or response.
pub(crate) fn content(text: &Located<'_>) -> Content {
    part(text, Part::Whole)
}

/// A part of one, decoded as far as it goes.
pub(crate) fn part(text: &Located<'_>, part: Part) -> Content {
    match part {
        Part::Whole => message(text, true),
        Part::First => {
            let mut content = message(text, false);
            content.fields.iter_mut().for_each(overlook);
            content.renderings.clear();
            content
        }
        Part::Later => continuation(text),
    }
}

/// A message that breaks off is not broken: the rest is in other packets.
fn overlook(field: &mut Field) {
    field.trouble = None;
    field.fields.iter_mut().for_each(overlook);
}

fn message(text: &Located<'_>, whole: bool) -> Content {
    let (line, rest) = first_line(text);
    let Some(start) = Start::read(&line) else {
        let trouble = "neither a request nor a response of MSNSLP";
        return Content::fields(vec![
            Field::text("start line", &line).trouble(trouble),
            Field::text("text", &rest),
        ]);
    };
    let head = Headers::read(&rest);
    let kind = head.get("Content-Type").map(|kind| kind.text().to_ascii_lowercase()).unwrap_or_default();
    let mut fields = vec![start.field(&line)];
    let headers = head.fields(|header| match header.is("Content-Length") {
        true => content_length(header, &head.body),
        false => values::field(header),
    });
    fields.extend(headers.into_iter().take(if whole { usize::MAX } else { head.headers.len() }));
    let body = body(&kind, &head.body);
    let does = does::does(&start, &kind, &body.fields);
    if !head.body.bytes.is_empty() {
        fields
            .push(Field::group("body", &head.body, body.fields).meaning(names::body(&kind).map(Into::into)));
    }
    Content { fields, renderings: body.renderings, ..Content::default() }.does(does)
}

/// What stands before the first line end and after it.
fn first_line<'a>(text: &Located<'a>) -> (Located<'a>, Located<'a>) {
    let end = memchr::memchr2(b'\r', b'\n', text.bytes).unwrap_or(text.bytes.len());
    let rest = text.from(end);
    let line_end = if rest.bytes.starts_with(b"\r\n") { 2 } else { 1 };
    (text.slice(0..end), rest.from(line_end))
}

/// The length, which counts the NUL at the end; some clients leave out one of the two.
fn content_length(header: &Header<'_>, body: &Located<'_>) -> Field {
    let there = length(body.bytes.len());
    let field = values::field(header);
    let Some(said) = header.value.number() else { return field };
    let ends_in_nul = body.bytes.last() == Some(&0);
    match (said.checked_sub(there), ends_in_nul) {
        (Some(0), _) => field,
        (Some(1), false) => field.stands_for(Some("counts a NUL that is not there")),
        (None, true) if there - said == 1 => field.stands_for(Some("does not count the NUL at the end")),
        _ => field.trouble(format!("but the body has {}", counted(there, "byte"))),
    }
}

/// The lines of a body, and the pictures in them.
fn body(kind: &str, body: &Located<'_>) -> Content {
    let (text, end) = without_nuls(body);
    let mut content = match names::has_lines(kind) {
        true => lines(&text),
        false if text.bytes.is_empty() => Content::default(),
        false => Content::fields(vec![Field::text("text", &text)]),
    };
    content.fields.extend(end);
    content
}

/// The text, and the NULs behind it as a field.
fn without_nuls<'a>(text: &Located<'a>) -> (Located<'a>, Option<Field>) {
    let used = text.bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let end = text.from(used);
    (text.slice(0..used), (!end.bytes.is_empty()).then(|| plain("end of the text", &end)))
}

/// `Name: value` lines.
fn lines(text: &Located<'_>) -> Content {
    let lines = Headers::read(text);
    let used_for = lines.get("EUF-GUID").map(|guid| guid.text());
    let mut content = Content::default();
    for line in &lines.headers {
        if line.is("Context") {
            let (field, picture) = context::field(&line.value, used_for.as_deref());
            content.fields.push(field);
            content.renderings.extend(picture);
        } else {
            content.fields.push(values::field(line));
        }
    }
    if !lines.body.bytes.is_empty() {
        content.fields.push(Field::text("further text", &lines.body));
    }
    content
}

/// What goes on from an earlier packet: the rest of a line, then lines, of which nothing says whether they are headers
/// or a body.
fn continuation(text: &Located<'_>) -> Content {
    let (text, end) = without_nuls(text);
    let (line, mut rest) = first_line(&text);
    let mut fields = vec![Field::text("rest of a line", &line)];
    for _headers_then_body in 0..2 {
        let block = Headers::read(&rest);
        fields.extend(block.headers.iter().map(values::field));
        rest = block.body;
    }
    fields.extend(end);
    fields.iter_mut().for_each(overlook);
    Content::fields(fields)
}
