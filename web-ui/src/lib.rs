//! The browser's view of the proxy, and the API under it.
//!
//! To remember: a local server with the power to inject is a target. What a request may do is judged in `access` from
//! its head alone, every handler names in its signature what it demands, and no reader, slow, stalled or many, costs the
//! relay anything: there is no queue between them, only the transcript.
//!
//! | module | is |
//! |---|---|
//! | `router` | every address this server answers at, read top to bottom |
//! | `guard`, `access` | who may ask for what: the judgements, and the kinds of visitor they make |
//! | `token` | the secret that lets a person in |
//! | `page` | the browser's files, and the exchange of the token for a cookie |
//! | `api` | status, sessions, entries, injection, clear, download |
//! | `live` | the same requests and answers over a WebSocket, paced |
//! | `reading`, `row`, `json` | from the transcript to rows |
//! | `understanding` | the folds, kept up to date |
//! | `sequences` | frames that leave one after the other |
//! | `snippets` | a person's own beginnings, in a file |
//! | `source` | a relay at work, or the files of a saved transcript |
//! | `server` | connections, and how many |
//! | `open` | opening a browser without the token on a command line |

mod access;
mod api;
mod explained;
mod guard;
mod json;
mod live;
mod open;
mod page;
mod reading;
mod router;
mod row;
mod sequences;
mod server;
mod snippets;
mod source;
mod token;
mod understanding;

pub use open::open_in_browser;
pub use server::{serve, serve_apart};
pub use snippets::Snippets;
pub use source::{Saved, Source};
pub use token::Token;

use api::transfers::Inspections;
use api::{Sessions, Views};
use guard::Guard;
use msnp::Address;
use nudge_proxy::transcript::Transcript;
use row::Rows;
use sequences::Sequences;
use serde::Serialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use understanding::Understanding;
use utoipa::ToSchema;

/// What a person chose.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who shows it is let in.
    pub token: Token,
    /// Everything can be watched and nothing changed.
    pub read_only: bool,
    /// Secrets are shown without being asked for.
    pub reveal: bool,
    /// Where the browser's files are, instead of in the program.
    pub ui_dir: Option<PathBuf>,
    /// More names this server is reached by, `host:port` each, besides the address it is bound to.
    pub hosts: Vec<String>,
    /// A person's own beginnings.
    pub snippets: Arc<Snippets>,
    /// What the status tells.
    pub about: About,
}

/// The program around this server, as the status tells it.
#[derive(Clone, Debug)]
pub struct About {
    /// The program's.
    pub version: &'static str,
    /// Where clients are waited for, and whose place each listener takes.
    pub listeners: Vec<Listening>,
    /// Where this server is bound.
    pub web: SocketAddr,
    /// The sandbox, where it runs.
    pub sandbox: Option<SandboxAddresses>,
    /// The scripted people are at it.
    pub demo: bool,
    /// The memory budget of the transcript, in bytes.
    pub memory: usize,
}

/// A listener for clients.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Listening {
    /// The address bound.
    #[schema(value_type = String)]
    pub listen: SocketAddr,
    /// The server whose place it takes.
    #[schema(value_type = String)]
    pub upstream: Address,
}

/// Where the sandbox listens.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct SandboxAddresses {
    /// The dispatch server.
    #[schema(value_type = String)]
    pub dispatch: SocketAddr,
    /// The notification server.
    #[schema(value_type = String)]
    pub notification: SocketAddr,
    /// The switchboard.
    #[schema(value_type = String)]
    pub switchboard: SocketAddr,
    /// Nexus and login.
    #[schema(value_type = String)]
    pub http: SocketAddr,
}

/// Live feeds open at once: a person has a few pages.
const VIEWERS: usize = 64;

/// Downloads under way at once.
const DOWNLOADS: usize = 4;

/// All that requests are answered from.
#[derive(Debug)]
pub struct Web {
    config: Config,
    guard: Guard,
    source: Source,
    transcript: Arc<Transcript>,
    understanding: Understanding,
    rows: Rows,
    sessions: Sessions,
    views: Views,
    sequences: Sequences,
    inspections: Inspections,
    /// What is shown begins with this entry.
    cleared: AtomicU64,
    viewers: Arc<Semaphore>,
    downloads: Arc<Semaphore>,
    /// When viewers' turns began: all are answered in step, so that they can share what was written for one of them.
    began: Instant,
}

impl Web {
    /// What is behind the server bound to [`About::web`].
    pub fn new(config: Config, source: impl Into<Source>, transcript: Arc<Transcript>) -> Arc<Web> {
        Arc::new(Web {
            guard: Guard::new(config.token.clone(), config.about.web, &config.hosts),
            understanding: Understanding::within(config.about.memory),
            rows: Rows::of(&transcript, config.reveal),
            sessions: Sessions::default(),
            views: Views::default(),
            sequences: Sequences::default(),
            inspections: Inspections::default(),
            cleared: AtomicU64::new(1),
            viewers: Arc::new(Semaphore::new(VIEWERS)),
            downloads: Arc::new(Semaphore::new(DOWNLOADS)),
            began: Instant::now(),
            config,
            source: source.into(),
            transcript,
        })
    }

    /// The address that signs a browser in, for the person who started the program: it holds the token.
    pub fn url(&self) -> String {
        let bound = self.config.about.web;
        let ip = match bound.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/?token={}", SocketAddr::new(ip, bound.port()), self.config.token.reveal())
    }

    /// Tells this start from every other, as 16 hexadecimal digits.
    fn run(&self) -> String {
        format!("{:016x}", self.transcript.run())
    }

    fn cleared(&self) -> u64 {
        self.cleared.load(Ordering::Acquire)
    }
}
