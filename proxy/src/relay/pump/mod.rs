//! One direction of one session: read → deframe → judge → record → write, in one turn, without a queue.
//!
//! To remember: a frame leaves whole and frames that arrived together leave together; nothing is read before the
//! last write went out whole; and the worker's buffer is used within a turn only, so that an idle pump owns no
//! buffer at all.

mod batch;
mod hold;
mod inject;

use super::frames::Frames;
use super::inlet::{InjectError, Injection};
use super::scratch::{READ, SHORT, Scratch};
use super::session::{Incomplete, Lane, Session};
use super::{Phase, Relay};
use crate::transcript::{Event, Releaser};
use msnp::{Deframer, Direction};
use socket2::SockRef;
use std::net::{Shutdown, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::tcp::{ReadHalf, WriteHalf};

/// What all sessions together may hold back: beginnings of frames, and what peers have not taken. In bytes.
const HELD: usize = 64 * 1024 * 1024;

/// The most one read takes while more than [`HELD`] is held, in bytes.
const SPARING_READ: usize = 4 * 1024;

/// How a pump came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// The sender said its last byte; so did we.
    Finished,
    /// The sender's connection was reset.
    Reset,
    /// The receiver's connection is gone.
    Refused,
    /// The program ends.
    Shutdown,
}

/// Moves the bytes of one direction.
pub(super) struct Pump<'s> {
    relay: &'s Arc<Relay>,
    session: &'s Session,
    direction: Direction,
    /// The server's end of the session.
    server: SocketAddr,
    from: ReadHalf<'s>,
    to: WriteHalf<'s>,
    deframer: Deframer,
    /// The beginning of a frame.
    partial: Vec<u8>,
    unsent: Unsent,
    /// `partial` and `unsent`, as far as the relay knows of them.
    held: usize,
    /// The last opaque piece did not end its line.
    mid_line: bool,
    /// Somebody may be looking at a frame that has begun and not ended.
    progress_noted: bool,
    /// Reading is over; told when everything is written.
    over: Option<Cause>,
    /// When something last came.
    pub(super) latest: Instant,
}

/// What the receiver has not taken yet.
#[derive(Default)]
struct Unsent {
    bytes: Vec<u8>,
    /// So much of `bytes` has gone.
    gone: usize,
    /// The injection these bytes are, and its entry.
    injection: Option<Box<(Injection, u64)>>,
}

impl<'s> Pump<'s> {
    pub(super) fn new(
        relay: &'s Arc<Relay>,
        session: &'s Session,
        direction: Direction,
        server: SocketAddr,
        from: ReadHalf<'s>,
        to: WriteHalf<'s>,
    ) -> Pump<'s> {
        Pump {
            relay,
            session,
            direction,
            server,
            from,
            to,
            deframer: Deframer::new(direction),
            partial: Vec::new(),
            unsent: Unsent::default(),
            held: 0,
            mid_line: false,
            progress_noted: false,
            over: None,
            latest: session.opened,
        }
    }

    /// Moves what can be moved; ready when this direction is over. The session's bell must be set before.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Cause> {
        let cause = loop {
            if !self.unsent.bytes.is_empty() {
                if self.recalled() {
                    continue;
                }
                if ready!(self.poll_flush(cx)).is_err() {
                    break Cause::Refused;
                }
                continue;
            }
            if self.relay.phase() != Phase::Open && self.lane().hold.is_waiting() {
                self.lane().hold.let_go(Releaser::Ending, |_| true);
            }
            if let Some(item) = self.lane().hold.take() {
                self.let_out(item, cx);
            } else if let Some(cause) = self.over.filter(|_| !self.lane().hold.is_waiting()) {
                break cause;
            } else if self.relay.phase() != Phase::Open {
                self.finish(Cause::Shutdown, cx);
            } else if let Some(injection) = self.lane().inlet.take() {
                self.inject(injection, cx);
            } else if self.over.is_some() || !self.has_room() {
                return Poll::Pending; // until a person decides, which rings the bell
            } else {
                ready!(self.poll_read(cx));
            }
        };
        if matches!(cause, Cause::Finished | Cause::Shutdown) {
            // Fails only where the receiver is gone, which its own direction tells.
            let _ = SockRef::from(self.to.as_ref()).shutdown(Shutdown::Write);
        }
        self.lane().inlet.shut();
        Poll::Ready(cause)
    }

    /// Ends it where it stands, and counts what it still held.
    pub(super) fn abandon(&mut self) {
        if !self.partial.is_empty() {
            self.latest = Instant::now();
            let partial = std::mem::take(&mut self.partial);
            Scratch::with(|scratch| {
                scratch.frames.clear();
                self.cut_rest(&partial, 0, &mut scratch.frames);
                self.record(&partial, &scratch.frames);
            });
            self.lane().not_delivered(partial.len());
        }
        self.drop_unsent();
        self.drop_held();
        self.lane().inlet.shut();
    }

    /// One read and what follows from it. Ready when there was something, the end included.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        Scratch::with(|scratch| {
            let kept = if self.partial.len() <= SHORT { self.partial.len() } else { 0 };
            let room = if self.relay.held.load(Ordering::Relaxed) > HELD { SPARING_READ } else { READ };
            let mut buffer = ReadBuf::new(&mut scratch.bytes[kept..kept + room]);
            let outcome = ready!(Pin::new(&mut self.from).poll_read(cx, &mut buffer));
            let read = buffer.filled().len();
            match outcome {
                Ok(()) if read == 0 => self.finish_with(Cause::Finished, scratch, cx),
                Err(_) => self.finish_with(Cause::Reset, scratch, cx),
                Ok(()) if kept == self.partial.len() => {
                    scratch.bytes[..kept].copy_from_slice(&self.partial);
                    let batch = &scratch.bytes[..kept + read];
                    let taken = self.pass_on(batch, &mut scratch.frames, cx);
                    self.partial.clear();
                    self.partial.extend_from_slice(&batch[taken..]);
                }
                Ok(()) => {
                    let mut batch = std::mem::take(&mut self.partial);
                    batch.extend_from_slice(&scratch.bytes[..read]);
                    let taken = self.pass_on(&batch, &mut scratch.frames, cx);
                    self.partial = if taken == 0 { batch } else { batch[taken..].to_vec() };
                }
            }
            if self.partial.is_empty() {
                self.partial = Vec::new();
            }
            self.account();
            Poll::Ready(())
        })
    }

    /// Passes on the whole frames at the start of `batch` and returns how many bytes they are.
    fn pass_on(&mut self, batch: &[u8], frames: &mut Frames, cx: &mut Context<'_>) -> usize {
        self.latest = Instant::now();
        frames.clear();
        let taken = self.cut(batch, frames);
        self.note_progress(&batch[taken..], taken == 0);
        if taken > 0 {
            let over = self.hide(batch, frames);
            let verdicts = self.judge(batch, frames);
            let first = self.record(batch, frames);
            self.carry_out(verdicts, first);
            over.iter().for_each(|over| self.tell_over(over, true));
            match self.held_from(batch, frames) {
                None => self.write(frames.outgoing(&batch[..taken]), cx),
                Some(index) => self.hold_back(batch, frames, index, first, cx),
            }
        }
        taken
    }

    /// Writes as much as the receiver takes now and keeps the rest.
    fn write(&mut self, bytes: &[u8], cx: &mut Context<'_>) {
        let mut gone = 0;
        while gone < bytes.len() {
            match Pin::new(&mut self.to).poll_write(cx, &bytes[gone..]) {
                Poll::Ready(Ok(written)) if written > 0 => gone += written,
                // An error is met again, and told, when the rest is flushed.
                _ => break,
            }
        }
        if gone < bytes.len() {
            self.unsent = Unsent { bytes: bytes[gone..].to_vec(), gone: 0, injection: None };
        }
    }

    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        while self.unsent.gone < self.unsent.bytes.len() {
            let rest = &self.unsent.bytes[self.unsent.gone..];
            match ready!(Pin::new(&mut self.to).poll_write(cx, rest)) {
                Ok(0) => return Poll::Ready(self.refused(std::io::ErrorKind::WriteZero.into())),
                Ok(written) => self.unsent.gone += written,
                Err(error) => return Poll::Ready(self.refused(error)),
            }
        }
        if let Some(injection) = std::mem::take(&mut self.unsent).injection {
            let (injection, entry) = *injection;
            injection.answer(Ok(entry));
        }
        self.account();
        Poll::Ready(Ok(()))
    }

    /// The receiver is gone: counts what it did not take.
    fn refused(&mut self, error: std::io::Error) -> std::io::Result<()> {
        tracing::debug!(session = %self.session.id, direction = self.direction.short(), %error, "not written");
        self.abandon();
        Err(error)
    }

    fn drop_unsent(&mut self) {
        let unsent = std::mem::take(&mut self.unsent);
        self.lane().not_delivered(unsent.bytes.len() - unsent.gone);
        if let Some(injection) = unsent.injection {
            injection.0.answer(Err(InjectError::Gone));
        }
        self.account();
    }

    fn finish(&mut self, cause: Cause, cx: &mut Context<'_>) {
        Scratch::with(|scratch| self.finish_with(cause, scratch, cx));
    }

    /// Nothing more is read: passes on the beginning of a frame there may be.
    fn finish_with(&mut self, cause: Cause, scratch: &mut Scratch, cx: &mut Context<'_>) {
        self.over = Some(cause);
        self.latest = Instant::now();
        let rest = std::mem::take(&mut self.partial);
        scratch.frames.clear();
        self.cut_rest(&rest, 0, &mut scratch.frames);
        if cause == Cause::Reset {
            self.lane().hold.let_go(Releaser::Ending, |_| true);
        }
        if !rest.is_empty() {
            let entry = self.record(&rest, &scratch.frames);
            match self.lane().hold.is_waiting() {
                true => self.wait_behind(entry, rest),
                false => self.write(&rest, cx),
            }
        }
        self.note_progress(&[], false);
        self.account();
    }

    /// Lets everybody see the frame that has begun and not ended; `same` as the last time, or another.
    fn note_progress(&mut self, rest: &[u8], same: bool) {
        if rest.is_empty() && !self.progress_noted {
            return; // the common case costs no lock
        }
        self.progress_noted = !rest.is_empty();
        let mut incomplete = self.lane().incomplete();
        let before = incomplete.take().filter(|_| same);
        *incomplete = self.deframer.waiting(rest).map(|waiting| Incomplete {
            since: before.as_ref().map_or(self.latest, |before| before.since),
            verb: [0, 1, 2].map(|at| rest.get(at).copied().unwrap_or(b' ')),
            have: waiting.have,
            want: waiting.want,
            told: before.is_some_and(|before| before.told),
        });
    }

    /// Tells the relay how much is held back here.
    fn account(&mut self) {
        let now = self.partial.len() + self.unsent.bytes.len();
        if now > self.held {
            self.relay.held.fetch_add(now - self.held, Ordering::Relaxed);
        } else if now < self.held {
            self.relay.held.fetch_sub(self.held - now, Ordering::Relaxed);
        }
        self.held = now;
    }

    /// Records an event of this session.
    fn tell(&self, event: &Event) {
        self.relay.transcript.record_event(Instant::now(), Some(self.session.id), event);
    }

    fn lane(&self) -> &'s Lane {
        self.session.lane(self.direction)
    }
}

impl Drop for Pump<'_> {
    fn drop(&mut self) {
        self.partial = Vec::new();
        self.unsent = Unsent::default();
        self.account();
    }
}
