//! Beginnings: those everybody has, offered by what a session is, and a person's own.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/sessions/3/templates
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' http://127.0.0.1:8863/api/snippets \
//!      -d '{"name":"Shake","dir":"s2c","typed":"MSG {peer} {peer} {len}\n…"}'
//! ```

use super::changes::read;
use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::{Editor, Viewer};
use crate::snippets::{Snippet, SnippetError};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use nudge_proxy::templates::{Template, templates};
use nudge_proxy::transcript::SessionId;
use serde_json::{Value, json};
use std::sync::Arc;

/// What there is to begin with in a session; in one that is not known, everything.
pub(crate) async fn offered(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(session): Path<String>,
) -> Result<Response, Trouble> {
    let session = SessionId(number(&session, "a session")?);
    web.understanding.catch_up(&web.transcript);
    let member = web.understanding.insight().threads.member(session).cloned();
    let (role, dialect) = member.map_or((None, None), |member| (member.role, member.dialect));
    let offered: Vec<Value> = templates().filter(|one| one.fits(role, dialect)).map(told).collect();
    let own = web.config.snippets.all();
    let own: Vec<&Snippet> =
        own.iter().filter(|one| one.role.is_none() || role.is_none() || one.role == role).collect();
    Ok(json_answer(StatusCode::OK, &json!({ "templates": offered, "snippets": own })))
}

fn told(template: &Template) -> Value {
    let Template { name, dir, role, dialects, typed, says } = *template;
    let role = role.map(msnp::Role::short);
    json!({ "name": name, "verb": template.verb(), "dir": dir, "role": role, "dialects": [dialects.0, dialects.1], "typed": typed, "says": says })
}

/// Keeps a snippet, in place of the one of that name.
pub(crate) async fn keep(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let snippet: Snippet = read(body).await?;
    let name = snippet.name.clone();
    web.config.snippets.keep(snippet)?;
    Ok(json_answer(StatusCode::OK, &json!({ "name": name })))
}

/// Forgets a snippet.
pub(crate) async fn forget(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    web.config.snippets.forget(&name)?;
    Ok(json_answer(StatusCode::OK, &json!({ "name": name })))
}

impl From<SnippetError> for Trouble {
    fn from(error: SnippetError) -> Trouble {
        let status = match error {
            SnippetError::Nowhere => StatusCode::CONFLICT,
            SnippetError::TooMuch => StatusCode::BAD_REQUEST,
            SnippetError::Unknown(_) => StatusCode::NOT_FOUND,
            SnippetError::File(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Trouble::new(status, error.to_string())
    }
}
