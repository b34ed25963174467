//! Pages that follow the transcript as a browser does: over WebSockets, and on a thread of their own.

use anyhow::{Context as _, Result, bail, ensure};
use futures_util::{SinkExt as _, StreamExt as _};
use std::convert::Infallible;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use tokio::net::{TcpSocket, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::header::{AUTHORIZATION, ORIGIN};
use tokio_tungstenite::{WebSocketStream, client_async};

const FOLLOW: &str = r#"{"id":1,"get":"entries","from":0,"follow":true}"#;

/// How every answer to that begins.
const ANSWER: &str = r#"{"id":1,"run":"#;

/// What the system may keep for a viewer before it reads: little, so that one who does not read is soon stalled.
const UNREAD: u32 = 64 * 1024;

/// Some that read all they are sent, and some that read nothing. All leave when this is dropped.
#[derive(Debug)]
pub(crate) struct Viewers {
    /// `None` only while this is dropped.
    runtime: Option<Runtime>,
    /// None of them ends while all is well.
    watching: JoinSet<Result<Infallible>>,
    pub(crate) readers: u16,
    got: Arc<Got>,
}

/// What all that read got since it was asked last.
#[derive(Debug, Default)]
struct Got {
    answers: AtomicU32,
    bytes: AtomicU32,
}

/// What one viewer that reads got, on average.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Share {
    pub(crate) answers: f64,
    pub(crate) bytes: f64,
}

impl Viewers {
    /// Lets so many follow the transcript at this page.
    pub(crate) async fn open(page: SocketAddr, token: &str, readers: u16, stalled: u16) -> Result<Viewers> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let mut viewers =
            Viewers { runtime: Some(runtime), watching: JoinSet::new(), readers, got: Arc::default() };
        for number in 0..readers + stalled {
            viewers.add(page, token.to_owned(), number < readers).await?;
        }
        Ok(viewers)
    }

    async fn add(&mut self, page: SocketAddr, token: String, reads: bool) -> Result<()> {
        let runtime = self.runtime.as_ref().context("it is there until this is dropped")?;
        let opening = runtime.spawn(async move { Box::pin(open(page, &token)).await });
        let socket = opening.await.context("a viewer's task panicked")??;
        let got = Arc::clone(&self.got);
        match reads {
            true => self.watching.spawn_on(read(socket, got), runtime.handle()),
            false => self.watching.spawn_on(stall(socket), runtime.handle()),
        };
        Ok(())
    }

    /// What one that reads got since this was asked last. Fails when a viewer is not there any more.
    pub(crate) fn share(&mut self) -> Result<Share> {
        if let Some(ended) = self.watching.try_join_next() {
            ended.context("a viewer's task panicked")??;
        }
        let each = |all: &AtomicU32| f64::from(all.swap(0, Relaxed)) / f64::from(self.readers.max(1));
        Ok(Share { answers: each(&self.got.answers), bytes: each(&self.got.bytes) })
    }
}

impl Drop for Viewers {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Anything else would wait, which is not allowed where other tasks run.
            runtime.shutdown_background();
        }
    }
}

/// Opens a feed as the page itself would and asks for everything from now on.
async fn open(page: SocketAddr, token: &str) -> Result<WebSocketStream<TcpStream>> {
    let mut request = format!("ws://{page}/api/live").into_client_request()?;
    let headers = request.headers_mut();
    headers.insert(ORIGIN, format!("http://{page}").parse()?);
    headers.insert(AUTHORIZATION, format!("Bearer {token}").parse()?);
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(UNREAD)?;
    let stream =
        socket.connect(page).await.with_context(|| format!("cannot connect to the page at {page}"))?;
    let (mut socket, _) = client_async(request, stream).await.context("the page lets no viewer in")?;
    socket.send(Message::text(FOLLOW)).await?;
    Ok(socket)
}

async fn read(mut socket: WebSocketStream<TcpStream>, got: Arc<Got>) -> Result<Infallible> {
    while let Some(message) = socket.next().await {
        match message.context("a viewer's feed broke")? {
            Message::Text(answer) => {
                ensure!(answer.starts_with(ANSWER), "a viewer was answered {:.200}", answer.as_str());
                got.answers.fetch_add(1, Relaxed);
                got.bytes.fetch_add(u32::try_from(answer.len())?, Relaxed);
            }
            Message::Close(why) => bail!("a viewer was sent away: {why:?}"),
            _ => {}
        }
    }
    bail!("a viewer's feed ended")
}

/// Stays, and reads nothing.
async fn stall(_open: WebSocketStream<TcpStream>) -> Result<Infallible> {
    pending().await
}
