//! What events tell of broken rules: the end of a session, framing that was lost, redirects nobody followed.

use super::case::{Finding, quoted};
use super::checks::length_in_characters;
use super::rules::Id;
use super::state::State;
use crate::insight::pairs::Ended;
use crate::transcript::Event;
use msnp::explain::counted;
use msnp::{Direction, Opacity, Stranger};

fn finding(id: Id, at: u64, with: Option<u64>, says: String) -> Finding {
    Finding { id, says, at: Some(at), with }
}

/// What an event tells by itself.
pub(super) fn found(entry: u64, event: &Event) -> Option<Finding> {
    match event {
        Event::Opaque { direction, stranger: Some(stranger), .. } => {
            Some(finding(Id::AnotherProtocol, entry, None, another_protocol(*direction, *stranger)))
        }
        Event::Opaque { why: Opacity::GivenUp, .. } => None, // our own doing
        Event::Opaque { direction, why, .. } => {
            Some(finding(Id::FramingLost, entry, None, framing_lost(*direction, *why)))
        }
        Event::Waiting { direction, verb, have, want } => {
            let all = want.map_or_else(
                || "and no line end yet".to_owned(),
                |want| format!("of {}", counted(want, "byte")),
            );
            let (who, verb) = (who(*direction), quoted(verb.as_bytes()));
            let says = format!(
                "{who} has sent {} {all} of a frame that begins with {verb}.",
                counted(*have, "byte")
            );
            Some(finding(Id::FrameWaits, entry, None, says))
        }
        Event::RedirectUnfollowed { entry: redirect, address, told } => {
            let says = format!(
                "The client did not connect to {told}, which stands for {address}, where it was sent."
            );
            Some(finding(Id::RedirectUnfollowed, *redirect, Some(entry), says))
        }
        Event::Undelivered { entry: injected } => {
            let says =
                "The injected frame was withdrawn: its receiver did not read, and not a byte of it was sent.";
            Some(finding(Id::Withdrawn, *injected, Some(entry), says.to_owned()))
        }
        _ => None,
    }
}

/// What an event changes in what is known.
pub(super) fn learn(state: &mut State, event: &Event) {
    match event {
        Event::Opaque { stranger, .. } => {
            state.lose_side();
            state.stranger |= stranger.is_some();
        }
        Event::Undelivered { entry } => state.challenges.retain(|challenge| challenge.entry != *entry),
        _ => {}
    }
}

/// What the end of a session tells, and whether a person is to blame.
pub(super) fn closed(entry: u64, state: &State, ended: &[Ended]) -> Vec<(bool, Finding)> {
    let mut found = Vec::new();
    let has_left = state.redirected || state.out.iter().any(Option::is_some);
    let burst = state.burst.filter(|burst| burst.contacts + burst.groups > 0);
    if let Some(burst) = burst {
        let (contacts, groups) =
            (counted(burst.contacts.into(), "contact"), counted(burst.groups.into(), "group"));
        let says =
            format!("The connection ended when {contacts} and {groups} that SYN announced had not come.");
        found.push((false, finding(Id::ListCount, burst.syn, Some(entry), says)));
    }
    for request in ended {
        let Ended { entry: asked, verb, trid, injected } = *request;
        let id = match verb {
            // Who leaves owes no answer, unless they went on without one first.
            b"CHL" if has_left && !state.has_passed_over(asked) => continue,
            b"CHL" => Id::ChallengeUnanswered,
            b"SYN" if burst.is_some() => continue,
            // Who is sent elsewhere, or away, does not wait for answers.
            _ if state.redirected || state.out[1].is_some() => continue,
            _ => Id::Unanswered,
        };
        let verb = String::from_utf8_lossy(verb);
        let trid = trid.filter(|_| verb != "CHL").map_or_else(String::new, |trid| format!(" {trid}"));
        let says = match id {
            Id::ChallengeUnanswered => {
                "The connection ended before the client had answered the challenge.".to_owned()
            }
            _ => format!("The connection ended before the server had answered {verb}{trid}."),
        };
        found.push((injected, finding(id, asked, Some(entry), says)));
    }
    for (stream, direction) in state.streams.iter().zip(Direction::BOTH) {
        if let Some(payload) = stream.found_at_end() {
            let says = length_in_characters(who(direction));
            found.push((false, finding(Id::LengthInCharacters, payload, None, says)));
        }
    }
    found
}

pub(super) fn another_protocol(direction: Direction, stranger: Stranger) -> String {
    format!("{} does not speak MSNP: this is {stranger}.", who(direction))
}

fn framing_lost(direction: Direction, why: Opacity) -> String {
    let who = who(direction);
    match why {
        Opacity::NotACommand => {
            format!("{who} sends what is no command; look at the length of the payload before it.")
        }
        Opacity::LongLine => format!("{who} sends a line of more than 64 KiB, which no command has."),
        Opacity::HugePayload => {
            format!("{who} announces a payload of more than 1 MiB, which no command has.")
        }
        Opacity::GivenUp => format!("What {} sends is no longer understood.", who.to_lowercase()),
    }
}

fn who(direction: Direction) -> &'static str {
    match direction {
        Direction::ClientToServer => "The client",
        Direction::ServerToClient => "The server",
    }
}
