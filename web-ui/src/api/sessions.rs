//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/sessions`

mod row;

use super::{Trouble, json_answer, json_text, number};
use crate::access::Viewer;
use crate::reading::GIVEN;
use crate::{Web, json};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use nudge_proxy::insight::Member;
use nudge_proxy::transcript::SessionId;
use row::SessionRow;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use utoipa::ToSchema;

/// How long all pages together are content with one telling: it walks every session.
const FRESH: Duration = Duration::from_millis(250);

/// All sessions, as they were told last.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    told: Mutex<Option<(Instant, Told)>>,
}

/// The sessions as JSON.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// An object that lacks its opening brace, so that an answer may begin with its number.
    pub(crate) json: Arc<str>,
    /// How many are open.
    pub(crate) open: usize,
}

impl Sessions {
    /// As they are.
    pub(crate) fn now(&self, web: &Web) -> Told {
        let told = tell(web);
        *self.told.lock().expect("nobody panics while noting what was told") =
            Some((Instant::now(), told.clone()));
        told
    }

    /// As they were a moment ago, for those who ask again and again.
    pub(crate) fn now_and_then(&self, web: &Web) -> Told {
        let told = self.told.lock().expect("nobody panics while noting what was told").clone();
        match told {
            Some((at, told)) if at.elapsed() < FRESH => told,
            _ => self.now(web),
        }
    }
}

/// The open sessions and the last closed.
///
/// At most 128 KiB of them: the open and then the newest before the others, oldest first.
#[utoipa::path(get, path = "/api/sessions", responses(Viewer, (status = 200, description = "The sessions.", body = SessionList)))]
pub(crate) async fn list(_: Viewer, State(web): State<Arc<Web>>) -> Response {
    json_text(format!("{{{}", web.sessions.now(&web).json))
}

/// One session.
#[utoipa::path(
    get, path = "/api/sessions/{id}", params(("id" = u32, Path, description = "The session's number.")),
    responses(
        Viewer,
        (status = 200, description = "The session.", body = SessionRow),
        (status = 400, description = "That is no number of a session.", body = Trouble),
        (status = 404, description = "It is not open and not among the last closed.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = SessionId(number(&id, "a session")?);
    web.understanding.catch_up(&web.transcript);
    let sheet = web.source.sessions(&web.transcript).into_iter().find(|sheet| sheet.id == id);
    let sheet = sheet.ok_or_else(|| {
        Trouble::new(
            StatusCode::NOT_FOUND,
            format!("session {id} is not open and not among the last 1,000 closed"),
        )
    })?;
    Ok(json_answer(StatusCode::OK, &SessionRow::of(sheet, Known::of(&web, id))))
}

/// When something was, as rows say it.
pub(super) fn moment(web: &Web, since_began: Duration) -> String {
    let at = Timestamp::try_from(web.transcript.wall_clock(since_began));
    at.map_or_else(|_| String::new(), |at| format!("{at:.6}"))
}

/// What the folds know of a session.
struct Known {
    member: Member,
    /// The sessions that are one conversation with it, itself among them; empty where it is alone.
    halves: Vec<SessionId>,
}

impl Known {
    fn of(web: &Web, id: SessionId) -> Known {
        let insight = web.understanding.insight();
        // Whom no entry told of is known by its sheet alone.
        let member = insight.threads.member(id).cloned().unwrap_or_else(|| Member::unknown(id));
        let halves = insight.threads.halves(id);
        Known { member, halves: if halves.len() > 1 { halves } else { Vec::new() } }
    }
}

/// The sessions, as many as an answer holds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described")]
struct SessionList {
    /// Tells this start from every other.
    run: String,
    /// Entries that were missed by what understands them.
    missed: u64,
    /// Sessions there was no room for.
    left_out: usize,
    sessions: Vec<SessionRow>,
}

/// Tells of as many sessions as an answer holds, the open and then the newest ones before the others, oldest first.
fn tell(web: &Web) -> Told {
    web.understanding.catch_up(&web.transcript);
    let mut sheets = web.source.sessions(&web.transcript);
    let open = sheets.iter().filter(|sheet| !sheet.closed).count();
    sheets.sort_by_key(|sheet| (sheet.closed, std::cmp::Reverse(sheet.id)));
    let mut rows = Vec::new();
    let mut left = GIVEN;
    let known = sheets.len();
    for sheet in sheets {
        let id = sheet.id;
        let row = json::text(&SessionRow::of(sheet, Known::of(web, id)));
        let Some(remaining) = left.checked_sub(row.len() + 1) else { break };
        left = remaining;
        rows.push((id, row));
    }
    rows.sort_by_key(|(id, _)| *id);
    let left_out = known - rows.len();
    let rows: Vec<String> = rows.into_iter().map(|(_, row)| row).collect();
    let (run, missed, rows) = (web.run(), web.understanding.insight().threads.missed(), rows.join(","));
    let json =
        format!("\"run\":\"{run}\",\"missed\":{missed},\"left_out\":{left_out},\"sessions\":[{rows}]}}");
    Told { json: json.into(), open }
}
