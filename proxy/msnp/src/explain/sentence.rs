//! Sentences with places for values.
//!
//! ```text
//! {who} is now {status}.                       a place
//! You have {contacts:contact}.                 a place for a number: 1 contact, 2 contacts
//! {who} went offline[ on {network}].           dropped as a whole when a value in it is missing
//! {who} {does}.|{who} sends {length} bytes.    the first that has all its values
//! ```

use std::borrow::Cow;

/// How long a value may be in a sentence, in characters.
const LONGEST: usize = 240;

/// What is said where something is missing.
const EMPTY: &str = "(empty)";

/// Somebody's words that end with a mark of their own need no full stop after them.
const ENDED: [&str; 7] = [".”.", "!”.", "?”.", "…”.", ".)”.", "!)”.", "?)”."];

/// A sentence with places.
#[derive(Debug)]
pub(super) struct Sentence {
    alternatives: Vec<Vec<Piece>>,
}

#[derive(Debug)]
enum Piece {
    Words(&'static str),
    Place(&'static str),
    /// A number and what it counts.
    Count(&'static str, &'static str),
    Perhaps(Vec<Piece>),
}

impl Sentence {
    /// Reads a sentence of the glossary.
    pub(super) fn read(text: &'static str) -> Sentence {
        Sentence { alternatives: text.split('|').map(pieces).collect() }
    }

    /// The sentence with its values. Where none of its forms has all of them, the last says of those it misses that they
    /// are empty: a line may leave out what its sentence is about.
    pub(super) fn say<'v>(&self, value: &dyn Fn(&str) -> Option<Cow<'v, str>>) -> String {
        let said = |pieces: &Vec<Piece>| {
            let mut said = String::with_capacity(96);
            say(pieces, value, &mut said).then_some(said)
        };
        let mut said = self.alternatives.iter().find_map(said).unwrap_or_else(|| {
            let mut said = String::new();
            if let Some(pieces) = self.alternatives.last() {
                say(pieces, &|word| value(word).or(Some(Cow::Borrowed(EMPTY))), &mut said);
            }
            said
        });
        if ENDED.iter().any(|end| said.ends_with(end)) {
            said.pop();
        }
        said
    }

    /// The words of its places.
    #[cfg(test)]
    pub(super) fn places(&self) -> Vec<&'static str> {
        fn collect(pieces: &[Piece], into: &mut Vec<&'static str>) {
            for piece in pieces {
                match piece {
                    Piece::Words(_) => {}
                    Piece::Place(word) | Piece::Count(word, _) => into.push(word),
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
        pieces.push(match inner.split_once(':').filter(|_| close == '}') {
            Some((word, noun)) => Piece::Count(word, noun),
            None if close == '}' => Piece::Place(inner),
            None => Piece::Perhaps(self::pieces(inner)),
        });
        text = &text[end + 1..];
    }
    pieces.push(Piece::Words(text));
    pieces
}

/// Appends what the pieces say. `false`, and nothing appended, where a value is missing.
fn say<'v>(pieces: &[Piece], value: &dyn Fn(&str) -> Option<Cow<'v, str>>, said: &mut String) -> bool {
    let before = said.len();
    for piece in pieces {
        let complete = match piece {
            Piece::Words(words) => {
                said.push_str(words);
                true
            }
            Piece::Perhaps(pieces) => {
                say(pieces, value, said);
                true
            }
            Piece::Place(word) => value(word).is_some_and(|value| {
                push(&value, said);
                true
            }),
            Piece::Count(word, noun) => value(word).is_some_and(|number| {
                let plural = if number == "1" { "" } else { "s" };
                push(&number, said);
                said.extend([" ", noun, plural]);
                true
            }),
        };
        if !complete {
            said.truncate(before);
            return false;
        }
    }
    true
}

/// Appends a value: on one line, and cut where it is long.
fn push(value: &str, said: &mut String) {
    for (at, character) in value.chars().enumerate() {
        match character {
            _ if at == LONGEST => return said.push('…'),
            '\r' | '\n' if said.ends_with(' ') => {}
            '\r' | '\n' => said.push(' '),
            character => said.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &'static str, expected: &str) {
        let values = |word: &str| match word {
            "who" => Some(Cow::from("Bob")),
            "status" => Some(Cow::from("busy")),
            "words" => Some(Cow::from("two\r\nlines")),
            "one" => Some(Cow::from("1")),
            "none" => Some(Cow::from("0")),
            _ => None,
        };
        assert_eq!(Sentence::read(text).say(&values), expected);
    }

    #[test]
    fn a_quotation_ends_the_sentence_by_its_own_mark() {
        let said = |words: &str| {
            let says = format!("says “{words}”");
            let value = |word: &str| (word == "does").then_some(Cow::from(says.as_str()));
            Sentence::read("Bob {does}.").say(&value)
        };
        assert_eq!(said("hello"), "Bob says “hello”.");
        assert_eq!(said("hello!"), "Bob says “hello!”");
    }

    #[test]
    fn what_has_no_value_is_left_out() {
        check("{who} is now {status}.", "Bob is now busy.");
        check("{who} went offline[ on {network}].", "Bob went offline.");
        check("{who} {does}.|{who} sends something.", "Bob sends something.");
        check("{who} {does} to {whom}.|You have the group “{group}”.", "You have the group “(empty)”.");
    }

    #[test]
    fn what_is_counted_is_one_or_several() {
        check("{one:contact}, {none:group}[, {some:thing}].", "1 contact, 0 groups.");
    }

    #[test]
    fn a_sentence_stays_on_one_line() {
        check("{who} says “{words}”.", "Bob says “two lines”.");
    }
}
