//! What is known of a session while it is open, and a while after: its fact sheet.

use super::hidden::Hidden;
use super::hold::Queue;
use super::inlet::Inlet;
use super::routes::Route;
use crate::transcript::{SessionId, Tally};
use atomic_waker::AtomicWaker;
use msnp::{Address, Command, Dialect, Direction, Role, Ticket};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

/// One client connection and the server connection made for it: what everybody shares.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: SessionId,
    pub(super) client: SocketAddr,
    /// The address by which the client reached us.
    pub(super) listen: SocketAddr,
    pub(super) route: Arc<Route>,
    pub(super) opened: Instant,
    /// Wakes the session's task: something waits in an inlet, or the program ends.
    pub(super) bell: AtomicWaker,
    /// Requests of ours whose answers the client does not hear.
    pub(super) hidden: Hidden,
    lanes: [Lane; 2],
    facts: Mutex<Facts>,
}

/// One direction of a session.
#[derive(Debug, Default)]
pub(super) struct Lane {
    pub(super) inlet: Inlet,
    pub(super) hold: Queue,
    pub(super) opaque: AtomicBool,
    frames: AtomicU64,
    bytes: AtomicU64,
    undelivered: AtomicU64,
    incomplete: Mutex<Option<Incomplete>>,
}

/// A frame that has begun and not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incomplete {
    /// When its first byte came.
    pub since: Instant,
    /// Its verb, or as much of it as there is.
    pub verb: [u8; 3],
    /// The bytes there are.
    pub have: usize,
    /// The bytes it will have; `None` while its line has not ended.
    pub want: Option<usize>,
    /// Whether an entry tells of it.
    pub(super) told: bool,
}

/// What the frames told.
#[derive(Clone, Debug, Default)]
struct Facts {
    server: Option<SocketAddr>,
    role: Option<Role>,
    dialect: Option<Dialect>,
    account: Option<Box<str>>,
    cookie: Option<Box<str>>,
    /// What the client called itself in its latest answer to a challenge.
    product: Option<Box<str>>,
    followed: Option<u64>,
    closed: bool,
}

/// A session's fact sheet: enough to name it when the entries that told of it are forgotten.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its number.
    pub id: SessionId,
    /// The client's end.
    pub client: SocketAddr,
    /// The address by which the client reached us.
    pub listen: SocketAddr,
    /// The server it is for, as named.
    pub upstream: Address,
    /// The server's end, once connected.
    pub server: Option<SocketAddr>,
    /// When the client connected.
    pub opened: Instant,
    /// Notification server or switchboard, once the client's first command told.
    pub role: Option<Role>,
    /// The version agreed on a notification server.
    pub dialect: Option<Dialect>,
    /// Who signs in, as written.
    pub account: Option<Box<str>>,
    /// The cookie presented to a switchboard. A secret: mask it.
    pub cookie: Option<Box<str>>,
    /// The number of the redirect it came from, as far as known.
    pub followed: Option<u64>,
    /// Whether it is over.
    pub closed: bool,
    /// What went from client to server, and from server to client.
    pub tallies: [Tally; 2],
    /// The frames that have begun and not ended, likewise.
    pub incomplete: [Option<Incomplete>; 2],
    /// Whether framing is lost, likewise.
    pub opaque: [bool; 2],
}

impl Session {
    pub(super) fn new(
        id: SessionId,
        client: SocketAddr,
        listen: SocketAddr,
        route: Arc<Route>,
        opened: Instant,
        followed: Option<u64>,
    ) -> Session {
        let facts = Facts { followed, ..Facts::default() };
        Session {
            id,
            client,
            listen,
            route,
            opened,
            bell: AtomicWaker::new(),
            hidden: Hidden::default(),
            lanes: Default::default(),
            facts: Mutex::new(facts),
        }
    }

    pub(super) fn lane(&self, direction: Direction) -> &Lane {
        match direction {
            Direction::ClientToServer => &self.lanes[0],
            Direction::ServerToClient => &self.lanes[1],
        }
    }

    pub(super) fn connected(&self, server: SocketAddr) {
        self.facts().server = Some(server);
    }

    /// Ends what can still come in, and keeps the sheet.
    pub(super) fn close(&self) {
        self.lanes.iter().for_each(|lane| lane.inlet.shut());
        self.facts().closed = true;
    }

    /// Learns from a command what it tells of the session. Called for the few verbs that do.
    ///
    /// Returns the ticket presented, the first time there is one.
    pub(super) fn learn<'a>(&self, direction: Direction, command: &Command<'a>) -> Option<Ticket<'a>> {
        let mut facts = self.facts();
        match direction {
            Direction::ClientToServer => {
                if facts.role.is_none() {
                    facts.role = Role::of(command);
                }
                let ticket = Ticket::presented(command);
                let account = ticket.map(|ticket| ticket.account).or_else(|| signing_in(command));
                if let Some(account) = account {
                    facts.account = Some(account.into());
                }
                if command.verb == "QRY" {
                    facts.product = command.arg_str(2).map(Into::into);
                }
                let first_ticket = ticket.filter(|_| facts.cookie.is_none())?;
                facts.cookie = Some(first_ticket.cookie.into());
                Some(first_ticket)
            }
            Direction::ServerToClient => {
                if let Some(dialect) = Dialect::agreed(command) {
                    facts.dialect = Some(dialect);
                }
                None
            }
        }
    }

    /// What kind of server it talks to, once that is known.
    pub(super) fn role(&self) -> Option<Role> {
        self.facts().role
    }

    /// The product id the client named in its latest answer to a challenge.
    pub(super) fn product(&self) -> Option<Box<str>> {
        self.facts().product.clone()
    }

    /// The version agreed, once it is.
    pub(super) fn dialect(&self) -> Option<Dialect> {
        self.facts().dialect
    }

    /// Names the redirect this session certainly came from.
    pub(super) fn came_from(&self, redirect: u64) {
        self.facts().followed = Some(redirect);
    }

    pub(super) fn sheet(&self) -> Sheet {
        let facts = self.facts().clone();
        let each = |of: fn(&Lane) -> bool| [of(&self.lanes[0]), of(&self.lanes[1])];
        Sheet {
            id: self.id,
            client: self.client,
            listen: self.listen,
            upstream: self.route.address.clone(),
            server: facts.server,
            opened: self.opened,
            role: facts.role,
            dialect: facts.dialect,
            account: facts.account,
            cookie: facts.cookie,
            followed: facts.followed,
            closed: facts.closed,
            tallies: [self.lanes[0].tally(), self.lanes[1].tally()],
            incomplete: [self.lanes[0].incomplete().clone(), self.lanes[1].incomplete().clone()],
            opaque: each(|lane| lane.opaque.load(Ordering::Relaxed)),
        }
    }

    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.facts.lock().expect("nobody panics while noting facts")
    }
}

/// The account of `USR T SCHEME I account`, the first step of a sign-in (§5.1, rows 10, 14 and 17).
fn signing_in<'a>(command: &Command<'a>) -> Option<&'a str> {
    let first_step = command.verb == "USR" && command.arg(3) == Some(b"I");
    command.arg_str(4).filter(|_| first_step)
}

impl Lane {
    pub(super) fn received(&self, frames: usize, bytes: usize) {
        // One pump writes, so that a load and a store do not lose a count; readers see it a little late.
        self.frames.store(self.frames.load(Ordering::Relaxed) + frames as u64, Ordering::Relaxed);
        self.bytes.store(self.bytes.load(Ordering::Relaxed) + bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn not_delivered(&self, bytes: usize) {
        self.undelivered.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(super) fn tally(&self) -> Tally {
        Tally {
            frames: self.frames.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            undelivered: self.undelivered.load(Ordering::Relaxed),
        }
    }

    /// The frame that has begun and not ended.
    pub(super) fn incomplete(&self) -> MutexGuard<'_, Option<Incomplete>> {
        self.incomplete.lock().expect("nobody panics while noting progress")
    }
}
