//! The problems found, as many as there is room for.
//!
//! To remember: a flood of one problem never pushes out another. What has no room is counted, by rule, and the oldest of the
//! rule with the most gives way.

use super::Problem;
use super::rules::{COUNT, Id, Severity};
use std::collections::VecDeque;

/// Problems kept at most.
pub(super) const MOST: usize = 10_000;

/// Problems kept at least, however small the memory.
const LEAST: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// How many there is room for, from [`LEAST`] to [`MOST`].
    room: usize,
    /// How many there are. `count <= room`.
    count: usize,
    /// Of each rule, by entry.
    problems: Vec<VecDeque<Problem>>,
    /// Of each rule what was found and has no room.
    left_out: [LeftOut; COUNT],
    /// The oldest entry anybody can ask about.
    first: u64,
}

/// Problems of which only the number is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LeftOut {
    count: u64,
    /// The last entry that had one.
    newest: u64,
}

impl Kept {
    pub(super) fn with_room(room: usize) -> Kept {
        Kept {
            room: room.clamp(LEAST, MOST),
            count: 0,
            problems: vec![VecDeque::new(); COUNT],
            left_out: [LeftOut::default(); COUNT],
            first: 0,
        }
    }

    /// Keeps a problem, and returns the one that gives way to it. An entry breaks a rule once; of an entry that is
    /// forgotten what it shows in remains.
    pub(super) fn keep(&mut self, mut problem: Problem) -> Option<Problem> {
        if problem.entry < self.first {
            problem.entry = problem.with.take().unwrap_or(problem.entry);
        }
        let (entry, of_rule) = (problem.entry, problem.rule.index as usize);
        // Nearly all come in their order.
        let at = match self.problems[of_rule].back() {
            Some(newest) if newest.entry >= entry => start(&self.problems[of_rule], entry),
            _ => self.problems[of_rule].len(),
        };
        let is_known = self.problems[of_rule].get(at).is_some_and(|known| known.entry == entry);
        if entry < self.first || is_known {
            return None;
        }
        self.problems[of_rule].insert(at, problem);
        self.count += 1;
        if self.count > self.room { self.make_room() } else { None }
    }

    /// Counts a problem there is no room for.
    pub(super) fn leave_out(&mut self, id: Id, entry: u64) {
        let left_out = &mut self.left_out[id as usize];
        left_out.count += 1;
        left_out.newest = left_out.newest.max(entry);
    }

    fn make_room(&mut self) -> Option<Problem> {
        let gone = self.problems.iter_mut().max_by_key(|problems| problems.len())?.pop_front()?;
        self.count -= 1;
        self.leave_out(gone.rule.index, gone.entry);
        Some(gone)
    }

    /// Those of an entry, by rule.
    pub(super) fn of(&self, entry: u64) -> impl Iterator<Item = &Problem> {
        let may_have = move |problems: &&VecDeque<Problem>| {
            problems.front().is_some_and(|oldest| oldest.entry <= entry)
                && problems.back().is_some_and(|newest| newest.entry >= entry)
        };
        self.problems.iter().filter(may_have).filter_map(move |problems| {
            problems.get(start(problems, entry)).filter(|problem| problem.entry == entry)
        })
    }

    /// Those from an entry on, by entry, and those of one entry by rule.
    pub(super) fn from(&self, first: u64) -> impl DoubleEndedIterator<Item = &Problem> {
        let of_rule = |problems: &'_ VecDeque<Problem>| start(problems, first)..problems.len();
        let mut all: Vec<&Problem> = Vec::with_capacity(self.count);
        self.problems.iter().for_each(|problems| all.extend(problems.range(of_rule(problems))));
        all.sort_unstable_by_key(|problem| (problem.entry, problem.rule.index));
        all.into_iter()
    }

    /// How often each rule was broken, from an entry on: what is kept, and what was left out unless all of that is older.
    pub(super) fn counts(&self, first: u64) -> [u64; COUNT] {
        let mut counts =
            self.left_out.map(|left_out| if left_out.newest < first { 0 } else { left_out.count });
        for (count, problems) in counts.iter_mut().zip(&self.problems) {
            *count += u64::try_from(problems.len() - start(problems, first)).unwrap_or(u64::MAX);
        }
        counts
    }

    pub(super) fn worst(&self, entry: u64) -> Option<Severity> {
        self.of(entry).map(|problem| problem.rule.severity).max()
    }

    /// Nobody asks about entries before `first` any more. Returns the problems they had.
    pub(super) fn forget_before(&mut self, first: u64) -> Vec<Problem> {
        let mut gone = Vec::new();
        if first <= self.first {
            return gone;
        }
        self.first = first;
        for problems in &mut self.problems {
            let old = start(problems, first);
            gone.extend(problems.drain(..old));
        }
        self.count -= gone.len();
        for left_out in self.left_out.iter_mut().filter(|left_out| left_out.newest < first) {
            *left_out = LeftOut::default();
        }
        gone
    }
}

/// Where the problems of an entry, or of those after it, begin.
fn start(problems: &VecDeque<Problem>, entry: u64) -> usize {
    problems.partition_point(|problem| problem.entry < entry)
}
