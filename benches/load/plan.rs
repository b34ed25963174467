//! What was asked for on the command line.

use clap::{Parser, ValueEnum};
use std::time::Duration;

/// Measures this proxy beside a plain relay and beside no relay, in turns, on loopback.
#[derive(Debug, Parser)]
#[command(name = "cargo bench --bench load --")]
pub(crate) struct Plan {
    /// What to measure [default: everything]
    #[arg(value_enum)]
    scenarios: Vec<Scenario>,

    /// How often each variant has its turn; medians are over these
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    passes: u8,

    /// A quick look: two short passes, fewer sessions; nothing to quote
    #[arg(long)]
    pub(crate) quick: bool,

    /// Print Markdown tables
    #[arg(long)]
    pub(crate) markdown: bool,

    /// `cargo bench` says so
    #[arg(long, hide = true)]
    bench: bool,
}

/// One thing to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scenario {
    /// As many bytes as pass, over eight connections
    Bulk,
    /// As many frames as pass, each in a write of its own
    Framed,
    /// How long a frame and its answer take
    Latency,
    /// Whether the millionth command takes as long as the first
    Million,
    /// What a session costs that only waits
    Idle,
    /// Whether the memory stays within its budget
    Memory,
    /// What a reader costs that stops reading
    Stalled,
    /// What readers of the transcript cost
    Readers,
    /// What open pages cost
    Viewers,
}

impl Plan {
    pub(crate) fn scenarios(&self) -> Vec<Scenario> {
        match self.scenarios.as_slice() {
            [] => Scenario::value_variants().to_vec(),
            chosen => chosen.to_vec(),
        }
    }

    pub(crate) fn passes(&self) -> usize {
        if self.quick { 2 } else { self.passes.into() }
    }

    /// How long a pass at full speed should take.
    pub(crate) fn pass_time(&self) -> Duration {
        Duration::from_millis(if self.quick { 300 } else { 1_600 })
    }

    /// This number, or a tenth of it for a quick look.
    pub(crate) fn count(&self, full: usize) -> usize {
        if self.quick { full / 10 } else { full }
    }
}
