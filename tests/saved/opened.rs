//! `nudge open`, and what its API answers.

use crate::harness::{PATIENCE, Program};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// The program, showing a saved transcript of which it has read everything.
pub(super) struct Opened {
    program: Program<String>,
    pub(super) url: String,
}

/// What the API answered.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: String,
}

impl Opened {
    #[track_caller]
    pub(super) fn of(files: &[&Path], args: &[&str]) -> Opened {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nudge"));
        command.arg("open").args(files).args(["--web", "127.0.0.1:0", "--no-open"]).args(args);
        let program = Program::printing(command);
        let line = program.stderr.first(|line| line.contains("/?token="));
        let opened = Opened { program, url: line.trim().to_owned() };
        let began = Instant::now();
        while opened.get("/api/status")["saved"]["reading"] != false {
            assert!(began.elapsed() < PATIENCE, "it is still being read");
        }
        opened
    }

    #[track_caller]
    pub(super) fn get(&self, path: &str) -> Value {
        get(&self.url, path).json()
    }

    pub(super) fn post(&self, path: &str, body: &Value) -> Reply {
        let body = body.to_string();
        let headers = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        ask(&self.url, &format!("POST {path}"), &headers, &body)
    }

    /// It ends as it is asked to, and has printed nothing.
    #[track_caller]
    pub(super) fn stop(self) {
        self.program.interrupt();
        let ended = self.program.wait();
        assert_eq!((ended.code, ended.stdout.len()), (Some(0), 0), "{}", ended.stderr);
    }
}

impl Reply {
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.body))
    }
}

/// `curl -H "Authorization: Bearer $TOKEN" http://HOST:PORT/PATH`
#[track_caller]
pub(super) fn get(url: &str, path: &str) -> Reply {
    ask(url, &format!("GET {path}"), "", "")
}

#[track_caller]
fn ask(url: &str, what: &str, headers: &str, body: &str) -> Reply {
    let (host, token) =
        url.strip_prefix("http://").and_then(|url| url.split_once("/?token=")).expect("an address");
    let mut stream = TcpStream::connect(host).expect("a page");
    stream.set_read_timeout(Some(PATIENCE)).expect("a connection takes its options");
    let request = format!(
        "{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).expect("a reader");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    let answer = String::from_utf8(answer).expect("what is answered is text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    Reply { status, body: if is_chunked { unchunked(body) } else { body.to_owned() } }
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
