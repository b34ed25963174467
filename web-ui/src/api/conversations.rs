//! What was said, conversation by conversation: `curl -H "Authorization: Bearer $TOKEN"
//! 'http://127.0.0.1:8863/api/conversations/3?before=200&limit=50'`; `/api/views/conversations` lists them all.
//!
//! To remember: an item's place never changes, so that who has read some asks for those before the first of them. No
//! answer is longer than its cap: the newest that fit are told, and what is left out is counted.

use super::openapi::words;
use super::{Trouble, json_text, question};
use crate::access::Viewer;
use crate::explained::FontRow;
use crate::reading::GIVEN;
use crate::{Web, json};
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use jiff::Timestamp;
use nudge_proxy::insight::{Conversation, Delivered, Item, Kind, Pairs};
use nudge_proxy::transcript::SessionId;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::sync::Arc;
use utoipa::ToSchema;

/// The size of an answer that tells items, in bytes.
const ITEMS_GIVEN: usize = 256 * 1024;

/// What an answer says besides its items, in bytes: its people at most.
const AROUND_ITEMS: usize = 80 * 1024;

/// Items told where nobody says how many, and at most.
const LIMIT: (usize, usize) = (200, 1000);

/// People told of a conversation; a switchboard holds no more.
const PEOPLE: usize = 20;

/// Characters told of the newest text in a list.
const LAST_TEXT: usize = 80;

/// Bytes told of one item's text. As JSON they may be six times as many, which still fits an answer.
const TEXT: usize = 24 * 1024;

/// The conversations with the newest activity, as many as an answer holds, the newest last.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: it is written row by row")]
pub(super) struct ConversationsView<'a> {
    /// Tells this start from every other.
    run: String,
    /// Conversations there was no room for.
    left_out: u64,
    conversations: Vec<Listed<'a>>,
}

/// A conversation of the list.
#[derive(Serialize, ToSchema)]
#[schema(as = ListedConversation)]
struct Listed<'a> {
    /// `3` or `2:bob@example.org`
    id: String,
    /// Those that carry it.
    #[schema(value_type = Vec<u32>)]
    sessions: Vec<SessionId>,
    people: Vec<Told<'a>>,
    /// People besides those.
    others: usize,
    /// What was said and done in it.
    items: u64,
    /// How many of them are words.
    said: u64,
    /// Messages that are peer-to-peer data, in all sessions together.
    p2p: u64,
    /// Its first entry.
    first: u64,
    /// Its last.
    last: u64,
    /// The beginning of the newest text.
    last_text: Option<String>,
    open: bool,
    /// Entries of its time were missed.
    gap: bool,
}

/// Somebody in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Talker)]
struct Told<'a> {
    account: &'a str,
    /// Empty: not known.
    name: &'a str,
}

impl Listed<'_> {
    fn of(conversation: &Conversation, first: u64) -> Listed<'_> {
        let last_text = conversation.last_text().filter(|item| item.last() >= first).and_then(Item::text);
        let (people, others) = people(conversation);
        Listed {
            id: conversation.id(),
            sessions: conversation.sessions(),
            people,
            others,
            items: conversation.total(),
            said: conversation.texts(),
            p2p: conversation.peer_to_peer(),
            first: conversation.first(),
            last: conversation.last(),
            last_text: last_text.map(|text| text.chars().take(LAST_TEXT).collect()),
            open: conversation.is_open(),
            gap: conversation.has_gap(),
        }
    }
}

/// The view, as JSON: those with the newest activity, as many as an answer holds, the newest last.
pub(super) fn tell(web: &Web) -> String {
    let cleared = web.cleared();
    let insight = web.understanding.insight();
    let mut all: Vec<_> = insight.conversations.iter().filter(|one| one.last() >= cleared).collect();
    all.sort_by_key(|conversation| Reverse(conversation.last()));
    let (mut rows, mut left) = (Vec::new(), GIVEN - 200);
    for conversation in &all {
        let row = json::text(&Listed::of(conversation, cleared));
        let Some(remaining) = left.checked_sub(row.len() + 1) else { break };
        left = remaining;
        rows.push(row);
    }
    rows.reverse();
    let left_out = insight.conversations.left_out() + (all.len() - rows.len()) as u64;
    let (run, rows) = (web.run(), rows.join(","));
    format!("{{\"run\":\"{run}\",\"left_out\":{left_out},\"conversations\":[{rows}]}}")
}

/// What is asked of one: the items before a place, and how many.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields, default)]
struct Ask {
    /// The place before which items are told; the newest, if none is given.
    before: Option<u64>,
    /// How many items at most; 200, if it is not said.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

/// What was said in one conversation, by the places of what was said.
///
/// At most 256 KiB of it, the newest before the place asked for.
#[utoipa::path(
    get, path = "/api/conversations/{id}",
    params(("id" = String, Path, description = "What the list calls it: `3` or `2:bob@example.org`."), Ask),
    responses(
        Viewer,
        (status = 200, description = "The conversation.", body = ConversationAnswer<'_>),
        (status = 400, description = "That is no name of a conversation.", body = Trouble),
        (status = 404, description = "There is none of that name.", body = Trouble),
    ),
)]
pub(crate) async fn one(
    _: Viewer,
    State(web): State<Arc<Web>>,
    Path(id): Path<String>,
    uri: Uri,
) -> Result<Response, Trouble> {
    let ask: Ask = question(&uri)?;
    if id.split(':').next().is_none_or(|session| session.parse::<u32>().is_err()) {
        let says = format!("{id:?} is no conversation; one is called 3 or 2:bob@example.org");
        return Err(Trouble::new(StatusCode::BAD_REQUEST, says));
    }
    web.understanding.catch_up(&web.transcript);
    let insight = web.understanding.insight();
    let known = insight.conversations.find(&id).filter(|one| one.last() >= web.cleared());
    let conversation = known.ok_or_else(|| {
        let says = format!("no conversation {id:?} is known; /api/views/conversations lists those there are");
        Trouble::new(StatusCode::NOT_FOUND, says)
    })?;
    Ok(json_text(items_json(&web, conversation, &insight.pairs, &ask)))
}

/// A conversation, and what was said in it.
#[derive(ToSchema)]
#[schema(as = Conversation)]
#[expect(dead_code, reason = "it is only described: it is written row by row")]
struct ConversationAnswer<'a> {
    /// Tells this start from every other.
    run: String,
    id: String,
    people: Vec<Told<'a>>,
    /// People besides those.
    others: usize,
    open: bool,
    /// Entries of its time were missed.
    gap: bool,
    /// The place of the first item told: those before it are asked for with `before`.
    from: u64,
    /// How many items there were.
    total: u64,
    /// How many of them, the first, are forgotten.
    dropped: u64,
    items: Vec<Row<'a>>,
}

/// Something said or done in a conversation.
#[derive(Serialize, ToSchema)]
#[schema(as = Item)]
struct Row<'a> {
    /// It never changes.
    place: u64,
    entries: &'a [u64],
    at: String,
    #[schema(value_type = u32)]
    session: SessionId,
    #[schema(value_type = words::ItemKind)]
    kind: Kind,
    /// Empty: the client's, whose account nobody said.
    from: &'a str,
    /// Empty: not known.
    name: &'a str,
    /// What is shown in place of the name.
    shown_as: Option<&'a str>,
    /// Who is called.
    to: Option<&'a str>,
    text: Option<String>,
    /// Bytes of the text that are not told.
    cut: usize,
    font: Option<FontRow<'a>>,
    #[schema(value_type = Option<words::Delivery>)]
    delivered: Option<Delivered>,
    /// Of a long message: how many there are, and of how many, once that is known.
    parts: Option<(u32, Option<u32>)>,
    /// The parts that are missing.
    missing: Vec<u32>,
    /// How often it was said again, such as that somebody types.
    count: u32,
    /// A person put it there.
    injected: bool,
    /// It was written while its receiver was away.
    offline: bool,
    /// Empty for what is no message.
    content_type: &'a str,
}

impl<'a> Row<'a> {
    fn of(web: &Web, place: u64, item: &'a Item, pairs: &Pairs) -> Row<'a> {
        let at = Timestamp::try_from(web.transcript.wall_clock(item.at));
        let text = item.text();
        let told = text.as_deref().map(|text| {
            let end = (0..=TEXT.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
            &text[..end.unwrap_or(0)]
        });
        let untold = text.as_deref().map_or(0, str::len) - told.map_or(0, str::len);
        Row {
            place,
            entries: &item.entries,
            at: at.map_or_else(|_| String::new(), |at| format!("{at:.6}")),
            session: item.session,
            kind: item.kind,
            from: &item.from,
            name: &item.name,
            shown_as: item.shown_as.as_deref(),
            to: item.to.as_deref(),
            text: told.map(Into::into),
            cut: item.cut() + untold,
            font: item.font.as_deref().map(FontRow::of),
            delivered: item.delivered(pairs),
            parts: item.parts(),
            missing: item.missing(),
            count: item.count(),
            injected: item.injected,
            offline: item.offline,
            content_type: &item.content_type,
        }
    }
}

/// The newest items before a place that an answer holds, at least one.
fn items_json(web: &Web, conversation: &Conversation, pairs: &Pairs, ask: &Ask) -> String {
    let cleared = web.cleared();
    let forgotten = conversation.items().take_while(|item| item.last() < cleared).count();
    let dropped = conversation.dropped() + forgotten as u64;
    let total = conversation.total();
    let before = ask.before.unwrap_or(total).clamp(dropped, total);
    let limit = ask.limit.unwrap_or(LIMIT.0).clamp(1, LIMIT.1);
    let newer = usize::try_from(total - before).unwrap_or(usize::MAX);
    let items = conversation.items().enumerate().rev().skip(newer);
    let items = items.map(|(nth, item)| (conversation.dropped() + nth as u64, item));
    let asked = items.take_while(|(place, _)| *place >= dropped).take(limit);
    let (mut rows, mut from, mut left) = (Vec::new(), before, ITEMS_GIVEN - AROUND_ITEMS);
    for (place, item) in asked {
        let row = json::text(&Row::of(web, place, item, pairs));
        let Some(remaining) = left.checked_sub(row.len() + 1) else { break };
        (left, from) = (remaining, place);
        rows.push(row);
    }
    rows.reverse();
    let (people, others) = people(conversation);
    let (run, id, people) = (web.run(), json::text(&conversation.id()), json::text(&people));
    let (open, gap, rows) = (conversation.is_open(), conversation.has_gap(), rows.join(","));
    format!(
        "{{\"run\":\"{run}\",\"id\":{id},\"people\":{people},\"others\":{others},\"open\":{open},\"gap\":{gap},\
         \"from\":{from},\"total\":{total},\"dropped\":{dropped},\"items\":[{rows}]}}"
    )
}

/// The people told of, and how many more there are.
fn people(conversation: &Conversation) -> (Vec<Told<'_>>, usize) {
    let told = conversation.people().map(|person| Told { account: &person.account, name: &person.name });
    let told: Vec<_> = told.take(PEOPLE).collect();
    let others = conversation.people().count() - told.len();
    (told, others)
}
