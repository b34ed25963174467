//! How somebody is: CHG, ILN, NLN, FLN (§5.3, rows 87 to 94).

use super::roster::Appearance;
use super::scene::Scene;
use super::text::{keep, keep_if, tell};
use super::words::{Shown, Who, first, from, is_number, last};
use msnp::presence::{decoded, picture};
use msnp::{Command, Dialect};

/// The status of those who are gone.
const OFFLINE: &str = "FLN";

/// The capabilities that say that it is the circle that is seen, not somebody in it.
const OF_CIRCLE: &[u8] = b"0:0";

/// `CHG T status [capabilities [object]]`: agreed to, or with the transaction id 0 set by the server.
pub(super) fn chg(scene: &mut Scene<'_>, chg: &Command<'_>) {
    let Some(status) = chg.arg(2).filter(|status| !status.is_empty()) else { return };
    let shown = Shown {
        caps: chg.arg(3).filter(|caps| !caps.is_empty()),
        object: chg.arg(4).unwrap_or_default(),
        ..Shown::default()
    };
    scene.own(|own| see(&mut own.appearance, status, &shown));
}

/// `ILN T status …`: how somebody was already.
pub(super) fn iln(scene: &mut Scene<'_>, iln: &Command<'_>) {
    seen(scene, iln, 2);
}

/// `NLN status …`: how somebody is now.
pub(super) fn nln(scene: &mut Scene<'_>, nln: &Command<'_>) {
    seen(scene, nln, 1);
}

/// `status account nick` (2–7), `… nick capabilities [object]` (8–13), `status account network nick …` (14–16),
/// `status network:account[;via=circle] nick …` (18), from argument `n` on.
fn seen(scene: &mut Scene<'_>, command: &Command<'_>, n: usize) {
    let words = from(command, n + 2);
    let (Some(status), Some(who)) = (command.arg(n), command.arg(n + 1).and_then(Who::read)) else { return };
    let (network, rest) = network(&who, words.unwrap_or_default(), scene.around.dialect);
    let shown = match scene.around.dialect {
        Some(Dialect(..=7)) => Shown { nick: rest, ..Shown::default() },
        _ => Shown::read(rest),
    };
    let who = Who { network: who.network.or(network), ..who };
    let name = words.map(|_| decoded(shown.nick));
    match who.circle().filter(|_| shown.caps == Some(OF_CIRCLE)) {
        None if scene.is_own(&who) => scene.own(|own| {
            tell(&mut own.name, name.as_deref());
            see(&mut own.appearance, status, &shown);
        }),
        circle => scene.contact(&circle.unwrap_or(who), |contact| {
            tell(&mut contact.name, name.as_deref());
            see(&mut contact.appearance, status, &shown);
        }),
    }
}

/// The network that stands alone in front of a nickname (14–16), and what follows it. Where the dialect is unknown, it is
/// one if capabilities can be found without it.
fn network<'a>(who: &Who<'_>, words: &'a [u8], dialect: Option<Dialect>) -> (Option<u32>, &'a [u8]) {
    let (word, rest) = first(words);
    let stands_alone = match dialect {
        _ if who.network.is_some() || !is_number(word) => false,
        Some(dialect) => dialect >= Dialect(14),
        None => last(rest).is_some() && Shown::read(rest).caps.is_some(),
    };
    match stands_alone {
        true => (std::str::from_utf8(word).ok().and_then(|word| word.parse().ok()), rest),
        false => (None, words),
    }
}

fn see(appearance: &mut Appearance, status: &[u8], shown: &Shown<'_>) {
    keep(&mut appearance.status, &decoded(status));
    keep_if(&mut appearance.caps, shown.caps.map(String::from_utf8_lossy).as_deref());
    keep_if(&mut appearance.picture, picture(shown.object).as_deref());
    keep_if(&mut appearance.icon, shown.icon.map(decoded).as_deref());
}

/// `FLN account` (2–13), `FLN account network capabilities [icon]` (14–16), `FLN network:account capabilities` (18).
pub(super) fn fln(scene: &mut Scene<'_>, fln: &Command<'_>) {
    let Some(who) = fln.arg(1).and_then(Who::read) else { return };
    let word = fln.arg_str(2);
    let (network, caps) = match who.network {
        Some(network) => (Some(network), word),
        None => (word.and_then(|word| word.parse().ok()), fln.arg_str(3)),
    };
    let who = Who { network, ..who };
    let gone = |appearance: &mut Appearance| {
        *appearance = Appearance { status: appearance.status.take(), ..Appearance::default() };
        keep(&mut appearance.status, OFFLINE);
        keep_if(&mut appearance.caps, caps.filter(|caps| !caps.is_empty()));
    };
    match who.circle().filter(|_| caps.map(str::as_bytes) == Some(OF_CIRCLE)) {
        None if scene.is_own(&who) => scene.own(|own| gone(&mut own.appearance)),
        circle => scene.contact(&circle.unwrap_or(who), |contact| gone(&mut contact.appearance)),
    }
}
