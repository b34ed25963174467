//! What became of the frames that were held.

use super::seen::{Saw, Seen};
use crate::transcript::Event;
use serde::Serialize;
use std::collections::BTreeMap;

/// Frames remembered; the oldest are forgotten first.
const KEPT: usize = 16 * 1024;

/// What became of frames that were held, or answered in place of their receiver.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holds {
    /// By entry. `marks.len() <= KEPT`.
    marks: BTreeMap<u64, Mark>,
}

/// What became of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// In a word.
    pub is: HoldFate,
    /// The entry that left in its place, or that answered it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<u64>,
}

/// What became of a frame, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldFate {
    /// It waits, or its connection ended while it did.
    Held,
    /// It left as it was.
    Released,
    /// Another left in its place.
    Edited,
    /// It did not leave.
    Dropped,
    /// Its sender got an answer from here, and it did not leave.
    Answered,
}

impl Holds {
    /// What became of an entry, if it was held or answered.
    pub fn of(&self, entry: u64) -> Option<Mark> {
        self.marks.get(&entry).copied()
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>) {
        let Saw::Event(event) = seen.what else { return };
        let (entry, is, by) = match *event {
            Event::Held { entry } => (entry, HoldFate::Held, None),
            Event::Released { entry, .. } => (entry, HoldFate::Released, None),
            Event::Edited { entry, by } => (entry, HoldFate::Edited, Some(by)),
            Event::Dropped { entry } => (entry, HoldFate::Dropped, None),
            Event::Answered { entry, by } => (entry, HoldFate::Answered, Some(by)),
            _ => return,
        };
        if self.marks.len() == KEPT {
            self.marks.pop_first();
        }
        self.marks.insert(entry, Mark { is, by });
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        if self.marks.first_key_value().is_some_and(|(&oldest, _)| oldest < first) {
            self.marks = self.marks.split_off(&first);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::story::Story;
    use crate::transcript::Releaser;

    #[test]
    fn what_was_held_is_known_by_what_became_of_it() {
        let story = Story::begun();
        let first =
            story.tell(&[">MSG 1 N 0", ">MSG 2 N 0", ">MSG 3 N 0", ">MSG 4 N 0", ">PNG", ">MSG 5 N 0"]);
        for entry in first..first + 4 {
            story.event(1, &Event::Held { entry });
        }
        let by = story.tell(&["<QNG 50"]);
        story.event(1, &Event::Answered { entry: first + 4, by });
        story.event(1, &Event::Released { entry: first, by: Releaser::Person });
        story.event(1, &Event::Edited { entry: first + 1, by });
        story.event(1, &Event::Dropped { entry: first + 2 });
        let insight = story.insight();
        let of = |at: u64| insight.holds.of(first + at).map(|mark| (mark.is, mark.by));
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(of),
            [
                Some((HoldFate::Released, None)),
                Some((HoldFate::Edited, Some(by))),
                Some((HoldFate::Dropped, None)),
                Some((HoldFate::Held, None)),
                Some((HoldFate::Answered, Some(by))),
                None,
            ]
        );
        let mut holds = insight.holds;
        holds.forget_before(first + 3);
        assert_eq!((holds.of(first), holds.marks.len()), (None, 2));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let story = Story::begun();
        for entry in 1..KEPT as u64 + 100 {
            story.event(1, &Event::Held { entry });
        }
        assert_eq!(story.insight().holds.marks.len(), KEPT);
    }
}
