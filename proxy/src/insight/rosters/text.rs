//! Texts as they are remembered: decoded, clipped, and kept where they do not change.
//!
//! To remember: a text that is told again is not copied again, so that it costs its bytes once, in the present state and
//! in all that came before.

use super::roster::{Appearance, Contact, Endpoint};
use std::mem::size_of;
use std::sync::Arc;

/// The longest text remembered, in bytes.
pub(super) const LONGEST: usize = 256;

/// The longest personal message remembered, in bytes.
pub(super) const LONGEST_MESSAGE: usize = 1024;

/// What a text costs besides its bytes.
const COUNTS: usize = 16;

/// As much of a text as fits.
pub(super) fn clipped(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// As much of a text as is remembered.
pub(super) fn kept(text: &str) -> Arc<str> {
    clipped(text, LONGEST).into()
}

/// Puts a text in place of another, unless it is the same.
pub(super) fn keep(slot: &mut Option<Arc<str>>, text: &str) {
    keep_long(slot, text, LONGEST);
}

/// The same of a personal message.
pub(super) fn keep_long(slot: &mut Option<Arc<str>>, text: &str, longest: usize) {
    let text = clipped(text, longest);
    if slot.as_deref() != Some(text) {
        *slot = Some(text.into());
    }
}

/// The same where there is something new.
pub(super) fn tell(slot: &mut Option<Arc<str>>, text: Option<&str>) {
    if let Some(text) = text {
        keep(slot, text);
    }
}

/// The same of a text that may be absent.
pub(super) fn keep_if(slot: &mut Option<Arc<str>>, text: Option<&str>) {
    match text {
        Some(text) => keep(slot, text),
        None => *slot = None,
    }
}

/// What is made of texts, and what these cost.
pub(super) trait Texts {
    /// The bytes of it that are not shared with `other`.
    fn apart(&self, other: Option<&Self>) -> usize;
}

impl Texts for Option<Arc<str>> {
    fn apart(&self, other: Option<&Self>) -> usize {
        match (self, other) {
            (Some(text), Some(Some(other))) if Arc::ptr_eq(text, other) => 0,
            (Some(text), _) => text.len() + COUNTS,
            (None, _) => 0,
        }
    }
}

impl Texts for Appearance {
    fn apart(&self, other: Option<&Self>) -> usize {
        let Appearance { status, caps, picture, icon, message, media, endpoints } = self;
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(endpoints, &other.endpoints));
        let places: usize = if is_shared { 0 } else { endpoints.iter().map(cost_of_endpoint).sum() };
        places
            + status.apart(other.map(|other| &other.status))
            + caps.apart(other.map(|other| &other.caps))
            + picture.apart(other.map(|other| &other.picture))
            + icon.apart(other.map(|other| &other.icon))
            + message.apart(other.map(|other| &other.message))
            + media.apart(other.map(|other| &other.media))
    }
}

impl Texts for Contact {
    fn apart(&self, other: Option<&Self>) -> usize {
        let is_shared = other.is_some_and(|other| Arc::ptr_eq(&self.groups, &other.groups));
        let groups: usize =
            if is_shared { 0 } else { self.groups.iter().map(|id| id.len() + 2 * COUNTS).sum() };
        let account = if other.is_some() { 0 } else { self.account.len() + COUNTS };
        groups
            + account
            + size_of::<Contact>()
            + COUNTS
            + self.via.apart(other.map(|other| &other.via))
            + self.name.apart(other.map(|other| &other.name))
            + self.guid.apart(other.map(|other| &other.guid))
            + self.appearance.apart(other.map(|other| &other.appearance))
    }
}

fn cost_of_endpoint(endpoint: &Endpoint) -> usize {
    let Endpoint { id, name, state, caps } = endpoint;
    size_of::<Endpoint>() + id.len() + COUNTS + name.apart(None) + state.apart(None) + caps.apart(None)
}
