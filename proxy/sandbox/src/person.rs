//! Who somebody is: a name, lists, groups, how they are to be seen.

use crate::outbox::Outbox;
use md5::{Digest, Md5};
use msnp::Dialect;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

/// The group every new account has, with everybody in it that was put on its list for it.
const FIRST_GROUP: u32 = 1;

/// One account, signed in or not.
#[derive(Debug)]
pub(crate) struct Person {
    /// In its normal form.
    pub account: String,
    /// As it goes on the wire: percent-encoded by whoever chose it, never decoded.
    pub name: String,
    pub contacts: BTreeMap<String, Contact>,
    /// Without group 0, which the dialects with numbers have and nobody can change.
    pub groups: Vec<Group>,
    /// `A` or `N`: whether to be asked when somebody adds this person.
    pub prompt: String,
    /// `AL` or `BL`: what happens to those on neither list.
    pub privacy: String,
    /// Telephone numbers and the like.
    pub properties: BTreeMap<String, String>,
    /// Grows with every change of the lists; begins with the seconds since 1970, so that no client that remembers a
    /// number from yesterday's sandbox believes it has today's lists.
    pub serial: u64,
    /// The payload of the last UUX.
    pub personal: Vec<u8>,
    /// `None` until the first CHG of a sign-in.
    pub presence: Option<Presence>,
    /// The connection to the notification server.
    pub line: Option<Line>,
    /// Whether the bot rang already.
    pub rung: bool,
}

/// How somebody wants to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Presence {
    /// `NLN`, `BSY` … or `HDN`.
    pub status: String,
    /// Digits. Those of MSNP16 have a second part, which others do not see.
    pub capabilities: String,
    /// An encoded MSNObject, or `0`.
    pub object: String,
}

/// Where a person signed in can be reached.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub id: u64,
    pub dialect: Dialect,
    pub outbox: Arc<Outbox>,
    /// The address of ours by which the client came, and so the one to send it to.
    pub reached: IpAddr,
}

#[derive(Debug, Default)]
pub(crate) struct Contact {
    pub lists: u8,
    /// The name its owner gave it.
    pub name: Option<String>,
    /// None but group 0 when empty.
    pub groups: BTreeSet<u32>,
}

#[derive(Debug)]
pub(crate) struct Group {
    pub number: u32,
    pub id: String,
    pub name: String,
}

/// The lists, by name and bit.
pub(crate) const LISTS: [(&str, u8); 5] = [("FL", FL), ("AL", AL), ("BL", BL), ("RL", RL), ("PL", 16)];
pub(crate) const FL: u8 = 1;
pub(crate) const AL: u8 = 2;
pub(crate) const BL: u8 = 4;
pub(crate) const RL: u8 = 8;

impl Person {
    pub(crate) fn new(account: &str, serial: u64) -> Person {
        let name = account.split('@').next().unwrap_or(account).to_owned();
        let mut person = Person {
            account: account.to_owned(),
            name,
            contacts: BTreeMap::new(),
            groups: Vec::new(),
            prompt: "A".to_owned(),
            privacy: "AL".to_owned(),
            properties: BTreeMap::new(),
            serial,
            personal: Vec::new(),
            presence: None,
            line: None,
            rung: false,
        };
        person.add_group(FIRST_GROUP, "Sandbox");
        person
    }

    /// Puts somebody on all the lists that make two people see each other.
    pub(crate) fn befriend(&mut self, account: &str) {
        let groups = self.first_group().into_iter().collect();
        let contact = self.contacts.entry(account.to_owned()).or_default();
        contact.lists = FL | AL | RL;
        contact.groups = groups;
        self.serial += 1;
    }

    /// The group for those it befriends, unless it was deleted.
    pub(crate) fn first_group(&self) -> Option<u32> {
        self.groups.iter().map(|group| group.number).find(|&number| number == FIRST_GROUP)
    }

    pub(crate) fn add_group(&mut self, number: u32, name: &str) {
        let id = guid(&format!("{} {number}", self.account));
        self.groups.push(Group { number, id, name: name.to_owned() });
    }

    pub(crate) fn has(&self, account: &str, lists: u8) -> bool {
        self.contacts.get(account).is_some_and(|contact| contact.lists & lists == lists)
    }

    /// Whether this person lets that one see them.
    pub(crate) fn admits(&self, account: &str) -> bool {
        !self.has(account, BL) && (self.privacy == "AL" || self.has(account, AL))
    }

    /// Signed in, and to be seen as something other than offline.
    pub(crate) fn shown(&self) -> Option<&Presence> {
        self.presence.as_ref().filter(|presence| presence.status != "HDN")
    }
}

/// The id MSNP10 and later use for a contact or a group: always the same for the same thing.
pub(crate) fn guid(of: &str) -> String {
    let hash: [u8; 16] = Md5::digest(of.as_bytes()).into();
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
