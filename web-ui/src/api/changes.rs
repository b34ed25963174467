//! What is shown begins anew.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{}' http://127.0.0.1:8863/api/clear
//! ```

use super::held::Nothing;
use super::{Trouble, json_answer};
use crate::Web;
use crate::access::Editor;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use utoipa::ToSchema;

/// The longest request body, in bytes: room for the largest frame in base64.
const BODY: usize = 2 * 1024 * 1024;

/// Where what is shown begins.
#[derive(Serialize, ToSchema)]
struct Cleared {
    /// The first entry there will be to see.
    first: u64,
}

/// Shows only what happens from now on.
#[utoipa::path(
    post, path = "/api/clear", request_body = Nothing,
    responses(
        Editor,
        (status = 200, description = "What was is shown no more.", body = Cleared),
        (status = 400, description = "The body is not an empty object.", body = Trouble),
        (status = 409, description = "This is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn clear(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let Nothing {} = read(body).await?;
    web.source.must_go_on()?;
    let first = web.cleared.fetch_max(web.transcript.head(), Ordering::AcqRel).max(web.transcript.head());
    Ok(json_answer(StatusCode::OK, &Cleared { first }))
}

/// A request's body.
pub(super) async fn read<T: DeserializeOwned>(body: Body) -> Result<T, Trouble> {
    let bytes = to_bytes(body, BODY).await.map_err(|_| {
        Trouble::new(StatusCode::PAYLOAD_TOO_LARGE, format!("a request has at most {BODY} bytes of body"))
    })?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Trouble::new(StatusCode::BAD_REQUEST, format!("the JSON: {error}")))
}
