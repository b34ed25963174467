//! What the headers of the blocks mean.

use crate::explain::Field;
use crate::explain::amounts::{counted, length};
use crate::explain::headers::Header;
use crate::explain::located::Located;
use crate::explain::principal::principal;

/// A header, its value, and what that stands for.
#[rustfmt::skip]
const CODES: &[(&str, &str, &str)] = &[
    ("Message-Type", "Text", "what somebody writes"),
    ("Message-Type", "Nudge", "nudge"),
    ("Message-Type", "Wink", "wink"),
    ("Message-Type", "CustomEmoticon", "custom emoticons of the message that follows"),
    ("Message-Type", "Control/Typing", "typing"),
    ("Message-Type", "Data", "peer-to-peer packets"),
    ("Message-Type", "Signal/P2P", "peer-to-peer set-up"),
    ("Message-Type", "Signal/CloseIMWindow", "conversation closed on another endpoint"),
    ("Message-Type", "Signal/MarkIMWindowRead", "conversation read on another endpoint"),
    ("Message-Type", "Signal/ForceAbchSync", "synchronise the address book again"),
    ("Message-Type", "Signal/Turn", "TURN set-up"),
    ("Message-Type", "Signal/AudioMeta", "SIP metadata"),
    ("Message-Type", "Signal/AudioTunnel", "tunnelled SIP"),
    ("Service-Channel", "IM/Online", "message to somebody online"),
    ("Service-Channel", "IM/Offline", "message to somebody offline"),
    ("Service-Channel", "IM/Mobile", "message to a mobile phone"),
    ("Uri", "/user", "what a person publishes"),
    ("Uri", "/circle", "a circle or group"),
    ("NotifType", "Partial", "what changed, presumably"),
    ("NotifType", "Full", "all there is, presumably"),
];

/// A header of any block, and the body its payload has.
pub(super) fn field(header: &Header<'_>, body: &Located<'_>) -> Field {
    if header.is("To") || header.is("From") {
        return principal(header.field().name, &header.value);
    }
    if header.is("Content-Length") {
        return content_length(header, body);
    }
    if header.is("Bridging-Offsets") {
        return offsets(header, body);
    }
    let value = header.value.bytes;
    let known =
        CODES.iter().find(|(name, code, _)| header.is(name) && value.eq_ignore_ascii_case(code.as_bytes()));
    header.field().stands_for(known.map(|(.., meaning)| *meaning))
}

/// What the message decoder made of the headers takes the place of those that say no more than they do.
pub(super) fn filled_in(fields: &mut [Field], headers: Vec<Field>) {
    for (field, header) in fields.iter_mut().zip(headers) {
        let says_more = field.meaning.is_some() || field.trouble.is_some() || !field.fields.is_empty();
        if !says_more && field.name == header.name {
            *field = header;
        }
    }
}

fn content_length(header: &Header<'_>, body: &Located<'_>) -> Field {
    let field = header.field();
    let there = length(body.bytes.len());
    match header.value.number() {
        Some(said) if said == there => field,
        Some(_) => field.trouble(format!("the body has {}", counted(there, "byte"))),
        None => field.trouble("not a number"),
    }
}

fn offsets(header: &Header<'_>, body: &Located<'_>) -> Field {
    let field = header.field().stands_for(Some("where each packet begins in the body"));
    match super::body::packet_starts(&header.value, body) {
        Some(_) => field,
        None => field.trouble("not ascending numbers from 0 on within the body"),
    }
}
