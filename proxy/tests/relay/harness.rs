//! A relay between a client and a server that the test plays itself.

use msnp::{Address, Direction};
use nudge_proxy::relay::{Config, Entrance, Limits, Relay};
use nudge_proxy::transcript::{Event, LEAST_MEMORY, SessionId, Transcript, What, Window};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// Until a test gives up on something.
const PATIENCE: Duration = Duration::from_secs(20);

/// A relay at work.
pub(crate) struct Bench {
    pub(crate) relay: Arc<Relay>,
    pub(crate) transcript: Arc<Transcript>,
    pub(crate) listen: SocketAddr,
    server: TcpListener,
    closing: CancellationToken,
    running: JoinHandle<()>,
}

impl Bench {
    pub(crate) async fn start(limits: Limits) -> Bench {
        let server = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let upstream = Address::new("127.0.0.1", server.local_addr().unwrap().port());
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let listen = listener.local_addr().unwrap();
        let config = Config {
            ports: 0..=0,
            advertise: None,
            allow: Vec::new(),
            max_sessions: 100,
            max_routes: 256,
            off_limits: Vec::new(),
            limits,
        };
        let transcript = Arc::new(Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::now())));
        let relay = Relay::new(config, transcript.clone());
        let closing = CancellationToken::new();
        let running = tokio::spawn({
            let (relay, closing) = (relay.clone(), closing.clone());
            async move {
                relay.run(vec![Entrance { listener, upstream }], closing, CancellationToken::new()).await;
            }
        });
        Bench { relay, transcript, listen, server, closing, running }
    }

    /// A client connected through the relay, and the server's end of it.
    pub(crate) async fn connect(&self) -> (TcpStream, TcpStream) {
        let client = TcpStream::connect(self.listen).await.unwrap();
        (client, self.accept().await)
    }

    /// The server's end of the next connection.
    pub(crate) async fn accept(&self) -> TcpStream {
        timeout(PATIENCE, self.server.accept()).await.expect("a connection").unwrap().0
    }

    /// Where the server listens.
    pub(crate) fn server(&self) -> SocketAddr {
        self.server.local_addr().unwrap()
    }

    /// Waits for an event the question likes, of any session, from the beginning.
    pub(crate) async fn event<T>(&self, like: impl Fn(&Event) -> Option<T>) -> T {
        self.entry(|_, what| if let What::Event(event) = what { like(event) } else { None }).await
    }

    /// Waits for so many events the question likes.
    pub(crate) async fn events(&self, count: usize, like: impl Fn(&Event) -> bool) {
        let search = async {
            while self.told().await.iter().filter(|event| like(event)).count() < count {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, search).await.expect("the events waited for");
    }

    /// All events so far.
    pub(crate) async fn told(&self) -> Vec<Event> {
        let look = self.transcript.look(Window::From(1), usize::MAX);
        let event = |entry: nudge_proxy::transcript::Entry<'_>| match entry.what {
            What::Event(event) => Some(event),
            What::Frame(_) => None,
        };
        look.entries().filter_map(event).collect()
    }

    /// Waits until so many frames of a direction of the first session came.
    pub(crate) async fn came(&self, direction: Direction, frames: usize) {
        let count = || self.relay.sessions()[0].tallies[direction as usize].frames;
        let search = async {
            while count() < frames as u64 {
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, search).await.expect("the frames waited for");
    }

    /// Waits until a direction has not moved while everybody else had many turns.
    pub(crate) async fn steady(&self, direction: Direction) {
        let bytes =
            || self.relay.sessions().iter().map(|sheet| sheet.tallies[direction as usize].bytes).sum::<u64>();
        let search = async {
            let (mut before, mut same) = (bytes(), 0);
            while same < 2000 {
                tokio::task::yield_now().await;
                let now = bytes();
                same = if now == before { same + 1 } else { 0 };
                before = now;
            }
        };
        timeout(PATIENCE, search).await.expect("a standstill");
    }

    /// Waits for an entry the question likes, from the beginning.
    pub(crate) async fn entry<T>(&self, like: impl Fn(u64, &What<'_>) -> Option<T>) -> T {
        let search = async {
            let mut next = 1;
            loop {
                let look = self.transcript.look(Window::From(next), 1 << 20);
                next = look.range.end;
                if let Some(found) = look.entries().find_map(|entry| like(entry.number, &entry.what)) {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, search).await.expect("the entry waited for")
    }

    /// All bytes of one direction as recorded: received, and as sent.
    pub(crate) fn recorded(&self, session: SessionId, direction: Direction) -> (Vec<u8>, Vec<u8>) {
        let look = self.transcript.look(Window::From(1), usize::MAX);
        let (mut received, mut sent) = (Vec::new(), Vec::new());
        for entry in look.entries().filter(|entry| entry.session == Some(session)) {
            if let What::Frame(passed) = entry.what
                && passed.direction == direction
            {
                sent.extend_from_slice(passed.sent_frame().bytes);
                if !passed.injected() {
                    received.extend_from_slice(passed.bytes);
                }
            }
        }
        (received, sent)
    }

    /// Ends the relay as a signal would, and waits until it is over.
    pub(crate) async fn end(self) -> Arc<Transcript> {
        self.closing.cancel();
        timeout(PATIENCE, self.running).await.expect("an end").unwrap();
        self.transcript
    }
}

pub(crate) async fn send(stream: &mut TcpStream, bytes: &[u8]) {
    timeout(PATIENCE, stream.write_all(bytes)).await.expect("a reader").unwrap();
}

/// Reads exactly these bytes.
pub(crate) async fn expect(stream: &mut TcpStream, bytes: &[u8]) {
    let mut read = vec![0; bytes.len()];
    timeout(PATIENCE, stream.read_exact(&mut read)).await.expect("bytes").unwrap();
    assert_eq!(String::from_utf8_lossy(&read), String::from_utf8_lossy(bytes));
}

/// Reads to the end.
pub(crate) async fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut read)).await.expect("an end").unwrap();
    read
}
