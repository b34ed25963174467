//! What the relay does on its own initiative: it rewrites the addresses of redirects, and nothing else.

use super::routes::{Expected, Found, Route};
use super::session::Session;
use super::{Relay, guard};
use crate::transcript::{Event, Untouched};
use msnp::{Address, Command, Destination, Redirect};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

/// What becomes of a redirect.
pub(super) enum Verdict {
    /// It leaves with our address in it.
    Rewritten(Rewritten),
    /// It leaves as it came.
    Untouched { address: String, why: Untouched },
}

/// A redirect that leads to us.
pub(super) struct Rewritten {
    pub(super) sent: Vec<u8>,
    route: Arc<Route>,
    told: Address,
    cookie: Option<String>,
}

impl Rewritten {
    /// Notes, once the redirect has its number, that its client should come.
    pub(super) fn expect(self, relay: &Relay, session: &Session, entry: u64, now: Instant) {
        let Rewritten { route, told, cookie, .. } = self;
        if let Some(cookie) = cookie {
            relay.routes.gave_cookie(&cookie, entry);
        }
        route.expect(Expected { entry, session: session.id, client: session.client.ip(), told, since: now });
    }
}

/// Judges a command of the server at `server`. `None` for what is no redirect or names no address.
pub(super) fn judge(
    relay: &Arc<Relay>,
    session: &Session,
    server: SocketAddr,
    command: &Command<'_>,
    frame: &[u8],
    now: Instant,
) -> Option<Verdict> {
    let Some(redirect) = Redirect::find(command) else {
        let address = unreadable(command)?;
        return Some(Verdict::Untouched { address, why: Untouched::NotUnderstood });
    };
    let verdict = match route_for(relay, session, server.ip(), &redirect, now) {
        Ok(route) => {
            let told = relay.told(session.listen.ip(), route.listen.port());
            let current = redirect.current.as_ref().and_then(|current| {
                let is_upstream = *current == session.route.address || is(current, server);
                match current {
                    same if *same == redirect.address => Some(told.clone()),
                    _ if is_upstream => Some(relay.told(session.listen.ip(), session.listen.port())),
                    _ => None,
                }
            });
            let sent = redirect.rewrite(frame, &told, current.as_ref());
            let cookie = match redirect.destination {
                Destination::Switchboard { cookie } | Destination::Invitation { cookie, .. } => cookie,
                Destination::NotificationServer | Destination::HttpGateway => None,
            };
            Verdict::Rewritten(Rewritten { sent, route, told, cookie: cookie.map(str::to_owned) })
        }
        Err(why) => Verdict::Untouched { address: redirect.address.to_string(), why },
    };
    Some(verdict)
}

fn route_for(
    relay: &Arc<Relay>,
    session: &Session,
    server: IpAddr,
    redirect: &Redirect<'_>,
    now: Instant,
) -> Result<Arc<Route>, Untouched> {
    if redirect.destination == Destination::HttpGateway {
        return Err(Untouched::HttpGateway);
    }
    if let Some(ip) = redirect.address.ip() {
        let target = SocketAddr::new(ip, redirect.address.port);
        guard::judge(Some(server), target, &relay.own_listeners(), guard::is_here(ip))
            .map_err(Untouched::Forbidden)?;
    }
    let bind = session.route.listen.ip();
    match relay.routes.find_or_open(bind, &redirect.address, server, now)? {
        Found::Known(route) => Ok(route),
        Found::Opened { route, listener, instead_of } => {
            if let Some(closed) = instead_of {
                let event = Event::RouteClosed { address: closed.address.clone(), listen: closed.listen };
                relay.transcript.record_event(now, None, &event);
            }
            let event = Event::RouteOpened { address: route.address.clone(), listen: route.listen };
            relay.transcript.record_event(now, Some(session.id), &event);
            relay.accept_on(listener, route.clone());
            Ok(route)
        }
    }
}

/// The address of an XFR or RNG that names one nobody can read; `None` where it names none (`XFR T NS 0`, §3.1).
fn unreadable(command: &Command<'_>) -> Option<String> {
    let at = match command.verb.as_bytes() {
        b"XFR" => 3,
        b"RNG" => 2,
        _ => return None,
    };
    let address = command.args().filter(|word| !word.is_empty()).nth(at - 1)?;
    (address != b"0")
        .then(|| String::from_utf8_lossy(&address[..address.len().min(LONGEST_NAME)]).into_owned())
}

/// How much of an address nobody can read is told.
const LONGEST_NAME: usize = 253;

fn is(address: &Address, server: SocketAddr) -> bool {
    address.port == server.port()
        && address.ip().is_some_and(|ip| ip.to_canonical() == server.ip().to_canonical())
}
