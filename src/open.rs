//! A saved transcript in the browser: the page, and no relay.

use crate::args::OpenSettings;
use crate::exit::Stopped;
use crate::signals::Signals;
use crate::{banner, web};
use anyhow::Context as _;
use bytesize::ByteSize;
use nudge_proxy::saved::Archive;
use nudge_proxy::transcript::{LEAST_MEMORY, Transcript, Window};
use nudge_web_ui::Saved;
use std::sync::Arc;
use std::thread;
use tokio_util::sync::CancellationToken;

/// The most memory that is used for a saved transcript where nobody says, in bytes.
const MOST: usize = 2 * 1024 * 1024 * 1024;

/// Shows it until a signal comes. It is read meanwhile, so that the page is there at once.
pub(crate) async fn run(settings: OpenSettings) -> Result<(), Stopped> {
    let signals = Signals::new().context("cannot listen for signals")?;
    let archive = Archive::open(&settings.files).map_err(anyhow::Error::from)?;
    let page = web::bind(Some(&settings.web))?.context("a page")?;
    let memory = memory(&archive, settings.memory);
    let (transcript, saved) = (Arc::new(archive.transcript(memory)), Saved::of(&archive));
    let (closing, ending) = (CancellationToken::new(), CancellationToken::new());
    tokio::spawn(signals.obey(closing.clone(), ending));

    let about = web::about_saved(memory, settings.reveal);
    let page = page.serve(about, saved.clone(), &transcript, closing.clone())?;
    banner::print_opened(&archive.names().collect::<Vec<_>>(), archive.size(), &page);
    let read = move || read(archive, &saved, &transcript);
    thread::Builder::new().name("read".to_owned()).spawn(read).context("cannot start a thread")?;
    page.ended().await;
    Ok(())
}

/// As much as was asked for, or what the files need: an entry in memory takes at most about twice its line.
pub(crate) fn memory(archive: &Archive, asked: Option<usize>) -> usize {
    let needed =
        usize::try_from(archive.size()).unwrap_or(MOST).saturating_mul(2).saturating_add(LEAST_MEMORY);
    asked.unwrap_or(needed.min(MOST))
}

fn read(archive: Archive, saved: &Saved, transcript: &Transcript) {
    let (size, first) = (archive.size(), transcript.head());
    saved.read(archive, transcript, |notice| tracing::warn!("{notice}"));
    say_forgotten(transcript, first, size);
}

/// Says how much of what began with this entry did not fit.
pub(crate) fn say_forgotten(transcript: &Transcript, first: u64, size: u64) {
    let forgotten = transcript.look(Window::From(u64::MAX), 0).first - first;
    if forgotten > 0 {
        let enough = ByteSize::b(size.saturating_mul(2));
        tracing::warn!(forgotten, "the oldest entries did not fit; --memory {enough} is enough for all");
    }
}
