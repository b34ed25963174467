//! The cookies that open a switchboard: how often each was given out, and how often presented (§3.2).
//!
//! To remember: a cookie opens one switchboard. Some servers give one and the same to everybody; what counts is that it is not
//! presented more often than it was given.

use super::case::Case;
use msnp::{Destination, Direction, Redirect, Ticket};
use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Cookies remembered; the oldest is forgotten first.
const REMEMBERED: usize = 1024;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tickets {
    /// By what their cookie hashes to. `known.len() <= REMEMBERED`.
    known: BTreeMap<u64, Uses>,
    /// The same in the order they were given.
    order: VecDeque<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Uses {
    given: u32,
    presented: u32,
    /// The last entry it was presented in.
    last: u64,
}

impl Tickets {
    /// Where the ticket a command presents was presented already, if it may not be again.
    pub(super) fn used(&self, case: &Case<'_>) -> Option<u64> {
        let ticket = presented(case)?;
        let uses = self.known.get(&hash(ticket.cookie))?;
        (uses.presented >= uses.given).then_some(uses.last)
    }

    pub(super) fn learn(&mut self, case: &Case<'_>) {
        if let Some(ticket) = presented(case) {
            // Whose ticket a person used up is not to blame for using it.
            let uses = self.known.get_mut(&hash(ticket.cookie));
            if let Some(uses) = uses.filter(|_| !case.injected) {
                uses.presented = uses.presented.saturating_add(1);
                uses.last = case.entry;
            }
        } else if let Some(cookie) = given(case) {
            self.give(hash(cookie));
        }
    }

    fn give(&mut self, cookie: u64) {
        if let Some(uses) = self.known.get_mut(&cookie) {
            uses.given = uses.given.saturating_add(1);
            return;
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.order.push_back(cookie);
        self.known.insert(cookie, Uses { given: 1, presented: 0, last: 0 });
    }

    /// Entries are missing: what was given meanwhile is not known.
    pub(super) fn lose_sight(&mut self) {
        *self = Tickets::default();
    }
}

fn presented<'a>(case: &Case<'a>) -> Option<Ticket<'a>> {
    let is_it = case.is_clients("USR") || case.is_clients("ANS");
    case.command.filter(|_| is_it).and_then(|command| Ticket::presented(&command))
}

fn given<'a>(case: &Case<'a>) -> Option<&'a str> {
    let command = case.command.filter(|_| case.direction == Direction::ServerToClient)?;
    match Redirect::find(&command)?.destination {
        Destination::Switchboard { cookie } | Destination::Invitation { cookie, .. } => cookie,
        Destination::NotificationServer | Destination::HttpGateway => None,
    }
}

/// Always the same for the same cookie. Cookies are secrets, and none is kept.
fn hash(cookie: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    cookie.hash(&mut hasher);
    hasher.finish()
}
