use super::visible::{Stretch, stretches};
use unicode_width::UnicodeWidthChar as _;

/// How many columns lines have at least behind their indentation, however narrow the terminal.
const LEAST_ROOM: usize = 30;

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
/// The text holds no control character but the `\n` that ends each of its lines: there is no way to put one in. Nor is
/// there one to write at the beginning of a line what a margin looks like, where lines are wrapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    text: String,
    /// Where each stretch ends, in order, the last one at the text's end.
    ends: Vec<(Style, usize)>,
    /// Where the next character goes.
    column: usize,
    /// Where lines are wrapped.
    columns: usize,
    /// Where they go on.
    indent: usize,
}

impl Row {
    /// An empty row whose lines have at most so many columns, where there is a limit.
    pub(super) fn new(columns: Option<usize>) -> Row {
        let columns = columns.unwrap_or(usize::MAX);
        Row { text: String::new(), ends: Vec::new(), column: 0, columns, indent: 0 }
    }

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

    /// From here on lines begin behind so many spaces, and have room for some words however narrow the terminal.
    pub(super) fn indent(&mut self, indent: usize) {
        self.indent = indent;
        self.columns = self.columns.max(indent + LEAST_ROOM);
    }

    /// How many characters fit this line.
    pub(super) fn room(&self) -> usize {
        self.columns.saturating_sub(self.column)
    }

    /// Appends bytes in a style; what must not be shown as it is, visibly.
    pub(super) fn push(&mut self, style: Style, bytes: &[u8]) {
        for stretch in stretches(bytes) {
            match stretch {
                Stretch::Plain(text) => self.push_text(style, text),
                Stretch::Escaped(text) => self.push_text(Style::Escaped, &text),
            }
        }
    }

    /// Ends the line and begins the next.
    pub(super) fn break_line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.indent));
        self.column = self.indent;
        self.end(Style::Margin);
    }

    /// Ends the last line.
    pub(super) fn finish(mut self) -> Row {
        self.text.push('\n');
        self.end(Style::Margin);
        self
    }

    fn push_text(&mut self, style: Style, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (fits, width) = fitting(rest, self.room());
            let (now, later) = rest.split_at(fits);
            self.text.push_str(now);
            self.column += width;
            self.end(style);
            rest = later;
            if !rest.is_empty() {
                self.break_line();
            }
        }
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

/// How much of a text fits so many columns, and how many it takes. Something fits any line that has room for words.
fn fitting(text: &str, room: usize) -> (usize, usize) {
    if text.is_ascii() {
        let fits = text.len().min(room);
        return (fits, fits);
    }
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        let width = character.width().unwrap_or(0);
        if taken + width > room {
            return (at, taken);
        }
        taken += width;
    }
    (text.len(), taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_text_in_stretches_of_one_style() {
        let mut row = Row::new(None);
        row.push(Style::Client, b"");
        row.push(Style::Client, b"a");
        row.push(Style::Client, b"b\x1bc");
        row.indent(2);
        row.break_line();
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

    #[test]
    fn lines_are_wrapped_where_the_terminal_ends() {
        let mut row = Row::new(Some(34));
        row.push(Style::Margin, b"12 ");
        row.indent(4);
        row.push(Style::Client, "a".repeat(40).as_bytes());
        row.push(Style::Client, "你".repeat(12).as_bytes());
        let lines: Vec<_> = row.text().lines().collect();
        assert_eq!(lines[0], format!("12 {}", "a".repeat(31)));
        assert_eq!(lines[1], format!("    {}{}", "a".repeat(9), "你".repeat(10)));
        assert_eq!(lines[2], "    你你");
    }
}
