//! The movement of bytes between clients and servers.
//!
//! To remember: what was not changed by a redirect or a person leaves byte for byte as it came, and nothing that is
//! not understood ends a connection.
//!
//! ```text
//! client ──► pump: read → deframe → judge → (rewrite) → record → write ──► server      no queue, no task switch,
//! client ◄── pump: write ← record ← (rewrite) ← judge ← deframe ← read ◄── server      one writer per socket
//! ```

mod accept;
mod config;
mod connect;
mod conversation;
mod frames;
mod guard;
mod hidden;
mod hold;
mod inlet;
mod judge;
mod pump;
mod registry;
mod routes;
mod scratch;
mod session;
mod watch;

pub use config::{Config, Entrance, Limits};
pub use hold::{Held, KEEP_ALIVE, LONGEST_HOLD, Release, ReleaseError};
pub use inlet::InjectError;
pub use session::{Incomplete, Sheet};

use crate::transcript::{Event, SessionId, Transcript};
use accept::Refusals;
use hold::Holding;
use inlet::Manner;
use msnp::{Address, Direction, MAX_LINE, MAX_PAYLOAD};
use registry::Registry;
use routes::{Route, Routes};
use std::collections::HashSet;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// The proxy at work: sessions, routes, and the transcript they are recorded in.
#[derive(Debug)]
pub struct Relay {
    config: Config,
    transcript: Arc<Transcript>,
    registry: Registry,
    routes: Routes,
    refusals: Refusals,
    /// What people hold.
    holding: Holding,
    tasks: TaskTracker,
    /// The connections to servers, our end first. Both ends matter: the system gives one local port to several
    /// connections that go to different places.
    outgoing: Mutex<HashSet<(SocketAddr, SocketAddr)>>,
    /// What all pumps together hold back, in bytes.
    held: AtomicUsize,
    phase: AtomicU8,
}

/// How far the program is on its way to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
enum Phase {
    Open,
    /// Nothing more is read; what was, is delivered.
    Closing,
    /// The grace period is over.
    Ending,
}

impl Relay {
    /// A relay that serves nobody yet.
    pub fn new(config: Config, transcript: Arc<Transcript>) -> Arc<Relay> {
        let routes = Routes::new(config.ports.clone(), config.max_routes, config.limits.route_idle);
        Arc::new(Relay {
            config,
            transcript,
            registry: Registry::default(),
            routes,
            refusals: Refusals::default(),
            holding: Holding::default(),
            tasks: TaskTracker::new(),
            outgoing: Mutex::default(),
            held: AtomicUsize::new(0),
            phase: AtomicU8::new(Phase::Open as u8),
        })
    }

    /// Serves clients until `closing`, then delivers what was received for at most the grace period, or until
    /// `ending`. When this returns every session is over and recorded.
    pub async fn run(
        self: &Arc<Self>,
        entrances: Vec<Entrance>,
        closing: CancellationToken,
        ending: CancellationToken,
    ) {
        for Entrance { listener, upstream } in entrances {
            self.open_entrance(listener, upstream);
        }
        closing.run_until_cancelled(watch::watch(self)).await;
        let sessions = self.registry.count_open() as u64;
        self.transcript.record_event(Instant::now(), None, &Event::ShuttingDown { sessions });
        self.enter(Phase::Closing);
        self.routes.all().iter().for_each(|route| route.closed.cancel());
        self.tasks.close();
        let grace = timeout(self.config.limits.grace, self.tasks.wait());
        let _ = ending.run_until_cancelled(grace).await; // over in time, out of time or told to: all the same
        self.enter(Phase::Ending);
        self.tasks.wait().await;
        watch::tell_refusals(self, Instant::now());
    }

    /// Puts a frame between two frames of an open session, as if the other side had sent it, and returns the number
    /// of its entry once it is written.
    ///
    /// `direction` says where it goes: [`Direction::ServerToClient`] to the client. The bytes are sent as they are;
    /// that they are one whole command is for the caller to see to.
    ///
    /// # Errors
    ///
    /// [`InjectError`] says for each what was sent.
    pub async fn inject(
        &self,
        session: SessionId,
        direction: Direction,
        bytes: Vec<u8>,
    ) -> Result<u64, InjectError> {
        self.put(session, direction, bytes, Manner::PLAIN).await
    }

    /// The same towards the server, whose answer is kept from the client: every line with the transaction id of the
    /// frame, which [`next_trid`](Relay::next_trid) gave out; the QNG to a PNG; the lists a SYN asks for.
    ///
    /// An event says when the answer is whole, or that it was not after ten seconds.
    ///
    /// # Errors
    ///
    /// [`InjectError`] says for each what was sent.
    pub async fn inject_hidden(&self, session: SessionId, bytes: Vec<u8>) -> Result<u64, InjectError> {
        self.put(session, Direction::ClientToServer, bytes, Manner::HIDDEN).await
    }

    /// A transaction id that the client of a session does not use: from 2,000,000,000 on, below 2³¹; from 2,070,000,000 on
    /// where the answer is to be `hidden`.
    ///
    /// # Errors
    ///
    /// [`InjectError::Gone`] without such a session, [`InjectError::IdsTaken`] where the client counts there itself.
    pub fn next_trid(&self, session: SessionId, hidden: bool) -> Result<u32, InjectError> {
        self.registry.find(session).ok_or(InjectError::Gone)?.hidden.next_trid(hidden)
    }

    /// The one [`next_trid`](Relay::next_trid) would give out now.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn coming_trid(&self, session: SessionId, hidden: bool) -> Result<u32, InjectError> {
        self.registry.find(session).ok_or(InjectError::Gone)?.hidden.coming_trid(hidden)
    }

    async fn put(
        &self,
        session: SessionId,
        direction: Direction,
        bytes: Vec<u8>,
        manner: Manner,
    ) -> Result<u64, InjectError> {
        if bytes.is_empty() || bytes.len() > MAX_LINE + MAX_PAYLOAD {
            return Err(InjectError::Size);
        }
        let session = self.registry.find(session).ok_or(InjectError::Gone)?;
        let inlet = &session.lane(direction).inlet;
        let (id, mut answered) = inlet.push(bytes, manner)?;
        session.bell.wake();
        let answer = match timeout(self.config.limits.injection, &mut answered).await {
            Ok(answer) => answer,
            Err(_) => {
                inlet.recall(id);
                session.bell.wake();
                answered.await
            }
        };
        answer.unwrap_or(Err(InjectError::Gone))
    }

    /// The fact sheets of the sessions that are open and of the last 1,000 closed, oldest first.
    pub fn sessions(&self) -> Vec<Sheet> {
        self.registry.sheets()
    }

    fn open_entrance(self: &Arc<Self>, listener: TcpListener, upstream: Address) {
        let Ok(listen) = listener.local_addr() else { return }; // a bound listener has an address
        let now = Instant::now();
        let route = self.routes.add_main(upstream.clone(), listen, now);
        self.transcript.record_event(now, None, &Event::Listening { listen, upstream });
        self.accept_on(listener, route);
    }

    fn accept_on(self: &Arc<Self>, listener: TcpListener, route: Arc<Route>) {
        self.tasks.spawn(accept::accept(self.clone(), listener, route));
    }

    /// The address a client that reached us at `ip` is given for one of our ports.
    fn told(&self, ip: IpAddr, port: u16) -> Address {
        let host = self.config.advertise.clone().unwrap_or_else(|| ip.to_canonical().to_string());
        Address::new(host, port)
    }

    /// Where no redirect may lead.
    fn own_listeners(&self) -> Vec<SocketAddr> {
        let mut own = self.routes.listeners();
        own.extend(&self.config.off_limits);
        own
    }

    fn outgoing(&self) -> MutexGuard<'_, HashSet<(SocketAddr, SocketAddr)>> {
        self.outgoing.lock().expect("nobody panics while noting a connection")
    }

    fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Acquire) {
            0 => Phase::Open,
            1 => Phase::Closing,
            _ => Phase::Ending,
        }
    }

    fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Release);
        self.registry.all_open().iter().for_each(|session| session.bell.wake());
    }
}
