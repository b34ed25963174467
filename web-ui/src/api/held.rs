//! What is held, and what becomes of it.
//!
//! ```text
//! ask() { curl -s -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$@"; }
//! ask -X PUT -d '{"filter":"cmd:MSG dir:c2s"}' http://127.0.0.1:8863/api/hold
//! ask -X PUT -d '{"filter":null}' http://127.0.0.1:8863/api/hold
//! ask http://127.0.0.1:8863/api/held
//! ask -d '{"do":"edit","text":"MSG 3 N 5\r\nhéllo"}' http://127.0.0.1:8863/api/held/117
//! ask -d '{}' http://127.0.0.1:8863/api/hands-off
//! ```

use super::changes::read;
use super::openapi::words;
use super::wheel::{Trid, wrong};
use super::{Trouble, json_answer, number};
use crate::access::Editor;
use crate::{Web, json};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::{Command, Direction, Frame};
use nudge_proxy::compose;
use nudge_proxy::filter::Filter;
use nudge_proxy::relay::{Held, KEEP_ALIVE, LONGEST_HOLD, Release};
use nudge_proxy::transcript::{Releaser, SessionId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// Frames told of at once; the others are counted.
const TOLD: usize = 200;

/// How much of a frame is told, in bytes: the rest is in its entry.
const SHOWN: usize = 4096;

/// The frames that are held.
#[derive(Serialize, ToSchema)]
pub(super) struct HeldView {
    /// Tells this start from every other.
    run: String,
    /// The filter of what is held.
    holding: Option<String>,
    /// Challenges that would wait are answered by us.
    prove: bool,
    /// How long a frame is held, in seconds.
    seconds: u64,
    /// How often a server whose client's frames are held gets a sign of life, in milliseconds.
    keep_alive_ms: u64,
    /// Frames held besides those told of.
    left_out: usize,
    held: Vec<HeldRow>,
}

/// A frame that is held.
#[derive(Serialize, ToSchema)]
#[schema(as = HeldFrame)]
struct HeldRow {
    /// Its number in the transcript.
    entry: u64,
    #[schema(value_type = u32)]
    session: SessionId,
    #[schema(value_type = words::Direction)]
    dir: Direction,
    /// Since when, in seconds before now.
    seconds: u64,
    /// In how many seconds it leaves by itself.
    left: u64,
    /// Frames that wait behind it.
    behind: usize,
    /// Its bytes.
    size: usize,
    /// The bytes it would leave with, as far as they are told. Those who may release them may read them.
    base64: String,
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    let relay = web.source.relay().ok();
    let held = relay.map_or_else(Vec::new, |relay| relay.held());
    let limit = relay.map_or(Duration::ZERO, |relay| relay.hold_limit());
    let keep_alive = relay.map_or(Duration::ZERO, |relay| relay.keep_alive());
    let row = |frame: &Held| {
        let waited = frame.since.elapsed();
        HeldRow {
            entry: frame.entry,
            session: frame.session,
            dir: frame.direction,
            seconds: waited.as_secs(),
            left: limit.saturating_sub(waited).as_secs(),
            behind: frame.behind,
            size: frame.bytes.len(),
            base64: STANDARD.encode(&frame.bytes[..frame.bytes.len().min(SHOWN)]),
        }
    };
    let rows: Vec<HeldRow> = held.iter().take(TOLD).map(row).collect();
    json::text(&HeldView {
        run: web.run(),
        holding: relay.and_then(|relay| relay.holding()),
        prove: relay.is_some_and(|relay| relay.proves()),
        seconds: limit.as_secs(),
        keep_alive_ms: u64::try_from(keep_alive.as_millis()).unwrap_or(u64::MAX),
        left_out: held.len() - rows.len(),
        held: rows,
    })
}

/// What is to be held.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Hold {
    /// A filter, like that of the entries; `null` where nothing more is to be held, and what is held already stays held. It is
    /// said, so that nothing ends by oversight.
    #[schema(required)]
    #[serde(deserialize_with = "Option::deserialize")]
    filter: Option<String>,
    /// Challenges that would wait are answered by us.
    #[serde(default)]
    prove: bool,
    /// How long a frame is held before it leaves by itself; as before where it is not said.
    #[schema(minimum = 1, maximum = 86_400)]
    seconds: Option<u64>,
    /// How often a notification server whose client's frames are held gets a PNG from us, in milliseconds; as before where it
    /// is not said, and every 30 seconds where it never was.
    #[schema(minimum = 250, maximum = 600_000)]
    keep_alive_ms: Option<u64>,
}

/// What is held from now on.
#[derive(Serialize, ToSchema)]
struct Holding {
    /// The filter; null: nothing more.
    holding: Option<String>,
}

/// Holds what a filter wants from now on, or nothing more.
#[utoipa::path(
    put, path = "/api/hold", request_body = Hold,
    responses(
        Editor,
        (status = 200, description = "It is held.", body = Holding),
        (status = 400, description = "The filter cannot be read, `at` says where; or a time is too short or too long.", body = Trouble),
        (status = 409, description = "This is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn hold(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let Hold { filter, prove, seconds, keep_alive_ms } = read(body).await?;
    let parsed = filter.as_deref().map(Filter::parse).transpose()?;
    let (limit, every) = (seconds.map(limit).transpose()?, keep_alive_ms.map(keep_alive).transpose()?);
    let relay = web.source.relay()?;
    if let Some(limit) = limit {
        relay.set_hold_limit(limit);
    }
    if let Some(every) = every {
        relay.set_keep_alive(every);
    }
    match (parsed, &filter) {
        (Some(parsed), Some(text)) => relay.hold(parsed, text, prove),
        _ => relay.hold_no_more(),
    }
    Ok(json_answer(StatusCode::OK, &Holding { holding: filter }))
}

fn limit(seconds: u64) -> Result<Duration, Trouble> {
    let limit = Duration::from_secs(seconds);
    let fits = seconds > 0 && limit <= LONGEST_HOLD;
    let says = format!("a frame is held for 1 to {} seconds", LONGEST_HOLD.as_secs());
    if fits { Ok(limit) } else { Err(wrong(&says)) }
}

fn keep_alive(millis: u64) -> Result<Duration, Trouble> {
    let every = Duration::from_millis(millis);
    let (least, most) = (KEEP_ALIVE.start().as_millis(), KEEP_ALIVE.end().as_millis());
    let says = || wrong(&format!("a sign of life is given every {least} to {most} milliseconds"));
    Some(every).filter(|every| KEEP_ALIVE.contains(every)).ok_or_else(says)
}

/// An empty object.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Holds nothing more, lets go of all that is held, and ends whatever repeats.
#[utoipa::path(
    post, path = "/api/hands-off", request_body = Nothing,
    responses(
        Editor,
        (status = 200, description = "Nothing is held.", body = Holding),
        (status = 400, description = "The body is not an empty object.", body = Trouble),
        (status = 409, description = "This is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn hands_off(
    _: Editor,
    State(web): State<Arc<Web>>,
    body: Body,
) -> Result<Response, Trouble> {
    let Nothing {} = read(body).await?;
    web.sequences.stop_all();
    web.source.relay()?.hands_off();
    Ok(json_answer(StatusCode::OK, &Holding { holding: None }))
}

/// What was let go.
#[derive(Serialize, ToSchema)]
struct LetGo {
    /// Always true.
    released: bool,
}

/// Lets go of all that is held; what the filter wants is held on.
#[utoipa::path(
    post, path = "/api/held", request_body = Nothing,
    responses(
        Editor,
        (status = 200, description = "All that was held left.", body = LetGo),
        (status = 400, description = "The body is not an empty object.", body = Trouble),
        (status = 409, description = "This is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn release_all(
    _: Editor,
    State(web): State<Arc<Web>>,
    body: Body,
) -> Result<Response, Trouble> {
    let Nothing {} = read(body).await?;
    web.source.relay()?.release_all(Releaser::Person);
    Ok(json_answer(StatusCode::OK, &LetGo { released: true }))
}

/// What becomes of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Release,
    Edit,
    Drop,
    Answer,
    /// Answer a challenge.
    Prove,
}

/// What becomes of a frame. With `edit` and `answer`: a frame as text, in base64 or as typed, one of the three.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Decision {
    r#do: Deed,
    /// The bytes, with line ends as they are sent.
    text: Option<String>,
    /// The bytes.
    base64: Option<String>,
    /// In the notation of the composer; `{trid}` is the transaction id of the frame itself, where it has one.
    typed: Option<String>,
    /// Which product id a challenge is answered with.
    product: Option<String>,
    /// The length in the line is made to fit the payload, unless this is false.
    measure: Option<bool>,
}

/// Which frame it was.
#[derive(Serialize, ToSchema)]
struct Decided {
    entry: u64,
}

/// Decides about one frame.
#[utoipa::path(
    post, path = "/api/held/{entry}", params(("entry" = u64, Path, description = "The frame's number in the transcript.")),
    request_body = Decision,
    responses(
        Editor,
        (status = 200, description = "It is done.", body = Decided),
        (status = 400, description = "What is written is no frame, or does not fit what is to be done.", body = Trouble),
        (status = 404, description = "It is not held.", body = Trouble),
        (status = 409, description = "It cannot be answered, or this is a saved transcript.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn decide(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(entry): Path<String>,
    body: Body,
) -> Result<Response, Trouble> {
    let entry: u64 = number(&entry, "an entry")?;
    let decision: Decision = read(body).await?;
    let held = web.source.relay()?.held().into_iter().find(|frame| frame.entry == entry);
    let frame = held.ok_or(nudge_proxy::relay::ReleaseError::NotHeld(entry))?;
    let release = web.release_of(&frame, decision)?;
    web.source.relay()?.release(entry, &release)?;
    Ok(json_answer(StatusCode::OK, &Decided { entry }))
}

impl Web {
    fn release_of(&self, frame: &Held, decision: Decision) -> Result<Release, Trouble> {
        let Decision { r#do, text, base64, typed, product, measure } = decision;
        let dir = if r#do == Deed::Answer { frame.direction.reverse() } else { frame.direction };
        let is_written = text.is_some() || base64.is_some() || typed.is_some();
        let measured = measure.unwrap_or(true);
        let bytes = || {
            let written = super::wheel::Written { dir, text, base64, typed, hide_reply: false };
            let (bytes, _) =
                self.bytes_of(frame.session, written, trid_of(frame).map_or(Trid::Next, Trid::Is))?;
            Ok(if measured { compose::measured(dir, &bytes) } else { bytes })
        };
        match r#do {
            Deed::Release | Deed::Drop | Deed::Prove if is_written => {
                Err(wrong("what leaves in its place goes with \"do\": \"edit\" or \"answer\""))
            }
            Deed::Release => Ok(Release::AsItIs),
            Deed::Drop => Ok(Release::Dropped),
            Deed::Edit => bytes().map(Release::Edited),
            Deed::Answer => bytes().map(Release::Answered),
            Deed::Prove => Ok(Release::Proven(product)),
        }
    }
}

/// The transaction id of a frame that is held: that of an edited one, so that the client hears what becomes of it, and of an
/// answer.
fn trid_of(held: &Held) -> Option<u32> {
    Command::read(&Frame { bytes: &held.bytes, opaque: false })?.trid(held.direction)
}
