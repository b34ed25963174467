//! JSON in which chosen characters are escaped, although JSON would let them stand: it reads back the same.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io;

/// Appends a value as JSON on one line, every character escaped that `escapes` says, besides those JSON demands.
///
/// # Panics
///
/// If the value cannot be JSON: maps whose keys are no strings, and what fails to serialize itself.
pub fn write_json(value: &impl Serialize, into: &mut Vec<u8>, escapes: fn(char) -> bool) {
    let mut serializer = Serializer::with_formatter(into, Escaping(escapes));
    value.serialize(&mut serializer).expect("what is shown is plain data, and a Vec takes everything");
}

struct Escaping(fn(char) -> bool);

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        into: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(self.0) {
            let (plain, escaped) = rest.split_at(at);
            into.write_all(plain.as_bytes())?;
            let mut characters = escaped.chars();
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
