//! What a session costs that has signed on and waits, with a transcript that is full already.

use super::NOT_MEASURED;
use crate::child::{Child, Memory};
use crate::figure::Figure;
use crate::mix::{Pattern, keep_alive};
use crate::plan::Plan;
use crate::report::Report;
use crate::variant::{NUDGE, Variant, start, turns};
use crate::wire::{send, sign_on, within};
use anyhow::{Context as _, Result};
use msnp::Direction;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const SESSIONS: usize = 9_500;

/// Descriptors a process may need beside its sessions': the program keeps as many for routes and the like.
const OTHERS: u64 = 400;

/// Sessions that sign on at the same time.
const AT_ONCE: usize = 64;

const MEMORY: &str = "8MiB";
/// More than that of each: a realistic mix takes room for bytes, the shortest frames take room for headers.
const FILL_WITH_MIX: usize = 20 * 1024 * 1024;
const FILL_WITH_SHORTEST: usize = 4 * 1024 * 1024;

const GOAL: f64 = 4.0;
const LIMIT: Duration = Duration::from_secs(60);

pub(super) async fn measure(plan: &Plan, descriptors: u64, report: &mut Report) -> Result<()> {
    report.heading("Memory of an idle session");
    let sessions = plan.count(SESSIONS);
    // The relay has both sides of each session; our clients and our server are a process each.
    let needed = 2 * u64::try_from(sessions)? + OTHERS;
    if descriptors < needed {
        report.note(&format!(
            "Skipped: {sessions} sessions need {needed} descriptors in one process, and {descriptors} are allowed \
             (`ulimit -Hn`): enough for {} sessions.",
            descriptors.saturating_sub(OTHERS) / 2
        ));
        return Ok(());
    }
    report.note(&format!("{sessions} sessions have signed on and wait; --memory {MEMORY}, filled before"));
    let (server, _process) =
        start("our server", |address| Child::role(&["server", &address.to_string()])).await?;
    let mut resident = Figure::new("Memory of an idle session", "KiB", 2);
    let mut anonymous = Figure::new("Memory of an idle session, anonymous", "KiB", 2);
    for pass in 0..plan.passes() {
        for turn in turns(2, pass) {
            let variant = match turn {
                0 => Variant::plain(server).await?,
                _ => Variant::nudge(server, &["--memory", MEMORY]).await?,
            };
            let waiting = growth(&variant, sessions);
            let Some(growth) = within(LIMIT, &format!("idle sessions of {}", variant.name), waiting).await?
            else {
                report.note(NOT_MEASURED);
                return Ok(());
            };
            let each = 1024.0 * f64::from(u32::try_from(sessions)?);
            resident.add(&variant.name, growth.resident / each);
            anonymous.add(&variant.name, growth.anonymous / each);
        }
    }
    report.figure(&resident.limit(NUDGE, GOAL));
    report.figure(&anonymous);
    Ok(())
}

/// By how much the relay's memory grows with so many sessions that wait.
async fn growth(variant: &Variant, sessions: usize) -> Result<Option<Memory>> {
    fill(variant.address).await?;
    let process = variant.process()?;
    let Some(before) = process.memory() else { return Ok(None) };
    let clients = sign_on_all(variant.address, sessions).await?;
    let after = process.memory().context("the relay is gone")?;
    drop(clients);
    Ok(Some(Memory {
        resident: after.resident - before.resident,
        anonymous: after.anonymous - before.anonymous,
    }))
}

/// Sends more through than the transcript keeps, and waits until the far end has read it all.
async fn fill(address: SocketAddr) -> Result<()> {
    let direction = Direction::ClientToServer;
    let mut client = sign_on(address, 0).await?;
    for (pattern, bytes) in [
        (Pattern::realistic(direction), FILL_WITH_MIX),
        (Pattern::repeated(keep_alive(direction)), FILL_WITH_SHORTEST),
    ] {
        let whole = bytes.div_ceil(pattern.len()) * pattern.len();
        send(&mut client, &pattern, 0, whole).await?;
    }
    client.shutdown().await?;
    client.read_to_end(&mut Vec::new()).await.context("waiting for the end")?;
    Ok(())
}

async fn sign_on_all(address: SocketAddr, sessions: usize) -> Result<Vec<TcpStream>> {
    let mut joining = JoinSet::new();
    let mut clients = Vec::with_capacity(sessions);
    for number in 0..sessions {
        if joining.len() == AT_ONCE {
            let joined = joining.join_next().await.context("nobody is joining")?;
            clients.push(joined??);
        }
        joining.spawn(
            async move { sign_on(address, number).await.with_context(|| format!("session {number}")) },
        );
    }
    while let Some(joined) = joining.join_next().await {
        clients.push(joined??);
    }
    Ok(clients)
}
