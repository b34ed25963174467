//! The folds over the transcript, kept up to date at their own pace.

use msnp::{Dialect, Role};
use nudge_proxy::insight::{Insight, Mark, Pair, Problem, Severity};
use nudge_proxy::transcript::{Entry, SessionId, Transcript, Window};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often is looked whether something happened.
pub(crate) const PACE: Duration = Duration::from_millis(33);

/// How much is folded under one lock, in bytes of transcript.
const STEP: usize = 256 * 1024;

/// How many steps are taken at once: 120 MB/s at this pace, more than the relay moves in small frames. What is left then
/// waits for the next turn.
const STEPS: usize = 16;

#[derive(Debug)]
pub(crate) struct Understanding {
    insight: Mutex<Insight>,
    /// What the last turn left, in entries.
    behind: AtomicU64,
}

/// What is known besides what an entry holds: of its session, and of what it asks or answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) role: Option<Role>,
    pub(crate) dialect: Option<Dialect>,
    pub(crate) pair: Option<Pair>,
    pub(crate) held: Option<Mark>,
    /// How bad its worst problem is.
    pub(crate) problem: Option<Severity>,
}

impl Understanding {
    /// Of a transcript of that many bytes.
    pub(crate) fn within(memory: usize) -> Understanding {
        Understanding { insight: Mutex::new(Insight::within(memory)), behind: AtomicU64::new(0) }
    }

    /// Folds what happens until dropped.
    pub(crate) async fn keep_up(&self, transcript: &Transcript) {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            pace.tick().await;
            self.catch_up(transcript);
        }
    }

    /// Folds what has happened, so that an answer knows no less than it shows.
    pub(crate) fn catch_up(&self, transcript: &Transcript) {
        let head = transcript.head();
        let _ = (0..STEPS).all(|_| self.step(transcript));
        self.behind.store(head.saturating_sub(self.insight().next()), Relaxed);
    }

    /// How many entries were there and not folded when the last turn ended: none, unless more happens than can be
    /// understood in time. Then what is said of the newest entries is not all there is to say.
    pub(crate) fn behind(&self) -> u64 {
        self.behind.load(Relaxed)
    }

    /// Folds some of what has happened. False if nothing has.
    fn step(&self, transcript: &Transcript) -> bool {
        let next = self.insight().next();
        if next >= transcript.head() {
            return false;
        }
        // Looked at outside the lock. Two may look at the same; a fold takes each entry once.
        let look = transcript.look(Window::From(next), STEP);
        let mut insight = self.insight();
        look.entries().for_each(|entry| insight.fold(&entry));
        insight.forget_before(look.first);
        true
    }

    /// What kind of server a session talks to, as far as known.
    pub(crate) fn role(&self, session: SessionId) -> Option<Role> {
        self.insight().threads.member(session)?.role
    }

    /// The same, and all else that helps to explain an entry.
    pub(crate) fn known(&self, entry: &Entry<'_>) -> Known {
        let insight = self.insight();
        let member = entry.session.and_then(|session| insight.threads.member(session));
        Known {
            role: member.and_then(|member| member.role),
            dialect: member.and_then(|member| member.dialect),
            pair: insight.pairs.of(entry.number),
            held: insight.holds.of(entry.number),
            problem: insight.problems.worst(entry.number),
        }
    }

    /// What an entry breaks.
    pub(crate) fn problems(&self, entry: u64) -> Vec<Problem> {
        self.insight().problems.of(entry).cloned().collect()
    }

    pub(crate) fn insight(&self) -> MutexGuard<'_, Insight> {
        self.insight.lock().expect("nobody panics while folding")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use msnp::Direction;
    use nudge_proxy::transcript::{Draft, Origin, Passed};
    use std::time::{Instant, SystemTime};

    #[test]
    fn what_one_turn_cannot_fold_is_told_and_left_for_the_next() {
        let (memory, now) = (64 * 1024 * 1024, Instant::now());
        let transcript = Transcript::new(memory, 1, (now, SystemTime::now()));
        let payload = "x".repeat(60_000);
        let frame = format!("MSG bob@example.org Bob {}\r\n{payload}", payload.len());
        let passed = Passed::plain(Direction::ServerToClient, Origin::Server, frame.as_bytes());
        // As much as fits in one turn and half of another.
        for _ in 0..STEPS * STEP * 3 / 2 / frame.len() {
            transcript.record(now, Some(SessionId(1)), [Draft::Frame(passed)]);
        }
        let understanding = Understanding::within(memory);
        understanding.catch_up(&transcript);
        let (next, head) = (understanding.insight().next(), transcript.head());
        assert_eq!(understanding.behind(), head - next);
        assert!(next > 1 && next < head, "{next} of {head}");
        understanding.catch_up(&transcript);
        assert_eq!((understanding.behind(), understanding.insight().next()), (0, head));
    }
}
