//! The understanding of what happened: folds over the transcript.
//!
//! To remember: a fold takes each entry once and in order, never on the relay's path, and gives the same over saved
//! entries as over live ones. What a gap hides is unknown, and said to be.
//!
//! ```text
//!            ┌► threads        which session belongs to which
//!            ├► pairs          which reply answers which request
//! entry ──► seen ──► redirects where clients were sent, and whether they went
//!  (read once) ├──► rosters    who is on whose list, and how they are: at any entry
//!              ├──► conversations  what was said
//!              ├──► transfers  pictures and files, put together
//!              ├──► problems   what broke the rules
//!              └──► holds      what became of frames that were held
//! ```

mod conversations;
mod holds;
mod pairs;
mod problems;
mod redirects;
mod rosters;
mod seen;
mod sheets;
#[cfg(test)]
pub(crate) mod story;
mod threads;
mod tickets;
pub mod transfers;

pub use conversations::{Conversation, Conversations, Delivered, Item, Kind, Person};
pub use holds::{HoldFate, Holds, Mark};
pub use pairs::{Pair, Pairs, Status};
pub use problems::{Opinion, Problem, Problems, RULES, Rule, Severity, judged};
pub use redirects::{Became, Fate, Follower, Redirect, RedirectKind, Redirects, Unchanged};
pub use rosters::{
    Absent, Appearance, Contact, Endpoint, Group, Lists, Own, Prompt, Roster, Rosters, Strangers,
};
pub use sheets::{Sheet, Sheets};
pub use threads::{CameFrom, Client, Era, Member, Participant, Presence, Threads};
pub use transfers::Transfers;

use crate::transcript::{Entry, SessionId};
use msnp::Direction;
use seen::Seen;

/// All folds, of the same entries.
#[derive(Clone, Debug)]
pub struct Insight {
    /// The number of the entry to fold next.
    next: u64,
    /// Which session belongs to which.
    pub threads: Threads,
    /// Which reply answers which request.
    pub pairs: Pairs,
    /// Where clients were sent.
    pub redirects: Redirects,
    /// Who is on whose list.
    pub rosters: Rosters,
    /// What was said.
    pub conversations: Conversations,
    /// Pictures and files.
    pub transfers: Transfers,
    /// What broke the rules.
    pub problems: Problems,
    /// What became of frames that were held.
    pub holds: Holds,
}

impl Default for Insight {
    fn default() -> Insight {
        Insight::within(usize::MAX)
    }
}

impl Insight {
    /// Of a transcript of that many bytes: what is remembered suits it.
    pub fn within(memory: usize) -> Insight {
        Insight {
            next: 1,
            threads: Threads::within(memory),
            pairs: Pairs::within(memory),
            redirects: Redirects::within(memory),
            rosters: Rosters::within(memory),
            conversations: Conversations::within(memory),
            transfers: Transfers::within(memory),
            problems: Problems::within(memory),
            holds: Holds::default(),
        }
    }

    /// The number of the entry to fold next.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Takes in an entry. One that was taken in before changes nothing; one that is not the next one leaves a gap.
    pub fn fold(&mut self, entry: &Entry<'_>) {
        if entry.number < self.next {
            return;
        }
        if entry.number > self.next || entry.missed() > 0 {
            self.lose_sight();
        }
        self.next = entry.next();
        self.threads.fold(entry);
        self.pairs.fold(entry);
        let seen = Seen::of(entry, &self.threads);
        self.redirects.fold(&seen);
        self.rosters.fold(&seen);
        self.conversations.fold(&seen);
        self.transfers.fold(&seen);
        self.problems.fold(&seen, &self.pairs);
        self.holds.fold(&seen);
    }

    /// What a frame would break if a person sent it in a session now. Nothing is learnt from it.
    pub fn judge(&self, session: SessionId, direction: Direction, bytes: &[u8]) -> Vec<Opinion> {
        self.problems.judge((&self.threads, &self.pairs), session, direction, bytes)
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub fn forget_before(&mut self, first: u64) {
        self.pairs.forget_before(first);
        self.redirects.forget_before(first);
        self.rosters.forget_before(first);
        self.conversations.forget_before(first);
        self.transfers.forget_before(first);
        self.problems.forget_before(first);
        self.holds.forget_before(first);
    }

    /// Entries are missing. Threads and pairs see that for themselves.
    fn lose_sight(&mut self) {
        self.redirects.lose_sight();
        self.rosters.lose_sight();
        self.conversations.lose_sight();
        self.transfers.lose_sight();
        self.problems.lose_sight();
    }
}
