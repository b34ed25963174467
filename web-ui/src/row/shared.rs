//! Rows that were written a moment ago, for the next viewer who is to be given them.
//!
//! To remember: what is known of an entry changes (an answer comes, a role shows), so that a row is shared for less than
//! the pace at which a viewer is answered.

use crate::understanding::PACE;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long rows are shared.
const MOMENT: Duration = PACE.checked_div(2).expect("two is not zero");

/// How many rows are shared: some screenfuls, in a flood all the newest.
const ROWS: usize = 2048;

/// An entry, and whether its secrets are revealed.
type Key = (u64, bool);

#[derive(Debug, Default)]
pub(super) struct Shared {
    /// When the first of these rows was written.
    since: Option<Instant>,
    /// `rows.len() <= ROWS`.
    rows: HashMap<Key, Arc<[u8]>>,
}

impl Shared {
    /// The row of this entry, written anew if nobody was given it within the moment.
    pub(super) fn get(&mut self, key: Key, now: Instant, write: impl FnOnce() -> Arc<[u8]>) -> Arc<[u8]> {
        let is_over = self.since.is_none_or(|since| now.saturating_duration_since(since) >= MOMENT);
        if is_over || self.rows.len() == ROWS {
            self.rows.clear();
            self.since = Some(now);
        }
        self.rows.entry(key).or_insert_with(write).clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_shared_for_a_moment_and_revealed_to_nobody_who_did_not_ask() {
        let mut shared = Shared::default();
        let now = Instant::now();
        let mut written = 0;
        let mut get = |key, now| {
            shared.get(key, now, || {
                written += 1;
                Arc::from(format!("{written}").into_bytes())
            })
        };
        assert_eq!(*get((7, false), now), *b"1");
        assert_eq!(*get((7, false), now + MOMENT / 2), *b"1");
        assert_eq!(*get((7, true), now + MOMENT / 2), *b"2", "another row");
        assert_eq!(*get((7, false), now + MOMENT), *b"3", "another moment");
    }

    #[test]
    fn no_more_rows_are_shared_than_there_is_room_for() {
        let mut shared = Shared::default();
        let now = Instant::now();
        for entry in 0..10_000 {
            shared.get((entry, false), now, || Arc::from(&b"row"[..]));
            assert!(shared.rows.len() <= ROWS);
        }
    }
}
