//! One client connection from its first byte to its last.

use super::hidden::Over;
use super::pump::{Cause, Pump};
use super::session::Session;
use super::{Phase, Relay, connect};
use crate::transcript::{Ending, Event, Party, UpstreamFailure};
use msnp::Direction;
use socket2::SockRef;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};

/// What a client may have sent before it hears that its server is out of reach, read away so that it hears an orderly
/// end: bytes unread turn a close into a reset.
const READ_AWAY: usize = 64 * 1024;

/// Serves a session until it is over, and records its end.
pub(super) async fn serve(relay: Arc<Relay>, session: Arc<Session>, client: TcpStream) {
    let reached = Box::pin(while_open(&relay, &session, connect::reach(&relay, &session.route))).await;
    let (ended_by, how) = match reached {
        Some(Ok(server)) => relay_between(&relay, &session, client, server).await,
        Some(Err(why)) => turn_away(&relay, &session, &client, why),
        None => (Party::Nudge, Ending::Shutdown),
    };
    let [client_to_server, server_to_client] =
        Direction::BOTH.map(|direction| session.lane(direction).tally());
    let event = Event::Closed { client_to_server, server_to_client, ended_by, how };
    let now = Instant::now();
    for Over { request, lines, may_be_silent } in session.hidden.close() {
        let event = Event::HiddenOver { request, lines, whole: false, may_be_silent };
        relay.transcript.record_event(now, Some(session.id), &event);
    }
    // First, so that whoever reads of the end finds the place free.
    relay.registry.close(&session);
    session.route.left(now);
    relay.transcript.record_event(now, Some(session.id), &event);
}

/// Waits for something unless the program begins to end.
async fn while_open<T>(relay: &Relay, session: &Session, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|cx| {
        session.bell.register(cx.waker());
        match relay.phase() {
            Phase::Open => work.as_mut().poll(cx).map(Some),
            Phase::Closing | Phase::Ending => Poll::Ready(None),
        }
    })
    .await
}

fn turn_away(relay: &Relay, session: &Session, client: &TcpStream, why: UpstreamFailure) -> (Party, Ending) {
    let how = match why {
        UpstreamFailure::Forbidden(_) => Ending::Refused,
        _ => Ending::Failed,
    };
    let event = Event::UpstreamFailed { upstream: session.route.address.clone(), why };
    relay.transcript.record_event(Instant::now(), Some(session.id), &event);
    let mut away = vec![0; READ_AWAY];
    while matches!(client.try_read(&mut away), Ok(read) if read > 0) {}
    (Party::Nudge, how)
}

async fn relay_between(
    relay: &Arc<Relay>,
    session: &Session,
    mut client: TcpStream,
    mut server: TcpStream,
) -> (Party, Ending) {
    let Some(outgoing) = Outgoing::note(relay, session, &server) else {
        return (Party::Server, Ending::Reset); // it was gone as soon as it came
    };
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let at = outgoing.server;
    let mut conversation = Conversation {
        relay,
        session,
        pumps: [
            Pump::new(relay, session, Direction::ClientToServer, at, from_client, to_server),
            Pump::new(relay, session, Direction::ServerToClient, at, from_server, to_client),
        ],
        ends: [None; 2],
        first: None,
        silence: None,
    };
    let (ended_by, how) = poll_fn(|cx| conversation.poll(cx)).await;
    drop(conversation);
    if how == Ending::Reset {
        for stream in [&client, &server] {
            // Closing then says RST; the option fails only on a connection that has already said so.
            let _ = SockRef::from(stream).set_linger(Some(Duration::ZERO));
        }
    }
    (ended_by, how)
}

/// A server connection, known as ours while it lasts: should it arrive at a listener of ours, the client is ourselves.
struct Outgoing<'r> {
    relay: &'r Relay,
    local: std::net::SocketAddr,
    server: std::net::SocketAddr,
}

impl<'r> Outgoing<'r> {
    fn note(relay: &'r Relay, session: &Session, stream: &TcpStream) -> Option<Outgoing<'r>> {
        let (local, server) = (stream.local_addr().ok()?, stream.peer_addr().ok()?);
        stream.set_nodelay(true).ok()?;
        relay.outgoing().insert((local, server));
        session.connected(server);
        let event = Event::Connected { server };
        relay.transcript.record_event(Instant::now(), Some(session.id), &event);
        Some(Outgoing { relay, local, server })
    }
}

impl Drop for Outgoing<'_> {
    fn drop(&mut self) {
        self.relay.outgoing().remove(&(self.local, self.server));
    }
}

/// Both directions, and how they end.
struct Conversation<'s> {
    relay: &'s Arc<Relay>,
    session: &'s Session,
    pumps: [Pump<'s>; 2],
    ends: [Option<Cause>; 2],
    /// Who ended first.
    first: Option<Party>,
    /// Runs while one direction is over and the other is not.
    silence: Option<Pin<Box<Sleep>>>,
}

impl Conversation<'_> {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<(Party, Ending)> {
        self.session.bell.register(cx.waker());
        if self.relay.phase() == Phase::Ending {
            return Poll::Ready(self.cut_short(Ending::Shutdown));
        }
        for at in [0, 1] {
            if self.ends[at].is_none()
                && let Poll::Ready(cause) = self.pumps[at].poll(cx)
            {
                self.ends[at] = Some(cause);
                self.first.get_or_insert(blame(at, cause));
            }
        }
        match self.ends {
            [None, None] => Poll::Pending,
            [Some(_), Some(_)] => Poll::Ready(self.ended()),
            // Who reset can take nothing any more.
            [Some(Cause::Reset), None] | [None, Some(Cause::Reset)] => {
                Poll::Ready(self.cut_short(Ending::Reset))
            }
            [Some(_), None] => self.poll_silence(1, cx),
            [None, Some(_)] => self.poll_silence(0, cx),
        }
    }

    /// One side has ended: the other may go on while it has something to say.
    fn poll_silence(&mut self, other: usize, cx: &mut Context<'_>) -> Poll<(Party, Ending)> {
        let limit = self.relay.config.limits.half_closed;
        let is_holding = self.is_holding();
        let silence = self.silence.get_or_insert_with(|| Box::pin(sleep(limit)));
        while silence.as_mut().poll(cx).is_ready() {
            let silent = self.pumps[other].latest.elapsed();
            if is_holding {
                silence.set(sleep(limit)); // held frames have a time of their own
            } else if silent >= limit {
                return Poll::Ready(self.cut_short(Ending::Idle));
            } else {
                silence.set(sleep(limit - silent));
            }
        }
        Poll::Pending
    }

    /// Whether frames wait for a person.
    fn is_holding(&self) -> bool {
        Direction::BOTH.iter().any(|direction| self.session.lane(*direction).hold.is_waiting())
    }

    /// Both directions are over.
    fn ended(&self) -> (Party, Ending) {
        let by = |causes: &[Cause]| {
            let cause = |at: usize| self.ends[at].filter(|cause| causes.contains(cause));
            [0, 1].into_iter().find_map(|at| cause(at).map(|cause| blame(at, cause)))
        };
        if by(&[Cause::Shutdown]).is_some() {
            (Party::Nudge, Ending::Shutdown)
        } else if let Some(party) = by(&[Cause::Reset]).or_else(|| by(&[Cause::Refused])) {
            (party, Ending::Reset)
        } else {
            (self.first.unwrap_or(Party::Nudge), Ending::Finished)
        }
    }

    /// Ends what has not ended.
    fn cut_short(&mut self, how: Ending) -> (Party, Ending) {
        for (pump, end) in self.pumps.iter_mut().zip(self.ends) {
            if end.is_none() {
                pump.abandon();
            }
        }
        match how {
            Ending::Shutdown => (Party::Nudge, how),
            Ending::Reset => (self.ended().0, how),
            _ => (self.first.unwrap_or(Party::Nudge), how),
        }
    }
}

/// Who ended a direction: its sender, or where that could not be helped its receiver.
fn blame(pump: usize, cause: Cause) -> Party {
    match (cause, pump) {
        (Cause::Shutdown, _) => Party::Nudge,
        (Cause::Finished | Cause::Reset, 0) | (Cause::Refused, 1) => Party::Client,
        _ => Party::Server,
    }
}
