use super::entry::{Draft, Entry, SessionId, What};
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
    /// Oldest first, none empty. A segment begins where the one before it ends, or behind what an entry says was missed.
    sealed: VecDeque<Arc<Segment>>,
    /// What the sealed ones occupy, in bytes. With the open one and those pinned it stays within `memory`, unless readers
    /// pin nearly everything.
    occupied: usize,
    open: Segment,
    /// Evicted segments that a reader still holds, and what each occupies: they count until it lets go.
    pinned: Vec<(Weak<Segment>, usize)>,
    memory: usize,
    latest: Duration,
}

impl Transcript {
    /// A transcript that keeps what fits into `memory` bytes (at least [`LEAST_MEMORY`]), headers included.
    ///
    /// `run` tells this transcript from the one before a restart; `now` is the same moment on both clocks.
    pub fn new(memory: usize, run: u64, now: (Instant, SystemTime)) -> Transcript {
        Transcript::beginning_at(1, memory, run, now)
    }

    /// The same of what is a part of a longer one: its first entry has this number.
    pub fn beginning_at(first: u64, memory: usize, run: u64, now: (Instant, SystemTime)) -> Transcript {
        let ring = Ring {
            sealed: VecDeque::new(),
            occupied: 0,
            open: Segment::new(first),
            pinned: Vec::new(),
            memory: memory.max(LEAST_MEMORY),
            latest: Duration::ZERO,
        };
        Transcript { run, began: now, head: AtomicU64::new(first), ring: Mutex::new(ring) }
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
        self.record_at(self.since_began(now), session, drafts)
    }

    /// The same at a time since the beginning.
    pub fn record_at<'a>(
        &self,
        at: Duration,
        session: Option<SessionId>,
        drafts: impl IntoIterator<Item = Draft<'a>>,
    ) -> Range<u64> {
        let mut ring = self.lock();
        let at = ring.late(at);
        let first = ring.open.end();
        drafts.into_iter().for_each(|draft| ring.append(at, session, &draft));
        let end = ring.open.end();
        // Published under the lock, so that the head never runs backwards.
        self.head.store(end, Ordering::Release);
        first..end
    }

    /// Appends one event and returns its number.
    pub fn record_event(&self, now: Instant, session: Option<SessionId>, event: &Event) -> u64 {
        self.record(now, session, [Draft::Event(event)]).start
    }

    /// Appends an [`Event::Missed`] in place of so many entries, and returns its number.
    pub fn record_missed(&self, at: Duration, count: u64) -> u64 {
        let mut ring = self.lock();
        let at = ring.late(at);
        let number = ring.open.end();
        ring.append(at, None, &Draft::Event(&Event::Missed { count: count.max(1) }));
        ring.skip(count.max(1) - 1);
        self.head.store(ring.open.end(), Ordering::Release);
        number
    }

    /// Appends an entry of another transcript. Its number is the [`head`](Transcript::head), and its time not before that
    /// of the entry before it, or it gets those instead of its own.
    pub fn restore(&self, entry: &Entry<'_>) {
        let draft = match &entry.what {
            What::Event(Event::Missed { count }) => {
                self.record_missed(entry.at, *count);
                return;
            }
            What::Event(event) => Draft::Event(event),
            What::Frame(passed) => Draft::Frame(*passed),
        };
        self.record_at(entry.at, entry.session, [draft]);
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
        let (first, head, there) = (ring.first(), ring.open.end(), ring.not_missed(asked));
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
        // Between the entry that says what was missed and the one behind it there is nothing to look at.
        let skipped = range.start.saturating_sub(there.max(asked + missed));
        Look { first, head, missed, skipped, range, pages }
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

    /// Two workers may come to the lock in the other order than they read the clock.
    fn late(&mut self, at: Duration) -> Duration {
        self.latest = self.latest.max(at);
        self.latest
    }

    fn append(&mut self, at: Duration, session: Option<SessionId>, draft: &Draft<'_>) {
        if !self.open.append(at, session, draft) {
            self.seal();
            let fits = self.open.append(at, session, draft);
            assert!(fits, "every entry fits an empty segment");
        }
    }

    /// Closes the open segment and opens another, in the memory of the oldest where the budget is used up.
    fn seal(&mut self) {
        let reusable = self.make_room(2 * SEGMENT_FOOTPRINT);
        let next = self.open.end();
        let open = match reusable {
            Some(mut segment) => {
                segment.recycle(next);
                segment
            }
            None => Segment::new(next),
        };
        let full = std::mem::replace(&mut self.open, open);
        self.keep(full);
    }

    /// Gives so many numbers to nobody. What the open segment holds moves to one of its size, so that many gaps cost no
    /// more memory than few.
    fn skip(&mut self, numbers: u64) {
        if numbers == 0 {
            return;
        }
        let run = self.open.first..self.open.end();
        let packed = self.open.copy(&run);
        self.make_room(SEGMENT_FOOTPRINT + packed.footprint());
        self.keep(packed);
        self.open.recycle(run.end.saturating_add(numbers));
    }

    fn keep(&mut self, segment: Segment) {
        self.occupied += segment.footprint();
        self.sealed.push_back(Arc::new(segment));
    }

    /// Evicts the oldest segments until there is room for so many bytes. Returns one that can be used again.
    fn make_room(&mut self, bytes: usize) -> Option<Segment> {
        self.pinned.retain(|(segment, _)| segment.strong_count() > 0);
        let mut pinned: usize = self.pinned.iter().map(|(_, footprint)| footprint).sum();
        let mut reusable = None;
        while self.occupied + pinned + bytes > self.memory
            && let Some(oldest) = self.sealed.pop_front()
        {
            let footprint = oldest.footprint();
            self.occupied -= footprint;
            match Arc::try_unwrap(oldest) {
                Ok(segment) if footprint >= SEGMENT_FOOTPRINT => reusable = Some(segment),
                Ok(_) => {}
                Err(held) => {
                    pinned += footprint;
                    self.pinned.push((Arc::downgrade(&held), footprint));
                }
            }
        }
        reusable
    }

    /// A page that begins at `from`, or at the next entry kept.
    fn page_from(&self, from: u64, budget: usize) -> Option<Page> {
        let from = self.not_missed(from);
        if from >= self.open.end() {
            return None;
        }
        match self.sealed.get(self.ending_by(from)) {
            Some(segment) => Some(Page { segment: segment.clone(), run: segment.run_from(from, budget) }),
            None => Some(self.copy_of(self.open.run_from(from, budget.min(COPY)))),
        }
    }

    /// A page that ends before `end` and begins at `lower` or later.
    fn page_before(&self, lower: u64, end: u64, budget: usize) -> Option<Page> {
        let lower = lower.max(self.first());
        let clip = |run: Range<u64>| run.start.max(lower)..run.end;
        if self.open.first < end {
            let end = end.min(self.open.end());
            return (lower < end).then(|| self.copy_of(clip(self.open.run_before(end, budget.min(COPY)))));
        }
        let beginning_before = self.sealed.partition_point(|segment| segment.first < end);
        let segment = self.sealed.get(beginning_before.checked_sub(1)?)?;
        let end = end.min(segment.end());
        (lower < end).then(|| Page { segment: segment.clone(), run: clip(segment.run_before(end, budget)) })
    }

    /// This number, or the next one that is kept or will be given.
    fn not_missed(&self, number: u64) -> u64 {
        let segment = self.sealed.get(self.ending_by(number));
        number.max(segment.map_or(self.open.first, |segment| segment.first))
    }

    /// How many sealed segments end at this number or before it.
    fn ending_by(&self, number: u64) -> usize {
        self.sealed.partition_point(|segment| segment.end() <= number)
    }

    fn copy_of(&self, run: Range<u64>) -> Page {
        Page { segment: Arc::new(self.open.copy(&run)), run }
    }
}

#[cfg(test)]
mod tests;
