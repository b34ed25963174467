//! Two scripted persons who use the sandbox, for demonstrations: everything they say goes through the address given,
//! and from there wherever they are redirected.
//!
//! To remember: they are clients like any other. What they do not know they ignore; when they are interrupted they
//! begin again after a pause.

mod chat;
mod passport;
mod person;
mod script;
mod wire;

use std::net::SocketAddr;
use std::time::Duration;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// The accounts and passwords of the cast, for a sandbox where not everybody may sign in.
pub const CAST: [(&str, &str); 2] = [("alice@sandbox.example", "rabbit"), ("bob@sandbox.example", "builder")];

/// How fast they go: slow enough to follow, and the first words fall within five seconds.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two commands that a program sends.
    pub beat: Duration,
    /// How long somebody types before a message.
    pub typing: Duration,
    /// How long somebody takes to read one.
    pub reading: Duration,
    /// Between two performances, and before the next attempt after an interruption.
    pub intermission: Duration,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            beat: Duration::from_millis(90),
            typing: Duration::from_millis(1000),
            reading: Duration::from_millis(1600),
            intermission: Duration::from_secs(6),
        }
    }
}

/// Performs again and again until told to close. `through` is where they connect, `http` the sandbox's login server,
/// which they reach directly.
pub async fn perform(through: SocketAddr, http: SocketAddr, pace: Pace, closing: CancellationToken) {
    let endlessly = async {
        loop {
            if let Err(error) = script::once(through, http, pace).await {
                tracing::debug!(%error, "the performance was interrupted");
            }
            sleep(pace.intermission).await;
        }
    };
    closing.run_until_cancelled(Box::pin(endlessly)).await;
}
