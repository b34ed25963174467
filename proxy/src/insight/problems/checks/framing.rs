//! Where a frame begins and ends.

use crate::insight::problems::case::{Case, Findings, Scene};
use crate::insight::problems::rules::Id;
use crate::insight::problems::state::index;
use msnp::explain::counted;

/// Whether the line ends as lines do, and the frame at all.
pub(super) fn ends_as_it_should(case: &Case<'_>, _: &Scene<'_>, findings: &mut Findings) {
    if case.incomplete {
        findings.say(Id::CutOff, || {
            let there = counted(u64::try_from(case.bytes.len()).unwrap_or(u64::MAX), "byte");
            format!("{} has sent {there} of a frame when the connection ends, and not the rest.", case.who())
        });
        return;
    }
    let Some(command) = &case.command else { return };
    if case.bytes.get(command.line.len()) == Some(&b'\n') {
        findings.say(Id::BareLf, || {
            format!("{} ends the line of {} with LF alone; lines end with CR LF.", case.who(), command.verb)
        });
    }
}

/// Whether what came before ended where this begins.
pub(super) fn begins_where_it_should(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let stream = &scene.state.streams[index(case.direction)];
    if let Some(entry) = stream.found_by(case).filter(|_| !case.injected) {
        findings.blame(Id::LengthInCharacters, entry, Some(case.entry), || length_in_characters(case.who()));
    } else if case.command.is_none() && !case.incomplete && matches!(case.bytes, b"\r\n" | b"\n") {
        let payload = stream.payload.filter(|_| !case.injected);
        findings.say_with(Id::EmptyLine, payload, || match payload {
            Some(_) => format!(
                "{} ends the payload before this with a line end its length does not count; the next command follows a \
                 payload at once.",
                case.who(),
            ),
            None => format!("{} sends an empty line, which is no command.", case.who()),
        });
    }
}

/// The sentence, of whoever sent the payload.
pub(in crate::insight::problems) fn length_in_characters(who: &str) -> String {
    format!(
        "{who} gives the length of this payload in characters; it counts bytes, and what is left over is taken for the next \
         command."
    )
}
