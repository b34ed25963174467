//! Peer-to-peer packets between two clients (§7.5, §7.6).

use super::content::Content;
use super::located::Located;

/// The body of an `application/x-msnmsgrp2p` message, version 1 or 2, with its footer.
pub(crate) fn content(_body: &Located<'_>) -> Content {
    Content::default()
}
