//! One command and the session it is of: every change goes through here, so that each is noted and none goes beyond what
//! there is room for.

use super::journal::{Before, Journal};
use super::roster::{Contact, Own};
use super::session::Session;
use super::state::Head;
use super::text::{Texts as _, clipped, kept};
use super::words::Who;
use crate::transcript::SessionId;
use msnp::Dialect;
use std::sync::Arc;

/// Contacts remembered in one session; more are counted.
pub(super) const CONTACTS: usize = 2000;

/// Groups remembered in one session; more are counted.
pub(super) const GROUPS: usize = 100;

/// What else is known where a command is said.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around<'a> {
    pub(super) dialect: Option<Dialect>,
    pub(super) trid: Option<u32>,
    /// The account that signs in, should the server not have welcomed it yet.
    pub(super) account: Option<&'a str>,
}

pub(super) struct Scene<'a> {
    pub(super) entry: u64,
    pub(super) id: SessionId,
    pub(super) around: Around<'a>,
    pub(super) session: &'a mut Session,
    pub(super) journal: &'a mut Journal,
    /// How much the session may weigh, in bytes.
    pub(super) limit: usize,
    /// For looking somebody up.
    pub(super) key: &'a mut String,
}

impl Scene<'_> {
    /// Changes what is neither group nor contact.
    pub(super) fn head(&mut self, change: impl FnOnce(&mut Head)) {
        let mut head = (*self.session.state.head).clone();
        change(&mut head);
        if head != *self.session.state.head {
            self.session.weight += head.apart(None);
            let before = std::mem::replace(&mut self.session.state.head, Arc::new(head));
            self.session.weight -= before.apart(None);
            self.journal.note(self.entry, self.id, Before::Head(before), &self.session.state);
        }
    }

    /// Changes the account that is signed in.
    pub(super) fn own(&mut self, change: impl FnOnce(&mut Own)) {
        self.head(|head| change(&mut head.own));
    }

    /// Something cannot be known any more.
    pub(super) fn lose_sight(&mut self) {
        if !self.session.state.head.gap {
            self.head(|head| head.gap = true);
        }
    }

    /// Whether this is the account that is signed in, not as a circle sees it.
    pub(super) fn is_own(&self, who: &Who<'_>) -> bool {
        let own = self.session.state.head.own.account.as_deref().or(self.around.account);
        let is_elsewhere = who.via.is_some() || who.network.is_some_and(|network| network > 1);
        !is_elsewhere && own.is_some_and(|own| own.eq_ignore_ascii_case(who.account))
    }

    /// Changes somebody, who need not have been told of before.
    pub(super) fn contact(&mut self, who: &Who<'_>, change: impl FnOnce(&mut Contact)) {
        self.find(who);
        let known = self.session.state.contacts.get_key_value(self.key.as_str());
        let (key, before) = match known {
            Some((key, contact)) => (key.clone(), Some(contact.clone())),
            None => (Arc::from(self.key.as_str()), None),
        };
        let mut contact = match &before {
            Some(before) => (**before).clone(),
            None => Contact::new(kept(who.account), who.network, who.via.map(kept)),
        };
        contact.network = contact.network.or(who.network);
        change(&mut contact);
        self.put(key, before, contact);
    }

    /// Changes somebody if they are known.
    pub(super) fn known_contact(&mut self, key: &str, change: impl FnOnce(&mut Contact)) {
        let Some((key, before)) = self.session.state.contacts.get_key_value(key) else { return };
        let (key, before) = (key.clone(), before.clone());
        let mut contact = (*before).clone();
        change(&mut contact);
        self.put(key, Some(before), contact);
    }

    /// Writes what somebody is remembered by, whether or not they are known, and says which.
    pub(super) fn find(&mut self, who: &Who<'_>) -> bool {
        let contacts = &self.session.state.contacts;
        who.write_key(self.key);
        let is_known = contacts.contains_key(self.key.as_str());
        if is_known || who.network.is_none_or(|network| network <= 1) {
            return is_known;
        }
        // Told of before their network was.
        who.write_plain_key(self.key);
        let is_same = contacts
            .get(self.key.as_str())
            .is_some_and(|known| known.network.is_none() || known.network == who.network);
        if !is_same {
            who.write_key(self.key);
        }
        is_same
    }

    /// What the contact of this GUID is remembered by.
    pub(super) fn of_guid(&self, guid: &str) -> Option<Arc<str>> {
        self.session.guids.get(clipped(guid, super::text::LONGEST)).cloned()
    }

    fn put(&mut self, key: Arc<str>, before: Option<Arc<Contact>>, mut contact: Contact) {
        if before.as_deref() == Some(&contact) {
            return;
        }
        contact.changed = self.entry;
        let others =
            self.session.weight - before.as_ref().map_or(0, |before| Session::weight_of(&key, before));
        let weight = others + Session::weight_of(&key, &contact);
        let is_full = before.is_none() && self.session.state.contacts.len() >= CONTACTS;
        if is_full || (weight > self.limit && weight > self.session.weight) {
            self.set(key, before, None, others);
            self.head(|head| head.uncounted += 1);
        } else if contact.is_nowhere() {
            self.set(key, before, None, others);
        } else {
            self.set(key, before, Some(contact), weight);
        }
    }

    /// Takes somebody out.
    pub(super) fn remove(&mut self, key: &str) {
        let known = self.session.state.contacts.get_key_value(key);
        if let Some((key, before)) = known.map(|(key, before)| (key.clone(), before.clone())) {
            let others = self.session.weight - Session::weight_of(&key, &before);
            self.set(key, Some(before), None, others);
        }
    }

    /// Puts a contact in place of another, or of none, with which the session weighs so much.
    fn set(&mut self, key: Arc<str>, before: Option<Arc<Contact>>, after: Option<Contact>, weight: usize) {
        if before.is_none() && after.is_none() {
            return;
        }
        let Scene { session, journal, .. } = self;
        session.weight = weight;
        let old = before.as_ref().and_then(|before| before.guid.as_ref());
        let new = after.as_ref().and_then(|after| after.guid.as_ref());
        if old != new {
            if let Some(old) = old.filter(|old| session.guids.get(*old) == Some(&key)) {
                session.guids.remove(old);
            }
            session.guids.extend(new.map(|guid| (guid.clone(), key.clone())));
        }
        match after {
            Some(after) => drop(session.state.contacts.insert(key.clone(), Arc::new(after))),
            None => drop(session.state.contacts.remove(&key)),
        }
        journal.note(self.entry, self.id, Before::Contact(key, before), &session.state);
    }

    /// Changes the contacts that `wanted` names.
    pub(super) fn contacts(&mut self, wanted: impl Fn(&Contact) -> bool, change: impl Fn(&mut Contact)) {
        let contacts = self.session.state.contacts.iter();
        let keys: Vec<Arc<str>> =
            contacts.filter(|(_, contact)| wanted(contact)).map(|(key, _)| key.clone()).collect();
        for key in keys {
            self.known_contact(&key, &change);
        }
    }

    /// Names a group, or takes it out.
    pub(super) fn group(&mut self, id: &str, name: Option<&str>) {
        let Scene { session, journal, .. } = self;
        let (id, name) = (kept(id), name.map(kept));
        let before = session.state.groups.get(&id).cloned();
        if before == name {
            return;
        }
        let gone = before.as_ref().map_or(0, |name| Session::weight_of_group(&id, name));
        let come = name.as_ref().map_or(0, |name| Session::weight_of_group(&id, name));
        let weight = session.weight - gone + come;
        let is_full = before.is_none() && session.state.groups.len() >= GROUPS;
        if is_full || (weight > self.limit && weight > session.weight) {
            self.head(|head| head.uncounted += 1);
            return self.group(&id, None);
        }
        session.weight = weight;
        match name {
            Some(name) => session.state.groups.insert(id.clone(), name),
            None => session.state.groups.remove(&id),
        };
        journal.note(self.entry, self.id, Before::Group(id, before), &session.state);
    }
}
