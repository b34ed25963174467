//! Where what is known begins anew: signing in, and the lists that are announced (§6).

use super::roster::{Contact, Own};
use super::scene::Scene;
use super::text::{keep, kept, tell};
use super::words::{from, is_number, last};
use msnp::presence::decoded;
use msnp::{Command, Dialect};
use std::sync::Arc;

/// `USR T SSO S ticket blob {machine-guid}`: a step of the sign-in. `USR T SHA A …` is none (§5.1, rows 10 to 21).
pub(super) fn begun(scene: &mut Scene<'_>, usr: &Command<'_>) {
    if usr.arg(2) == Some(b"SHA") {
        return;
    }
    scene.session.signing_in = scene.around.trid;
    if let Some(guid) = usr.arg_str(6).filter(|guid| guid.starts_with('{')) {
        keep(&mut scene.session.endpoint, guid);
    }
}

/// `USR T OK account [nick] [verified [0]]` (rows 22 to 25): what was known before it is of no account.
pub(super) fn welcomed(scene: &mut Scene<'_>, usr: &Command<'_>) {
    let Some(account) = usr.arg_str(3).filter(|_| usr.arg(2) == Some(b"OK")) else { return };
    let account = kept(account);
    if scene.around.trid.is_some() && scene.session.signing_in == scene.around.trid {
        scene.session.forget_what_is_due();
        forget_lists(scene, true);
        scene.head(|head| (head.gap, head.own) = (false, Own::default()));
    }
    let nick = from(usr, 4).and_then(|words| nickname(words, scene.around.dialect)).map(decoded);
    scene.own(|own| {
        own.account = Some(account);
        tell(&mut own.name, nick.as_deref());
    });
}

/// What stands in front of the flags: none up to MSNP5, one in 6 and 7, two after that. From MSNP10 on there is no
/// nickname, except with one server in 11.
fn nickname(words: &[u8], dialect: Option<Dialect>) -> Option<&[u8]> {
    let flags = match dialect {
        Some(Dialect(..=5)) => 0,
        Some(Dialect(6..=7)) => 1,
        _ => 2,
    };
    let mut words = words;
    for _ in 0..flags {
        match last(words) {
            Some((rest, word)) if is_number(word) => words = rest,
            None if is_number(words) && dialect.is_none_or(|dialect| dialect >= Dialect(10)) => return None,
            _ => break,
        }
    }
    Some(words)
}

/// `SYN T serial [contacts groups]`, `SYN T stamp stamp [contacts groups]` (rows 46 and 48): the lists follow, unless the
/// client has them.
pub(super) fn announced(scene: &mut Scene<'_>, _: &Command<'_>) {
    scene.session.announced = scene.around.trid;
}

/// A line of the lists: with the transaction id of the SYN up to MSNP7, with none after that. With the first of them, what
/// is known begins anew.
pub(super) fn begin_lists(scene: &mut Scene<'_>) {
    let announced = scene.session.announced;
    if announced.is_none() || scene.around.trid.is_some_and(|trid| Some(trid) != announced) {
        return;
    }
    scene.session.announced = None;
    scene.session.listed = None;
    let gap = scene.session.state.head.gap;
    forget_lists(scene, gap);
    if gap {
        scene.head(|head| {
            let account = head.own.account.take();
            (head.gap, head.own) = (false, Own { account, ..Own::default() });
        });
    }
}

/// Takes out all groups, and all who are only known from lists; with `all`, everybody.
fn forget_lists(scene: &mut Scene<'_>, all: bool) {
    let groups: Vec<_> = scene.session.state.groups.keys().cloned().collect();
    groups.iter().for_each(|id| scene.group(id, None));
    let is_seen = |contact: &Contact| contact.appearance.status.is_some();
    let contacts = scene.session.state.contacts.iter();
    let gone: Vec<_> =
        contacts.filter(|(_, contact)| all || !is_seen(contact)).map(|(key, _)| key.clone()).collect();
    gone.iter().for_each(|key| scene.remove(key));
    scene.contacts(
        |contact| contact.lists.is_some() || !contact.groups.is_empty(),
        |contact| (contact.lists, contact.groups) = (None, Arc::default()),
    );
}

/// OUT, from either: it is over. What is said after it still counts, as not every client leaves.
pub(super) fn out(scene: &mut Scene<'_>, _: &Command<'_>) {
    let entry = scene.entry;
    scene.head(|head| head.ended = head.ended.or(Some(entry)));
}
