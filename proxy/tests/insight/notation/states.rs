//! Who is on whose list, and how they are, at the entries the expectations name.

use crate::evening::Evening;
use crate::expected::{Block, Expected};
use crate::values;
use nudge_proxy::insight::{Appearance, Contact, Endpoint, Insight, Own, Prompt, Roster, Strangers};
use nudge_proxy::transcript::SessionId;
use std::sync::Arc;

/// `at 40 in 2`, then own status and name, privacy, groups, own places and contacts.
pub(crate) fn states(evening: &Evening, insight: &Insight) -> Vec<String> {
    let expected = Expected::of(evening);
    let places =
        expected.block(Block::States).unwrap_or_default().iter().filter(|line| line.starts_with("at "));
    places.flat_map(|place| state(place, insight)).collect()
}

fn state(place: &str, insight: &Insight) -> Vec<String> {
    let (entry, session) = place.strip_prefix("at ").and_then(|place| place.split_once(" in ")).unwrap();
    let session = SessionId(session.parse().unwrap());
    let mut lines = vec![place.to_owned()];
    match insight.rosters.at(session, Some(entry.parse().unwrap())) {
        Ok(roster) => lines.extend(told(&roster)),
        Err(absent) => lines.push(format!("  {absent:?}")),
    }
    lines
}

fn told(roster: &Roster) -> Vec<String> {
    let mut lines = vec![own(&roster.own)];
    lines.extend(privacy(&roster.own));
    lines.extend(roster.groups.iter().map(|group| format!("  group {} \"{}\"", group.id, group.name)));
    let mut places: Vec<String> = roster.own.appearance.endpoints.iter().map(place).collect();
    places.sort();
    lines.append(&mut places);
    let mut contacts: Vec<&Arc<Contact>> = roster.contacts.iter().collect();
    contacts.sort_by_key(|contact| &contact.account);
    lines.extend(contacts.into_iter().map(|known| contact(known)));
    lines.extend(roster.ended.map(|entry| format!("  ended by {entry}")));
    lines.extend(roster.gap.then(|| "  gap".to_owned()));
    lines.extend((roster.uncounted > 0).then(|| format!("  no room for {}", roster.uncounted)));
    lines
}

fn own(own: &Own) -> String {
    let fields = fields(&own.appearance);
    values::Contact {
        account: "own",
        status: own.appearance.status.as_deref(),
        name: own.name.as_deref(),
        lists: &[],
        fields: &borrowed(&fields),
    }
    .to_string()
}

/// `strangers allow, prompt ask`, as far as it is told.
fn privacy(own: &Own) -> Option<String> {
    let strangers = own.strangers.map(|strangers| match strangers {
        Strangers::Allow => "strangers allow",
        Strangers::Block => "strangers block",
    });
    let prompt = own.prompt.map(|prompt| match prompt {
        Prompt::Ask => "prompt ask",
        Prompt::Accept => "prompt accept",
    });
    let told: Vec<&str> = strangers.into_iter().chain(prompt).collect();
    (!told.is_empty()).then(|| format!("  {}", told.join(", ")))
}

fn place(place: &Endpoint) -> String {
    let name = place.name.as_deref().map_or_else(|| "?".to_owned(), |name| format!("\"{name}\""));
    let caps = place.caps.as_deref().map(|caps| format!("; caps {caps}")).unwrap_or_default();
    format!("  place {} {name} {}{caps}", place.id, super::told(place.state.as_deref()))
}

fn contact(contact: &Contact) -> String {
    let (of, lists) = (&contact.appearance, contact.lists.unwrap_or_default());
    let mut groups: Vec<&str> = contact.groups.iter().map(|group| &**group).collect();
    groups.sort_unstable();
    let mut all = vec![("groups", groups.join(", "))];
    all.extend(fields(of));
    all.extend(contact.network.map(|network| ("network", network.to_string())));
    let places: Vec<&str> = of.endpoints.iter().map(|place| &*place.id).collect();
    all.push(("places", places.join(", ")));
    all.extend(contact.via.as_deref().map(|via| ("via", via.to_owned())));
    all.retain(|(name, value)| !value.is_empty() || matches!(*name, "message" | "media"));
    values::Contact {
        account: &contact.account,
        status: of.status.as_deref(),
        name: contact.name.as_deref(),
        lists: &lists.letters().collect::<Vec<_>>(),
        fields: &borrowed(&all),
    }
    .to_string()
}

/// `caps`, `picture`, `message`, `media`, `icon`: those that are told.
fn fields(of: &Appearance) -> Vec<(&'static str, String)> {
    let told = [
        ("caps", &of.caps),
        ("picture", &of.picture),
        ("message", &of.message),
        ("media", &of.media),
        ("icon", &of.icon),
    ];
    told.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?.to_owned()))).collect()
}

fn borrowed<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, &**value)).collect()
}
