//! All that can be changed: a frame is put into a session, and what is shown begins anew.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
//!      -d '{"dir":"s2c","text":"QNG 50\r\n"}' http://127.0.0.1:8863/api/sessions/1/inject
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{}' http://127.0.0.1:8863/api/clear
//! ```

use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::Editor;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::Direction;
use nudge_proxy::transcript::SessionId;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The longest request body, in bytes: room for the largest frame in base64.
const BODY: usize = 2 * 1024 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Injection {
    dir: Direction,
    text: Option<String>,
    base64: Option<String>,
}

/// Puts a frame between two frames of a session.
pub(crate) async fn inject(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(session): Path<String>,
    body: Body,
) -> Result<Response, Trouble> {
    let session = SessionId(number(&session, "a session")?);
    let Injection { dir, text, base64 } = read(body).await?;
    let wrong = |says: &str| Trouble::new(StatusCode::BAD_REQUEST, says);
    let bytes = match (text, base64) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(base64)) => {
            STANDARD.decode(base64).map_err(|error| wrong(&format!("base64: {error}")))?
        }
        _ => return Err(wrong("give the frame as text or as base64")),
    };
    let entry = web.source.inject(session, dir, bytes).await?;
    Ok(json_answer(StatusCode::OK, &json!({ "entry": entry })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Clear {}

/// Shows only what happens from now on.
pub(crate) async fn clear(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let Clear {} = read(body).await?;
    web.source.must_go_on()?;
    let first = web.cleared.fetch_max(web.transcript.head(), Ordering::AcqRel).max(web.transcript.head());
    Ok(json_answer(StatusCode::OK, &json!({ "first": first })))
}

async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Trouble> {
    let bytes = to_bytes(body, BODY).await.map_err(|_| {
        Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a request has at most {BODY} bytes of body"))
    })?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Trouble::new(StatusCode::BAD_REQUEST, format!("the JSON: {error}")))
}
