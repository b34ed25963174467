//! How a row looks in a terminal.

use anstyle::{Ansi256Color, AnsiColor, Style};
use nudge_proxy::view::{self, Row};
use std::io::{self, Write as _};

/// Light on dark backgrounds and dark on light ones; the sixteen colours a terminal's theme defines have no such grey.
const GREY: Ansi256Color = Ansi256Color(245);

/// The colours of those who study the protocol: the client blue, the server green, information bluish green, line ends
/// light grey.
fn look(style: view::Style) -> Style {
    use view::Style::{Client, Escaped, Information, Injected, LineEnd, Margin, Mask, Problem, Server};
    match style {
        Margin | LineEnd => GREY.on_default(),
        Client => AnsiColor::BrightBlue.on_default(),
        Server => AnsiColor::Green.on_default(),
        Injected => AnsiColor::Magenta.on_default().bold(),
        Information => AnsiColor::Cyan.on_default(),
        Problem => AnsiColor::Red.on_default().bold(),
        Escaped | Mask => GREY.on_default().italic(),
    }
}

/// Appends a row with colours.
pub(crate) fn paint(row: &Row, into: &mut Vec<u8>) {
    for (style, text) in row.stretches() {
        let look = look(style);
        // Line ends stay outside: whoever reads whole lines would be left in the style of the last one.
        for line in text.split_inclusive('\n') {
            let (shown, end) = line.strip_suffix('\n').map_or((line, ""), |shown| (shown, "\n"));
            if !shown.is_empty() {
                write!(into, "{look}{shown}{look:#}").expect("a Vec takes everything");
            }
            into.extend_from_slice(end.as_bytes());
        }
    }
}

/// Prints a row on standard output, with colours where it shows them.
pub(crate) fn print(row: &Row) -> io::Result<()> {
    let mut painted = Vec::new();
    paint(row, &mut painted);
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(&painted)?;
    stdout.flush()
}
