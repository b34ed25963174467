//! The tree as a person would write it: one element a line, indented.

use super::tree::{Element, Node, Tree};

/// How long it may become, in bytes; what follows is left out.
const LONGEST: usize = 64 * 1024;

/// How long a text may be to stand on one line with its element, in bytes.
const ON_ONE_LINE: usize = 100;

/// The whole tree, and behind it what is not XML.
pub(super) fn indented(tree: &Tree<'_>) -> String {
    let mut lines = Lines { text: String::new(), full: false };
    tree.nodes.iter().for_each(|node| lines.node(0, node));
    if let Some(broken) = tree.broken.as_ref().filter(|broken| !broken.rest.bytes.is_empty()) {
        lines.line(0, &broken.rest.text());
    }
    lines.text.truncate(lines.text.trim_end().len());
    lines.text
}

struct Lines {
    text: String,
    /// Whether something was left out.
    full: bool,
}

impl Lines {
    fn node(&mut self, depth: usize, node: &Node<'_>) {
        match node {
            Node::Element(element) => self.element(depth, element),
            Node::Text(text) => self.line(depth, text.raw.text().trim()),
            Node::Aside(aside) => self.line(depth, &aside.raw.text()),
        }
    }

    fn element(&mut self, depth: usize, element: &Element<'_>) {
        let start = start_of(element);
        match element.only_text().map(|text| text.raw.text()) {
            _ if element.children.is_empty() => self.line(depth, &format!("<{start}/>")),
            Some(text) if text.len() <= ON_ONE_LINE && !text.contains(['\r', '\n']) => {
                self.line(depth, &format!("<{start}>{text}</{}>", element.name));
            }
            _ => {
                self.line(depth, &format!("<{start}>"));
                element.children.iter().for_each(|child| self.node(depth + 1, child));
                self.line(depth, &format!("</{}>", element.name));
            }
        }
    }

    fn line(&mut self, depth: usize, text: &str) {
        if self.full {
            return;
        }
        if self.text.len() + 2 * depth + text.len() > LONGEST {
            self.full = true;
            self.text.push('…');
            return;
        }
        self.text.extend(std::iter::repeat_n("  ", depth));
        self.text.push_str(text);
        self.text.push('\n');
    }
}

/// What stands between `<` and `>`.
fn start_of(element: &Element<'_>) -> String {
    let mut start = element.name.clone();
    for (name, value) in &element.attributes {
        let value = value.raw.text();
        let quote = if value.contains('"') { '\'' } else { '"' };
        start.extend([" ", name, "="]);
        start.push(quote);
        start.push_str(&value);
        start.push(quote);
    }
    start
}
