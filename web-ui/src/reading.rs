//! One question about the transcript, and its answer.
//!
//! To remember: an answer looks at no more than [`EXAMINED`] of the ring and gives no more than [`GIVEN`], whatever the
//! filter, and says how far it looked: `next` and `prev` are where to go on, `missed` and `skipped` what lies between.
//!
//! ```text
//!   forgotten ┊ first …………………… prev ▕ looked at ▏ next …………………… head
//! ```

use crate::Web;
use crate::api::Trouble;
use axum::http::StatusCode;
use nudge_proxy::filter::Filter;
use nudge_proxy::transcript::{Entry, Window};
use serde::Deserialize;
use std::ops::Range;
use std::sync::Arc;
use utoipa::ToSchema;

/// How much of the ring one answer looks at, in bytes.
pub(crate) const EXAMINED: usize = 1024 * 1024;

/// How much one answer gives, in bytes of rows.
pub(crate) const GIVEN: usize = 128 * 1024;

/// The same to a follower for whom more is waiting than one answer holds: a screenful or two. Making rows nobody can read
/// at that rate would cost the traffic the processor.
const GIVEN_IN_A_FLOOD: usize = 24 * 1024;

/// How many rows one answer gives at most, and unless fewer are asked for.
const ROWS: usize = 1000;

/// A question as it is written in an address or in a message.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Question {
    /// The first entry looked at; 1 if neither this nor `before` is given.
    from: Option<u64>,
    /// The entry before which is looked, instead.
    before: Option<u64>,
    /// How many entries at most.
    #[param(minimum = 1, maximum = 1000)]
    #[schema(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Which entries are wanted: `cmd:MSG dir:s2c`; all, if it is empty.
    filter: String,
    /// What is new matters: where more is waiting than one answer holds, the newest of it is given.
    follow: bool,
    /// Secrets are shown.
    reveal: bool,
}

/// A question understood.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) window: Window,
    limit: usize,
    filter: Filter,
    reveal: bool,
}

impl TryFrom<Question> for Ask {
    type Error = Trouble;

    fn try_from(question: Question) -> Result<Ask, Trouble> {
        let Question { from, before, limit, filter, follow, reveal } = question;
        let window = match (from, before) {
            (Some(_), Some(_)) => {
                return Err(Trouble::new(StatusCode::BAD_REQUEST, "give from or before, not both"));
            }
            (None, Some(_)) if follow => {
                return Err(Trouble::new(
                    StatusCode::BAD_REQUEST,
                    "follow goes with from: it leads to what is new",
                ));
            }
            (None, Some(before)) => Window::Before(before),
            (from, None) if follow => Window::Follow(from.unwrap_or(1)),
            (from, None) => Window::From(from.unwrap_or(1)),
        };
        let limit = limit.unwrap_or(ROWS).clamp(1, ROWS);
        Ok(Ask { window, limit, filter: Filter::parse(&filter)?, reveal })
    }
}

/// What was found.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The oldest entry there is to see.
    pub(crate) first: u64,
    /// The number the next entry will have.
    pub(crate) head: u64,
    /// The entries looked at: where to go on from, and before which.
    pub(crate) looked: Range<u64>,
    /// Entries asked for and forgotten.
    pub(crate) missed: u64,
    /// Entries asked for, kept and passed over.
    pub(crate) skipped: u64,
    rows: Vec<Arc<[u8]>>,
}

impl Ask {
    /// Looks.
    pub(crate) fn answer(&self, web: &Web) -> Answer {
        let shown_from = web.cleared();
        let window = match self.window {
            Window::From(from) => Window::From(from.max(shown_from)),
            Window::Follow(from) => Window::Follow(from.max(shown_from)),
            before @ Window::Before(_) => before,
        };
        let look = web.transcript.look(window, EXAMINED);
        web.understanding.catch_up(&web.transcript);
        let in_a_flood =
            matches!(window, Window::Follow(from) if look.head.saturating_sub(from) > ROWS as u64);
        let room = if in_a_flood { GIVEN_IN_A_FLOOD } else { GIVEN };
        let mut rows = Taken { ask: self, web, rows: Vec::new(), bytes: 0, room, for_many: in_a_flood };
        let mut looked = look.range.clone();
        if let Window::From(_) = window {
            let first_left = look.entries().find(|entry| !rows.take(entry));
            looked.end = first_left.map_or(looked.end, |entry| entry.number);
        } else {
            let last_left = look.entries().rev().find(|entry| entry.number < shown_from || !rows.take(entry));
            looked.start = last_left.map_or(looked.start, |entry| entry.number + 1);
            rows.rows.reverse();
        }
        let passed_over = match window {
            Window::Follow(_) => looked.start - look.range.start,
            _ => 0,
        };
        Answer {
            first: look.first.max(shown_from),
            head: look.head,
            looked,
            missed: look.missed,
            skipped: look.skipped + passed_over,
            rows: rows.rows,
        }
    }
}

/// The rows taken so far.
struct Taken<'a> {
    ask: &'a Ask,
    web: &'a Web,
    rows: Vec<Arc<[u8]>>,
    bytes: usize,
    /// How many bytes there may be.
    room: usize,
    /// Other viewers are about to be given the same.
    for_many: bool,
}

impl Taken<'_> {
    /// Takes an entry if it is wanted. `false` when it is and there is no room.
    fn take(&mut self, entry: &Entry<'_>) -> bool {
        let Taken { ask, web, .. } = *self;
        let role = |session| web.understanding.role(session);
        if !ask.filter.wants(entry, role, web.rows.reveals(ask.reveal)) {
            return true;
        }
        if self.rows.len() == ask.limit {
            return false;
        }
        let known = web.understanding.known(entry);
        let row = if self.for_many {
            web.rows.light_for_many(entry, known, ask.reveal)
        } else {
            web.rows.light_for_one(entry, known, ask.reveal)
        };
        if self.bytes + row.len() > self.room && !self.rows.is_empty() {
            return false;
        }
        self.bytes += row.len() + 1;
        self.rows.push(row);
        true
    }
}

impl Answer {
    /// Whether it holds no entry.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The answer as JSON, to the request of this number where requests have one.
    pub(crate) fn json(&self, run: &str, id: Option<u64>) -> String {
        let Answer { first, head, looked: Range { start, end }, missed, skipped, rows } = self;
        let id = id.map_or_else(String::new, |id| format!("\"id\":{id},"));
        let mut json = format!(
            "{{{id}\"run\":\"{run}\",\"first\":{first},\"head\":{head},\"next\":{end},\"prev\":{start},\
             \"missed\":{missed},\"skipped\":{skipped},\"entries\":["
        );
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                json.push(',');
            }
            json.push_str(std::str::from_utf8(row).expect("JSON is text"));
        }
        json.push_str("]}");
        json
    }
}
