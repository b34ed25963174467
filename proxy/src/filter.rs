//! Which entries a person wants to see: `cmd:MSG dir:c2s session:3 role:SB text:"hello"`.
//!
//! To remember: a filter sees no more than the person it is for. Text that is masked is not found, or a filter could
//! guess a password letter by letter.
//!
//! ```text
//! filter = term { " " term }          every term must fit
//! term   = [ "-" ] [ key ":" ] value  "-" turns it round; without a key it is text
//! value  = word | '"' text '"'        in quotes \" and \\ stand for " and \
//! ```

use crate::transcript::{Entry, Passed, SessionId, What};
use crate::view;
use memchr::memmem::Finder;
use msnp::{Direction, Frame, Role, Verb, secret};
use thiserror::Error;

/// The longest filter that is read, in bytes.
pub const LONGEST: usize = 1024;

/// What a person wants to see. The empty one wants everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    terms: Vec<Term>,
}

/// What cannot be read as a filter, and where it begins.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{says}")]
pub struct FilterError {
    /// In bytes from the filter's start.
    pub at: usize,
    says: String,
}

#[derive(Clone, Debug)]
struct Term {
    negated: bool,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    /// The verb, or the number of an error.
    Command(Verb),
    Direction(Direction),
    Session(SessionId),
    Role(Role),
    /// In lower case.
    Text(Box<Finder<'static>>),
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    ///
    /// Says which term cannot be read, and what would be.
    pub fn parse(text: &str) -> Result<Filter, FilterError> {
        if text.len() > LONGEST {
            let says = format!("a filter has at most {LONGEST} bytes, and this one has {}", text.len());
            return Err(FilterError { at: LONGEST, says });
        }
        let mut terms = Vec::new();
        let mut rest = text.trim_start_matches(' ');
        while !rest.is_empty() {
            let at = text.len() - rest.len();
            let (term, after) = term(rest).map_err(|says| FilterError { at, says })?;
            terms.push(term);
            rest = after.trim_start_matches(' ');
        }
        Ok(Filter { terms })
    }

    /// Whether it wants everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a term asks for this command by name.
    pub fn names(&self, verb: Verb) -> bool {
        self.terms
            .iter()
            .any(|term| !term.negated && matches!(term.test, Test::Command(named) if named == verb))
    }

    /// Whether the entry is wanted. `role` tells what a session is, as far as that is known; secrets are found in text
    /// only to `reveal` them.
    pub fn wants(&self, entry: &Entry<'_>, role: impl Fn(SessionId) -> Option<Role>, reveal: bool) -> bool {
        self.terms.iter().all(|term| {
            let fits = match &term.test {
                Test::Command(verb) => is_command(entry, *verb),
                Test::Direction(direction) => is_direction(entry, *direction),
                Test::Session(session) => entry.session == Some(*session),
                Test::Role(wanted) => entry.session.and_then(&role) == Some(*wanted),
                Test::Text(finder) => holds(entry, finder, reveal),
            };
            fits != term.negated
        })
    }
}

/// Reads the term that `text` begins with, and returns what follows it.
fn term(text: &str) -> Result<(Term, &str), String> {
    let (negated, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text),
    };
    let key_ends = body.find([' ', '"', ':']).filter(|&end| body[end..].starts_with(':'));
    let (key, body) = match key_ends {
        Some(end) => (&body[..end], &body[end + 1..]),
        None => ("text", body),
    };
    let (value, after) = value(body)?;
    if value.is_empty() {
        return Err(format!("{key}: lacks its value; leave no space behind the colon"));
    }
    Ok((Term { negated, test: test(key, &value)? }, after))
}

fn value(text: &str) -> Result<(String, &str), String> {
    let Some(quoted) = text.strip_prefix('"') else {
        let (word, after) = text.split_at(text.find(' ').unwrap_or(text.len()));
        return Ok((word.to_owned(), after));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((value, &quoted[at + 1..])),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            plain => value.push(plain),
        }
    }
    Err("a quotation mark is opened and not closed".to_owned())
}

fn test(key: &str, value: &str) -> Result<Test, String> {
    match key {
        "cmd" => {
            let verb = value.to_ascii_uppercase().as_bytes().try_into().ok().and_then(Verb::from_bytes);
            let says =
                || format!("{value:?} is no command: three letters like MSG, or the number of an error");
            verb.map(Test::Command).ok_or_else(says)
        }
        "dir" => {
            let direction = Direction::BOTH.into_iter().find(|direction| direction.short() == value);
            direction.map(Test::Direction).ok_or_else(|| format!("{value:?} is no direction: c2s or s2c"))
        }
        "session" => match value.parse() {
            Ok(number) if number > 0 => Ok(Test::Session(SessionId(number))),
            _ => Err(format!("{value:?} is no session: a number like 3")),
        },
        "role" => {
            let roles = [Role::NotificationServer, Role::Switchboard];
            let role = roles.into_iter().find(|role| role.short().eq_ignore_ascii_case(value));
            role.map(Test::Role).ok_or_else(|| format!("{value:?} is no role: NS or SB"))
        }
        "text" => Ok(Test::Text(Box::new(Finder::new(&value.to_ascii_lowercase()).into_owned()))),
        _ => Err(format!(
            "{key:?} is no key: cmd, dir, session, role or text; to find it as text write it in quotation marks"
        )),
    }
}

fn is_command(entry: &Entry<'_>, verb: Verb) -> bool {
    match &entry.what {
        What::Frame(passed) => !passed.opaque && Verb::at_start_of(passed.bytes) == Some(verb),
        What::Event(_) => false,
    }
}

fn is_direction(entry: &Entry<'_>, direction: Direction) -> bool {
    matches!(&entry.what, What::Frame(passed) if passed.direction == direction)
}

/// Whether the entry holds this text where a person may see it.
fn holds(entry: &Entry<'_>, finder: &Finder<'_>, reveal: bool) -> bool {
    match &entry.what {
        What::Event(event) => found(view::says(event).as_bytes(), finder).next().is_some(),
        What::Frame(passed) => {
            let sent = passed.sent.map(|_| passed.sent_frame());
            [Some(passed.frame()), sent].iter().flatten().any(|frame| shows(passed, frame, finder, reveal))
        }
    }
}

fn shows(passed: &Passed<'_>, frame: &Frame<'_>, finder: &Finder<'_>, reveal: bool) -> bool {
    let mut places = found(frame.bytes, finder);
    let Some(first) = places.next() else { return false };
    if reveal {
        return true;
    }
    if passed.continued {
        return false; // the start of its line, where the name of a secret may stand, is in another entry
    }
    let hidden = secret::secrets(passed.direction, frame);
    let length = finder.needle().len();
    let in_sight = |at: usize| !hidden.iter().any(|secret| at < secret.end && secret.start < at + length);
    in_sight(first) || places.any(in_sight)
}

/// Where the text stands, whatever the case of its ASCII letters.
fn found(bytes: &[u8], finder: &Finder<'_>) -> impl Iterator<Item = usize> {
    let lower = bytes.to_ascii_lowercase();
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + finder.find(lower.get(from..)?)?;
        from = at + 1;
        Some(at)
    })
}

#[cfg(test)]
mod tests;
