//! What open pages cost the traffic: round trips beside 50,000 frames a second, with nobody, some and many looking on; and
//! whether what passes is understood in time.

use super::MB;
use super::flow::Flow;
use crate::background::{Background, CONNECTIONS};
use crate::dialogue::Dialogue;
use crate::figure::{Figure, Goal};
use crate::mix::Pattern;
use crate::plan::Plan;
use crate::report::Report;
use crate::statistics::percentile;
use crate::variant::{NUDGE, Page, Variant, turns};
use crate::viewers::{Share, Viewers};
use crate::wire::{Cut, Pair, Upstream, within};
use anyhow::{Context as _, Result};
use msnp::Direction;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Who looks on: how many read all they are sent, and how many nothing.
const CROWDS: [(&str, u16, u16); 3] =
    [("no viewer", 0, 0), ("4 viewers", 4, 0), ("16 viewers, 4 of them stalled", 12, 4)];

/// How many times the round trip without viewers one with four may take.
const GOAL: Goal = Goal::RatioAtMostOrAlike(1.2);

/// Turns each variant has in one pass, and how long each is.
const TURNS: usize = 10;
const TURN: Duration = Duration::from_millis(500);

/// The beginning of a turn, while everybody wakes up, counts for nothing.
const WAKING: Duration = Duration::from_millis(100);

/// Questions between two looks at whether the turn is over.
const AT_ONCE: usize = 10;

/// How often the program is asked how it is doing.
const GLANCE: Duration = Duration::from_millis(50);

/// Before anything is measured: twice the transcript's memory, in bytes, and turns in which the stalled get stalled.
const WARM_UP: usize = 256 * 1024 * 1024;
const WARM_UP_TURNS: usize = 6;

const LIMIT: Duration = Duration::from_secs(30);

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("Open pages");
    let rounds = plan.count(TURNS);
    report.note(&format!(
        "One connection asks and is answered, one question after the other, beside 50,000 short frames a second, server \
         → client, over {CONNECTIONS} connections; {rounds} turns of {} ms a pass; every viewer follows /api/live",
        TURN.as_millis()
    ));
    let upstream = Upstream::bind().await?;
    let mut scenes = Vec::new();
    for (crowd, readers, stalled) in CROWDS {
        let setting = Scene::set(&upstream, crowd, readers, stalled);
        scenes.push(within(LIMIT, &format!("preparing {crowd}"), setting).await?);
    }
    let mut figures = Figures::new();
    for pass in 0..plan.passes() {
        let mut measured: Vec<Pass> = scenes.iter().map(|_| Pass::default()).collect();
        for turn in (0..rounds).flat_map(|round| turns(CROWDS.len(), pass + round)) {
            let scene = &mut scenes[turn];
            let what = format!("asking through {}", scene.variant.name);
            within(LIMIT, &what, scene.turn(&mut measured[turn])).await?;
        }
        for (scene, pass) in scenes.iter().zip(&measured) {
            figures.add(scene, pass);
        }
    }
    figures.report(report);
    Ok(())
}

/// A proxy of its own, those who look on, and what passes through it when it is its turn.
#[derive(Debug)]
struct Scene {
    variant: Variant,
    page: Page,
    viewers: Viewers,
    dialogue: Dialogue,
    /// `None` only while it flows.
    background: Option<Background>,
}

/// What one variant's turns in one pass came to.
#[derive(Debug, Default)]
struct Pass {
    /// How long each question took, in µs.
    took: Vec<f64>,
    /// Of each turn: background frames a second, and what a viewer got a second.
    rates: Vec<f64>,
    answers: Vec<f64>,
    bytes: Vec<f64>,
    /// The most entries that were not understood in time.
    behind: f64,
}

impl Scene {
    async fn set(upstream: &Upstream, crowd: &str, readers: u16, stalled: u16) -> Result<Scene> {
        let page = Page::somewhere()?;
        let variant = Variant::nudge_with_page(&format!("{NUDGE}, {crowd}"), upstream.address, &page).await?;
        let direction = Direction::ServerToClient;
        let pattern = Pattern::small(direction);
        let flow = Flow { upstream, direction, pattern, connections: CONNECTIONS, cut: Cut::Chunks };
        flow.pass(&variant, flow.repetitions(WARM_UP)).await?;
        let viewers = Viewers::open(page.address, &page.token()?, readers, stalled).await?;
        let background = Some(Background::open(variant.address, upstream).await?);
        let dialogue = Dialogue::begin(Pair::open(variant.address, upstream, CONNECTIONS).await?);
        let mut scene = Scene { variant, page, viewers, dialogue, background };
        for _ in 0..WARM_UP_TURNS {
            scene.turn(&mut Pass::default()).await?;
        }
        Ok(scene)
    }

    /// Asks for as long as the background flows.
    async fn turn(&mut self, pass: &mut Pass) -> Result<()> {
        let background = self.background.take().context("an earlier turn failed")?;
        self.viewers.share()?;
        let mut flowing = JoinSet::new();
        let (began, mut glance) = (Instant::now(), WAKING);
        flowing.spawn(background.flow(TURN));
        let (background, rate) = loop {
            if let Some(ended) = flowing.try_join_next() {
                break ended.context("the background's task panicked")??;
            }
            let took = self.dialogue.ask_one_by_one(AT_ONCE).await?;
            if began.elapsed() > WAKING {
                pass.took.extend(took);
            }
            if began.elapsed() > glance {
                pass.behind = pass.behind.max(self.page.behind().await?);
                glance = began.elapsed() + GLANCE;
            }
        };
        let Share { answers, bytes } = self.viewers.share()?;
        let seconds = began.elapsed().as_secs_f64();
        pass.rates.push(rate);
        pass.answers.push(answers / seconds);
        pass.bytes.push(bytes / seconds);
        self.background = Some(background);
        Ok(())
    }
}

#[derive(Debug)]
struct Figures {
    half: Figure,
    slowest: Figure,
    rate: Figure,
    answers: Figure,
    bytes: Figure,
    behind: Figure,
}

impl Figures {
    fn new() -> Figures {
        Figures {
            half: Figure::new("Round trip with viewers, p50", "µs", 1),
            slowest: Figure::new("Round trip with viewers, p99", "µs", 1),
            rate: Figure::new("Background that arrived meanwhile", "frames/s", 0),
            answers: Figure::new("What a viewer that reads was answered", "answers/s", 1),
            bytes: Figure::new("What a viewer that reads was sent", "MB/s", 2),
            behind: Figure::new("Not understood within a turn of 33 ms, at most", "entries", 0),
        }
    }

    fn add(&mut self, scene: &Scene, pass: &Pass) {
        let name = &scene.variant.name;
        self.half.add(name, percentile(&pass.took, 50));
        self.slowest.add(name, percentile(&pass.took, 99));
        self.rate.add(name, mean(&pass.rates));
        self.behind.add(name, pass.behind);
        if scene.viewers.readers > 0 {
            self.answers.add(name, mean(&pass.answers));
            self.bytes.add(name, mean(&pass.bytes) / MB);
        }
    }

    fn report(self, report: &mut Report) {
        let [nobody, four, many] = CROWDS.map(|(crowd, ..)| format!("{NUDGE}, {crowd}"));
        let half = self.half.claim(&four, &nobody, Goal::Known).claim(&many, &nobody, Goal::Known);
        let slowest = self.slowest.claim(&four, &nobody, GOAL).claim(&many, &nobody, Goal::Known);
        let behind = self.behind.limit(&nobody, 0.0).limit(&four, 0.0).limit(&many, 0.0);
        for figure in [&half, &slowest, &self.rate, &self.answers, &self.bytes, &behind] {
            report.figure(figure);
        }
    }
}

/// All turns are equally long.
fn mean(turns: &[f64]) -> f64 {
    turns.iter().sum::<f64>() / turns.iter().map(|_| 1.0).sum::<f64>()
}
