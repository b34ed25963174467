//! What stands behind the names of headers and lines.

use super::format;
use crate::explain::headers::Header;
use crate::explain::principal::principal;
use crate::explain::{Field, Spelling};
use std::borrow::Cow;

/// Names and what stands behind them.
pub(super) type Names = &'static [(&'static str, Means)];

/// What a value means.
pub(super) enum Means {
    /// The same for every value.
    Words(&'static str),
    /// Each value of a few.
    Codes(&'static [(&'static str, &'static str)]),
    /// What a function makes of it.
    Read(fn(&Header<'_>) -> Field),
}

pub(super) use Means::{Codes, Read, Words};

/// What any message may have in its headers.
const COMMON: Names = &[
    ("X-MMS-IM-Format", Read(format::field)),
    ("Message-ID", Words("the same in every part of a long message")),
    ("Chunks", Read(chunks)),
    ("Chunk", Read(chunk)),
    ("P2P-Dest", Read(person)),
    ("P2P-Src", Read(person)),
    ("User-Agent", Words("the program it was written with")),
    ("P4-Context", Words("shown in place of the sender's name")),
    ("Dest-Agent", Codes(&[("client", "for a client, also one that is offline")])),
];

/// One header or line, by the names given and those any message may have.
pub(super) fn field(names: Names, header: &Header<'_>) -> Field {
    let known = names.iter().chain(COMMON).find(|(name, _)| header.is(name));
    match known {
        Some((_, means)) => means.field(header),
        None => header.field(),
    }
}

impl Means {
    fn field(&self, header: &Header<'_>) -> Field {
        match self {
            Words(_) if header.value.bytes.is_empty() => header.field(),
            Words(words) => header.field().stands_for(Some(words)),
            Codes(codes) => {
                let known =
                    codes.iter().find(|(code, _)| header.value.bytes.eq_ignore_ascii_case(code.as_bytes()));
                header.field().stands_for(known.map(|(_, words)| *words))
            }
            Read(read) => read(header),
        }
    }
}

/// The name of a header as written.
pub(super) fn name(header: &Header<'_>) -> String {
    header.name.map(|name| name.text()).unwrap_or_default()
}

/// Somebody's address.
pub(super) fn person(header: &Header<'_>) -> Field {
    principal(name(header), &header.value)
}

/// Percent-encoded text.
pub(super) fn percent(header: &Header<'_>) -> Field {
    Field::percent(name(header), &header.value)
}

/// A number; anything else is wrong.
pub(super) fn number(header: &Header<'_>) -> Field {
    counted(header, |_| None)
}

/// A number and what it counts.
pub(super) fn counted(header: &Header<'_>, words: impl FnOnce(u64) -> Option<String>) -> Field {
    let field = header.field();
    match header.value.number() {
        _ if header.value.bytes.is_empty() => field,
        Some(number) => field.meaning(words(number).map(Cow::Owned)),
        None => field.trouble("not a number"),
    }
}

/// Base64 that holds text.
pub(super) fn base64(header: &Header<'_>) -> Field {
    let (decoded, broken) = header.value.base64_decoded();
    let field = Field::value(name(header), decoded.view().text(), &header.value).spelled(Spelling::Base64);
    match broken {
        Some(at) => field.trouble(format!("base64 breaks at byte {at}")),
        None => field,
    }
}

fn chunks(header: &Header<'_>) -> Field {
    counted(header, |count| Some(format!("the first of {count} parts")))
}

fn chunk(header: &Header<'_>) -> Field {
    counted(header, |chunk| Some(format!("part {}", chunk.saturating_add(1))))
}
