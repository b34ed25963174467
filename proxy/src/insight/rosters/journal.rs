//! What changed, so that it can be undone: the way back to how things were.
//!
//! ```text
//! present state ──undo 117──undo 112──► as of 111     since = 90: what changed in 90 or before is not known any more
//! ```

use super::roster::Contact;
use super::state::{Head, State};
use super::text::Texts;
use crate::transcript::SessionId;
use std::collections::VecDeque;
use std::mem::size_of;
use std::sync::Arc;

/// Changes remembered at most. The oldest are forgotten first.
pub(super) const CHANGES: usize = 64 * 1024;

/// The changes of all sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Journal {
    /// How much of them there may be, in bytes.
    room: usize,
    /// How much there is. `weight <= room`.
    weight: usize,
    /// In order. `changes.len() <= CHANGES`.
    changes: VecDeque<Change>,
    /// The oldest entry there is a way back to.
    since: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    entry: u64,
    session: SessionId,
    weight: usize,
    before: Before,
}

/// How something was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Head(Arc<Head>),
    /// By what they are remembered; `None` where there was nobody.
    Contact(Arc<str>, Option<Arc<Contact>>),
    /// By id, its name.
    Group(Arc<str>, Option<Arc<str>>),
}

impl Journal {
    /// Remembers as many changes as there is room for, in bytes.
    pub(super) fn with_room(room: usize) -> Journal {
        Journal { room, weight: 0, changes: VecDeque::new(), since: 0 }
    }

    /// The oldest entry there is a way back to.
    pub(super) fn since(&self) -> u64 {
        self.since
    }

    /// Notes how something was before an entry, now that it is as in `state`.
    pub(super) fn note(&mut self, entry: u64, session: SessionId, before: Before, state: &State) {
        let weight = size_of::<Change>() + before.apart(state);
        self.weight += weight;
        self.changes.push_back(Change { entry, session, weight, before });
        while self.weight > self.room || self.changes.len() > CHANGES {
            let Some(oldest) = self.changes.pop_front() else { break };
            self.weight -= oldest.weight;
            self.since = self.since.max(oldest.entry);
        }
    }

    /// Nobody asks about entries before `first` any more.
    pub(super) fn forget_before(&mut self, first: u64) {
        self.since = self.since.max(first);
        while let Some(oldest) = self.changes.front().filter(|oldest| oldest.entry <= self.since) {
            self.weight -= oldest.weight;
            self.changes.pop_front();
        }
    }

    /// Makes a session's present state what it was after `entry`.
    pub(super) fn undo(&self, session: SessionId, entry: u64, state: &mut State) {
        let after = self.changes.iter().rev().take_while(|change| change.entry > entry);
        for change in after.filter(|change| change.session == session) {
            change.before.restore(state);
        }
    }

    #[cfg(test)]
    pub(super) fn remembered(&self) -> (usize, usize) {
        (self.changes.len(), self.weight)
    }
}

impl Before {
    fn restore(&self, state: &mut State) {
        match self.clone() {
            Before::Head(head) => state.head = head,
            Before::Contact(key, Some(contact)) => drop(state.contacts.insert(key, contact)),
            Before::Contact(key, None) => drop(state.contacts.remove(&key)),
            Before::Group(id, Some(name)) => drop(state.groups.insert(id, name)),
            Before::Group(id, None) => drop(state.groups.remove(&id)),
        }
    }

    /// The bytes that are remembered only because it is.
    fn apart(&self, state: &State) -> usize {
        match self {
            Before::Head(head) => head.apart(Some(&state.head)),
            Before::Contact(key, before) => {
                let now = state.contacts.get(key).map(AsRef::as_ref);
                key.len() + before.as_ref().map_or(0, |before| before.apart(now))
            }
            Before::Group(id, before) => id.len() + before.as_ref().map_or(0, |name| name.len()),
        }
    }
}
