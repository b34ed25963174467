//! The bytes of a frame as lines of a row: text with its line ends, a few bytes of what is no text.

use super::amount;
use super::row::{Row, Style};
use super::shown::{MASK, Shown};
use std::fmt::Write as _;

/// How much text of a frame is shown, secrets not counted, in bytes.
const LONGEST: usize = 4 * 1024;

/// How many lines of it.
const MOST_LINES: usize = 100;

/// How many bytes of what is no text.
const PREVIEW: usize = 12;

/// Appends a frame, its first line where the row stands and the others under it.
pub(super) fn push(row: &mut Row, shown: &Shown<'_>, sender: Style) {
    let all = shown.frame.bytes.len();
    if shown.is_continuation() {
        row.push(Style::Mask, MASK.as_bytes());
        let told = format!(" {} that continue a line", amount::counted(all as u64, "byte"));
        return row.push(Style::Escaped, told.as_bytes());
    }
    let text = text_length(shown);
    let came_to = push_text(row, shown, shown.cut_after(LONGEST).min(text), sender);
    if came_to < text {
        let (part, whole) = (amount::bytes(came_to as u64), amount::bytes(all as u64));
        row.break_line();
        row.push(Style::Escaped, format!("… {part} of {whole} shown").as_bytes());
    } else if text < all {
        if text > 0 {
            row.break_line();
        }
        push_preview(row, shown, text);
    }
}

/// Appends a frame's bytes up to `end`, or as many lines of them as are shown. Returns up to where it came.
fn push_text(row: &mut Row, shown: &Shown<'_>, end: usize, sender: Style) -> usize {
    let (mut at, mut ended, mut at_line_end) = (0, 0, false);
    for part in shown.parts(end) {
        if part.secret {
            if std::mem::take(&mut at_line_end) {
                row.break_line();
            }
            row.push(Style::Mask, MASK.as_bytes());
            at = part.range.end;
            continue;
        }
        for line in shown.frame.bytes[part.range].split_inclusive(|&byte| byte == b'\n') {
            if ended == MOST_LINES {
                return at;
            }
            if std::mem::take(&mut at_line_end) {
                row.break_line();
            }
            let (text, line_end) = without_line_end(line);
            row.push(sender, text);
            row.push(Style::LineEnd, line_end.as_bytes());
            at += line.len();
            at_line_end = !line_end.is_empty();
            ended += usize::from(at_line_end);
        }
    }
    at
}

/// A line without its end, and how the end is shown.
fn without_line_end(line: &[u8]) -> (&[u8], &'static str) {
    match line {
        [text @ .., b'\r', b'\n'] => (text, r"\r\n"),
        [text @ .., b'\n'] => (text, r"\n"),
        text => (text, ""),
    }
}

/// Appends the beginning of what is no text: `[1,202 bytes: 00 00 00 00 9c 1f …]`.
fn push_preview(row: &mut Row, shown: &Shown<'_>, start: usize) {
    let bytes = &shown.frame.bytes[start..];
    let mut told = format!("[{}:", amount::counted(bytes.len() as u64, "byte"));
    let mut in_secret = false;
    for (at, byte) in bytes.iter().enumerate().take(PREVIEW) {
        let was_in_secret = std::mem::replace(&mut in_secret, shown.hides(start + at));
        let written = match (was_in_secret, in_secret) {
            (true, true) => Ok(()),
            (false, true) => write!(told, " {MASK}"),
            (_, false) => write!(told, " {byte:02x}"),
        };
        written.expect("a String takes everything");
    }
    told.push_str(if bytes.len() > PREVIEW { " …]" } else { "]" });
    row.push(Style::Escaped, told.as_bytes());
}

/// How much of a frame, from its start, is text: all of it, or what precedes the body of a binary message.
fn text_length(shown: &Shown<'_>) -> usize {
    let frame = &shown.frame;
    let (line, payload) = match frame.opaque {
        true => (&[][..], frame.bytes),
        false => (frame.line(), frame.payload()),
    };
    if !is_binary(payload) {
        return frame.bytes.len();
    }
    let headers = memchr::memmem::find(payload, b"\r\n\r\n").map_or(0, |end| end + 4);
    let headers = if is_binary(&payload[..headers]) { 0 } else { headers };
    line.len() + headers
}

/// Whether nobody could read this: it holds zeros, other than behind it, or more than one in ten is no character.
fn is_binary(bytes: &[u8]) -> bool {
    let looked_at = &bytes[..bytes.len().min(LONGEST)];
    let length = looked_at.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let looked_at = &looked_at[..length];
    let strange = |text: &str| {
        let strange = |byte: &u8| byte.is_ascii_control() && !byte.is_ascii_whitespace();
        text.as_bytes().iter().filter(|byte| strange(byte)).count()
    };
    let unreadable: usize =
        looked_at.utf8_chunks().map(|chunk| strange(chunk.valid()) + chunk.invalid().len()).sum();
    memchr::memchr(0, looked_at).is_some() || unreadable * 10 > length
}
