//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/problems`

use crate::{Web, json};
use serde::Serialize;
use utoipa::ToSchema;

/// What is wrong.
#[derive(Serialize, ToSchema)]
pub(super) struct ProblemsView {
    run: String,
    problems: [u64; 0],
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    json::text(&ProblemsView { run: web.run(), problems: [] })
}
