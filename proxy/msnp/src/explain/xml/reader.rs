//! Bytes to a tree, as far as they are XML.
//!
//! To remember: whatever the bytes, the tree is no deeper than [`DEEPEST`] and has no more than [`MOST_NODES`] nodes, and
//! a document type is never read, so that nothing grows by being expanded.

use super::tree::{Aside, Broken, Element, Node, Text, Tree};
use crate::explain::located::Located;
use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use std::ops::Range;

/// Levels of elements. The deepest known, a policy, has seven.
pub(super) const DEEPEST: usize = 32;

/// Elements, attributes and texts. A contact list of 150 people has about 1,000.
pub(super) const MOST_NODES: usize = 2_000;

impl<'a> Tree<'a> {
    /// Reads the tree; a byte order mark in front and NULs at the end are left out.
    pub(crate) fn read(source: &Located<'a>) -> Tree<'a> {
        let start = if source.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let end = source.bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let source = source.slice(start..end);
        let mut reading =
            Reading { source, open: Vec::new(), tree: Tree::default(), text: None, nodes: 0, deeper: 0 };
        let mut reader = Reader::from_reader(source.bytes);
        reader.config_mut().allow_dangling_amp = true;
        loop {
            let start = position(&reader);
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(event) => reading.take(&event, start..position(&reader)),
                Err(error) => reading.stop(start, &format!("{} at byte", what(&error))),
            }
            if reading.tree.broken.is_some() {
                break;
            }
        }
        reading.done()
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn what(error: &Error) -> String {
    match error {
        Error::Syntax(error) => error.to_string(),
        Error::IllFormed(error) => error.to_string(),
        error => error.to_string(),
    }
}

/// A tree under way.
struct Reading<'a> {
    source: Located<'a>,
    /// The elements that have begun and not ended, each inside the one before it, and where they begin. At most
    /// [`DEEPEST`].
    open: Vec<(usize, Element<'a>)>,
    tree: Tree<'a>,
    /// A text that has begun: its pieces and its references come one by one.
    text: Option<Range<usize>>,
    nodes: usize,
    /// How many levels below [`DEEPEST`] reading is.
    deeper: usize,
}

impl<'a> Reading<'a> {
    fn take(&mut self, event: &Event<'_>, at: Range<usize>) {
        if let Event::Text(_) | Event::GeneralRef(_) = event {
            let start = self.text.as_ref().map_or(at.start, |text| text.start);
            self.text = Some(start..at.end);
            return;
        }
        self.end_text();
        match event {
            Event::Start(tag) => self.open(tag, at.start),
            Event::Empty(tag) => {
                self.open(tag, at.start);
                self.close(at.end);
            }
            Event::End(_) => self.close(at.end),
            Event::CData(text) => {
                let start = at.start + b"<![CDATA[".len();
                self.add(at.start, Node::Text(Text::plain(self.source.slice(start..start + text.len()))));
            }
            Event::Comment(_) => self.add_aside(at, "comment", None),
            Event::Decl(_) => self.add_aside(at, "declaration", None),
            Event::PI(_) => self.add_aside(at, "instruction", None),
            Event::DocType(_) => self.add_aside(at, "document type", Some(DOCTYPE)),
            Event::Text(_) | Event::GeneralRef(_) | Event::Eof => {}
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, start: usize) {
        if self.deeper > 0 || self.open.len() >= DEEPEST {
            self.deeper += 1;
            if let Some((_, deepest)) = self.open.last_mut() {
                deepest.trouble = Some(format!("elements deeper than {DEEPEST} levels are left out"));
            }
        } else if self.count(start) {
            let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
            let place = self.source.from(start);
            let mut element =
                Element { name, attributes: Vec::new(), children: Vec::new(), place, trouble: None };
            self.read_attributes(tag, start + 1, &mut element);
            self.open.push((start, element));
        }
    }

    /// Reads the attributes of a tag whose name stands at `start`.
    fn read_attributes(&mut self, tag: &BytesStart<'_>, start: usize, element: &mut Element<'a>) {
        let offset =
            |part: &[u8]| (part.as_ptr() as usize).wrapping_sub(tag.as_ptr() as usize).min(tag.len());
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(attribute) if self.count(start) => {
                    let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                    let from = start + offset(&attribute.value);
                    let value = self.source.slice(from..from + attribute.value.len());
                    element.attributes.push((name, Text::encoded(value)));
                }
                Ok(_) => return,
                Err(error) => {
                    let (why, at) = what_attribute(&error);
                    let byte = self.byte(start + at);
                    element.trouble.get_or_insert_with(|| format!("{why} at byte {byte}"));
                }
            }
        }
    }

    fn close(&mut self, end: usize) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some((start, mut element)) = self.open.pop() else { return };
        element.place = self.source.slice(start..end);
        if element.children.iter().any(|child| !matches!(child, Node::Text(_))) {
            element.children.retain(|child| !child.is_blank());
        }
        self.attach(Node::Element(element));
    }

    fn end_text(&mut self) {
        let Some(text) = self.text.take().filter(|text| !text.is_empty()) else { return };
        self.add(text.start, Node::Text(Text::encoded(self.source.slice(text))));
    }

    fn add_aside(&mut self, at: Range<usize>, name: &'static str, trouble: Option<&'static str>) {
        self.add(at.start, Node::Aside(Aside { name, raw: self.source.slice(at), trouble }));
    }

    fn add(&mut self, at: usize, node: Node<'a>) {
        if self.deeper == 0 && self.count(at) {
            self.attach(node);
        }
    }

    fn attach(&mut self, node: Node<'a>) {
        match self.open.last_mut() {
            Some((_, parent)) => parent.children.push(node),
            None => self.tree.nodes.push(node),
        }
    }

    /// Counts a node that stands there. `false`, and the end of reading, when there have been enough.
    fn count(&mut self, at: usize) -> bool {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            self.stop(
                at,
                &format!("more than {MOST_NODES} elements, attributes and texts: left out from byte"),
            );
        }
        self.nodes <= MOST_NODES
    }

    /// Ends reading there, the first time it is called.
    fn stop(&mut self, at: usize, why: &str) {
        let (rest, byte) = (self.source.from(at), self.byte(at));
        self.tree.broken.get_or_insert_with(|| Broken { rest, why: format!("{why} {byte}") });
    }

    /// Which byte of the frame that is.
    fn byte(&self, at: usize) -> usize {
        self.source.from(at).span().start
    }

    fn done(mut self) -> Tree<'a> {
        self.end_text();
        let end = self.source.bytes.len();
        if let Some((_, innermost)) = self.open.last() {
            let why = format!("no </{}> before the end at byte", innermost.name);
            self.stop(end, &why);
        }
        let end = self.tree.broken.as_ref().map_or(end, |broken| end - broken.rest.bytes.len());
        self.deeper = 0;
        while !self.open.is_empty() {
            self.close(end);
        }
        self.tree.nodes.retain(|node| !node.is_blank());
        self.tree
    }
}

const DOCTYPE: &str = "a document type is not read, and nothing it defines is expanded";

/// What is wrong with an attribute, and how far behind the start of its tag's name.
fn what_attribute(error: &AttrError) -> (&'static str, usize) {
    match *error {
        AttrError::ExpectedEq(at) => ("an attribute without a value", at),
        AttrError::ExpectedValue(at) => ("an attribute without anything after its =", at),
        AttrError::UnquotedValue(at) => ("an attribute whose value is not in quotes", at),
        AttrError::ExpectedQuote(at, _) => ("an attribute whose value does not end", at),
        AttrError::Duplicated(at, _) => ("an attribute that occurs twice", at),
    }
}
