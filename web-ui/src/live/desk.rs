//! A viewer's standing requests, answered in turn.

use crate::api::Trouble;
use crate::api::openapi::words;
use crate::api::views::{VIEWS, View};
use crate::reading::{Ask, Question};
use crate::{Web, api, json};
use axum::http::StatusCode;
use nudge_proxy::transcript::Window;
use serde::Deserialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

/// Requests a viewer may have standing.
const STANDING: usize = 16;

/// How often at most changes of the sessions and of the status are told.
const CHANGES: Duration = Duration::from_millis(250);

/// How often at most a viewer hears how far was looked while nothing it wants happens.
const PROGRESS: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The one to be looked at next first. `standing.len() <= STANDING`.
    standing: VecDeque<Standing>,
}

#[derive(Debug)]
struct Standing {
    id: u64,
    /// Answered again and again, not once.
    follow: bool,
    what: Wanted,
    /// The next answer may come then, if it is no news.
    due: Option<Instant>,
}

#[derive(Debug)]
enum Wanted {
    Entries(Box<Following>),
    Sessions { told: Arc<str> },
    Status { told: String },
    View { view: View, told: Arc<str> },
}

/// Entries, and what a viewer must still be told of those it did not get.
#[derive(Debug)]
struct Following {
    ask: Ask,
    missed: u64,
    skipped: u64,
    /// Where what is shown began when it was told last.
    cleared: u64,
}

/// What `sessions` and `status` may be asked with.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Again {
    follow: bool,
}

/// A request over the live feed.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: what is in it depends on what is asked for")]
pub(crate) struct LiveRequest {
    /// Which request this is: its answers have the same number.
    id: u64,
    get: Wish,
    #[serde(flatten)]
    question: Question,
}

/// What can be asked for: the views, and what has an address of its own.
struct Wish;

impl utoipa::PartialSchema for Wish {
    fn schema() -> RefOr<Schema> {
        let views = VIEWS.iter().map(|&(name, _)| name);
        let says = "What is asked for. All but `entries` go with `follow` and nothing else.";
        words::of(["entries", "sessions", "status"].into_iter().chain(views), says)
    }
}

impl ToSchema for Wish {}

impl Desk {
    /// Whether anything is to be answered.
    pub(super) fn stands(&self) -> bool {
        !self.standing.is_empty()
    }

    /// Takes a request, in place of the one with the same id. `Err` is what to tell who sent it.
    pub(super) fn take(&mut self, request: &str) -> Result<(), String> {
        let (id, request) = read(request)?;
        self.standing.retain(|standing| Some(standing.id) != id);
        let refused = |trouble: Trouble| json::text(&with_id(id, &trouble));
        let standing = Standing::of(id, request).map_err(refused)?;
        if self.standing.len() == STANDING {
            let says =
                format!("{STANDING} requests are standing; use the id of one that is not needed any more");
            return Err(refused(wrong(says)));
        }
        self.standing.push_front(standing);
        Ok(())
    }

    /// The answer to whichever request has one, in turn.
    pub(super) fn answer(&mut self, web: &Web, now: Instant) -> Option<String> {
        for _ in 0..self.standing.len() {
            let mut standing = self.standing.pop_front()?;
            let answer = standing.answer(web, now);
            if standing.follow || answer.is_none() {
                self.standing.push_back(standing);
            }
            if answer.is_some() {
                return answer;
            }
        }
        None
    }
}

/// A request's id and the rest of it.
fn read(request: &str) -> Result<(Option<u64>, serde_json::Map<String, Value>), String> {
    let refused = |says: &str| json::text(&wrong(says));
    let request: Value =
        serde_json::from_str(request).map_err(|error| refused(&format!("the JSON: {error}")))?;
    let Value::Object(mut request) = request else { return Err(refused("a request is an object")) };
    let id = request.remove("id").and_then(|id| id.as_u64());
    Ok((id, request))
}

fn wrong(says: impl Into<String>) -> Trouble {
    Trouble::new(StatusCode::BAD_REQUEST, says)
}

fn with_id(id: Option<u64>, trouble: &Trouble) -> Value {
    let mut told = serde_json::to_value(trouble).expect("trouble is plain data");
    told["id"] = id.into();
    told
}

impl Standing {
    fn of(id: Option<u64>, mut request: serde_json::Map<String, Value>) -> Result<Standing, Trouble> {
        let id = id.ok_or_else(|| wrong("a request has a number of its own: \"id\":1"))?;
        let get = request.remove("get");
        let follow = request.get("follow").and_then(Value::as_bool).unwrap_or_default();
        let unknown = |error: serde_json::Error| wrong(format!("the request: {error}"));
        let again = |request| serde_json::from_value::<Again>(Value::Object(request)).map_err(unknown);
        let what = match get.as_ref().and_then(Value::as_str) {
            Some("entries") => {
                let question: Question = serde_json::from_value(Value::Object(request)).map_err(unknown)?;
                let ask = Ask::try_from(question)?;
                Wanted::Entries(Box::new(Following { ask, missed: 0, skipped: 0, cleared: 0 }))
            }
            Some("sessions") => again(request).map(|_| Wanted::Sessions { told: Arc::default() })?,
            Some("status") => again(request).map(|_| Wanted::Status { told: String::new() })?,
            Some(name) if let Some(view) = View::named(name) => {
                again(request).map(|_| Wanted::View { view, told: Arc::default() })?
            }
            _ => {
                return Err(wrong(
                    "\"get\" is \"entries\", \"sessions\", \"status\" or a view: see /api/views/conversations",
                ));
            }
        };
        Ok(Standing { id, follow, what, due: None })
    }

    fn answer(&mut self, web: &Web, now: Instant) -> Option<String> {
        let is_due = self.due.is_none_or(|due| now >= due);
        let (answer, pause) = match &mut self.what {
            Wanted::Entries(following) => {
                (following.answer(self.id, is_due, self.due.is_none(), web)?, PROGRESS)
            }
            _ if !is_due => return None,
            Wanted::Sessions { told } => {
                let sessions = web.sessions.now_and_then(web).json;
                let is_news = *told != sessions;
                *told = sessions;
                self.due = Some(now + CHANGES);
                (is_news.then(|| format!("{{\"id\":{},{told}", self.id))?, CHANGES)
            }
            Wanted::View { view, told } => {
                let view = web.views.now_and_then(*view, web);
                let is_news = *told != view;
                *told = view;
                self.due = Some(now + CHANGES);
                (is_news.then(|| format!("{{\"id\":{},{}", self.id, &told[1..]))?, CHANGES)
            }
            Wanted::Status { told } => {
                let status = api::status::json(web);
                let is_news = *told != status;
                *told = status;
                self.due = Some(now + CHANGES);
                (is_news.then(|| format!("{{\"id\":{},{}", self.id, &told[1..]))?, CHANGES)
            }
        };
        self.due = Some(now + pause);
        Some(answer)
    }
}

impl Following {
    /// What happened since, if it is wanted, or if it is time to tell how far was looked.
    fn answer(&mut self, id: u64, is_due: bool, is_first: bool, web: &Web) -> Option<String> {
        let (from, cleared) = (self.from(), web.cleared());
        if !is_first && from.is_some_and(|from| from >= web.transcript.head()) && self.cleared == cleared {
            return None;
        }
        let mut answer = self.ask.answer(web);
        if from.is_some() {
            self.ask.window = match self.ask.window {
                Window::Follow(_) => Window::Follow(answer.looked.end),
                other => other,
            };
        }
        self.missed += answer.missed;
        self.skipped += answer.skipped;
        if answer.is_empty() && !is_due && self.cleared == cleared {
            return None;
        }
        self.cleared = cleared;
        (answer.missed, answer.skipped) =
            (std::mem::take(&mut self.missed), std::mem::take(&mut self.skipped));
        Some(answer.json(&web.run(), Some(id)))
    }

    /// Where it goes on.
    fn from(&self) -> Option<u64> {
        match self.ask.window {
            Window::Follow(from) => Some(from),
            _ => None,
        }
    }
}
