//! What waits to be sent to one client, in order, within a bound.
//!
//! To remember: whoever has something to say pushes whole commands and never waits; a client that does not read is
//! given up when its bound is reached, because dropping a command would desynchronise it silently.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What one client may leave unread. A list of 150 contacts is a tenth of it.
const MOST_WAITING: usize = 256 * 1024;

/// The most gathered into one write. A published MSNP11 client reads 1,664 bytes at a time and loses or loops on a line
/// cut at the end of a read (§10.39).
pub(crate) const MOST_IN_ONE_WRITE: usize = 1600;

/// Commands on their way to one client.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    queue: Mutex<Queue>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    commands: VecDeque<Vec<u8>>,
    bytes: usize,
    ended: bool,
}

impl Outbox {
    pub(crate) fn new() -> Arc<Outbox> {
        Arc::default()
    }

    /// Adds a command, unless the connection is ending. Ends it when too much is unread.
    pub(crate) fn push(&self, command: impl Into<Vec<u8>>) {
        let command = command.into();
        let mut queue = self.queue();
        if queue.ended {
            return;
        }
        queue.bytes += command.len();
        queue.commands.push_back(command);
        if queue.bytes > MOST_WAITING {
            tracing::debug!(unread = queue.bytes, "a client does not read: its connection ends");
            *queue = Queue { ended: true, ..Queue::default() };
        }
        drop(queue);
        self.bell.notify_one();
    }

    /// Ends the connection once what waits has been sent.
    pub(crate) fn end(&self) {
        self.queue().ended = true;
        self.bell.notify_one();
    }

    /// The next write: as many whole commands as fit, or one larger one; and whether more waits. `None` when all is
    /// sent and the connection has ended.
    pub(crate) async fn next_write(&self) -> Option<(Vec<u8>, bool)> {
        loop {
            {
                let mut queue = self.queue();
                let bytes = queue.gather();
                if !bytes.is_empty() {
                    return Some((bytes, !queue.commands.is_empty()));
                }
                if queue.ended {
                    return None;
                }
            }
            self.bell.notified().await;
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Queue {
    fn gather(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Some(next) = self.commands.front() {
            if !bytes.is_empty() && bytes.len() + next.len() > MOST_IN_ONE_WRITE {
                break;
            }
            bytes.extend(self.commands.pop_front().unwrap_or_default());
        }
        self.bytes -= bytes.len();
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_write_holds_whole_commands_up_to_the_limit() {
        let outbox = Outbox::new();
        for length in [900, 600, 200, 5000, 10] {
            outbox.push(vec![b'x'; length]);
        }
        outbox.end();
        outbox.push(&b"too late"[..]);
        let mut lengths = Vec::new();
        while let Some((bytes, more)) = outbox.next_write().await {
            lengths.push((bytes.len(), more));
        }
        assert_eq!(lengths, [(1500, true), (200, true), (5000, true), (10, false)]);
    }

    #[tokio::test]
    async fn a_client_that_does_not_read_is_given_up() {
        let outbox = Outbox::new();
        for _ in 0..=MOST_WAITING / 1000 {
            outbox.push(vec![b'x'; 1000]);
        }
        assert_eq!(outbox.next_write().await, None);
    }
}
