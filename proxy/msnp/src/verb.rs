use std::fmt;

/// A command word: three upper-case letters, or three digits for an error reply (§1.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Verb([u8; 3]);

/// Words of three letters A–Z.
const WORDS: usize = 26 * 26 * 26;

impl Verb {
    /// The verb at the start of a line, if there is one: `None` for anything but three of A–Z or three of 0–9
    /// followed by a space, a line end or nothing.
    pub fn at_start_of(line: &[u8]) -> Option<Verb> {
        match *line {
            [a, b, c] | [a, b, c, b' ' | b'\r' | b'\n', ..] => Verb::from_bytes([a, b, c]),
            _ => None,
        }
    }

    /// These three bytes as a verb, if they are all letters A–Z or all digits.
    pub const fn from_bytes(word: [u8; 3]) -> Option<Verb> {
        let [a, b, c] = word;
        let letters = a.is_ascii_uppercase() && b.is_ascii_uppercase() && c.is_ascii_uppercase();
        let digits = a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit();
        if letters || digits { Some(Verb(word)) } else { None }
    }

    /// How many verbs there can be.
    pub const COUNT: usize = WORDS + 1000;

    /// A number of its own, below [`Verb::COUNT`]: for tables with a place for every verb.
    pub fn ordinal(&self) -> usize {
        match self.error_number() {
            Some(number) => WORDS + usize::from(number),
            None => self.0.iter().fold(0, |ordinal, letter| ordinal * 26 + usize::from(letter - b'A')),
        }
    }

    /// The three bytes as they stand on the wire.
    pub const fn as_bytes(&self) -> &[u8; 3] {
        &self.0
    }

    /// The three characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("verbs are ASCII by construction")
    }

    /// The number of an error reply (§5.6), `None` for a word.
    pub fn error_number(&self) -> Option<u16> {
        self.0[0].is_ascii_digit().then(|| self.0.iter().fold(0, |n, d| n * 10 + u16::from(d - b'0')))
    }
}

impl PartialEq<&str> for Verb {
    fn eq(&self, word: &&str) -> bool {
        self.0 == word.as_bytes()
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_verb_has_a_place_of_its_own() {
        let letters = (b'A'..=b'Z').map(|letter| [letter, b'A', b'Z']);
        let digits = (b'0'..=b'9').map(|digit| [digit, b'0', b'9']);
        let verbs: Vec<_> = letters.chain(digits).chain([*b"AAA", *b"ZZZ", *b"000", *b"999"]).collect();
        let verbs: Vec<Verb> = verbs.into_iter().filter_map(Verb::from_bytes).collect();
        let places: BTreeSet<usize> = verbs.iter().map(Verb::ordinal).collect();
        assert_eq!(places.len(), verbs.len());
        assert_eq!((places.first(), places.last()), (Some(&0), Some(&(Verb::COUNT - 1))));
    }
}
