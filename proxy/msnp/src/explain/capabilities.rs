//! The capability words of CHG, NLN and their kin (§9).

use super::Field;
use super::located::Located;
use crate::codes::{Capability, FIRST_WORD, SECOND_WORD, msnc};
use std::borrow::Cow;

/// A field of one capability word, or of two as `a:b` (MSNP16 and later). Its meaning is the client version, if it names
/// one; the bits of the second word are named `second 0x20`.
pub(crate) fn field(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
    let words: Vec<Located<'_>> = value.split(b':').collect();
    let number =
        |at: usize| words.get(at).and_then(Located::number).and_then(|word| u32::try_from(word).ok());
    let Some(first) = number(0) else {
        return Field::text(name, value).trouble("capabilities are a number below 2³²");
    };
    let mut fields =
        words.first().map_or_else(Vec::new, |word| bits("", first & 0x0fff_ffff, FIRST_WORD, word));
    if let (Some(second), Some(word)) = (number(1), words.get(1)) {
        fields.extend(bits("second ", second, SECOND_WORD, word));
    }
    let version =
        match first >> 28 {
            0 => None,
            nibble => Some(msnc(first).map_or_else(
                || Cow::Owned(format!("client version {nibble:X}, not described")),
                Cow::Borrowed,
            )),
        };
    Field::text(name, value).meaning(version).of(fields)
}

/// A field for each bit that is set.
fn bits(prefix: &str, word: u32, known: &[Capability], from: &Located<'_>) -> Vec<Field> {
    let set = (0..u32::BITS).map(|n| 1 << n).filter(|bit| word & bit != 0);
    set.map(|bit| {
        let meaning = known.iter().find(|(known, _)| *known == bit).map(|(_, meaning)| *meaning);
        Field::value(format!("{prefix}{bit:#x}"), meaning.unwrap_or("not described"), from)
    })
    .collect()
}
