//! Where clients were sent, and whether they went.

use super::seen::Seen;

/// Where clients were sent, and whether they went.
#[derive(Clone, Debug, Default)]
pub struct Redirects {}

impl Redirects {
    /// As many as suit a transcript of that many bytes.
    pub fn within(_memory: usize) -> Redirects {
        Redirects::default()
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, _seen: &Seen<'_>) {}

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {}

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, _first: u64) {}
}
