use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// One line of the transcript: a frame or an event.
#[derive(Clone)]
pub(crate) struct Row(Arc<Value>);

impl Row {
    /// Reads a line of standard output, which holds one JSON object and nothing that a terminal would act on.
    pub(crate) fn parse(line: &str) -> Row {
        assert!(!line.contains(|c: char| c.is_control()), "a control character in {line:?}");
        let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line:?}"));
        assert!(value.is_object(), "no object: {line:?}");
        Row(Arc::new(value))
    }

    /// The row as JSON.
    pub(crate) fn line(&self) -> String {
        self.0.to_string()
    }

    /// A field, or a field of a field: `number("server_to_client/bytes")`.
    pub(crate) fn get(&self, path: &str) -> Option<&Value> {
        path.split('/').try_fold(&*self.0, |value, name| value.get(name))
    }

    /// A field that is text; empty where there is none.
    pub(crate) fn text(&self, path: &str) -> &str {
        self.get(path).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field that is a number.
    pub(crate) fn number(&self, path: &str) -> Option<u64> {
        self.get(path)?.as_u64()
    }

    /// The place in the transcript.
    pub(crate) fn n(&self) -> u64 {
        self.number("n").unwrap_or_else(|| panic!("a row without n: {self:?}"))
    }

    /// Whether this is this event.
    pub(crate) fn is(&self, event: &str) -> bool {
        self.text("event") == event
    }

    /// Whether this is this event, of this session.
    pub(crate) fn is_of(&self, session: u64, event: &str) -> bool {
        self.is(event) && self.number("session") == Some(session)
    }

    /// Whether this is a frame of this session, in this direction (`c2s`, `s2c`).
    pub(crate) fn is_frame(&self, session: u64, direction: &str) -> bool {
        self.number("session") == Some(session) && self.text("dir") == direction && !self.is_event()
    }

    /// Whether this is an event and no frame.
    pub(crate) fn is_event(&self) -> bool {
        self.get("event").is_some()
    }

    /// Whether a frame carries this flag.
    pub(crate) fn has_flag(&self, flag: &str) -> bool {
        let flags = self.get("flags").and_then(Value::as_array);
        flags.is_some_and(|flags| flags.iter().any(|each| each == flag))
    }

    /// A frame's bytes as they came.
    pub(crate) fn received(&self) -> Vec<u8> {
        self.bytes("received").unwrap_or_default()
    }

    /// A frame's bytes as they left.
    pub(crate) fn sent(&self) -> Vec<u8> {
        self.bytes("sent").unwrap_or_else(|| self.received())
    }

    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        Some(match self.get(name)? {
            Value::String(text) => text.clone().into_bytes(),
            object => {
                let base64 = object.get("base64").and_then(Value::as_str);
                let base64 = base64.unwrap_or_else(|| panic!("neither text nor base64: {self:?}"));
                STANDARD.decode(base64).unwrap_or_else(|error| panic!("{error} in {self:?}"))
            }
        })
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 400;
        let text = self.0.to_string();
        match text.char_indices().nth(SHOWN) {
            Some((end, _)) => write!(f, "{}… ({} bytes)", &text[..end], text.len()),
            None => f.write_str(&text),
        }
    }
}
