//! Codes that stand for something (§5.4, §5.6, §9).

use crate::insight::problems::case::{Case, Findings, Scene, quoted};
use crate::insight::problems::rules::Id;
use Direction::{ClientToServer, ServerToClient};
use Place::{FromEnd, Nth};
use msnp::{Direction, codes};

/// A code in a command.
struct Code {
    verb: &'static [u8; 3],
    direction: Direction,
    place: Place,
    id: Id,
    is_known: fn(&str) -> bool,
    /// What it is called.
    name: &'static str,
}

/// Which argument.
#[derive(Clone, Copy)]
enum Place {
    /// From the front, counted from 1.
    Nth(usize),
    /// From the end, counted from 1 without empty ones: for lines with optional arguments.
    FromEnd(usize),
}

const fn code(
    (verb, direction, place): (&'static [u8; 3], Direction, Place),
    id: Id,
    name: &'static str,
    is_known: fn(&str) -> bool,
) -> Code {
    Code { verb, direction, place, id, is_known, name }
}

const CODES: &[Code] = &[
    code((b"CHG", ClientToServer, Nth(2)), Id::UnknownStatus, "status", can_be_set),
    code((b"CHG", ServerToClient, Nth(2)), Id::UnknownStatus, "status", is_status),
    code((b"NLN", ServerToClient, Nth(1)), Id::UnknownStatus, "status", is_status),
    code((b"ILN", ServerToClient, Nth(2)), Id::UnknownStatus, "status", is_status),
    code((b"MSG", ClientToServer, Nth(2)), Id::UnknownAck, "ack letter", is_ack),
    code((b"UUM", ClientToServer, FromEnd(2)), Id::UnknownType, "type", is_message_type),
    code((b"UBM", ServerToClient, FromEnd(2)), Id::UnknownType, "type", is_message_type),
    code((b"UUN", ClientToServer, Nth(3)), Id::UnknownType, "type", is_signal),
    code((b"UBN", ServerToClient, Nth(2)), Id::UnknownType, "type", is_signal),
    code((b"OUT", ServerToClient, Nth(1)), Id::UnknownReason, "reason", |reason| {
        codes::reason(reason).is_some()
    }),
];

fn is_status(code: &str) -> bool {
    codes::status(code).is_some()
}

/// CHG FLN is refused (§9).
fn can_be_set(code: &str) -> bool {
    is_status(code) && code != "FLN"
}

/// `S` was seen; what it means is not known (§5.4).
fn is_ack(letter: &str) -> bool {
    codes::ack(letter).is_some() || letter == "S"
}

/// 4 is valid; what it means is not known (§5.4).
fn is_message_type(number: &str) -> bool {
    number.parse().is_ok_and(|number| codes::message_type(number).is_some() || number == 4)
}

fn is_signal(number: &str) -> bool {
    number.parse().is_ok_and(|number| codes::signal(number).is_some())
}

/// Which commands hold such codes.
pub(super) fn holds_codes(direction: Direction, verb: &[u8; 3]) -> bool {
    verb[0].is_ascii_digit() || CODES.iter().any(|row| row.verb == verb && row.direction == direction)
}

/// Whether the codes in a line are in their tables.
pub(super) fn are_known(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    let Some((command, _)) = case.command.zip(case.row()) else { return };
    if let Some(number) = command.verb.error_number() {
        if codes::error(number).is_none() {
            findings.say(Id::UnknownError, || {
                format!("{} answers with the error {number:03}, which is not a known number.", case.who())
            });
        }
        return;
    }
    let rows =
        CODES.iter().filter(|row| row.verb == command.verb.as_bytes() && row.direction == case.direction);
    for row in rows {
        let word = match row.place {
            Nth(n) => command.arg(n),
            FromEnd(n) => {
                command.line.rsplit(|&byte| byte == b' ').filter(|word| !word.is_empty()).nth(n - 1)
            }
        };
        let word = word.filter(|word| !word.is_empty());
        let is_known = |word: &[u8]| std::str::from_utf8(word).is_ok_and(row.is_known);
        if let Some(word) = word.filter(|word| !is_known(word)) {
            findings.say(row.id, || {
                let why = if word == b"FLN" { "cannot be set" } else { "is not known" };
                format!(
                    "{} says {} with the {} {}, which {why}.",
                    case.who(),
                    command.verb,
                    row.name,
                    quoted(word)
                )
            });
        }
    }
}
