//! A message's headers and body (§7.1), read without explaining them.
//!
//! To remember: for who must know quickly what a message is. [`explain`](crate::explain) tells all there is in it, at
//! several times the cost.

use std::borrow::Cow;

/// A message: the payload of MSG, UUM and UBM. A view; the bytes stay the frame's.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    head: &'a [u8],
    body: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads a payload. One without an empty line is all headers.
    pub fn read(payload: &'a [u8]) -> Message<'a> {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', payload) {
            let line = &payload[start..end];
            if line.is_empty() || line == b"\r" {
                return Message { head: &payload[..start], body: &payload[end + 1..] };
            }
            start = end + 1;
        }
        Message { head: payload, body: &[] }
    }

    /// What follows the headers.
    pub fn body(&self) -> &'a [u8] {
        self.body
    }

    /// The first value of that name, in whatever case it is written, without white space around it.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        self.head.split(|&byte| byte == b'\n').find_map(|line| {
            let (known, value) = line.split_at_checked(name.len())?;
            let value = value.strip_prefix(b":").filter(|_| known.eq_ignore_ascii_case(name.as_bytes()))?;
            Some(value.trim_ascii())
        })
    }

    /// The same as text.
    pub fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.header(name).map(String::from_utf8_lossy)
    }

    /// The content type without its parameters, as written. Empty where it is not said.
    pub fn content_type(&self) -> &'a [u8] {
        let value = self.header("Content-Type").unwrap_or_default();
        value.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii()
    }

    /// Whether it is of this content type, in whatever case that is written.
    pub fn is(&self, content_type: &str) -> bool {
        self.content_type().eq_ignore_ascii_case(content_type.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_body_are_told_apart() {
        let message = Message::read(
            b"MIME-Version: 1.0\r\ncontent-type: Text/Plain; charset=UTF-8\r\nX:\r\n\r\na\r\n\r\nb",
        );
        assert!(message.is("text/plain"));
        assert_eq!(message.header("X"), Some(&b""[..]));
        assert_eq!(message.header("Y"), None);
        assert_eq!(message.body(), b"a\r\n\r\nb");
    }

    #[test]
    fn what_breaks_off_is_read_as_far_as_it_goes() {
        for payload in [&b""[..], b"\r\n", b"\n", b"Content-Type", b"Content-Type: text/plain"] {
            let message = Message::read(payload);
            assert_eq!(message.body(), b"");
            assert_eq!(message.is("text/plain"), payload.ends_with(b"plain"));
        }
    }
}
