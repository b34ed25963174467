//! The transcript in files, as it happens.
//!
//! To remember: the relay never waits for this. A disk that is slow or full stalls this thread alone; what is forgotten
//! meanwhile is a line in the file, and said.

use crate::args::RecordSettings;
use crate::exit::Stopped;
use anyhow::Context as _;
use nudge_proxy::saved::{Recorder, Volumes};
use nudge_proxy::transcript::Transcript;
use std::convert::Infallible;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// Between two looks at the transcript, when the last one found nothing: what happens is with the system within twice that.
const PACE: Duration = Duration::from_millis(50);

/// Before a disk that was full is tried again.
const RESPITE: Duration = Duration::from_millis(250);

/// How long the first file may take to open.
const OPENING: Duration = Duration::from_secs(3);

/// How long the last entries may take when everything is over.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long when the person wants to be gone.
const HASTE: Duration = Duration::from_millis(500);

/// The recording thread, as the rest of the program sees it.
#[derive(Debug)]
pub(crate) struct Recording {
    /// `None` where nothing is recorded.
    thread: Option<Thread>,
}

#[derive(Debug)]
struct Thread {
    /// Dropped to say that nothing more will happen.
    happening: SyncSender<Infallible>,
    outcome: oneshot::Receiver<anyhow::Result<()>>,
    /// The first file.
    path: PathBuf,
}

impl Recording {
    /// Begins to record, where that is wanted.
    pub(crate) async fn start(
        transcript: &Arc<Transcript>,
        settings: Option<&RecordSettings>,
    ) -> Result<Recording, Stopped> {
        let Some(RecordSettings { file, size }) = settings else { return Ok(Recording { thread: None }) };
        let volumes = create(file).await.with_context(|| {
            format!("cannot record in {}; name a file in a folder you may write to", file.display())
        })?;
        if volumes.path() != file {
            let instead = volumes.path().display();
            tracing::warn!("{} exists and stays as it is; recording in {instead}", file.display());
        }
        let (happening, over) = sync_channel(0);
        let (tell, outcome) = oneshot::channel();
        let path = volumes.path().to_owned();
        let mut recorder = Recorder::new(transcript.clone(), volumes, *size);
        let record = move || {
            // Nobody listens when the program did not wait for this.
            let _ = tell.send(follow(&mut recorder, &over));
        };
        thread::Builder::new().name("record".to_owned()).spawn(record).context("cannot start a thread")?;
        Ok(Recording { thread: Some(Thread { happening, outcome, path }) })
    }

    /// The file it begins in, where something is recorded.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.thread.as_ref().map(|thread| &*thread.path)
    }

    /// Lets what is left be written; not for ever where the disk does not take it.
    pub(crate) async fn finish(self, ending: &CancellationToken) -> anyhow::Result<()> {
        let Some(Thread { happening, outcome, .. }) = self.thread else { return Ok(()) };
        drop(happening);
        let too_long = async {
            tokio::select! {
                () = sleep(PATIENCE) => {}
                () = async { ending.cancelled().await; sleep(HASTE).await } => {}
            }
        };
        tokio::select! {
            outcome = outcome => outcome.unwrap_or_else(|_| anyhow::bail!("the recording thread panicked")),
            () = too_long => anyhow::bail!("the disk is too slow; the last entries may not have been recorded"),
        }
    }
}

/// Makes the first file. A pipe that nobody reads, or a disk that does not answer, would keep the program for ever.
async fn create(file: &Path) -> anyhow::Result<Volumes> {
    let file = file.to_owned();
    let created = tokio::task::spawn_blocking(move || Volumes::create(&file));
    match timeout(OPENING, created).await {
        Ok(created) => Ok(created.context("the thread that makes the file panicked")??),
        Err(_) => anyhow::bail!("it does not open; if it is a pipe, start what reads it first"),
    }
}

/// Records until nothing more happens and all is written, or until there is no point in trying again.
fn follow(recorder: &mut Recorder, over: &Receiver<Infallible>) -> anyhow::Result<()> {
    let mut said = Said { missed: 0, is_full: false, path: recorder.path().to_owned() };
    let mut pace = PACE;
    loop {
        // Asked before looking, so that the last look sees the last entry.
        let is_over = over.recv_timeout(pace) == Err(RecvTimeoutError::Disconnected);
        let outcome = write_what_is_due(recorder);
        said.say_missed(recorder);
        pace = match outcome {
            Ok(()) if is_over => {
                return recorder.sync().with_context(|| cannot(recorder, "be sure of the last entries"));
            }
            Ok(()) => {
                said.say_room();
                PACE
            }
            Err(error) if is_full(&error) && !is_over => {
                said.say_full(recorder, &error);
                RESPITE
            }
            Err(error) => {
                let left = recorder.left();
                let why = cannot(recorder, &format!("record the last {left} entries"));
                if !is_over {
                    tracing::error!("recording stops, relaying goes on: {why}: {error}");
                }
                return Err(error).context(why);
            }
        };
    }
}

fn write_what_is_due(recorder: &mut Recorder) -> io::Result<()> {
    while recorder.step()? {}
    Ok(())
}

/// Whether there may be room again.
fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::WouldBlock)
}

fn cannot(recorder: &Recorder, what: &str) -> String {
    format!("cannot {what} in {}", recorder.path().display())
}

/// What the person was told, so that it is told once.
struct Said {
    missed: u64,
    is_full: bool,
    path: PathBuf,
}

impl Said {
    fn say_missed(&mut self, recorder: &Recorder) {
        let missed = recorder.missed() - self.missed;
        if missed > 0 {
            tracing::warn!(
                missed,
                "entries were forgotten before they could be recorded; more --memory keeps more"
            );
        }
        self.missed = recorder.missed();
        if self.path != recorder.path() {
            recorder.path().clone_into(&mut self.path);
            tracing::info!("recording goes on in {}", self.path.display());
        }
    }

    fn say_full(&mut self, recorder: &Recorder, error: &io::Error) {
        if !self.is_full {
            let path = recorder.path().display();
            tracing::warn!(
                "{path} takes no more: {error}; relaying goes on, and so does recording when there is room"
            );
        }
        self.is_full = true;
    }

    fn say_room(&mut self) {
        if std::mem::take(&mut self.is_full) {
            tracing::warn!("there is room again in {}", self.path.display());
        }
    }
}
