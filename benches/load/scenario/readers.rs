//! What readers of the transcript cost the traffic, when it is as much as passes.

use super::MB;
use super::flow::Flow;
use crate::figure::{Figure, Goal};
use crate::mix::Pattern;
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{PLAIN, Variant};
use crate::wire::{Cut, Upstream};
use anyhow::Result;
use msnp::Direction;

const CONNECTIONS: usize = 8;

/// Twice the transcript's memory, so that it is full before anything is measured.
const WARM_UP: usize = 256 * 1024 * 1024;

/// How many readers, and how much of the throughput without readers is to be left.
const READERS: [(usize, Goal); 3] =
    [(1, Goal::RatioAtLeast(0.9)), (4, Goal::RatioAtLeast(0.85)), (16, Goal::Known)];

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Readers of the transcript");
    report.note(&format!(
        "server → client, {CONNECTIONS} connections, writes of 64 KiB; every reader makes rows of the newest 128 KiB \
         every 33 ms"
    ));
    let upstream = Upstream::bind().await?;
    let mut variants =
        vec![Variant::plain(upstream.address).await?, Variant::with_readers(upstream.address, 0).await?];
    for (readers, _) in READERS {
        variants.push(Variant::with_readers(upstream.address, readers).await?);
    }
    let direction = Direction::ServerToClient;
    let flow = Flow {
        upstream: &upstream,
        direction,
        pattern: Pattern::realistic(direction),
        connections: CONNECTIONS,
        cut: Cut::Chunks,
    };
    let mut rate = Figure::new("Bulk with readers", "MB/s", 0);
    for pass in flow.measure(plan, &variants, WARM_UP).await? {
        rate.add(pass.variant, pass.bytes / MB / pass.took.as_secs_f64());
    }
    let undisturbed = &variants[1].name;
    for (variant, (_, goal)) in variants[2..].iter().zip(READERS) {
        rate = rate.claim(&variant.name, undisturbed, goal).claim(&variant.name, PLAIN, Goal::Known);
    }
    report.figure(&rate);
    Ok(())
}
