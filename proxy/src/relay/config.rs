use ipnet::IpNet;
use msnp::Address;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::time::Duration;
use tokio::net::TcpListener;

/// What a person chose.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where routes are opened; `0..=0` takes any free port.
    pub ports: RangeInclusive<u16>,
    /// The host redirects name instead of the address by which the client reached us: for containers and NAT.
    pub advertise: Option<String>,
    /// Who may connect; empty for everybody who can.
    pub allow: Vec<IpNet>,
    /// Sessions open at once; further connections are closed at once.
    pub max_sessions: usize,
    /// Routes open at once, the main listeners not counted; at most 256.
    pub max_routes: usize,
    /// Listeners of the program that are not the relay's, and no redirect may lead to.
    pub off_limits: Vec<SocketAddr>,
    /// How long things may take.
    pub limits: Limits,
}

/// How long things may take. The defaults are the product's; tests compress them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until a server must have answered, name look-up included.
    pub connect: Duration,
    /// Until a session that one side has ended is over, from its last byte.
    pub half_closed: Duration,
    /// Until everything is over once the program is asked to end.
    pub grace: Duration,
    /// Until a rewritten redirect counts as not followed.
    pub follow: Duration,
    /// Until an incomplete frame is worth an entry.
    pub incomplete: Duration,
    /// Until an injection finds its receiver reading.
    pub injection: Duration,
    /// Until a held frame is let go as it is.
    pub hold: Duration,
    /// Until the server gets a sign of life in place of the client, whose frames are held.
    pub keep_alive: Duration,
    /// Until the answer to a hidden request is not waited for any more.
    pub hidden: Duration,
    /// Until an unused route may be given to another server.
    pub route_idle: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            half_closed: Duration::from_secs(30),
            grace: Duration::from_secs(5),
            follow: Duration::from_secs(10),
            incomplete: Duration::from_secs(1),
            injection: Duration::from_secs(5),
            hold: Duration::from_secs(10 * 60),
            keep_alive: Duration::from_secs(30),
            hidden: Duration::from_secs(10),
            route_idle: Duration::from_secs(5 * 60),
        }
    }
}

/// A door for clients: a listener the caller bound, and the server it stands for.
#[derive(Debug)]
pub struct Entrance {
    /// Bound and listening.
    pub listener: TcpListener,
    /// As the person wrote it.
    pub upstream: Address,
}
