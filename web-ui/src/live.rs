//! The same requests and answers over a WebSocket, paced.
//!
//! To remember: a viewer has no queue. It has a few standing requests, each with the number it has looked up to, and gets
//! at most one answer a turn, so that one who does not read holds up nobody and nothing but itself. Turns come every
//! [`PACE`], and for everybody at once: what was written for one viewer is there for the next.
//!
//! ```text
//! viewer ── request ──► desk: standing requests ◄── looks at an atomic head ── transcript
//!        ◄── answer ──┘       (replaced by id)      every 33 ms
//! ```

mod desk;

use crate::Web;
use crate::access::Watcher;
use crate::api::Trouble;
use crate::server::Tasks;
use crate::understanding::PACE;
use axum::Extension;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::http::StatusCode;
use axum::response::Response;
use desk::Desk;
pub(crate) use desk::LiveRequest;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The longest request, in bytes. The longest filter fits many times.
const MESSAGE: usize = 16 * 1024;

/// How often a silent viewer is asked whether it is there.
const PING: Duration = Duration::from_secs(30);

/// The same requests and answers over a WebSocket.
///
/// Each text message to it is a request, as `LiveRequest` describes: `{"id":1,"get":"entries","from":1,"follow":true}`. Each
/// text message from it is an answer with that `id`: what `/api/entries`, `/api/sessions`, `/api/status` or
/// `/api/views/{name}` answers, or an error. With `follow` the request stands: it is answered again whenever there is news,
/// at most every 33 ms (entries) or 250 ms (all else), and entries at least every second while others pass. A request
/// replaces the standing one of the same `id`; 16 may stand. A request has at most 16 KiB. Who does not read in time misses
/// entries, and is told how many (`missed`, `skipped`): there is no queue.
///
/// `curl` speaks no WebSocket; `websocat -H "Authorization: Bearer $TOKEN" ws://127.0.0.1:8863/api/live` does.
#[utoipa::path(
    get, path = "/api/live",
    responses(
        Watcher,
        (status = 101, description = "From here on it is a WebSocket."),
        (status = 400, description = "That is no beginning of a WebSocket.", body = Trouble),
        (status = 426, description = "The connection cannot be made a WebSocket.", body = Trouble),
        (status = 503, description = "As many pages as there may be are open.", body = Trouble),
    ),
)]
pub(crate) async fn upgrade(
    _: Watcher,
    State(web): State<Arc<Web>>,
    Extension(tasks): Extension<Tasks>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Trouble> {
    let upgrade = upgrade.map_err(|rejection| Trouble::new(rejection.status(), rejection.body_text()))?;
    let place = web.viewers.clone().try_acquire_owned().map_err(|_| {
        Trouble::new(StatusCode::SERVICE_UNAVAILABLE, "as many pages as there may be are open; close one")
    })?;
    let upgrade = upgrade.max_message_size(MESSAGE).max_frame_size(MESSAGE).read_buffer_size(MESSAGE);
    // Nothing is buffered: an answer is sent, or the viewer stalls with it in hand.
    let upgrade = upgrade.write_buffer_size(0);
    let known = tasks.tracker.token();
    Ok(upgrade.on_upgrade(async move |mut socket| {
        let bye = match tasks.closing.run_until_cancelled(serve(&web, &mut socket)).await {
            Some(bye) => bye,
            None => Some((close_code::AWAY, "Nudge ends")),
        };
        if let Some((code, reason)) = bye {
            let bye = CloseFrame { code, reason: reason.into() };
            // One who is not there any more needs no goodbye.
            let _ = tokio::time::timeout(PACE, socket.send(Message::Close(Some(bye)))).await;
        }
        drop((place, known));
    }))
}

/// Answers until the viewer leaves. Returns what to say to one who is sent away.
async fn serve(web: &Arc<Web>, socket: &mut WebSocket) -> Option<(u16, &'static str)> {
    let mut desk = Desk::default();
    let mut turn = Instant::now();
    let mut ping = turn + PING;
    loop {
        tokio::select! {
            message = socket.recv() => match message? {
                Ok(Message::Text(request)) => {
                    if let Err(refusal) = desk.take(&request) {
                        socket.send(Message::text(refusal)).await.ok()?;
                    }
                }
                Ok(Message::Binary(_)) => return Some((close_code::UNSUPPORTED, "requests are text: JSON")),
                Ok(Message::Close(_)) => return None,
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                // Too long, most likely; whatever it was, what follows it cannot be understood.
                Err(_) => return Some((close_code::SIZE, "a request has at most 16 KiB")),
            },
            () = sleep_until(turn), if desk.stands() => {
                if let Some(answer) = desk.answer(web, Instant::now()) {
                    socket.send(Message::text(answer)).await.ok()?;
                }
                turn = next_turn(web.began, Instant::now());
            }
            () = sleep_until(ping) => {
                socket.send(Message::Ping(Default::default())).await.ok()?;
                ping = Instant::now() + PING;
            }
        }
    }
}

/// When a viewer's turn comes again: with everybody else's, at most [`PACE`] from now.
fn next_turn(began: Instant, now: Instant) -> Instant {
    let since = now.saturating_duration_since(began).as_nanos() % PACE.as_nanos();
    let left = PACE.as_nanos() - since;
    now + Duration::from_nanos(u64::try_from(left).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_come_at_the_pace_and_for_everybody_at_once() {
        let began = Instant::now();
        for (passed, turn) in [(0, 1), (1, 1), (32, 1), (33, 2), (50, 2), (66, 3)] {
            let now = began + Duration::from_millis(passed);
            assert_eq!(next_turn(began, now), began + PACE * turn, "{passed} ms after the beginning");
        }
        assert_eq!(next_turn(began + PACE, began), began + PACE, "before the beginning");
    }
}
