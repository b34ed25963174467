//! Every address this server answers at.

use crate::api::{
    Trouble, changes, commands, conversations, download, entries, held, judged, openapi, problems, rosters,
    sequences, sessions, status, templates, transfers, views, wheel,
};
use crate::guard::Reached;
use crate::server::Tasks;
use crate::{Web, live, page};
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get, post, put};
use axum::{Extension, Router};
use std::sync::Arc;

/// What each handler demands of its visitor is in its signature (see [`crate::access`]); the page and its files demand
/// nothing, because nothing is in them.
pub(crate) fn router(web: Arc<Web>, tasks: Tasks) -> Router {
    Router::new()
        .route("/", get(page::index))
        .route("/assets/{*name}", get(page::asset))
        .route("/api/status", get(status::tell))
        .route("/api/openapi.json", get(openapi::tell))
        .route("/api/sessions", get(sessions::list))
        .route("/api/sessions/{id}", get(sessions::one))
        .route("/api/sessions/{id}/inject", post(wheel::inject))
        .route("/api/sessions/{id}/compose", post(wheel::preview))
        .route("/api/sessions/{id}/templates", get(templates::offered))
        .route("/api/snippets", post(templates::keep))
        .route("/api/snippets/{name}", delete(templates::forget))
        .route("/api/sequences", post(sequences::begin).get(sequences::list))
        .route("/api/sequences/{id}", delete(sequences::stop))
        .route("/api/hold", put(held::hold))
        .route("/api/held", post(held::release_all).get(views::held))
        .route("/api/held/{entry}", post(held::decide))
        .route("/api/hands-off", post(held::hands_off))
        .route("/api/sessions/{id}/roster", get(rosters::one))
        .route("/api/entries", get(entries::list))
        .route("/api/entries/{number}", get(entries::one))
        .route("/api/commands", get(commands::list))
        .route("/api/commands/{verb}", get(commands::one))
        .route("/api/challenge", get(commands::challenged))
        .route("/api/judged/{entry}", get(judged::one).post(judged::with_password))
        .route("/api/rules", get(problems::rules))
        .route("/api/views/{name}", get(views::one))
        .route("/api/transfers/{id}/content", get(transfers::content))
        .route("/api/conversations/{id}", get(conversations::one))
        .route("/api/clear", post(changes::clear))
        .route("/api/download", get(download::stream))
        .route("/api/live", get(live::upgrade))
        .fallback(async || {
            Trouble::new(StatusCode::NOT_FOUND, "there is nothing at this address; see /api/status")
        })
        .method_not_allowed_fallback(async || {
            Trouble::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "this address is read with GET, or changed with POST, PUT or DELETE",
            )
        })
        .layer(Extension(tasks))
        .layer(middleware::from_fn_with_state(web.clone(), reached_by_name))
        .layer(middleware::map_response(with_headers))
        .with_state(web)
}

/// Turns away, before anything is routed, whoever reached us by a name that is not ours.
async fn reached_by_name(
    State(web): State<Arc<Web>>,
    Extension(reached): Extension<Reached>,
    request: Request,
    next: Next,
) -> Response {
    match web.guard.judge_host(request.uri(), request.headers(), reached) {
        Ok(()) => next.run(request).await,
        Err(refusal) => Trouble::from(refusal).into_response(),
    }
}

/// What every answer says of itself, errors and refusals included.
const HEADERS: [(HeaderName, HeaderValue); 5] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
        ),
    ),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
];

async fn with_headers(mut response: Response) -> Response {
    response.headers_mut().extend(HEADERS);
    response
}
