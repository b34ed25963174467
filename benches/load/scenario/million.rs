//! Whether the millionth command on a connection takes as long as the first.

use crate::dialogue::Dialogue;
use crate::figure::Figure;
use crate::plan::Plan;
use crate::report::Report;
use crate::statistics::median;
use crate::variant::{NUDGE, Variant, turns};
use crate::wire::{Pair, Upstream, within};
use anyhow::Result;
use std::time::Duration;

/// Commands the old connection has behind it, so many asked at once.
const COMMANDS: usize = 1_000_000;
const WINDOW: usize = 100;

/// Round trips measured on each connection, in so many turns.
const SAMPLE: usize = 4_000;
const TURNS: usize = 40;

/// How many times a new connection's delay the old one's may be: any work that grew with what has passed would show
/// as a multiple.
const GOAL: f64 = 1.05;

const LIMIT: Duration = Duration::from_secs(60);

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("The first command and the millionth");
    let commands = plan.count(COMMANDS);
    report.note(&format!(
        "A new connection and one with {commands} commands behind it, asked in {TURNS} turns; medians of {SAMPLE} round trips"
    ));
    let upstream = Upstream::bind().await?;
    let variants = [Variant::plain(upstream.address).await?, Variant::nudge(upstream.address, &[]).await?];
    let mut new = Figure::new("Round trip, new connection", "µs", 1);
    let mut old = Figure::new(format!("Round trip, {commands} commands later"), "µs", 1);
    let mut change = Figure::new(format!("Delay after {commands} commands / at first"), "times", 3);
    for pass in 0..plan.passes() {
        for turn in turns(variants.len(), pass) {
            let variant = &variants[turn];
            let asking = new_and_old(variant, &upstream, commands);
            let (first, last) = within(LIMIT, &format!("a million through {}", variant.name), asking).await?;
            new.add(&variant.name, first);
            old.add(&variant.name, last);
            change.add(&variant.name, last / first);
        }
    }
    report.figure(&new);
    report.figure(&old);
    report.figure(&change.limit(NUDGE, GOAL));
    Ok(())
}

/// The median round trip on a new connection, and on one that has carried so many commands.
async fn new_and_old(variant: &Variant, upstream: &Upstream, commands: usize) -> Result<(f64, f64)> {
    let mut old = Dialogue::begin(Pair::open(variant.address, upstream, 0).await?);
    old.ask_together(WINDOW, commands / WINDOW).await?;
    let mut new = Dialogue::begin(Pair::open(variant.address, upstream, 1).await?);
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for turn in 0..TURNS {
        // Neither always comes first.
        for which in turns(2, turn) {
            match which {
                0 => first.extend(new.ask_one_by_one(SAMPLE / TURNS).await?),
                _ => last.extend(old.ask_one_by_one(SAMPLE / TURNS).await?),
            }
        }
    }
    Ok((median(&first), median(&last)))
}
