//! Who is on which list, up to MSNP12: LST, ADD, ADC, REM (§5.2, rows 50 to 62).
//!
//! To remember: the server says what is so; what a client asks changes nothing.

use super::roster::{Contact, Lists};
use super::scene::Scene;
use super::signing::begin_lists;
use super::text::{keep, kept, tell};
use super::words::{Who, behind_number, first, from, is_number, last, number};
use msnp::presence::decoded;
use msnp::{Command, Dialect};
use std::sync::Arc;

/// `LST T list serial i n account nick [gids]` (2–7), `LST account nick bits [gids]` (8–9),
/// `LST N=account [F=nick] [C=guid] bits [type] [gids]` (10–12)
pub(super) fn lst(scene: &mut Scene<'_>, lst: &Command<'_>) {
    begin_lists(scene);
    let Some(words) = from(lst, 1) else { return };
    if words.starts_with(b"N=") {
        return Named::read(words, true).tell(scene, None);
    }
    match (scene.around.trid, lst.arg(2).and_then(Lists::named)) {
        (Some(_), Some(list)) => one_of_a_list(scene, lst, list),
        _ => whole(scene, words),
    }
}

/// One line of one list: with the first of them, or where it is empty, that list begins anew.
fn one_of_a_list(scene: &mut Scene<'_>, lst: &Command<'_>, list: Lists) {
    let is_first = matches!(lst.arg(4), Some(b"0" | b"1"));
    if is_first {
        let others = |contact: &Contact| contact.lists.is_some_and(|lists| lists.has(list));
        scene.contacts(others, |contact| contact.lists = contact.lists.map(|lists| lists.without(list)));
    }
    let Some((who, nick)) = from(lst, 6).map(first) else { return };
    let Some(who) = Who::read(who) else { return };
    let (nick, groups) = with_groups(nick, list, scene.around.dialect);
    scene.contact(&who, |contact| {
        contact.enlist(list);
        keep(&mut contact.name, &decoded(nick));
        if list == Lists::FORWARD {
            contact.groups = groups_of(groups, &contact.groups);
        }
    });
}

/// All lists somebody is on, by their bits.
fn whole(scene: &mut Scene<'_>, words: &[u8]) {
    let (who, rest) = first(words);
    let Some(who) = Who::read(who) else { return };
    let (nick, bits, groups) = match last(rest) {
        Some((before, groups)) if is_groups(groups) => match last(before) {
            Some((nick, bits)) if is_number(bits) => (nick, bits, groups),
            _ => (before, groups, &[][..]),
        },
        _ => return,
    };
    let Some(bits) = number(bits) else { return };
    scene.contact(&who, |contact| {
        contact.lists = Some(Lists::of_bits(bits));
        keep(&mut contact.name, &decoded(nick));
        contact.groups = groups_of(groups, &contact.groups);
    });
    remember_listed(scene, &who);
}

/// `ADD T|0 list serial account nick [gid]`
pub(super) fn add(scene: &mut Scene<'_>, add: &Command<'_>) {
    let Some(list) = add.arg(2).and_then(Lists::named) else { return };
    let (who, nick) = first(behind_number(from(add, 3).unwrap_or_default()));
    let Some(who) = Who::read(who) else { return };
    let (nick, group) = with_groups(nick, list, scene.around.dialect);
    scene.contact(&who, |contact| {
        contact.enlist(list);
        if !nick.is_empty() {
            keep(&mut contact.name, &decoded(nick));
        }
        join(contact, group);
    });
}

/// `ADC T|0 list N=account [F=nick] [C=guid]`, `ADC T FL C=guid gid`
pub(super) fn adc(scene: &mut Scene<'_>, adc: &Command<'_>) {
    let Some(list) = adc.arg(2).and_then(Lists::named) else { return };
    let words = from(adc, 3).unwrap_or_default();
    if words.starts_with(b"N=") {
        return Named::read(words, false).tell(scene, Some(list));
    }
    let (guid, group) = first(words);
    if let Some(known) = guid.strip_prefix(b"C=").and_then(|guid| scene.of_guid(&decoded(guid))) {
        scene.known_contact(&known, |contact| {
            contact.enlist(list);
            join(contact, group);
        });
    }
}

/// `REM T|0 list [serial] account|guid [gid]`
pub(super) fn rem(scene: &mut Scene<'_>, rem: &Command<'_>) {
    let Some(list) = rem.arg(2).and_then(Lists::named) else { return };
    let (who, group) = first(behind_number(from(rem, 3).unwrap_or_default()));
    let known = match Who::read(who) {
        Some(who) if scene.find(&who) => Some(Arc::from(scene.key.as_str())),
        _ => scene.of_guid(&decoded(who.strip_prefix(b"C=").unwrap_or(who))),
    };
    let Some(known) = known else { return };
    scene.known_contact(&known, |contact| match group {
        b"" => contact.unlist(list),
        group => {
            let others = contact.groups.iter().filter(|known| known.as_bytes() != group);
            contact.groups = others.cloned().collect();
        }
    });
}

/// Somebody as MSNP10 to 12 tell of them.
#[derive(Default)]
struct Named<'a> {
    account: &'a [u8],
    nick: Option<&'a [u8]>,
    guid: Option<&'a [u8]>,
    /// Bits, network and groups.
    rest: &'a [u8],
}

impl<'a> Named<'a> {
    /// A nickname ends where a `C=` begins or, where bits are to come, at the first number.
    fn read(words: &'a [u8], has_bits: bool) -> Named<'a> {
        let (account, mut rest) = first(words);
        let mut named = Named { account: &account[2..], ..Named::default() };
        if let Some(after) = rest.strip_prefix(b"F=") {
            let ends = |word: &[u8]| word.starts_with(b"C=") || (has_bits && is_number(word));
            let mut end = 0;
            for word in after.split(|&byte| byte == b' ') {
                if end > 0 && ends(word) {
                    break;
                }
                end += word.len() + 1;
            }
            named.nick = Some(&after[..end - 1]);
            rest = after.get(end..).unwrap_or_default();
        }
        if let Some(after) = rest.strip_prefix(b"C=") {
            let (guid, after) = first(after);
            named.guid = Some(guid);
            rest = after;
        }
        named.rest = rest;
        named
    }

    /// On a list if it is one that is told, else on those whose bits follow.
    fn tell(&self, scene: &mut Scene<'_>, list: Option<Lists>) {
        let Some(who) = Who::read(self.account) else { return };
        // Behind a list that is told, there may be a group.
        let (bits, rest) = first(self.rest);
        // From MSNP12 on the network stands between bits and groups, which are GUIDs.
        let (network, groups) = match first(rest) {
            (network, groups) if is_number(network) => (number(network), groups),
            _ => (None, rest),
        };
        scene.contact(&who, |contact| {
            match list {
                Some(list) => {
                    contact.enlist(list);
                    join(contact, bits);
                }
                None => {
                    contact.lists = number(bits).map(Lists::of_bits).or(contact.lists);
                    contact.groups = groups_of(groups, &contact.groups);
                }
            }
            contact.network = network.and_then(|network| network.try_into().ok()).or(contact.network);
            tell(&mut contact.name, self.nick.map(decoded).as_deref());
            tell(&mut contact.guid, self.guid.map(decoded).as_deref());
        });
        if list.is_none() {
            remember_listed(scene, &who);
        }
    }
}

fn remember_listed(scene: &mut Scene<'_>, who: &Who<'_>) {
    scene.session.listed = if scene.find(who) {
        scene.session.state.contacts.get_key_value(scene.key.as_str()).map(|(key, _)| key.clone())
    } else {
        None
    };
}

/// A nickname and the groups behind it, which from MSNP7 on are told for the forward list only.
fn with_groups(words: &[u8], list: Lists, dialect: Option<Dialect>) -> (&[u8], &[u8]) {
    let may_follow = list == Lists::FORWARD && dialect.is_none_or(|dialect| dialect >= Dialect(7));
    match last(words) {
        Some((nick, groups)) if may_follow && is_groups(groups) => (nick, groups),
        _ => (words, &[]),
    }
}

/// Numbers of groups: `0`, `1,2`.
fn is_groups(word: &[u8]) -> bool {
    !word.is_empty() && word.split(|&byte| byte == b',').all(is_number)
}

/// The groups somebody is in, at most as many as there are.
fn groups_of(ids: &[u8], known: &Arc<[Arc<str>]>) -> Arc<[Arc<str>]> {
    let ids = || ids.split(|&byte| byte == b',').filter(|id| !id.is_empty()).take(super::scene::GROUPS);
    if ids().eq(known.iter().map(|known| known.as_bytes())) {
        return known.clone();
    }
    ids().map(|id| kept(&String::from_utf8_lossy(id))).collect()
}

/// In these groups, too.
fn join(contact: &mut Contact, ids: &[u8]) {
    let is_new = |id: &Arc<str>| !contact.groups.contains(id);
    let new: Vec<Arc<str>> =
        groups_of(ids, &Arc::default()).iter().filter(|id| is_new(id)).cloned().collect();
    if !new.is_empty() {
        contact.groups = contact.groups.iter().cloned().chain(new).take(super::scene::GROUPS).collect();
    }
}
