use super::PATIENCE;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// The program's API, asked in plain HTTP.
///
/// `curl -H "Authorization: Bearer $TOKEN" http://HOST:PORT/PATH`
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// Where the page is.
    pub(crate) host: String,
    pub(crate) token: String,
}

/// What the API answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Api {
    /// Of the program that printed this address.
    #[track_caller]
    pub(crate) fn at(url: &str) -> Api {
        let parts = url.strip_prefix("http://").and_then(|url| url.split_once("/?token="));
        let (host, token) = parts.expect("an address with a token");
        Api { host: host.to_owned(), token: token.to_owned() }
    }

    #[track_caller]
    pub(crate) fn get(&self, path: &str) -> Value {
        self.ask("GET", path, &Value::Null).json()
    }

    #[track_caller]
    pub(crate) fn put(&self, path: &str, body: &Value) -> Value {
        self.ask("PUT", path, body).json()
    }

    #[track_caller]
    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, body).json()
    }

    /// One request, without a body where that is null.
    #[track_caller]
    pub(crate) fn ask(&self, method: &str, path: &str, body: &Value) -> Reply {
        let Api { host, token } = self;
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let about = match body.len() {
            0 => String::new(),
            length => format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"),
        };
        let mut stream = TcpStream::connect(host).expect("a page");
        stream.set_read_timeout(Some(PATIENCE)).expect("a connection takes its options");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{about}\r\n{body}"
        );
        stream.write_all(request.as_bytes()).expect("a reader");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        Reply::read(&String::from_utf8(answer).expect("what is answered is text"))
    }
}

impl Reply {
    fn read(answer: &str) -> Reply {
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        Reply { status, body: if is_chunked { unchunked(body) } else { body.to_owned() } }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length, 16).expect("the length of a chunk");
        whole += &rest[..length];
        body = rest[length..].strip_prefix("\r\n").unwrap_or_default();
    }
    whole
}
