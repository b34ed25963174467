//! ```text
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' http://127.0.0.1:8863/api/sequences \
//!      -d '{"session":1,"dir":"s2c","typed":"NLN BSY {peer} B\n--- wait 1 s\nNLN NLN {peer} B","times":5,"every_ms":2000}'
//! ```

use super::changes::read;
use super::wheel::wrong;
use super::{Trouble, json_answer, number};
use crate::access::{Editor, Viewer};
use crate::sequences::{TIMES, Wanted};
use crate::{Web, json};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use msnp::Direction;
use nudge_proxy::compose;
use nudge_proxy::transcript::SessionId;
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    session: SessionId,
    dir: Direction,
    /// In the notation of [`compose::steps`].
    typed: String,
    #[serde(default)]
    hide_reply: bool,
    times: Option<u32>,
    every_ms: Option<u64>,
}

/// Begins a sequence.
pub(crate) async fn begin(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    web.source.relay()?;
    let Wish { session, dir, typed, hide_reply, times, every_ms } = read(body).await?;
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
    Ok(json_answer(StatusCode::OK, &json!({ "id": id })))
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    json::text(&json!({ "run": web.run(), "sequences": web.sequences.told() }))
}

pub(crate) async fn list(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    super::json_text(tell(&web))
}

/// Stops one.
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
    Ok(json_answer(StatusCode::OK, &json!({ "id": id })))
}
