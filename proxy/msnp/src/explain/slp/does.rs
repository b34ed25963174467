//! What a client does by a request or a response.

use super::names;
use super::start::Start;
use crate::explain::Field;
use crate::explain::amounts::counted;
use crate::explain::content::quoted;
use crate::explain::sentence::Sentence;
use std::borrow::Cow;

/// A method, status or GUID, the kind of body, what is done by it; `*` stands for any. The first that fits speaks, with
/// the values of the lines its places name.
type Rows = &'static [(&'static str, &'static str, &'static str)];

/// Requests by method and kind of body.
const REQUESTS: Rows = &[
    ("INVITE", "transreqbody", "asks for a direct connection"),
    ("INVITE", "transrespbody", "answers about a direct connection[: {listening}]"),
    ("*", "transdestaddrupdate", "tells its addresses for a direct connection"),
    ("*", "transudpswitch", "asks to switch to UDP"),
    ("*", "turnsetup", "tells the relay[ {ServerAddress}] to use"),
    ("*", "session-failure-respbody", "says that session {SessionID} failed|says that a session failed"),
    ("BYE", "*", "ends session {SessionID}|ends a session"),
    ("ACK", "*", "acknowledges"),
];

/// Session requests, by what the session is for.
const SESSIONS: Rows = &[
    (names::OBJECT, "*", "asks for {object}"),
    (names::FILE, "*", "offers the file {file}|offers a file"),
    (names::WEBCAM_SHOWN, "*", "offers to show a webcam"),
    (names::WEBCAM_SEEN, "*", "asks to see a webcam"),
    (names::ACTIVITY, "*", "proposes an activity or a game"),
    (names::PHOTOS, "*", "proposes to share photos"),
    (names::CALL, "*", "proposes a computer call"),
    ("*", "*", "asks for a session"),
];

/// Responses by status and kind of body.
const RESPONSES: Rows = &[
    ("200", "transrespbody", "answers about a direct connection[: {listening}] ({status})"),
    ("200", "*", "accepts ({status})"),
    ("404", "*", "did not find what was asked for ({status})"),
    ("481", "*", "knows no such session ({status})"),
    ("500", "*", "could not do it ({status})"),
    ("603", "*", "declines ({status})"),
    ("606", "*", "finds it unacceptable ({status})"),
    ("*", "*", "answers {status}"),
];

/// What is done by a message, from its start line, the type of its body and the lines in it.
pub(super) fn does(start: &Start, kind: &str, lines: &[Field]) -> String {
    let kind = names::short(kind);
    let listening = ("listening", listening(lines));
    let said = match start {
        Start::Request(method) if method == "INVITE" && kind == "sessionreqbody" => session(lines),
        Start::Request(method) => choose(REQUESTS, method, kind, lines, &[listening])
            .unwrap_or_else(|| format!("sends the MSNSLP request {}", quoted(method))),
        Start::Response(status, words) => {
            let both = format!("{status} {words}").trim().to_owned();
            let said = choose(RESPONSES, status, kind, lines, &[listening, ("status", Some(both))]);
            said.unwrap_or_default()
        }
    };
    // A name of a file may hold anything; a sentence stays in its line.
    said.replace(char::is_control, " ")
}

/// What the first row that fits says with the values of lines, and with `also`.
fn choose(
    rows: Rows,
    first: &str,
    kind: &str,
    lines: &[Field],
    also: &[(&str, Option<String>)],
) -> Option<String> {
    let fits = |pattern: &str, text: &str| pattern == "*" || pattern == text;
    let (.., words) = rows.iter().find(|row| fits(row.0, first) && fits(row.1, kind))?;
    let value = |name: &str| match also.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => value.as_deref().map(Cow::from),
        None => line(lines, name).map(|field| Cow::from(field.value.as_str())),
    };
    let said = Sentence::read(words).say(&value);
    (!said.is_empty()).then_some(said)
}

fn line<'f>(lines: &'f [Field], name: &str) -> Option<&'f Field> {
    lines.iter().find(|field| field.name.eq_ignore_ascii_case(name))
}

/// Where a client waits for the direct connection, or that it does not.
fn listening(lines: &[Field]) -> Option<String> {
    let value = |name| line(lines, name).map(|field| field.value.as_str());
    let first = |name| value(name).and_then(|list| list.split(' ').next());
    let inside = first("IPv4Internal-Addrs").zip(value("IPv4Internal-Port"));
    let place = first("IPv4InternalAddrsAndPorts")
        .map(ToOwned::to_owned)
        .or(inside.map(|(address, port)| format!("{address}:{port}")));
    match (value("Listening"), place) {
        (Some("true"), Some(place)) => Some(format!("listens at {place}")),
        (Some("true"), None) => Some("listens".to_owned()),
        (Some("false"), _) => Some("does not listen".to_owned()),
        _ => None,
    }
}

/// What is asked for or offered by a session request.
fn session(lines: &[Field]) -> String {
    let used_for = line(lines, "EUF-GUID").map(|field| field.value.to_ascii_uppercase()).unwrap_or_default();
    let context = line(lines, "Context");
    let also = [("object", Some(object(context, lines))), ("file", file(context))];
    choose(SESSIONS, &used_for, "", lines, &also).unwrap_or_default()
}

/// `the display picture of bob@example.org`, without its size.
fn object(context: Option<&Field>, lines: &[Field]) -> String {
    let named =
        context.and_then(|field| field.meaning.as_deref()).map(|named| match named.rsplit_once(", ") {
            Some((what, size)) if size.ends_with(" bytes") => what,
            _ => named,
        });
    let application = line(lines, "AppID").and_then(|field| field.meaning.as_deref());
    match (named, application) {
        (Some(named), _) => format!("the {named}"),
        (None, Some(application @ ("display picture" | "emoticon"))) => format!("the {application}"),
        _ => "an MSNObject".to_owned(),
    }
}

/// `“holiday.jpg”, 12,345 bytes`.
fn file(context: Option<&Field>) -> Option<String> {
    let part = |name| context.and_then(|field| line(&field.fields, name)).map(|field| &field.value);
    let name = part("file name").filter(|name| !name.is_empty()).map(|name| quoted(name))?;
    match part("file size").and_then(|size| size.parse().ok()) {
        Some(size) => Some(format!("{name}, {}", counted(size, "byte"))),
        None => Some(name),
    }
}
