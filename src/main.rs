//! Nudge: a man-in-the-middle debugging proxy for MSN Messenger.
//!
//! arguments → settings → listeners → banner → relay, browser's view, printer and recorder → exit code; or a saved
//! transcript instead of a relay. The only crate that prints: the transcript, and what is asked about a saved one, on
//! standard output, everything else on standard error.

mod args;
mod attach;
mod banner;
mod check;
mod descriptors;
mod exit;
mod listen;
mod looks;
mod open;
mod print;
mod record;
mod sandbox;
mod script;
mod signals;
mod web;

use anyhow::Context as _;
use args::{Asked, Settings};
use exit::{Exit, Stopped};
use nudge_proxy::relay::{Config, Limits, Relay};
use nudge_proxy::transcript::Transcript;
use print::Printing;
use record::Recording;
use signals::Signals;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio_util::sync::CancellationToken;

fn main() -> ExitCode {
    if let Some(attach) = args::attach() {
        return attached(attach);
    }
    let asked = match args::read() {
        Ok(asked) => asked,
        Err(exit) => return exit.into(),
    };
    banner::log_to_standard_error();
    let outcome = match asked {
        Asked::Relay(settings) => start(run(*settings)),
        Asked::Open(settings) => start(open::run(settings)),
        Asked::Check(settings) => check::run(&settings),
        Asked::Script(settings) => script::run(&settings),
    };
    match outcome {
        Ok(exit) => exit.into(),
        Err(stopped) => stopped.report(),
    }
}

/// Drives a program that runs.
fn attached(attach: Result<args::Attach, clap::Error>) -> ExitCode {
    match attach {
        // Says what is wrong, or what there is, and ends with the code that goes with it.
        Err(error) => {
            let _ = error.print();
            if error.use_stderr() { Exit::WrongArguments.into() } else { Exit::AsAsked.into() }
        }
        Ok(attach) => match attach::run(attach) {
            Ok(()) => Exit::AsAsked.into(),
            Err(why) => Stopped::from(why).report(),
        },
    }
}

fn start(run: impl Future<Output = Result<(), Stopped>>) -> Result<Exit, Stopped> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start; does a limit on threads or open files stand in the way?")?;
    let outcome = runtime.block_on(run);
    // A name that is still being looked up must not keep a program that has ended.
    runtime.shutdown_background();
    outcome.map(|()| Exit::AsAsked)
}

async fn run(settings: Settings) -> Result<(), Stopped> {
    // Before anything is promised, so that a signal never finds the program without its handler.
    let signals = Signals::new().context("cannot listen for signals")?;
    let shares = descriptors::share(settings.max_sessions);
    let sandbox = sandbox::bind(settings.sandbox.as_ref(), settings.demo).await?;
    let entrances = listen::bind(&settings.doors, sandbox.as_ref()).await?;
    let page = web::bind(settings.web.as_ref())?;

    let now = (Instant::now(), SystemTime::now());
    let transcript = Arc::new(Transcript::new(settings.memory, RandomState::new().hash_one(now), now));
    let config = Config {
        ports: settings.ports.clone(),
        advertise: settings.advertise.clone(),
        allow: settings.allow.clone(),
        max_sessions: shares.sessions,
        max_routes: shares.routes,
        off_limits: page.iter().map(web::Page::address).collect(),
        limits: Limits::default(),
    };
    let relay = Relay::new(config, transcript.clone());
    let (closing, ending) = (CancellationToken::new(), CancellationToken::new());
    tokio::spawn(signals.obey(closing.clone(), ending.clone()));

    let recording = Recording::start(&transcript, settings.record.as_ref()).await?;
    let about = web::about(&settings, &entrances, sandbox.as_ref());
    let page = page.map(|page| page.serve(about, relay.clone(), &transcript, closing.clone())).transpose()?;
    banner::print(&settings, &entrances, sandbox.as_ref(), page.as_ref(), recording.path());
    let playing = sandbox::play(sandbox, settings.demo, &entrances, closing.clone());

    let mut printing = Printing::start(transcript, settings.output, settings.reveal)?;
    let mut relaying = std::pin::pin!(relay.run(entrances, closing.clone(), ending.clone()));
    tokio::select! {
        () = &mut relaying => {}
        () = printing.stopped() => {
            closing.cancel();
            relaying.await;
        }
    }
    playing.wait().await;
    if let Some(page) = page {
        page.ended().await;
    }
    // What was not kept matters more than who stopped reading.
    let (kept, printed) = tokio::join!(recording.finish(&ending), printing.finish(&ending));
    Ok(kept.and(printed)?)
}
