//! What all the servers of one sandbox share.
//!
//! To remember: one lock, held for one look or change and never across an await. An outbox may be pushed to under it;
//! nothing under an outbox's own lock reaches back.

use crate::Addresses;
use crate::accounts::Accounts;
use crate::bot::Manner;
use crate::directory::Directory;
use crate::refusal::Refusal;
use crate::switchboard::rooms::Rooms;
use crate::tickets::{Opens, Tickets};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// One sandbox.
#[derive(Debug)]
pub(crate) struct Town {
    pub addresses: Addresses,
    pub accounts: Option<Accounts>,
    pub manner: Manner,
    pub closing: CancellationToken,
    /// Every task of this sandbox.
    pub tasks: TaskTracker,
    world: Mutex<World>,
}

/// What changes while the sandbox runs.
#[derive(Debug)]
pub(crate) struct World {
    pub directory: Directory,
    pub tickets: Tickets,
    pub rooms: Rooms,
    pub chance: fastrand::Rng,
}

impl Town {
    pub(crate) fn new(addresses: Addresses, accounts: Option<Accounts>, manner: Manner, serial: u64) -> Town {
        let mut directory = Directory::new(serial);
        for account in accounts.iter().flat_map(Accounts::names) {
            directory.meet(account);
        }
        let world = World {
            directory,
            tickets: Tickets::default(),
            rooms: Rooms::default(),
            chance: fastrand::Rng::new(),
        };
        let closing = CancellationToken::new();
        Town { addresses, accounts, manner, closing, tasks: TaskTracker::new(), world: Mutex::new(world) }
    }

    /// Looks at the world or changes it. Short, and nothing in it waits.
    pub(crate) fn with<T>(&self, touch: impl FnOnce(&mut World) -> T) -> T {
        touch(&mut self.world.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether such an account may exist here.
    pub(crate) fn admits(&self, account: &str) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.password(account).is_some())
    }

    /// Whether this is the account's password; where nobody named any, every one is.
    pub(crate) fn password_fits(&self, account: &str, fits: impl FnOnce(&str) -> bool) -> bool {
        self.accounts.as_ref().is_none_or(|accounts| accounts.password(account).is_some_and(fits))
    }

    /// Runs a task of the sandbox that ends with it.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let closing = self.closing.clone();
        self.tasks.spawn(async move {
            closing.run_until_cancelled(task).await;
        });
    }
}

impl World {
    /// Rings somebody: tells them of a conversation, and how to get in.
    pub(crate) fn ring(
        &mut self,
        now: Instant,
        session: u32,
        inviter: &str,
        callee: &str,
        port: u16,
    ) -> Result<(), Refusal> {
        let World { directory, tickets, chance, .. } = self;
        let person = directory.person(callee).ok_or(Refusal::NOT_ONLINE)?;
        if !person.admits(inviter) {
            return Err(Refusal::NOT_ON_LIST);
        }
        let line = person.line.as_ref().filter(|_| person.shown().is_some()).ok_or(Refusal::NOT_ONLINE)?;
        let opens = Opens::Switchboard(session);
        let cookie = tickets.issue(now, chance, callee, opens).ok_or(Refusal::SWITCHBOARD_FAILED)?;
        let name = directory.person(inviter).map_or(inviter, |inviter| &inviter.name);
        let at = at(line.reached, port);
        line.outbox.push(format!("RNG {session} {at} CKI {cookie} {inviter} {name}\r\n"));
        Ok(())
    }
}

/// An address as a redirect writes it.
pub(crate) fn at(host: IpAddr, port: u16) -> msnp::Address {
    msnp::Address::new(host.to_string(), port)
}
