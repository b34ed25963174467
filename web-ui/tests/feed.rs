//! The live feed: the same answers, paced, and one stalled viewer's harm is its own.

use crate::harness::{Bench, PATIENCE, Socket};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::time::timeout;

async fn following(bench: &Bench) -> Socket {
    let mut socket = bench.live().await;
    socket.ask(&json!({ "id": 1, "get": "entries", "from": 1, "follow": true })).await;
    socket
}

#[tokio::test]
async fn a_following_request_is_answered_again_when_something_happens() {
    let bench = Bench::start().await;
    let mut socket = following(&bench).await;
    let mut next = 1;
    for round in 0..3 {
        if round > 0 {
            bench.record(2, b"QNG 50\r\n");
        }
        loop {
            let answer = socket.answer().await;
            assert_eq!((answer["id"].as_u64(), answer["missed"].as_u64()), (Some(1), Some(0)));
            let entries = answer["entries"].as_array().unwrap();
            for entry in entries {
                assert_eq!(entry["n"], next, "each once, in order");
                next += 1;
            }
            assert_eq!(answer["next"], next);
            if next == bench.transcript.head() {
                break;
            }
        }
    }
}

#[tokio::test]
async fn http_and_live_give_the_same_answer() {
    let bench = Bench::start().await;
    bench.record(3, b"QNG 50\r\n");
    let mut socket = bench.live().await;
    socket.ask(&json!({ "id": 7, "get": "entries", "from": 1, "filter": "cmd:QNG", "limit": 2 })).await;
    let mut live = socket.answer().await;
    assert_eq!(live.as_object_mut().unwrap().shift_remove("id"), Some(json!(7)));
    assert_eq!(live, bench.get_json("/api/entries?from=1&filter=cmd:QNG&limit=2").await);
    socket.ask(&json!({ "id": 8, "get": "status" })).await;
    assert_eq!(socket.answer().await["program"], "nudge");
    socket.ask(&json!({ "id": 9, "get": "sessions" })).await;
    assert_eq!(socket.answer().await["sessions"], json!([]));
}

#[tokio::test]
async fn sessions_are_told_again_when_they_change() {
    let bench = Bench::start().await;
    let mut socket = bench.live().await;
    socket.ask(&json!({ "id": 2, "get": "sessions", "follow": true })).await;
    assert_eq!(socket.answer().await["sessions"], json!([]));
    let asked = Instant::now();
    let _session = bench.connect().await;
    while socket.answer().await["sessions"].as_array().unwrap().is_empty() {}
    assert!(asked.elapsed() < PATIENCE);
}

#[tokio::test]
async fn a_new_request_replaces_the_one_with_its_id_and_wrong_ones_are_told() {
    let bench = Bench::start().await;
    let mut socket = following(&bench).await;
    socket.answer().await;
    socket.ask(&json!({ "id": 1, "get": "entries", "from": 1, "follow": true, "filter": "cmd:PNG" })).await;
    // The one before may still have answered; from this one's first answer on it is gone.
    bench.record(1, b"PNG\r\n");
    let only_png = |answer: &Value| {
        let entries = answer["entries"].as_array().unwrap();
        !entries.is_empty() && entries.iter().all(|entry| entry["cmd"] == "PNG")
    };
    while !only_png(&socket.answer().await) {}
    for line in [&b"QNG 50\r\n"[..], b"PNG\r\n"] {
        bench.record(1, line);
    }
    loop {
        let answer = socket.answer().await;
        if !answer["entries"].as_array().unwrap().is_empty() {
            assert!(only_png(&answer), "{answer}");
            break;
        }
    }
    for (request, id) in [
        (json!({ "id": 3, "get": "entries", "filter": "dir:up" }), json!(3)),
        (json!({ "id": 4, "get": "secrets" }), json!(4)),
        (json!({ "id": 5, "get": "entries", "path": "/etc/passwd" }), json!(5)),
        (json!({ "id": 6, "get": "sessions", "filter": "cmd:PNG" }), json!(6)),
        (json!({ "id": 7, "get": "status", "reveal": true }), json!(7)),
        (json!({ "get": "status" }), Value::Null),
        (json!([]), Value::Null),
    ] {
        socket.ask(&request).await;
        let answer = loop {
            let answer = socket.answer().await;
            if answer.get("error").is_some() {
                break answer;
            }
        };
        assert_eq!(answer.get("id").cloned().unwrap_or_default(), id, "{answer}");
    }
}

#[tokio::test]
async fn a_viewer_may_have_sixteen_requests_standing() {
    let bench = Bench::start().await;
    let mut socket = bench.live().await;
    for id in 0..17 {
        socket.ask(&json!({ "id": id, "get": "status", "follow": true })).await;
    }
    loop {
        let answer = socket.answer().await;
        if let Some(error) = answer.get("error") {
            assert_eq!(answer["id"], 16);
            assert!(error.as_str().unwrap().contains("16 requests"));
            break;
        }
    }
}

#[tokio::test]
async fn answers_come_no_faster_than_one_in_33_ms_and_128_kib() {
    let bench = Bench::start().await;
    let mut socket = following(&bench).await;
    bench.record(2000, b"QNG 50\r\n");
    let large = socket.next().await.unwrap().len();
    assert!(large < 130 * 1024, "{large} bytes");
    let (mut answers, began) = (0, Instant::now());
    while began.elapsed() < Duration::from_secs(1) {
        bench.record(1, b"QNG 50\r\n");
        socket.answer().await;
        answers += 1;
    }
    let most = began.elapsed().as_millis() / 33 + 2; // and what was under way
    assert!(answers <= most, "{answers} answers where {most} may be");
    assert!(answers > 2, "{answers} answers a second are not live");
}

#[tokio::test]
async fn control_13_a_message_that_is_too_long_ends_the_feed() {
    let bench = Bench::start().await;
    let mut socket = bench.live().await;
    socket.say(&"x".repeat(17 * 1024)).await;
    let closed = socket.next().await.unwrap_err();
    assert!(closed.is_none_or(|frame| u16::from(frame.code) == 1009));
    bench.live().await.ask(&json!({ "id": 1, "get": "status" })).await;
}

#[tokio::test]
async fn control_13_feeds_are_counted() {
    let bench = Bench::start().await;
    let mut open = Vec::new();
    for _ in 0..64 {
        open.push(bench.live().await);
    }
    let host = format!("Host: {}\r\n{}", bench.web, bench.bearer());
    let head = crate::harness::upgrade_head("/api/live", &host);
    let reply = crate::harness::exchange(bench.web, &head).await;
    assert_eq!(reply.status, 503);
    assert_eq!(bench.get("/api/status").await.status, 200);
}

#[tokio::test]
async fn when_the_program_ends_feeds_are_told_and_nobody_is_waited_for() {
    let bench = Bench::start().await;
    let mut socket = bench.live().await;
    socket.ask(&json!({ "id": 1, "get": "status" })).await;
    socket.answer().await;
    let stalled = following(&bench).await;
    bench.record(5000, &[b"MSG a@b A 900\r\n", &[b'x'; 900][..]].concat());
    let began = Instant::now();
    bench.end().await;
    assert!(began.elapsed() < Duration::from_secs(5));
    let closed = socket.next().await.unwrap_err().expect("a goodbye");
    assert_eq!(u16::from(closed.code), 1001);
    drop(stalled);
}

/// Promise 5: viewers that never read cost a bounded amount of memory and nobody else's time. Measured in a process of its
/// own, where no other test's memory is counted.
#[test]
fn viewers_that_never_read_stall_only_themselves() {
    let mut alone = std::process::Command::new(std::env::current_exe().unwrap());
    let measured = alone
        .args(["--exact", "feed::stalled_viewers_measured", "--ignored", "--nocapture"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&measured.stdout);
    assert!(
        measured.status.success() && told.contains("1 passed"),
        "{told}{}",
        String::from_utf8_lossy(&measured.stderr)
    );
}

#[ignore = "viewers_that_never_read_stall_only_themselves runs it, in a process of its own"]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stalled_viewers_measured() {
    let bench = Bench::start().await;
    let mut stalled = Vec::new();
    for _ in 0..16 {
        stalled.push(following(&bench).await);
    }
    let mut reading = following(&bench).await;
    let before = resident();
    let frame = [b"MSG a@b A 900\r\n", &[b'x'; 900][..]].concat();
    for _ in 0..60 {
        bench.record(250, &frame);
        let head = bench.transcript.head();
        let caught_up = async { while reading.answer().await["next"].as_u64() < Some(head) {} };
        timeout(PATIENCE, caught_up).await.expect("a viewer that reads is not held up");
    }
    assert_eq!(bench.get("/api/status").await.status, 200);
    let grown = resident().saturating_sub(before);
    // The ring's 8 MiB, an answer and socket buffers for each of 17, and what an allocator keeps.
    assert!(grown < 32 * 1024 * 1024, "{} MiB more", grown >> 20);
    drop(stalled);
}

/// Memory in use, in bytes; 0 where the system does not tell.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    pages.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or_default() * 4096
}
