//! Whether the process stays within the transcript's budget, whatever the frames are like.

use super::NOT_MEASURED;
use super::flow::Flow;
use crate::figure::Figure;
use crate::mix::{Pattern, keep_alive, large_message};
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{NUDGE, Variant};
use crate::wire::{Cut, Pair, Upstream};
use anyhow::{Context as _, Result};
use msnp::Direction;
use std::sync::Arc;

const CONNECTIONS: usize = 8;
const BUDGET: &str = "64MiB";
const BUDGET_BYTES: f64 = 64.0 * 1024.0 * 1024.0;

/// The growth may be this many times the budget.
const GOAL: f64 = 1.05;

const LARGE: usize = 60 * 1024;
const DIRECTION: Direction = Direction::ClientToServer;

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Memory within its budget");
    report.note(&format!(
        "--memory {BUDGET}, several times that sent through {CONNECTIONS} connections; the process's peak, less what it \
         had after its first session"
    ));
    let mibs = |count: usize| count * 1024 * 1024;
    // The shortest frames take several times their size in the transcript.
    let mix = (Pattern::realistic(DIRECTION), mibs(512));
    let shortest = (Pattern::repeated(keep_alive(DIRECTION)), mibs(64));
    let large = (Pattern::repeated(&large_message(DIRECTION, LARGE)), mibs(512));
    for (what, flows) in [
        ("a realistic mix", vec![mix.clone()]),
        ("the shortest frames", vec![shortest.clone()]),
        ("frames of 60 KiB", vec![large.clone()]),
        ("all of these in turn", vec![mix, shortest, large]),
    ] {
        let mut figure = Figure::new(format!("Growth / budget, {what}"), "times", 3);
        for _ in 0..plan.passes() {
            match growth(&flows).await? {
                Some(growth) => figure.add(NUDGE, growth / BUDGET_BYTES),
                None => {
                    report.note(NOT_MEASURED);
                    return Ok(());
                }
            }
        }
        report.figure(&figure.limit(NUDGE, GOAL));
    }
    Ok(())
}

/// By how much the process grows, at most, while so many bytes of each pattern pass, one after the other.
async fn growth(flows: &[(Arc<Pattern>, usize)]) -> Result<Option<f64>> {
    let upstream = Upstream::bind().await?;
    let nudge = Variant::nudge(upstream.address, &["--memory", BUDGET]).await?;
    let process = nudge.process()?;
    drop(Pair::open(nudge.address, &upstream, 0).await?);
    let Some(before) = process.memory() else { return Ok(None) };
    for (pattern, bytes) in flows {
        let flow = Flow {
            upstream: &upstream,
            direction: DIRECTION,
            pattern: Arc::clone(pattern),
            connections: CONNECTIONS,
            cut: Cut::Chunks,
        };
        flow.pass(&nudge, flow.repetitions(*bytes)).await?;
    }
    let peak = process.peak_memory().context("the relay is gone")?;
    Ok(Some(peak - before.resident))
}
