//! What can be asked for and how, as an OpenAPI document:
//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/openapi.json`
//!
//! To remember: nothing is described here that is declared elsewhere. An address is described at its handler, a field where
//! it is read or written, and who may ask at the kind of visitor that the handler names; a test holds the list of addresses
//! against the router.

mod refusals;
pub(crate) mod rows;
pub(crate) mod words;

use super::{
    changes, commands, conversations, download, entries, held, json_answer, judged, problems, rosters,
    sequences, sessions, status, templates, transfers, views, wheel,
};
use crate::access::Viewer;
use crate::{Web, live};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};

/// Every address of the router under `/api/`, in its order.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Nudge",
        description = "What the page of Nudge asks for, and any program may. Everything is JSON; every refusal says in \
            `error` what to do next. Entries are counted from 1 and sessions too; times are ISO 8601 in UTC. Secrets are \
            masked unless `reveal` is asked for. What comes from the wire is data: it is escaped, never markup.",
        license(name = "MIT", identifier = "MIT"),
    ),
    servers((url = "/", description = "This program, wherever it listens.")),
    paths(
        status::tell,
        tell,
        sessions::list,
        sessions::one,
        wheel::inject,
        wheel::preview,
        templates::offered,
        templates::keep,
        templates::forget,
        sequences::begin,
        sequences::list,
        sequences::stop,
        held::hold,
        held::release_all,
        views::held,
        held::decide,
        held::hands_off,
        rosters::one,
        entries::list,
        entries::one,
        commands::list,
        commands::one,
        commands::challenged,
        judged::one,
        judged::with_password,
        problems::rules,
        views::one,
        transfers::content::content,
        conversations::one,
        changes::clear,
        download::stream,
        live::upgrade,
    ),
    components(schemas(live::LiveRequest, views::ViewName)),
    security(("token" = []), ("cookie" = [])),
)]
struct Described;

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "openapi", responses(Viewer, (status = 200, description = "OpenAPI 3.1.", body = Object)))]
pub(crate) async fn tell(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    json_answer(StatusCode::OK, &described(web.config.about.version, web.guard.cookie_name()))
}

fn described(version: &str, cookie: &str) -> utoipa::openapi::OpenApi {
    let mut api = Described::openapi();
    version.clone_into(&mut api.info.version);
    let shown = "The token that Nudge printed when it started, or that it was given.";
    let token = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(shown)).build();
    let kept = "The same token, as the page is given it. Changes and the live feed then need the page's own Origin too.";
    let cookie = ApiKey::Cookie(ApiKeyValue::with_description(cookie, kept));
    let components = api.components.get_or_insert_default();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    for item in api.paths.paths.values_mut() {
        operations(item).for_each(name);
    }
    api
}

/// Names an operation apart from its namesakes: `sessions_list`.
fn name(operation: &mut Operation) {
    let of = operation.tags.iter().flatten().next();
    operation.operation_id = of.zip(operation.operation_id.as_ref()).map(|(tag, id)| format!("{tag}_{id}"));
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
}
