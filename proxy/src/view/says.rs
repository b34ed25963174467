//! Events in words: what happened, why, and where something went wrong what to do next.

mod reasons;

use super::amount::{bytes, counted};
use crate::transcript::{Ending, Event, Party, Tally};
use msnp::Direction;

/// One sentence that explains an event to who watches.
pub fn says(event: &Event) -> String {
    match event {
        Event::Listening { listen, upstream } => format!("Listening on {listen} in place of {upstream}."),
        Event::Opened { client, listen, upstream, followed } => {
            let followed = if followed.is_some() { ", following a redirect" } else { "" };
            format!("Client {client} connected to {listen}, which stands for {upstream}{followed}.")
        }
        Event::Connected { server } => format!("Connected to the server at {server}."),
        Event::UpstreamFailed { upstream, why } => reasons::unreachable(upstream, why),
        Event::Closed { client_to_server, server_to_client, ended_by, how } => {
            closed([client_to_server, server_to_client], *ended_by, *how)
        }
        Event::RouteOpened { address, listen } => {
            format!("{listen} now stands for {address}, to which the server redirects.")
        }
        Event::RouteClosed { address, listen } => {
            format!(
                "{listen} no longer stands for {address}: nobody used it, and another server needs the place."
            )
        }
        Event::RedirectUntouched { address, why, .. } => reasons::untouched(address, why),
        Event::RedirectUnfollowed { address, told, .. } => format!(
            "Nobody has followed the redirect to {told}, which stands for {address}: either the client \
             cannot reach {told} (from a virtual machine, a container or behind NAT give --advertise an address it can \
             reach), or a firewall closes that port, or the client uses the HTTP gateway, or it gave up and closed.",
        ),
        Event::Refused { client, listen, why, count } => reasons::refused(*client, *listen, *why, *count),
        Event::Opaque { direction, why, stranger } => reasons::opaque(*direction, *why, *stranger),
        Event::Waiting { direction, verb, have, want } => waiting(*direction, verb, *have, *want),
        Event::Undelivered { entry } => format!(
            "The injected frame in entry {entry} was withdrawn, not a byte of it was sent: its receiver does not read; \
             inject it again when it does.",
        ),
        Event::Holding { filter: None } => "Nothing is held any more.".to_owned(),
        Event::Holding { filter: Some(filter) } if filter.trim().is_empty() => {
            "From now on every command is held.".to_owned()
        }
        Event::Holding { filter: Some(filter) } => format!("From now on what fits {filter:?} is held."),
        Event::Held { entry } => format!(
            "Entry {entry} is held: it waits for you to release, edit, drop or answer it, and what follows it in its \
             direction waits behind it.",
        ),
        Event::Released { entry, by } => format!("Entry {entry} left as it is: {}.", reasons::released(*by)),
        Event::Edited { entry, by } => format!("Entry {by} left in place of entry {entry}, which was held."),
        Event::Dropped { entry } => format!("Entry {entry} was held, and was dropped: it did not leave."),
        Event::Answered { entry, by } => {
            format!("Entry {entry} waited and did not leave: its sender got entry {by} as the answer.")
        }
        Event::HiddenOver { request, lines, whole, may_be_silent } => {
            hidden_over(*request, *lines, *whole, *may_be_silent)
        }
        Event::Missed { count: 1 } => {
            "1 entry is not in this saved transcript: what is said from here on may rest on it.".to_owned()
        }
        Event::Missed { count } => format!(
            "{} entries are not in this saved transcript: what is said from here on may rest on them.",
            super::amount::grouped(*count)
        ),
        Event::ShuttingDown { sessions: 0 } => "Ending: no session is open.".to_owned(),
        Event::ShuttingDown { sessions } => {
            let sessions = counted(*sessions, "open session");
            format!(
                "Ending: what {sessions} sent is still delivered, for at most 5 s; a second Ctrl-C ends at once."
            )
        }
    }
}

fn hidden_over(request: u64, lines: u64, whole: bool, may_be_silent: bool) -> String {
    let kept = counted(lines, "line");
    match (whole, may_be_silent, lines) {
        (true, ..) => format!("The answer to entry {request} is whole: {kept}, kept from the client."),
        (false, true, 0) => format!(
            "Nothing answered entry {request}, which is how the server accepts such a command; a refusal would have been kept \
             from the client.",
        ),
        _ => format!(
            "The answer to entry {request} did not end in time: {kept} came, kept from the client; what else comes with its \
             transaction id is kept from it, too.",
        ),
    }
}

fn waiting(direction: Direction, verb: &str, have: u64, want: Option<u64>) -> String {
    let who = sender(direction);
    match want {
        Some(want) => format!(
            "{verb} from the {who} has {} of {} bytes and waits for the rest: a wrong length is the commonest cause; the \
             length counts bytes, not characters, and not the line before them.",
            super::amount::grouped(have),
            super::amount::grouped(want),
        ),
        None => format!(
            "A line from the {who} that begins with {verb:?} has {} and no end yet: every line ends with \\r\\n, and a \
             payload that is longer than its length says looks like this too.",
            counted(have, "byte"),
        ),
    }
}

fn closed([to_server, to_client]: [&Tally; 2], ended_by: Party, how: Ending) -> String {
    let who = match ended_by {
        Party::Client => "the client",
        Party::Server => "the server",
        Party::Nudge => "Nudge",
    };
    let how = match how {
        Ending::Finished => format!("Closed, {who} first"),
        Ending::Reset => format!("Closed by a reset; {who} ended first"),
        Ending::Idle => format!("Closed by Nudge: {who} had ended, and the other side has been silent since"),
        Ending::Shutdown => "Closed because Nudge ends".to_owned(),
        Ending::Failed => "Closed because the server could not be reached".to_owned(),
        Ending::Refused => "Closed because Nudge must not connect to that server".to_owned(),
    };
    if [to_server, to_client].iter().all(|tally| **tally == Tally::default()) {
        return format!("{how}; neither side had sent anything.");
    }
    let sent = |tally: &Tally| format!("{} ({})", counted(tally.frames, "frame"), bytes(tally.bytes));
    let lost = |tally: &Tally, receiver| match tally.undelivered {
        0 => String::new(),
        count => {
            format!("; {} did not reach the {receiver}, which stopped reading or was gone", bytes(count))
        }
    };
    format!(
        "{how}; the client sent {}, the server {}{}{}.",
        sent(to_server),
        sent(to_client),
        lost(to_server, "server"),
        lost(to_client, "client"),
    )
}

fn sender(direction: Direction) -> &'static str {
    match direction {
        Direction::ClientToServer => "client",
        Direction::ServerToClient => "server",
    }
}

#[cfg(test)]
pub(crate) mod tests;
