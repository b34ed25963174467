//! What a payload holds, and the arguments that hold something themselves: a picture's name, a proof.
//!
//! To remember: explaining a message costs as much as all other checks twenty times over. What is like something that was
//! sound is not explained again, and what is larger than [`LARGEST`] never.

use crate::insight::problems::case::{Case, Findings, Scene, quoted};
use crate::insight::problems::rules::Id;
use crate::insight::problems::soundness::Soundness;
use memchr::memmem::Finder;
use msnp::explain::{Field, content_type_is_known, explain};
use msnp::message::Message;
use msnp::secret::secrets;
use msnp::{Direction, Verb, payload};
use std::sync::LazyLock;

/// The largest frame looked into, in bytes. Payloads seen have less than 10 KB.
const LARGEST: usize = 64 * 1024;

/// What has to be looked into.
enum Look {
    Nothing,
    /// Unless what has this number was sound.
    Unlike(u64),
    Always,
}

/// Which commands may: those with a payload, and a few arguments.
pub(super) fn holds_something(direction: Direction, verb: &[u8; 3]) -> bool {
    let line = [&verb[..], b" 1 1 1 1 1 1 1 1 1"].concat();
    let verb_of_line = Verb::from_bytes(*verb);
    matches!(verb, b"CHG" | b"NLN" | b"ILN" | b"CVR" | b"USR" | [b'0'..=b'9', ..])
        || verb_of_line.is_some_and(|verb| payload::announced(direction, verb, &line) > 0)
}

pub(super) fn is_sound(case: &Case<'_>, scene: &Scene<'_>, findings: &mut Findings) {
    if case.bytes.len() > LARGEST {
        return;
    }
    let number = match look(case, findings) {
        Look::Nothing => return,
        Look::Unlike(number) if scene.sound.contains(number) => return,
        Look::Unlike(number) => Some(number),
        Look::Always => None,
    };
    let explanation = explain(&case.frame(), &case.context());
    let fields = explanation.arguments.iter().chain(&explanation.payload);
    let mut path = Vec::new();
    for field in fields {
        if let Some(trouble) = troubled(field, &mut path) {
            tell(case, &path, trouble, findings);
            return;
        }
    }
    findings.sound = number;
}

/// How an MSNObject begins, encoded or not.
static OBJECT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"msnobj"));

/// What there is to look into, and what can be said of it at a glance.
fn look(case: &Case<'_>, findings: &mut Findings) -> Look {
    let Some((command, _)) = case.command.zip(case.row()) else { return Look::Nothing };
    let verb = command.verb.as_bytes();
    match verb {
        b"CHG" | b"NLN" | b"ILN" => {
            let object = OBJECT.find(command.line);
            object.map_or(Look::Nothing, |at| Look::Unlike(Soundness::number(verb, &command.line[at..])))
        }
        // The hop counter, and the proof of single sign-on.
        b"CVR" if command.arg(10).is_some_and(|hop| hop != b"0") => Look::Always,
        b"USR" if command.arg(5).is_some_and(|_| command.arg(2) == Some(b"SSO")) => {
            if case.direction == Direction::ClientToServer { Look::Always } else { Look::Nothing }
        }
        // What a challenge is answered with is judged elsewhere; what others write in free text is theirs.
        b"QRY" | b"SDC" | b"VAS" => Look::Nothing,
        _ if command.payload.is_empty() => Look::Nothing,
        b"MSG" | b"UUM" | b"UBM" => {
            case.message.map_or(Look::Nothing, |told| message(case, (&told, command.payload), findings))
        }
        _ => Look::Unlike(Soundness::number(verb, command.payload)),
    }
}

/// Messages of one conversation differ in their bodies; of text, typing and data only the headers are looked into.
fn message(case: &Case<'_>, (message, payload): (&Message<'_>, &[u8]), findings: &mut Findings) -> Look {
    let head = &payload[..payload.len() - message.body().len()];
    let number = |bytes| Soundness::number(b"MSG", bytes);
    let content_type = message.content_type();
    if message.header("Chunk").is_some() {
        return Look::Unlike(number(head));
    }
    if !content_type_is_known(content_type) {
        findings.say(Id::UnknownContentType, || match content_type {
            b"" => format!("{} sends a message without a content type.", case.who()),
            content_type => {
                format!("{} sends a message of the unknown type {}.", case.who(), quoted(content_type))
            }
        });
        return Look::Nothing;
    }
    let is_text = message.is("text/plain") && std::str::from_utf8(message.body()).is_ok();
    let has_plain_body = is_text || (message.is(P2P) && is_plain_data(message.body()));
    // What else there is often passes once more at the other end.
    Look::Unlike(number(if has_plain_body { head } else { payload }))
}

const P2P: &str = "application/x-msnmsgrp2p";

/// A packet of version 1 that carries a part of a file or picture, or nothing but an acknowledgement, and whose numbers agree
/// (§7.5): most of a transfer.
fn is_plain_data(packet: &[u8]) -> bool {
    let number = |at: usize, size: usize| {
        let bytes = packet.get(at..at + size)?;
        Some(bytes.iter().rev().fold(0u64, |number, &byte| number << 8 | u64::from(byte)))
    };
    let numbers = (number(0, 4), number(8, 8), number(16, 8), number(24, 4));
    let (Some(session), Some(offset), Some(total), Some(chunk)) = numbers else { return false };
    let whole = u64::try_from(packet.len()).unwrap_or(u64::MAX);
    (session != 0 || chunk == 0)
        && chunk + 52 == whole
        && offset.checked_add(chunk).is_some_and(|end| end <= total)
}

/// The first trouble in a field, and the fields that lead to it.
fn troubled<'f>(field: &'f Field, path: &mut Vec<&'f Field>) -> Option<&'f str> {
    path.push(field);
    if let Some(trouble) = &field.trouble {
        return Some(trouble);
    }
    let found = field.fields.iter().find_map(|part| troubled(part, path));
    if found.is_none() {
        path.pop();
    }
    found
}

/// How troubles of a kind begin, or, with an asterisk before it, what is in them. The first that fits counts.
const KINDS: &[(&str, Id)] = &[
    ("*base64", Id::BrokenBase64),
    ("does not match the other attributes", Id::BrokenObject),
    ("a SHA-1 has", Id::BrokenObject),
    ("no MSNObject", Id::BrokenObject),
    ("half a character", Id::BrokenObject),
    ("no object behind", Id::BrokenObject),
    ("no empty line after the headers", Id::BrokenHeaders),
    ("no colon in this header", Id::BrokenHeaders),
    ("more headers", Id::BrokenHeaders),
    ("no XML", Id::BrokenXml),
    ("neither XML", Id::BrokenXml),
    ("text outside", Id::BrokenXml),
    ("no </", Id::BrokenXml),
    ("an attribute", Id::BrokenXml),
    ("an element", Id::BrokenXml),
    ("an & that", Id::BrokenXml),
    ("unknown entity", Id::BrokenXml),
    ("a document type", Id::BrokenXml),
    ("elements deeper", Id::BrokenXml),
];

fn tell(case: &Case<'_>, path: &[&Field], trouble: &str, findings: &mut Findings) {
    let Some(field) = path.last() else { return };
    let fits = |(begin, _): &&(&str, Id)| match begin.strip_prefix('*') {
        Some(part) => trouble.contains(part),
        None => trouble.starts_with(begin),
    };
    let is_p2p = case.message.is_some_and(|message| message.is(P2P));
    let is_slp = path[0].name == "MSNSLP" || is_slp_signal(case);
    let id = match KINDS.iter().find(fits) {
        _ if is_slp => Id::BrokenSlp,
        Some((_, id)) => *id,
        None if is_p2p => Id::BrokenP2p,
        None if field.name == "rest" => Id::BrokenXml,
        None => Id::BrokenValue,
    };
    findings.say(id, || {
        let name = quoted(field.name.as_bytes());
        let hides =
            |secret: &std::ops::Range<usize>| secret.start < field.span.end && field.span.start < secret.end;
        // What is wrong with a secret may tell of it.
        let trouble = match secrets(case.direction, &case.frame()).iter().any(hides) {
            true => "cannot be read",
            false => trouble,
        };
        format!("{} sends {} in which {name} is wrong: {trouble}.", case.who(), case.verb())
    });
}

/// A UUN or UBN that carries MSNSLP (§5.4).
fn is_slp_signal(case: &Case<'_>) -> bool {
    let command = case.command.filter(|command| command.verb == "UUN" || command.verb == "UBN");
    command.is_some_and(|command| memchr::memmem::find(command.payload, b"MSNSLP/").is_some())
}
