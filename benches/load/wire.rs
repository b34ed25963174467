//! Connections from our client to our server, through a relay or not, and what flows over them.

use crate::mix::{CHUNK, Pattern};
use anyhow::{Context as _, Result, bail, ensure};
use std::future::Future;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The server's side, in this process.
#[derive(Debug)]
pub(crate) struct Upstream {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
}

impl Upstream {
    pub(crate) async fn bind() -> Result<Upstream> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        Ok(Upstream { listener, address })
    }
}

/// Both ends of one connection, signed on.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) client: TcpStream,
    pub(crate) server: TcpStream,
}

impl Pair {
    /// Connects to `address`, which leads to `upstream`, and signs on, so that the whole way is known to stand.
    pub(crate) async fn open(address: SocketAddr, upstream: &Upstream, number: usize) -> Result<Pair> {
        let opened = async {
            tokio::try_join!(sign_on(address, number), welcome(upstream, number))
                .map(|(client, server)| Pair { client, server })
        };
        within(Duration::from_secs(10), "opening a connection", opened).await
    }

    /// The one who sends in this direction, and the one who receives.
    pub(crate) fn ends(self, direction: msnp::Direction) -> (TcpStream, TcpStream) {
        match direction {
            msnp::Direction::ClientToServer => (self.client, self.server),
            msnp::Direction::ServerToClient => (self.server, self.client),
        }
    }
}

/// What a client says first, and what it is answered. The transaction id tells which connection it is.
pub(crate) fn greeting(number: usize) -> Vec<u8> {
    format!("VER {number:08} MSNP15 CVR0\r\n").into_bytes()
}

/// The client's part of signing on.
pub(crate) async fn sign_on(address: SocketAddr, number: usize) -> Result<TcpStream> {
    let mut client = TcpStream::connect(address).await?;
    client.set_nodelay(true)?;
    let said = greeting(number);
    client.write_all(&said).await?;
    let mut heard = vec![0; said.len()];
    client.read_exact(&mut heard).await.context("waiting for the server's answer")?;
    ensure!(heard == said, "another connection's answer came back");
    Ok(client)
}

/// The server's part: connections that end before they say anything, or belong to an earlier attempt, are dropped.
async fn welcome(upstream: &Upstream, number: usize) -> Result<TcpStream> {
    let expected = greeting(number);
    let mut heard = vec![0; expected.len()];
    loop {
        let (mut server, _) = upstream.listener.accept().await?;
        server.set_nodelay(true)?;
        if server.read_exact(&mut heard).await.is_ok() && heard == expected {
            server.write_all(&heard).await?;
            return Ok(server);
        }
    }
}

/// How the sender cuts what it writes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cut {
    /// As much as fits a buffer of 64 KiB, wherever that cuts.
    Chunks,
    /// One frame a write.
    Frames,
}

/// Sends whole repetitions of a pattern over every pair at once and returns how long it took until the last byte had
/// arrived and was compared with the pattern.
pub(crate) async fn transfer(
    pairs: Vec<Pair>,
    direction: msnp::Direction,
    pattern: &Arc<Pattern>,
    repetitions: usize,
    cut: Cut,
) -> Result<Duration> {
    let mut tasks: JoinSet<Result<TcpStream>> = JoinSet::new();
    let began = Instant::now();
    for (number, pair) in pairs.into_iter().enumerate() {
        let (mut from, mut to) = pair.ends(direction);
        let (begin, length) = (pattern.begin(number), repetitions * pattern.len());
        let sent = Arc::clone(pattern);
        tasks.spawn(async move {
            match cut {
                Cut::Chunks => send(&mut from, &sent, begin, length).await?,
                Cut::Frames => send_frames(&mut from, &sent, number, repetitions).await?,
            }
            // Closed only when everything arrived, so that closing is not measured.
            Ok(from)
        });
        let expected = Arc::clone(pattern);
        tasks.spawn(async move {
            receive(&mut to, &expected, begin, length).await?;
            Ok(to)
        });
    }
    let mut ends = Vec::new();
    while let Some(ended) = tasks.join_next().await {
        ends.push(ended.context("a connection's task panicked")??);
    }
    Ok(began.elapsed())
}

/// Writes `length` bytes of the pattern, from `begin` on.
pub(crate) async fn send<W>(to: &mut W, pattern: &Pattern, begin: usize, length: usize) -> Result<()>
where
    W: AsyncWrite + Unpin,
{
    let end = begin + length;
    let mut at = begin;
    while at < end {
        let written = to.write(pattern.at(at, CHUNK.min(end - at))).await.context("sending")?;
        ensure!(written > 0, "the connection takes no more bytes");
        at += written;
    }
    Ok(())
}

async fn send_frames(to: &mut TcpStream, pattern: &Pattern, number: usize, repetitions: usize) -> Result<()> {
    let first = pattern.first_frame(number);
    for frame in first..first + repetitions * pattern.frames() {
        to.write_all(pattern.frame(frame)).await.context("sending")?;
    }
    Ok(())
}

/// Reads `length` bytes and compares every one of them with the pattern, from `begin` on.
pub(crate) async fn receive<R>(from: &mut R, pattern: &Pattern, begin: usize, length: usize) -> Result<()>
where
    R: AsyncRead + Unpin,
{
    let mut buffer = vec![0; CHUNK];
    let end = begin + length;
    let mut at = begin;
    while at < end {
        let room = CHUNK.min(end - at);
        let count = from.read(&mut buffer[..room]).await.context("receiving")?;
        if count == 0 {
            bail!("the connection ended {} bytes early", end - at);
        }
        ensure!(
            buffer[..count] == *pattern.at(at, count),
            "the bytes that arrived are not those that were sent, near byte {}",
            at - begin
        );
        at += count;
    }
    Ok(())
}

/// Gives this work a limit: nothing here ever hangs.
pub(crate) fn within<T>(
    limit: Duration,
    what: &str,
    work: impl Future<Output = Result<T>>,
) -> impl Future<Output = Result<T>> {
    // Boxed, so that what waits for it stays small.
    let work = Box::pin(work);
    async move {
        match tokio::time::timeout(limit, work).await {
            Ok(outcome) => outcome.with_context(|| what.to_owned()),
            Err(_) => bail!("{what}: gave up after {} seconds", limit.as_secs()),
        }
    }
}
