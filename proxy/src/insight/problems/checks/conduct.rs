//! What may be said now, after what was said before.

use crate::insight::pairs::Status;
use crate::insight::problems::case::{Case, Findings, NOT_YET, Scene, quoted};
use crate::insight::problems::rules::Id;
use crate::insight::problems::state::{Counted, index};
use msnp::explain::Fit;
use msnp::{Dialect, Direction, Role};

/// Whether OUT was the last thing this side said.
pub(super) fn nothing_follows_out(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    if let Some(out) = scene.state.out[index(case.direction)] {
        findings.say_with(Id::AfterOut, Some(out), || {
            let what =
                case.command.map_or_else(|| "something".to_owned(), |command| command.verb.to_string());
            match case.injected {
                true => format!("{} comes after OUT, which ended the connection.", case.who()),
                false => format!("{} says {what} after OUT, which ended the connection.", case.who()),
            }
        });
    }
}

/// What a client may say before it is signed in (§4, §6).
const SIGNING_IN: [&[u8; 3]; 8] = [b"VER", b"CVR", b"CVQ", b"INF", b"USR", b"ANS", b"PNG", b"OUT"];

/// Whether a client has signed in before it does something else, and somebody is there to be talked to.
pub(super) fn comes_in_its_time(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some((command, role)) = case.command.zip(case.role) else { return };
    let is_wrong_already = !matches!(case.fit, Some(Fit::Here(_) | Fit::OtherDialect(_)));
    if case.direction != Direction::ClientToServer || is_wrong_already {
        return;
    }
    if !scene.state.accepted {
        // The oldest client asks for a notification server first of all (§3.1).
        let asks_where = command.verb == "XFR" && command.arg(2) == Some(b"NS");
        if !asks_where && !SIGNING_IN.contains(&command.verb.as_bytes()) {
            findings.say(Id::BeforeSignIn, || {
                let answer = if role == Role::Switchboard { "USR or ANS" } else { "its sign-in" };
                format!("{} says {} before the server has accepted {answer}.", case.who(), command.verb)
            });
        }
    } else if command.verb == "MSG" && role == Role::Switchboard && !scene.state.joined {
        findings.say(Id::NobodyThere, || {
            format!("{} sends a message before anybody has joined the conversation.", case.who())
        });
    }
}

/// Whether the transaction id is free.
pub(super) fn reuses_no_id(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some(trid) = case.trid.filter(|_| case.direction == Direction::ClientToServer) else { return };
    let waits = match case.entry {
        NOT_YET => scene.pairs.waits(case.session, trid),
        _ => scene.pairs.reused(),
    };
    if let Some(waits) = waits {
        findings.say_with(Id::TransactionIdReused, Some(waits), || {
            format!(
                "{} gives {} the transaction id {trid}, under which an earlier request still waits.",
                case.who(),
                case.verb()
            )
        });
    }
}

/// Whether the server chose what was offered.
pub(super) fn agrees_on_a_dialect(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some(command) = case.command.filter(|_| case.is_servers("VER") && scene.state.offered != 0) else {
        return;
    };
    let chosen =
        Dialect::agreed(&command).filter(|chosen| chosen.0 >= 64 || scene.state.offered & 1 << chosen.0 == 0);
    if let Some(chosen) = chosen {
        findings.say(Id::DialectNotOffered, || {
            format!("{} chooses {chosen}, which the client did not offer.", case.who())
        });
    }
}

/// What is counted, and what ends a roster.
pub(super) const COUNTED: [&[u8; 3]; 5] = [b"IRO", b"FND", b"LST", b"LSG", b"ANS"];

/// Whether line i of n comes after line i − 1 of n, and a list has as many entries as announced.
pub(super) fn counts_in_order(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some(command) = case.command.filter(|_| case.direction == Direction::ServerToClient) else { return };
    let state = scene.state;
    if let Some(now) = Counted::of(case) {
        let follows = |before: Counted| {
            before.verb == now.verb
                && before.count == now.count
                && before.index.checked_add(1) == Some(now.index)
        };
        let is_first = now.index == 1 || (now.index, now.count) == (0, 0);
        let is_unknown = state.gap && state.counted.is_none();
        if now.index > now.count || !(is_first || is_unknown || state.counted.is_some_and(follows)) {
            findings.say(Id::LineOrder, || out_of_order(case, state.counted, now));
        }
    } else if command.verb == "ANS" {
        let roster = state.counted.filter(|counted| &counted.verb == b"IRO" && counted.index < counted.count);
        if let Some(Counted { index, count, .. }) = roster {
            findings.say(Id::LineOrder, || {
                format!("{} ends the roster after line {index} of {count}.", case.who())
            });
        }
    } else if case.trid.is_none()
        && let Some(burst) = state.burst
        && [burst.groups, burst.contacts][usize::from(command.verb == "LST")] == 0
    {
        let what = if command.verb == "LST" { "contacts" } else { "groups" };
        findings.say_with(Id::ListCount, Some(burst.syn), || {
            format!("{} lists more {what} than SYN announced.", case.who())
        });
    }
}

fn out_of_order(case: &Case<'_>, before: Option<Counted>, now: Counted) -> String {
    let (verb, Counted { index, count, .. }) = (case.verb(), now);
    match before.filter(|before| before.verb == now.verb) {
        Some(before) => format!(
            "{} sends line {index} of {count} of {verb} after line {} of {}.",
            case.who(),
            before.index,
            before.count
        ),
        None => format!("{} begins {verb} with line {index} of {count}.", case.who()),
    }
}

/// Whether an answer has a request.
pub(super) fn answers_something(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    if case.direction == Direction::ServerToClient
        && (case.trid.is_some_and(|trid| trid > 0) || case.is_servers("QNG"))
        // Who becomes visible by being added is told of under the id of the request that added them.
        && !case.is_servers("ILN")
        && scene.pairs.stray(case.entry) == Some(Status::Unsolicited)
    {
        findings.say(Id::AnswersNothing, || match case.trid {
            Some(trid) => format!(
                "{} answers request {trid} with {}, and there is no such request.",
                case.who(),
                case.verb()
            ),
            None => format!("{} says {}, and nothing asked for it.", case.who(), case.verb()),
        });
    }
}

/// Whether the cookie was not used before.
pub(super) fn has_a_ticket_of_its_own(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    if let Some(before) = scene.tickets.used(case) {
        findings.say_with(Id::TicketReused, Some(before).filter(|before| *before != 0), || {
            let account = case.command.and_then(|command| command.arg(2)).map(quoted).unwrap_or_default();
            format!(
                "{} presents a ticket as {account} that was presented before; it opens one switchboard.",
                case.who()
            )
        });
    }
}
