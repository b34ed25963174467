//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/conversations`

use crate::{Web, json};
use serde::Serialize;
use utoipa::ToSchema;

/// What was said.
#[derive(Serialize, ToSchema)]
pub(super) struct ConversationsView {
    run: String,
    conversations: [u64; 0],
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    json::text(&ConversationsView { run: web.run(), conversations: [] })
}
