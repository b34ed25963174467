//! One session: its present state, and what it waits for.

use super::asked::Asked;
use super::roster::{Contact, Group, Roster};
use super::state::{Head, State};
use super::text::Texts;
use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::Arc;

/// What a session weighs that was told nothing, in bytes.
const EMPTY: usize = size_of::<Session>();

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Session {
    /// The first entry it is known from.
    pub(super) began: u64,
    /// It was known before that entry, and is not any more.
    pub(super) unseen: bool,
    /// Something was heard of it since the last gap, and no end.
    pub(super) open: bool,
    /// The entry that told of its end.
    pub(super) closed: Option<u64>,
    pub(super) state: State,
    /// What contacts are remembered by, by their GUIDs: those of the present state.
    pub(super) guids: BTreeMap<Arc<str>, Arc<str>>,
    /// Requests that change something once the server agrees.
    pub(super) asked: Asked,
    /// Lists are announced, and none has come: the transaction id of that SYN.
    pub(super) announced: Option<u32>,
    /// Whom the newest LST told of: a BPR without account is of them (§10, trap 18).
    pub(super) listed: Option<Arc<str>>,
    /// The sign-in under way, by its transaction id.
    pub(super) signing_in: Option<u32>,
    /// The endpoint this session is, from MSNP16 on (§5.1, row 20).
    pub(super) endpoint: Option<Arc<str>>,
    /// What its state weighs, in bytes.
    pub(super) weight: usize,
}

impl Session {
    pub(super) fn begun(entry: u64) -> Session {
        Session {
            began: entry,
            unseen: false,
            open: true,
            closed: None,
            state: State::default(),
            guids: BTreeMap::new(),
            asked: Asked::default(),
            announced: None,
            listed: None,
            signing_in: None,
            endpoint: None,
            weight: Head::default().apart(None),
        }
    }

    /// Whose beginning nobody saw, or that was forgotten.
    pub(super) fn unseen(entry: u64) -> Session {
        let mut session = Session { unseen: true, ..Session::begun(entry) };
        session.state.head = Arc::new(Head { gap: true, ..Head::default() });
        session
    }

    /// Entries are missing: what it waited for may have come meanwhile.
    pub(super) fn forget_what_is_due(&mut self) {
        self.asked = Asked::default();
        (self.announced, self.listed, self.signing_in) = (None, None, None);
    }

    /// What all of it weighs, in bytes.
    pub(super) fn weight(&self) -> usize {
        EMPTY + self.weight + self.asked.weight()
    }

    /// What a contact weighs, with what finds it.
    pub(super) fn weight_of(key: &str, contact: &Contact) -> usize {
        let guid = contact.guid.as_ref().map_or(0, |_| NODE);
        NODE + key.len() + guid + contact.apart(None)
    }

    /// What a group weighs.
    pub(super) fn weight_of_group(id: &str, name: &str) -> usize {
        NODE + id.len() + name.len()
    }
}

/// What a key and a value weigh in a map besides their texts, in bytes.
const NODE: usize = 96;

impl State {
    /// As it is given to others.
    pub(super) fn told(self, since: u64) -> Roster {
        let Head { own, uncounted, gap, ended } = (*self.head).clone();
        Roster {
            since,
            own,
            groups: self.groups.into_iter().map(|(id, name)| Group { id, name }).collect(),
            contacts: self.contacts.into_values().collect(),
            uncounted,
            gap,
            ended,
        }
    }
}
