//! Pictures and files that clients exchange, by way of the JSON API.

use crate::harness::{Bench, PATIENCE};
use msnp::Direction;
use nudge_proxy::transcript::{Draft, Event, Origin, Passed, SessionId};
use serde_json::{Value, json};
use std::ops::Range;
use std::time::Instant;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A GIF of 19 by 19 pixels, as far as its header says.
const GIF: &[u8] = b"GIF89a\x13\0\x13\0\x80\0\0\0\0\0\xff\xff\xff;";

/// A chunk of a transfer, sent by the server of session 1: an object's or a file's.
fn arrives(bench: &Bench, number: u32, flags: u32, whole: &[u8], part: Range<usize>) -> u64 {
    arrives_from("bob@example.org", bench, number, flags, whole, part)
}

fn arrives_from(who: &str, bench: &Bench, number: u32, flags: u32, whole: &[u8], part: Range<usize>) -> u64 {
    let data = &whole[part.clone()];
    let mut packet = [number, 9].map(u32::to_le_bytes).concat();
    packet.extend([part.start, whole.len()].map(|number| (number as u64).to_le_bytes()).concat());
    packet.extend([u32::try_from(data.len()).unwrap(), flags, 0, 0].map(u32::to_le_bytes).concat());
    packet.extend(0u64.to_le_bytes());
    let head = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: a@b\r\n\r\n";
    let payload = [head.as_bytes(), &packet, data, &[0; 4]].concat();
    records(bench, &[format!("MSG {who} Bob {}\r\n", payload.len()).as_bytes(), &payload].concat())
}

fn records(bench: &Bench, bytes: &[u8]) -> u64 {
    let passed = Passed::plain(Direction::ServerToClient, Origin::Server, bytes);
    bench.transcript.record(Instant::now(), Some(SessionId(1)), [Draft::Frame(passed)]).start
}

const OBJECT: u32 = 0x20;
const FILE: u32 = 0x0100_0030;

/// `curl -i`, for bytes that are no text: the head and the body.
async fn fetch(bench: &Bench, path: &str) -> (String, Vec<u8>) {
    let (host, bearer) = (bench.web, bench.bearer());
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{bearer}\r\n");
    let answer = async {
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        answer
    };
    let answer = timeout(PATIENCE, answer).await.expect("an answer that ends");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    (String::from_utf8(answer[..end].to_vec()).unwrap().to_ascii_lowercase(), answer[end..].to_vec())
}

async fn view(bench: &Bench) -> Value {
    bench.get_json("/api/views/transfers").await
}

#[tokio::test]
async fn a_picture_is_told_of_and_given_as_what_it_is() {
    let bench = Bench::start().await;
    let first = arrives(&bench, 7, OBJECT, GIF, 0..10);
    let moving = view(&bench).await;
    let told = &moving["transfers"][0];
    assert_eq!((&moving["left_out"], &moving["unread"]), (&json!(0), &json!(0)));
    assert_eq!((&told["status"], &told["have"]), (&json!("moving"), &json!(10)));
    assert_eq!((&told["media"], &told["shown"]), (&Value::Null, &json!(false)));
    assert_eq!(told["missing"], json!([[10, GIF.len()]]));
    let last = arrives(&bench, 7, OBJECT, GIF, 10..GIF.len());
    let whole = view(&bench).await;
    let mut told = whole["transfers"][0].clone();
    let ms = told["ms"].take();
    assert!(ms.as_f64().is_some_and(|ms| ms >= 0.0), "{ms}");
    let says = "bob@example.org sends a@b an object, 20 bytes: complete; its invitation was not seen";
    let expected = json!({
        "id": first, "session": 1, "twin": null, "invitation": null, "kind": "object", "from": "bob@example.org",
        "to": "a@b", "name": null, "size": 20, "announced": null, "have": 20, "forgotten": 0, "status": "complete",
        "says": says, "missing": [], "duplicates": 0, "repeated": [], "differing": [], "sha1d": null,
        "media": "image/gif", "shown": true, "version": 1, "gap": false, "entries": [first, last], "ms": null,
    });
    assert_eq!(told, expected);
    let (head, body) = fetch(&bench, &format!("/api/transfers/{first}/content")).await;
    assert!(head.starts_with("http/1.1 200") && head.contains("content-type: image/gif\r\n"), "{head}");
    assert!(
        head.contains(&format!("content-disposition: inline; filename=\"nudge-transfer-{first}.gif\"")),
        "{head}"
    );
    assert!(
        head.contains("x-content-type-options: nosniff") && head.contains("default-src 'none'"),
        "{head}"
    );
    assert_eq!(body, GIF);
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_a_one_is_only_to_be_saved() {
    let bench = Bench::start().await;
    let mut huge = GIF.to_vec();
    huge[6..10].fill(0xff);
    let contents: [(&[u8], u32, &str); 4] = [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", OBJECT, "bin"),
        (b"<!doctype html><script>alert(1)</script>", FILE, "bin"),
        (&huge, OBJECT, "gif"),
        (b"MSCF\0\0\0\0 a wink is a cabinet", OBJECT, "cab"),
    ];
    for (number, (bytes, flags, extension)) in (7..).zip(contents) {
        let id = arrives(&bench, number, flags, bytes, 0..bytes.len());
        let (head, body) = fetch(&bench, &format!("/api/transfers/{id}/content")).await;
        assert!(head.contains("content-type: application/octet-stream\r\n"), "{head}");
        let disposition =
            format!("content-disposition: attachment; filename=\"nudge-transfer-{id}.{extension}\"\r\n");
        assert!(head.contains(&disposition), "{head}");
        assert_eq!(body, bytes);
    }
    let told = view(&bench).await;
    assert!(told["transfers"].as_array().unwrap().iter().all(|told| told["shown"] == false), "{told}");
}

#[tokio::test]
async fn of_very_many_transfers_the_newest_are_told_of_and_the_others_counted() {
    let bench = Bench::start().await;
    // The longest name there can be, and the longest form of it in JSON: an answer holds fewer than are remembered.
    let who = "\u{7}".repeat(300);
    let arrive = |number| arrives_from(&who, &bench, number, OBJECT, GIF, 0..GIF.len());
    let ids: Vec<u64> = (1..=500).map(arrive).collect();
    let reply = bench.get("/api/views/transfers").await;
    assert!(reply.body.len() <= 129 * 1024, "{}", reply.body.len());
    let told = reply.json();
    let told_ids: Vec<u64> =
        told["transfers"].as_array().unwrap().iter().map(|told| told["id"].as_u64().unwrap()).collect();
    assert!(ids.ends_with(&told_ids) && (30..64).contains(&told_ids.len()), "{told_ids:?}");
    assert_eq!(told["left_out"], 500 - told_ids.len());
}

#[tokio::test]
async fn what_is_not_complete_is_refused_with_what_is_missing_and_given_in_part_to_who_asks() {
    let bench = Bench::start().await;
    let whole: Vec<u8> = (0..=255).collect();
    let id = arrives(&bench, 7, FILE, &whole, 100..200);
    arrives(&bench, 7, FILE, &whole, 210..211);
    let content = format!("/api/transfers/{id}/content");
    let refused = bench.get(&content).await;
    assert_eq!(refused.status, 409);
    let says = "not complete, missing are 155 bytes: 0 to 99, 200 to 209, 211 to 255; \
                ?partial=true gives what there is, zeros for the rest";
    assert_eq!(refused.json()["error"], says);
    let (head, body) = fetch(&bench, &format!("{content}?partial=true")).await;
    assert!(head.contains(&format!("attachment; filename=\"nudge-transfer-{id}-partial.bin\"")), "{head}");
    let expected = [&[0; 100], &whole[100..200], &[0; 10], &[210]].concat();
    assert_eq!(body, expected);
    arrives(&bench, 7, FILE, &whole, 0..256);
    let (head, body) = fetch(&bench, &format!("{content}?partial=true")).await;
    assert!(head.contains(&format!("filename=\"nudge-transfer-{id}.bin\"")), "it is whole after all: {head}");
    assert_eq!(body, whole);
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_the_reason() {
    let bench = Bench::start().await;
    let entry = records(&bench, b"PNG\r\n");
    for (path, status) in [
        (format!("/api/transfers/{entry}/content"), 404),
        ("/api/transfers/99999999/content".to_owned(), 404),
        ("/api/transfers/x/content".to_owned(), 400),
        (format!("/api/transfers/{entry}/content?name=../../etc/passwd"), 400),
    ] {
        let reply = bench.get(&path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        assert!(reply.json()["error"].is_string());
    }
    let unasked = bench.request("GET", &format!("/api/transfers/{entry}/content"), "", "").await;
    assert_eq!(unasked.status, 401);
    let id = arrives(&bench, 7, FILE, &[1; 10], 0..10);
    assert_eq!(bench.post("/api/clear", &json!({})).await.status, 200);
    assert_eq!(bench.get(&format!("/api/transfers/{id}/content")).await.status, 410, "it is cleared away");
    assert_eq!(view(&bench).await["transfers"], json!([]));
}

#[tokio::test]
async fn what_the_transcript_forgets_is_gone_and_what_is_left_is_given_to_who_asks() {
    let bench = Bench::start().await;
    let (mut client, _server) = bench.connect().await;
    bench.event(|event| matches!(event, Event::Connected { .. })).await;
    let whole = vec![7; 2000];
    let id = arrives(&bench, 7, FILE, &whole, 0..1000);
    view(&bench).await;
    while bench.transcript.look(nudge_proxy::transcript::Window::From(1), 1).first <= id {
        bench.record(1, &[&b"MSG a b 60000\r\n"[..], &[b'x'; 60_000]].concat());
    }
    arrives(&bench, 7, FILE, &whole, 1000..2000);
    let refused = bench.get(&format!("/api/transfers/{id}/content")).await;
    assert_eq!((refused.status, refused.body.contains("1,000 bytes of it are forgotten")), (410, true));
    let (_, body) = fetch(&bench, &format!("/api/transfers/{id}/content?partial=true")).await;
    assert_eq!(body, [[0; 1000], [7; 1000]].concat());
    let told = view(&bench).await;
    assert_eq!(
        (&told["transfers"][0]["forgotten"], &told["transfers"][0]["have"]),
        (&json!(1000), &json!(2000))
    );
    client.shutdown().await.unwrap();
}
