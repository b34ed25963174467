//! XML as it stands there: elements, attributes and texts, each with its place. Nothing is judged yet.

use super::entities;
use crate::explain::located::{Decoded, Located};

/// What was read, and where and why reading ended early.
#[derive(Debug, Default)]
pub(crate) struct Tree<'a> {
    pub(crate) nodes: Vec<Node<'a>>,
    pub(crate) broken: Option<Broken<'a>>,
}

/// What was not read, and why not.
#[derive(Debug)]
pub(crate) struct Broken<'a> {
    pub(crate) rest: Located<'a>,
    pub(crate) why: String,
}

#[derive(Debug)]
pub(crate) enum Node<'a> {
    Element(Element<'a>),
    Text(Text<'a>),
    /// A comment, a declaration: what says nothing.
    Aside(Aside<'a>),
}

#[derive(Debug)]
pub(crate) struct Element<'a> {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, Text<'a>)>,
    pub(crate) children: Vec<Node<'a>>,
    /// From its `<` to its last `>`.
    pub(crate) place: Located<'a>,
    pub(crate) trouble: Option<String>,
}

/// A text or the value of an attribute.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    pub(crate) raw: Located<'a>,
    decoded: Option<Decoded>,
    pub(crate) trouble: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Aside<'a> {
    pub(crate) name: &'static str,
    pub(crate) raw: Located<'a>,
    pub(crate) trouble: Option<&'static str>,
}

impl<'a> Tree<'a> {
    /// The first element that is not inside another.
    pub(crate) fn root(&self) -> Option<&Element<'a>> {
        self.nodes.iter().find_map(Node::element)
    }
}

impl<'a> Node<'a> {
    pub(crate) fn element(&self) -> Option<&Element<'a>> {
        match self {
            Node::Element(element) => Some(element),
            _ => None,
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Node::Text(text) if text.raw.bytes.trim_ascii().is_empty())
    }
}

impl<'a> Element<'a> {
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(Node::element)
    }

    /// The elements of that name in it.
    pub(crate) fn all<'t>(&'t self, name: &'t str) -> impl Iterator<Item = &'t Element<'a>> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The first element of that name in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|element| element.name == name)
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&Text<'a>> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Its text where it holds one text and nothing else.
    pub(crate) fn only_text(&self) -> Option<&Text<'a>> {
        match self.children.as_slice() {
            [Node::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// What it says where it holds one text and nothing else; empty otherwise.
    pub(crate) fn text(&self) -> String {
        self.only_text().map(Text::value).unwrap_or_default()
    }
}

impl<'a> Text<'a> {
    /// A text in which entities stand for characters.
    pub(super) fn encoded(raw: Located<'a>) -> Text<'a> {
        Text { decoded: entities::decoded(&raw), trouble: entities::trouble(&raw), raw }
    }

    /// A text that means what it says.
    pub(super) fn plain(raw: Located<'a>) -> Text<'a> {
        Text { raw, decoded: None, trouble: None }
    }

    /// Decoded, each byte with its place in the frame.
    pub(crate) fn view(&self) -> Located<'_> {
        self.decoded.as_ref().map_or(self.raw, Decoded::view)
    }

    pub(crate) fn value(&self) -> String {
        self.view().text()
    }

    pub(crate) fn number(&self) -> Option<u64> {
        self.view().trimmed().number()
    }

    pub(crate) fn has_entities(&self) -> bool {
        self.decoded.is_some()
    }
}
