//! The folds over the transcript, kept up to date at their own pace.

use msnp::{Dialect, Role};
use nudge_proxy::insight::Threads;
use nudge_proxy::transcript::{SessionId, Transcript, Window};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often is looked whether something happened.
pub(crate) const PACE: Duration = Duration::from_millis(33);

/// How much is folded under one lock, in bytes of transcript.
const STEP: usize = 256 * 1024;

/// How many steps are taken at once: 120 MB/s at this pace, more than the relay moves in small frames.
const STEPS: usize = 16;

#[derive(Debug, Default)]
pub(crate) struct Understanding {
    threads: Mutex<Threads>,
}

/// What is known of a session that helps to explain its frames.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known {
    pub(crate) role: Option<Role>,
    pub(crate) dialect: Option<Dialect>,
}

impl Understanding {
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
        for _ in 0..STEPS {
            let next = self.threads().next();
            if next >= transcript.head() {
                return;
            }
            // Looked at outside the lock. Two may look at the same; the fold takes each entry once.
            let look = transcript.look(Window::From(next), STEP);
            let mut threads = self.threads();
            look.entries().for_each(|entry| threads.fold(&entry));
        }
    }

    /// What kind of server a session talks to, as far as known.
    pub(crate) fn role(&self, session: SessionId) -> Option<Role> {
        self.threads().member(session)?.role
    }

    /// The same, and the dialect agreed.
    pub(crate) fn known(&self, session: Option<SessionId>) -> Known {
        let threads = self.threads();
        let member = session.and_then(|session| threads.member(session));
        member.map_or_else(Known::default, |member| Known { role: member.role, dialect: member.dialect })
    }

    pub(crate) fn threads(&self) -> MutexGuard<'_, Threads> {
        self.threads.lock().expect("nobody panics while folding")
    }
}
