//! How long things may be (§1.6), and which lists can be set (§9).

use crate::insight::problems::case::{Case, Findings, Scene};
use crate::insight::problems::rules::Id;
use Direction::{ClientToServer, ServerToClient};
use Measure::{Bytes, Characters};
use What::{Argument, Payload};
use msnp::{Direction, Role};

/// The longest of something.
struct Limit {
    verb: &'static [u8; 3],
    direction: Direction,
    what: What,
    most: usize,
    measure: Measure,
    name: &'static str,
}

#[derive(Clone, Copy)]
enum What {
    /// Counted from 1.
    Argument(usize),
    Payload,
}

#[derive(Clone, Copy)]
enum Measure {
    /// As they stand on the wire.
    Bytes,
    /// Decoded.
    Characters,
}

const fn limit(
    (verb, direction, what): (&'static [u8; 3], Direction, What),
    most: usize,
    measure: Measure,
    name: &'static str,
) -> Limit {
    Limit { verb, direction, what, most, measure, name }
}

const LIMITS: &[Limit] = &[
    limit((b"REA", ClientToServer, Argument(2)), 129, Bytes, "the account"),
    limit((b"REA", ClientToServer, Argument(3)), 387, Bytes, "the encoded nickname"),
    limit((b"ADD", ClientToServer, Argument(3)), 129, Bytes, "the account"),
    limit((b"ADD", ClientToServer, Argument(4)), 387, Bytes, "the encoded nickname"),
    limit((b"ADG", ClientToServer, Argument(2)), 61, Bytes, "the encoded name of the group"),
    limit((b"REG", ClientToServer, Argument(3)), 61, Bytes, "the encoded name of the group"),
    limit((b"PRP", ClientToServer, Argument(3)), 95, Characters, "the value"),
    limit((b"UUX", ClientToServer, Payload), 4000, Bytes, "the payload"),
    limit((b"UBX", ServerToClient, Payload), 4000, Bytes, "the payload"),
    limit((b"UBN", ServerToClient, Payload), 4000, Bytes, "the payload"),
];

/// The longest message on a switchboard, headers and body, in bytes.
const MESSAGE: usize = 1664;

/// Which commands have something in them that has a limit.
pub(super) fn has_limits(direction: Direction, verb: &[u8; 3]) -> bool {
    matches!(verb, b"MSG" | b"ADL" | b"RML")
        || LIMITS.iter().any(|row| row.verb == verb && row.direction == direction)
}

pub(super) fn are_kept(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    let Some((command, _)) = case.command.zip(case.row()) else { return };
    match command.verb.as_bytes() {
        b"MSG" if case.role == Some(Role::Switchboard) && command.payload.len() > MESSAGE => {
            findings.say(Id::OversizedMessage, || {
                let size = command.payload.len();
                format!("{} sends a message of {size} bytes; a switchboard takes {MESSAGE}.", case.who())
            });
        }
        b"ADL" | b"RML" if case.direction == ClientToServer => lists(case, command.payload, findings),
        verb => {
            let rows = LIMITS.iter().filter(|row| row.verb == verb && row.direction == case.direction);
            rows.for_each(|row| length(case, row, findings));
        }
    }
}

fn length(case: &Case<'_>, limit: &Limit, findings: &mut Findings) {
    let Some(command) = case.command else { return };
    let bytes = match limit.what {
        Argument(n) => command.arg(n).unwrap_or_default(),
        Payload => command.payload,
    };
    let (size, units) = match limit.measure {
        Bytes => (bytes.len(), "bytes"),
        Characters => (characters(bytes), "characters"),
    };
    if size > limit.most {
        findings.say(Id::TooLong, || {
            let Limit { name, most, .. } = limit;
            format!(
                "{} says {} where {name} has {size} {units}; {most} are accepted.",
                case.who(),
                command.verb
            )
        });
    }
}

/// How many characters percent-encoded text has.
fn characters(encoded: &[u8]) -> usize {
    let (mut count, mut rest) = (0, encoded);
    while let [first, after @ ..] = rest {
        let byte = match (first, after) {
            (b'%', [high, low, left @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                rest = left;
                hex(*high) << 4 | hex(*low)
            }
            _ => {
                rest = after;
                *first
            }
        };
        count += usize::from(byte & 0xC0 != 0x80);
    }
    count
}

fn hex(digit: u8) -> u8 {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or_default()
}

/// Forward, allow, block.
const OWN: u64 = 1 | 2 | 4;
/// Both allow and block.
const BOTH: u64 = 2 | 4;

/// The lists named in `<c n="bob" l="3" t="1"/>`: only one's own, and not both allowed and blocked.
fn lists(case: &Case<'_>, payload: &[u8], findings: &mut Findings) {
    let wrong = memberships(payload).find(|bits| bits & !OWN != 0 || bits & BOTH == BOTH);
    if let Some(bits) = wrong {
        findings.say(Id::ListBits, || {
            let why = match bits & !OWN {
                0 => "which allows and blocks the same person",
                _ => "and a client sets 1, 2 and 4 only",
            };
            format!("{} says {} for the lists {bits}, {why}.", case.who(), case.verb())
        });
    }
}

/// The numbers behind ` l=` in an element for a contact or a service; `<ml l="1">` is no membership.
fn memberships(payload: &[u8]) -> impl Iterator<Item = u64> {
    let elements = payload.split(|&byte| byte == b'<').skip(1).filter(|element| !element.starts_with(b"ml"));
    elements.filter_map(|element| {
        let at = memchr::memmem::find(element, b" l=")?;
        let value = element.get(at + 4..)?;
        let end = value.iter().position(|byte| !byte.is_ascii_digit())?;
        std::str::from_utf8(&value[..end]).ok()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_decoded() {
        for (text, count) in [("", 0), ("abc", 3), ("a%20b", 3), ("%C3%A9", 1), ("\u{e9}", 1), ("100%", 4)] {
            assert_eq!(characters(text.as_bytes()), count, "{text}");
        }
    }

    #[test]
    fn the_lists_of_contacts_and_services_are_found() {
        let found = |payload: &str| memberships(payload.as_bytes()).collect::<Vec<_>>();
        assert_eq!(found(r#"<ml l="1"><d n="b"><c n="a" l="3" t="1"/><c l='16' n="c"/></d></ml>"#), [3, 16]);
        assert_eq!(found(r#"<ml><s l="3" n="IM"/><t><c n="tel:+1" l="6"/></t> l=</ml>"#), [3, 6]);
    }
}
