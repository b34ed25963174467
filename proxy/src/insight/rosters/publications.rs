//! What payloads tell: UBX, UUX, PUT, NFY of how somebody is, ADL and RML of lists, FQY of networks (§5.2, §5.3).
//!
//! To remember: where the server only says OK, what was asked is what is so now.

use super::roster::{Appearance, Endpoint, Lists};
use super::scene::Scene;
use super::text::{LONGEST_MESSAGE, keep_long, kept, tell};
use super::words::Who;
use msnp::presence::{Member, Place, Told, decoded, members, notice, told};
use msnp::{Command, Verb};
use std::sync::Arc;

/// Places of sign-in remembered of one person.
pub(super) const ENDPOINTS: usize = 20;

/// A client asks for something that its payload says.
pub(super) fn asked(scene: &mut Scene<'_>, request: &Command<'_>) {
    if let Some(trid) = scene.around.trid {
        scene.session.asked.ask(scene.entry, trid, request.verb, request.payload);
    }
}

/// `NNN T`: a request is refused.
pub(super) fn refused(scene: &mut Scene<'_>, error: &Command<'_>) {
    if let Some(trid) = error.arg_str(1).and_then(|trid| trid.parse().ok()) {
        scene.session.asked.refused(trid);
    }
}

/// What was asked and is granted. Where nobody saw what was asked, something is unknown from now on.
fn granted(scene: &mut Scene<'_>, verb: Verb) -> Option<Box<[u8]>> {
    let payload = scene.around.trid.and_then(|trid| scene.session.asked.granted(trid, verb));
    if payload.is_none() {
        scene.lose_sight();
    }
    payload
}

/// `ADL T OK`: what was asked is so. `ADL 0 length`: somebody else added one. Likewise RML.
pub(super) fn listed(scene: &mut Scene<'_>, adl: &Command<'_>) {
    let adds = adl.verb == "ADL";
    if adl.arg(2) != Some(b"OK") {
        return enlist(scene, adl.payload, adds);
    }
    if let Some(payload) = granted(scene, adl.verb) {
        enlist(scene, &payload, adds);
    }
}

fn enlist(scene: &mut Scene<'_>, xml: &[u8], adds: bool) {
    members(xml, |Member { account, network, lists, name }| {
        let Some(who) = Who::read(account.as_bytes()).map(|who| Who { network, ..who }) else { return };
        if scene.is_own(&who) || (!adds && !scene.find(&who)) {
            return; // MSNP21 puts oneself on one's own lists
        }
        scene.contact(&who, |contact| {
            let lists = lists.map(|bits| Lists::of_bits(bits.into()));
            match (lists, adds) {
                (Some(lists), true) => contact.enlist(lists),
                (Some(lists), false) => contact.unlist(lists),
                (None, _) => {}
            }
            tell(&mut contact.name, name.map(|name| decoded(name.as_bytes()).into_owned()).as_deref());
        });
    });
}

/// `FQY T length`: which network an address is on.
pub(super) fn fqy(scene: &mut Scene<'_>, fqy: &Command<'_>) {
    members(fqy.payload, |Member { account, network, .. }| {
        let Some(who) = Who::read(account.as_bytes()).map(|who| Who { network, ..who }) else { return };
        if scene.find(&who) {
            scene.contact(&who, |_| {});
        }
    });
}

/// `UBX account length` (11–13), `UBX account network length` (14–16), `UBX network:account[;via=circle] length` (18).
/// Length 0: there is none.
pub(super) fn ubx(scene: &mut Scene<'_>, ubx: &Command<'_>) {
    let Some(who) = ubx.arg(1).and_then(Who::read) else { return };
    let network = ubx.arg(3).and(ubx.arg_str(2)).and_then(|word| word.parse().ok());
    let who = Who { network: who.network.or(network), ..who };
    let nothing = || Told { message: Some(String::new()), media: Some(String::new()), ..Told::default() };
    let told = if ubx.payload.is_empty() { nothing() } else { told(ubx.payload) };
    publish(scene, &who, &told, true);
}

/// `UUX T 0`: what one published is so.
pub(super) fn uux(scene: &mut Scene<'_>, uux: &Command<'_>) {
    if let Some(payload) = granted(scene, uux.verb) {
        publish_own(scene, told(&payload), false);
    }
}

/// `PUT T OK length`: likewise.
pub(super) fn put(scene: &mut Scene<'_>, put: &Command<'_>) {
    if put.arg(2) != Some(b"OK") {
        return;
    }
    let Some(payload) = granted(scene, put.verb) else { return };
    if let Some(notice) = notice(&payload)
        && Who::read(notice.from.as_bytes()).is_some_and(|who| scene.is_own(&who))
    {
        publish_own(scene, notice.told, false);
    }
}

/// `NFY PUT length`: somebody published something. `NFY DEL length`: somebody took something back.
pub(super) fn nfy(scene: &mut Scene<'_>, nfy: &Command<'_>) {
    let Some(notice) = notice(nfy.payload) else { return };
    let Some(who) = Who::read(notice.from.as_bytes()) else { return };
    match nfy.arg(1) {
        Some(b"PUT") => publish(scene, &who, &notice.told, notice.whole),
        Some(b"DEL") => withdraw(scene, &who, &notice.told),
        _ => {}
    }
}

fn publish(scene: &mut Scene<'_>, who: &Who<'_>, told: &Told, whole: bool) {
    if scene.is_own(who) {
        scene.own(|own| take(&mut own.name, &mut own.appearance, told, whole));
    } else {
        scene.contact(who, |contact| take(&mut contact.name, &mut contact.appearance, told, whole));
    }
}

/// What one publishes of where one is signed in, is of this endpoint.
fn publish_own(scene: &mut Scene<'_>, mut told: Told, whole: bool) {
    let here = scene.session.endpoint.clone();
    told.places.retain_mut(|place| {
        if place.id.is_empty() {
            place.id = here.as_deref().unwrap_or_default().to_owned();
        }
        !place.id.is_empty()
    });
    scene.own(|own| take(&mut own.name, &mut own.appearance, &told, whole));
}

/// Takes back the places that are named or, where none is, all of it.
fn withdraw(scene: &mut Scene<'_>, who: &Who<'_>, told: &Told) {
    let change = |appearance: &mut Appearance| match told.places.as_slice() {
        [] => *appearance = Appearance { status: Some(Arc::from("FLN")), ..Appearance::default() },
        places => {
            let is_left =
                |known: &&Endpoint| !places.iter().any(|place| place.id.eq_ignore_ascii_case(&known.id));
            appearance.endpoints = appearance.endpoints.iter().filter(is_left).cloned().collect();
        }
    };
    if scene.is_own(who) {
        scene.own(|own| change(&mut own.appearance));
    } else if scene.find(who) {
        scene.contact(who, |contact| change(&mut contact.appearance));
    }
}

/// Takes in what somebody published. `whole`: places that are not named are no more.
fn take(name: &mut Option<Arc<str>>, appearance: &mut Appearance, told: &Told, whole: bool) {
    let texts = [
        (&mut appearance.status, &told.status),
        (name, &told.name),
        (&mut appearance.media, &told.media),
        (&mut appearance.picture, &told.picture),
    ];
    for (slot, text) in texts {
        tell(slot, text.as_deref());
    }
    if let Some(message) = &told.message {
        keep_long(&mut appearance.message, message, LONGEST_MESSAGE);
    }
    let before = if whole { &[][..] } else { &appearance.endpoints };
    let mut endpoints = before.to_vec();
    told.places.iter().for_each(|place| note(&mut endpoints, place));
    if *endpoints != *appearance.endpoints {
        appearance.endpoints = endpoints.into();
    }
}

fn note(endpoints: &mut Vec<Endpoint>, place: &Place) {
    let known = endpoints.iter().position(|known| known.id.eq_ignore_ascii_case(&place.id));
    let at = known.unwrap_or(endpoints.len());
    if at == ENDPOINTS {
        return;
    }
    if known.is_none() {
        endpoints.push(Endpoint { id: kept(&place.id), name: None, state: None, caps: None });
    }
    let endpoint = &mut endpoints[at];
    let texts = [
        (&mut endpoint.name, &place.name),
        (&mut endpoint.state, &place.state),
        (&mut endpoint.caps, &place.capabilities),
    ];
    for (slot, text) in texts {
        tell(slot, text.as_deref());
    }
}
