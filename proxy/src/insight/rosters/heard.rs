//! Which commands tell something, and what reads them.

use super::scene::Scene;
use super::{groups, lists, presence, publications, settings, signing};
use msnp::{Command, Direction, Verb};

/// Takes in a command.
pub(super) type Tell = fn(&mut Scene<'_>, &Command<'_>);

/// What takes in such a command; `None` for most.
pub(super) fn of(from: Direction, verb: Verb) -> Option<Tell> {
    match from {
        Direction::ServerToClient => of_server(verb),
        Direction::ClientToServer => of_client(verb),
    }
}

/// What a client asks changes nothing until the server agrees.
fn of_client(verb: Verb) -> Option<Tell> {
    Some(match verb.as_bytes() {
        b"USR" => signing::begun,
        // Who answers an invitation talks to a switchboard.
        b"ANS" => |_, _| {},
        b"ADL" | b"RML" | b"UUX" | b"PUT" => publications::asked,
        b"OUT" => signing::out,
        _ => return None,
    })
}

fn of_server(verb: Verb) -> Option<Tell> {
    Some(match verb.as_bytes() {
        b"USR" => signing::welcomed,
        b"SYN" => signing::announced,
        b"OUT" => signing::out,
        b"GTC" => settings::gtc,
        b"BLP" => settings::blp,
        b"PRP" => settings::prp,
        b"BPR" => settings::bpr,
        b"SBP" => settings::sbp,
        b"REA" => settings::rea,
        b"LSG" => groups::lsg,
        b"ADG" => groups::adg,
        b"REG" => groups::reg,
        b"RMG" => groups::rmg,
        b"LST" => lists::lst,
        b"ADD" => lists::add,
        b"ADC" => lists::adc,
        b"REM" => lists::rem,
        b"CHG" => presence::chg,
        b"ILN" => presence::iln,
        b"NLN" => presence::nln,
        b"FLN" => presence::fln,
        b"UBX" => publications::ubx,
        b"UUX" => publications::uux,
        b"ADL" | b"RML" => publications::listed,
        b"FQY" => publications::fqy,
        b"PUT" => publications::put,
        b"NFY" => publications::nfy,
        _ if verb.error_number().is_some() => publications::refused,
        _ => return None,
    })
}

/// Whether a switchboard may say it, or be told it: then it does not show what kind of server this is.
pub(super) fn is_of_both(verb: Verb) -> bool {
    matches!(verb.as_bytes(), b"USR" | b"ANS" | b"OUT") || verb.error_number().is_some()
}
