//! Controls 13 and 16: how much a request may hold, and what none of them may name.

use crate::harness::{Bench, exchange};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn control_13_a_request_body_has_a_cap() {
    let bench = Bench::start().await;
    for path in ["/api/clear", "/api/sessions/1/inject"] {
        let reply = bench.post(path, &json!({ "dir": "c2s", "text": "x".repeat(2 * 1024 * 1024) })).await;
        assert_eq!(reply.status, 413, "{path}");
    }
    // One that never ends is not waited for.
    let mut stream = TcpStream::connect(bench.web).await.unwrap();
    let head = format!(
        "POST /api/clear HTTP/1.1\r\nHost: {}\r\n{}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        bench.web,
        bench.bearer()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let mut sent = 0;
    while sent < 64 && stream.write_all(chunk.as_bytes()).await.is_ok() {
        sent += 1;
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(bench.get("/api/status").await.status, 200);
}

#[tokio::test]
async fn control_13_a_request_head_and_a_filter_have_a_cap() {
    let bench = Bench::start().await;
    let long =
        format!("GET /{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", "x".repeat(100_000), bench.web);
    let status = exchange(bench.web, &long).await.status;
    assert!([414, 431].contains(&status), "{status}");
    let many: String = (0..200).map(|n| format!("X-{n}: y\r\n")).collect();
    assert_eq!(bench.request("GET", "/", &many, "").await.status, 431);
    assert_eq!(bench.get(&format!("/api/entries?filter={}", "x".repeat(2000))).await.status, 400);
}

#[tokio::test]
async fn control_16_nothing_the_api_takes_names_a_file_or_runs_anything() {
    let bench = Bench::start().await;
    // What is not in the list of fields is refused, so that the list is this test.
    for field in ["path", "file", "exec", "command", "script", "url", "upstream", "listen", "ui_dir", "token"]
    {
        for body in [json!({ "dir": "c2s", "text": "PNG\r\n", field: "/etc/passwd" }), json!({ field: "x" })]
        {
            for path in ["/api/clear", "/api/sessions/1/inject"] {
                assert_eq!(bench.post(path, &body).await.status, 400, "{path} {field}");
            }
        }
        for path in ["/api/entries", "/api/entries/1", "/api/download"] {
            assert_eq!(bench.get(&format!("{path}?{field}=x")).await.status, 400, "{path} {field}");
        }
    }
    for body in ["", "[]", "null", "{", "{\"dir\":\"up\",\"text\":\"\"}", "{\"dir\":\"c2s\"}"] {
        let headers = format!("{}Content-Type: application/json\r\n", bench.bearer());
        let reply = bench.request("POST", "/api/sessions/1/inject", &headers, body).await;
        assert_eq!(reply.status, 400, "{body}");
    }
}
