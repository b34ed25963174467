//! Entries as those who study the protocol write them.
//!
//! ```text
//! 12:03:44.120    #3 >>> MSG 4 N 63\r\n                   time, session, who, the line
//!                        MIME-Version: 1.0\r\n            its payload under it
//!                        ⋮
//! 12:03:44.163    #3 <<< XFR 5 SB 198.51.100.20:1863 CKI •••\r\n
//!                  sent: XFR 5 SB 127.0.0.1:21034 CKI •••\r\n
//! 12:03:44.163    #3 --- Port 21034 …                     information
//! 12:03:44.163    #3 !!! The server cannot …              information that something went wrong
//! ```

use super::row::{Row, Style};
use super::shown::Shown;
use super::{View, amount, lines, says};
use crate::transcript::{Entry, Event, Origin, Passed, What};
use msnp::Direction;

/// The margin of what belongs to no moment and no session.
const NO_MARGIN: &str = "                   ";

/// Information about the dialogue.
const INFORMATION: (&str, Style) = ("--- ", Style::Information);

/// Information that something went wrong.
const PROBLEM: (&str, Style) = ("!!! ", Style::Problem);

pub(super) fn row(view: &View, entry: &Entry<'_>, columns: Option<usize>) -> Row {
    let mut row = Row::new(columns);
    let time = view.time(entry.at).to_zoned(view.zone.clone()).strftime("%H:%M:%S%.3f");
    let session = entry.session.map_or_else(String::new, |session| format!("#{session}"));
    let margin = format!("{time} {session:>5} ");
    row.push(Style::Margin, margin.as_bytes());
    match &entry.what {
        What::Frame(passed) => frame(view, &mut row, passed, margin.len()),
        What::Event(event) => {
            let mark = if is_problem(event) { PROBLEM } else { INFORMATION };
            sentence(&mut row, margin.len(), mark, &says(event));
        }
    }
    row.finish()
}

pub(super) fn missed(count: u64, columns: Option<usize>) -> Row {
    let mut row = Row::new(columns);
    let entries = if count == 1 {
        "1 entry was".to_owned()
    } else {
        format!("{} entries were", amount::grouped(count))
    };
    let text = format!(
        "{entries} forgotten before they could be printed: this is read more slowly than it is written; more --memory \
         keeps more.",
    );
    row.push(Style::Margin, NO_MARGIN.as_bytes());
    sentence(&mut row, NO_MARGIN.len(), PROBLEM, &text);
    row.finish()
}

/// Whether an event says that something went wrong, or is about to.
fn is_problem(event: &Event) -> bool {
    match event {
        Event::Listening { .. }
        | Event::Opened { .. }
        | Event::Connected { .. }
        | Event::RouteOpened { .. }
        | Event::RouteClosed { .. }
        | Event::ShuttingDown { .. }
        | Event::Holding { .. }
        | Event::Held { .. }
        | Event::Released { .. }
        | Event::Edited { .. }
        | Event::Dropped { .. }
        | Event::Answered { .. } => false,
        Event::HiddenOver { whole, may_be_silent, .. } => !whole && !may_be_silent,
        Event::Closed { client_to_server, server_to_client, .. } => {
            client_to_server.undelivered + server_to_client.undelivered > 0
        }
        Event::UpstreamFailed { .. }
        | Event::RedirectUntouched { .. }
        | Event::RedirectUnfollowed { .. }
        | Event::Refused { .. }
        | Event::Opaque { .. }
        | Event::Waiting { .. }
        | Event::Undelivered { .. }
        | Event::Missed { .. } => true,
    }
}

/// Appends a sentence behind its mark, wrapped between words.
fn sentence(row: &mut Row, margin: usize, (mark, style): (&str, Style), text: &str) {
    row.push(style, mark.as_bytes());
    row.indent(margin + mark.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 && row.room() < 1 + word.chars().count() {
            row.break_line();
        } else if at > 0 {
            row.push(Style::Information, b" ");
        }
        row.push(Style::Information, word.as_bytes());
    }
}

fn frame(view: &View, row: &mut Row, passed: &Passed<'_>, margin: usize) {
    const SENT: &str = "sent: ";
    let (arrow, sender) = match passed.direction {
        Direction::ClientToServer => (">>> ", Style::Client),
        Direction::ServerToClient => ("<<< ", Style::Server),
    };
    row.push(if passed.injected() { Style::Injected } else { sender }, arrow.as_bytes());
    let indent = margin + arrow.len();
    row.indent(indent);
    if let Some(note) = note(passed) {
        row.push(if passed.injected() { Style::Injected } else { Style::Information }, note.as_bytes());
    }
    lines::push(row, &Shown::received(passed, view.reveal), sender);
    if let Some(sent) = Shown::sent(passed, view.reveal) {
        row.indent(indent - SENT.len());
        row.break_line();
        row.indent(indent);
        row.push(Style::Information, SENT.as_bytes());
        match passed.hidden() {
            true => row.push(Style::Information, b"nothing, the client does not hear this"),
            false => lines::push(row, &sent, sender),
        }
    }
}

/// What must be known of a frame before it is read.
fn note(passed: &Passed<'_>) -> Option<&'static str> {
    match passed {
        Passed { origin: Origin::Person, .. } => Some("(injected) "),
        Passed { origin: Origin::Nudge, .. } => Some("(injected by Nudge) "),
        Passed { incomplete: true, .. } => Some("(incomplete) "),
        Passed { opaque: true, .. } => Some("(opaque) "),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
