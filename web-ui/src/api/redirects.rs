//! `curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/redirects`

use super::sessions::moment;
use crate::reading::GIVEN;
use crate::row::ms;
use crate::{Web, json};
use msnp::Address;
use nudge_proxy::insight::{Became, Fate, Redirect, RedirectKind, Unchanged};
use nudge_proxy::transcript::{Event, SessionId};
use nudge_proxy::view::says;
use serde::Serialize;
use utoipa::ToSchema;

/// More rows than an answer has room for, of which each takes at least 200 bytes.
const ROWS: usize = GIVEN / 200;

/// The newest redirects, as many as an answer holds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: it is written row by row")]
pub(super) struct RedirectsView {
    /// Tells this start from every other.
    run: String,
    /// Redirects there was no room for.
    left_out: u64,
    redirects: Vec<RedirectRow>,
}

/// `{"entry": 117, "at": "…", "session": 2, "kind": "SB", "named": "198.51.100.7:1863", "told": "127.0.0.1:21358",
/// "fate": "followed", "why": null, "followed_by": 3, "ms": 12.3, "became": "open", "injected": false}`
#[derive(Serialize, ToSchema)]
#[schema(as = Redirect, description = "A redirect, and what became of it.")]
struct RedirectRow {
    /// The entry it is.
    entry: u64,
    at: String,
    #[schema(value_type = u32)]
    session: SessionId,
    /// `NS`, `SB` or `RNG`, `XFR` where it is not known.
    kind: &'static str,
    /// The address in it.
    named: Box<str>,
    /// Where the client was sent instead.
    told: Option<Box<str>>,
    /// `waiting`, `followed`, `unfollowed`, `untouched` or `unknown`.
    fate: &'static str,
    /// Why nobody followed, or why it passed as it was.
    why: Option<String>,
    /// The session that followed.
    #[schema(value_type = Option<u32>)]
    followed_by: Option<SessionId>,
    /// From the redirect to the connection that followed, in milliseconds.
    ms: Option<f64>,
    /// What became of that session: `open`, `closed`, `failed` or `unknown`.
    became: Option<&'static str>,
    /// A person injected it.
    injected: bool,
}

impl RedirectRow {
    fn of(web: &Web, redirect: Redirect) -> RedirectRow {
        let follower = redirect.follower;
        RedirectRow {
            entry: redirect.entry,
            at: moment(web, redirect.at),
            session: redirect.session,
            kind: kind(redirect.kind),
            fate: fate(redirect.fate()),
            why: why(&redirect),
            named: redirect.named,
            told: redirect.told,
            followed_by: follower.map(|follower| follower.session),
            ms: follower.and_then(|follower| follower.after).map(ms),
            became: follower.map(|follower| became(follower.became)),
            injected: redirect.injected,
        }
    }
}

/// The view, as JSON: as many redirects as an answer holds, the newest, in their order.
pub(super) fn tell(web: &Web) -> String {
    let (newest, mut left_out) = {
        let redirects = &web.understanding.insight().redirects;
        let newest: Vec<Redirect> = redirects.iter().rev().take(ROWS).cloned().collect();
        let untold = redirects.iter().len() - newest.len();
        (newest, redirects.left_out() + untold as u64)
    };
    let mut rows = Vec::new();
    let mut left = GIVEN;
    let known = newest.len();
    for redirect in newest {
        let row = json::text(&RedirectRow::of(web, redirect));
        let Some(remaining) = left.checked_sub(row.len() + 1) else { break };
        left = remaining;
        rows.push(row);
    }
    left_out += (known - rows.len()) as u64;
    rows.reverse();
    format!("{{\"run\":\"{}\",\"left_out\":{left_out},\"redirects\":[{}]}}", web.run(), rows.join(","))
}

fn kind(kind: RedirectKind) -> &'static str {
    match kind {
        RedirectKind::NotificationServer => "NS",
        RedirectKind::Switchboard => "SB",
        RedirectKind::Invitation => "RNG",
        RedirectKind::Other => "XFR",
    }
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Waiting => "waiting",
        Fate::Followed => "followed",
        Fate::Unfollowed => "unfollowed",
        Fate::Untouched => "untouched",
        Fate::Unknown => "unknown",
    }
}

fn became(became: Became) -> &'static str {
    match became {
        Became::Open => "open",
        Became::Closed { .. } => "closed",
        Became::Failed => "failed",
        Became::Unknown => "unknown",
    }
}

/// The same words as the entry that tells of it, where there is one.
fn why(redirect: &Redirect) -> Option<String> {
    let entry = redirect.entry;
    match &redirect.unchanged {
        Some(Unchanged::Untouched(why)) => {
            let (address, why) = (redirect.named.to_string(), why.clone());
            Some(says(&Event::RedirectUntouched { entry, address, why }))
        }
        Some(Unchanged::StartsAgain) => {
            let starts = "It names no server: the client signs in again at the one it is talking to.";
            Some(starts.to_owned())
        }
        Some(Unchanged::Injected) => {
            let injected = "It was injected, and the client was given what it says.";
            Some(injected.to_owned())
        }
        None if redirect.fate() == Fate::Unfollowed => {
            let [address, told] = [Some(&redirect.named), redirect.told.as_ref()]
                .map(|it| it.and_then(|it| Address::parse(it)));
            Some(says(&Event::RedirectUnfollowed { entry, address: address?, told: told? }))
        }
        None => None,
    }
}
