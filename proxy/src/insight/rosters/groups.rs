//! The groups: LSG, ADG, REG, RMG (§5.2, rows 55, 56 and 63 to 68).

use super::scene::Scene;
use super::signing::begin_lists;
use super::words::{behind_number, first, from, is_number, last};
use msnp::presence::decoded;
use msnp::{Command, Dialect};
use std::sync::Arc;

/// `LSG T serial i n gid name 0` (7), `LSG gid name 0` (8–9), `LSG name gid` (10–12)
pub(super) fn lsg(scene: &mut Scene<'_>, lsg: &Command<'_>) {
    let is_numbered = match scene.around.dialect {
        Some(dialect) => dialect <= Dialect(7),
        None => scene.around.trid.is_some() && lsg.args().take(4).all(is_number),
    };
    if !is_numbered {
        scene.around.trid = None; // `LSG 0 Friends of mine and others 0`
    }
    begin_lists(scene);
    let Some(words) = from(lsg, if is_numbered { 5 } else { 1 }) else { return };
    let is_by_number = match scene.around.dialect {
        Some(dialect) => dialect <= Dialect(9),
        None => is_numbered || is_number(first(words).0),
    };
    if is_by_number {
        let (id, name) = first(words);
        tell(scene, id, without_zero(name));
    } else if let Some((name, id)) = last(words) {
        tell(scene, id, name);
    }
}

/// `ADG T [serial] name gid [0]`
pub(super) fn adg(scene: &mut Scene<'_>, adg: &Command<'_>) {
    if let Some((name, id)) = changed(adg) {
        tell(scene, id, name);
    }
}

/// `REG T [serial] gid name 0`, and with one server `REG T 1 name gid 0`
pub(super) fn reg(scene: &mut Scene<'_>, reg: &Command<'_>) {
    let Some((before, last)) = changed(reg) else { return };
    if known(scene, last).is_some() {
        return tell(scene, last, before);
    }
    let words = behind_serial(without_zero(from(reg, 2).unwrap_or_default()));
    let (id, name) = first(words);
    tell(scene, id, name);
}

/// `RMG T serial gid`. One client of the time asks by name, encoded once more than it is (§10, trap 19).
pub(super) fn rmg(scene: &mut Scene<'_>, rmg: &Command<'_>) {
    let Some(words) = from(rmg, 2) else { return };
    let word = last(words).map_or(words, |(_, word)| word);
    let id = known(scene, word).or_else(|| {
        let (once, twice) = (decoded(word), decoded(decoded(word).as_bytes()).into_owned());
        let mut groups = scene.session.state.groups.iter();
        groups.find(|(_, name)| ***name == *once || ***name == *twice).map(|(id, _)| id.clone())
    });
    let Some(id) = id else { return };
    scene.group(&id, None);
    scene.contacts(
        |contact| contact.groups.contains(&id),
        |contact| contact.groups = contact.groups.iter().filter(|group| **group != id).cloned().collect(),
    );
}

fn tell(scene: &mut Scene<'_>, id: &[u8], name: &[u8]) {
    if !id.is_empty() {
        scene.group(&decoded(id), Some(&decoded(name)));
    }
}

/// A group that is known, by id.
fn known(scene: &Scene<'_>, id: &[u8]) -> Option<Arc<str>> {
    let groups = &scene.session.state.groups;
    groups.get_key_value(std::str::from_utf8(id).ok()?).map(|(id, _)| id.clone())
}

/// What stands behind the transaction id and the serial number: all but the last word, and that.
fn changed<'a>(command: &Command<'a>) -> Option<(&'a [u8], &'a [u8])> {
    last(behind_serial(without_zero(from(command, 2)?)))
}

/// A serial number is one if two words follow it.
fn behind_serial(words: &[u8]) -> &[u8] {
    let behind = behind_number(words);
    if last(behind).is_some() { behind } else { words }
}

/// Without the `0` at the end.
fn without_zero(words: &[u8]) -> &[u8] {
    match last(words) {
        Some((before, b"0")) => before,
        _ => words,
    }
}
