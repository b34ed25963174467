//! JSON that no terminal acts on and no reader is deceived by: plain ASCII, everything else escaped.

use nudge_proxy::view::write_json;
use serde::Serialize;

/// Appends a value as JSON.
pub(crate) fn write(value: &impl Serialize, into: &mut Vec<u8>) {
    write_json(value, into, |c| !c.is_ascii() || c == '\x7f');
}

/// A value as JSON.
pub(crate) fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    write(value, &mut bytes);
    String::from_utf8(bytes).expect("JSON is text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_escaped_and_reads_back_the_same() {
        let nickname = "B\u{f8}b \u{1f600} \x1b[31m \u{9b} \u{202e} \"\\ \x7f";
        let json = text(&nickname);
        assert!(json.is_ascii() && !json.bytes().any(|byte| byte.is_ascii_control()), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), nickname);
    }
}
