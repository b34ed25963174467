//! Scripts: what was said, a line each, in order. README.md beside the evenings describes them.

use memchr::memmem;

/// Stands for the number of bytes that follow its line.
const LENGTH: &[u8] = b"{len}";

/// A line of a script.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) session: u32,
    pub(crate) does: Does,
}

/// What a line tells.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Does {
    Opens,
    /// Opens, and is expected to follow this redirect; `None` for the newest.
    Follows(Option<u64>),
    Ends,
    ClientSays(Vec<u8>),
    /// And what the client got, where that differs.
    ServerSays(Vec<u8>, Option<Vec<u8>>),
}

/// Reads a script. What is none ends the test.
pub(crate) fn read(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(sent) = line.strip_prefix("=> ") {
            match lines.last_mut().map(|line| &mut line.does) {
                Some(Does::ServerSays(_, given @ None)) => *given = Some(bytes(sent)),
                _ => panic!("what was sent instead of what? {line}"),
            }
        } else if !line.is_empty() && !line.starts_with('#') {
            lines.push(Line::read(line));
        }
    }
    lines
}

impl Line {
    fn read(line: &str) -> Line {
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        let session = line[..digits].parse().unwrap_or_else(|_| panic!("whose? {line}"));
        let does = match &line[digits..] {
            " opens" => Does::Opens,
            " follows" => Does::Follows(None),
            " ends" => Does::Ends,
            said => match (
                said.strip_prefix("> "),
                said.strip_prefix("<").map(|said| said.trim_start_matches('~')),
            ) {
                (Some(said), _) => Does::ClientSays(bytes(said)),
                (None, Some(said)) => Does::ServerSays(bytes(said.strip_prefix(' ').unwrap_or(said)), None),
                (None, None) => match said.strip_prefix(" follows ").and_then(|entry| entry.parse().ok()) {
                    Some(entry) => Does::Follows(Some(entry)),
                    None => panic!("what is {line}"),
                },
            },
        };
        Line { session, does }
    }
}

/// The bytes a line stands for: escapes read, measured, and ended.
pub(crate) fn bytes(text: &str) -> Vec<u8> {
    measured(&unescaped(text))
}

fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        bytes.push(match rest.next() {
            Some(b'r') => b'\r',
            Some(b'n') => b'\n',
            Some(b't') => b'\t',
            Some(b'\\') => b'\\',
            Some(b'x') => {
                let digits: Vec<u8> = rest.by_ref().take(2).collect();
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => panic!("what is \\{other:?} in {text}"),
        });
    }
    if !bytes.contains(&b'\n') {
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

/// With the number of bytes behind its line where that is asked for.
fn measured(bytes: &[u8]) -> Vec<u8> {
    let end = bytes.iter().position(|&byte| byte == b'\n').unwrap() + 1;
    match memmem::find(&bytes[..end], LENGTH) {
        None => bytes.to_vec(),
        Some(at) => {
            let length = (bytes.len() - end).to_string();
            [&bytes[..at], length.as_bytes(), &bytes[at + LENGTH.len()..]].concat()
        }
    }
}

#[test]
fn a_script_says_what_was_said() {
    let text = "# nothing\n1 opens\n1> UUX 1 {len}\\r\\na\\xFF\\\\\n1<~ XFR 2 SB a CKI 1\n=> XFR 2 SB b CKI 1\n\n2 follows 3\n2 ends";
    let lines: Vec<_> = read(text).into_iter().map(|line| (line.session, line.does)).collect();
    let rewritten =
        Does::ServerSays(b"XFR 2 SB a CKI 1\r\n".to_vec(), Some(b"XFR 2 SB b CKI 1\r\n".to_vec()));
    let said = Does::ClientSays(b"UUX 1 3\r\na\xff\\".to_vec());
    let expected =
        [(1, Does::Opens), (1, said), (1, rewritten), (2, Does::Follows(Some(3))), (2, Does::Ends)];
    assert_eq!(lines, expected);
}
