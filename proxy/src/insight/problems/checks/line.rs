//! The line by itself: its command, its form, its transaction id, its encoding.

use crate::insight::problems::case::{Case, Findings, Scene, quoted};
use crate::insight::problems::rules::Id;
use msnp::explain::{Fit, Misfit, Row};
use msnp::{Command, Direction, Role};

/// Whether the command is one, and has a form of this role and dialect.
pub(super) fn has_a_form(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    let who = case.who();
    match case.fit {
        None | Some(Fit::Here(_)) => {}
        Some(Fit::OtherDialect(row)) if is_near_enough(case, row) => {}
        Some(Fit::OtherDialect(row)) => findings.say(Id::OtherDialect, || other_dialect(case, row)),
        Some(Fit::Spaced(row)) => findings.say(Id::UnescapedSpace, || {
            format!(
                "{who} leaves a space in a name of {} as it is; it is written %20, or the arguments are counted wrongly.",
                row.verb
            )
        }),
        Some(Fit::OtherRole(row)) => findings.say(Id::WrongRole, || {
            let (this, other) = match row.role {
                Some(Role::Switchboard) => ("a notification server", "a switchboard"),
                _ => ("a switchboard", "a notification server"),
            };
            format!("{who} says {} on {this}; in this form it belongs on {other}.", case.verb())
        }),
        Some(Fit::Misfit(misfit)) => mishap(case, &misfit, findings),
        Some(Fit::OtherDirection) => findings.say(Id::WrongDirection, || {
            let other = match case.direction {
                Direction::ClientToServer => "servers",
                Direction::ServerToClient => "clients",
            };
            format!("{who} says {}, which only {other} say.", case.verb())
        }),
        Some(Fit::Unknown) => findings
            .say(Id::UnknownCommand, || format!("{who} says {}, which is not a known command.", case.verb())),
    }
}

/// Commands whose last dialect is not known for certain (§11).
const PERHAPS_LATER: [&str; 6] = ["FND", "SND", "SDC", "IPG", "PGD", "IMS"];

fn is_near_enough(case: &Case<'_>, row: &Row) -> bool {
    let is_later = case.dialect.is_some_and(|dialect| dialect.0 > *row.dialects().end());
    is_later && PERHAPS_LATER.contains(&row.verb)
}

fn other_dialect(case: &Case<'_>, row: &Row) -> String {
    let (first, last) = row.dialects;
    let spoken = match first == last {
        true => format!("MSNP{first}"),
        false => format!("MSNP{first} to {last}"),
    };
    let agreed = case.dialect.map_or_else(|| "another".to_owned(), |dialect| dialect.to_string());
    format!("{} says {} in a form of {spoken}, {}; {agreed} was agreed.", case.who(), row.verb, form(row))
}

fn form(row: &Row) -> String {
    let arguments = row.arguments();
    match arguments.is_empty() {
        true => format!("“{}”", row.verb),
        false => format!("“{} {arguments}”", row.verb),
    }
}

/// A line no form describes: its transaction id, a list, a status, another argument, or their number.
fn mishap(case: &Case<'_>, misfit: &Misfit, findings: &mut Findings) {
    let (who, verb) = (case.who(), case.verb());
    let (word, name) = misfit.expected;
    if is_without_number(case, misfit) {
        return; // `is_numbered` says so
    }
    let id = match (misfit.wrong, word) {
        (None, _) => Id::ArgumentCount,
        (Some(_), "list") => Id::UnknownList,
        (Some(_), "status") => Id::UnknownStatus,
        (Some(_), _) => Id::MalformedArgument,
    };
    let nearest = || form(misfit.nearest);
    findings.say(id, || match misfit.wrong {
        None => {
            let count = match misfit.arguments {
                0 => "no arguments".to_owned(),
                1 => "1 argument".to_owned(),
                count => format!("{count} arguments"),
            };
            format!("{who} says {verb} with {count}; its form is {}.", nearest())
        }
        Some(n) => format!(
            "Argument {n} of {who_says} is no {name}; the form is {}.",
            nearest(),
            who_says = whose(case)
        ),
    });
}

/// `the client's CHG`.
fn whose(case: &Case<'_>) -> String {
    let whose = match (case.injected, case.direction) {
        (true, _) => "the injected",
        (false, Direction::ClientToServer) => "the client's",
        (false, Direction::ServerToClient) => "the server's",
    };
    format!("{whose} {}", case.verb())
}

/// Whether the transaction id is one.
pub(super) fn is_numbered(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    let Some(command) = case.command.filter(|_| case.trid.is_none()) else { return };
    let is_missing = match case.fit {
        Some(Fit::Misfit(misfit)) => is_without_number(case, &misfit),
        // Digits, and too many of them to be a number.
        _ => case.row().is_some_and(Row::is_numbered) && begins_with_digits(&command),
    };
    if is_missing {
        findings.say(Id::Unnumbered, || {
            let what = if begins_with_digits(&command) { "is beyond 4294967295" } else { "is no number" };
            format!("The transaction id of {} {what}; ids are decimal, 0 to 4294967295.", whose(case))
        });
    }
}

/// A line that fits nothing because its first argument should be an id and is none.
fn is_without_number(case: &Case<'_>, misfit: &Misfit) -> bool {
    let begins_otherwise = |command: &Command<'_>| command.arg(1).is_some() && !begins_with_digits(command);
    misfit.nearest.is_numbered()
        && misfit.arguments > 0
        && case.command.as_ref().is_some_and(begins_otherwise)
}

fn begins_with_digits(command: &Command<'_>) -> bool {
    command.arg(1).is_some_and(|id| !id.is_empty() && id.iter().all(u8::is_ascii_digit))
}

/// Where names stand, percent-encoded (§1.2).
#[rustfmt::skip]
const ENCODED: [&[u8; 3]; 19] = [
    b"NLN", b"ILN", b"CHG", b"JOI", b"IRO", b"MSG", b"RNG", b"LST", b"LSG", b"PRP", b"BPR", b"SBP", b"REA", b"ADD",
    b"ADC", b"ADG", b"REG", b"RMG", b"SDC",
];

/// Which commands may hold names.
pub(super) fn holds_names(direction: Direction, verb: &[u8; 3]) -> bool {
    ENCODED.contains(&verb) || (verb == b"USR" && direction == Direction::ServerToClient)
}

/// Whether percent signs are followed by two hexadecimal digits.
pub(super) fn is_encoded(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    let Some(command) = case.command else { return };
    let line = command.line;
    let is_lone =
        |at: &usize| !line.get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    // `USR T OK account nick`; the parameters of other steps are not names.
    let is_name = command.verb != "USR" || command.arg(2) == Some(b"OK");
    if let Some(at) = memchr::memchr_iter(b'%', line).find(is_lone).filter(|_| is_name) {
        findings.say(Id::PercentEncoding, || {
            let sign = quoted(&line[at..line.len().min(at + 3)]);
            let who = case.who();
            format!(
                "{who} leaves a percent sign in a name of {} as it is ({sign}); it is written %25.",
                command.verb
            )
        });
    }
}
