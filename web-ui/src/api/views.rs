//! What the folds understood, one view at a time: `curl -H "Authorization: Bearer $TOKEN"
//! http://127.0.0.1:8863/api/views/conversations`, likewise `problems`, `redirects` and `transfers`. The live feed tells of
//! the same views when they change.

use super::openapi::words;
use super::{Trouble, conversations, held, json_text, problems, redirects, sequences, transfers};
use crate::Web;
use crate::access::Viewer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// How long all pages together are content with one telling.
const FRESH: Duration = Duration::from_millis(250);

/// A way to look at what happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Conversations,
    Held,
    Problems,
    Redirects,
    Sequences,
    Transfers,
}

pub(crate) const VIEWS: [(&str, View); 6] = [
    ("conversations", View::Conversations),
    ("held", View::Held),
    ("problems", View::Problems),
    ("redirects", View::Redirects),
    ("sequences", View::Sequences),
    ("transfers", View::Transfers),
];

/// A view as JSON, and when it was told.
type Told = Option<(Instant, Arc<str>)>;

/// The views as they were told last.
#[derive(Debug, Default)]
pub(crate) struct Views {
    told: Mutex<[Told; VIEWS.len()]>,
}

impl View {
    pub(crate) fn named(name: &str) -> Option<View> {
        VIEWS.iter().find(|(known, _)| *known == name).map(|&(_, view)| view)
    }

    /// An object, as JSON.
    fn tell(self, web: &Web) -> String {
        web.understanding.catch_up(&web.transcript);
        match self {
            View::Conversations => conversations::tell(web),
            View::Held => held::tell(web),
            View::Problems => problems::tell(web),
            View::Redirects => redirects::tell(web),
            View::Sequences => sequences::tell(web),
            View::Transfers => transfers::tell(web),
        }
    }
}

impl Views {
    /// As it is.
    fn now(&self, view: View, web: &Web) -> Arc<str> {
        let told: Arc<str> = view.tell(web).into();
        self.told.lock().expect("nobody panics while noting what was told")[view as usize] =
            Some((Instant::now(), told.clone()));
        told
    }

    /// As it was a moment ago, for those who ask again and again.
    pub(crate) fn now_and_then(&self, view: View, web: &Web) -> Arc<str> {
        let told = self.told.lock().expect("nobody panics while noting what was told")[view as usize].clone();
        match told {
            Some((at, told)) if at.elapsed() < FRESH => told,
            _ => self.now(view, web),
        }
    }
}

/// The names of the views.
pub(crate) struct ViewName;

impl utoipa::PartialSchema for ViewName {
    fn schema() -> RefOr<Schema> {
        words::of(VIEWS.map(|(name, _)| name), "Which view.")
    }
}

impl ToSchema for ViewName {}

/// A view: which one it is, its name says.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is only described")]
enum AnyView<'a> {
    Conversations(conversations::ConversationsView<'a>),
    Held(held::HeldView),
    Problems(problems::ProblemsView<'a>),
    Redirects(redirects::RedirectsView),
    Sequences(sequences::SequencesView),
    Transfers(transfers::telling::TransfersView<'a>),
}

/// What was understood, one view at a time.
#[utoipa::path(
    get, path = "/api/views/{name}",
    params(("name" = ViewName, Path, description = "Which view.")),
    responses(
        Viewer,
        (status = 200, description = "The view.", body = AnyView<'_>),
        (status = 404, description = "There is no view of that name.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let view = View::named(&name).ok_or_else(|| {
        let names = VIEWS.map(|(name, _)| name).join(", ");
        Trouble::new(StatusCode::NOT_FOUND, format!("{name:?} is no view; there are {names}"))
    })?;
    Ok(json_text(&*web.views.now(view, &web)))
}

/// What is held: the view of that name, at an address of its own.
#[utoipa::path(get, path = "/api/held", tag = "held", operation_id = "list", responses(Viewer, (status = 200, description = "The view.", body = held::HeldView)))]
pub(crate) async fn held(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    json_text(&*web.views.now(View::Held, &web))
}
