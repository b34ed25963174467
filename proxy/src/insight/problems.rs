//! What broke the rules.

use super::pairs::Pairs;
use super::seen::Seen;

/// What broke the rules.
#[derive(Clone, Debug, Default)]
pub struct Problems {}

impl Problems {
    /// As many as suit a transcript of that many bytes.
    pub fn within(_memory: usize) -> Problems {
        Problems::default()
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, _seen: &Seen<'_>, _pairs: &Pairs) {}

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {}

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, _first: u64) {}
}
