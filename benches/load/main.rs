//! How fast, how small and how steady the program is, beside a plain relay and beside no relay at all.
//!
//! To remember: the three take turns in one run on one machine, so that what is compared ran under the same weather; and
//! every byte that arrives is compared with the byte that was sent.
//!
//! ```text
//! cargo bench --bench load -- [SCENARIO]… [--passes N] [--quick] [--markdown]
//!
//!  this process                      a child of it                        this process
//!  our clients ── no relay ──────────────────────────────────────────────► our server
//!              ── plain relay: tokio's copy_bidirectional, 8 KiB buffers ─►
//!              ── nudge: every frame told apart and recorded ─────────────►
//! ```
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is what it is for")]

mod background;
mod child;
mod dialogue;
mod figure;
mod mix;
mod plan;
mod report;
mod role;
mod scenario;
mod statistics;
mod variant;
mod viewers;
mod wire;

use anyhow::Result;
use clap::Parser as _;
use plan::Plan;
use report::Report;
use std::env;
use std::process::ExitCode;
use tokio::runtime::Runtime;

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == role::FLAG) {
        return role::play(&arguments[1..]);
    }
    if !arguments.iter().any(|argument| argument == "--bench") {
        // `cargo test --benches` only wants to know that this builds and starts.
        return Ok(ExitCode::SUCCESS);
    }
    let plan = Plan::parse();
    let descriptors = rlimit::increase_nofile_limit(u64::MAX)?;
    let failures = Runtime::new()?.block_on(async {
        // Whichever ends first drops the other, and with it every child process.
        tokio::select! {
            failures = measure(&plan, descriptors) => failures,
            () = interrupted() => 1,
        }
    });
    Ok(if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures what was asked for and returns how many scenarios could not be measured.
async fn measure(plan: &Plan, descriptors: u64) -> usize {
    let mut report = Report::new(plan.markdown);
    report.note(&machine());
    if plan.quick {
        report.note("A quick look: too few and too short passes to tell what is noise. Nothing here is worth quoting.");
    }
    let mut failures = 0;
    for scenario in plan.scenarios() {
        if let Err(error) = Box::pin(scenario::run(scenario, plan, descriptors, &mut report)).await {
            eprintln!("{scenario:?} could not be measured: {error:#}");
            failures += 1;
        }
    }
    report.finish();
    failures
}

/// What all this ran on, and how busy that was already: figures from a busy machine tell little.
fn machine() -> String {
    let read = |file| std::fs::read_to_string(file).unwrap_or_default();
    let processors = read("/proc/cpuinfo");
    let model = processors.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg");
    format!(
        "{cores} cores{}, {} {}, load average {} beforehand",
        model.map_or(String::new(), |(_, name)| format!(" of {}", name.trim())),
        env::consts::OS,
        read("/proc/sys/kernel/osrelease").trim(),
        load.split(' ').next().filter(|load| !load.is_empty()).unwrap_or("unknown"),
    )
}

/// Ctrl-C, or being told to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut told) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = told.recv() => return,
                _ = tokio::signal::ctrl_c() => return,
            }
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
