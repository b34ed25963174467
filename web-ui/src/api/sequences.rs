//! ```text
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' http://127.0.0.1:8863/api/sequences \
//!      -d '{"session":1,"dir":"s2c","typed":"NLN BSY {peer} B\n--- wait 1 s\nNLN NLN {peer} B","times":5,"every_ms":2000}'
//! ```

use super::changes::read;
use super::openapi::words;
use super::wheel::wrong;
use super::{Trouble, json_answer, number};
use crate::access::{Editor, Viewer};
use crate::sequences::{TIMES, Told, Wanted};
use crate::{Web, json};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use msnp::Direction;
use nudge_proxy::compose;
use nudge_proxy::transcript::SessionId;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// A sequence to be played.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Score {
    #[schema(value_type = u32)]
    session: SessionId,
    #[schema(value_type = words::Direction)]
    dir: Direction,
    /// Frames in the notation of the composer, between them `--- wait 1 s`, `--- wait for FILTER` or `--- to client`.
    typed: String,
    /// What the server answers is kept from the client.
    #[serde(default)]
    hide_reply: bool,
    /// How often it is played: once, if it is not said.
    #[schema(minimum = 1, maximum = 10_000)]
    times: Option<u32>,
    /// How long one playing waits after the beginning of the one before, in milliseconds.
    #[schema(maximum = 600_000)]
    every_ms: Option<u64>,
}

/// Which sequence it is.
#[derive(Serialize, ToSchema)]
struct Numbered {
    id: u64,
}

/// The sequences that run, and the last that are over.
#[derive(Serialize, ToSchema)]
pub(super) struct SequencesView {
    /// Tells this start from every other.
    run: String,
    sequences: Vec<Told>,
}

/// Begins a sequence.
#[utoipa::path(
    post, path = "/api/sequences", request_body = Score,
    responses(
        Editor,
        (status = 200, description = "It begins.", body = Numbered),
        (status = 400, description = "It cannot be read; `at` says where.", body = Trouble),
        (status = 409, description = "This is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
        (status = 503, description = "As many as there may be are running.", body = Trouble),
    ),
)]
pub(crate) async fn begin(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    web.source.relay()?;
    let Score { session, dir, typed, hide_reply, times, every_ms } = read(body).await?;
    let times = times.unwrap_or(1);
    let every = Duration::from_millis(every_ms.unwrap_or_default());
    if !(1..=TIMES).contains(&times) {
        return Err(wrong(&format!("a sequence is played 1 to {TIMES} times")));
    }
    if every > compose::LONGEST_WAIT {
        return Err(wrong(&format!(
            "it begins again after at most {} ms",
            compose::LONGEST_WAIT.as_millis()
        )));
    }
    let steps = compose::steps(&typed, dir)?;
    let id = web.sequences.begin(&web, Wanted { session, steps, hide_reply, times, every })?;
    Ok(json_answer(StatusCode::OK, &Numbered { id }))
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    json::text(&SequencesView { run: web.run(), sequences: web.sequences.told() })
}

/// How far the sequences are.
#[utoipa::path(get, path = "/api/sequences", responses(Viewer, (status = 200, description = "The sequences.", body = SequencesView)))]
pub(crate) async fn list(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    super::json_text(tell(&web))
}

/// Stops a sequence.
#[utoipa::path(
    delete, path = "/api/sequences/{id}", params(("id" = u64, Path, description = "The sequence's number.")),
    responses(
        Editor,
        (status = 200, description = "It is over.", body = Numbered),
        (status = 400, description = "That is no number of a sequence.", body = Trouble),
        (status = 404, description = "There is none of that number.", body = Trouble),
    ),
)]
pub(crate) async fn stop(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = number(&id, "a sequence")?;
    if !web.sequences.stop(id) {
        return Err(Trouble::new(
            StatusCode::NOT_FOUND,
            format!("there is no sequence {id}; see /api/sequences"),
        ));
    }
    Ok(json_answer(StatusCode::OK, &Numbered { id }))
}
