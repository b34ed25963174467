//! What happens besides frames. The sentences that explain events are in [`view`](crate::view).

use msnp::{Address, Direction, Opacity, Stranger};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// Something that happened and is no frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The program waits for clients here.
    Listening {
        /// The address bound.
        listen: SocketAddr,
        /// The server whose place it takes.
        upstream: Address,
    },
    /// A client connected; its session begins.
    Opened {
        /// The client's end.
        client: SocketAddr,
        /// The address by which it reached us.
        listen: SocketAddr,
        /// The server it is for, as named by the command line or the redirect.
        upstream: Address,
        /// The redirect it probably follows: the oldest one to this route that nobody had followed.
        followed: Option<u64>,
    },
    /// The session's server connection stands.
    Connected {
        /// The server's end.
        server: SocketAddr,
    },
    /// The session's server cannot be reached; the client's connection is closed.
    UpstreamFailed {
        /// As named.
        upstream: Address,
        /// Why.
        why: UpstreamFailure,
    },
    /// The session is over. Nothing of it follows.
    Closed {
        /// What went from client to server.
        client_to_server: Tally,
        /// What went from server to client.
        server_to_client: Tally,
        /// Who ended it first.
        ended_by: Party,
        /// In what manner.
        how: Ending,
    },
    /// A port of ours now stands for a server somebody was redirected to.
    RouteOpened {
        /// The server.
        address: Address,
        /// Our port.
        listen: SocketAddr,
    },
    /// A route was given up for another.
    RouteClosed {
        /// The server.
        address: Address,
        /// The port it had.
        listen: SocketAddr,
    },
    /// A redirect passed on byte for byte: the client leaves the proxy.
    RedirectUntouched {
        /// The redirect.
        entry: u64,
        /// Where it leads, as written.
        address: String,
        /// Why it was left.
        why: Untouched,
    },
    /// A rewritten redirect that no connection has followed in time.
    RedirectUnfollowed {
        /// The redirect.
        entry: u64,
        /// The server it named.
        address: Address,
        /// The address the client was given instead.
        told: Address,
    },
    /// Connections were accepted and closed at once.
    Refused {
        /// The last of them.
        client: SocketAddr,
        /// The address it reached.
        listen: SocketAddr,
        /// Why.
        why: Refusal,
        /// How many, since the last such entry.
        count: u64,
    },
    /// From here on a direction is passed on without being understood.
    Opaque {
        /// Which.
        direction: Direction,
        /// Why.
        why: Opacity,
        /// What it looks like instead, if it began so.
        stranger: Option<Stranger>,
    },
    /// A frame has been incomplete for a while: most often its length is wrong.
    Waiting {
        /// Whose.
        direction: Direction,
        /// Its verb, or as much of it as there is.
        verb: String,
        /// The bytes there are.
        have: u64,
        /// The bytes it will have; `None` while its line has not ended.
        want: Option<u64>,
    },
    /// An injected frame was withdrawn: its receiver did not read, and not a byte of it was sent.
    Undelivered {
        /// The frame.
        entry: u64,
    },
    /// The program begins to end.
    ShuttingDown {
        /// Sessions still open.
        sessions: u64,
    },
    /// A person said what is to be held from now on.
    Holding {
        /// The filter; `None`: nothing more.
        filter: Option<String>,
    },
    /// A frame waits for a person's word, and what follows it in its direction behind it.
    Held {
        /// The frame.
        entry: u64,
    },
    /// A held frame left as it was.
    Released {
        /// The frame.
        entry: u64,
        /// Who let it go.
        by: Releaser,
    },
    /// Another frame left in place of a held one.
    Edited {
        /// The frame that did not leave.
        entry: u64,
        /// The one that did.
        by: u64,
    },
    /// A held frame did not leave: a person dropped it.
    Dropped {
        /// The frame.
        entry: u64,
    },
    /// A frame that waited did not leave: its sender got an answer from here.
    Answered {
        /// The frame.
        entry: u64,
        /// The answer.
        by: u64,
    },
    /// The answer to a request was kept from the client, and that is over.
    HiddenOver {
        /// The request.
        request: u64,
        /// How many lines were kept.
        lines: u64,
        /// Whether they are the whole answer.
        whole: bool,
        /// Whether silence means that the request was accepted.
        may_be_silent: bool,
    },
    /// Entries that are not there: whoever saved the transcript never saw them, or their lines cannot be read. This entry
    /// has the number of the first of them, and the next one the number behind the last.
    Missed {
        /// How many, at least one.
        count: u64,
    },
}

/// Who let a held frame go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Releaser {
    /// A person, this one.
    Person,
    /// A person, all at once.
    HandsOff,
    /// It had waited for as long as it may.
    Time,
    /// Its connection or the program ends.
    Ending,
}

/// Why a server could not be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UpstreamFailure {
    /// Its name has no address; the resolver's own words.
    Unresolved(String),
    /// Nothing listens there.
    Refused,
    /// No answer within the connect limit.
    NoAnswer,
    /// We must not go there.
    Forbidden(Forbidden),
    /// The operating system's own words.
    Other(String),
}

/// Why an address is not connected to (egress guard).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forbidden {
    /// It is one of our own listeners: the proxy would talk to itself.
    Ourselves,
    /// `0.0.0.0`, `::`, `0.0.0.0/8`.
    Unspecified,
    /// A multicast group.
    Multicast,
    /// The broadcast address.
    Broadcast,
    /// `169.254.0.0/16`, `fe80::/10`.
    LinkLocal,
    /// A server on the internet names an address of the local machine or network.
    Private,
}

/// Why a redirect passed untouched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Untouched {
    /// `G`: the client now leaves for the HTTP gateway.
    HttpGateway,
    /// We must not go there.
    Forbidden(Forbidden),
    /// Every route is in use.
    RoutesFull,
    /// No port could be opened; the operating system's own words.
    NoPort(String),
    /// It is an XFR or RNG whose address cannot be read.
    NotUnderstood,
}

/// Why a connection was not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Its address is in no `--allow` network.
    NotAllowed,
    /// `--max-sessions` are open.
    TooManySessions,
    /// It is one of our own outgoing connections come back.
    Ourselves,
    /// The process has no descriptor left; connections wait unaccepted.
    NoDescriptors,
}

/// What went one way through a session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Frames received, opaque pieces included.
    pub frames: u64,
    /// Bytes received.
    pub bytes: u64,
    /// Bytes received, or made by a rewrite or a person, that the peer did not take.
    pub undelivered: u64,
}

/// Who.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// The client.
    Client,
    /// The server.
    Server,
    /// The proxy.
    Nudge,
}

/// In what manner a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// Both sides said their last byte (FIN).
    Finished,
    /// A connection was reset (RST).
    Reset,
    /// One side had ended and the other fell silent.
    Idle,
    /// The program ended.
    Shutdown,
    /// The server could not be reached.
    Failed,
    /// It must not be reached.
    Refused,
}
