//! Messages: headers, an empty line, a body (§7.1). The content type says how to read the body.

mod control;
mod datacast;
mod emoticons;
mod format;
mod ink;
mod invitation;
mod mail;
mod mail_data;
mod names;
mod other;
mod profile;
mod text;
mod words;

#[cfg(test)]
mod tests;

use super::Field;
use super::content::Content;
use super::headers::{Header, Headers};
use super::located::Located;
use super::p2p::{self, Version};
use names::Names;

/// A content type and how to read what it is the type of.
struct Kind {
    content_type: &'static str,
    /// In words.
    meaning: &'static str,
    /// What its headers mean, beyond those every message may have.
    names: Names,
    /// Reads the body, and says what its sender does by it.
    decode: fn(&Message<'_>) -> Content,
}

const fn kind(
    content_type: &'static str,
    meaning: &'static str,
    names: Names,
    decode: fn(&Message<'_>) -> Content,
) -> Kind {
    Kind { content_type, meaning, names, decode }
}

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    kind("text/plain", "what somebody writes", &[], text::content),
    kind("text/x-msmsgscontrol", "typing", control::NAMES, control::typing),
    kind("application/x-msnmsgrp2p", "peer-to-peer data", &[], peer_to_peer),
    kind("text/x-msnmsgr-datacast", "nudge, wink, voice clip or action", datacast::NAMES, datacast::content),
    kind("text/x-mms-emoticon", "custom emoticons", &[], emoticons::content),
    kind("text/x-mms-animemoticon", "animated custom emoticons", &[], emoticons::content),
    kind("image/gif", "handwriting as a picture", &[], ink::content),
    kind("application/x-ms-ink", "handwriting as strokes", &[], ink::content),
    kind("text/x-clientcaps", "what the client can do", control::NAMES, control::capabilities),
    kind("text/x-clientinfo", "what the client can do", control::NAMES, control::capabilities),
    kind("text/x-keepalive", "nothing but a sign of life", &[], control::keep_alive),
    kind("text/x-msmsgsinvite", "invitation", invitation::NAMES, invitation::content),
    kind("text/x-msmsgsprofile", "the account's profile", profile::NAMES, profile::content),
    kind("text/x-msmsgsinitialemailnotification", "unread mail", mail::NAMES, mail::unread),
    kind("text/x-msmsgsemailnotification", "new mail", mail::NAMES, mail::new),
    kind("text/x-msmsgsactivemailnotification", "mail moved", mail::NAMES, mail::moved),
    kind("text/x-msmsgsinitialmdatanotification", "mail data", mail::NAMES, mail_data::content),
    kind("text/x-msmsgsoimnotification", "offline messages", mail::NAMES, mail_data::content),
    kind("application/x-msmsgssystemmessage", "notice from the server", control::NAMES, control::notice),
];

/// What is in no row above.
const OTHER: Kind = kind("", "not described", &[], other::content);

/// Whether a content type, without its parameters, is one of those described (§7.1).
pub(super) fn is_described(content_type: &[u8]) -> bool {
    KINDS.iter().any(|kind| kind.content_type.as_bytes().eq_ignore_ascii_case(content_type))
}

/// The payload of MSG, UUM, UBM and what else holds a message.
pub(crate) fn content(payload: &Located<'_>) -> Content {
    let message = Message::read(payload);
    let kind = KINDS.iter().find(|kind| kind.content_type == message.content_type).unwrap_or(&OTHER);
    let decode = if message.number("Chunk").is_some() { other::later_chunk } else { kind.decode };
    let mut content = decode(&message);
    if let (Some(chunks), Some(does)) = (message.number("Chunks"), &mut content.does) {
        does.push_str(&format!(" (part 1 of {chunks})"));
    }
    let mut fields = message.headers.fields(|header| match header.is("Content-Type") {
        true => content_type(header, kind),
        false => names::field(kind.names, header),
    });
    fields.append(&mut content.fields);
    Content { fields, ..content }
}

/// The headers of a message and what follows them.
struct Message<'a> {
    headers: Headers<'a>,
    /// In lower case, without parameters. Empty where it is not said.
    content_type: String,
}

impl<'a> Message<'a> {
    fn read(payload: &Located<'a>) -> Message<'a> {
        let headers = Headers::read(payload);
        let content_type = headers.get("Content-Type").and_then(|value| value.split(b';').next());
        let content_type = content_type.map(|value| value.trimmed().text().to_ascii_lowercase());
        Message { content_type: content_type.unwrap_or_default(), headers }
    }

    fn body(&self) -> Located<'a> {
        self.headers.body
    }

    /// The number a header holds.
    fn number(&self, name: &str) -> Option<u64> {
        self.headers.get(name).filter(|value| !value.bytes.is_empty())?.number()
    }

    /// What the content type says of the charset.
    fn charset(&self) -> Option<String> {
        let value = self.headers.get("Content-Type")?;
        let (_, charset) =
            parameters(&value).find(|(name, _)| name.bytes.eq_ignore_ascii_case(b"charset"))?;
        Some(charset.text())
    }

    /// The body read as lines of `Name: value`.
    fn lines(&self) -> Lines<'a, '_> {
        Lines { headers: &self.headers, lines: Headers::read(&self.body()) }
    }
}

/// What a message says in lines of `Name: value`: most notices have them in the body, some in the headers.
struct Lines<'a, 'm> {
    headers: &'m Headers<'a>,
    lines: Headers<'a>,
}

impl<'a> Lines<'a, '_> {
    /// What stands behind a name, wherever that is. `None` also where nothing does.
    fn get(&self, name: &str) -> Option<Located<'a>> {
        let value = self.lines.get(name).or_else(|| self.headers.get(name));
        value.filter(|value| !value.bytes.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.text())
    }

    fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.number()
    }

    /// The lines of the body, and what else is in it.
    fn fields(&self, names: Names) -> Vec<Field> {
        let lines = self.lines.headers.iter().map(|line| names::field(names, line));
        lines.chain(other::rest("rest of the body", &self.lines.body)).collect()
    }

    /// The same, with a last field that says what is missing, if it is.
    fn fields_with(&self, names: Names, needed: &'static str) -> Vec<Field> {
        let missing = self.get(needed).is_none().then(|| {
            let end = self.lines.body.slice(0..0);
            Field::text(needed, &end).trouble(format!("{needed} is missing"))
        });
        self.fields(names).into_iter().chain(missing).collect()
    }
}

/// The content type with its parameters.
fn content_type(header: &Header<'_>, kind: &Kind) -> Field {
    let parameters = parameters(&header.value).map(|(name, value)| Field::text(name.text(), &value));
    header.field().stands_for(Some(kind.meaning)).of(parameters.collect())
}

/// How many parameters of a content type are told apart; real ones have one or two.
const MOST_PARAMETERS: usize = 16;

/// `; name=value; name="value"`.
fn parameters<'a>(value: &Located<'a>) -> impl Iterator<Item = (Located<'a>, Located<'a>)> {
    value.split(b';').skip(1).take(MOST_PARAMETERS).filter_map(|part| {
        let (name, value) = part.split_once(b'=')?;
        let value = value.trimmed();
        let bare = value.bytes.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
        Some((name.trimmed(), bare.map_or(value, |bare| value.part(bare))))
    })
}

/// A packet of §7.5 or §7.6. From MSNP16 on the headers name endpoints, and packets may be of version 2.
fn peer_to_peer(message: &Message<'_>) -> Content {
    let names_endpoint = |value: Located<'_>| memchr::memchr(b';', value.bytes).is_some();
    let to_endpoint = message.headers.get("P2P-Dest").is_some_and(names_endpoint);
    let two = to_endpoint || message.headers.get("P2P-Src").is_some();
    p2p::content_of(&message.body(), Some(if two { Version::Two } else { Version::One }))
}
