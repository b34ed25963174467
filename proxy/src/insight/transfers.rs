//! Pictures and files, put together from their packets.

use super::seen::Seen;

/// Pictures and files, put together from their packets.
#[derive(Clone, Debug, Default)]
pub struct Transfers {}

impl Transfers {
    /// As many as suit a transcript of that many bytes.
    pub fn within(_memory: usize) -> Transfers {
        Transfers::default()
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, _seen: &Seen<'_>) {}

    /// Entries are missing.
    pub(super) fn lose_sight(&mut self) {}

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, _first: u64) {}
}
