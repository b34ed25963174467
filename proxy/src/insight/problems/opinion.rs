//! What a frame would break, before it is sent.

use super::case::{Case, Findings, NOT_YET, Scene};
use super::checks;
use super::rules::{Id, Rule};
use super::stream::Stream;
use crate::insight::seen::message_in;
use crate::insight::threads::Member;
use crate::transcript::{Origin, Passed, SessionId};
use msnp::explain::counted;
use msnp::{Command, Deframer, Direction};

/// Frames judged at once. A person writes a few.
const FRAMES: usize = 100;

/// A rule that would be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    /// Which.
    pub rule: &'static Rule,
    /// How, in a sentence.
    pub says: String,
}

/// Judges each frame in these bytes, as if a person sent it, and whether they end where a frame does.
pub(super) fn of(
    scene: &Scene<'_>,
    member: Option<&Member>,
    session: SessionId,
    direction: Direction,
    bytes: &[u8],
) -> Vec<Opinion> {
    let mut findings = Findings::default();
    let mut deframer = Deframer::new(direction);
    let mut stream = Stream::default();
    let mut rest = bytes;
    for _ in 0..FRAMES {
        let Some(frame) = deframer.next_frame(rest) else { break };
        rest = &rest[frame.bytes.len()..];
        let passed = Passed { opaque: frame.opaque, ..Passed::plain(direction, Origin::Person, frame.bytes) };
        let command = Command::read(&frame);
        let trid = command.and_then(|command| command.trid(direction));
        let message = command.as_ref().and_then(message_in);
        let case = Case::new((NOT_YET, session), &passed, (command, trid, message), member);
        if stream.found_by(&case).is_some() {
            findings.say(Id::LengthInCharacters, || checks::length_in_characters(case.who()));
        }
        stream.pass(&case);
        match frame.opaque {
            false => checks::judge(&case, scene, &mut findings),
            true => {
                findings.say(Id::FramingLost, || format!("{} goes on with what is no command.", case.who()));
                break;
            }
        }
    }
    if stream.found_at_end().is_some() {
        findings.say(Id::LengthInCharacters, || checks::length_in_characters("The frame injected"));
    }
    if let Some(waiting) = deframer.waiting(rest).filter(|_| deframer.opacity().is_none()) {
        findings.say(Id::FrameWaits, || unfinished(waiting.have, waiting.want));
    }
    let opinion = |finding: super::case::Finding| Opinion { rule: finding.id.rule(), says: finding.says };
    findings.found.into_iter().map(opinion).collect()
}

fn unfinished(have: usize, want: Option<usize>) -> String {
    let amount = |size: usize| counted(u64::try_from(size).unwrap_or(u64::MAX), "byte");
    match want {
        Some(want) => format!(
            "The frame announces {} and has {}: its receiver waits for the rest.",
            amount(want),
            amount(have)
        ),
        None => "The line has no end: its receiver waits for it.".to_owned(),
    }
}
