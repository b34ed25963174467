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

/// How wide sentences are at least, however narrow the terminal.
const LEAST_COLUMNS: usize = 30;

/// The longest margin is `12:03:44.120 #4294967295 `.
const MARGIN: usize = "12:03:44.120    #3 ".len();

pub(super) fn row(view: &View, entry: &Entry<'_>, columns: Option<usize>) -> Row {
    let mut row = Row::default();
    let time = view.time(entry.at).to_zoned(view.zone.clone()).strftime("%H:%M:%S%.3f");
    let session = entry.session.map_or_else(String::new, |session| format!("#{session}"));
    let margin = format!("{time} {session:>5} ");
    row.push(Style::Margin, margin.as_bytes());
    match &entry.what {
        What::Frame(passed) => frame(view, &mut row, passed, margin.len()),
        What::Event(event) => {
            let (mark, style) = match is_problem(event) {
                true => ("!!! ", Style::Problem),
                false => ("--- ", Style::Information),
            };
            row.push(style, mark.as_bytes());
            sentence(&mut row, &says(event), margin.len() + mark.len(), columns);
        }
    }
    row.break_line(0);
    row
}

pub(super) fn missed(count: u64, columns: Option<usize>) -> Row {
    let mut row = Row::default();
    row.push(Style::Margin, " ".repeat(MARGIN).as_bytes());
    row.push(Style::Problem, b"!!! ");
    let text = format!(
        "{} forgotten before they could be printed: whoever reads this reads more slowly than it is written; give \
         more --memory to keep more.",
        if count == 1 {
            "1 entry was".to_owned()
        } else {
            format!("{} entries were", amount::grouped(count))
        }
    );
    sentence(&mut row, &text, MARGIN + 4, columns);
    row.break_line(0);
    row
}

/// Whether an event says that something went wrong, or is about to.
fn is_problem(event: &Event) -> bool {
    match event {
        Event::Listening { .. }
        | Event::Opened { .. }
        | Event::Connected { .. }
        | Event::RouteOpened { .. }
        | Event::RouteClosed { .. }
        | Event::ShuttingDown { .. } => false,
        Event::Closed { client_to_server, server_to_client, .. } => {
            client_to_server.undelivered + server_to_client.undelivered > 0
        }
        Event::UpstreamFailed { .. }
        | Event::RedirectUntouched { .. }
        | Event::RedirectUnfollowed { .. }
        | Event::Refused { .. }
        | Event::Opaque { .. }
        | Event::Waiting { .. }
        | Event::Undelivered { .. } => true,
    }
}

/// Appends a sentence, wrapped between words so that its lines end at `columns`.
fn sentence(row: &mut Row, text: &str, indent: usize, columns: Option<usize>) {
    let room = columns.map_or(usize::MAX, |columns| columns.saturating_sub(indent).max(LEAST_COLUMNS));
    let mut used = 0;
    for word in text.split(' ') {
        let width = word.chars().count();
        if used > 0 && used + 1 + width > room {
            row.break_line(indent);
            used = 0;
        }
        if used > 0 {
            row.push(Style::Information, b" ");
            used += 1;
        }
        row.push(Style::Information, word.as_bytes());
        used += width;
    }
}

fn frame(view: &View, row: &mut Row, passed: &Passed<'_>, margin: usize) {
    let (arrow, sender) = match passed.direction {
        Direction::ClientToServer => (">>> ", Style::Client),
        Direction::ServerToClient => ("<<< ", Style::Server),
    };
    let indent = margin + arrow.len();
    row.push(if passed.injected() { Style::Injected } else { sender }, arrow.as_bytes());
    if let Some(note) = note(passed) {
        row.push(if passed.injected() { Style::Injected } else { Style::Information }, note.as_bytes());
    }
    lines::push(row, &Shown::received(passed, view.reveal), sender, indent);
    if let Some(sent) = Shown::sent(passed, view.reveal) {
        const LABEL: &str = "sent: ";
        row.break_line(indent - LABEL.len());
        row.push(Style::Information, LABEL.as_bytes());
        lines::push(row, &sent, sender, indent);
    }
}

/// What must be known of a frame before it is read.
fn note(passed: &Passed<'_>) -> Option<&'static str> {
    match passed {
        Passed { origin: Origin::Person, .. } => Some("(injected) "),
        Passed { origin: Origin::Nudge, .. } => Some("(injected by Nudge) "),
        Passed { incomplete: true, .. } => Some("(incomplete) "),
        Passed { opaque: true, .. } => Some("(not a command) "),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
