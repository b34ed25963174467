//! What a frame means, without the secrets in it.
//!
//! To remember: a secret is gone before anything is explained, so that no sentence, field or picture can hold a part of
//! it; and fields point at the bytes as they are shown, masks included.

use super::shown::{MASK, Shown};
use msnp::Frame;
use msnp::explain::{Context, Explanation, Field, Rendering, explain};
use std::ops::Range;

/// What stands for each byte of a secret while a frame is explained: a character nobody writes.
const HIDDEN: char = '\u{1a}';

/// Explains a frame as it may be shown.
pub(super) fn explained(shown: &Shown<'_>, context: &Context) -> Explanation {
    if !shown.is_masked() {
        return explain(&shown.frame, context);
    }
    let mut bytes = shown.frame.bytes.to_vec();
    for secret in shown.hidden() {
        bytes[secret.clone()].fill(HIDDEN as u8);
    }
    let mut explanation = explain(&Frame { bytes: &bytes, ..shown.frame }, context);
    hide_in_text(&mut explanation.says);
    for field in explanation.arguments.iter_mut().chain(&mut explanation.payload) {
        hide_in_field(field, shown.hidden());
    }
    for rendering in &mut explanation.renderings {
        match rendering {
            Rendering::Said { text, .. } | Rendering::Xml(text) => hide_in_text(text),
            Rendering::Picture(..) => {}
        }
    }
    explanation
}

/// Makes a mask of whatever stands for a secret, however long it is.
fn hide_in_text(text: &mut String) {
    if text.contains(HIDDEN) {
        let mut shown = String::with_capacity(text.len());
        for (at, part) in text.split(HIDDEN).enumerate() {
            if at > 0 && !shown.ends_with(MASK) {
                shown.push_str(MASK);
            }
            shown.push_str(part);
        }
        *text = shown;
    }
}

fn hide_in_field(field: &mut Field, hidden: &[Range<usize>]) {
    let Range { start, end } = field.span;
    let is_secret = |secret: &Range<usize>| start < end && secret.start <= start && end <= secret.end;
    let touches = |secret: &Range<usize>| start < secret.end && secret.start < end;
    if hidden.iter().any(is_secret) {
        *field =
            Field { name: field.name.clone(), value: MASK.to_owned(), span: start..end, ..Field::default() };
    } else if hidden.iter().any(touches) {
        hide_in_text(&mut field.value);
        // What cannot be judged without the secret is not judged.
        field.trouble = None;
        field.meaning = field.meaning.take().filter(|meaning| !meaning.contains(HIDDEN));
        field.fields.iter_mut().for_each(|field| hide_in_field(field, hidden));
    }
    field.span = place(start, hidden)..place(end, hidden);
    if !hidden.iter().any(touches) {
        move_within(&mut field.fields, hidden);
    }
}

/// Moves fields that hold no secret to where their bytes are shown.
fn move_within(fields: &mut [Field], hidden: &[Range<usize>]) {
    for field in fields {
        field.span = place(field.span.start, hidden)..place(field.span.end, hidden);
        move_within(&mut field.fields, hidden);
    }
}

/// Where a byte of the frame stands among the bytes that are shown.
fn place(at: usize, hidden: &[Range<usize>]) -> usize {
    let mut shown = at;
    for secret in hidden {
        if at >= secret.end {
            shown = shown + MASK.len() - secret.len();
        } else if at > secret.start {
            shown = shown - (at - secret.start) + MASK.len();
        }
    }
    shown
}

#[cfg(test)]
mod tests;
