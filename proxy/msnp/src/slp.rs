//! MSNSLP (§7.7), read without explaining it.
//!
//! To remember: the text came from a peer. What is read is what stands there; nothing is believed.

mod file;
#[cfg(test)]
mod tests;

pub(crate) use file::FILE_NAME;
pub use file::File;

use crate::explain::located::Located;

/// What sessions are for, the EUF-GUID of an invitation (§7.7): pictures, emoticons, winks.
pub const OBJECT: &str = "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}";
/// A file.
pub const FILE: &str = "{5D3E02AB-6190-11D3-BBBB-00C04F795683}";
/// A webcam, by who shows it.
pub const WEBCAM_SHOWN: &str = "{4BD96FC0-AB17-4425-A14A-439185962DC8}";
/// A webcam, by who wants to see it.
pub const WEBCAM_SEEN: &str = "{1C9AA97E-9C05-4583-A3BD-908A196F1E92}";
/// An activity or a game.
pub const ACTIVITY: &str = "{6A13AF9C-5308-4F35-923A-67E8DDA40C2F}";
/// Photo sharing.
pub const PHOTOS: &str = "{41D3E74E-04A2-4B37-96F8-08ACDB610874}";
/// A computer call.
pub const CALL: &str = "{19A50529-4196-4DE9-A561-D68B0BF1E83F}";

const PROTOCOL: &[u8] = b"MSNSLP/";
const BODY_PREFIX: &[u8] = b"application/x-msnmsgr-";

/// A request or a response. A view.
#[derive(Clone, Copy, Debug)]
pub struct Slp<'a> {
    /// What it is.
    pub start: Start<'a>,
    head: &'a [u8],
    body: &'a [u8],
}

/// The start line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start<'a> {
    /// `INVITE MSNMSGR:bob@example.org MSNSLP/1.0`: the method.
    Request(&'a [u8]),
    /// `MSNSLP/1.0 603 Decline`: the status and its words.
    Response(&'a [u8], &'a [u8]),
}

impl<'a> Slp<'a> {
    /// Reads a message, whole or as much of it as there is. `None`: it is neither a request nor a response.
    pub fn read(text: &'a [u8]) -> Option<Slp<'a>> {
        let (line, rest) = first_line(text);
        let start = start(line)?;
        let mut body = rest;
        while !body.is_empty() {
            let (line, next) = first_line(body);
            if line.is_empty() {
                let head = &rest[..rest.len() - body.len()];
                return Some(Slp { start, head, body: next });
            }
            body = next;
        }
        Some(Slp { start, head: rest, body: &[] })
    }

    /// The first header of that name, in whatever case it is written, without white space around it.
    pub fn header(&self, name: &str) -> Option<&'a [u8]> {
        value(self.head, name)
    }

    /// The same of the lines of the body.
    pub fn line(&self, name: &str) -> Option<&'a [u8]> {
        value(self.body, name)
    }

    /// The number that stands in a line of the body.
    pub fn number(&self, name: &str) -> Option<u32> {
        let digits = self.line(name)?;
        let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
        std::str::from_utf8(digits).ok().filter(|_| is_number)?.parse().ok()
    }

    /// The kind of body, without what all kinds begin with: `sessionreqbody`, `transrespbody`. Empty where it is not said.
    pub fn kind(&self) -> &'a [u8] {
        let kind = self.header("Content-Type").unwrap_or_default();
        match kind.split_at_checked(BODY_PREFIX.len()) {
            Some((prefix, kind)) if prefix.eq_ignore_ascii_case(BODY_PREFIX) => kind,
            _ => kind,
        }
    }

    /// Whose account a header names, without scheme and endpoint: `<msnmsgr:bob@example.org;{guid}>` is Bob.
    pub fn account(&self, header: &str) -> Option<&'a [u8]> {
        let written = self.header(header)?;
        let bare = written.strip_prefix(b"<").unwrap_or(written);
        let bare = bare.split(|&byte| matches!(byte, b'>' | b';')).next()?;
        let colon = bare.iter().position(|&byte| byte == b':');
        Some(colon.map_or(bare, |colon| &bare[colon + 1..])).filter(|account| !account.is_empty())
    }

    /// What the session is about: the decoded context, as far as it is base64.
    pub fn context(&self) -> Option<Vec<u8>> {
        let (decoded, _) = Located::at(0, self.line("Context")?).base64_decoded();
        Some(decoded.view().bytes.to_vec())
    }
}

/// The parts of a start line.
fn start(line: &[u8]) -> Option<Start<'_>> {
    let space = memchr::memchr(b' ', line)?;
    let (first, rest) = (&line[..space], &line[space + 1..]);
    if first.starts_with(PROTOCOL) {
        let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
        return Some(Start::Response(&rest[..end], rest.get(end + 1..).unwrap_or_default()));
    }
    let last = memchr::memrchr(b' ', rest)?;
    rest[last + 1..].starts_with(PROTOCOL).then_some(Start::Request(first))
}

/// The value of the first line of that name.
fn value<'a>(mut lines: &'a [u8], name: &str) -> Option<&'a [u8]> {
    while !lines.is_empty() {
        let (line, next) = first_line(lines);
        if let Some((known, rest)) = line.split_at_checked(name.len())
            && known.eq_ignore_ascii_case(name.as_bytes())
            && let Some(value) = rest.strip_prefix(b":")
        {
            return Some(value.trim_ascii());
        }
        lines = next;
    }
    None
}

/// What stands before the first line end, which is CRLF, LF or a lone CR, and after it.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = memchr::memchr2(b'\r', b'\n', text).unwrap_or(text.len());
    let (line, rest) = text.split_at(end);
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..)).unwrap_or_default();
    (line, rest)
}
