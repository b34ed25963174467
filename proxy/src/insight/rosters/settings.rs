//! Privacy, and the names people have: GTC, BLP, PRP, BPR, SBP, REA (§5.2, rows 74 to 80).

use super::roster::{Prompt, Strangers};
use super::scene::Scene;
use super::signing::begin_lists;
use super::text::keep;
use super::words::{Who, behind_number, first, from, last};
use msnp::Command;
use msnp::presence::decoded;

/// The property that is a name (row 76).
const NAME: &[u8] = b"MFN";

/// What a line says last.
fn last_word<'a>(command: &Command<'a>) -> &'a [u8] {
    let words = from(command, 1).unwrap_or_default();
    last(words).map_or(words, |(_, word)| word)
}

/// `GTC [T [serial]] A|N`
pub(super) fn gtc(scene: &mut Scene<'_>, gtc: &Command<'_>) {
    begin_lists(scene);
    let prompt = match last_word(gtc) {
        b"A" => Prompt::Ask,
        b"N" => Prompt::Accept,
        _ => return,
    };
    scene.own(|own| own.prompt = Some(prompt));
}

/// `BLP [T [serial]] AL|BL`
pub(super) fn blp(scene: &mut Scene<'_>, blp: &Command<'_>) {
    begin_lists(scene);
    let strangers = match last_word(blp) {
        b"AL" => Strangers::Allow,
        b"BL" => Strangers::Block,
        _ => return,
    };
    scene.own(|own| own.strangers = Some(strangers));
}

/// `PRP [T [serial]] key [value]`
pub(super) fn prp(scene: &mut Scene<'_>, prp: &Command<'_>) {
    begin_lists(scene);
    let Some(words) = from(prp, 1) else { return };
    let (key, value) = first(behind_number(behind_number(words)));
    if key == NAME {
        scene.own(|own| keep(&mut own.name, &decoded(value)));
    }
}

/// `BPR [serial] account key [value]`; in a burst, `BPR key [value]` of whom the LST before it told.
pub(super) fn bpr(scene: &mut Scene<'_>, bpr: &Command<'_>) {
    let Some(words) = from(bpr, 1) else { return };
    let (word, rest) = first(behind_number(words));
    if word == NAME {
        if let Some(listed) = scene.session.listed.clone() {
            scene.known_contact(&listed, |contact| keep(&mut contact.name, &decoded(rest)));
        }
    } else if first(rest).0 == NAME
        && let Some(who) = Who::read(word)
        && scene.find(&who)
    {
        scene.contact(&who, |contact| keep(&mut contact.name, &decoded(first(rest).1)));
    }
}

/// `SBP T guid key value`
pub(super) fn sbp(scene: &mut Scene<'_>, sbp: &Command<'_>) {
    let known = sbp.arg_str(2).and_then(|guid| scene.of_guid(guid));
    if let (Some(known), Some(NAME)) = (known, sbp.arg(3)) {
        let name = decoded(from(sbp, 4).unwrap_or_default());
        scene.known_contact(&known, |contact| keep(&mut contact.name, &name));
    }
}

/// `REA T serial account nick`: a name for oneself or for a contact.
pub(super) fn rea(scene: &mut Scene<'_>, rea: &Command<'_>) {
    let (account, nick) = first(behind_number(from(rea, 2).unwrap_or_default()));
    let Some(who) = Who::read(account) else { return };
    if scene.is_own(&who) {
        scene.own(|own| keep(&mut own.name, &decoded(nick)));
    } else if scene.find(&who) {
        scene.contact(&who, |contact| keep(&mut contact.name, &decoded(nick)));
    }
}
