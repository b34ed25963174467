//! Who is on whose list, and how they are, as of any entry:
//! `curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8863/api/sessions/2/roster?at=117'`

use super::{Trouble, json_text, number, question};
use crate::access::Viewer;
use crate::{Web, json};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use msnp::{Role, codes};
use nudge_proxy::insight::{
    Absent, Appearance, Contact, Endpoint, Group, Insight, Own, Prompt, Roster, Strangers,
};
use nudge_proxy::transcript::{SessionId, Window};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The longest answer, in bytes, give or take what stands around the lists.
const LONGEST: usize = 256 * 1024;

#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Wish {
    /// The entry as of which; now, if none is given.
    at: Option<u64>,
}

/// Who is on whose list, and how they are, as of any entry.
///
/// At most 256 KiB of it: contacts on-line first.
#[utoipa::path(
    get, path = "/api/sessions/{id}/roster", params(("id" = u32, Path, description = "The session's number."), Wish),
    responses(
        Viewer,
        (status = 200, description = "The roster.", body = RosterAnswer<'_>),
        (status = 400, description = "That is no number.", body = Trouble),
        (status = 404, description = "No roster is known of it, or not of that entry yet.", body = Trouble),
        (status = 410, description = "How it was then is forgotten.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Trouble> {
    let id = SessionId(number(&id, "a session")?);
    let Wish { at } = question(&uri)?;
    web.understanding.catch_up(&web.transcript);
    let first = web.transcript.look(Window::From(u64::MAX), 0).first.max(web.cleared());
    let (at, roster) = asked(&web.understanding.insight(), id, at, first)?;
    Ok(json_text(told(&web.run(), id, at, roster)))
}

/// The roster as of an entry that is there to be seen: none before `first` is.
fn asked(insight: &Insight, id: SessionId, at: Option<u64>, first: u64) -> Result<(u64, Roster), Trouble> {
    let gone = |since: u64| {
        let says =
            format!("how session {id} was then is forgotten; the oldest entry to ask about is {since}");
        Trouble::new(StatusCode::GONE, says)
    };
    let missing = |says: String| Trouble::new(StatusCode::NOT_FOUND, says);
    let newest = insight.next() - 1;
    let member = insight.threads.member(id);
    if member.is_some_and(|member| member.role == Some(Role::Switchboard)) {
        let next = match member.and_then(|member| member.parent) {
            Some(parent) => format!("see /api/sessions/{parent}/roster"),
            None => "see /api/sessions for those whose role is NS".to_owned(),
        };
        return Err(missing(format!("session {id} is a switchboard, which has no roster; {next}")));
    }
    let roster = insight.rosters.at(id, at).map_err(|absent| match absent {
        Absent::Unknown => missing(format!("no roster is known of session {id}; see /api/sessions")),
        Absent::NotYet { began } => missing(format!("session {id} begins with entry {began}")),
        Absent::Forgotten { since } => gone(since.max(first)),
    })?;
    match at {
        Some(at) if at > newest => Err(missing(format!("entry {at} has not happened yet"))),
        Some(at) if at < first => Err(gone(roster.since.max(first))),
        _ => Ok((at.unwrap_or(newest), Roster { since: roster.since.max(first), ..roster })),
    }
}

/// A roster as JSON: as many of its groups and then of its contacts as fit, those on-line first.
fn told(run: &str, id: SessionId, at: u64, mut roster: Roster) -> String {
    roster.contacts.sort_by_cached_key(|contact| place(contact));
    let Roster { since, gap, ended, uncounted, own, .. } = &roster;
    let head = json::text(&Head {
        run,
        session: id,
        at,
        since: *since,
        gap: *gap,
        ended: *ended,
        own: OwnRow::of(own),
        privacy: Privacy::of(own),
    });
    let mut left = LONGEST.saturating_sub(head.len());
    let groups = fitting(roster.groups.iter().map(GroupRow::of), &mut left);
    let contacts = fitting(roster.contacts.iter().map(|contact| ContactRow::of(contact)), &mut left);
    let left_out = roster.groups.len() - groups.len() + roster.contacts.len() - contacts.len();
    let (head, groups, contacts) = (&head[..head.len() - 1], groups.join(","), contacts.join(","));
    format!(
        "{head},\"groups\":[{groups}],\"contacts\":[{contacts}],\"uncounted\":{uncounted},\"left_out\":{left_out}}}"
    )
}

/// Those on-line first, and then by name.
fn place(contact: &Contact) -> (bool, String, Arc<str>) {
    let name = contact.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(&contact.account);
    (!is_online(&contact.appearance), name.to_lowercase(), contact.account.clone())
}

/// The first of a session's contacts, as its roster lists them.
pub(super) fn first_contact(insight: &Insight, id: SessionId) -> Option<String> {
    let roster = insight.rosters.at(id, None).ok()?;
    roster.contacts.iter().min_by_key(|contact| place(contact)).map(|contact| contact.account.to_string())
}

/// The first rows that fit into what is left.
fn fitting(rows: impl Iterator<Item = impl Serialize>, left: &mut usize) -> Vec<String> {
    let mut fitting = Vec::new();
    for row in rows {
        let row = json::text(&row);
        let Some(remaining) = left.checked_sub(row.len() + 1) else { break };
        *left = remaining;
        fitting.push(row);
    }
    fitting
}

fn is_online(appearance: &Appearance) -> bool {
    appearance.status.as_deref().is_some_and(|status| !matches!(status, "FLN" | "HDN"))
}

/// A roster as of an entry.
#[derive(ToSchema)]
#[schema(as = Roster)]
#[expect(dead_code, reason = "it is only described: what it is written of are its parts")]
struct RosterAnswer<'a> {
    #[schema(inline)]
    #[serde(flatten)]
    head: Head<'a>,
    groups: Vec<GroupRow<'a>>,
    contacts: Vec<ContactRow<'a>>,
    /// Contacts that were too many to be remembered.
    uncounted: u64,
    /// Groups and contacts there was no room for.
    left_out: usize,
}

#[derive(Serialize, ToSchema)]
struct Head<'a> {
    /// Tells this start from every other.
    run: &'a str,
    #[schema(value_type = u32)]
    session: SessionId,
    /// The entry as of which this is.
    at: u64,
    /// The oldest entry that can be asked about.
    since: u64,
    /// Entries of its time were missed, or not understood: it may be out of date.
    gap: bool,
    /// The entry that ended it.
    ended: Option<u64>,
    own: OwnRow<'a>,
    privacy: Privacy,
}

/// Who signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Own)]
struct OwnRow<'a> {
    account: Option<&'a str>,
    name: Option<&'a str>,
    #[serde(flatten)]
    appearance: AppearanceRow<'a>,
}

impl OwnRow<'_> {
    fn of(own: &Own) -> OwnRow<'_> {
        OwnRow {
            account: own.account.as_deref(),
            name: own.name.as_deref(),
            appearance: AppearanceRow::of(&own.appearance),
        }
    }
}

/// How it deals with others.
#[derive(Serialize, ToSchema)]
struct Privacy {
    /// Whether those on no list may see it and write: `allow` or `block`.
    strangers: Option<&'static str>,
    /// When somebody adds it: `ask` or `accept`.
    prompt: Option<&'static str>,
}

impl Privacy {
    fn of(own: &Own) -> Privacy {
        Privacy {
            strangers: own.strangers.map(|strangers| match strangers {
                Strangers::Allow => "allow",
                Strangers::Block => "block",
            }),
            prompt: own.prompt.map(|prompt| match prompt {
                Prompt::Ask => "ask",
                Prompt::Accept => "accept",
            }),
        }
    }
}

/// A group of contacts.
#[derive(Serialize, ToSchema)]
#[schema(as = Group)]
struct GroupRow<'a> {
    id: &'a str,
    name: &'a str,
}

impl GroupRow<'_> {
    fn of(group: &Group) -> GroupRow<'_> {
        GroupRow { id: &group.id, name: &group.name }
    }
}

/// Somebody on a list.
#[derive(Serialize, ToSchema)]
#[schema(as = Contact)]
struct ContactRow<'a> {
    account: &'a str,
    /// Which network they are on, where it is said: 1 is this one.
    network: Option<u32>,
    /// The circle they are seen through.
    via: Option<&'a str>,
    name: Option<&'a str>,
    guid: Option<&'a str>,
    /// `FL`, `AL`, `BL`, `RL`, `PL`.
    lists: Option<Vec<&'static str>>,
    /// The ids of their groups.
    groups: Vec<&'a str>,
    #[serde(flatten)]
    appearance: AppearanceRow<'a>,
    /// The entry that last told something new of them.
    changed: u64,
}

impl ContactRow<'_> {
    fn of(contact: &Contact) -> ContactRow<'_> {
        ContactRow {
            account: &contact.account,
            network: contact.network,
            via: contact.via.as_deref(),
            name: contact.name.as_deref(),
            guid: contact.guid.as_deref(),
            lists: contact.lists.map(|lists| lists.letters().collect()),
            groups: contact.groups.iter().map(AsRef::as_ref).collect(),
            appearance: AppearanceRow::of(&contact.appearance),
            changed: contact.changed,
        }
    }
}

/// How somebody looks to others.
#[derive(Serialize, ToSchema)]
#[schema(as = Appearance)]
struct AppearanceRow<'a> {
    /// `NLN`, `BSY`, `FLN`, …
    status: Option<&'a str>,
    /// The same in words.
    status_words: Option<&'static str>,
    /// Capabilities, as written.
    caps: Option<&'a str>,
    /// The personal message.
    message: Option<&'a str>,
    /// What is being played.
    media: Option<&'a str>,
    /// Its SHA1D.
    picture: Option<&'a str>,
    icon: Option<&'a str>,
    endpoints: Vec<EndpointRow<'a>>,
}

impl AppearanceRow<'_> {
    fn of(appearance: &Appearance) -> AppearanceRow<'_> {
        let status = appearance.status.as_deref();
        AppearanceRow {
            status,
            status_words: status.and_then(codes::status),
            caps: appearance.caps.as_deref(),
            message: appearance.message.as_deref(),
            media: appearance.media.as_deref(),
            picture: appearance.picture.as_deref(),
            icon: appearance.icon.as_deref(),
            endpoints: appearance.endpoints.iter().map(EndpointRow::of).collect(),
        }
    }
}

/// A place somebody is signed in at.
#[derive(Serialize, ToSchema)]
#[schema(as = Endpoint)]
struct EndpointRow<'a> {
    id: &'a str,
    name: Option<&'a str>,
    state: Option<&'a str>,
    caps: Option<&'a str>,
}

impl EndpointRow<'_> {
    fn of(endpoint: &Endpoint) -> EndpointRow<'_> {
        EndpointRow {
            id: &endpoint.id,
            name: endpoint.name.as_deref(),
            state: endpoint.state.as_deref(),
            caps: endpoint.caps.as_deref(),
        }
    }
}
