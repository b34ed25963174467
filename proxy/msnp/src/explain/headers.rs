//! Header blocks: `Name: value` lines up to an empty one. Messages, MSNSLP and the blocks of MSNP18 to 21 have them.
//!
//! Lines end in CRLF, LF or a lone CR, and a line that begins with white space continues the one before (§7.1).

use super::Field;
use super::located::Located;
use crate::message::lines::{MOST_HEADERS, continued, line_at};

/// A block of headers and what follows it.
pub(crate) struct Headers<'a> {
    /// In the order they stand there, names that occur twice included. At most [`MOST_HEADERS`].
    pub(crate) headers: Vec<Header<'a>>,
    /// What follows the empty line.
    pub(crate) body: Located<'a>,
    /// How the block ended.
    pub(crate) end: End,
}

/// One line, with the lines that continue it.
#[derive(Clone, Copy)]
pub(crate) struct Header<'a> {
    /// As written. `None` where the line has no colon.
    pub(crate) name: Option<Located<'a>>,
    /// Without white space around it; with the line ends inside it where it was continued.
    pub(crate) value: Located<'a>,
}

/// How a block of headers ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// With an empty line.
    EmptyLine,
    /// With the bytes: there is no empty line and no body.
    Missing,
    /// With [`MOST_HEADERS`]: what follows is taken for the body.
    TooMany,
}

impl<'a> Headers<'a> {
    /// Reads up to the first empty line.
    pub(crate) fn read(block: &Located<'a>) -> Headers<'a> {
        let mut headers = Vec::new();
        let mut at = 0;
        let end = loop {
            if headers.len() == MOST_HEADERS {
                break End::TooMany;
            }
            let Some((line, next)) = line_at(block.bytes, at) else { break End::Missing };
            if line.is_empty() {
                at = next;
                break End::EmptyLine;
            }
            let (end, next) = continued(block.bytes, at + line.len(), next);
            headers.push(Header::read(&block.slice(at..end)));
            at = next;
        };
        Headers { headers, body: block.from(at), end }
    }

    /// The first value of that name, in whatever case it is written.
    pub(crate) fn get(&self, name: &str) -> Option<Located<'a>> {
        self.headers.iter().find(|header| header.is(name)).map(|header| header.value)
    }

    /// One field for each header, made by `explain`, and one more that says so if the block did not end as it should.
    pub(crate) fn fields(&self, explain: impl FnMut(&Header<'a>) -> Field) -> Vec<Field> {
        self.headers.iter().map(explain).chain(self.trouble()).collect()
    }

    /// What is wrong with the end of the block.
    fn trouble(&self) -> Option<Field> {
        let trouble = match self.end {
            End::EmptyLine => return None,
            End::Missing => "no empty line after the headers",
            End::TooMany => "more headers than are read",
        };
        Some(Field::text("end of the headers", &self.body.slice(0..0)).trouble(trouble))
    }
}

impl<'a> Header<'a> {
    /// Reads one line, with the lines that continue it.
    fn read(line: &Located<'a>) -> Header<'a> {
        match line.split_once(b':') {
            Some((name, value)) => Header { name: Some(name.trimmed()), value: value.trimmed() },
            None => Header { name: None, value: line.trimmed() },
        }
    }

    /// Whether it has that name, in whatever case it is written.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.is_some_and(|written| written.bytes.eq_ignore_ascii_case(name.as_bytes()))
    }

    /// Its value as text, in one line.
    pub(crate) fn text(&self) -> String {
        let text = self.value.text();
        if !text.contains(['\r', '\n']) {
            return text;
        }
        text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// As it stands there: the name as written, the value as text.
    pub(crate) fn field(&self) -> Field {
        match self.name {
            Some(name) => Field::value(name.text(), self.text(), &self.value),
            None => Field::value("line", self.text(), &self.value).trouble("no colon in this header"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> (Vec<(String, String)>, String, End) {
        let headers = Headers::read(&Located::at(0, text));
        let fields = headers.headers.iter().map(Header::field);
        let fields = fields.map(|field| (field.name.into_owned(), field.value)).collect();
        (fields, headers.body.text(), headers.end)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn lines_end_in_any_of_three_ways() {
        for text in ["A: b\r\nC:d\r\n\r\nbody\r\n", "A: b\nC:d\n\nbody\r\n", "A: b\rC:d\r\rbody\r\n"] {
            let expected = (vec![pair("A", "b"), pair("C", "d")], "body\r\n".to_owned(), End::EmptyLine);
            assert_eq!(read(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_folded_header_is_one_line_again_and_points_at_all_of_it() {
        let text = b"Content-Type: multipart/mixed;\r\n\tboundary=\"x\"\r\nB: 1\r\n\r\n";
        let (fields, ..) = read(text);
        assert_eq!(fields, [pair("Content-Type", "multipart/mixed; boundary=\"x\""), pair("B", "1")]);
        let headers = Headers::read(&Located::at(100, text));
        assert_eq!(headers.get("content-type").unwrap().span(), 114..145);
        assert_eq!(headers.get("B").unwrap().span(), 150..151);
    }

    #[test]
    fn what_is_missing_is_said_and_what_is_there_is_read() {
        let headers = Headers::read(&Located::at(0, b"A: b\r\nno colon\r\nC:"));
        let fields = headers.fields(Header::field);
        assert_eq!(fields[1].trouble.as_deref(), Some("no colon in this header"));
        assert_eq!((&*fields[2].name, &*fields[2].value), ("C", ""));
        assert_eq!(fields[3].trouble.as_deref(), Some("no empty line after the headers"));
        assert_eq!(fields[3].span, 18..18);
        assert_eq!(read(b""), (vec![], String::new(), End::Missing));
        assert_eq!(read(b"\r\nbody"), (vec![], "body".to_owned(), End::EmptyLine));
    }

    #[test]
    fn a_name_that_occurs_twice_is_kept_twice() {
        let headers = Headers::read(&Located::at(0, b"A: 1\r\na: 2\r\n\r\n"));
        assert_eq!((headers.headers.len(), headers.get("a").unwrap().text()), (2, "1".to_owned()));
    }

    #[test]
    fn a_flood_of_headers_is_read_up_to_the_limit() {
        let (fields, body, end) = read("x\n".repeat(MOST_HEADERS + 1).as_bytes());
        assert_eq!((fields.len(), &*body, end), (MOST_HEADERS, "x\n", End::TooMany));
    }
}
