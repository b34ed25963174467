//! Whether the bytes left behind a payload are the rest of it: then its length was counted in characters (§10, 8).
//!
//! To remember: a length in characters is too small. As many characters as there are bytes in what was taken that only
//! continue one must be left over, and behind them a command, or nothing.
//!
//! ```text
//! MSG 3 N 9\r\n  caf\xC3\xA9 ol\xC3  \xA9!MSG 4 …     "café olé!" has 9 characters and 11 bytes
//!    the line   9 bytes taken    left over: of the 9 bytes one continues, so one character is missing, "!"
//! ```
//!
//! Some programs count UTF-16 units instead, of which a character beyond U+FFFF has two. Both are tried.

use super::case::Case;
use msnp::Verb;

/// One side of a connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stream {
    suspect: Option<Suspect>,
    /// The last thing said was a payload, in this entry.
    pub(super) payload: Option<u64>,
}

/// A payload whose length may have been counted in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Suspect {
    entry: u64,
    /// The characters, and the UTF-16 units, that are left over if they were counted; `None` when they were not.
    left: [Option<u32>; 2],
    /// Some of what is left over came.
    came: bool,
}

/// Characters, UTF-16 units.
const UNITS: [fn(u8) -> u32; 2] =
    [|byte| u32::from(begins(byte)), |byte| u32::from(begins(byte)) + u32::from(byte >= 0xF0)];

/// Whether a byte is the first of a character.
fn begins(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl Stream {
    /// The payload that bytes are found to be the rest of, as they pass.
    pub(super) fn found_by(&self, case: &Case<'_>) -> Option<u64> {
        let suspect = self.suspect?;
        let is_found = match is_left_over(case) {
            true => suspect.left.iter().zip(UNITS).any(|(left, units)| {
                let after = left.and_then(|left| skip(case.bytes, left, units).ok());
                let came = |after: &[u8]| suspect.came || after.len() < case.bytes.len();
                after.is_some_and(|after| came(after) && Verb::at_start_of(after).is_some())
            }),
            false => suspect.is_whole() && case.command.is_some(),
        };
        is_found.then_some(suspect.entry)
    }

    /// The same, when nothing more comes.
    pub(super) fn found_at_end(&self) -> Option<u64> {
        self.suspect.filter(Suspect::is_whole).map(|suspect| suspect.entry)
    }

    pub(super) fn pass(&mut self, case: &Case<'_>) {
        if is_left_over(case) {
            self.suspect = self.suspect.and_then(|suspect| suspect.after(case.bytes));
        } else {
            let payload = case.command.map_or(&[][..], |command| command.payload);
            self.suspect = Suspect::of(case.entry, payload);
        }
        self.payload = case.command.filter(|command| !command.payload.is_empty()).map(|_| case.entry);
    }
}

/// Whether this may be the rest of a payload: it is no command. A whole line end is not taken for it: people like to put one
/// behind a payload.
fn is_left_over(case: &Case<'_>) -> bool {
    case.command.is_none() && case.bytes != b"\r\n"
}

impl Suspect {
    /// `None` where bytes and characters are as many, or there is no text.
    fn of(entry: u64, payload: &[u8]) -> Option<Suspect> {
        let bytes = payload.len();
        if payload.is_ascii() {
            return None;
        }
        let characters = count(payload, begins);
        let units = characters + count(payload, |byte| byte >= 0xF0);
        let left = [characters, units].map(|counted| u32::try_from(bytes).ok()?.checked_sub(counted));
        left.iter().any(Option::is_some).then_some(Suspect { entry, left, came: false })
    }

    /// When these bytes have passed too. `None` when they cannot have been the rest.
    fn after(self, bytes: &[u8]) -> Option<Suspect> {
        let mut left = self.left;
        for (left, units) in left.iter_mut().zip(UNITS) {
            *left = left.and_then(|count| match skip(bytes, count, units) {
                Err(still) => Some(still),
                Ok(after) => after.is_empty().then_some(0),
            });
        }
        let is_possible = left.iter().any(Option::is_some);
        is_possible.then_some(Suspect { left, came: true, ..self })
    }

    /// Whether as much came as was left over.
    fn is_whole(&self) -> bool {
        self.came && self.left.contains(&Some(0))
    }
}

/// How many bytes are like that: in pieces whose count fits in a byte, which the processor does many at a time.
fn count(bytes: &[u8], is_like: impl Fn(u8) -> bool) -> u32 {
    let pieces = bytes.chunks(usize::from(u8::MAX));
    pieces.map(|piece| u32::from(piece.iter().map(|&byte| u8::from(is_like(byte))).sum::<u8>())).sum()
}

/// What stands behind so many units; `Err` with how many are missing. The rest of a character that was cut belongs to it.
fn skip(bytes: &[u8], count: u32, units: fn(u8) -> u32) -> Result<&[u8], u32> {
    let mut left = count;
    for (at, &byte) in bytes.iter().enumerate() {
        if left == 0 && begins(byte) {
            return Ok(&bytes[at..]);
        }
        left = left.saturating_sub(units(byte));
    }
    if left == 0 { Ok(&[]) } else { Err(left) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_characters_are_left_over_as_bytes_continue_one() {
        let left = |text: &str| Suspect::of(1, text.as_bytes()).map(|suspect| suspect.left);
        assert_eq!(left("plain"), None);
        assert_eq!(left("caf\u{e9}"), Some([Some(1), Some(1)]));
        assert_eq!(left("\u{1f600}"), Some([Some(3), Some(2)]));
        assert_eq!(left("caf\u{e9} ol"), Some([Some(1), Some(1)]), "where it was cut does not matter");
    }

    #[test]
    fn what_is_left_over_is_skipped_by_characters() {
        let [characters, units] = UNITS;
        assert_eq!(skip("\u{e9}oMSG".as_bytes(), 2, characters), Ok(&b"MSG"[..]));
        assert_eq!(skip(b"\xa9oMSG", 1, characters), Ok(&b"MSG"[..]), "the rest of a character");
        assert_eq!(skip(b"o", 3, characters), Err(2));
        assert_eq!(skip(b"o", 1, characters), Ok(&b""[..]));
        assert_eq!(skip("\u{1f600}PNG".as_bytes(), 2, units), Ok(&b"PNG"[..]));
    }
}
