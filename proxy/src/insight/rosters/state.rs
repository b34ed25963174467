//! The present state of a session, in parts that are shared with how it was before.

use super::roster::{Contact, Own};
use super::text::Texts;
use std::collections::BTreeMap;
use std::mem::size_of;
use std::sync::Arc;

/// How a session is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) head: Arc<Head>,
    /// The names, by id.
    pub(super) groups: BTreeMap<Arc<str>, Arc<str>>,
    /// By what [`Who::write_key`](super::words::Who::write_key) writes.
    pub(super) contacts: BTreeMap<Arc<str>, Arc<Contact>>,
}

/// All but groups and contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) own: Own,
    pub(super) uncounted: u64,
    pub(super) gap: bool,
    pub(super) ended: Option<u64>,
}

impl Texts for Head {
    fn apart(&self, other: Option<&Self>) -> usize {
        let (own, other) = (&self.own, other.map(|other| &other.own));
        size_of::<Head>()
            + own.account.apart(other.map(|other| &other.account))
            + own.name.apart(other.map(|other| &other.name))
            + own.appearance.apart(other.map(|other| &other.appearance))
    }
}
