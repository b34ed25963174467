//! How long a frame and its answer take, on one connection and on eight at once.
//!
//! A round trip takes 40 µs or 120, depending on where the scheduler happens to put whom, and that stays so for a while:
//! hence many short turns in every pass.

use crate::dialogue::Dialogue;
use crate::figure::{Figure, Goal};
use crate::plan::Plan;
use crate::report::Report;
use crate::statistics::percentile;
use crate::variant::{NUDGE, PLAIN, Variant, turns};
use crate::wire::{Pair, Upstream, within};
use anyhow::{Context as _, Result};
use std::time::Duration;
use tokio::task::JoinSet;

/// Turns each variant has in one pass.
const TURNS: usize = 20;

/// How many connections ask, and how often each of them in one turn: often enough that the start of a turn, when all
/// of them ask at the same moment, stays below one question in a hundred.
const CROWDS: [(usize, usize); 2] = [(1, 800), (8, 300)];

/// Questions each connection asks before anything is measured.
const WARM_UP: usize = 500;

const LIMIT: Duration = Duration::from_secs(60);
const PERCENTILES: [usize; 3] = [50, 90, 99];

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Latency");
    let upstream = Upstream::bind().await?;
    let variants = Variant::all(&upstream).await?;
    for (connections, each) in CROWDS {
        let words = format!("{connections} connection{}", if connections == 1 { "" } else { "s" });
        let rounds = plan.count(TURNS);
        report.note(&format!(
            "{words}, {rounds} turns a pass, {each} questions each a turn, one after the other"
        ));
        let mut figures =
            PERCENTILES.map(|percent| Figure::new(format!("Round trip, {words}, p{percent}"), "µs", 1));
        for pass in 0..plan.passes() {
            let order = (0..rounds).flat_map(|round| turns(variants.len(), pass + round));
            let asking = one_pass(&variants, &upstream, connections, each, order);
            let took = within(LIMIT, "asking and answering", asking).await?;
            for (variant, took) in variants.iter().zip(took) {
                for (figure, percent) in figures.iter_mut().zip(PERCENTILES) {
                    figure.add(&variant.name, percentile(&took, percent));
                }
            }
        }
        for figure in figures {
            report.figure(&figure.claim(NUDGE, PLAIN, Goal::NotMore));
        }
    }
    Ok(())
}

/// How long each question took through each variant, in µs, when they take their turns in this order.
async fn one_pass(
    variants: &[Variant],
    upstream: &Upstream,
    connections: usize,
    each: usize,
    order: impl Iterator<Item = usize>,
) -> Result<Vec<Vec<f64>>> {
    let mut dialogues = Vec::new();
    for variant in variants {
        dialogues.push(open(variant, upstream, connections).await?);
    }
    let mut took = vec![Vec::new(); variants.len()];
    for turn in order {
        took[turn].extend(ask(&mut dialogues[turn], each).await?);
    }
    Ok(took)
}

async fn open(variant: &Variant, upstream: &Upstream, connections: usize) -> Result<Vec<Dialogue>> {
    let mut dialogues = Vec::new();
    for number in 0..connections {
        let mut dialogue = Dialogue::begin(Pair::open(variant.address, upstream, number).await?);
        dialogue.ask_one_by_one(WARM_UP).await?;
        dialogues.push(dialogue);
    }
    Ok(dialogues)
}

/// Lets all of them ask at the same time.
async fn ask(dialogues: &mut Vec<Dialogue>, each: usize) -> Result<Vec<f64>> {
    let mut asking: JoinSet<Result<(Dialogue, Vec<f64>)>> = JoinSet::new();
    for mut dialogue in dialogues.drain(..) {
        asking.spawn(async move {
            let took = dialogue.ask_one_by_one(each).await?;
            Ok((dialogue, took))
        });
    }
    let mut all = Vec::new();
    while let Some(asked) = asking.join_next().await {
        let (dialogue, took) = asked.context("a connection's task panicked")??;
        dialogues.push(dialogue);
        all.extend(took);
    }
    Ok(all)
}
