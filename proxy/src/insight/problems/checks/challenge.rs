//! Whether a client proves to be a genuine one (§6.7).

use crate::insight::problems::case::{Case, Findings, Scene, quoted};
use crate::insight::problems::judged::{self, Verdict};
use crate::insight::problems::rules::Id;
use crate::insight::problems::state::Challenge;
use msnp::Command;

/// The error that refuses an answer.
pub(super) const REFUSED: &[u8; 3] = b"540";

pub(super) fn is_answered(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let Some(command) = case.command else { return };
    if case.is_clients("QRY") && case.row().is_some() {
        answer(case, &command, scene, findings);
    } else if command.verb.as_bytes() == REFUSED && case.row().is_some() {
        refusal(case, scene, findings);
    }
}

fn answer(case: &Case<'_>, qry: &Command<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    let state = scene.state;
    let Some(Challenge { entry, text, .. }) = state.challenges.get(state.meant(case.dialect, qry)) else {
        if !state.challenges_gap {
            findings.say(Id::ChallengeUnasked, || {
                format!(
                    "{} answers a challenge, and the server has none that waits for its answer.",
                    case.who()
                )
            });
        }
        return;
    };
    let Some(text) = text.as_deref().filter(|_| !state.challenges_gap) else { return };
    let judged = judged::answer(case.dialect, text, qry);
    match judged.verdict {
        Verdict::Wrong => findings.say_with(Id::ChallengeAnswer, Some(*entry), || {
            format!(
                "{} answers the challenge {} as {} with {}; right is {}.",
                case.who(),
                quoted(text.as_bytes()),
                quoted(judged.product.as_bytes()),
                quoted(judged.given.as_bytes()),
                judged.expected.as_deref().unwrap_or("another answer"),
            )
        }),
        Verdict::UnknownProduct => findings.say_with(Id::UnknownProduct, Some(*entry), || {
            format!(
                "{} answers the challenge as {}, a product whose key is not known.",
                case.who(),
                quoted(judged.product.as_bytes())
            )
        }),
        _ => {}
    }
}

/// An answer that is known to be wrong was told of when it was given.
fn refusal(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    if !scene.state.answered_wrongly {
        findings.say(Id::ChallengeRefused, || {
            format!(
                "{} refuses the answer to its challenge (540), which is not known here to be wrong.",
                case.who()
            )
        });
    }
}
