//! The start line: what is asked, or how it is answered.

use super::names;
use crate::explain::Field;
use crate::explain::located::Located;
use crate::explain::principal::principal;

const PROTOCOL: &[u8] = b"MSNSLP/";

/// A start line.
pub(super) enum Start {
    /// `INVITE MSNMSGR:bob@example.org MSNSLP/1.0`: the method.
    Request(String),
    /// `MSNSLP/1.0 200 OK`: the status and its words.
    Response(String, String),
}

impl Start {
    /// Reads either form. `None`: it is neither.
    pub(super) fn read(line: &Located<'_>) -> Option<Start> {
        let parts = Parts::of(line)?;
        Some(match parts {
            Parts::Request { method, .. } => Start::Request(method.text()),
            Parts::Response { status, words, .. } => Start::Response(status.text(), words.text()),
        })
    }

    /// The line as a field, with its parts.
    pub(super) fn field(&self, line: &Located<'_>) -> Field {
        let parts = match Parts::of(line) {
            Some(Parts::Request { method, whom, protocol }) => vec![
                Field::text("method", &method).stands_for(names::method(&method.text())),
                address("to", &whom),
                Field::text("protocol", &protocol),
            ],
            Some(Parts::Response { protocol, status, words }) => vec![
                Field::text("protocol", &protocol),
                Field::text("status", &status).stands_for(names::status(&status.text())),
                Field::text("words", &words),
            ],
            None => vec![],
        };
        let name = match self {
            Start::Request(_) => "request",
            Start::Response(..) => "response",
        };
        Field::text(name, line).of(parts)
    }
}

/// The parts of a start line.
enum Parts<'a> {
    Request { method: Located<'a>, whom: Located<'a>, protocol: Located<'a> },
    Response { protocol: Located<'a>, status: Located<'a>, words: Located<'a> },
}

impl<'a> Parts<'a> {
    fn of(line: &Located<'a>) -> Option<Parts<'a>> {
        let (first, rest) = line.split_once(b' ')?;
        if first.bytes.starts_with(PROTOCOL) {
            let (status, words) = rest.split_once(b' ').unwrap_or((rest, rest.from(rest.bytes.len())));
            return Some(Parts::Response { protocol: first, status, words });
        }
        let space = memchr::memrchr(b' ', rest.bytes)?;
        let (whom, protocol) = (rest.slice(0..space), rest.from(space + 1));
        protocol.bytes.starts_with(PROTOCOL).then_some(Parts::Request { method: first, whom, protocol })
    }
}

/// An address behind its scheme: `MSNMSGR:bob@example.org;{guid}`, also in angle brackets.
pub(super) fn address(name: &'static str, written: &Located<'_>) -> Field {
    let bare = written.bytes.strip_prefix(b"<").unwrap_or(written.bytes);
    let bare = written.part(bare.strip_suffix(b">").unwrap_or(bare));
    let whom = match bare.split_once(b':') {
        Some((scheme, whom)) if scheme.bytes.eq_ignore_ascii_case(b"msnmsgr") => whom,
        _ => bare,
    };
    principal(name, &whom)
}
