//! What one direction of one session holds.

use super::Held;
use crate::transcript::{Releaser, SessionId};
use msnp::Direction;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Frames in their order. An empty one owns no memory besides itself.
#[derive(Debug, Default)]
pub(in crate::relay) struct Queue {
    /// As many as `frames` holds: the pump looks here first, at every turn.
    waiting: AtomicUsize,
    /// The bytes of them.
    bytes: AtomicUsize,
    frames: Mutex<VecDeque<Item>>,
    /// When something last left, or began to wait.
    sign: Mutex<Option<Instant>>,
}

/// A frame that waits.
#[derive(Debug)]
pub(in crate::relay) struct Item {
    pub(in crate::relay) entry: u64,
    /// The bytes it would leave with.
    pub(in crate::relay) bytes: Vec<u8>,
    /// Since when it waits for a person; `None` for what only waits behind others.
    pub(in crate::relay) held: Option<Instant>,
    pub(in crate::relay) fate: Fate,
}

/// What becomes of a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::relay) enum Fate {
    /// Nobody has decided.
    Open,
    /// It leaves as it is.
    Goes(Releaser),
    /// These bytes leave in its place.
    Edited(Vec<u8>),
    /// It does not leave.
    Dropped,
    /// It does not leave: its sender got an answer from us.
    Answered,
}

impl Queue {
    /// Whether anything waits.
    pub(in crate::relay) fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }

    /// How many bytes wait.
    pub(in crate::relay) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    pub(in crate::relay) fn push(&self, item: Item, now: Instant) {
        if !self.is_waiting() {
            *self.sign() = Some(now);
        }
        let mut frames = self.lock();
        self.bytes.fetch_add(item.bytes.len(), Ordering::Relaxed);
        frames.push_back(item);
        self.waiting.store(frames.len(), Ordering::Release);
    }

    /// The next frame, unless a person must decide about it first.
    pub(in crate::relay) fn take(&self) -> Option<Item> {
        if !self.is_waiting() {
            return None;
        }
        let mut frames = self.lock();
        let may_go = |item: &Item| item.held.is_none() || item.fate != Fate::Open;
        let item = if frames.front().is_some_and(may_go) { frames.pop_front() } else { None }?;
        self.bytes.fetch_sub(item.bytes.len(), Ordering::Relaxed);
        self.waiting.store(frames.len(), Ordering::Release);
        if frames.is_empty() {
            *frames = VecDeque::new();
        }
        Some(item)
    }

    /// Whether this frame waits for a person's word.
    pub(in crate::relay) fn is_undecided(&self, entry: u64) -> bool {
        self.is_waiting() && self.lock().iter().any(|item| item.is_undecided() && item.entry == entry)
    }

    /// The bytes of a frame that waits for a person's word.
    pub(in crate::relay) fn undecided(&self, entry: u64) -> Option<Vec<u8>> {
        let frames = self.lock();
        let item = frames.iter().find(|item| item.is_undecided() && item.entry == entry)?;
        Some(item.bytes.clone())
    }

    /// Decides about a frame, if it waits for that.
    pub(in crate::relay) fn decide(&self, entry: u64, fate: Fate) -> bool {
        if !self.is_waiting() {
            return false;
        }
        let mut frames = self.lock();
        let item = frames.iter_mut().find(|item| item.is_undecided() && item.entry == entry);
        item.map(|item| item.fate = fate).is_some()
    }

    /// A frame that waits, for a person or behind others, is answered: it will not leave. `false` if it has left.
    pub(in crate::relay) fn answer(&self, entry: u64) -> bool {
        let mut frames = self.lock();
        let item = frames.iter_mut().find(|item| item.fate == Fate::Open && item.entry == entry);
        item.map(|item| item.fate = Fate::Answered).is_some()
    }

    /// Decides about all that waits since a moment that `which` likes, and says whether there was any.
    pub(in crate::relay) fn let_go(&self, by: Releaser, which: impl Fn(Instant) -> bool) -> bool {
        if !self.is_waiting() {
            return false;
        }
        let mut any = false;
        for item in self.lock().iter_mut().filter(|item| item.is_undecided()) {
            if item.held.is_some_and(&which) {
                item.fate = Fate::Goes(by);
                any = true;
            }
        }
        any
    }

    /// Those that wait for a person.
    pub(in crate::relay) fn list(&self, session: SessionId, direction: Direction, into: &mut Vec<Held>) {
        if !self.is_waiting() {
            return;
        }
        let frames = self.lock();
        for (at, item) in frames.iter().enumerate().filter(|(_, item)| item.is_undecided()) {
            let Some(since) = item.held else { continue };
            let behind = frames.len() - at - 1;
            let (entry, bytes) = (item.entry, item.bytes.clone());
            into.push(Held { entry, session, direction, since, behind, bytes });
        }
    }

    /// Empties it, and says how many bytes there were.
    pub(in crate::relay) fn clear(&self) -> usize {
        *self.lock() = VecDeque::new();
        self.waiting.store(0, Ordering::Release);
        self.bytes.swap(0, Ordering::Relaxed)
    }

    /// Whether something waits and nothing has left for so long. If so, that begins anew.
    pub(in crate::relay) fn is_silent(&self, now: Instant, limit: Duration) -> bool {
        if !self.is_waiting() {
            return false;
        }
        let mut sign = self.sign();
        let is_silent = sign.is_some_and(|sign| now.saturating_duration_since(sign) >= limit);
        if is_silent {
            *sign = Some(now);
        }
        is_silent
    }

    fn sign(&self) -> MutexGuard<'_, Option<Instant>> {
        self.sign.lock().expect("nobody panics while noting a moment")
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Item>> {
        self.frames.lock().expect("nobody panics while holding frames")
    }
}

impl Item {
    fn is_undecided(&self) -> bool {
        self.held.is_some() && self.fate == Fate::Open
    }
}
