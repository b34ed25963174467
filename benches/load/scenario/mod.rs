//! What is measured: one file each.

mod bulk;
mod flow;
mod framed;
mod idle;
mod latency;
mod memory;
mod million;
mod readers;
mod stalled;
mod viewers;

use crate::plan::{Plan, Scenario};
use crate::report::Report;
use anyhow::Result;

/// A megabyte, in bytes.
const MB: f64 = 1e6;

/// Where there is no `/proc` to look into.
const NOT_MEASURED: &str = "Processor time and memory of other processes: not measured on this system.";

/// Measures one scenario and reports it.
pub(crate) async fn run(
    scenario: Scenario,
    plan: &Plan,
    descriptors: u64,
    report: &mut Report,
) -> Result<()> {
    match scenario {
        Scenario::Bulk => bulk::measure(plan, report).await,
        Scenario::Framed => framed::measure(plan, report).await,
        Scenario::Latency => latency::measure(plan, report).await,
        Scenario::Million => million::measure(plan, report).await,
        Scenario::Idle => idle::measure(plan, descriptors, report).await,
        Scenario::Memory => memory::measure(plan, report).await,
        Scenario::Stalled => stalled::measure(plan, report).await,
        Scenario::Readers => readers::measure(plan, report).await,
        Scenario::Viewers => viewers::measure(plan, report).await,
    }
}
