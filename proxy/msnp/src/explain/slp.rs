//! MSNSLP: how two clients agree on a picture, a file or a call (§7.7).

use super::content::Content;
use super::located::Located;

/// An MSNSLP request or response.
pub(crate) fn content(_text: &Located<'_>) -> Content {
    Content::default()
}
