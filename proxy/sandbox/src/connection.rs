//! One TCP connection: commands in, commands out, in one task.
//!
//! To remember: judging a command never waits. Whatever it leads to is pushed into outboxes, this connection's among
//! them, and only this file writes to the socket.

use crate::outbox::Outbox;
use msnp::{Command, Deframer, Direction};
use std::ops::ControlFlow;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::time::{sleep, timeout};

/// The largest command taken, line and payload. Tickets make lines of several KB, the largest payload allowed is 4 KB.
const LARGEST_COMMAND: usize = 16 * 1024;

/// How long a client may leave a write unread, and how long the last ones may take when it is told to go.
const WRITE_LIMIT: Duration = Duration::from_secs(20);

/// How long a client may take to close after us.
const LINGER: Duration = Duration::from_secs(2);

/// Between two writes of one burst, so that they are not read as one (see [`crate::outbox::MOST_IN_ONE_WRITE`]).
const BREATH: Duration = Duration::from_millis(5);

/// Whether the connection goes on after what was heard.
pub(crate) type Flow = ControlFlow<()>;

/// Who judges what a client says.
pub(crate) trait Listener {
    /// A command arrived.
    fn hear(&mut self, command: &Command<'_>) -> Flow;

    /// How long the client may be silent from now on.
    fn patience(&self) -> Duration;

    /// The client was silent that long.
    fn tired(&mut self) -> Flow {
        Flow::Break(())
    }

    /// The connection is over, whoever ended it. May be said twice.
    fn left(&mut self);
}

/// Serves a connection until either side ends it.
pub(crate) async fn converse(mut stream: TcpStream, outbox: &Outbox, listener: &mut impl Listener) {
    // Small commands, each waiting for an answer, are what Nagle's algorithm delays most; without it a client merely
    // sees more segments.
    let _ = stream.set_nodelay(true);
    let (mut reader, mut writer) = stream.split();
    let speaking = speak(&mut writer, outbox);
    let listening = async {
        listen(&mut reader, listener).await;
        listener.left();
        outbox.end();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        () = speaking => {}
        () = listening => {}
    }
    // Where the server ended it (another sign-in, a full outbox), the listener was not told yet.
    listener.left();
    if writer.shutdown().await.is_ok() {
        let _ = timeout(LINGER, read_away(&mut reader)).await;
    }
}

/// Bytes unread turn a close into a reset, which would take our last words with it.
async fn read_away(reader: &mut ReadHalf<'_>) {
    let mut away = [0; 1024];
    while matches!(reader.read(&mut away).await, Ok(read) if read > 0) {}
}

async fn listen(reader: &mut ReadHalf<'_>, listener: &mut impl Listener) {
    let mut deframer = Deframer::new(Direction::ClientToServer);
    let mut bytes = Vec::new();
    loop {
        match timeout(listener.patience(), reader.read_buf(&mut bytes)).await {
            Ok(Ok(read)) if read > 0 => {}
            Ok(_) => return,
            Err(_) if listener.tired().is_break() => return,
            Err(_) => continue,
        }
        let mut heard = 0;
        while let Some(frame) = deframer.next_frame(&bytes[heard..]) {
            heard += frame.bytes.len();
            if frame.opaque {
                tracing::debug!("a client lost the framing: its connection ends");
                return;
            }
            if Command::read(&frame).is_some_and(|command| listener.hear(&command).is_break()) {
                return;
            }
        }
        bytes.drain(..heard);
        let waiting = deframer.waiting(&bytes);
        if waiting.is_some_and(|waiting| waiting.want.unwrap_or(waiting.have) > LARGEST_COMMAND) {
            tracing::debug!("a command larger than any real one: its connection ends");
            return;
        }
    }
}

async fn speak(writer: &mut WriteHalf<'_>, outbox: &Outbox) {
    while let Some((bytes, more)) = outbox.next_write().await {
        if !matches!(timeout(WRITE_LIMIT, writer.write_all(&bytes)).await, Ok(Ok(()))) {
            return;
        }
        if more {
            sleep(BREATH).await;
        }
    }
}
