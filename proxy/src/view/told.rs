//! Rows as the API tells them, for a terminal that shows them from afar.

use super::row::{Row, Style};
use super::visible::{Stretch, stretches};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// How much room the time and the session have.
const MARGIN: usize = 19;

/// A row of `/api/entries` in notation: what passed, and below it what that means.
pub fn told(row: &Value) -> Row {
    let mut shown = Row::new(None);
    push_margin(&mut shown, row);
    let says = row["says"].as_str().unwrap_or_default();
    match row["dir"].as_str() {
        None => {
            shown.push(Style::Information, b"--- ");
            shown.push(Style::Information, says.as_bytes());
        }
        Some(dir) => {
            let has = |flag: &str| {
                row["flags"].as_array().is_some_and(|flags| flags.iter().any(|known| known == flag))
            };
            let (arrow, sender) =
                if dir == "c2s" { (">>> ", Style::Client) } else { ("<<< ", Style::Server) };
            shown.push(if has("injected") { Style::Injected } else { sender }, arrow.as_bytes());
            for (flag, note) in [("injected", "(injected) "), ("hidden", "(kept from the client) ")] {
                if has(flag) {
                    shown.push(Style::Injected, note.as_bytes());
                }
            }
            push_line(&mut shown, sender, row["line"].as_str().unwrap_or_default());
            shown.indent(MARGIN + 4);
            if !says.is_empty() {
                shown.break_line();
                shown.push(Style::Information, says.as_bytes());
            }
        }
    }
    shown.finish()
}

/// A frame that is held, with what is told of it.
pub fn told_held(held: &Value, row: &Value) -> Row {
    let mut shown = Row::new(None);
    let word = |name: &str| held[name].as_u64().unwrap_or_default();
    let times = format!(
        "entry {}, held for {} s, leaves by itself in {} s, {} behind it\n",
        word("entry"),
        word("seconds"),
        word("left"),
        word("behind")
    );
    shown.push(Style::Injected, times.trim_end().as_bytes());
    shown.break_line();
    push_margin(&mut shown, row);
    let sender = if held["dir"] == "c2s" { Style::Client } else { Style::Server };
    shown.push(sender, if held["dir"] == "c2s" { b">>> " } else { b"<<< " });
    push_line(&mut shown, sender, row["line"].as_str().unwrap_or_default());
    shown.finish()
}

/// Words of the program or from the wire, with what a terminal would act on made visible.
pub fn plain(text: &str) -> String {
    stretches(text.as_bytes())
        .map(|stretch| match stretch {
            Stretch::Plain(text) => text.to_owned(),
            Stretch::Escaped(text) => text,
        })
        .collect()
}

fn push_margin(shown: &mut Row, row: &Value) {
    let at: Option<Timestamp> = row["at"].as_str().and_then(|at| at.parse().ok());
    let at =
        at.map(|at| at.to_zoned(TimeZone::system()).strftime("%H:%M:%S%.3f").to_string()).unwrap_or_default();
    let session = row["session"].as_u64().map(|session| format!("#{session}")).unwrap_or_default();
    shown.push(Style::Margin, format!("{at:12} {session:>5} ").as_bytes());
}

/// A line with its end in the look of line ends.
fn push_line(shown: &mut Row, style: Style, line: &str) {
    let (text, end) = line.strip_suffix("\\r\\n").map_or((line, ""), |text| (text, "\\r\\n"));
    shown.push(style, text.as_bytes());
    shown.push(Style::LineEnd, end.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_reads_as_it_does_where_it_was_recorded_and_nothing_in_it_acts() {
        let row = json!({"at": "2026-11-28T05:54:52.123456Z", "session": 3, "dir": "s2c", "line": "NLN BSY b@b \u{1b}[31m\\r\\n",
            "says": "B\u{202e}ob is now busy.", "flags": ["injected"]});
        let text = told(&row).text().to_owned();
        assert!(text.contains("    #3 <<< (injected) NLN BSY b@b \\x1b[31m\\r\\n\n"), "{text}");
        assert!(text.ends_with("B\\u{202e}ob is now busy.\n"), "{text}");
        let event = json!({"at": "x", "says": "Ending."});
        assert!(told(&event).text().ends_with("--- Ending.\n"));
        assert_eq!(plain("a\x07\n"), "a\\x07\\n");
    }
}
