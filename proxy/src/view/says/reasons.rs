//! Why something did not happen, and what to do about it.

use super::sender;
use crate::transcript::{Forbidden, Refusal, Releaser, Untouched, UpstreamFailure};
use crate::view::amount::{bytes, counted};
use msnp::{Address, Direction, MAX_LINE, MAX_PAYLOAD, Opacity, Stranger};
use std::net::SocketAddr;

pub(super) fn unreachable(upstream: &Address, why: &UpstreamFailure) -> String {
    let host = &upstream.host;
    match why {
        UpstreamFailure::Unresolved(reason) => format!(
            "The name {host} leads to no address ({reason}), so that the client was let go: check how the name is \
             written, the hosts file, and the network.",
        ),
        UpstreamFailure::Refused => format!(
            "{upstream} refused the connection, so that the client was let go: is the server running, and is that its \
             port?",
        ),
        UpstreamFailure::NoAnswer => format!(
            "{upstream} did not answer within 10 s, so that the client was let go: is the server running, is that its \
             address and port, does a firewall stand between?",
        ),
        UpstreamFailure::Forbidden(Forbidden::Ourselves) if upstream.ip().is_none() => format!(
            "{host} resolves to this machine, where Nudge itself listens, so that the client was let go: your hosts file \
             sends the name here; give --upstream the server's real address (an IP).",
        ),
        UpstreamFailure::Forbidden(why) => {
            format!(
                "Nudge does not connect to {upstream}, so that the client was let go: {}.",
                forbidden(*why)
            )
        }
        UpstreamFailure::Other(reason) => {
            format!(
                "{upstream} cannot be reached ({reason}), so that the client was let go: check address and network."
            )
        }
    }
}

pub(super) fn untouched(address: &str, why: &Untouched) -> String {
    let passed = format!("The redirect to {address} passed on as it came");
    let leaves = "the client now leaves Nudge";
    match why {
        Untouched::HttpGateway => format!(
            "{passed}: it sends the client to the HTTP gateway, which Nudge does not speak, and {leaves}; set the client to \
             connect directly, without HTTP or a proxy.",
        ),
        Untouched::Forbidden(why) => format!("{passed}: {}.", forbidden(*why)),
        Untouched::RoutesFull => format!(
            "{passed}: every port for redirects stands for another server and is in use, and {leaves}; close clients \
             you no longer need.",
        ),
        Untouched::NoPort(reason) => format!(
            "{passed}: no port could be opened for it ({reason}), and {leaves}; give --ports a range that is free, or \
             0-0 for any.",
        ),
        Untouched::NotUnderstood => format!(
            "{passed}: that is no address as HOST or HOST:PORT, and a client that can read it leaves Nudge; check what \
             the server writes there.",
        ),
    }
}

fn forbidden(why: Forbidden) -> &'static str {
    match why {
        Forbidden::Ourselves => {
            "that is Nudge itself, which would talk to itself without end; name the address of the server, not one that \
             Nudge listens on"
        }
        Forbidden::Unspecified => "that address (0.0.0.0, ::) is nobody's; name the server's own address",
        Forbidden::Multicast => {
            "that is a multicast address, which no server has; name the server's own address"
        }
        Forbidden::Broadcast => {
            "that is the broadcast address, which no server has; name the server's own address"
        }
        Forbidden::LinkLocal => {
            "that is a link-local address (169.254.0.0/16, fe80::/10), as cloud machines use for their secrets; name the \
             server by another address"
        }
        Forbidden::Private => {
            "a server on the internet names an address of this machine or its network, which is not its to choose; if it \
             is meant, give it a listener of its own: --listen 127.0.0.1:1864=HOST:PORT"
        }
    }
}

pub(super) fn refused(client: SocketAddr, listen: SocketAddr, why: Refusal, count: u64) -> String {
    let times = match count {
        0 | 1 => String::new(),
        _ => format!(" ({}, this one the last)", counted(count, "connection")),
    };
    let ip = client.ip();
    match why {
        Refusal::NotAllowed => format!(
            "{client} may not connect to {listen}{times}: its address is in no --allow network; if it should be let in, \
             add --allow {ip} or its network.",
        ),
        Refusal::TooManySessions => format!(
            "{client} was turned away from {listen}{times}: as many sessions are open as --max-sessions permits; close \
             clients, or raise it and the limit of open files with it.",
        ),
        Refusal::Ourselves => format!(
            "{client}, which is Nudge itself, was turned away from {listen}{times}: the server's address leads back here, \
             through the hosts file or another relay; give --upstream the server's real address (an IP).",
        ),
        Refusal::NoDescriptors => format!(
            "Clients wait at {listen}{times}, because no more files can be opened: close clients, lower --max-sessions, or \
             raise the limit of open files (ulimit -n).",
        ),
    }
}

pub(super) fn released(by: Releaser) -> &'static str {
    match by {
        Releaser::Person => "you released it",
        Releaser::HandsOff => "everything held was released",
        Releaser::Time => "it had been held for as long as a frame may be",
        Releaser::Ending => "its connection or Nudge ends",
    }
}

pub(super) fn opaque(direction: Direction, why: Opacity, stranger: Option<Stranger>) -> String {
    let who = sender(direction);
    let why = match (why, stranger) {
        (_, Some(stranger)) => looks_like(stranger).to_owned(),
        (Opacity::NotACommand, None) => {
            "a line does not begin with a command, three capital letters or three digits; if this is MSN, a length before it \
             was wrong"
                .to_owned()
        }
        (Opacity::LongLine, None) => format!("a line is longer than {}", bytes(MAX_LINE as u64)),
        (Opacity::HugePayload, None) => {
            format!("a command announces more than {}; check its length", bytes(MAX_PAYLOAD as u64))
        }
        (Opacity::GivenUp, None) => "too many unfinished frames are held back by all sessions together".to_owned(),
    };
    let redirects = match direction {
        Direction::ClientToServer => "",
        Direction::ServerToClient => ", and redirects in it are not followed",
    };
    format!("From here on what the {who} sends passes through without being understood{redirects}: {why}.")
}

/// What arrived instead of MSN, and how its sender came to the wrong door.
fn looks_like(stranger: Stranger) -> &'static str {
    match stranger {
        Stranger::Tls => {
            "this looks like TLS; the client speaks HTTPS here, while Messenger's own connection is plain: send only that one \
             to Nudge, and let the sign-in pages go to their own server"
        }
        Stranger::Http => {
            "this looks like HTTP; the client uses the HTTP gateway or takes Nudge for a web proxy: set it to connect directly"
        }
        Stranger::Socks => {
            "this looks like SOCKS; the client takes Nudge for a SOCKS proxy: take the proxy out of its settings, and put \
             Nudge in the place of its server"
        }
        Stranger::MsnFtp => "this looks like a direct file transfer (MSNFTP), which needs no proxy",
        Stranger::PeerToPeer => {
            "this looks like a direct connection between two clients (P2P), which needs no proxy"
        }
        Stranger::Webcam => "this looks like a webcam stream between two clients, which needs no proxy",
    }
}
