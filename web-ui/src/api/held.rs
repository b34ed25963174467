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
use super::wheel::wrong;
use super::{Trouble, json_answer, number};
use crate::access::Editor;
use crate::{Web, json};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::Direction;
use nudge_proxy::compose;
use nudge_proxy::filter::Filter;
use nudge_proxy::relay::{Held, LONGEST_HOLD, Release};
use nudge_proxy::transcript::{Releaser, SessionId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

/// Frames told of at once; the others are counted.
const TOLD: usize = 200;

/// How much of a frame is told, in bytes: the rest is in its entry.
const SHOWN: usize = 4096;

#[derive(Serialize)]
struct HeldRow {
    entry: u64,
    session: SessionId,
    dir: Direction,
    /// Since when, in seconds before now.
    seconds: u64,
    /// In how many seconds it leaves by itself.
    left: u64,
    behind: usize,
    size: usize,
    /// The bytes it would leave with, as far as they are told. Those who may release them may read them.
    base64: String,
}

/// The view, as JSON.
pub(super) fn tell(web: &Web) -> String {
    let relay = web.source.relay().ok();
    let held = relay.map_or_else(Vec::new, |relay| relay.held());
    let limit = relay.map_or(Duration::ZERO, |relay| relay.hold_limit());
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
    json::text(&json!({
        "run": web.run(),
        "holding": relay.and_then(|relay| relay.holding()),
        "prove": relay.is_some_and(|relay| relay.proves()),
        "seconds": limit.as_secs(),
        "left_out": held.len() - rows.len(),
        "held": rows,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    /// `null` where nothing more is to be held; what is held already stays held. It is said, so that nothing ends by oversight.
    #[serde(deserialize_with = "Option::deserialize")]
    filter: Option<String>,
    /// Challenges that would wait are answered by us.
    #[serde(default)]
    prove: bool,
    /// How long a frame is held before it leaves by itself; as before where it is not said.
    seconds: Option<u64>,
}

/// Holds what a filter wants from now on, or nothing more.
pub(crate) async fn hold(_: Editor, State(web): State<Arc<Web>>, body: Body) -> Result<Response, Trouble> {
    let Wish { filter, prove, seconds } = read(body).await?;
    let parsed = filter.as_deref().map(Filter::parse).transpose()?;
    let relay = web.source.relay()?;
    if let Some(seconds) = seconds {
        relay.set_hold_limit(limit(seconds)?);
    }
    match (parsed, &filter) {
        (Some(parsed), Some(text)) => relay.hold(parsed, text, prove),
        _ => relay.hold_no_more(),
    }
    Ok(json_answer(StatusCode::OK, &json!({ "holding": filter })))
}

fn limit(seconds: u64) -> Result<Duration, Trouble> {
    let limit = Duration::from_secs(seconds);
    let fits = seconds > 0 && limit <= LONGEST_HOLD;
    let says = format!("a frame is held for 1 to {} seconds", LONGEST_HOLD.as_secs());
    if fits { Ok(limit) } else { Err(wrong(&says)) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Holds nothing more, lets go of all that is held, and ends whatever repeats.
pub(crate) async fn hands_off(
    _: Editor,
    State(web): State<Arc<Web>>,
    body: Body,
) -> Result<Response, Trouble> {
    let Nothing {} = read(body).await?;
    web.sequences.stop_all();
    web.source.relay()?.hands_off();
    Ok(json_answer(StatusCode::OK, &json!({ "holding": null })))
}

/// Lets go of all that is held; what the filter wants is held on.
pub(crate) async fn release_all(
    _: Editor,
    State(web): State<Arc<Web>>,
    body: Body,
) -> Result<Response, Trouble> {
    let Nothing {} = read(body).await?;
    web.source.relay()?.release_all(Releaser::Person);
    Ok(json_answer(StatusCode::OK, &json!({ "released": true })))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Deed {
    Release,
    Edit,
    Drop,
    Answer,
    /// Answer a challenge.
    Prove,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    r#do: Deed,
    text: Option<String>,
    base64: Option<String>,
    typed: Option<String>,
    /// Which product id a challenge is answered with.
    product: Option<String>,
    /// The length in the line is made to fit the payload, unless this is false.
    measure: Option<bool>,
}

/// Decides about one frame.
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
    Ok(json_answer(StatusCode::OK, &json!({ "entry": entry })))
}

impl Web {
    fn release_of(&self, frame: &Held, decision: Decision) -> Result<Release, Trouble> {
        let Decision { r#do, text, base64, typed, product, measure } = decision;
        let dir = if r#do == Deed::Answer { frame.direction.reverse() } else { frame.direction };
        let is_written = text.is_some() || base64.is_some() || typed.is_some();
        let measured = measure.unwrap_or(true);
        let bytes = || {
            let written = super::wheel::Written { dir, text, base64, typed, hide_reply: false };
            let (bytes, _) = self.bytes_of(frame.session, written, true)?;
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
