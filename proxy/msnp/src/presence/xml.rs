//! XML as a run of elements that end, innermost first.
//!
//! To remember: whatever the bytes, reading ends after [`MOST`] pieces and at the first element deeper than [`DEEPEST`]; a
//! document type is never read, so that nothing grows by being expanded.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;

/// Levels of elements. The deepest that tell of people have four.
const DEEPEST: usize = 16;

/// Tags, texts and references read of one payload: a list of several thousand people.
const MOST: usize = 20_000;

/// The longest text read, in bytes.
const LONGEST_TEXT: usize = 4096;

/// The tag of an element.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    pub(super) fn name(&self) -> &[u8] {
        self.0.name().into_inner()
    }

    /// The value of an attribute, as it is meant.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|a| a.key.as_ref() == name.as_bytes())?;
        let raw = String::from_utf8_lossy(&found.value[..found.value.len().min(LONGEST_TEXT)]);
        Some(unescape(&raw).map(Cow::into_owned).unwrap_or_else(|_| raw.clone().into_owned()))
    }

    /// The same as a number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// Tells of each element when it ends: its tag and those around it, outermost first, and the text that stands last in it.
pub(super) fn ended(xml: &[u8], mut tell: impl FnMut(&[Tag<'_>], &str)) {
    let mut reader = Reader::from_reader(xml);
    reader.config_mut().allow_dangling_amp = true;
    let mut open: Vec<Tag<'_>> = Vec::new();
    let mut text = String::new();
    for _ in 0..MOST {
        match reader.read_event() {
            Ok(Event::Start(tag)) if open.len() < DEEPEST => {
                open.push(Tag(tag));
                text.clear();
            }
            Ok(Event::Empty(tag)) if open.len() < DEEPEST => {
                open.push(Tag(tag));
                tell(&open, "");
                open.pop();
            }
            Ok(Event::End(_)) => {
                tell(&open, &text);
                open.pop();
                text.clear();
            }
            Ok(Event::Text(piece)) => append(&mut text, &String::from_utf8_lossy(&piece)),
            Ok(Event::CData(piece)) => append(&mut text, &String::from_utf8_lossy(&piece)),
            Ok(Event::GeneralRef(reference)) => append(&mut text, &referred(&reference)),
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Start(_) | Event::Empty(_) | Event::Eof) | Err(_) => return,
        }
    }
}

fn append(text: &mut String, piece: &str) {
    if text.len() + piece.len() <= LONGEST_TEXT {
        text.push_str(piece);
    } else {
        let room = LONGEST_TEXT.saturating_sub(text.len());
        text.extend(piece.chars().take(room / 4)); // a character has at most four bytes
    }
}

/// The character a reference stands for; what stands for none is left as it is.
fn referred(reference: &BytesRef<'_>) -> String {
    let name = String::from_utf8_lossy(reference);
    let character = || reference.resolve_char_ref().ok().flatten().map(String::from);
    let known = resolve_predefined_entity(&name).map(str::to_owned).or_else(character);
    known.unwrap_or_else(|| format!("&{name};"))
}
