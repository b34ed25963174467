//! The port is the route: for each server somebody is redirected to, one of our ports stands for it.

use super::guard;
use crate::transcript::{SessionId, Untouched};
use msnp::Address;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpSocket};
use tokio_util::sync::CancellationToken;

/// Routes there can be at most, the main listeners not counted.
const ROUTES: usize = 256;

/// Redirects to one route that wait to be followed.
const EXPECTED: usize = 64;

/// Cookies remembered, to tie a switchboard to its redirect.
const COOKIES: usize = 4096;

/// Connections the system may hold for us until we accept them.
const BACKLOG: u32 = 1024;

/// A port of ours that stands for a server.
#[derive(Debug)]
pub(super) struct Route {
    /// The server, as named.
    pub(super) address: Address,
    /// Our listener.
    pub(super) listen: SocketAddr,
    /// Ends the listener.
    pub(super) closed: CancellationToken,
    /// Sessions open on it.
    pub(super) sessions: AtomicUsize,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    /// The server that named it: the first one on the internet if there was one, else the last. `None`: a person did.
    named_by: Option<IpAddr>,
    used: Instant,
    expected: VecDeque<Expected>,
}

/// A client that was told to come here.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    /// The redirect's entry, and the session it went to.
    pub(super) entry: u64,
    pub(super) session: SessionId,
    pub(super) client: IpAddr,
    pub(super) told: Address,
    pub(super) since: Instant,
}

impl Route {
    fn new(address: Address, listen: SocketAddr, named_by: Option<IpAddr>, now: Instant) -> Arc<Route> {
        let state = State { named_by, used: now, expected: VecDeque::new() };
        Arc::new(Route {
            address,
            listen,
            closed: CancellationToken::new(),
            sessions: AtomicUsize::new(0),
            state: Mutex::new(state),
        })
    }

    /// The server on whose word we would connect; `None` where it is a person's.
    pub(super) fn named_by(&self) -> Option<IpAddr> {
        self.lock().named_by
    }

    fn named_again(&self, server: IpAddr, now: Instant) {
        let mut state = self.lock();
        state.used = now;
        // Once a server on the internet has named it, a private one cannot lift the guard.
        if state.named_by.is_some_and(|before| !guard::is_public(before)) {
            state.named_by = Some(server);
        }
    }

    /// Notes that a client was told to come.
    pub(super) fn expect(&self, expected: Expected) {
        let mut state = self.lock();
        if state.expected.len() == EXPECTED {
            state.expected.pop_front();
        }
        state.expected.push_back(expected);
    }

    /// A client came: the redirect it probably follows is the oldest one its host was given.
    pub(super) fn arrived(&self, client: IpAddr, now: Instant) -> Option<Expected> {
        let mut state = self.lock();
        state.used = now;
        let at = state.expected.iter().position(|expected| expected.client == client)?;
        state.expected.remove(at)
    }

    /// The redirects that nobody has followed since `before`; they are told once.
    pub(super) fn unfollowed(&self, before: Instant) -> Vec<Expected> {
        let mut state = self.lock();
        let late = state.expected.iter().take_while(|expected| expected.since <= before).count();
        state.expected.drain(..late).collect()
    }

    pub(super) fn left(&self, now: Instant) {
        self.sessions.fetch_sub(1, Ordering::Relaxed);
        self.lock().used = now;
    }

    /// Since when nobody has used it; `None` while somebody does.
    fn idle_since(&self) -> Option<Instant> {
        let state = self.lock();
        (self.sessions.load(Ordering::Relaxed) == 0 && state.expected.is_empty()).then_some(state.used)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while noting use")
    }
}

/// All routes: those of redirects, and the main listeners, which stand for `--upstream`.
#[derive(Debug)]
pub(super) struct Routes {
    ports: RangeInclusive<u16>,
    most: usize,
    idle: Duration,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    main: Vec<Arc<Route>>,
    /// By the IP our listener has, and the server.
    redirected: HashMap<(IpAddr, Address), Arc<Route>>,
    cookies: HashMap<String, u64>,
    /// The order in which they came, for forgetting.
    cookie_order: VecDeque<String>,
}

/// A route for a redirect.
#[derive(Debug)]
pub(super) enum Found {
    /// There already.
    Known(Arc<Route>),
    /// Just opened; the caller accepts on it. Another may have been closed for it.
    Opened { route: Arc<Route>, listener: TcpListener, instead_of: Option<Arc<Route>> },
}

impl Routes {
    pub(super) fn new(ports: RangeInclusive<u16>, most: usize, idle: Duration) -> Routes {
        Routes { ports, most: most.min(ROUTES), idle, table: Mutex::default() }
    }

    /// Adds a main listener.
    pub(super) fn add_main(&self, address: Address, listen: SocketAddr, now: Instant) -> Arc<Route> {
        let route = Route::new(address, listen, None, now);
        self.lock().main.push(route.clone());
        route
    }

    /// Finds or opens the route for a server that another server, at `named_by`, has named. Our listener gets the IP
    /// `bind`: that of the listener the client came through.
    pub(super) fn find_or_open(
        &self,
        bind: IpAddr,
        address: &Address,
        named_by: IpAddr,
        now: Instant,
    ) -> Result<Found, Untouched> {
        let instead_of = {
            let mut table = self.lock();
            if let Some(route) = table.find(bind, address) {
                route.named_again(named_by, now);
                return Ok(Found::Known(route));
            }
            table.make_room(self.most, now, self.idle)?
        };
        let listener = self.listen(bind, address).map_err(|error| Untouched::NoPort(error.to_string()))?;
        let listen = listener.local_addr().map_err(|error| Untouched::NoPort(error.to_string()))?;
        let mut table = self.lock();
        if let Some(route) = table.find(bind, address) {
            return Ok(Found::Known(route)); // another session opened it meanwhile
        }
        let route = Route::new(address.clone(), listen, Some(named_by), now);
        table.redirected.insert((bind, address.clone()), route.clone());
        Ok(Found::Opened { route, listener, instead_of })
    }

    /// Opens a port, beginning at a place derived from the address, so that tomorrow's run gives the same one.
    fn listen(&self, bind: IpAddr, address: &Address) -> io::Result<TcpListener> {
        let (first, last) = (*self.ports.start(), *self.ports.end());
        if last == 0 {
            return listen_on(SocketAddr::new(bind, 0));
        }
        let size = u64::from(last - first) + 1;
        let start = fnv1a(address.to_string().as_bytes()) % size;
        let mut outcome = Err(io::Error::from(io::ErrorKind::AddrInUse));
        for step in 0..size {
            let place = u16::try_from((start + step) % size).expect("below a u16's range");
            outcome = listen_on(SocketAddr::new(bind, first + place));
            match &outcome {
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
                _ => return outcome,
            }
        }
        outcome
    }

    /// All our listeners.
    pub(super) fn listeners(&self) -> Vec<SocketAddr> {
        self.all().iter().map(|route| route.listen).collect()
    }

    /// All routes, main ones first.
    pub(super) fn all(&self) -> Vec<Arc<Route>> {
        let table = self.lock();
        table.main.iter().chain(table.redirected.values()).cloned().collect()
    }

    /// Remembers which redirect gave out a cookie.
    pub(super) fn gave_cookie(&self, cookie: &str, redirect: u64) {
        let mut table = self.lock();
        if table.cookies.insert(cookie.to_owned(), redirect).is_some() {
            return; // its place in the order stands
        }
        table.cookie_order.push_back(cookie.to_owned());
        if table.cookie_order.len() > COOKIES {
            let oldest = table.cookie_order.pop_front().expect("not empty");
            table.cookies.remove(&oldest);
        }
    }

    /// The redirect that gave out this cookie.
    pub(super) fn giver_of(&self, cookie: &str) -> Option<u64> {
        self.lock().cookies.get(cookie).copied()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().expect("nobody panics while finding a route")
    }
}

impl Table {
    fn find(&self, bind: IpAddr, address: &Address) -> Option<Arc<Route>> {
        let is_it = |route: &&Arc<Route>| route.listen.ip() == bind && route.address == *address;
        let main = self.main.iter().find(is_it);
        main.or_else(|| self.redirected.get(&(bind, address.clone()))).cloned()
    }

    /// Closes the route unused longest, if there is no room for another.
    fn make_room(
        &mut self,
        most: usize,
        now: Instant,
        idle: Duration,
    ) -> Result<Option<Arc<Route>>, Untouched> {
        if self.redirected.len() < most {
            return Ok(None);
        }
        let unused = self.redirected.iter().filter_map(|(key, route)| Some((route.idle_since()?, key)));
        let (since, key) = unused.min_by_key(|(since, _)| *since).ok_or(Untouched::RoutesFull)?;
        if now.saturating_duration_since(since) < idle {
            return Err(Untouched::RoutesFull);
        }
        let route = self.redirected.remove(&key.clone()).expect("just found");
        route.closed.cancel();
        Ok(Some(route))
    }
}

/// Binds and listens at once, without waiting: the port must be ready before the client hears of it.
fn listen_on(at: SocketAddr) -> io::Result<TcpListener> {
    let socket = if at.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // On Windows this would let two programs share the port.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(at)?;
    socket.listen(BACKLOG)
}

/// FNV-1a, 64 bits: the same in every run and on every machine, which `std`'s hashers do not promise.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn open(routes: &Routes, host: &str, now: Instant) -> Result<Found, Untouched> {
        routes.find_or_open(HERE, &Address::new(host, 1863), HERE, now)
    }

    #[tokio::test]
    async fn the_same_server_gets_the_same_port_in_every_run() {
        let address = Address::new("ns7.example", 1863);
        let port_of = |routes: &Routes| routes.listen(HERE, &address).unwrap().local_addr().unwrap().port();
        let routes = Routes::new(22_000..=22_999, ROUTES, Duration::ZERO);
        assert_eq!(port_of(&routes), port_of(&routes));
        assert_eq!(port_of(&routes), 22_000 + u16::try_from(fnv1a(b"ns7.example:1863") % 1000).unwrap());
    }

    #[tokio::test]
    async fn a_busy_port_gives_way_to_the_next() {
        let routes = Routes::new(23_000..=23_001, ROUTES, Duration::ZERO);
        let address = Address::new("ns7.example", 1863);
        let first = routes.listen(HERE, &address).unwrap();
        let second = routes.listen(HERE, &address).unwrap();
        assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
        assert_eq!(routes.listen(HERE, &address).unwrap_err().kind(), io::ErrorKind::AddrInUse);
    }

    #[tokio::test]
    async fn a_full_table_gives_up_the_route_unused_longest_and_none_in_use() {
        let routes = Routes::new(0..=0, ROUTES, Duration::from_secs(300));
        let start = Instant::now();
        let mut listeners = Vec::new();
        for n in 0..ROUTES {
            let found = open(&routes, &format!("ns{n}.example"), start + Duration::from_millis(n as u64));
            let Ok(Found::Opened { route, listener, instead_of: None }) = found else { panic!("{found:?}") };
            if n == 0 {
                route.sessions.fetch_add(1, Ordering::Relaxed);
            }
            listeners.push(listener);
        }
        assert_eq!(open(&routes, "late.example", start).err(), Some(Untouched::RoutesFull));
        let later = start + Duration::from_secs(400);
        let Ok(Found::Opened { instead_of: Some(closed), .. }) = open(&routes, "late.example", later) else {
            panic!("no route");
        };
        assert_eq!(closed.address.host, "ns1.example");
        assert!(closed.closed.is_cancelled());
    }

    #[tokio::test]
    async fn the_upstream_itself_is_reached_through_its_main_listener() {
        let routes = Routes::new(0..=0, ROUTES, Duration::ZERO);
        let listen = SocketAddr::new(HERE, 1863);
        let main = routes.add_main(Address::new("messenger.example", 1863), listen, Instant::now());
        let Ok(Found::Known(route)) = open(&routes, "Messenger.Example", Instant::now()) else {
            panic!("no route")
        };
        assert!(Arc::ptr_eq(&main, &route));
    }

    #[tokio::test]
    async fn a_private_server_cannot_lift_the_guard_a_public_one_put_up() {
        let routes = Routes::new(0..=0, ROUTES, Duration::ZERO);
        let address = Address::new("router.local", 80);
        let public: IpAddr = "203.0.113.9".parse().unwrap();
        let find = |by| match routes.find_or_open(HERE, &address, by, Instant::now()).unwrap() {
            Found::Known(route) | Found::Opened { route, .. } => route.named_by(),
        };
        assert_eq!(find(HERE), Some(HERE));
        assert_eq!(find(public), Some(public));
        assert_eq!(find(HERE), Some(public));
    }
}
