//! The context of a session: which picture is asked for, or which file is offered.
//!
//! ```text
//! file: length, version, size, type, name (UTF-16, zeros behind it), unknown, picture of the file
//!       └──4──┘ └──4──┘ └─8┘ └─4─┘  └───────────520──────────────┘
//!       └────────────────────────── length ─────────────────────────────────┘
//! ```

use super::names;
use crate::explain::binary::{Layout, Order, plain};
use crate::explain::located::Located;
use crate::explain::object;
use crate::explain::pictures::picture;
use crate::explain::{Field, Rendering, Spelling};
use crate::slp::FILE_NAME;

const FILE: Layout =
    Layout { order: Order::Little, rows: &[("length", 4), ("version", 4), ("file size", 8), ("type", 4)] };

/// The field of a context in base64, and the picture in it. `used_for`: the EUF-GUID of its session.
pub(super) fn field(value: &Located<'_>, used_for: Option<&str>) -> (Field, Option<Rendering>) {
    let (decoded, broken) = value.base64_decoded();
    let view = decoded.view();
    let used = view.bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let text = view.slice(0..used);
    let is_file = used_for.is_some_and(|guid| guid.eq_ignore_ascii_case(names::FILE));
    let (field, picture) = if text.bytes.trim_ascii_start().starts_with(b"<msnobj") {
        (object::field("Context", &text), None)
    } else if is_file {
        file(&view)
    } else if let Some(words) = utf16(view.bytes) {
        (Field::value("Context", words, value).stands_for(Some("UTF-16 in base64")), None)
    } else {
        (plain("Context", &view), None)
    };
    let field = Field { span: value.span(), ..field.spelled(Spelling::Base64) };
    match broken {
        None => (field, picture),
        Some(at) => (field.trouble(format!("is base64 for {at} of {} characters", value.bytes.len())), None),
    }
}

/// A file that is offered: its name, its size, perhaps a small picture of it.
fn file(context: &Located<'_>) -> (Field, Option<Rendering>) {
    let fixed = FILE.size();
    let mut fields = FILE.fields(context);
    let name = context.slice(fixed..fixed + FILE_NAME);
    let (written, words) = zero_ended(&name);
    fields.push(Field::value("file name", words.clone(), &written).spelled(Spelling::Utf16));
    let length = usize::try_from(Order::Little.number(context.slice(0..4).bytes)).unwrap_or(usize::MAX);
    let unknown = context.slice(fixed + FILE_NAME..length);
    if !unknown.bytes.is_empty() {
        fields.push(plain("unknown", &unknown));
    }
    let preview = context.from(length.max(fixed + FILE_NAME));
    let media = picture(preview.bytes);
    if !preview.bytes.is_empty() {
        fields.push(plain("picture of the file", &preview).stands_for(media));
    }
    let field = Field::value("Context", words, context)
        .stands_for(Some("a file, as clients write it: the form is not verified"))
        .of(fields);
    let there = context.bytes.len();
    let least = length.max(fixed + FILE_NAME);
    let field =
        if there < least { field.trouble(format!("ends after {there} of {least} bytes")) } else { field };
    (field, media.map(|media| Rendering::Picture(media, preview.bytes.to_vec())))
}

/// UTF-16 up to a zero: the bytes it takes, and the text.
fn zero_ended<'a>(name: &Located<'a>) -> (Located<'a>, String) {
    let units: Vec<u16> = units(name.bytes).take_while(|&unit| unit != 0).collect();
    (name.slice(0..units.len() * 2), String::from_utf16_lossy(&units))
}

/// The text, if it is UTF-16 that can be read aloud.
fn utf16(bytes: &[u8]) -> Option<String> {
    let units: Vec<u16> = units(bytes).collect();
    let text = String::from_utf16(&units).ok()?;
    let text = text.trim_end_matches('\0');
    let readable = !text.is_empty() && bytes.len().is_multiple_of(2);
    (readable && text.chars().all(|char| char.is_ascii() && !char.is_ascii_control()))
        .then(|| text.to_owned())
}

fn units(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(u16::from_le_bytes)
}
