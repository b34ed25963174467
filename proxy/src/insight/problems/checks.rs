//! The checks a frame is put to. Each looks at one thing, and says what it finds.
//!
//! To remember: most commands concern few checks, and which is looked up by the command word.

use super::case::{Case, Findings, Scene};
use msnp::{Direction, Verb};
use std::sync::LazyLock;

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

/// Which commands a check concerns.
type Concerns = fn(Direction, &[u8; 3]) -> bool;

/// Of commands.
const OF_COMMANDS: &[(Check, Concerns)] = &[
    (line::has_a_form, of_all),
    (line::is_numbered, of_all),
    (line::is_encoded, line::holds_names),
    (codes::are_known, codes::holds_codes),
    (conduct::comes_in_its_time, of_client),
    (conduct::reuses_no_id, of_client),
    (conduct::agrees_on_a_dialect, |_, verb| verb == b"VER"),
    (conduct::counts_in_order, |_, verb| conduct::COUNTED.contains(&verb)),
    (conduct::answers_something, |direction, _| direction == Direction::ServerToClient),
    (conduct::has_a_ticket_of_its_own, |_, verb| matches!(verb, b"USR" | b"ANS")),
    (challenge::is_answered, |_, verb| matches!(verb, b"QRY" | challenge::REFUSED)),
    (limits::are_kept, limits::has_limits),
    (inside::is_sound, inside::holds_something),
];

fn of_all(_: Direction, _: &[u8; 3]) -> bool {
    true
}

fn of_client(direction: Direction, _: &[u8; 3]) -> bool {
    direction == Direction::ClientToServer
}

/// By direction and verb, the set of checks it concerns.
static PLANS: LazyLock<[Box<[u16]>; 2]> = LazyLock::new(|| Direction::BOTH.map(plans));

fn plans(direction: Direction) -> Box<[u16]> {
    let mut plans = vec![0; Verb::COUNT];
    let words = [(b'A', 26), (b'0', 10)].into_iter().flat_map(|(first, count)| {
        let symbol = move |n: u16| u8::try_from(n % count).map_or(first, |n| first + n);
        (0..count.pow(3)).map(move |n| [symbol(n / count / count), symbol(n / count), symbol(n)])
    });
    for verb in words.filter_map(Verb::from_bytes) {
        plans[verb.ordinal()] = plan(direction, verb.as_bytes());
    }
    plans.into()
}

fn plan(direction: Direction, verb: &[u8; 3]) -> u16 {
    let concerns = |(_, (_, concerns)): &(usize, &(Check, Concerns))| concerns(direction, verb);
    OF_COMMANDS.iter().enumerate().filter(concerns).fold(0, |plan, (n, _)| plan | 1 << n)
}

/// Judges a frame.
pub(super) fn judge(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    OF_FRAMES.iter().for_each(|check| check(case, scene, findings));
    let Some(command) = case.command else { return };
    let mut plan = PLANS[usize::from(case.direction == Direction::ServerToClient)][command.verb.ordinal()];
    while plan != 0 {
        OF_COMMANDS[plan.trailing_zeros() as usize].0(case, scene, findings);
        plan &= plan - 1;
    }
}
