//! The checks a frame is put to. Each looks at one thing, and says what it finds.

use super::case::{Case, Findings, Scene};

mod challenge;
mod codes;
mod conduct;
mod framing;
mod inside;
mod limits;
mod line;

pub(super) use framing::length_in_characters;

/// A check.
type Check = fn(&Case<'_>, &Scene<'_>, &mut Findings);

/// Of every frame.
const OF_FRAMES: &[Check] =
    &[framing::ends_as_it_should, framing::begins_where_it_should, conduct::nothing_follows_out];

/// Of every command.
const OF_COMMANDS: &[Check] = &[
    line::has_a_form,
    line::is_numbered,
    line::is_encoded,
    codes::are_known,
    conduct::comes_in_its_time,
    conduct::reuses_no_id,
    conduct::agrees_on_a_dialect,
    conduct::counts_in_order,
    conduct::answers_something,
    conduct::has_a_ticket_of_its_own,
    challenge::is_answered,
    limits::are_kept,
    inside::is_sound,
];

/// Judges a frame.
pub(super) fn judge(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    OF_FRAMES.iter().for_each(|check| check(case, scene, findings));
    if case.command.is_some() {
        OF_COMMANDS.iter().for_each(|check| check(case, scene, findings));
    }
}
