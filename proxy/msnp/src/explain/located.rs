//! Bytes that know where in the frame they stand, also after being decoded: so that every field can point at its bytes.

use std::ops::Range;

/// Bytes to decode, and where they stand in the frame. A view, cheap to copy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Located<'a> {
    pub(crate) bytes: &'a [u8],
    place: Place<'a>,
}

/// Where bytes stand in the frame.
#[derive(Clone, Copy, Debug)]
enum Place<'a> {
    /// As they are, from here on.
    From(usize),
    /// Decoded: each from its own stretch of the frame. As many as there are bytes.
    Each { spans: &'a [Span], start: usize },
}

/// A stretch of the frame. Frames are shorter than 2³² by the caps of the deframer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    start: u32,
    end: u32,
}

/// Bytes that were decoded, each with the stretch of the frame it was spelled by.
#[derive(Clone, Debug)]
pub(crate) struct Decoded {
    bytes: Vec<u8>,
    spans: Vec<Span>,
    /// Where all of it stands in the frame.
    whole: Range<usize>,
}

impl Decoded {
    pub(crate) fn view(&self) -> Located<'_> {
        Located { bytes: &self.bytes, place: Place::Each { spans: &self.spans, start: self.whole.start } }
    }
}

impl<'a> Located<'a> {
    /// Bytes that stand at `start` in the frame.
    pub(crate) fn at(start: usize, bytes: &'a [u8]) -> Located<'a> {
        Located { bytes, place: Place::From(start) }
    }

    /// Where all of it stands in the frame.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span_of(0..self.bytes.len())
    }

    /// Where a part of it stands in the frame.
    pub(crate) fn span_of(&self, part: Range<usize>) -> Range<usize> {
        match self.place {
            Place::From(start) => start + part.start..start + part.end,
            Place::Each { spans, start } => {
                let part = spans.get(part).unwrap_or_default();
                let first = part.iter().map(|span| span.start as usize).min();
                let last = part.iter().map(|span| span.end as usize).max();
                first.unwrap_or(start)..last.unwrap_or(start)
            }
        }
    }

    /// A part of it; what lies outside is left out.
    pub(crate) fn slice(&self, part: Range<usize>) -> Located<'a> {
        let end = part.end.min(self.bytes.len());
        let part = part.start.min(end)..end;
        let place = match self.place {
            Place::From(start) => Place::From(start + part.start),
            Place::Each { spans, start } => Place::Each {
                spans: &spans[part.clone()],
                start: spans.get(part.start).or(spans.last()).map_or(start, |span| span.start as usize),
            },
        };
        Located { bytes: &self.bytes[part], place }
    }

    /// From a place on.
    pub(crate) fn from(&self, start: usize) -> Located<'a> {
        self.slice(start..self.bytes.len())
    }

    /// A part of it that is given as bytes, such as what `strip_prefix` or an iterator over `bytes` returned. Bytes that
    /// are not a part of it are taken to stand where it begins.
    pub(crate) fn part(&self, bytes: &'a [u8]) -> Located<'a> {
        let start = (bytes.as_ptr() as usize).wrapping_sub(self.bytes.as_ptr() as usize);
        if start <= self.bytes.len() && bytes.len() <= self.bytes.len() - start {
            self.slice(start..start + bytes.len())
        } else {
            Located { bytes, place: Place::From(self.span().start) }
        }
    }

    /// Without white space around it.
    pub(crate) fn trimmed(&self) -> Located<'a> {
        self.part(self.bytes.trim_ascii())
    }

    /// The parts between separators, which may be empty.
    pub(crate) fn split(&self, separator: u8) -> impl Iterator<Item = Located<'a>> + use<'a> {
        let whole = *self;
        self.bytes.split(move |&byte| byte == separator).map(move |part| whole.part(part))
    }

    /// What stands before and after the first separator.
    pub(crate) fn split_once(&self, separator: u8) -> Option<(Located<'a>, Located<'a>)> {
        let at = memchr::memchr(separator, self.bytes)?;
        Some((self.slice(0..at), self.from(at + 1)))
    }

    /// As text; what is no UTF-8 becomes the replacement character.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(self.bytes).into_owned()
    }

    /// The number it spells in decimal digits and nothing else.
    pub(crate) fn number(&self) -> Option<u64> {
        let digits = std::str::from_utf8(self.bytes).ok()?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    }

    /// With `%XX` decoded; a `%` that is not followed by two hexadecimal digits stands for itself (§1.2). `None` where
    /// nothing is encoded.
    pub(crate) fn percent_decoded(&self) -> Option<Decoded> {
        let digit = |at: usize| self.bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let encoded =
            |at: usize| (self.bytes[at] == b'%').then(|| digit(at + 1).zip(digit(at + 2))).flatten();
        memchr::memchr_iter(b'%', self.bytes).find(|&at| encoded(at).is_some())?;
        let mut decoding = Decoding::of(self);
        let mut at = 0;
        while at < self.bytes.len() {
            let (byte, length) = match encoded(at) {
                Some((high, low)) => (u8::try_from(high * 16 + low).unwrap_or_default(), 3),
                None => (self.bytes[at], 1),
            };
            decoding.push(byte, at..at + length);
            at += length;
        }
        Some(decoding.done())
    }

    /// With what `marker` begins decoded, wherever `decode`, given everything from the marker on, knows the character and
    /// how many bytes spell it. `None` where nothing is encoded.
    pub(crate) fn decoded_at(
        &self,
        marker: u8,
        decode: impl Fn(&[u8]) -> Option<(char, usize)>,
    ) -> Option<Decoded> {
        let decode = |at: usize| self.bytes.get(at..).and_then(&decode).filter(|(_, length)| *length > 0);
        memchr::memchr_iter(marker, self.bytes).find(|&at| decode(at).is_some())?;
        let mut decoding = Decoding::of(self);
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            match (byte == marker).then(|| decode(at)).flatten() {
                Some((character, length)) => {
                    let mut utf8 = [0; 4];
                    for &byte in character.encode_utf8(&mut utf8).as_bytes() {
                        decoding.push(byte, at..at + length);
                    }
                    at += length;
                }
                None => {
                    decoding.push(byte, at..at + 1);
                    at += 1;
                }
            }
        }
        Some(decoding.done())
    }

    /// Decoded as base64 as far as it goes, white space skipped and padding optional, and where it stopped being base64.
    pub(crate) fn base64_decoded(&self) -> (Decoded, Option<usize>) {
        let mut decoding = Decoding::of(self);
        let (mut bits, mut count, mut first) = (0u32, 0, 0);
        for (at, &byte) in self.bytes.iter().enumerate() {
            let Some(value) = sextet(byte) else {
                match byte {
                    b'=' | b' ' | b'\r' | b'\n' | b'\t' => continue,
                    _ => return (decoding.done(), Some(at)),
                }
            };
            bits = bits << 6 | value;
            count += 6;
            if count >= 8 {
                count -= 8;
                decoding.push((bits >> count & 0xff) as u8, first..at + 1);
                first = at;
            } else {
                first = at;
            }
        }
        (decoding.done(), None)
    }

    /// With its characters in reverse order (§3.5).
    pub(crate) fn reversed(&self) -> Decoded {
        let mut decoding = Decoding::of(self);
        for (at, &byte) in self.bytes.iter().enumerate().rev() {
            decoding.push(byte, at..at + 1);
        }
        decoding.done()
    }
}

/// The value of a base64 digit.
fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(value.into())
}

/// A decoding under way.
struct Decoding<'a> {
    source: Located<'a>,
    bytes: Vec<u8>,
    spans: Vec<Span>,
}

impl<'a> Decoding<'a> {
    fn of(source: &Located<'a>) -> Decoding<'a> {
        let capacity = source.bytes.len();
        Decoding { source: *source, bytes: Vec::with_capacity(capacity), spans: Vec::with_capacity(capacity) }
    }

    /// A byte that `part` of the source spells.
    fn push(&mut self, byte: u8, part: Range<usize>) {
        let Range { start, end } = self.source.span_of(part);
        let number = |at| u32::try_from(at).unwrap_or(u32::MAX);
        self.bytes.push(byte);
        self.spans.push(Span { start: number(start), end: number(end) });
    }

    fn done(self) -> Decoded {
        Decoded { whole: self.source.span(), bytes: self.bytes, spans: self.spans }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_percent_encoded_points_at_its_three_bytes() {
        let decoded = Located::at(10, b"A%20b%e9%zz%").percent_decoded().expect("something is encoded");
        let view = decoded.view();
        assert_eq!(view.bytes, b"A b\xe9%zz%");
        assert_eq!(view.span_of(1..2), 11..14);
        assert_eq!(view.slice(2..4).span(), 14..18);
        assert_eq!(view.span(), 10..22);
        assert!(Located::at(0, b"100%").percent_decoded().is_none());
    }

    #[test]
    fn what_is_in_base64_points_at_the_digits_that_hold_its_bits() {
        let source = Located::at(100, b"aGVs\r\nbG8=");
        let (decoded, broken) = source.base64_decoded();
        let view = decoded.view();
        assert_eq!((view.bytes, broken), (&b"hello"[..], None));
        assert_eq!(view.span_of(0..1), 100..102);
        assert_eq!(view.span_of(1..2), 101..103);
        assert_eq!(view.span_of(3..5), 106..109);
    }

    #[test]
    fn base64_that_breaks_is_decoded_up_to_there() {
        let (decoded, broken) = Located::at(0, b"aGVs!bG8").base64_decoded();
        assert_eq!((decoded.view().bytes, broken), (&b"hel"[..], Some(4)));
    }

    #[test]
    fn decodings_of_decodings_still_point_at_the_frame() {
        let percent = Located::at(5, b"aGk%3D").percent_decoded().expect("something is encoded");
        let view = percent.view();
        let (decoded, _) = view.base64_decoded();
        assert_eq!(decoded.view().bytes, b"hi");
        assert_eq!(decoded.view().span_of(1..2), 6..8);
        let reversed = view.reversed();
        assert_eq!(reversed.view().bytes, b"=kGa");
        assert_eq!(reversed.view().span_of(0..1), 8..11);
    }

    #[test]
    fn a_part_given_as_bytes_is_found_where_it_stands() {
        let whole = Located::at(7, b"To: <bob>");
        let (name, value) = whole.split_once(b':').expect("a colon");
        assert_eq!((name.span(), value.trimmed().span()), (7..9, 11..16));
        assert_eq!(whole.part(b"elsewhere").span().start, 7);
        assert_eq!(whole.slice(20..30).bytes, b"");
    }
}
