//! The MSNObject: what names a display picture, an emoticon or a wink (§7.8).

use super::Field;
use super::located::Located;
use std::borrow::Cow;

/// A field that holds an MSNObject, plain or percent-encoded. Its meaning is what it names: `display picture of
/// bob@example.org, 12345 bytes`.
pub(crate) fn field(name: impl Into<Cow<'static, str>>, value: &Located<'_>) -> Field {
    Field::percent(name, value)
}
