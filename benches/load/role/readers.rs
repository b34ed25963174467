//! This proxy with readers of its transcript inside, as a browser's views would be.

use anyhow::{Context as _, Result};
use msnp::Address;
use nudge_proxy::relay::{Config, Entrance, Limits, Relay};
use nudge_proxy::transcript::{Transcript, Window};
use nudge_proxy::view::View;
use std::hint::black_box;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

/// What a viewer gets at most: one answer of so many bytes in so much time.
const PACE: Duration = Duration::from_millis(33);
const BUDGET: usize = 128 * 1024;

/// The program's default.
const MEMORY: usize = 128 * 1024 * 1024;

/// Runs the relay for ever, with so many readers.
pub(super) async fn relay(readers: usize, listen: SocketAddr, upstream: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(listen).await?;
    let upstream = Address::parse(&upstream.to_string()).context("an address is one")?;
    let transcript = Arc::new(Transcript::new(MEMORY, 1, (Instant::now(), SystemTime::now())));
    for _ in 0..readers {
        tokio::spawn(follow(Arc::clone(&transcript)));
    }
    let config = Config {
        ports: 0..=0,
        advertise: None,
        allow: Vec::new(),
        max_sessions: 1_000,
        max_routes: 256,
        off_limits: Vec::new(),
        limits: Limits::default(),
    };
    let never = CancellationToken::new();
    let entrances = vec![Entrance { listener, upstream }];
    Relay::new(config, transcript).run(entrances, never.clone(), never).await;
    Ok(())
}

/// Looks at what is new, makes rows of it and throws them away, for ever.
async fn follow(transcript: Arc<Transcript>) {
    let view = View::new(transcript.wall_clock(Duration::ZERO), false);
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut next = 1;
    let mut rows = Vec::new();
    loop {
        pace.tick().await;
        let look = transcript.look(Window::Follow(next), BUDGET);
        rows.clear();
        for entry in look.entries() {
            view.ndjson(&entry, &mut rows);
        }
        black_box(&rows);
        next = look.range.end;
    }
}
