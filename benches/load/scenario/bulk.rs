//! As many bytes as pass: eight connections, writes of 64 KiB, a realistic mix of frames, every byte verified.

use super::flow::{DIRECTIONS, Flow};
use super::{MB, NOT_MEASURED};
use crate::figure::{Figure, Goal};
use crate::mix::Pattern;
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{NUDGE, PLAIN, Variant};
use crate::wire::{Cut, Upstream};
use anyhow::Result;

const CONNECTIONS: usize = 8;

/// Twice the transcript's memory, so that it is full before anything is measured.
const WARM_UP: usize = 256 * 1024 * 1024;

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Bulk throughput");
    let upstream = Upstream::bind().await?;
    let variants = Variant::all(&upstream).await?;
    for (direction, way) in DIRECTIONS {
        let pattern = Pattern::realistic(direction);
        report.note(&format!(
            "{way}: {CONNECTIONS} connections, writes of 64 KiB, frames of {} bytes on average",
            pattern.mean_frame()
        ));
        let flow =
            Flow { upstream: &upstream, direction, pattern, connections: CONNECTIONS, cut: Cut::Chunks };
        let mut rate = Figure::new(format!("Bulk, {way}"), "MB/s", 0);
        let mut cpu = Figure::new(format!("Processor time, {way}"), "µs/MB", 0);
        for pass in flow.measure(plan, &variants, WARM_UP).await? {
            rate.add(pass.variant, pass.bytes / MB / pass.took.as_secs_f64());
            if let Some(used) = pass.cpu {
                cpu.add(pass.variant, used.as_secs_f64() * 1e6 / (pass.bytes / MB));
            }
        }
        report.figure(&rate.claim(NUDGE, PLAIN, Goal::RatioAtLeast(0.85)));
        match cpu.is_empty() {
            true => report.note(NOT_MEASURED),
            false => report.figure(&cpu.claim(NUDGE, PLAIN, Goal::RatioAtMost(1.3))),
        }
    }
    Ok(())
}
