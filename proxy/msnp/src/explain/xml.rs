//! XML payloads as trees.
//!
//! ```text
//!  bytes ─► reader: a tree, as far as it goes ─┬─► fields: nested, with places ◄─ meanings: what known values stand for
//!                                              ├─► facts: what its sender does, by the name of its root
//!                                              └─► rendering: indented
//! ```

mod entities;
mod facts;
mod fields;
mod meanings;
mod media;
mod reader;
mod rendering;
mod tree;

#[cfg(test)]
mod tests;

use super::Rendering;
use super::content::Content;
use super::located::Located;
pub(crate) use tree::{Element, Text, Tree};

/// An XML payload: its tree as fields, and what its sender does by it where its root is a known one.
pub(crate) fn content(payload: &Located<'_>) -> Content {
    let tree = Tree::read(payload);
    let content = Content::fields(fields::of(&tree, payload));
    match tree.root() {
        None => content,
        Some(_) => facts::stated(&tree, content).look(Rendering::Xml(rendering::indented(&tree))),
    }
}
