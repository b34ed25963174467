//! As many frames as pass when each is written by itself.

use super::flow::{DIRECTIONS, Flow};
use crate::figure::{Figure, Goal};
use crate::mix::Pattern;
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{NUDGE, PLAIN, Variant};
use crate::wire::{Cut, Upstream};
use anyhow::Result;

const CONNECTIONS: usize = 8;
const WARM_UP: usize = 16 * 1024 * 1024;

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Framed throughput");
    let upstream = Upstream::bind().await?;
    let variants = Variant::all(&upstream).await?;
    for (direction, way) in DIRECTIONS {
        let pattern = Pattern::small(direction);
        report.note(&format!(
            "{way}: {CONNECTIONS} connections, one write per frame of {} bytes on average",
            pattern.mean_frame()
        ));
        let flow =
            Flow { upstream: &upstream, direction, pattern, connections: CONNECTIONS, cut: Cut::Frames };
        let mut rate = Figure::new(format!("Framed, {way}"), "frames/s", 0);
        for pass in flow.measure(plan, &variants, WARM_UP).await? {
            rate.add(pass.variant, pass.frames / pass.took.as_secs_f64());
        }
        report.figure(&rate.claim(NUDGE, PLAIN, Goal::NotLess));
    }
    Ok(())
}
