//! The problems found, as many as there is room for.
//!
//! To remember: a flood of one problem never pushes out another. What has no room is counted, by rule, and the oldest of the
//! rule with the most gives way.

use super::Problem;
use super::rules::{COUNT, Id, RULES, Severity};
use std::collections::{BTreeMap, VecDeque};

/// Problems kept at most.
pub(super) const MOST: usize = 10_000;

/// Problems kept at least, however small the memory.
const LEAST: usize = 100;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// How many there is room for, from [`LEAST`] to [`MOST`].
    room: usize,
    /// By entry, and of one entry by rule. `problems.len() <= room`.
    problems: BTreeMap<(u64, Id), Problem>,
    /// Of each rule the entries it was broken in, in the order they were found. Together as many as `problems`.
    found: Vec<VecDeque<u64>>,
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
            problems: BTreeMap::new(),
            found: vec![VecDeque::new(); COUNT],
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
        let key = (problem.entry, problem.rule.index);
        if key.0 < self.first || self.problems.contains_key(&key) {
            return None;
        }
        let gone = if self.problems.len() == self.room { self.make_room() } else { None };
        self.found[key.1 as usize].push_back(key.0);
        self.problems.insert(key, problem);
        gone
    }

    /// Counts a problem there is no room for.
    pub(super) fn leave_out(&mut self, id: Id, entry: u64) {
        let left_out = &mut self.left_out[id as usize];
        left_out.count += 1;
        left_out.newest = left_out.newest.max(entry);
    }

    fn make_room(&mut self) -> Option<Problem> {
        let fullest = RULES.iter().max_by_key(|rule| self.found[rule.index as usize].len())?;
        let entry = self.found[fullest.index as usize].pop_front()?;
        self.leave_out(fullest.index, entry);
        self.problems.remove(&(entry, fullest.index))
    }

    /// Those of an entry, by rule.
    pub(super) fn of(&self, entry: u64) -> impl Iterator<Item = &Problem> {
        self.problems.range((entry, RULES[0].index)..).map_while(move |(key, problem)| {
            let is_of_it = key.0 == entry;
            is_of_it.then_some(problem)
        })
    }

    /// Those from an entry on, in order.
    pub(super) fn from(&self, first: u64) -> impl DoubleEndedIterator<Item = &Problem> {
        self.problems.range((first, RULES[0].index)..).map(|(_, problem)| problem)
    }

    /// How often each rule was broken, from an entry on: what is kept, and what was left out unless all of that is older.
    pub(super) fn counts(&self, first: u64) -> [u64; COUNT] {
        let mut counts =
            self.left_out.map(|left_out| if left_out.newest < first { 0 } else { left_out.count });
        self.from(first).for_each(|problem| counts[problem.rule.index as usize] += 1);
        counts
    }

    pub(super) fn worst(&self, entry: u64) -> Option<Severity> {
        self.of(entry).map(|problem| problem.rule.severity).max()
    }

    /// Nobody asks about entries before `first` any more. Returns the problems they had.
    pub(super) fn forget_before(&mut self, first: u64) -> impl Iterator<Item = Problem> + use<> {
        self.first = self.first.max(first);
        let kept = self.problems.split_off(&(self.first, RULES[0].index));
        let gone = std::mem::replace(&mut self.problems, kept);
        if gone.is_empty() && self.left_out.iter().all(|left_out| left_out.count == 0) {
            return gone.into_values();
        }
        self.found.iter_mut().for_each(|found| found.retain(|&entry| entry >= first));
        for left_out in self.left_out.iter_mut().filter(|left_out| left_out.newest < first) {
            *left_out = LeftOut::default();
        }
        gone.into_values()
    }
}
