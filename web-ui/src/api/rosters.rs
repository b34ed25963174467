//! `curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/sessions/2/roster?at=117'`

use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::Viewer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use nudge_proxy::transcript::SessionId;
use serde_json::json;
use std::sync::Arc;

pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = SessionId(number(&id, "a session")?);
    Ok(json_answer(StatusCode::OK, &json!({ "run": web.run(), "session": id })))
}
