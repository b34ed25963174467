//! Where clients were sent, and whether they went.
//!
//! To remember: who followed a redirect is what [`Threads`](super::Threads) says, which a ticket may correct: then a
//! redirect loses its follower to another, and waits again.
//!
//! ```text
//! 12  <<< XFR 3 SB 198.51.100.20 …   named; sent on as 127.0.0.1:21358: told
//! 15  #3 opened, following 12        followed after 3 ms, and open
//! 40  #3 closed                      closed
//! ```

use super::seen::{Saw, Seen};
use crate::transcript::{Event, SessionId};
use arrivals::Arrivals;
use msnp::{Direction, Role};
use std::collections::VecDeque;

mod arrivals;
mod redirect;

pub use redirect::{Became, Fate, Follower, Redirect, RedirectKind, Unchanged};

/// Redirects remembered, however much memory there is.
const REMEMBERED: usize = 4096;

/// How much of `--memory` there is for each redirect, which itself takes 300 to 900 bytes: up to 2.7 percent.
const MEMORY_PER_REDIRECT: usize = 32 * 1024;

/// How many redirects are asked in turn which of them was not followed.
const MISTAKEN: usize = 64;

/// The last redirects, and what became of each.
#[derive(Clone, Debug)]
pub struct Redirects {
    /// In the order of their entries. `known.len() <= room`.
    known: VecDeque<Redirect>,
    room: usize,
    /// Redirects that had to make room for others.
    left_out: u64,
    arrivals: Arrivals,
    /// The oldest entry anybody can ask about.
    first: u64,
}

impl Default for Redirects {
    fn default() -> Redirects {
        Redirects::within(usize::MAX)
    }
}

impl Redirects {
    /// Remembers as many as suit a transcript of that many bytes: one for each 32 KiB, at most 4,096.
    pub fn within(memory: usize) -> Redirects {
        let room = (memory / MEMORY_PER_REDIRECT).clamp(1, REMEMBERED);
        let (known, arrivals) = (VecDeque::new(), Arrivals::default());
        Redirects { known, room, left_out: 0, arrivals, first: 0 }
    }

    /// All that are remembered, in the order of their entries.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Redirect> + ExactSizeIterator {
        self.known.iter()
    }

    /// The redirect in this entry.
    pub fn at(&self, entry: u64) -> Option<&Redirect> {
        self.place(entry).map(|at| &self.known[at])
    }

    /// How many were left out since the first entry, because there was no room for more.
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    fn place(&self, entry: u64) -> Option<usize> {
        self.known.binary_search_by_key(&entry, |redirect| redirect.entry).ok()
    }

    fn at_mut(&mut self, entry: u64) -> Option<&mut Redirect> {
        self.place(entry).map(|at| &mut self.known[at])
    }

    /// Takes in the next entry.
    pub(super) fn fold(&mut self, seen: &Seen<'_>) {
        let Some(session) = seen.session else { return };
        match &seen.what {
            Saw::Event(event) => self.learn_from_event(seen, session, event),
            Saw::Frame { passed, command: Some(command), .. } => {
                let verb = command.verb.as_bytes();
                match passed.direction {
                    Direction::ServerToClient if matches!(verb, b"XFR" | b"RNG") => {
                        if let Some(redirect) = Redirect::read(seen, session, passed, command) {
                            self.keep(redirect);
                        }
                    }
                    _ if SETTLING.contains(&verb) => self.follow(seen, session),
                    _ => {}
                }
                self.shows_itself(seen.entry, session);
            }
            Saw::Frame { command: None, .. } => self.shows_itself(seen.entry, session),
        }
    }

    /// Who speaks is there, also if that was unknown.
    fn shows_itself(&mut self, now: u64, session: SessionId) {
        if self.arrivals.shows_itself(session)
            && let Some(entry) = self.arrivals.claim(session)
        {
            self.becomes(now, entry, session, Became::Open);
        }
    }

    /// Entries are missing: what waited may have been followed, and who followed may have left.
    pub(super) fn lose_sight(&mut self) {
        self.known.iter_mut().for_each(Redirect::lose_sight);
        self.arrivals.lose_sight();
    }

    /// Nobody will ask about entries before `first`, which the transcript has forgotten.
    pub(super) fn forget_before(&mut self, first: u64) {
        if first > self.first {
            self.first = first;
            // What became of a redirect may be there to be seen longer than itself.
            self.known.retain(|redirect| redirect.newest >= first);
        }
    }

    fn keep(&mut self, redirect: Redirect) {
        if self.known.len() == self.room {
            self.known.pop_front();
            self.left_out += 1;
        }
        self.known.push_back(redirect);
    }

    fn learn_from_event(&mut self, seen: &Seen<'_>, session: SessionId, event: &Event) {
        match event {
            Event::Opened { followed, .. } => {
                if let Some(before) = self.arrivals.open(session, seen.at, *followed) {
                    self.becomes(seen.entry, before, session, Became::Unknown);
                }
                if let Some((lost, entry)) = self.arrivals.give_up() {
                    self.becomes(seen.entry, entry, lost, Became::Unknown);
                }
                self.follow(seen, session);
            }
            Event::UpstreamFailed { .. } => {
                if let Some(entry) = self.arrivals.claim(session) {
                    self.becomes(seen.entry, entry, session, Became::Failed);
                }
            }
            Event::Closed { ended_by, how, .. } => {
                if let Some(entry) = self.arrivals.close(session) {
                    let became = Became::Closed { ended_by: *ended_by, how: *how };
                    self.becomes(seen.entry, entry, session, became);
                }
            }
            Event::RedirectUntouched { entry, why, .. } => {
                if let Some(redirect) = self.at_mut(*entry) {
                    redirect.passes_untouched(seen.entry, why);
                }
            }
            Event::Undelivered { entry } => {
                // It never left, so that nobody was sent anywhere.
                if let Some(at) = self.place(*entry) {
                    self.known.remove(at);
                }
            }
            Event::RedirectUnfollowed { entry, .. } => self.not_followed(seen.entry, *entry),
            _ => {}
        }
    }

    /// What became of the session that follows a redirect.
    fn becomes(&mut self, now: u64, redirect: u64, session: SessionId, became: Became) {
        if let Some(redirect) = self.at_mut(redirect) {
            redirect.becomes(now, session, became);
        }
    }

    /// A session told which redirect it follows, or that it follows another.
    fn follow(&mut self, seen: &Seen<'_>, session: SessionId) {
        let Some(member) = seen.member else { return };
        let before = self.arrivals.claim(session);
        let changes = before != member.followed;
        if changes && let Some(redirect) = before.and_then(|entry| self.at_mut(entry)) {
            redirect.is_left_by(seen.entry, session);
        }
        let Some(arrival) = self.arrivals.claims(session, member.followed) else { return };
        // Notification servers ask for no ticket, so that it takes an account to be certain: it corrects.
        let is_certain = match member.role {
            None => false,
            Some(Role::Switchboard) => true,
            Some(Role::NotificationServer) => changes,
        };
        if let Some(redirect) = member.followed.and_then(|entry| self.at_mut(entry)) {
            redirect.is_followed_by(seen.entry, (session, member.role), &arrival, is_certain);
        }
    }

    /// Nobody came in time for this redirect, as far as the relay knows: it took each who came for the one whose turn it
    /// was. Where that was another's turn, it is that other's redirect that nobody followed.
    fn not_followed(&mut self, now: u64, entry: u64) {
        let mut entry = entry;
        for _ in 0..MISTAKEN {
            let Some(redirect) = self.at_mut(entry) else { return };
            match redirect.taken_for() {
                Some(other) => entry = other,
                None => return redirect.is_not_followed(now),
            }
        }
    }

    #[cfg(test)]
    fn arrived(&self) -> usize {
        self.arrivals.len()
    }
}

/// The commands by which it may turn out which redirect a session follows: those a session begins with, and those that
/// name who signs in (§4).
const SETTLING: &[&[u8; 3]] = &[b"VER", b"CVR", b"CVQ", b"INF", b"USR", b"ANS", b"XFR"];

#[cfg(test)]
mod tests;
