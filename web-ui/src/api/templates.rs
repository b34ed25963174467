//! Beginnings: those everybody has, offered by what a session is, and a person's own.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/sessions/3/templates
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' http://127.0.0.1:8863/api/snippets \
//!      -d '{"name":"Shake","dir":"s2c","typed":"MSG {peer} {peer} {len}\n…"}'
//! ```

use super::changes::read;
use super::openapi::words;
use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::{Editor, Viewer};
use crate::snippets::{Snippet, SnippetError};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use msnp::{Direction, Role};
use nudge_proxy::templates::{Template, templates};
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What there is to begin with.
#[derive(Serialize, ToSchema)]
struct Offered<'a> {
    /// Those everybody has.
    templates: Vec<TemplateRow>,
    /// A person's own.
    snippets: Vec<&'a Snippet>,
}

/// A beginning that everybody has.
#[derive(Serialize, ToSchema)]
#[schema(as = Template)]
struct TemplateRow {
    /// What it is called, in a menu.
    name: &'static str,
    /// Its command.
    verb: &'static str,
    #[schema(value_type = words::Direction)]
    dir: Direction,
    /// On which connections; on all where it says nothing.
    #[schema(value_type = Option<words::Role>)]
    role: Option<Role>,
    /// In which dialects, first and last.
    dialects: [u8; 2],
    /// As a person would type it.
    typed: &'static str,
    /// What it is for, in a sentence.
    says: &'static str,
}

/// What there is to begin with in a session; in one that is not known, everything.
#[utoipa::path(
    get, path = "/api/sessions/{id}/templates", params(("id" = u32, Path, description = "The session's number.")),
    responses(
        Viewer,
        (status = 200, description = "The beginnings.", body = Offered<'_>),
        (status = 400, description = "That is no number of a session.", body = Trouble),
    ),
)]
pub(crate) async fn offered(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(session): Path<String>,
) -> Result<Response, Trouble> {
    let session = SessionId(number(&session, "a session")?);
    web.understanding.catch_up(&web.transcript);
    let member = web.understanding.insight().threads.member(session).cloned();
    let (role, dialect) = member.map_or((None, None), |member| (member.role, member.dialect));
    let templates = templates().filter(|one| one.fits(role, dialect)).map(TemplateRow::of).collect();
    let own = web.config.snippets.all();
    let snippets =
        own.iter().filter(|one| one.role.is_none() || role.is_none() || one.role == role).collect();
    Ok(json_answer(StatusCode::OK, &Offered { templates, snippets }))
}

impl TemplateRow {
    fn of(template: &Template) -> TemplateRow {
        let Template { name, dir, role, dialects: (first, last), typed, says } = *template;
        TemplateRow { name, verb: template.verb(), dir, role, dialects: [first, last], typed, says }
    }
}

/// Which snippet it was.
#[derive(Serialize, ToSchema)]
struct Named {
    name: String,
}

/// Keeps a snippet, in place of the one of that name.
#[utoipa::path(
    post, path = "/api/snippets", request_body = Snippet,
    responses(
        Editor,
        (status = 200, description = "It is kept.", body = Named),
        (status = 400, description = "It is too long, or there are too many.", body = Trouble),
        (status = 409, description = "There is no file to keep it in.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
        (status = 500, description = "The file cannot be written.", body = Trouble),
    ),
)]
pub(crate) async fn keep(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let snippet: Snippet = read(body).await?;
    let name = snippet.name.clone();
    web.config.snippets.keep(snippet)?;
    Ok(json_answer(StatusCode::OK, &Named { name }))
}

/// Forgets a snippet.
#[utoipa::path(
    delete, path = "/api/snippets/{name}", params(("name" = String, Path, description = "The snippet's name.")),
    responses(
        Editor,
        (status = 200, description = "It is forgotten.", body = Named),
        (status = 404, description = "There is none of that name.", body = Trouble),
        (status = 409, description = "There is no file it could be in.", body = Trouble),
        (status = 500, description = "The file cannot be written.", body = Trouble),
    ),
)]
pub(crate) async fn forget(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    web.config.snippets.forget(&name)?;
    Ok(json_answer(StatusCode::OK, &Named { name }))
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
