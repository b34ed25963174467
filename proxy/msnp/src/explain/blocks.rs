//! The header blocks of MSNP18 to 21: Routing, Reliability, then Messaging, Publication or Notification (§6.6).

use super::content::Content;
use super::located::Located;

/// The payload of SDG, PUT, DEL and NFY.
pub(crate) fn content(_payload: &Located<'_>) -> Content {
    Content::default()
}
