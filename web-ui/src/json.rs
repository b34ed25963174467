//! JSON that no terminal acts on and no reader is deceived by: plain ASCII, everything else escaped.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io;

/// Appends a value as JSON.
pub(crate) fn write(value: &impl Serialize, into: &mut Vec<u8>) {
    let mut serializer = serde_json::Serializer::with_formatter(into, Ascii);
    value.serialize(&mut serializer).expect("what is shown is plain data, and a Vec takes everything");
}

/// A value as JSON.
pub(crate) fn text(value: &impl Serialize) -> String {
    let mut bytes = Vec::new();
    write(value, &mut bytes);
    String::from_utf8(bytes).expect("JSON is text")
}

struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        into: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(|c: char| !c.is_ascii() || c == '\x7f') {
            let (plain, strange) = rest.split_at(at);
            into.write_all(plain.as_bytes())?;
            let mut characters = strange.chars();
            if let Some(c) = characters.next() {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(into, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        into.write_all(rest.as_bytes())
    }
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
