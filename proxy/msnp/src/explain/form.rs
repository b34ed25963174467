//! The form of a line: which arguments in which order (§5), written as in the wire reference and read once.
//!
//! ```text
//! T status account network? nick caps object?
//! T scheme=TWN step=S ticket                      literals after "="
//! T dialects*                                     as many as there are, last, taken together
//! T ^error                                        the command word itself
//! ```

use super::arguments::{self, Argument};
use super::located::Located;

/// A form, ready to be laid over a line.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) slots: Vec<Slot>,
}

/// One argument of a form.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) argument: &'static Argument,
    /// What it must read, one of these, if any is given.
    literals: Vec<&'static str>,
    pub(super) times: Times,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    Maybe,
    Any,
    /// Not among the arguments: it is the command word.
    Word,
}

/// An argument of a line in its slot.
pub(super) type Filled<'f, 'a> = (&'f Slot, Located<'a>);

impl Form {
    /// Reads a form of the glossary.
    pub(super) fn read(text: &'static str) -> Form {
        Form { slots: text.split_ascii_whitespace().map(Slot::read).collect() }
    }

    /// Lays the form over the arguments of `line`. `None` where they do not fit. With `spaced`, a nickname may hold
    /// spaces nobody escaped (§2.1).
    pub(super) fn fill<'f, 'a>(
        &'f self,
        line: &Located<'a>,
        arguments: &[Located<'a>],
        spaced: bool,
    ) -> Option<Vec<Filled<'f, 'a>>> {
        let mut filled = Vec::with_capacity(arguments.len());
        fill(&self.slots, line, arguments, spaced, &mut filled).then_some(filled)
    }

    /// The form in people's words: `<transaction id> TWN I <account>`, what may be absent in brackets.
    pub(super) fn written(&self) -> String {
        let written: Vec<String> = self.slots.iter().filter_map(Slot::written).collect();
        written.join(" ")
    }

    /// The words of its arguments.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.slots.iter().map(|slot| slot.argument.word)
    }
}

impl Slot {
    fn read(text: &'static str) -> Slot {
        let marked = [
            (text.strip_suffix('?'), Times::Maybe),
            (text.strip_suffix('*'), Times::Any),
            (text.strip_prefix('^'), Times::Word),
        ];
        let marked = marked.into_iter().find_map(|(text, times)| Some((text?, times)));
        let (text, times) = marked.unwrap_or((text, Times::Once));
        let (word, literals) = text
            .split_once('=')
            .map_or((text, Vec::new()), |(word, literals)| (word, literals.split('|').collect()));
        let argument = arguments::of(word).unwrap_or_else(|| panic!("the glossary has no argument {word:?}"));
        Slot { argument, literals, times }
    }

    /// `None` for the command word, which is no argument.
    fn written(&self) -> Option<String> {
        let Argument { name, kind, .. } = self.argument;
        let plain = match &self.literals[..] {
            [] => format!("{}<{name}>", kind.tag()),
            literals => literals.join("|"),
        };
        match self.times {
            Times::Once => Some(plain),
            Times::Maybe => Some(format!("[{plain}]")),
            Times::Any => Some(format!("[{plain}…]")),
            Times::Word => None,
        }
    }

    /// Whether these bytes can stand here.
    pub(super) fn fits(&self, argument: &[u8]) -> bool {
        if self.literals.is_empty() {
            return self.argument.kind.fits(argument);
        }
        self.literals.iter().any(|literal| literal.as_bytes().eq_ignore_ascii_case(argument))
    }
}

fn fill<'f, 'a>(
    slots: &'f [Slot],
    line: &Located<'a>,
    arguments: &[Located<'a>],
    spaced: bool,
    filled: &mut Vec<Filled<'f, 'a>>,
) -> bool {
    let Some((slot, later)) = slots.split_first() else { return arguments.is_empty() };
    if slot.times == Times::Any {
        let (first, last) = (arguments.first(), arguments.last());
        filled.extend(first.zip(last).map(|(first, last)| (slot, between(line, first, last))));
        return true;
    }
    let before = filled.len();
    if slot.times == Times::Word {
        filled.extend(line.split(b' ').next().map(|word| (slot, word)));
        if fill(later, line, arguments, spaced, filled) {
            return true;
        }
        filled.truncate(before);
        return false;
    }
    if let Some((argument, rest)) = arguments.split_first() {
        if slot.fits(argument.bytes) {
            filled.push((slot, *argument));
            if fill(later, line, rest, spaced, filled) {
                return true;
            }
            filled.truncate(before);
        }
        // The last nickname of a line takes the words too many.
        let too_many = arguments.len().saturating_sub(slots.len());
        if spaced && slot.argument.kind.may_hold_spaces() && too_many > 0 {
            for words in (2..=too_many + 1).rev() {
                let Some((last, rest)) =
                    arguments.get(..words).and_then(<[_]>::last).zip(arguments.get(words..))
                else {
                    continue;
                };
                filled.push((slot, between(line, argument, last)));
                if fill(later, line, rest, false, filled) {
                    return true;
                }
                filled.truncate(before);
            }
        }
    }
    slot.times == Times::Maybe && fill(later, line, arguments, spaced, filled)
}

/// The line from one argument to another, spaces and all.
fn between<'a>(line: &Located<'a>, first: &Located<'a>, last: &Located<'a>) -> Located<'a> {
    let start = line.span().start;
    line.slice(first.span().start - start..last.span().end - start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: &'static str, line: &str, spaced: bool, expected: Option<&[(&str, &str)]>) {
        let line = Located::at(0, line.as_bytes());
        let arguments: Vec<_> = line.split(b' ').skip(1).collect();
        let form = Form::read(form);
        let filled = form.fill(&line, &arguments, spaced);
        let filled = filled.map(|filled| -> Vec<(&str, String)> {
            filled.iter().map(|(slot, value)| (slot.argument.word, value.text())).collect()
        });
        let expected =
            expected.map(|all| all.iter().map(|&(word, value)| (word, value.to_owned())).collect());
        assert_eq!(filled, expected, "{line:?}");
    }

    #[test]
    fn optional_arguments_are_there_or_not() {
        let form = "T list serial? account nick";
        let short: &[_] = &[("T", "1"), ("list", "FL"), ("account", "a@b"), ("nick", "A")];
        check(form, "ADD 1 FL a@b A", false, Some(short));
        let long: &[_] = &[("T", "1"), ("list", "FL"), ("serial", "7"), ("account", "a@b"), ("nick", "A")];
        check(form, "ADD 1 FL 7 a@b A", false, Some(long));
        check(form, "ADD 1 FL", false, None);
    }

    #[test]
    fn a_nickname_takes_the_words_too_many_only_if_asked() {
        let form = "account nick length";
        check(form, "MSG b@c Bob the builder 5", false, None);
        let expected: &[_] = &[("account", "b@c"), ("nick", "Bob the builder"), ("length", "5")];
        check(form, "MSG b@c Bob the builder 5", true, Some(expected));
    }

    #[test]
    fn what_is_repeated_is_taken_together() {
        check("T dialects*", "VER 1 MSNP9 CVR0", false, Some(&[("T", "1"), ("dialects", "MSNP9 CVR0")]));
        check("T dialects*", "VER 1", false, Some(&[("T", "1")]));
    }

    #[test]
    fn the_command_word_can_be_an_argument() {
        check("T ^error length?", "913 7", false, Some(&[("T", "7"), ("error", "913")]));
    }

    #[test]
    fn a_form_can_be_read_by_people() {
        let written = |form| Form::read(form).written();
        assert_eq!(written("T scheme=TWN step=I account"), "<transaction id> TWN I <account>");
        assert_eq!(
            written("T list=AL|BL n f? dialects*"),
            "<transaction id> AL|BL N=<account> [F=<nickname>] [<dialects>…]"
        );
    }

    #[test]
    fn literals_must_be_there() {
        check("T scheme=TWN step=I account", "USR 1 SSO I a@b", false, None);
        check(
            "T scheme=TWN|SSO step=I account",
            "USR 1 sso I a@b",
            false,
            Some(&[("T", "1"), ("scheme", "sso"), ("step", "I"), ("account", "a@b")]),
        );
    }
}
