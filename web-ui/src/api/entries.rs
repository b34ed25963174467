//! `curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/entries?from=1&filter=cmd:MSG'`

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

pub(crate) async fn list(_: Viewer, State(web): State<Arc<Web>>, uri: Uri) -> Result<Response, Trouble> {
    let ask = Ask::try_from(question::<Question>(&uri)?)?;
    Ok(json_text(ask.answer(&web).json(&web.run(), None)))
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Detail {
    reveal: bool,
}

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
