//! What is typed becomes a frame, and a frame is put into a session.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
//!      -d '{"dir":"c2s","typed":"URL {trid} INBOX","hide_reply":true}' http://127.0.0.1:8863/api/sessions/1/inject
//! ```

use super::changes::read;
use super::openapi::words;
use super::rosters::first_contact;
use super::{Trouble, json_answer, number};
use crate::Web;
use crate::access::{Editor, Viewer};
use crate::explained::Explained;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use msnp::Direction;
use nudge_proxy::compose::{self, Places};
use nudge_proxy::insight::{Opinion, Severity};
use nudge_proxy::relay::InjectError;
use nudge_proxy::transcript::{Origin, Passed, SessionId, What, Window};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// How much of the ring is searched for a client's latest request, in bytes, a look at a time and at most.
const LOOK: usize = 1024 * 1024;
const LOOKS: usize = 8;

/// A frame: as text, in base64 or as a person types it, one of the three.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    #[schema(value_type = words::Direction)]
    pub(super) dir: Direction,
    /// Its bytes, with line ends as they are sent.
    pub(super) text: Option<String>,
    /// Its bytes.
    pub(super) base64: Option<String>,
    /// In the notation of the composer: line ends are made right, `{trid}`, `{len}`, `{me}`, `{peer}`, `{ticket}`, `{now}`
    /// and `{guid}` stand for what they say, `\x00` for a byte. `{peer}` is who else takes part, or the first contact.
    pub(super) typed: Option<String>,
    /// What the server answers is kept from the client; with `dir` `c2s` only.
    #[serde(default)]
    pub(super) hide_reply: bool,
}

/// What was injected.
#[derive(Serialize, ToSchema)]
pub(super) struct Injected {
    /// The frame's number in the transcript.
    entry: u64,
    /// What `{trid}` stood for.
    trid: Option<u32>,
}

/// Puts a frame between two frames of a session.
#[utoipa::path(
    post, path = "/api/sessions/{id}/inject", params(("id" = u32, Path, description = "The session's number.")),
    request_body = Written,
    responses(
        Editor,
        (status = 200, description = "It left.", body = Injected),
        (status = 202, description = "It is on its way to a receiver that does not read: `entry` says which.", body = Trouble),
        (status = 400, description = "What is written is no frame.", body = Trouble),
        (status = 404, description = "The session is not open.", body = Trouble),
        (status = 409, description = "The session cannot take it now, or all of it is over.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
        (status = 503, description = "As many injections as there may be wait for this session.", body = Trouble),
    ),
)]
pub(crate) async fn inject(
    _: Editor,
    State(web): State<Arc<Web>>,
    Path(session): Path<String>,
    body: Body,
) -> Result<Response, Trouble> {
    let session = SessionId(number(&session, "a session")?);
    let (entry, trid) = web.send(session, read(body).await?).await?;
    Ok(json_answer(StatusCode::OK, &Injected { entry, trid }))
}

/// What would be sent.
#[derive(Serialize, ToSchema)]
struct Preview<'a> {
    /// Its bytes.
    base64: String,
    /// How many they are.
    size: usize,
    /// What `{trid}` would stand for.
    trid: Option<u32>,
    /// What hiding the reply cannot hide.
    noticed: Option<&'static str>,
    /// What the linter would say of it.
    problems: Vec<OpinionRow<'a>>,
    /// What it means, in a sentence.
    says: Option<&'a str>,
    /// What it means, field by field.
    explained: Option<Explained<'a>>,
}

/// A rule that would be broken.
#[derive(Serialize, ToSchema)]
#[schema(as = Opinion)]
struct OpinionRow<'a> {
    /// Which.
    rule: &'static str,
    #[schema(value_type = words::Badness)]
    severity: Severity,
    /// How, in a sentence.
    says: &'a str,
    /// The section of the wire reference.
    rests_on: &'static str,
}

/// What would be sent, what it means, and what is doubtful about it.
///
/// Nothing is sent and no id is used up.
#[utoipa::path(
    post, path = "/api/sessions/{id}/compose", params(("id" = u32, Path, description = "The session's number.")),
    request_body = Written,
    responses(
        Viewer,
        (status = 200, description = "What would be sent.", body = Preview<'_>),
        (status = 400, description = "What is written is no frame; `at` says where.", body = Trouble),
        (status = 404, description = "The session is not open.", body = Trouble),
        (status = 409, description = "The session cannot take it now, or all of it is over.", body = Trouble),
        (status = 413, description = "The body is too long.", body = Trouble),
    ),
)]
pub(crate) async fn preview(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(session): Path<String>,
    body: Body,
) -> Result<Response, Trouble> {
    let session = SessionId(number(&session, "a session")?);
    let written: Written = read(body).await?;
    let (dir, hide_reply) = (written.dir, written.hide_reply);
    let (bytes, trid) = web.bytes_of(session, written, Trid::Coming)?;
    let passed = Passed::plain(dir, Origin::Person, &bytes);
    let verb = msnp::Verb::at_start_of(&bytes).filter(|_| hide_reply);
    let noticed = verb.and_then(|verb| compose::noticed(verb.as_str()));
    web.understanding.catch_up(&web.transcript);
    let insight = web.understanding.insight();
    let member = insight.threads.member(session).cloned();
    let opinions = insight.judge(session, dir, &bytes);
    drop(insight);
    let (role, dialect) = member.map_or((None, None), |member| (member.role, member.dialect));
    let explanation = web.rows.view(true).explain(&passed, role, dialect);
    let problems = opinions.iter().map(OpinionRow::of).collect();
    let preview = Preview {
        base64: STANDARD.encode(&bytes),
        size: bytes.len(),
        trid,
        noticed,
        problems,
        says: explanation.as_ref().map(|explanation| &*explanation.says),
        explained: explanation.as_ref().map(|explanation| Explained::of(explanation, dialect)),
    };
    Ok(json_answer(StatusCode::OK, &preview))
}

impl OpinionRow<'_> {
    fn of(opinion: &Opinion) -> OpinionRow<'_> {
        let Opinion { rule, says, .. } = opinion;
        OpinionRow { rule: rule.id, severity: rule.severity, says, rests_on: rule.rests_on }
    }
}

/// Which transaction id `{trid}` stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trid {
    /// The next one, which is used up.
    Next,
    /// The next one, which is not.
    Coming,
    /// This one.
    Is(u32),
}

impl Web {
    /// Puts a frame into a session. Returns its entry, and the transaction id that `{trid}` stood for.
    async fn send(&self, session: SessionId, written: Written) -> Result<(u64, Option<u32>), Trouble> {
        let (dir, hide_reply) = (written.dir, written.hide_reply);
        let (bytes, trid) = self.bytes_of(session, written, Trid::Next)?;
        let entry = match (hide_reply, dir) {
            (false, _) => self.source.relay()?.inject(session, dir, bytes).await?,
            (true, Direction::ClientToServer) => self.source.relay()?.inject_hidden(session, bytes).await?,
            (true, Direction::ServerToClient) => {
                return Err(wrong(
                    "only what the server answers can be hidden: hide_reply goes with dir c2s",
                ));
            }
        };
        Ok((entry, trid))
    }

    /// The same with what is typed, whose reply is hidden where that is wanted and can be.
    pub(crate) async fn send_typed(
        &self,
        session: SessionId,
        dir: Direction,
        typed: &str,
        hide_reply: bool,
    ) -> Result<u64, Trouble> {
        let hide_reply = hide_reply && dir == Direction::ClientToServer;
        let written = Written { dir, text: None, base64: None, typed: Some(typed.to_owned()), hide_reply };
        self.send(session, written).await.map(|(entry, _)| entry)
    }

    /// The bytes of a frame, and the transaction id in it that stands for `{trid}`.
    pub(super) fn bytes_of(
        &self,
        session: SessionId,
        written: Written,
        wanted: Trid,
    ) -> Result<(Vec<u8>, Option<u32>), Trouble> {
        let Written { dir, text, base64, typed, hide_reply } = written;
        match (text, base64, typed) {
            (Some(text), None, None) => Ok((text.into_bytes(), None)),
            (None, Some(base64), None) => {
                let bytes = STANDARD.decode(base64).map_err(|error| wrong(&format!("base64: {error}")))?;
                Ok((bytes, None))
            }
            (None, None, Some(typed)) => {
                let trid = compose::wants_trid(&typed)
                    .then(|| self.trid(session, dir, hide_reply, wanted))
                    .transpose()?;
                let places = Places { trid: trid.flatten(), ..self.places(session) };
                Ok((compose::compose(&typed, &places)?, places.trid))
            }
            _ => Err(wrong("give the frame once: as text, as base64, or as typed")),
        }
    }

    /// What `{trid}` stands for: towards the server an id of ours, towards the client that of its latest request.
    fn trid(
        &self,
        session: SessionId,
        dir: Direction,
        hidden: bool,
        wanted: Trid,
    ) -> Result<Option<u32>, Trouble> {
        if let Trid::Is(trid) = wanted {
            return Ok(Some(trid));
        }
        if dir == Direction::ServerToClient {
            return Ok(self.latest_request(session));
        }
        let ours = match wanted {
            Trid::Next => self.source.relay()?.next_trid(session, hidden),
            _ => self.source.relay()?.coming_trid(session, hidden),
        };
        match ours {
            // Where the client counts among ours, one that it has not used yet does as well.
            Err(InjectError::IdsTaken) if !hidden => {
                Ok(self.latest_request(session).map(|latest| latest.wrapping_add(1)))
            }
            ours => Ok(Some(ours?)),
        }
    }

    fn latest_request(&self, session: SessionId) -> Option<u32> {
        let mut before = u64::MAX;
        for _ in 0..LOOKS {
            let look = self.transcript.look(Window::Before(before), LOOK);
            let trid =
                look.entries().rev().filter(|entry| entry.session == Some(session)).find_map(|entry| {
                    let What::Frame(passed) = &entry.what else { return None };
                    let is_clients = passed.direction == Direction::ClientToServer && !passed.injected();
                    msnp::Command::read(&passed.frame()).filter(|_| is_clients)?.trid(passed.direction)
                });
            if trid.is_some() || look.range.start <= look.first {
                return trid;
            }
            before = look.range.start;
        }
        None
    }

    fn places(&self, session: SessionId) -> Places {
        self.understanding.catch_up(&self.transcript);
        let insight = self.understanding.insight();
        let member = insight.threads.member(session);
        let peer = member
            .and_then(|member| member.participants.first())
            .map(|peer| peer.account.to_string())
            .or_else(|| first_contact(&insight, session));
        let me = member.and_then(|member| member.account.clone());
        drop(insight);
        let own = |text: Box<str>| text.into_string();
        Places {
            trid: None,
            me: me.map(own),
            peer,
            ticket: self.source.ticket(session).map(own),
            now: u64::try_from(Timestamp::now().as_second()).unwrap_or_default(),
            guid: guid(),
        }
    }
}

/// A random GUID in braces, of the kind that is random (version 4).
fn guid() -> String {
    let mut random = [0; 16];
    // Without randomness it is a GUID all the same.
    let _ = getrandom::fill(&mut random);
    let number = u128::from_be_bytes(random) & !(0xf << 76) & !(0b11 << 62) | (4 << 76) | (0b10 << 62);
    let hex = format!("{number:032x}");
    format!("{{{}-{}-{}-{}-{}}}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

pub(super) fn wrong(says: &str) -> Trouble {
    Trouble::new(StatusCode::BAD_REQUEST, says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_one_that_says_it_is_random() {
        let guid = guid();
        assert_eq!((guid.len(), guid.as_bytes()[0], guid.as_bytes()[37]), (38, b'{', b'}'));
        assert_eq!(guid.as_bytes()[15], b'4');
        assert!(b"89ab".contains(&guid.as_bytes()[20]), "{guid}");
        assert_ne!(guid, super::guid());
    }
}
