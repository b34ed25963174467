//! Sentences with places for values.
//!
//! ```text
//! {who} is now {status}.                       a place
//! {who} went offline[ on {network}].           dropped as a whole when a value in it is missing
//! {who} {does}.|{who} sends {length} bytes.    the first that has all its values
//! ```

use std::borrow::Cow;

/// How long a value may be in a sentence, in characters.
const LONGEST: usize = 240;

/// A sentence with places.
#[derive(Debug)]
pub(super) struct Sentence {
    alternatives: Vec<Vec<Piece>>,
}

#[derive(Debug)]
enum Piece {
    Words(&'static str),
    Place(&'static str),
    Perhaps(Vec<Piece>),
}

impl Sentence {
    /// Reads a sentence of the glossary.
    pub(super) fn read(text: &'static str) -> Sentence {
        Sentence { alternatives: text.split('|').map(pieces).collect() }
    }

    /// The sentence with its values; empty where none of its forms has all of them.
    pub(super) fn say<'v>(&self, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> String {
        for pieces in &self.alternatives {
            let mut said = String::with_capacity(96);
            if say(pieces, value, &mut said) {
                return said;
            }
        }
        String::new()
    }

    /// The words of its places.
    #[cfg(test)]
    pub(super) fn places(&self) -> Vec<&'static str> {
        fn collect(pieces: &[Piece], into: &mut Vec<&'static str>) {
            for piece in pieces {
                match piece {
                    Piece::Words(_) => {}
                    Piece::Place(word) => into.push(word),
                    Piece::Perhaps(pieces) => collect(pieces, into),
                }
            }
        }
        let mut places = Vec::new();
        self.alternatives.iter().for_each(|pieces| collect(pieces, &mut places));
        places
    }
}

fn pieces(mut text: &'static str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while let Some(at) = text.find(['{', '[']) {
        pieces.push(Piece::Words(&text[..at]));
        let close = if text[at..].starts_with('{') { '}' } else { ']' };
        let end = at + text[at..].find(close).expect("what opens in the glossary closes there");
        let inner = &text[at + 1..end];
        pieces.push(if close == '}' { Piece::Place(inner) } else { Piece::Perhaps(self::pieces(inner)) });
        text = &text[end + 1..];
    }
    pieces.push(Piece::Words(text));
    pieces
}

/// Appends what the pieces say. `false`, and nothing appended, where a value is missing.
fn say<'v>(pieces: &[Piece], value: &dyn Fn(&str) -> Option<Cow<'v, str>>, said: &mut String) -> bool {
    let before = said.len();
    for piece in pieces {
        match piece {
            Piece::Words(words) => said.push_str(words),
            Piece::Perhaps(pieces) => {
                say(pieces, value, said);
            }
            Piece::Place(word) => match value(word) {
                Some(value) => match value.char_indices().nth(LONGEST) {
                    None => said.push_str(&value),
                    Some((end, _)) => said.extend([&value[..end], "…"]),
                },
                None => {
                    said.truncate(before);
                    return false;
                }
            },
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &'static str, expected: &str) {
        let values = |word: &str| match word {
            "who" => Some(Cow::from("Bob")),
            "status" => Some(Cow::from("busy")),
            _ => None,
        };
        assert_eq!(Sentence::read(text).say(&values), expected);
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        check("{who} is now {status}.", "Bob is now busy.");
        check("{who} went offline[ on {network}].", "Bob went offline.");
        check("{who} {does}.|{who} sends something.", "Bob sends something.");
        check("{does}", "");
    }
}
