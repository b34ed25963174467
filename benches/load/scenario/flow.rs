//! A pattern sent through each variant in turn, as fast as it goes.

use crate::mix::Pattern;
use crate::plan::Plan;
use crate::variant::{PLAIN, Variant, turns};
use crate::wire::{Cut, Pair, Upstream, transfer, within};
use anyhow::Result;
use msnp::Direction;
use std::sync::Arc;
use std::time::Duration;

/// How long one pass may take.
const LIMIT: Duration = Duration::from_secs(60);

/// What flows, and how.
#[derive(Debug)]
pub(super) struct Flow<'a> {
    pub(super) upstream: &'a Upstream,
    pub(super) direction: Direction,
    pub(super) pattern: Arc<Pattern>,
    pub(super) connections: usize,
    pub(super) cut: Cut,
}

/// What one pass through one variant took.
#[derive(Debug)]
pub(super) struct Pass<'a> {
    pub(super) variant: &'a str,
    pub(super) bytes: f64,
    pub(super) frames: f64,
    pub(super) took: Duration,
    /// Processor time of the relay's process, where it can be measured.
    pub(super) cpu: Option<Duration>,
}

impl Flow<'_> {
    /// Every variant's passes, in turns: the same number of bytes each, enough for the plain relay to be busy for as
    /// long as the plan says. Before that each has `warm_up` bytes to grow to its full size and fill its memory.
    pub(super) async fn measure<'a>(
        &self,
        plan: &Plan,
        variants: &'a [Variant],
        warm_up: usize,
    ) -> Result<Vec<Pass<'a>>> {
        let share = self.repetitions(warm_up);
        let mut repetitions = share;
        for variant in variants {
            let pass = self.pass(variant, share).await?;
            if variant.name == PLAIN {
                let rate = pass.bytes / pass.took.as_secs_f64();
                repetitions = self.repetitions(bytes_in(rate, plan.pass_time()));
            }
        }
        let mut passes = Vec::new();
        for pass in 0..plan.passes() {
            for turn in turns(variants.len(), pass) {
                passes.push(self.pass(&variants[turn], repetitions).await?);
            }
        }
        Ok(passes)
    }

    /// One pass: every connection sends this many repetitions of the pattern.
    pub(super) async fn pass<'a>(&self, variant: &'a Variant, repetitions: usize) -> Result<Pass<'a>> {
        let mut pairs = Vec::new();
        for number in 0..self.connections {
            pairs.push(Pair::open(variant.address, self.upstream, number).await?);
        }
        let cpu = || variant.relay.as_ref()?.cpu();
        let before = cpu();
        let flowing = transfer(pairs, self.direction, &self.pattern, repetitions, self.cut);
        let took = within(LIMIT, &format!("sending through {}", variant.name), flowing).await?;
        let times = u32::try_from(self.connections * repetitions)?;
        Ok(Pass {
            variant: &variant.name,
            bytes: f64::from(times) * f64::from(u32::try_from(self.pattern.len())?),
            frames: f64::from(times) * f64::from(u32::try_from(self.pattern.frames())?),
            took,
            cpu: cpu().zip(before).map(|(after, before)| after - before),
        })
    }

    /// How many repetitions for each connection make about so many bytes.
    pub(super) fn repetitions(&self, bytes: usize) -> usize {
        (bytes / self.connections / self.pattern.len()).max(1)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number of bytes, never below 0"
)]
fn bytes_in(rate: f64, time: Duration) -> usize {
    (rate * time.as_secs_f64()) as usize
}

/// The two ways, and how a table calls them.
pub(super) const DIRECTIONS: [(Direction, &str); 2] =
    [(Direction::ServerToClient, "server → client"), (Direction::ClientToServer, "client → server")];
