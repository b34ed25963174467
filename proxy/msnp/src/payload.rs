//! Which commands carry a payload, and how long it is: the one table framing depends on.
//!
//! In every version and both directions the length is the last argument of the line (§2.1); only *which* commands
//! have one differs, and that by direction alone. A command missing here would make its payload be read as commands.

use crate::{Direction, Verb};

/// A command that carries a payload when its line has at least this many arguments and the last one is a number.
struct Rule {
    verb: [u8; 3],
    min_args: usize,
}

const fn rule(verb: &[u8; 3], min_args: usize) -> Rule {
    Rule { verb: *verb, min_args }
}

/// §2.2, the commonest first. `MSG` and `SDC` always carry one, hence their low counts.
const CLIENT_TO_SERVER: &[Rule] = &[
    rule(b"MSG", 3),
    rule(b"UUX", 2),
    rule(b"SDG", 2),
    rule(b"UUN", 4),
    rule(b"PUT", 2),
    rule(b"QRY", 3),
    rule(b"ADL", 2),
    rule(b"RML", 2),
    rule(b"FQY", 2),
    rule(b"UUM", 5),
    rule(b"DEL", 2),
    rule(b"SDC", 3),
    rule(b"PAG", 3),
    rule(b"PGD", 4),
    rule(b"VAS", 5),
    rule(b"GET", 3),
];

/// §2.3, the commonest first.
const SERVER_TO_CLIENT: &[Rule] = &[
    rule(b"MSG", 2),
    rule(b"UBX", 2),
    rule(b"NFY", 2),
    rule(b"SDG", 2),
    rule(b"UBN", 3),
    rule(b"UUX", 2),
    rule(b"NOT", 1),
    rule(b"UBM", 4),
    rule(b"GCF", 2),
    rule(b"ADL", 2),
    rule(b"RML", 2),
    rule(b"FQY", 2),
    rule(b"UUN", 2),
    rule(b"IPG", 1),
    rule(b"PUT", 3),
    rule(b"DEL", 3),
    rule(b"GET", 2),
    rule(b"FSL", 2),
    rule(b"PAG", 3),
];

/// How many payload bytes follow this line, which may still have its line end. Zero for a command without a payload.
///
/// A number too large for `u64` is `u64::MAX`: the caller's cap decides, not an overflow.
pub fn announced(direction: Direction, verb: Verb, line: &[u8]) -> u64 {
    let min_args = match (direction, verb.error_number()) {
        (Direction::ServerToClient, Some(_)) => return announced_by_error(line),
        (Direction::ClientToServer, _) => min_args(CLIENT_TO_SERVER, verb),
        (Direction::ServerToClient, None) => min_args(SERVER_TO_CLIENT, verb),
    };
    let Some(min_args) = min_args else { return 0 };
    let arguments = trimmed_arguments(line);
    match number(last(arguments)) {
        Some(length) if count(arguments) >= min_args => length,
        _ => 0,
    }
}

/// §2.4: an error reply has a payload when it has exactly two arguments and both are numbers.
fn announced_by_error(line: &[u8]) -> u64 {
    let mut arguments = trimmed_arguments(line).split(|&byte| byte == b' ').skip(1);
    match (arguments.next(), arguments.next(), arguments.next()) {
        (Some(trid), Some(length), None) if number(trid).is_some() => number(length).unwrap_or(0),
        _ => 0,
    }
}

fn min_args(rules: &[Rule], verb: Verb) -> Option<usize> {
    rules.iter().find(|rule| rule.verb == *verb.as_bytes()).map(|rule| rule.min_args)
}

/// What follows the verb, from its first space, without the line end and trailing spaces.
fn trimmed_arguments(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let end = line.iter().rposition(|&byte| byte != b' ').map_or(0, |at| at + 1);
    line.get(3..end).unwrap_or_default()
}

/// One space separates, two in a row enclose an empty argument (§2.1): as many arguments as spaces.
fn count(arguments: &[u8]) -> usize {
    memchr::memchr_iter(b' ', arguments).count()
}

fn last(arguments: &[u8]) -> &[u8] {
    memchr::memrchr(b' ', arguments).map_or(&[][..], |space| &arguments[space + 1..])
}

fn number(digits: &[u8]) -> Option<u64> {
    let all_digits = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    all_digits.then(|| {
        digits.iter().fold(0u64, |n, digit| n.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{ClientToServer, ServerToClient};

    fn check(direction: Direction, line: &str, length: u64) {
        let verb = Verb::at_start_of(line.as_bytes()).expect("a verb");
        assert_eq!(announced(direction, verb, line.as_bytes()), length, "{line:?}");
    }

    #[test]
    fn the_length_is_the_last_argument_wherever_it_stands() {
        check(ServerToClient, "UBX bob@example.org 53\r\n", 53);
        check(ServerToClient, "UBX bob@example.org 1 53\r\n", 53);
        check(ServerToClient, "GCF 9 Shields.xml 34\r\n", 34);
        check(ServerToClient, "GCF 0 62\n", 62);
        check(ServerToClient, "MSG bob@example.org Bob the builder 133\r\n", 133);
    }

    #[test]
    fn an_empty_nickname_still_leaves_a_message_its_payload() {
        check(ServerToClient, "MSG bob@example.org  5\r\n", 5);
        check(ServerToClient, "MSG bob@example.org 5\r\n", 5);
    }

    #[test]
    fn trailing_spaces_do_not_hide_the_length() {
        check(ClientToServer, "UUX 10 65  \r\n", 65);
    }

    #[test]
    fn a_lone_transaction_id_is_never_a_length() {
        check(ClientToServer, "UUX 10\r\n", 0);
        check(ServerToClient, "QRY 10\r\n", 0);
        check(ServerToClient, "PUT 10 0\r\n", 0);
        check(ClientToServer, "QRY 10 PROD0090YUAUV{2B\r\n", 0);
    }

    #[test]
    fn replies_that_say_ok_have_none() {
        for line in ["ADL 9 OK", "RML 9 OK", "UUN 9 OK", "SDC 9 OK", "SND 9 OK"] {
            check(ServerToClient, line, 0);
        }
    }

    #[test]
    fn numbers_at_the_end_of_other_commands_are_not_lengths() {
        for line in [
            "CHL 0 15570131571988941333",
            "QNG 60",
            "ILN 9 NLN bob@example.org Bob 268435492",
            "JOI bob@example.org Bob 268435492",
            "CAL 2 RINGING 11752013",
            "USR 4 OK alice@example.org 1 0",
            "SYN 8 27 1 1",
            "LST bob@example.org Bob 11",
            "XFR 12 SB 198.51.100.20:1863 CKI 1726.42.99 U messenger.msn.com 1",
            "BYE bob@example.org 1",
            "OUT RCT 6",
            "VER 1 0",
            "PRP MFN 42",
        ] {
            check(ServerToClient, line, 0);
        }
    }

    #[test]
    fn an_error_has_a_payload_only_with_two_numbers() {
        check(ServerToClient, "241 9 51\r\n", 51);
        check(ServerToClient, "241 9\r\n", 0);
        check(ServerToClient, "241 9 51 x\r\n", 0);
        check(ServerToClient, "241 x 51\r\n", 0);
        check(ServerToClient, "715\r\n", 0);
        check(ClientToServer, "241 9 51\r\n", 0);
    }

    #[test]
    fn an_absurd_length_saturates() {
        check(ClientToServer, "MSG 1 N 99999999999999999999999\r\n", u64::MAX);
    }
}
