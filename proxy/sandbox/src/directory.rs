//! Everybody the sandbox knows, and who sees whom.
//!
//! To remember: everybody is on everybody's list from the first sign-in on, so that two clients see each other without
//! adding anybody; and whatever changes how a person is seen happens inside [`Directory::change`], which tells those
//! who see them.

use crate::bot;
use crate::notification::grammar;
use crate::person::{FL, Line, Person, Presence};
use std::collections::BTreeMap;

/// The most people known: everybody is on everybody's list, and 150 is the longest list clients of the time took.
pub(crate) const MOST_PEOPLE: usize = 150;

/// All accounts, by their normal form.
#[derive(Debug)]
pub(crate) struct Directory {
    people: BTreeMap<String, Person>,
    /// The serial number a new list begins with.
    first_serial: u64,
    next_line: u64,
}

/// What one person sees of another: the commands that say so.
#[derive(Debug, PartialEq, Eq)]
struct Sight {
    presence: String,
    personal: Vec<u8>,
}

impl Directory {
    /// A directory with nobody in it but the bot.
    pub(crate) fn new(first_serial: u64) -> Directory {
        let mut directory = Directory { people: BTreeMap::new(), first_serial, next_line: 1 };
        let mut robot = Person::new(bot::ACCOUNT, first_serial);
        bot::introduce(&mut robot);
        directory.people.insert(bot::ACCOUNT.to_owned(), robot);
        directory
    }

    pub(crate) fn person(&self, account: &str) -> Option<&Person> {
        self.people.get(account)
    }

    pub(crate) fn person_mut(&mut self, account: &str) -> Option<&mut Person> {
        self.people.get_mut(account)
    }

    /// Everybody there is.
    pub(crate) fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Makes an account known, and a contact of everybody else. Says whether there is such a person now.
    pub(crate) fn meet(&mut self, account: &str) -> bool {
        if self.people.contains_key(account) {
            return true;
        }
        if self.people.len() > MOST_PEOPLE {
            return false;
        }
        let mut newcomer = Person::new(account, self.first_serial);
        for other in self.people.values_mut() {
            newcomer.befriend(&other.account);
            other.befriend(account);
            if let Some(line) = &other.line {
                grammar::befriended(line.dialect, other, &newcomer).for_each(|told| line.outbox.push(told));
            }
        }
        self.people.insert(account.to_owned(), newcomer);
        true
    }

    /// Signs a person in, and an earlier connection of theirs out. The number names the connection.
    pub(crate) fn sign_in(&mut self, account: &str, mut line: Line) -> u64 {
        let id = self.next_line;
        self.next_line += 1;
        line.id = id;
        self.change(account, |directory| {
            let Some(person) = directory.people.get_mut(account) else { return };
            if let Some(earlier) = person.line.replace(line) {
                earlier.outbox.push("OUT OTH\r\n");
                earlier.outbox.end();
            }
            person.presence = None;
            person.personal.clear();
        });
        id
    }

    /// Signs a person out, unless another connection has taken over.
    pub(crate) fn sign_out(&mut self, account: &str, line: u64) {
        self.change(account, |directory| {
            let Some(person) = directory.people.get_mut(account) else { return };
            if person.line.as_ref().is_some_and(|ours| ours.id == line) {
                person.line = None;
                person.presence = None;
            }
        });
    }

    /// What `watcher` may know of how `subject` is.
    pub(crate) fn seen(&self, watcher: &Person, subject: &str) -> Option<(&Person, &Presence)> {
        let person = self.people.get(subject).filter(|_| watcher.has(subject, FL))?;
        let presence = person.shown().filter(|_| person.admits(&watcher.account))?;
        Some((person, presence))
    }

    /// Makes a change to somebody and tells those who see them differently afterwards.
    pub(crate) fn change<T>(&mut self, subject: &str, change: impl FnOnce(&mut Directory) -> T) -> T {
        let before = self.sights(subject);
        let result = change(self);
        for (watcher, sight) in self.sights(subject) {
            let known = before.get(&watcher);
            let Some(line) = self.people.get(&watcher).and_then(|watcher| watcher.line.as_ref()) else {
                continue;
            };
            if known.is_none_or(|known| known.presence != sight.presence) {
                line.outbox.push(sight.presence);
            }
            if known.map_or(!sight.personal.is_empty(), |known| known.personal != sight.personal) {
                line.outbox.push(grammar::personal(subject, &sight.personal));
            }
        }
        self.tell_gone(subject, before.into_keys());
        result
    }

    fn tell_gone(&self, subject: &str, before: impl Iterator<Item = String>) {
        let watchers = before.filter_map(|watcher| self.people.get(&watcher));
        for watcher in watchers.filter(|watcher| self.seen(watcher, subject).is_none()) {
            if let Some(line) = &watcher.line {
                line.outbox.push(format!("FLN {subject}\r\n"));
            }
        }
    }

    /// What everybody sees of `subject` who is signed in and has said how they are: others are told when they do.
    fn sights(&self, subject: &str) -> BTreeMap<String, Sight> {
        let watchers =
            self.people.values().filter(|person| person.account != subject && person.presence.is_some());
        let sights = watchers.filter_map(|watcher| {
            let (person, presence) = self.seen(watcher, subject)?;
            let dialect = watcher.line.as_ref()?.dialect;
            let sight = Sight {
                presence: grammar::now(dialect, person, presence),
                personal: grammar::personal_of(dialect, person).to_vec(),
            };
            Some((watcher.account.clone(), sight))
        });
        sights.collect()
    }
}
