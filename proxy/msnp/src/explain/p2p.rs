//! Peer-to-peer packets between two clients (§7.5, §7.6).
//!
//! Nothing in a packet says its version: that is told by the lengths in it, and the version field says by what.

mod data;
mod v1;
mod v2;

#[cfg(test)]
mod tests;

use super::Field;
use super::binary::plain;
use super::content::Content;
use super::located::Located;

pub(crate) use data::{APPLICATIONS, named};

/// Which form a packet has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// 48 bytes of header, little-endian.
    One,
    /// From WLM 2009 on: two headers with optional parts, big-endian.
    Two,
}

/// The body of an `application/x-msnmsgrp2p` message, version 1 or 2, with its footer. What the packet itself tells of its
/// version counts for more than what else hints at it.
pub(crate) fn content_of(body: &Located<'_>, hint: Option<Version>) -> Content {
    let Some((version, told_by)) = Version::of(body, hint) else {
        let trouble = "fits neither version of P2P: its lengths are not those of the packet";
        return Content::fields(vec![plain("P2P packet", body).trouble(trouble)])
            .does("sends a P2P packet of an unknown form");
    };
    let (number, place, mut content) = match version {
        Version::One => ("1", body.slice(24..28), v1::content(body)),
        Version::Two => ("2", body.slice(0..4), v2::content(body)),
    };
    content.fields.insert(0, Field::value("version", number, &place).stands_for(Some(told_by)));
    content
}

impl Version {
    /// The version of a packet and what told it, the strongest evidence first.
    fn of(body: &Located<'_>, hint: Option<Version>) -> Option<(Version, &'static str)> {
        let there = body.bytes.len();
        let one = v1::Header::read(body);
        let first = body.bytes.first().copied().unwrap_or_default();
        match (one.fits(there), v2::fits(body), hint) {
            (true, true, None) => Some((Version::One, "likely: its length fields fit both versions")),
            (true, true, Some(hint)) => {
                Some((hint, "told by the message: its length fields fit both versions"))
            }
            (true, ..) => Some((Version::One, "told by its length fields")),
            (_, true, _) => Some((Version::Two, "told by its length fields")),
            _ if one.agrees(there) => Some((Version::One, "likely: its offset, sizes and flags agree")),
            _ if usize::from(first) < v2::LEAST_HEADER => {
                Some((Version::One, "told by its first byte, too small for the header length of version 2"))
            }
            _ if v2::plausible(body) => Some((Version::Two, "likely: it begins like version 2")),
            (.., Some(Version::One)) if there < v1::HEADER => {
                Some((Version::One, "likely: told by the message"))
            }
            _ => None,
        }
    }
}
