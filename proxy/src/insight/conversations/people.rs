//! Who takes part in a conversation, and what each of them did in it.

use std::collections::VecDeque;
use std::sync::Arc;

/// People remembered in one conversation; what others say is kept, and never joined with what somebody else heard.
pub(super) const MOST_PEOPLE: usize = 100;

/// The longest word remembered, in bytes: an account, a nickname.
const LONGEST_WORD: usize = 256;

/// What a person costs besides account and name.
const PERSON_COST: usize = 160;

/// Somebody in a conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Without endpoint, otherwise as written. Empty: whoever the client is, which nobody said.
    pub account: Arc<str>,
    /// The newest display name. Empty: not known.
    pub name: Arc<str>,
    /// The items that are this person's, oldest first: by what they are known, and what they say.
    pub(super) said: VecDeque<(u64, u64)>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct People {
    /// At most [`MOST_PEOPLE`].
    people: Vec<Person>,
    /// What they cost, in bytes.
    pub(super) cost: usize,
}

impl People {
    /// The place of somebody who is known from now on, if there is room, with the newest name.
    pub(super) fn meet(&mut self, account: &str, name: &str) -> Option<usize> {
        let (account, name) = (clipped(account), clipped(name));
        let known = self.find(account);
        if known.is_none() && self.people.len() == MOST_PEOPLE {
            return None;
        }
        let at = known.unwrap_or_else(|| {
            self.cost += PERSON_COST + account.len();
            self.people.push(Person { account: account.into(), name: "".into(), said: VecDeque::new() });
            self.people.len() - 1
        });
        let person = &mut self.people[at];
        if !name.is_empty() && *person.name != *name {
            self.cost = self.cost + name.len() - person.name.len();
            person.name = name.into();
        }
        Some(at)
    }

    /// The place of somebody who is known.
    pub(super) fn find(&self, account: &str) -> Option<usize> {
        let account = clipped(account);
        self.people.iter().position(|person| person.account.eq_ignore_ascii_case(account))
    }

    pub(super) fn get(&self, at: usize) -> &Person {
        &self.people[at]
    }

    pub(super) fn get_mut(&mut self, at: usize) -> &mut Person {
        &mut self.people[at]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }
}

impl Person {
    /// Remembers an item, in order.
    pub(super) fn note(&mut self, item: u64, key: u64) {
        let at = self.said.iter().rposition(|(known, _)| *known < item).map_or(0, |at| at + 1);
        self.said.insert(at, (item, key));
    }

    /// Its oldest item is gone.
    pub(super) fn forget(&mut self, item: u64) {
        if self.said.front().is_some_and(|(oldest, _)| *oldest == item) {
            self.said.pop_front();
        }
    }
}

/// An account without its endpoint: `alice@example.org;{guid}` is Alice.
pub(super) fn person(account: &str) -> &str {
    account.split(';').next().unwrap_or_default()
}

/// Whether two accounts are one person's. Their case varies from command to command (§10, 16).
pub(super) fn same(one: &str, other: &str) -> bool {
    person(one).eq_ignore_ascii_case(person(other))
}

/// A word, as much of it as is remembered.
pub(super) fn clipped(word: &str) -> &str {
    let end = (0..=LONGEST_WORD.min(word.len())).rev().find(|&end| word.is_char_boundary(end));
    &word[..end.unwrap_or(0)]
}
