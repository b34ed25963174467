//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/sessions`

use super::openapi::words;
use super::{Trouble, json_answer, json_text, number};
use crate::access::Viewer;
use crate::reading::GIVEN;
use crate::source::Facts;
use crate::{Web, json};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use msnp::{Address, Role};
use nudge_proxy::insight::{CameFrom, Client, Member, Participant, Presence};
use nudge_proxy::relay::Incomplete;
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use std::net::SocketAddr;
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

/// A session: one connection of a client's, and the one made for it.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionRow {
    #[schema(value_type = u32)]
    id: SessionId,
    /// The client's end. Where nobody saw the session begin, this, the next two and when it opened are unknown.
    #[schema(value_type = Option<String>)]
    address: Option<SocketAddr>,
    /// Where the client reached us.
    #[schema(value_type = Option<String>)]
    listen: Option<SocketAddr>,
    /// The server it is for, as named.
    #[schema(value_type = Option<String>)]
    upstream: Option<Address>,
    /// The server's end; unknown until it is connected.
    #[schema(value_type = Option<String>)]
    server: Option<SocketAddr>,
    opened: Option<String>,
    #[schema(value_type = Option<words::Role>)]
    role: Option<Role>,
    /// What was agreed: `MSNP12`.
    dialect: Option<String>,
    /// What a switchboard probably speaks, where nobody saw it agreed.
    dialect_guess: Option<String>,
    /// Who signed in on it.
    account: Option<Box<str>>,
    /// The program that connected.
    client: Option<ClientRow>,
    /// The accounts of the others, in order of appearance.
    participants: Vec<Box<str>>,
    /// The others, and whether they are there.
    people: Vec<PersonRow>,
    /// Others besides those.
    unnamed: u64,
    /// The redirect it came from.
    followed: Option<u64>,
    /// The session its thread began with.
    #[schema(value_type = u32)]
    thread: SessionId,
    /// The session that was given the redirect.
    #[schema(value_type = Option<u32>)]
    parent: Option<SessionId>,
    /// Whether it is known where it came from.
    #[schema(value_type = words::SessionOrigin)]
    origin: CameFrom,
    /// The sessions that are one conversation with it, itself among them; empty where it is alone.
    #[schema(value_type = Vec<u32>)]
    halves: Vec<SessionId>,
    /// The session that began the account's sign-in before this one.
    #[schema(value_type = Option<u32>)]
    reconnects: Option<SessionId>,
    /// That one, or another before it, stands.
    second_place: bool,
    /// Entries of its time were missed: who takes part and where it came from may be out of date.
    gap: bool,
    closed: bool,
    /// What is passed on without being understood.
    opaque: Ways<bool>,
    /// Frames that passed.
    frames: Ways<u64>,
    /// Bytes that passed.
    bytes: Ways<u64>,
    /// A frame whose end has not come yet.
    incomplete: Ways<Option<IncompleteRow>>,
}

/// Something of each direction.
#[derive(Serialize, ToSchema)]
struct Ways<T> {
    /// To the server.
    c2s: T,
    /// To the client.
    s2c: T,
}

impl<T> From<[T; 2]> for Ways<T> {
    fn from([c2s, s2c]: [T; 2]) -> Ways<T> {
        Ways { c2s, s2c }
    }
}

/// The program at the client's end, as it introduces itself.
#[derive(Serialize, ToSchema)]
#[schema(as = Client)]
struct ClientRow {
    /// `MSNMSGR`: also many that are not.
    name: Box<str>,
    /// `6.2.0137`
    version: Box<str>,
    /// The system and its version: `winnt 5.1`.
    os: Box<str>,
}

impl From<Client> for ClientRow {
    fn from(Client { name, version, os }: Client) -> ClientRow {
        ClientRow { name, version, os }
    }
}

/// Somebody in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Person)]
struct PersonRow {
    account: Box<str>,
    /// The nickname as written, percent signs and all; empty for who was only called.
    name: Box<str>,
    #[schema(value_type = words::Presence)]
    presence: Presence,
}

impl From<Participant> for PersonRow {
    fn from(person: Participant) -> PersonRow {
        PersonRow { account: person.account, name: person.name, presence: person.presence }
    }
}

/// A frame whose end has not come yet.
#[derive(Serialize, ToSchema)]
#[schema(as = IncompleteFrame)]
struct IncompleteRow {
    verb: String,
    /// The bytes there are.
    have: usize,
    /// The bytes it will have, as its line says; unknown while that has not ended.
    want: Option<usize>,
    /// For how long it has been coming.
    seconds: u64,
}

impl IncompleteRow {
    fn of(frame: &Incomplete) -> IncompleteRow {
        IncompleteRow {
            verb: String::from_utf8_lossy(&frame.verb).trim_end().to_owned(),
            have: frame.have,
            want: frame.want,
            seconds: frame.since.elapsed().as_secs(),
        }
    }
}

impl SessionRow {
    fn of(sheet: Facts, Known { member, halves }: Known) -> SessionRow {
        let opened = sheet.opened.and_then(|opened| Timestamp::try_from(opened).ok());
        let dialect = sheet.dialect.or(member.dialect);
        let dialect_guess = member.dialect_guess().filter(|_| dialect.is_none());
        SessionRow {
            id: sheet.id,
            address: sheet.client,
            listen: sheet.listen,
            upstream: sheet.upstream,
            server: sheet.server,
            opened: opened.map(|at| format!("{at:.6}")),
            role: sheet.role.or(member.role),
            dialect: dialect.map(|dialect| dialect.to_string()),
            dialect_guess: dialect_guess.map(|era| era.to_string()),
            account: member.account.or(sheet.account),
            client: member.client.map(ClientRow::from),
            participants: member.participants.iter().map(|person| person.account.clone()).collect(),
            people: member.participants.into_iter().map(PersonRow::from).collect(),
            unnamed: member.unnamed,
            followed: member.followed.or(sheet.followed),
            thread: member.thread,
            parent: member.parent,
            origin: member.origin,
            halves,
            reconnects: member.reconnects,
            second_place: member.second_place,
            gap: member.gap,
            closed: sheet.closed,
            opaque: sheet.opaque.into(),
            frames: sheet.tallies.map(|tally| tally.frames).into(),
            bytes: sheet.tallies.map(|tally| tally.bytes).into(),
            incomplete: sheet.incomplete.map(|frame| frame.as_ref().map(IncompleteRow::of)).into(),
        }
    }
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
