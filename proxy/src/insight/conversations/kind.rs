//! What kind of thing is said, by the content type of a message (§7.1) or the message type of MSNP18 to 21 (§6.6).

use msnp::message::Message;
use serde::Serialize;

/// What kind of thing is said or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Words.
    Text,
    /// Somebody is typing.
    Typing,
    /// A nudge.
    Nudge,
    /// A wink.
    Wink,
    /// A voice clip.
    VoiceClip,
    /// Action text: `Data:` of a datacast.
    Action,
    /// Handwriting.
    Ink,
    /// The custom emoticons of the next words.
    Emoticons,
    /// An invitation to a file transfer or a call of the older kind, or an answer to one.
    Invitation,
    /// Somebody came, or was there already.
    Joined,
    /// Somebody left.
    Left,
    /// Somebody was called.
    Called,
    /// Nothing but a sign of life.
    KeepAlive,
    /// Any other content type.
    Other,
}

/// What a message is, for a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// Something said.
    Said(Kind),
    /// Peer-to-peer data: pictures and files, not words.
    PeerToPeer,
}

const CONTENT_TYPES: &[(&str, Kind)] = &[
    ("text/plain", Kind::Text),
    ("text/x-mms-emoticon", Kind::Emoticons),
    ("text/x-mms-animemoticon", Kind::Emoticons),
    ("image/gif", Kind::Ink),
    ("application/x-ms-ink", Kind::Ink),
    ("text/x-msmsgsinvite", Kind::Invitation),
    ("text/x-keepalive", Kind::KeepAlive),
];

const DATACASTS: &[(&[u8], Kind)] =
    &[(b"1", Kind::Nudge), (b"2", Kind::Wink), (b"3", Kind::VoiceClip), (b"4", Kind::Action)];

const MESSAGE_TYPES: &[(&str, Sort)] = &[
    ("Nudge", Sort::Said(Kind::Nudge)),
    ("Wink", Sort::Said(Kind::Wink)),
    ("CustomEmoticon", Sort::Said(Kind::Emoticons)),
    ("Control/Typing", Sort::Said(Kind::Typing)),
    ("Data", Sort::PeerToPeer),
    ("Signal/P2P", Sort::PeerToPeer),
];

/// The types of UUM and UBM (§5.4), where the message itself does not tell.
const NUMBERS: &[(&[u8], Kind)] = &[(b"1", Kind::Text), (b"2", Kind::Typing), (b"3", Kind::Nudge)];

impl Sort {
    /// By its content type.
    pub(super) fn of(message: &Message<'_>) -> Sort {
        let content_type = message.content_type();
        let is = |name: &str| content_type.eq_ignore_ascii_case(name.as_bytes());
        if is("application/x-msnmsgrp2p") {
            return Sort::PeerToPeer;
        }
        if is("text/x-msmsgscontrol") && line(message, "TypingUser").is_some() {
            return Sort::Said(Kind::Typing);
        }
        if is("text/x-msnmsgr-datacast") {
            let id = line(message, "ID").unwrap_or_default();
            return Sort::Said(named(DATACASTS, id).unwrap_or(Kind::Other));
        }
        let known = CONTENT_TYPES.iter().find(|(name, _)| is(name));
        Sort::Said(known.map_or(Kind::Other, |&(_, kind)| kind))
    }

    /// By its message type, and for `Text` by what it is the text of.
    pub(super) fn of_type(message_type: &str, message: &Message<'_>) -> Sort {
        if message_type.eq_ignore_ascii_case("Text") {
            return match Sort::of(message) {
                Sort::Said(Kind::Other) => Sort::Said(Kind::Text),
                sort => sort,
            };
        }
        let known = MESSAGE_TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(message_type));
        known.map_or(Sort::Said(Kind::Other), |&(_, sort)| sort)
    }

    /// By its content type, or else by the type UUM and UBM give it.
    pub(super) fn of_number(number: &[u8], message: &Message<'_>) -> Sort {
        match Sort::of(message) {
            Sort::Said(Kind::Other) => Sort::Said(named(NUMBERS, number).unwrap_or(Kind::Other)),
            sort => sort,
        }
    }
}

/// What stands behind a name, in the body or in the headers: the lines of most control messages are in the body.
pub(super) fn line<'a>(message: &Message<'a>, name: &str) -> Option<&'a [u8]> {
    Message::read(message.body()).header(name).or_else(|| message.header(name))
}

fn named(table: &[(&[u8], Kind)], name: &[u8]) -> Option<Kind> {
    table.iter().find(|(known, _)| *known == name).map(|&(_, kind)| kind)
}
