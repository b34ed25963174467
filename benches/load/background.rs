//! Traffic that passes while something else is measured: short frames at a steady pace, every byte of them verified.

use crate::mix::Pattern;
use crate::wire::{Pair, Upstream, receive, send};
use anyhow::{Context as _, Result};
use msnp::Direction;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{interval_at, sleep};
use tokio::try_join;

pub(crate) const CONNECTIONS: usize = 4;

/// What each connection is sent at once, in frames, and how often: 50,000 frames a second in all.
const BATCH: usize = 25;
const PERIOD: Duration = Duration::from_millis(2);

/// The server's frames on their way to the client.
#[derive(Debug)]
pub(crate) struct Background {
    pattern: Arc<Pattern>,
    connections: Vec<Connection>,
}

#[derive(Debug)]
struct Connection {
    pair: Pair,
    /// The number of the frame that is sent next.
    next: usize,
}

impl Background {
    /// Opens its connections and sends nothing yet.
    pub(crate) async fn open(address: SocketAddr, upstream: &Upstream) -> Result<Background> {
        let pattern = Pattern::small(Direction::ServerToClient);
        let mut connections = Vec::new();
        for number in 0..CONNECTIONS {
            let pair = Pair::open(address, upstream, number).await?;
            connections.push(Connection { pair, next: pattern.first_frame(number) });
        }
        Ok(Background { pattern, connections })
    }

    /// Sends for so long, and returns how many frames a second arrived: fewer than planned when somebody on the way
    /// cannot keep up.
    pub(crate) async fn flow(mut self, time: Duration) -> Result<(Background, f64)> {
        let batches = u32::try_from(time.as_millis() / PERIOD.as_millis())?;
        let mut tasks: JoinSet<Result<Connection>> = JoinSet::new();
        let began = Instant::now();
        for connection in self.connections.drain(..) {
            // The connections' turns lie side by side, not on top of each other.
            let offset = PERIOD * u32::try_from(tasks.len())? / u32::try_from(CONNECTIONS)?;
            let pattern = Arc::clone(&self.pattern);
            tasks.spawn(async move {
                sleep(offset).await;
                connection.flow(&pattern, batches).await
            });
        }
        while let Some(ended) = tasks.join_next().await {
            self.connections.push(ended.context("a connection's task panicked")??);
        }
        let frames = f64::from(batches) * f64::from(u32::try_from(BATCH * CONNECTIONS)?);
        Ok((self, frames / began.elapsed().as_secs_f64()))
    }
}

impl Connection {
    async fn flow(mut self, pattern: &Pattern, batches: u32) -> Result<Connection> {
        let first = self.next;
        self.next += BATCH * usize::try_from(batches)?;
        let (begin, end) = (pattern.offset(first), pattern.offset(self.next));
        try_join!(
            send_paced(&mut self.pair.server, pattern, first, self.next),
            receive(&mut self.pair.client, pattern, begin, end - begin),
        )?;
        Ok(self)
    }
}

/// Writes the frames of one batch at once. A batch that comes late is made up for.
async fn send_paced(to: &mut TcpStream, pattern: &Pattern, first: usize, end: usize) -> Result<()> {
    let mut turn = interval_at(tokio::time::Instant::now(), PERIOD);
    for frame in (first..end).step_by(BATCH) {
        turn.tick().await;
        let begin = pattern.offset(frame);
        send(to, pattern, begin, pattern.offset(frame + BATCH) - begin).await?;
    }
    Ok(())
}
