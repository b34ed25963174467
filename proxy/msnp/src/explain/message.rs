//! Messages: headers, an empty line, a body (§7.1).

use super::content::Content;
use super::located::Located;

/// The payload of MSG, UUM, UBM and what else holds a message.
pub(crate) fn content(_payload: &Located<'_>) -> Content {
    Content::default()
}
