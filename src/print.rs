//! The transcript on standard output, at the pace of whoever reads it.
//!
//! To remember: the relay never waits for this. A reader that does not read stalls this thread alone, and is told what
//! it missed when it reads on.

use crate::args::Output;
use crate::looks;
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use nudge_proxy::transcript::{Transcript, Window};
use nudge_proxy::view::{Row, View};
use std::convert::Infallible;
use std::io::{self, ErrorKind, IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Between two looks at the transcript, when the last one found nothing.
const PACE: Duration = Duration::from_millis(33);

/// How much is looked at at once, in bytes.
const BATCH: usize = 128 * 1024;

/// What the buffer of a batch keeps for the next, in bytes.
const KEPT: usize = 256 * 1024;

/// How long a reader may take nothing, when everything is over, before it is left alone.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long it has when the person wants to be gone.
const HASTE: Duration = Duration::from_millis(500);

/// The printing thread, as the rest of the program sees it.
#[derive(Debug)]
pub(crate) struct Printing {
    transcript: Arc<Transcript>,
    /// Dropped to say that nothing more will be recorded.
    recording: Option<SyncSender<Infallible>>,
    /// The number of the first entry that standard output has not taken.
    next: Arc<AtomicU64>,
    /// `None` when there is nothing to wait for.
    outcome: Option<oneshot::Receiver<io::Result<()>>>,
    stopped: io::Result<()>,
}

impl Printing {
    /// Begins to print.
    pub(crate) fn start(
        transcript: Arc<Transcript>,
        output: Output,
        reveal: bool,
    ) -> anyhow::Result<Printing> {
        let (recording, over) = sync_channel(0);
        let (tell, outcome) = oneshot::channel();
        let next = Arc::new(AtomicU64::new(1));
        if output != Output::Nothing {
            let (transcript, next) = (transcript.clone(), next.clone());
            let print = move || {
                let mut printer = Printer::new(transcript, next, output, reveal);
                // Nobody listens when the program is already ending.
                let _ = tell.send(printer.follow(&over));
            };
            thread::Builder::new().name("print".to_owned()).spawn(print).context("cannot start a thread")?;
        }
        let outcome = (output != Output::Nothing).then_some(outcome);
        Ok(Printing { transcript, recording: Some(recording), next, outcome, stopped: Ok(()) })
    }

    /// Waits until printing has ended: never by itself, only when standard output takes no more.
    pub(crate) async fn stopped(&mut self) {
        match &mut self.outcome {
            Some(outcome) => {
                self.stopped =
                    outcome.await.unwrap_or_else(|_| Err(io::Error::other("the printing thread panicked")));
                self.outcome = None;
            }
            None => std::future::pending().await,
        }
    }

    /// Lets what is left be printed; not for ever where nobody reads. A reader that has gone away is no failure.
    pub(crate) async fn finish(mut self, ending: &CancellationToken) -> anyhow::Result<()> {
        drop(self.recording.take());
        if self.outcome.is_some() {
            let next = self.next.clone();
            tokio::select! {
                () = self.stopped() => {}
                () = out_of_patience(&next, ending) => {
                    let entries = self.transcript.head() - next.load(Ordering::Relaxed);
                    tracing::warn!(entries, "nobody reads standard output; its last entries were not printed");
                }
            }
        }
        match self.stopped {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(error).context("cannot write the transcript to standard output")
            }
            _ => Ok(()),
        }
    }
}

/// Waits until the reader has taken nothing for too long.
async fn out_of_patience(next: &AtomicU64, ending: &CancellationToken) {
    loop {
        let before = next.load(Ordering::Relaxed);
        tokio::select! {
            () = sleep(PATIENCE) => if next.load(Ordering::Relaxed) == before { return },
            () = ending.cancelled() => return sleep(HASTE).await,
        }
    }
}

/// What the printing thread owns.
struct Printer {
    transcript: Arc<Transcript>,
    next: Arc<AtomicU64>,
    view: View,
    output: Output,
    coloured: bool,
    buffer: Vec<u8>,
}

impl Printer {
    fn new(transcript: Arc<Transcript>, next: Arc<AtomicU64>, output: Output, reveal: bool) -> Printer {
        let view = View::new(transcript.wall_clock(Duration::ZERO), reveal).in_local_time();
        let coloured = output == Output::Notation && AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Printer { transcript, next, view, output, coloured, buffer: Vec::new() }
    }

    /// Prints until nothing more is recorded and all is printed.
    fn follow(&mut self, over: &Receiver<Infallible>) -> io::Result<()> {
        let mut stdout: Box<dyn Write> = match self.output {
            Output::Notation => Box::new(anstream::stdout().lock()),
            _ => Box::new(io::stdout().lock()),
        };
        loop {
            // Asked before looking, so that the last look sees the last entry.
            let is_over = over.recv_timeout(PACE) == Err(RecvTimeoutError::Disconnected);
            while self.next.load(Ordering::Relaxed) < self.transcript.head() {
                let next = self.take_batch();
                stdout.write_all(&self.buffer)?;
                stdout.flush()?;
                self.next.store(next, Ordering::Relaxed);
            }
            if is_over {
                return Ok(());
            }
        }
    }

    /// Fills the buffer with what comes next, and says what comes after it.
    fn take_batch(&mut self) -> u64 {
        self.buffer.clear();
        self.buffer.shrink_to(KEPT);
        let columns = columns();
        let look = self.transcript.look(Window::From(self.next.load(Ordering::Relaxed)), BATCH);
        if look.missed > 0 {
            match self.output {
                Output::Notation => self.push(&self.view.missed(look.missed, columns)),
                _ => self.view.ndjson_missed(look.missed, &mut self.buffer),
            }
        }
        for entry in look.entries() {
            match self.output {
                Output::Notation => self.push(&self.view.notation(&entry, columns)),
                _ => self.view.ndjson(&entry, &mut self.buffer),
            }
        }
        look.range.end
    }

    fn push(&mut self, row: &Row) {
        match self.coloured {
            true => looks::paint(row, &mut self.buffer),
            false => self.buffer.extend_from_slice(row.text().as_bytes()),
        }
    }
}

/// How wide the terminal is that shows standard output, if one does.
fn columns() -> Option<usize> {
    let stdout = io::stdout();
    let (width, _) = stdout.is_terminal().then(|| terminal_size::terminal_size_of(&stdout))??;
    Some(width.0.into())
}
