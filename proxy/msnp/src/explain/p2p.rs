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

pub(crate) use crate::p2p::Version;
pub(crate) use data::{APPLICATIONS, named};

/// The body of an `application/x-msnmsgrp2p` message, version 1 or 2, with its footer. What the packet itself tells of its
/// version counts for more than what else hints at it.
pub(crate) fn content_of(body: &Located<'_>, hint: Option<Version>) -> Content {
    let Some((version, told_by)) = Version::of(body.bytes, hint) else {
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
