//! A small but honest MSN server, to try clients against: dispatch server, notification server, switchboards and the
//! login over plain HTTP, each on a port of its own, and a bot to talk to.
//!
//! MSNP2 to 12. Everything is kept in memory and forgotten at the end. Any account and password signs in unless
//! [`Accounts`] are given, and everybody is on everybody's list.
//!
//! | read | to learn |
//! |---|---|
//! | `dispatch` | how a client is sent on |
//! | `notification` | sign-in, lists, presence: a table of commands and a file for each kind |
//! | `switchboard` | conversations |
//! | `nexus` | tickets for passwords |
//! | `directory` | who is known, and who sees whom |
//! | `bot` | the contact that is always there |
//! | [`people`] | two scripted persons who use all of it, for demonstrations |
//! | `connection`, `outbox` | how bytes come and go |
//!
//! Section numbers (§) in these docs are those of the project's wire reference.

mod accounts;
mod bot;
mod connection;
mod directory;
mod dispatch;
mod greeting;
mod message;
mod nexus;
mod notification;
mod outbox;
pub mod people;
mod person;
mod refusal;
mod request;
mod switchboard;
mod tickets;
mod town;

pub use accounts::Accounts;
pub use bot::{ACCOUNT as BOT, Manner};

use connection::converse;
use outbox::Outbox;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use town::Town;

/// The most connections to one server at once; the next one is closed at once.
const MOST_CONNECTIONS: usize = 512;

/// How long clients get to hear that the sandbox ends.
const FAREWELL: Duration = Duration::from_millis(200);

/// After a connection could not be accepted, for want of descriptors.
const RECOVERY: Duration = Duration::from_millis(100);

/// Where and for whom.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen at.
    pub host: IpAddr,
    /// Dispatch server, notification server, switchboard, HTTP; 0 takes a free port.
    pub ports: [u16; 4],
    /// Who may sign in, when not everybody may.
    pub accounts: Option<Accounts>,
    /// How the bot behaves.
    pub manner: Manner,
}

/// Where the servers listen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Where clients are pointed at.
    pub dispatch: SocketAddr,
    /// Where they are sent to sign in.
    pub notification: SocketAddr,
    /// Where they are sent to talk.
    pub switchboard: SocketAddr,
    /// The nexus: `http://…/rdr/pprdr.asp`.
    pub http: SocketAddr,
}

/// A sandbox whose ports are bound.
#[derive(Debug)]
pub struct Sandbox {
    town: Arc<Town>,
    listeners: [TcpListener; 4],
}

/// What listens at a port.
#[derive(Clone, Copy, Debug)]
enum Server {
    Dispatch,
    Notification,
    Switchboard,
    Http,
}

impl Sandbox {
    /// Binds the four ports.
    pub async fn start(config: Config) -> io::Result<Sandbox> {
        let [dispatch, notification, switchboard, http] =
            config.ports.map(|port| SocketAddr::new(config.host, port));
        let listeners = [
            TcpListener::bind(dispatch).await?,
            TcpListener::bind(notification).await?,
            TcpListener::bind(switchboard).await?,
            TcpListener::bind(http).await?,
        ];
        let addresses = Addresses {
            dispatch: listeners[0].local_addr()?,
            notification: listeners[1].local_addr()?,
            switchboard: listeners[2].local_addr()?,
            http: listeners[3].local_addr()?,
        };
        let town = Arc::new(Town::new(addresses, config.accounts, config.manner, seconds()));
        Ok(Sandbox { town, listeners })
    }

    /// Where the servers listen.
    pub fn addresses(&self) -> Addresses {
        self.town.addresses
    }

    /// Serves until told to close; then says `OUT SSD` to everybody and ends within a moment.
    pub async fn run(self, closing: CancellationToken) {
        let servers = [Server::Dispatch, Server::Notification, Server::Switchboard, Server::Http];
        for (listener, server) in self.listeners.into_iter().zip(servers) {
            let (town, closing) = (self.town.clone(), closing.clone());
            self.town.tasks.spawn(async move {
                closing.run_until_cancelled(accept(town, listener, server)).await;
            });
        }
        closing.cancelled().await;
        self.town.with(|world| {
            let signed_in = world.directory.people().filter_map(|person| Some(&person.line.as_ref()?.outbox));
            for outbox in signed_in.chain(world.rooms.outboxes()) {
                outbox.push("OUT SSD\r\n");
                outbox.end();
            }
        });
        self.town.tasks.close();
        let _ = timeout(FAREWELL, self.town.tasks.wait()).await;
        self.town.closing.cancel();
        self.town.tasks.wait().await;
    }
}

async fn accept(town: Arc<Town>, listener: TcpListener, server: Server) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    loop {
        let stream = match listener.accept().await {
            Ok((stream, peer)) => {
                tracing::debug!(?server, %peer, "a connection");
                stream
            }
            Err(error) => {
                tracing::warn!(%error, ?server, "cannot accept; are descriptors exhausted?");
                sleep(RECOVERY).await;
                continue;
            }
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            tracing::warn!(?server, "too many connections: one is turned away");
            continue;
        };
        let connection = serve(town.clone(), server, stream);
        town.spawn(async move {
            connection.await;
            drop(place);
        });
    }
}

async fn serve(town: Arc<Town>, server: Server, stream: TcpStream) {
    let (Ok(reached), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else { return };
    let outbox = Outbox::new();
    match server {
        Server::Dispatch => {
            let mut asking = dispatch::Asking::new(town, outbox.clone(), reached.ip());
            converse(stream, &outbox, &mut asking).await;
        }
        Server::Notification => {
            let mut session = notification::Session::new(town, outbox.clone(), reached, peer);
            converse(stream, &outbox, &mut session).await;
        }
        Server::Switchboard => {
            let mut seat = switchboard::Seat::new(town, outbox.clone());
            converse(stream, &outbox, &mut seat).await;
        }
        Server::Http => nexus::serve(town, stream).await,
    }
}

/// The time, as limits are measured.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// The time, as the protocol tells it.
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
