//! What somebody does by a payload, by the name of its root.

use super::media;
use super::tree::{Element, Node, Tree};
use crate::codes;
use crate::explain::content::{Content, quoted};

/// Adds to the content what a root states.
type State = fn(&Element<'_>, Content) -> Content;

/// Known roots.
const ROOTS: &[(&str, State)] = &[
    ("ml", people),
    ("Data", details),
    ("EndpointData", |_, content| content.does("publishes what it is capable of")),
    ("PrivateEndpointData", place),
    ("NOTIFICATION", notification),
    ("TEXT", |text, content| state_if(content, ("words", spoken(text)))),
    ("user", user),
];

/// The content with what the first known root states.
pub(super) fn stated(tree: &Tree<'_>, content: Content) -> Content {
    for root in tree.nodes.iter().filter_map(Node::element) {
        if let Some((_, state)) = ROOTS.iter().find(|(name, _)| *name == root.name) {
            return state(root, content);
        }
    }
    content
}

/// Somebody in a list: `<d n="example.org"><c n="bob" l="3" t="1"/></d>`, or a telephone in `<t>`.
struct Person<'t> {
    address: String,
    entry: &'t Element<'t>,
}

fn persons<'t>(list: &'t Element<'t>) -> Vec<Person<'t>> {
    let mut persons = Vec::new();
    for around in list.elements() {
        let domain = around.attribute("n").filter(|_| around.name == "d").map(|domain| domain.value());
        for entry in around.all("c") {
            let name = entry.attribute("n").map(|name| name.value()).unwrap_or_default();
            let address = match &domain {
                Some(domain) => format!("{name}@{domain}"),
                None => name,
            };
            persons.push(Person { address, entry });
        }
    }
    persons
}

/// Who is added, removed, asked about or refused (§5.2).
fn people(list: &Element<'_>, content: Content) -> Content {
    let persons = persons(list);
    if list.attribute("l").is_some_and(|whole| whole.value() == "1") {
        return content.states("whole", persons.len().to_string());
    }
    let [Person { address, entry }] = persons.as_slice() else {
        return match persons.len() {
            0 => content,
            count => content.states("people", count.to_string()),
        };
    };
    let number = |name: &str| entry.attribute(name).and_then(|value| value.number());
    let nick = entry.attribute("f").map(|nick| nick.value()).filter(|nick| !nick.is_empty());
    let facts = [
        ("person", Some(address.clone())),
        ("nick", nick),
        ("lists", number("l").and_then(codes::lists)),
        ("network", number("t").and_then(codes::network).map(str::to_owned)),
    ];
    facts.into_iter().fold(content, state_if)
}

/// Personal message and media (§7.9).
fn details(data: &Element<'_>, content: Content) -> Content {
    let psm = data.child("PSM").map(Element::text).filter(|psm| !psm.trim().is_empty());
    let media = data.child("CurrentMedia").and_then(shown);
    let says_something = data.child("PSM").is_some() || data.child("CurrentMedia").is_some();
    let cleared = says_something && psm.is_none() && media.is_none();
    let does = match (&psm, &media) {
        (Some(psm), _) => Some(format!("sets its personal message to {}", quoted(&one_line(psm)))),
        (None, Some(media)) => Some(format!("shows the {media}")),
        (None, None) => cleared.then(|| "clears its personal message".to_owned()),
    };
    let facts = [("psm", psm), ("media", media), ("cleared", cleared.then(|| "personal message".to_owned()))];
    facts.into_iter().fold(Content { does, ..content }, state_if)
}

fn shown(media: &Element<'_>) -> Option<String> {
    media::shown(&media.only_text()?.view())
}

/// One place where somebody is signed in.
fn place(endpoint: &Element<'_>, content: Content) -> Content {
    let name = endpoint.child("EpName").map(Element::text).filter(|name| !name.is_empty());
    match name {
        Some(name) => content
            .does(format!("names its place of sign-in {}", quoted(&one_line(&name))))
            .states("endpoint", one_line(&name)),
        None => content.does("describes its place of sign-in"),
    }
}

/// An alert or a page. What it says may be in any of its messages.
fn notification(notice: &Element<'_>, content: Content) -> Content {
    let body = notice.all("MSG").find_map(|message| message.child("BODY"));
    let words = body.and_then(|body| body.child("TEXT")).and_then(spoken);
    let from = notice.child("FROM").and_then(|from| from.attribute("name")).map(|name| name.value());
    let does = match &words {
        Some(words) => format!("sends an alert: {}", quoted(words)),
        None => "sends an alert".to_owned(),
    };
    [("words", words), ("person", from)].into_iter().fold(content.does(does), state_if)
}

/// What a page or an alert says.
fn spoken(text: &Element<'_>) -> Option<String> {
    Some(one_line(&text.text())).filter(|words| !words.trim().is_empty())
}

/// What MSNP21 publishes of a person, by service.
fn user(user: &Element<'_>, content: Content) -> Content {
    let published = |name: &'static str| {
        let mut all = user.all("s").filter_map(move |service| service.child(name)).map(Element::text);
        all.find(|text| !text.is_empty())
    };
    let status = published("Status").map(|code| codes::status(&code).map_or(code, str::to_owned));
    let psm = published("PSM");
    let does = match (&status, &psm) {
        (Some(status), _) => Some(format!("is now {}", one_line(status))),
        (None, Some(psm)) => Some(format!("has the personal message {}", quoted(&one_line(psm)))),
        (None, None) => None,
    };
    [("status", status), ("psm", psm)].into_iter().fold(Content { does, ..content }, state_if)
}

fn state_if(content: Content, (word, value): (&'static str, Option<String>)) -> Content {
    match value {
        Some(value) => content.states(word, one_line(&value)),
        None => content,
    }
}

/// A sentence is one line, whatever somebody writes.
fn one_line(text: &str) -> String {
    if !text.contains(['\r', '\n']) {
        return text.to_owned();
    }
    text.split(['\r', '\n']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
