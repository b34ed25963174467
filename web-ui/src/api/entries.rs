//! `curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/entries?from=1&filter=cmd:MSG'`

use super::openapi::rows::{EntryList, WholeEntry};
use super::{Trouble, json_text, number, question};
use crate::Web;
use crate::access::Viewer;
use crate::reading::{Ask, Question};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use nudge_proxy::transcript::Window;
use serde::Deserialize;
use std::sync::Arc;

/// What happened, from an entry on or before one.
///
/// An answer looks at 1 MiB of the transcript and gives 128 KiB at most, whatever the filter: `next` and `prev` are where to
/// go on.
#[utoipa::path(
    get, path = "/api/entries", params(Question),
    responses(
        Viewer,
        (status = 200, description = "The entries, light: what is long is cut.", body = EntryList),
        (status = 400, description = "The question cannot be read; `at` says where in the filter.", body = Trouble),
    ),
)]
pub(crate) async fn list(_: Viewer, State(web): State<Arc<Web>>, uri: Uri) -> Result<Response, Trouble> {
    let ask = Ask::try_from(question::<Question>(&uri)?)?;
    Ok(json_text(ask.answer(&web).json(&web.run(), None)))
}

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Detail {
    /// Secrets are shown.
    reveal: bool,
}

/// One entry, with everything in it.
#[utoipa::path(
    get, path = "/api/entries/{number}", params(("number" = u64, Path, description = "Which entry."), Detail),
    responses(
        Viewer,
        (status = 200, description = "The entry.", body = WholeEntry),
        (status = 400, description = "That is no number of an entry.", body = Trouble),
        (status = 404, description = "It has not happened yet.", body = Trouble),
        (status = 410, description = "It is forgotten.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(wanted): Path<String>,
    uri: Uri,
) -> Result<Response, Trouble> {
    let wanted: u64 = number(&wanted, "an entry")?;
    let Detail { reveal } = question(&uri)?;
    let look = web.transcript.look(Window::From(wanted), 1);
    web.understanding.catch_up(&web.transcript);
    let first = look.first.max(web.cleared());
    let entry = look.entries().next().filter(|entry| entry.number == wanted && wanted >= first);
    let Some(entry) = entry else {
        return Err(match wanted < first {
            true => Trouble::new(
                StatusCode::GONE,
                format!("entry {wanted} is forgotten; the oldest kept is {first}"),
            ),
            false => Trouble::new(StatusCode::NOT_FOUND, format!("entry {wanted} has not happened yet")),
        });
    };
    let mut row = Vec::new();
    let known = (web.understanding.known(&entry), &web.understanding.problems(wanted)[..]);
    web.rows.whole(&entry, known, reveal, &mut row);
    Ok(json_text(String::from_utf8(row).expect("JSON is text")))
}
