//! The tree as fields: each value with its bytes, its meaning, and what is wrong with it.

use super::meanings;
use super::tree::{Aside, Broken, Element, Node, Text, Tree};
use crate::explain::located::Located;
use crate::explain::{Field, Spelling};
use std::borrow::Cow;

/// Fields inside of values, such as the bits of capabilities; beyond that values are shown as they stand.
const MOST_INSIDE: usize = 10_000;

/// The fields of a whole payload.
pub(super) fn of(tree: &Tree<'_>, payload: &Located<'_>) -> Vec<Field> {
    let fields = Fields { inside: MOST_INSIDE, explains: true }.tree(tree);
    match tree.root() {
        None if tree.broken.is_none() => {
            vec![Field::text("text", payload).trouble("no XML: there is no element").of(fields)]
        }
        _ => fields,
    }
}

/// Fields in the making.
struct Fields {
    /// How many more fields there may be inside of values.
    inside: usize,
    /// Whether values are explained; those of XML within a text of XML are not.
    explains: bool,
}

impl Fields {
    fn tree(&mut self, tree: &Tree<'_>) -> Vec<Field> {
        let mut fields: Vec<Field> = tree.nodes.iter().map(|node| self.node("", node)).collect();
        for (field, node) in fields.iter_mut().zip(&tree.nodes) {
            if matches!(node, Node::Text(_)) {
                field.trouble.get_or_insert_with(|| "text outside of any element".into());
            }
        }
        let rest = |broken: &Broken<'_>| Field::text("rest", &broken.rest).trouble(broken.why.clone());
        fields.extend(tree.broken.as_ref().map(rest));
        fields
    }

    fn node(&mut self, parent: &str, node: &Node<'_>) -> Field {
        match node {
            Node::Element(element) => self.element(parent, element),
            Node::Text(text) => self.value(parent, "text", text),
            Node::Aside(aside) => beside(aside),
        }
    }

    fn element(&mut self, parent: &str, element: &Element<'_>) -> Field {
        let field = match element.only_text() {
            Some(text) if element.attributes.is_empty() => self.value(parent, &element.name, text),
            _ => {
                let attributes = element.attributes.iter();
                let mut fields: Vec<Field> =
                    attributes.map(|(name, value)| self.value(&element.name, name, value)).collect();
                fields.extend(element.children.iter().map(|child| self.node(&element.name, child)));
                Field::group(named(&element.name), &element.place, fields)
            }
        };
        match &element.trouble {
            Some(trouble) => field.trouble(trouble.clone()),
            None if element.name.is_empty() => field.trouble("an element without a name"),
            None => field,
        }
    }

    /// A text or the value of an attribute.
    fn value(&mut self, parent: &str, name: &str, text: &Text<'_>) -> Field {
        let view = text.view();
        let explain = meanings::of(parent, name).filter(|_| self.explains && self.inside > 0);
        let mut field = match explain {
            Some(explain) if !view.bytes.is_empty() => explain(named(name), &view),
            _ => Field::text(named(name), &view),
        };
        if explain.is_none() && text.has_entities() && view.bytes.trim_ascii_start().starts_with(b"<") {
            field.fields = self.within(&view);
        }
        self.inside = self.inside.saturating_sub(count(&field.fields));
        if text.has_entities() {
            field.spelling.get_or_insert(Spelling::Entities);
        }
        field.trouble = field.trouble.or_else(|| text.trouble.clone().map(Into::into));
        field
    }

    /// XML within a text of XML, as the body of a notification has it. XML within that is left a text.
    fn within(&mut self, text: &Located<'_>) -> Vec<Field> {
        if !self.explains || self.inside == 0 {
            return Vec::new();
        }
        Fields { inside: 0, explains: false }.tree(&Tree::read(text))
    }
}

/// What says nothing about anybody.
fn beside(aside: &Aside<'_>) -> Field {
    let field = Field::text(aside.name, &aside.raw);
    match aside.trouble {
        Some(trouble) => field.trouble(trouble),
        None => field,
    }
}

/// A name to show. Broken XML may have none.
fn named(name: &str) -> Cow<'static, str> {
    if name.is_empty() { "(no name)".into() } else { name.to_owned().into() }
}

fn count(fields: &[Field]) -> usize {
    fields.iter().map(|field| 1 + count(&field.fields)).sum()
}
