use super::entry::Entry;
use super::segment::Segment;
use std::ops::Range;
use std::sync::Arc;

/// Which entries a reader asks for. Numbers that are gone or not yet there are clipped, and said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// From this number on, the oldest first.
    From(u64),
    /// The newest ones before this number.
    Before(u64),
    /// From this number on, but when more is waiting than one answer holds, only the newest of it: for a viewer that
    /// follows what happens now and must not fall behind.
    Follow(u64),
}

/// What a reader got: a run of entries, pinned while the reader holds it.
#[derive(Debug)]
pub struct Look {
    /// The oldest entry still kept, when this was read.
    pub first: u64,
    /// The number the next entry will have.
    pub head: u64,
    /// Entries asked for and no longer kept.
    pub missed: u64,
    /// Entries asked for, still kept and passed over ([`Window::Follow`]); [`Window::Before`] finds them.
    pub skipped: u64,
    /// The numbers of the entries here.
    pub range: Range<u64>,
    pub(super) pages: Vec<Page>,
}

/// A run of entries in one segment.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) segment: Arc<Segment>,
    pub(super) run: Range<u64>,
}

impl Look {
    /// The entries, oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = Entry<'_>> {
        self.pages.iter().flat_map(|page| page.run.clone().map(|number| page.segment.entry(number)))
    }
}
