//! What was said, by whom, and what came of it.

use crate::evening::Evening;
use crate::values::{self, Does};
use msnp::explain::Font;
use nudge_proxy::insight::{Conversation, Delivered, Insight, Item, Kind, Pairs};
use nudge_proxy::transcript::SessionId;

/// `5+6 alice@example.org, bob@example.org; p2p 3`, then what was said there.
pub(crate) fn conversations(_: &Evening, insight: &Insight) -> Vec<String> {
    insight.conversations.iter().flat_map(|conversation| said(conversation, &insight.pairs)).collect()
}

fn said(conversation: &Conversation, pairs: &Pairs) -> Vec<String> {
    let id = conversation.id();
    let name = match id.contains(':') {
        true => id,
        false => {
            let sessions: Vec<String> = conversation.sessions().iter().map(SessionId::to_string).collect();
            sessions.join("+")
        }
    };
    let people: Vec<&str> = conversation.people().map(|person| &*person.account).collect();
    let gap = if conversation.has_gap() { "; gap" } else { "" };
    let head = format!("{name} {}; p2p {}{gap}", people.join(", "), conversation.peer_to_peer());
    std::iter::once(head).chain(conversation.items().map(|known| item(known, pairs))).collect()
}

fn item(item: &Item, pairs: &Pairs) -> String {
    let shown_as = item.shown_as.as_ref().map(|name| format!(", as {name}")).unwrap_or_default();
    let (who, text) = (format!("{}{shown_as}", item.from), item.text().unwrap_or_default());
    let (font, fate, action) = (font(item.font.as_deref()), fate(item, pairs), action(item));
    let does = match &action {
        Some(action) => Does::Acts(action),
        None => Does::Says { text: &text, font: &font.iter().map(String::as_str).collect::<Vec<_>>() },
    };
    let fate: Vec<&str> = fate.iter().map(String::as_str).filter(|_| action.is_none()).collect();
    values::Item { who: &who, does, fate: &fate, entries: &item.entries }.to_string()
}

/// What is done, where it is not said in words.
fn action(item: &Item) -> Option<String> {
    let plain = match item.kind {
        Kind::Text => return None,
        Kind::Typing if item.count() > 1 => return Some(format!("types x{}", item.count())),
        Kind::Called => return Some(format!("calls {}", item.to.as_deref().unwrap_or_default())),
        Kind::Action => return Some(format!("acts \"{}\"", item.text().unwrap_or_default())),
        Kind::KeepAlive | Kind::Other if item.content_type.is_empty() => "sends nothing",
        Kind::KeepAlive | Kind::Other => return Some(format!("sends {}", item.content_type)),
        Kind::Typing => "types",
        Kind::Nudge => "nudges",
        Kind::Wink => "winks",
        Kind::VoiceClip => "sends a voice clip",
        Kind::Ink => "writes by hand",
        Kind::Emoticons => "sends emoticons",
        Kind::Invitation => "invites",
        Kind::Joined => "joins",
        Kind::Left => "leaves",
    };
    Some(plain.to_owned())
}

/// Name, bold, italic, underline, strikeout, right to left, colour.
fn font(font: Option<&Font>) -> Vec<String> {
    let Some(font) = font else { return Vec::new() };
    let looks = [
        (font.bold, "bold"),
        (font.italic, "italic"),
        (font.underlined, "underline"),
        (font.struck, "strikeout"),
        (font.right_to_left, "right to left"),
    ];
    let looks = looks.into_iter().filter(|(has, _)| *has).map(|(_, name)| name.to_owned());
    let colour: String = font.colour.iter().map(|part| format!("{part:02x}")).collect();
    std::iter::once(font.name.clone()).chain(looks).chain([format!("#{colour}")]).collect()
}

/// What came of words, and how much of them is there.
fn fate(item: &Item, pairs: &Pairs) -> Vec<String> {
    let delivered = item.delivered(pairs).map(|delivered| match delivered {
        Delivered::Delivered => "delivered",
        Delivered::Failed => "failed",
        Delivered::Waiting => "waiting",
        Delivered::NotAsked => "not asked",
        Delivered::Unknown => "unanswered",
    });
    let later = item.offline.then_some("for later");
    let injected = item.injected.then_some("injected");
    let cut = (item.cut() > 0).then_some("cut");
    let parts = item.parts().map(|(there, of)| format!("{there} of {} parts", super::told(of)));
    let words = delivered.into_iter().chain(later).chain(injected).chain(cut).map(str::to_owned);
    words.chain(parts).collect()
}
