//! Letting clients in, or not.

use super::conversation;
use super::routes::Route;
use super::session::Session;
use super::{Phase, Relay};
use crate::transcript::{Event, Refusal};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// Before accepting is tried again where the system would not.
const RESPITE: Duration = Duration::from_millis(100);

/// Accepts clients until the route is closed.
pub(super) async fn accept(relay: Arc<Relay>, listener: TcpListener, route: Arc<Route>) {
    let clients = async {
        loop {
            match listener.accept().await {
                Ok((stream, client)) => relay.admit(stream, client, &route),
                Err(error) => {
                    tracing::warn!(%error, listen = %route.listen, "cannot accept");
                    if is_out_of_descriptors(&error) {
                        relay.refusals.note(Refusal::NoDescriptors, route.listen, route.listen);
                    }
                    sleep(RESPITE).await;
                }
            }
        }
    };
    route.closed.run_until_cancelled(clients).await;
}

/// `EMFILE`, `ENFILE` and `WSAEMFILE`.
fn is_out_of_descriptors(error: &std::io::Error) -> bool {
    let codes: &[i32] = if cfg!(windows) { &[10024] } else { &[24, 23] };
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

impl Relay {
    /// Begins a session, or closes the connection and counts it.
    fn admit(self: &Arc<Self>, stream: TcpStream, client: SocketAddr, route: &Arc<Route>) {
        let Ok(listen) = stream.local_addr() else { return }; // it was gone as soon as it came
        let (client, listen) = (plain(client), plain(listen));
        if self.phase() != Phase::Open {
            return;
        }
        let allowed = &self.config.allow;
        if !allowed.is_empty() && !allowed.iter().any(|network| network.contains(&client.ip())) {
            return self.refusals.note(Refusal::NotAllowed, client, listen);
        }
        if self.outgoing().contains(&(client, listen)) {
            return self.refusals.note(Refusal::Ourselves, client, listen);
        }
        let now = Instant::now();
        let session = self.registry.open(self.config.max_sessions, |id| {
            let followed = route.arrived(client.ip(), now).map(|expected| expected.entry);
            Session::new(id, client, listen, route.clone(), now, followed)
        });
        let Some(session) = session else {
            return self.refusals.note(Refusal::TooManySessions, client, listen);
        };
        route.sessions.fetch_add(1, Ordering::Relaxed);
        let upstream = route.address.clone();
        let event = Event::Opened { client, listen, upstream, followed: session.sheet().followed };
        self.transcript.record_event(now, Some(session.id), &event);
        // Fails only on a connection that is already gone, which the session finds out.
        let _ = stream.set_nodelay(true);
        self.tasks.spawn(conversation::serve(self.clone(), session, stream));
    }
}

/// An address as people write it: IPv4 also where a listener on both families gives it as IPv6.
fn plain(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

/// Connections turned away, counted until they are told: a flood of them must not flood the transcript.
#[derive(Debug, Default)]
pub(super) struct Refusals {
    counted: Mutex<HashMap<Refusal, (SocketAddr, SocketAddr, u64)>>,
}

impl Refusals {
    fn note(&self, why: Refusal, client: SocketAddr, listen: SocketAddr) {
        let mut counted = self.counted.lock().expect("nobody panics while counting");
        let (last_client, last_listen, count) = counted.entry(why).or_insert((client, listen, 0));
        (*last_client, *last_listen) = (client, listen);
        *count += 1;
    }

    /// What was counted since the last time.
    pub(super) fn told(&self) -> Vec<Event> {
        let counted = std::mem::take(&mut *self.counted.lock().expect("nobody panics while counting"));
        let event = |(why, (client, listen, count))| Event::Refused { client, listen, why, count };
        counted.into_iter().map(event).collect()
    }
}
