//! What follows the blocks, by message type and content type.

use super::Blocks;
use crate::explain::Field;
use crate::explain::amounts::{counted, length};
use crate::explain::binary::plain;
use crate::explain::content::{Content, quoted};
use crate::explain::headers::{End, Headers};
use crate::explain::located::Located;
use crate::explain::p2p::{self, Version};
use crate::explain::{message, slp, xml};

/// Packets told apart in one payload.
const MOST_PACKETS: usize = 64;

/// What somebody does by a message of that type, whatever its body.
const DOES: &[(&str, &str)] = &[
    ("Nudge", "sends a nudge"),
    ("Wink", "sends a wink"),
    ("CustomEmoticon", "sends custom emoticons"),
    ("Control/Typing", "is typing"),
];

/// What a body holds.
pub(super) struct Body {
    pub(super) content: Content,
    /// The headers of the last block as the message decoder reads them, where it was asked.
    pub(super) headers: Vec<Field>,
}

pub(super) fn read(blocks: &Blocks<'_>) -> Body {
    match blocks.text("Message-Type") {
        Some(_) => message(blocks),
        None => Body { content: publication(blocks), headers: Vec::new() },
    }
}

/// A body behind Messaging.
fn message(blocks: &Blocks<'_>) -> Body {
    let written = blocks.text("Message-Type").unwrap_or_default();
    let subtype = blocks.text("Message-Subtype").filter(|_| !written.contains('/'));
    let kind = subtype.map_or(written.clone(), |subtype| format!("{written}/{subtype}"));
    let known =
        DOES.iter().find(|(name, _)| name.eq_ignore_ascii_case(&kind)).map(|(_, does)| (*does).to_owned());
    let is = |name: &str| kind.eq_ignore_ascii_case(name);
    let is_plain = blocks.content_type().is_none_or(|content_type| content_type == "text/plain");
    let mut body = if is("Data") {
        Body { content: packets(blocks), headers: Vec::new() }
    } else if is("Text") || !is_plain && !blocks.body.bytes.is_empty() {
        of_message(blocks)
    } else {
        Body { content: other(&blocks.body), headers: Vec::new() }
    };
    let does = match body.content.does.take() {
        Some(does) if is("Data") || is("Text") => does,
        _ => known.unwrap_or_else(|| format!("sends {kind}")),
    };
    body.content.does = Some(does);
    body
}

/// A body behind Publication or Notification, or behind nothing.
fn publication(blocks: &Blocks<'_>) -> Content {
    let content = other(&blocks.body);
    let own = blocks.get("Publication").is_some();
    let does = match (content.fact("status"), content.fact("psm")) {
        (Some(status), _) if own => Some(format!("sets its status to {status}")),
        (None, Some(psm)) if own => Some(format!("sets its personal message to {}", quoted(psm))),
        _ => content.does.clone(),
    };
    let does = does.or_else(|| Some(format!("publishes {}", blocks.content_type()?)));
    Content { does, ..content }
}

/// The last block and the body, which together are a message of §7.1.
fn of_message(blocks: &Blocks<'_>) -> Body {
    let mut content = message::content(&blocks.last);
    let of_block = |block: &Headers<'_>| block.headers.len() + usize::from(block.end != End::EmptyLine);
    let headers = blocks.blocks.last().map_or(0, |(_, block)| of_block(block));
    let body = content.fields.split_off(headers.min(content.fields.len()));
    let headers = std::mem::replace(&mut content.fields, body);
    Body { content, headers }
}

/// A body that says itself what it is.
fn other(body: &Located<'_>) -> Content {
    let bytes = body.bytes.trim_ascii();
    if bytes.is_empty() {
        return Content::default();
    }
    if bytes.starts_with(b"<") {
        return xml::content(body);
    }
    if memchr::memmem::find(bytes, b"MSNSLP/").is_some() {
        return slp::content(body);
    }
    Content::fields(vec![match std::str::from_utf8(bytes) {
        Ok(_) => Field::text("body", body),
        Err(_) => plain("body", body),
    }])
}

/// Peer-to-peer packets, one behind the other.
fn packets(blocks: &Blocks<'_>) -> Content {
    let body = &blocks.body;
    let starts = blocks.get("Bridging-Offsets").and_then(|offsets| packet_starts(&offsets, body));
    let starts = starts.unwrap_or_else(|| vec![0]);
    let ends = starts.iter().skip(1).copied().chain([body.bytes.len()]);
    let places = starts.iter().zip(ends).map(|(&start, end)| body.slice(start..end));
    let (mut all, mut does) = (Content::default(), None);
    for (at, place) in places.enumerate() {
        let mut packet = p2p::content_of(&place, Some(Version::Two));
        // Only on a switchboard has a packet a footer (§7.6).
        packet.fields.retain(|field| field.name != "footer" || !field.span.is_empty());
        all.fields.push(Field::group(format!("packet {}", at + 1), &place, packet.fields));
        all.renderings.append(&mut packet.renderings);
        does = does.or(packet.does);
    }
    let more = match starts.len() {
        0 | 1 => String::new(),
        count => format!(", and {}", counted(length(count - 1), "more packet")),
    };
    all.does(format!("{}{more}", does.unwrap_or_else(|| "sends data".to_owned())))
}

/// `0,52,1352`: where each packet begins in the body. `None` where that cannot be.
pub(super) fn packet_starts(offsets: &Located<'_>, body: &Located<'_>) -> Option<Vec<usize>> {
    let number = |offset: Located<'_>| usize::try_from(offset.trimmed().number()?).ok();
    let starts: Vec<usize> = offsets.split(b',').take(MOST_PACKETS).map(number).collect::<Option<_>>()?;
    let within = starts.iter().all(|&start| start < body.bytes.len());
    (within && starts.first() == Some(&0) && starts.is_sorted_by(|a, b| a < b)).then_some(starts)
}
