//! Bytes as text, in the charsets clients name.

/// How to read text.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    /// Also right for ASCII.
    Latin1,
}

/// Names are compared in lower case.
const CHARSETS: &[(&str, Charset)] = &[
    ("utf-8", Charset::Utf8),
    ("utf8", Charset::Utf8),
    ("us-ascii", Charset::Utf8),
    ("ascii", Charset::Utf8),
    ("iso-8859-1", Charset::Latin1),
    ("latin1", Charset::Latin1),
];

/// The text, and what is wrong with it. Where no charset is named it is UTF-8, else ISO-8859-1 (§7.1).
pub(crate) fn decoded(bytes: &[u8], name: Option<&str>) -> (String, Option<String>) {
    let known = |name: &str| CHARSETS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    match name.map(|name| (name, known(name))) {
        None => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(_) => {
                (latin1(bytes), Some("no charset is named and it is not UTF-8; read as ISO-8859-1".into()))
            }
        },
        Some((_, Some((_, Charset::Latin1)))) => (latin1(bytes), None),
        Some((_, Some((_, Charset::Utf8)))) => lossy(bytes),
        Some((name, None)) => {
            let trouble = format!("the charset {name} is not known here; read as UTF-8");
            (lossy(bytes).0, Some(trouble))
        }
    }
}

fn lossy(bytes: &[u8]) -> (String, Option<String>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), None),
        Err(error) => {
            let trouble = format!("not UTF-8 at byte {}", error.valid_up_to());
            (String::from_utf8_lossy(bytes).into_owned(), Some(trouble))
        }
    }
}

/// The first 256 characters of Unicode are those of ISO-8859-1.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], name: Option<&str>, text: &str, trouble: Option<&str>) {
        let (decoded, found) = decoded(bytes, name);
        assert_eq!((&*decoded, found.as_deref()), (text, trouble), "{name:?}");
    }

    #[test]
    fn text_is_read_in_its_charset_and_what_is_not_known_is_said() {
        check("é".as_bytes(), Some("UTF-8"), "é", None);
        check(b"a\xe9", Some("UTF-8"), "a\u{fffd}", Some("not UTF-8 at byte 1"));
        check(b"a\xe9", Some("ISO-8859-1"), "aé", None);
        check(b"a\xe9", None, "aé", Some("no charset is named and it is not UTF-8; read as ISO-8859-1"));
        check("é".as_bytes(), None, "é", None);
        let trouble = "the charset gb2312 is not known here; read as UTF-8";
        check(b"hi", Some("gb2312"), "hi", Some(trouble));
    }
}
