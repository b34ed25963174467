//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/conversations`

use crate::{Web, json};
use serde_json::json;

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    json::text(&json!({ "run": web.run(), "conversations": [] }))
}
