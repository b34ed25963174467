//! A web server before a relay, between a client and a server that the test plays itself.

mod http;
mod socket;

pub(crate) use http::{Reply, exchange};
pub(crate) use socket::{Socket, upgrade_head};

use msnp::{Address, Direction};
use nudge_proxy::relay::{self, Entrance, Limits, Relay};
use nudge_proxy::transcript::{
    Draft, Event, LEAST_MEMORY, Origin, Passed, SessionId, Transcript, What, Window,
};
use nudge_web_ui::{About, Config, Listening, Snippets, Token, Web, serve};
use serde_json::Value;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Until a test gives up on something.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// What differs from test to test.
#[derive(Default)]
pub(crate) struct Wishes {
    pub(crate) read_only: bool,
    pub(crate) reveal: bool,
    pub(crate) ui_dir: Option<PathBuf>,
    pub(crate) token: Option<Token>,
    pub(crate) run: u64,
    pub(crate) injection: Option<Duration>,
    pub(crate) snippets: Arc<Snippets>,
}

/// A web server and all that is behind it.
pub(crate) struct Bench {
    pub(crate) web: SocketAddr,
    pub(crate) token: Token,
    pub(crate) transcript: Arc<Transcript>,
    listen: SocketAddr,
    server: TcpListener,
    closing: DropGuard,
    serving: JoinHandle<()>,
}

impl Bench {
    pub(crate) async fn start() -> Bench {
        Bench::with(Wishes::default()).await
    }

    pub(crate) async fn with(wishes: Wishes) -> Bench {
        let [server, listener, web_listener] = [(); 3].map(|()| bound());
        let (server, listener, web_listener) = (server.await, listener.await, web_listener.await);
        let upstream = Address::new("127.0.0.1", server.local_addr().unwrap().port());
        let (listen, web) = (listener.local_addr().unwrap(), web_listener.local_addr().unwrap());
        let limits = Limits { injection: wishes.injection.unwrap_or(PATIENCE), ..Limits::default() };
        let config = relay::Config {
            ports: 0..=0,
            advertise: None,
            allow: Vec::new(),
            max_sessions: 2000,
            max_routes: 256,
            off_limits: vec![web],
            limits,
        };
        let now = (Instant::now(), SystemTime::now());
        let transcript = Arc::new(Transcript::new(LEAST_MEMORY, wishes.run, now));
        let relay = Relay::new(config, transcript.clone());
        let closing = CancellationToken::new();
        let about = About {
            version: "0.0.0",
            listeners: vec![Listening { listen, upstream: upstream.clone() }],
            web,
            sandbox: None,
            demo: false,
            memory: LEAST_MEMORY,
        };
        let token = wishes.token.unwrap_or_else(|| Token::random().unwrap());
        let (read_only, reveal, ui_dir) = (wishes.read_only, wishes.reveal, wishes.ui_dir);
        let config = Config {
            token: token.clone(),
            read_only,
            reveal,
            ui_dir,
            hosts: Vec::new(),
            snippets: wishes.snippets,
            about,
        };
        let serving = tokio::spawn(serve(
            web_listener,
            Web::new(config, relay.clone(), transcript.clone()),
            closing.clone(),
        ));
        tokio::spawn({
            let closing = closing.clone();
            async move {
                relay.run(vec![Entrance { listener, upstream }], closing, CancellationToken::new()).await;
            }
        });
        let closing = closing.drop_guard();
        Bench { web, token, transcript, listen, server, closing, serving }
    }

    /// A client connected through the relay, and the server's end of it.
    pub(crate) async fn connect(&self) -> (TcpStream, TcpStream) {
        let client = timeout(PATIENCE, TcpStream::connect(self.listen)).await.unwrap().unwrap();
        let server = timeout(PATIENCE, self.server.accept()).await.unwrap().unwrap().0;
        (client, server)
    }

    /// Ends as the program does, and waits until nothing is served any more.
    pub(crate) async fn end(self) {
        drop(self.closing);
        timeout(PATIENCE, self.serving).await.expect("an end").unwrap();
    }

    /// Records frames of the server's in session 1, as fast as can be.
    pub(crate) fn record(&self, count: usize, bytes: &[u8]) {
        let passed = Passed::plain(Direction::ServerToClient, Origin::Server, bytes);
        self.transcript.record(Instant::now(), Some(SessionId(1)), (0..count).map(|_| Draft::Frame(passed)));
    }

    /// Waits for an event the question likes.
    pub(crate) async fn event(&self, like: impl Fn(&Event) -> bool) {
        self.events(1, like).await;
    }

    /// Waits for so many of them.
    pub(crate) async fn events(&self, count: usize, like: impl Fn(&Event) -> bool) {
        let search = async {
            let (mut next, mut found) = (1, 0);
            loop {
                let look = self.transcript.look(Window::From(next), 1 << 20);
                next = look.range.end;
                let is_liked = |what: &What<'_>| matches!(what, What::Event(event) if like(event));
                found += look.entries().filter(|entry| is_liked(&entry.what)).count();
                if found >= count {
                    return;
                }
                tokio::task::yield_now().await;
            }
        };
        timeout(PATIENCE, search).await.expect("the event waited for");
    }

    pub(crate) fn bearer(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.token.reveal())
    }

    pub(crate) fn cookie(&self) -> String {
        format!("Cookie: nudge-{}={}\r\n", self.web.port(), self.token.reveal())
    }

    pub(crate) fn origin(&self) -> String {
        format!("Origin: http://{}\r\n", self.web)
    }

    /// `curl -H "Authorization: Bearer $TOKEN" http://HOST:PORT/PATH`
    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.request("GET", path, &self.bearer(), "").await
    }

    /// The same, as JSON.
    pub(crate) async fn get_json(&self, path: &str) -> Value {
        let reply = self.get(path).await;
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        reply.json()
    }

    /// `curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d BODY http://HOST:PORT/PATH`
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        let headers = format!("{}Content-Type: application/json\r\n", self.bearer());
        self.request("POST", path, &headers, &body.to_string()).await
    }

    /// The same with PUT.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> Reply {
        let headers = format!("{}Content-Type: application/json\r\n", self.bearer());
        self.request("PUT", path, &headers, &body.to_string()).await
    }

    /// The same with DELETE and without a body.
    pub(crate) async fn delete(&self, path: &str) -> Reply {
        let headers = format!("{}Content-Type: application/json\r\n", self.bearer());
        self.request("DELETE", path, &headers, "").await
    }

    /// Asks again and again until the answer is liked.
    pub(crate) async fn until(&self, path: &str, like: impl Fn(&Value) -> bool) -> Value {
        let search = async {
            loop {
                let answer = self.get_json(path).await;
                if like(&answer) {
                    return answer;
                }
            }
        };
        timeout(PATIENCE, search).await.expect("the answer waited for")
    }

    /// A request with the right Host and these headers, each ended by a line end.
    pub(crate) async fn request(&self, method: &str, path: &str, headers: &str, body: &str) -> Reply {
        let length = match method {
            "GET" => String::new(),
            _ => format!("Content-Length: {}\r\n", body.len()),
        };
        let host = self.web;
        exchange(
            host,
            &format!(
                "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}{length}\r\n{body}"
            ),
        )
        .await
    }

    /// A live feed.
    pub(crate) async fn live(&self) -> Socket {
        Socket::open(self.web, &self.bearer()).await
    }
}

async fn bound() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap()
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

/// Sends what one end says and waits until the other has it.
pub(crate) async fn say(from: &mut TcpStream, to: &mut TcpStream, bytes: &[u8]) {
    send(from, bytes).await;
    expect(to, bytes).await;
}
