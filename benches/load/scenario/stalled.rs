//! What a reader costs that stops reading, and whether it gets every byte once it goes on.

use super::NOT_MEASURED;
use super::flow::{DIRECTIONS, Flow};
use crate::figure::Figure;
use crate::mix::{CHUNK, Pattern};
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{NUDGE, Variant, turns};
use crate::wire::{Cut, Pair, Upstream, receive, send, within};
use anyhow::{Context as _, Result, bail};
use msnp::Direction::{ClientToServer, ServerToClient};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio::try_join;

/// A sender that gets nothing written for so long is blocked.
const BLOCKED: Duration = Duration::from_millis(300);

/// More than all sockets on the way can take.
const ENOUGH: usize = 256 * 1024 * 1024;

/// Sent the other way while the reader stalls.
const MEANWHILE: usize = 4 * 1024 * 1024;

const MEMORY: &str = "8MiB";
/// More than twice that, through every relay both ways beforehand: its transcript is full and its buffers are in use.
const FILL: usize = 20 * 1024 * 1024;

/// KiB.
const GOAL: f64 = 128.0;
const LIMIT: Duration = Duration::from_secs(30);

pub(super) async fn measure(plan: &Plan, report: &mut Report) -> Result<()> {
    report.heading("A stalled reader");
    report.note(
        "The server sends until nothing more is taken; meanwhile the other direction flows; then the client reads on, \
         and every byte is verified. By how much the relay's process grew:",
    );
    let upstream = Upstream::bind().await?;
    let mut figure = Figure::new("Growth for a stalled reader", "KiB", 0);
    for pass in 0..plan.passes() {
        for turn in turns(2, pass) {
            let variant = match turn {
                0 => Variant::plain(upstream.address).await?,
                _ => Variant::nudge(upstream.address, &["--memory", MEMORY]).await?,
            };
            let stalling = growth(&variant, &upstream);
            match within(LIMIT, &format!("a stalled reader of {}", variant.name), stalling).await? {
                Some(growth) => figure.add(&variant.name, growth / 1024.0),
                None => report.note(NOT_MEASURED),
            }
        }
    }
    report.figure(&figure.limit(NUDGE, GOAL));
    Ok(())
}

/// By how many bytes the relay has grown while its reader stalled. Fails when a byte is lost or the other direction stops.
async fn growth(variant: &Variant, upstream: &Upstream) -> Result<Option<f64>> {
    fill(variant, upstream).await?;
    let Pair { mut client, mut server } = Pair::open(variant.address, upstream, 0).await?;
    let memory = || Some(variant.relay.as_ref()?.memory()?.resident);
    let before = memory();
    let (there, back) = (Pattern::realistic(ServerToClient), Pattern::realistic(ClientToServer));

    let at = send_until_blocked(&mut server, &there).await?;
    let blocked = memory();

    let whole = MEANWHILE.div_ceil(back.len()) * back.len();
    try_join!(send(&mut client, &back, 0, whole), receive(&mut server, &back, 0, whole))
        .context("the other direction, meanwhile")?;
    let meanwhile = memory();

    let end = (at / there.len() + 2) * there.len();
    try_join!(send(&mut server, &there, at, end - at), receive(&mut client, &there, 0, end))
        .context("after the reader went on")?;
    Ok(blocked.zip(meanwhile).zip(before).map(|((one, other), before)| one.max(other) - before))
}

async fn fill(variant: &Variant, upstream: &Upstream) -> Result<()> {
    for (direction, _) in DIRECTIONS {
        let pattern = Pattern::realistic(direction);
        let flow = Flow { upstream, direction, pattern, connections: 1, cut: Cut::Chunks };
        flow.pass(variant, flow.repetitions(FILL)).await?;
    }
    Ok(())
}

/// Sends the pattern until nothing more is taken and returns how many bytes went out.
async fn send_until_blocked(to: &mut TcpStream, pattern: &Pattern) -> Result<usize> {
    let mut at = 0;
    while at < ENOUGH {
        match timeout(BLOCKED, to.write(pattern.at(at, CHUNK))).await {
            Ok(written) => at += written.context("sending to a reader that stalls")?,
            Err(_) => return Ok(at),
        }
    }
    bail!("nobody reads, and yet {at} bytes were taken")
}
