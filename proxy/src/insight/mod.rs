//! The understanding of what happened: folds over the transcript.
//!
//! To remember: a fold takes each entry once and in order, never on the relay's path, and gives the same over saved
//! entries as over live ones. What a gap hides is unknown, and said to be.

mod pairs;
mod threads;
mod tickets;

pub use pairs::{Pair, Pairs, Status};
pub use threads::{Member, Participant, Presence, Threads};
