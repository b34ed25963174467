use super::visible::{Stretch, stretches};

/// What a stretch of a row is, from which whoever shows it chooses its looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// When, and in which session.
    Margin,
    /// What the client sends.
    Client,
    /// What the server sends.
    Server,
    /// The mark of what neither of them sent.
    Injected,
    /// Information about the dialogue.
    Information,
    /// The mark of information that something went wrong.
    Problem,
    /// The `\r\n` that ends a line.
    LineEnd,
    /// What stands for something that must not be shown as it is: `\x1b`, a hex preview, what was left out.
    Escaped,
    /// What stands for a secret.
    Mask,
}

/// An entry made readable: one or more lines of styled text.
///
/// The text holds no control character but the `\n` that ends each of its lines: there is no way to put one in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    text: String,
    /// Where each stretch ends, in order, the last one at the text's end.
    ends: Vec<(Style, usize)>,
}

impl Row {
    /// The text without its styles.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text in stretches of one style.
    pub fn stretches(&self) -> impl Iterator<Item = (Style, &str)> {
        let mut start = 0;
        self.ends.iter().map(move |&(style, end)| {
            let stretch = &self.text[start..end];
            start = end;
            (style, stretch)
        })
    }

    /// Appends bytes in a style; what must not be shown as it is, visibly.
    pub(super) fn push(&mut self, style: Style, bytes: &[u8]) {
        for stretch in stretches(bytes) {
            match stretch {
                Stretch::Plain(text) => self.text.push_str(text),
                Stretch::Escaped(text) => {
                    self.end(style);
                    self.text.push_str(&text);
                    self.end(Style::Escaped);
                }
            }
        }
        self.end(style);
    }

    /// Ends the line, and begins the next behind `indent` spaces.
    pub(super) fn break_line(&mut self, indent: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.end(Style::Margin);
    }

    /// Gives what was appended since the last call a style.
    fn end(&mut self, style: Style) {
        let end = self.text.len();
        match self.ends.last_mut() {
            Some((_, last)) if *last == end => {}
            Some((same, last)) if *same == style => *last = end,
            _ if end == 0 => {}
            _ => self.ends.push((style, end)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_text_in_stretches_of_one_style() {
        let mut row = Row::default();
        row.push(Style::Client, b"");
        row.push(Style::Client, b"a");
        row.push(Style::Client, b"b\x1bc");
        row.break_line(2);
        row.push(Style::LineEnd, br"\r\n");
        assert_eq!(row.text(), "ab\\x1bc\n  \\r\\n");
        let stretches: Vec<_> = row.stretches().collect();
        assert_eq!(
            stretches,
            [
                (Style::Client, "ab"),
                (Style::Escaped, "\\x1b"),
                (Style::Client, "c"),
                (Style::Margin, "\n  "),
                (Style::LineEnd, "\\r\\n"),
            ]
        );
    }
}
