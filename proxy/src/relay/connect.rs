//! Reaching a session's server: names are resolved once, and judged by the address then connected to.

use super::Relay;
use super::guard;
use super::routes::Route;
use crate::transcript::{Forbidden, UpstreamFailure};
use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};

/// Connects to the server a route stands for, within the connect limit.
pub(super) async fn reach(relay: &Relay, route: &Route) -> Result<TcpStream, UpstreamFailure> {
    let deadline = Instant::now() + relay.config.limits.connect;
    let candidates = timeout_at(deadline, resolve(route)).await.unwrap_or(Err(UpstreamFailure::NoAnswer))?;
    let mut failure = UpstreamFailure::Unresolved("the name has no address".to_owned());
    for (at, &candidate) in candidates.iter().enumerate() {
        if let Err(why) = permitted(relay, route, candidate) {
            // Only when no candidate answers is a refusal the reason; that one is ourselves explains the others.
            failure = UpstreamFailure::Forbidden(why);
            if why == Forbidden::Ourselves {
                break;
            }
            continue;
        }
        let rest = u32::try_from(candidates.len() - at).unwrap_or(u32::MAX);
        let share = Instant::now() + deadline.saturating_duration_since(Instant::now()) / rest;
        match timeout_at(share, TcpStream::connect(candidate)).await {
            Ok(Ok(server)) => return Ok(server),
            Ok(Err(error)) => failure = failed(&error),
            Err(_) => failure = UpstreamFailure::NoAnswer,
        }
    }
    Err(failure)
}

async fn resolve(route: &Route) -> Result<Vec<SocketAddr>, UpstreamFailure> {
    let address = &route.address;
    if let Some(ip) = address.ip() {
        return Ok(vec![SocketAddr::new(ip, address.port)]);
    }
    let found = tokio::net::lookup_host((address.host.as_str(), address.port)).await;
    found.map(Iterator::collect).map_err(|error| UpstreamFailure::Unresolved(error.to_string()))
}

fn permitted(relay: &Relay, route: &Route, target: SocketAddr) -> Result<(), Forbidden> {
    guard::judge(route.named_by(), target, &relay.own_listeners(), guard::is_here(target.ip()))
}

fn failed(error: &io::Error) -> UpstreamFailure {
    match error.kind() {
        ErrorKind::ConnectionRefused => UpstreamFailure::Refused,
        ErrorKind::TimedOut => UpstreamFailure::NoAnswer,
        _ => UpstreamFailure::Other(error.to_string()),
    }
}
