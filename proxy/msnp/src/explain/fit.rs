//! Which form of its command a line has: all that a linter must know of every line, without explaining any.
//!
//! To remember: forms are tried as [`explain`](super::explain) tries them, those of the connection's role and dialect first,
//! and nothing is allocated where one fits.
//!
//! ```text
//! CHG 9 NLN 268435492     in MSNP9     Here
//! ADC 9 FL N=bob@…        in MSNP9     OtherDialect (10 to 12)
//! JOI bob@… Bob the Fox   anywhere     Spaced
//! CHG 9 NLN               on an SB     OtherRole
//! CHG 9                   anywhere     Misfit: too few arguments
//! CHG 9 nln 268435492     anywhere     Misfit: argument 2 is no status
//! ```

use super::Context;
use super::form::{Slot, Times};
use super::glossary::{self, Entry, Row};
use super::message;
use crate::Command;

/// Arguments told apart without allocating. Real lines have at most eleven.
const FEW: usize = 12;

/// How a line fits the forms of its command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// A form of this role and dialect, as far as those are known.
    Here(&'static Row),
    /// Only a form of other dialects.
    OtherDialect(&'static Row),
    /// Only where a name in it holds spaces nobody escaped (§1.2).
    Spaced(&'static Row),
    /// Only a form of the other kind of server.
    OtherRole(&'static Row),
    /// No form; the nearest is told.
    Misfit(Misfit),
    /// Only the other side says such a thing.
    OtherDirection,
    /// The wire reference has no such command.
    Unknown,
}

/// A line that no form describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The nearest form.
    pub nearest: &'static Row,
    /// How many arguments the line has, without empty ones at its end.
    pub arguments: usize,
    /// Which argument cannot stand where it does, counted from 1; `None` where their number is wrong.
    pub wrong: Option<usize>,
    /// What is expected there: the word of the argument in forms, and its name for people.
    pub expected: (&'static str, &'static str),
}

impl Fit {
    /// The row that describes the line, wherever that is spoken.
    pub fn row(&self) -> Option<&'static Row> {
        match *self {
            Fit::Here(row) | Fit::OtherDialect(row) | Fit::Spaced(row) | Fit::OtherRole(row) => Some(row),
            Fit::Misfit(_) | Fit::OtherDirection | Fit::Unknown => None,
        }
    }
}

impl Row {
    /// Whether its first argument is a transaction id (§1.3).
    pub fn is_numbered(&self) -> bool {
        self.form.starts_with('T')
    }
}

/// Whether the wire reference describes messages of this content type, given without parameters and in any case (§7.1).
pub fn content_type_is_known(content_type: &[u8]) -> bool {
    message::is_described(content_type)
}

/// How a command fits the forms the wire reference has for it.
pub fn fit(command: &Command<'_>, context: &Context) -> Fit {
    let verb = command.verb.error_number().map_or(command.verb, |_| glossary::NUMERIC);
    let entries = glossary::entries(verb, context.direction);
    if entries.is_empty() {
        return match glossary::entries(verb, context.direction.reverse()).is_empty() {
            true => Fit::Unknown,
            false => Fit::OtherDirection,
        };
    }
    let mut few = [&[][..]; FEW];
    let mut count = 0;
    let mut args = command.args();
    for (word, arg) in few.iter_mut().zip(&mut args) {
        (*word, count) = (arg, count + 1);
    }
    match args.next() {
        None => laid(entries, context, &few[..count]),
        Some(_) => laid(entries, context, &command.args().collect::<Vec<_>>()),
    }
}

/// Lays the forms over the arguments, empty ones included.
fn laid(entries: &'static [Entry], context: &Context, all: &[&[u8]]) -> Fit {
    let used = all.iter().rposition(|word| !word.is_empty()).map_or(0, |last| last + 1);
    let words = &all[..used];
    if let Some(fit) = described(entries, context, words) {
        return fit;
    }
    // An argument is left out and its space kept (§10, 37).
    let kept = all.get(..=used).and_then(|words| described(entries, context, words));
    // More spaces than are needed are tolerated (§10, 11).
    let close: Vec<&[u8]> = words.iter().copied().filter(|word| !word.is_empty()).collect();
    let fit = kept.or_else(|| described(entries, context, &close).filter(|_| close.len() < used));
    fit.unwrap_or_else(|| misfit(entries, context, words))
}

fn of_role(entry: &Entry, context: &Context) -> bool {
    let known = context.role;
    known.is_none() || entry.row.role.is_none_or(|role| known == Some(role))
}

fn of_dialect(entry: &Entry, context: &Context) -> bool {
    context.dialect.is_none_or(|known| entry.row.is_spoken_in(known))
}

/// A login in a scheme nobody has described: tried when nothing that names its scheme fits.
const ANY_SCHEME: &str = "T scheme step=I account";

fn described(entries: &'static [Entry], context: &Context, words: &[&[u8]]) -> Option<Fit> {
    let fitting = |role: bool, dialect: bool, spaced: bool| {
        let tried = entries.iter().filter(move |entry| {
            of_role(entry, context) == role
                && of_dialect(entry, context) == dialect
                && entry.row.form != ANY_SCHEME
        });
        tried.map(|entry| (entry.row, &entry.form.slots)).find(|(_, slots)| fills(slots, words, spaced))
    };
    let row = |(row, _): (&'static Row, _)| row;
    if let Some(found) = fitting(true, true, false) {
        return Some(Fit::Here(found.0));
    }
    if let Some(found) = fitting(true, false, false) {
        return Some(Fit::OtherDialect(found.0));
    }
    let any_scheme = entries.iter().find(|entry| entry.row.form == ANY_SCHEME && of_role(entry, context));
    if let Some(entry) = any_scheme.filter(|entry| fills(&entry.form.slots, words, false)) {
        return Some(Fit::Here(entry.row));
    }
    let spaced = fitting(true, true, true).or_else(|| fitting(true, false, true));
    if let Some(found) = spaced {
        return Some(Fit::Spaced(found.0));
    }
    let elsewhere = [(true, false), (false, false), (true, true), (false, true)];
    let other = elsewhere.into_iter().find_map(|(dialect, spaced)| fitting(false, dialect, spaced).map(row));
    other.map(Fit::OtherRole)
}

/// Whether the arguments of a form can be these words.
fn fills(slots: &[Slot], words: &[&[u8]], spaced: bool) -> bool {
    let Some((slot, later)) = slots.split_first() else { return words.is_empty() };
    match slot.times {
        Times::Any => return true,
        Times::Word => return fills(later, words, spaced),
        Times::Once | Times::Maybe => {}
    }
    if let Some((word, rest)) = words.split_first() {
        let is_left_out = word.is_empty() && rest.is_empty();
        if (is_left_out || slot.fits(word)) && fills(later, rest, spaced) {
            return true;
        }
        let too_many = words.len().saturating_sub(slots.len());
        let may_hold = spaced && slot.argument.kind.may_hold_spaces();
        if may_hold && (2..=too_many + 1).rev().any(|taken| fills(later, &words[taken..], false)) {
            return true;
        }
    }
    slot.times == Times::Maybe && fills(later, words, spaced)
}

/// The form a line comes nearest to, and where it leaves it.
fn misfit(entries: &'static [Entry], context: &Context, words: &[&[u8]]) -> Fit {
    let rank = |entry: &Entry| {
        let (least, most) = counts(&entry.form.slots);
        let is_counted = (least..=most).contains(&words.len());
        let reached = reach(&entry.form.slots, words).0;
        let off = if words.len() < least { least - words.len() } else { words.len().saturating_sub(most) };
        let [role, dialect] = [of_role(entry, context), of_dialect(entry, context)];
        (role, dialect, is_counted, reached, std::cmp::Reverse(off))
    };
    // Of several equally near the first is taken.
    let nearest = entries.iter().rev().max_by_key(|entry| rank(entry)).expect("there are forms");
    let (least, most) = counts(&nearest.form.slots);
    let is_counted = (least..=most).contains(&words.len());
    let (reached, slot) = reach(&nearest.form.slots, words);
    let wrong = (is_counted && reached < words.len()).then_some(reached + 1);
    let expected = slot.map_or(("", ""), |slot| (slot.argument.word, slot.argument.name));
    Fit::Misfit(Misfit { nearest: nearest.row, arguments: words.len(), wrong, expected })
}

/// How few and how many arguments a form has.
fn counts(slots: &[Slot]) -> (usize, usize) {
    slots.iter().fold((0, 0usize), |(least, most), slot| match slot.times {
        Times::Once => (least + 1, most.saturating_add(1)),
        Times::Maybe => (least, most.saturating_add(1)),
        Times::Any => (least, usize::MAX),
        Times::Word => (least, most),
    })
}

/// How many of the words a form can take from the first on, and what it expects next.
fn reach<'f>(slots: &'f [Slot], words: &[&[u8]]) -> (usize, Option<&'f Slot>) {
    let Some((slot, later)) = slots.split_first() else { return (0, None) };
    match slot.times {
        Times::Any => (words.len(), None),
        Times::Word => reach(later, words),
        Times::Once | Times::Maybe => {
            let taken = words.split_first().filter(|(word, _)| slot.fits(word));
            let taken = taken.map_or((0, Some(slot)), |(_, rest)| {
                let (reached, expected) = reach(later, rest);
                (reached + 1, expected)
            });
            let skipped = (slot.times == Times::Maybe).then(|| reach(later, words));
            skipped.filter(|skipped| skipped.0 > taken.0).unwrap_or(taken)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Dialect, Direction, Frame, Role};
    use Direction::{ClientToServer, ServerToClient};
    use Role::{NotificationServer as NS, Switchboard as SB};

    fn fit_of(line: &str, direction: Direction, role: Option<Role>, dialect: Option<u8>) -> Fit {
        let frame = Frame { bytes: line.as_bytes(), opaque: false };
        let context = Context { direction, role, dialect: dialect.map(Dialect) };
        fit(&Command::read(&frame).expect("a command"), &context)
    }

    /// What fits, as its name and the number of its row.
    fn check(direction: Direction, role: Role, dialect: u8, line: &str, expected: (&str, u8)) {
        let found = match fit_of(line, direction, Some(role), Some(dialect)) {
            Fit::Here(row) => ("here", row.number),
            Fit::OtherDialect(row) => ("dialect", row.number),
            Fit::Spaced(row) => ("spaced", row.number),
            Fit::OtherRole(row) => ("role", row.number),
            Fit::Misfit(misfit) => ("misfit", misfit.nearest.number),
            Fit::OtherDirection => ("direction", 0),
            Fit::Unknown => ("unknown", 0),
        };
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn a_line_is_of_a_form_of_its_role_and_dialect_or_of_another() {
        check(ClientToServer, NS, 9, "CHG 9 NLN 268435492", ("here", 88));
        check(ClientToServer, NS, 7, "CHG 9 NLN", ("here", 87));
        check(ClientToServer, NS, 9, "CHG 9 NLN", ("dialect", 87));
        check(ClientToServer, NS, 9, "ADC 9 FL N=bob@example.org F=Bob", ("dialect", 59));
        check(ClientToServer, SB, 9, "CHG 9 NLN 268435492", ("role", 88));
        check(ServerToClient, NS, 9, "MSG bob@example.org Bob 5", ("role", 103));
        check(ServerToClient, NS, 9, "MSG Hotmail Hotmail 5", ("here", 101));
        check(ServerToClient, SB, 9, "JOI bob@example.org Bob the Fox", ("spaced", 111));
        check(ClientToServer, NS, 9, "JOI bob@example.org Bob", ("direction", 0));
        check(ClientToServer, NS, 9, "217 5", ("direction", 0));
        check(ClientToServer, NS, 9, "XYZ 5", ("unknown", 0));
        check(ServerToClient, NS, 9, "217 5", ("here", 125));
        check(ClientToServer, NS, 15, "USR 3 TWN I alice@example.org", ("dialect", 14));
        check(ClientToServer, NS, 15, "USR 3 XYZ I alice@example.org", ("here", 17));
    }

    #[test]
    fn dialects_nobody_described_speak_as_those_around_them() {
        let cvr = "CVR 2 0x0409 winnt 6.1.0 i386 MSNMSGR 15.3.2804.0607 msmsgs alice@example.org";
        for dialect in [19, 20] {
            check(ClientToServer, NS, dialect, cvr, ("here", 6));
            check(ClientToServer, NS, dialect, &format!("{cvr} 0"), ("here", 7));
            check(ClientToServer, NS, dialect, "CHG 5 NLN 2788999228:48 0", ("here", 88));
            check(ClientToServer, NS, dialect, "SYN 8 0", ("dialect", 45));
        }
        check(ClientToServer, NS, 21, cvr, ("dialect", 6));
    }

    #[test]
    fn a_sign_in_to_msnp21_is_answered_as_before() {
        // "VER, CVR, USR SSO I/S as in 16+" (§6.6), where GCF comes before the reply to USR (§6.5).
        check(ServerToClient, NS, 21, "CVR 4 15.4.3502.0922 15.4.3502.0922 15.4.3502.0922", ("here", 8));
        check(ServerToClient, NS, 21, "GCF 0 62", ("here", 40));
    }

    #[test]
    fn what_is_not_known_of_a_connection_is_not_held_against_it() {
        assert!(matches!(fit_of("CHG 9 NLN", ClientToServer, None, None), Fit::Here(_)));
        assert!(matches!(fit_of("CHG 9 NLN 2 0", ClientToServer, None, None), Fit::Here(_)));
        assert!(matches!(fit_of("MSG 1 N 5", ClientToServer, None, Some(9)), Fit::Here(_)));
    }

    #[test]
    fn spaces_too_many_and_arguments_left_out_with_their_space_kept_are_tolerated() {
        check(ClientToServer, SB, 12, "CAL 338 ", ("here", 112));
        check(ServerToClient, NS, 9, "LST bob@example.org Bob 11 ", ("here", 52));
        check(ServerToClient, NS, 9, "NLN NLN bob@example.org Bob 268435492 ", ("here", 92));
        check(ServerToClient, NS, 9, "XFR  12  SB 198.51.100.20 CKI 1.2", ("here", 28));
        check(ServerToClient, SB, 9, "MSG bob@example.org  5", ("here", 103));
        check(ClientToServer, SB, 12, "CAL 338", ("misfit", 112));
    }

    #[test]
    fn a_line_that_fits_nothing_says_where_it_leaves_the_nearest_form() {
        let misfit = |line, dialect| match fit_of(line, ClientToServer, Some(NS), Some(dialect)) {
            Fit::Misfit(Misfit { nearest, arguments, wrong, expected }) => {
                (nearest.number, arguments, wrong, expected.0)
            }
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(misfit("CHG 9", 9), (88, 1, None, "status"));
        assert_eq!(misfit("CHG 9 nln 268435492", 9), (88, 3, Some(2), "status"));
        assert_eq!(misfit("CHG x NLN 268435492", 9), (88, 3, Some(1), "T"));
        assert_eq!(misfit("REM 9 XL bob@example.org", 9), (61, 3, Some(2), "list"));
        assert_eq!(misfit("PNG 9", 9), (32, 1, None, ""));
    }

    #[test]
    fn however_many_words_a_line_has_it_is_read() {
        let many = format!("JOI bob@example.org {}", "Bob ".repeat(16_000));
        assert!(matches!(fit_of(&many, ServerToClient, None, None), Fit::Spaced(_)));
        let many = format!("CHG 9 {}", "NLN ".repeat(16_000));
        assert!(matches!(fit_of(&many, ClientToServer, None, None), Fit::Misfit(_)));
    }

    #[test]
    fn a_row_knows_whether_it_is_numbered() {
        let numbered = |number| glossary::rows().find(|row| row.number == number).map(Row::is_numbered);
        assert_eq!([88, 92, 125].map(numbered), [Some(true), Some(false), Some(true)]);
        assert!(content_type_is_known(b"Text/Plain") && !content_type_is_known(b"text/x-unheard-of"));
    }
}
