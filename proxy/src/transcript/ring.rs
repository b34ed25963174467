use super::entry::{Draft, SessionId};
use super::event::Event;
use super::look::{Look, Page, Window};
use super::segment::{SEGMENT_FOOTPRINT, Segment};
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Weak};
use std::time::{Duration, Instant, SystemTime};

/// The smallest memory budget a transcript works with, in bytes.
pub const LEAST_MEMORY: usize = 8 * 1024 * 1024;

/// The most a reader copies from the open segment in one hold of the lock, in bytes: about 10 µs.
const COPY: usize = 64 * 1024;

/// The memory of everything that passed: a ring of entries bounded in bytes, written in batches, read by number.
#[derive(Debug)]
pub struct Transcript {
    run: u64,
    began: (Instant, SystemTime),
    /// The number the next entry will have: readers look here, at their own pace, and are never woken.
    head: AtomicU64,
    ring: Mutex<Ring>,
}

#[derive(Debug)]
struct Ring {
    /// Oldest first. `sealed.len() + 1 + pinned.len() <= most`, unless readers pin nearly everything.
    sealed: VecDeque<Arc<Segment>>,
    open: Segment,
    /// Evicted segments that a reader still holds: they count until it lets go.
    pinned: Vec<Weak<Segment>>,
    most: usize,
    latest: Duration,
}

impl Transcript {
    /// A transcript that keeps what fits into `memory` bytes (at least [`LEAST_MEMORY`]), headers included.
    ///
    /// `run` tells this transcript from the one before a restart; `now` is the same moment on both clocks.
    pub fn new(memory: usize, run: u64, now: (Instant, SystemTime)) -> Transcript {
        let ring = Ring {
            sealed: VecDeque::new(),
            open: Segment::new(1),
            pinned: Vec::new(),
            most: memory.max(LEAST_MEMORY) / SEGMENT_FOOTPRINT,
            latest: Duration::ZERO,
        };
        Transcript { run, began: now, head: AtomicU64::new(1), ring: Mutex::new(ring) }
    }

    /// Tells this transcript from every other.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// The wall clock's time of a moment in this transcript.
    pub fn wall_clock(&self, at: Duration) -> SystemTime {
        self.began.1 + at
    }

    /// How long after the transcript's beginning `now` is.
    pub fn since_began(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.began.0)
    }

    /// The number the next entry will have. Cheap enough to ask at any pace.
    pub fn head(&self) -> u64 {
        self.head.load(Ordering::Acquire)
    }

    /// Appends a batch under one lock and returns its numbers. `drafts` is walked under the lock, so it must be cheap.
    pub fn record<'a>(
        &self,
        now: Instant,
        session: Option<SessionId>,
        drafts: impl IntoIterator<Item = Draft<'a>>,
    ) -> Range<u64> {
        let at = self.since_began(now);
        let mut ring = self.lock();
        // Two workers may come to the lock in the other order than they read the clock.
        let at = at.max(ring.latest);
        ring.latest = at;
        let first = ring.open.end();
        for draft in drafts {
            if !ring.open.append(at, session, &draft) {
                ring.seal();
                let fits = ring.open.append(at, session, &draft);
                assert!(fits, "every entry fits an empty segment");
            }
        }
        let end = ring.open.end();
        // Published under the lock, so that the head never runs backwards.
        self.head.store(end, Ordering::Release);
        first..end
    }

    /// Appends one event and returns its number.
    pub fn record_event(&self, now: Instant, session: Option<SessionId>, event: &Event) -> u64 {
        self.record(now, session, [Draft::Event(event)]).start
    }

    /// Reads at most `budget` bytes of entries, headers counted; one entry more than that rather than none.
    pub fn look(&self, window: Window, budget: usize) -> Look {
        match window {
            Window::From(from) => self.look_from(from, budget),
            Window::Before(end) => self.look_back(0, end, budget),
            Window::Follow(from) => self.look_back(from, u64::MAX, budget),
        }
    }

    fn look_from(&self, from: u64, budget: usize) -> Look {
        let mut pages = Vec::new();
        let mut next = from;
        let mut left = budget;
        while let Some(page) = self.page(|ring| ring.page_from(next, left)) {
            next = page.run.end;
            left = left.saturating_sub(page.segment.cost(&page.run));
            pages.push(page);
            if left == 0 {
                break;
            }
        }
        self.looked(from, pages)
    }

    fn look_back(&self, lower: u64, end: u64, budget: usize) -> Look {
        let mut pages = VecDeque::new();
        let mut end = end.min(self.head());
        let mut left = budget;
        while let Some(page) = self.page(|ring| ring.page_before(lower, end, left)) {
            end = page.run.start;
            left = left.saturating_sub(page.segment.cost(&page.run));
            pages.push_front(page);
            if left == 0 {
                break;
            }
        }
        self.looked(if lower > 0 { lower } else { end }, pages.into())
    }

    /// Completes a look that was asked to begin at `asked`.
    fn looked(&self, asked: u64, pages: Vec<Page>) -> Look {
        let ring = self.lock();
        let (first, head) = (ring.first(), ring.open.end());
        drop(ring);
        let range = match (pages.first(), pages.last()) {
            (Some(oldest), Some(newest)) => oldest.run.start..newest.run.end,
            _ => {
                let at = asked.clamp(first, head);
                at..at
            }
        };
        let left_out = range.start.saturating_sub(asked);
        let missed = first.saturating_sub(asked).min(left_out);
        Look { first, head, missed, skipped: left_out - missed, range, pages }
    }

    /// One page under one lock, which is free again when the caller looks at the page.
    fn page(&self, find: impl FnOnce(&Ring) -> Option<Page>) -> Option<Page> {
        find(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().expect("nobody panics while recording")
    }
}

impl Ring {
    /// The oldest number kept.
    fn first(&self) -> u64 {
        self.sealed.front().map_or(self.open.first, |segment| segment.first)
    }

    /// Closes the open segment and opens another, in the memory of the oldest where the budget is used up.
    fn seal(&mut self) {
        self.pinned.retain(|segment| segment.strong_count() > 0);
        let mut reusable = None;
        while !self.sealed.is_empty() && self.sealed.len() + 2 + self.pinned.len() > self.most {
            let oldest = self.sealed.pop_front().expect("not empty");
            match Arc::try_unwrap(oldest) {
                Ok(segment) => reusable = Some(segment),
                Err(held) => self.pinned.push(Arc::downgrade(&held)),
            }
        }
        let next = self.open.end();
        let open = match reusable {
            Some(mut segment) => {
                segment.recycle(next);
                segment
            }
            None => Segment::new(next),
        };
        self.sealed.push_back(Arc::new(std::mem::replace(&mut self.open, open)));
    }

    /// A page that begins at `from`, or at the oldest entry kept.
    fn page_from(&self, from: u64, budget: usize) -> Option<Page> {
        let from = from.max(self.first());
        if from >= self.open.end() {
            return None;
        }
        match self.sealed_with(from) {
            Some(segment) => Some(Page { segment: segment.clone(), run: segment.run_from(from, budget) }),
            None => Some(self.copy_of(self.open.run_from(from, budget.min(COPY)))),
        }
    }

    /// A page that ends before `end` and begins at `lower` or later.
    fn page_before(&self, lower: u64, end: u64, budget: usize) -> Option<Page> {
        let lower = lower.max(self.first());
        if end <= lower {
            return None;
        }
        let clip = |run: Range<u64>| run.start.max(lower)..run.end;
        match self.sealed_with(end - 1) {
            Some(segment) => {
                Some(Page { segment: segment.clone(), run: clip(segment.run_before(end, budget)) })
            }
            None => Some(self.copy_of(clip(self.open.run_before(end, budget.min(COPY))))),
        }
    }

    fn copy_of(&self, run: Range<u64>) -> Page {
        Page { segment: Arc::new(self.open.copy(&run)), run }
    }

    /// The sealed segment that holds this number, which is kept; `None` when the open one does.
    fn sealed_with(&self, number: u64) -> Option<&Arc<Segment>> {
        let behind = self.sealed.partition_point(|segment| segment.first <= number);
        self.sealed.get(behind.checked_sub(1)?).filter(|segment| number < segment.end())
    }
}

#[cfg(test)]
mod tests;
