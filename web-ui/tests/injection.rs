//! A person's frame, from the API through the relay to its receiver, and what is told of it.

use crate::harness::{Bench, Wishes, expect, say, send};
use nudge_proxy::transcript::Event;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn control_17_an_injected_frame_arrives_is_an_entry_and_stays_marked_in_exports() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    let text = "NLN NLN bob@example.org B%20\u{f8}b 0\r\n";
    let reply = bench.post("/api/sessions/1/inject", &json!({ "dir": "s2c", "text": text })).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let to_client = reply.json()["entry"].as_u64().unwrap();
    expect(&mut client, text.as_bytes()).await;
    let reply = bench.post("/api/sessions/1/inject", &json!({ "dir": "c2s", "base64": "UE5HDQr/" })).await;
    let to_server = reply.json()["entry"].as_u64().unwrap();
    expect(&mut server, b"PNG\r\n\xff").await;
    let exported = bench.get("/api/download").await.rows();
    for (number, dir, sent) in
        [(to_client, "s2c", json!(text)), (to_server, "c2s", json!({ "base64": "UE5HDQr/" }))]
    {
        let listed =
            bench.get_json(&format!("/api/entries?from={number}&limit=1")).await["entries"][0].clone();
        let whole = bench.get_json(&format!("/api/entries/{number}")).await;
        let export = exported.iter().find(|row| row["n"] == number).unwrap();
        for row in [&listed, &whole, export] {
            assert_eq!((&row["origin"], &row["dir"], &row["sent"]), (&json!("person"), &json!(dir), &sent));
            assert_eq!(row["flags"], json!(["injected"]));
            assert!(row.get("received").is_none() && row["at"].is_string());
        }
    }
    assert_eq!(bench.get_json(&format!("/api/entries/{to_server}")).await["raw"], "UE5HDQr/");
}

#[tokio::test]
async fn what_cannot_be_injected_says_why() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    let inject = async |session: &str, body| {
        let reply = bench.post(&format!("/api/sessions/{session}/inject"), &body).await;
        assert!(reply.status == 200 || reply.json()["error"].is_string(), "{}", reply.body);
        reply.status
    };
    let png = json!({ "dir": "c2s", "text": "PNG\r\n" });
    assert_eq!(inject("9", png.clone()).await, 404);
    assert_eq!(inject("x", png.clone()).await, 400);
    assert_eq!(inject("1", json!({ "dir": "c2s", "text": "" })).await, 400);
    say(&mut server, &mut client, b"HTTP/1.1 200 OK\r\n").await;
    assert_eq!(inject("1", json!({ "dir": "s2c", "text": "QNG 1\r\n" })).await, 409);
    assert_eq!(inject("1", png.clone()).await, 200);
    expect(&mut server, b"PNG\r\n").await;
    drop((client, server));
    bench.event(|event| matches!(event, Event::Closed { .. })).await;
    while inject("1", png.clone()).await != 404 {}
}

#[tokio::test]
async fn a_receiver_that_does_not_read_is_told_of() {
    let bench =
        Bench::with(Wishes { injection: Some(Duration::from_millis(200)), ..Wishes::default() }).await;
    let (client, mut server) = bench.connect().await;
    send(&mut server, b"VER 1 MSNP9\r\n").await;
    let large = format!("MSG a@b A 1000000\r\n{}", "z".repeat(1_000_000));
    let stalled = loop {
        let reply = bench.post("/api/sessions/1/inject", &json!({ "dir": "s2c", "text": large })).await;
        if reply.status != 200 {
            break reply;
        }
    };
    assert_eq!((stalled.status, &stalled.json()["stalled"]), (202, &json!(true)), "{}", stalled.body);
    assert!(stalled.json()["entry"].is_u64());
    let busy = bench.post("/api/sessions/1/inject", &json!({ "dir": "s2c", "text": "QNG 1\r\n" })).await;
    assert_eq!(busy.status, 503);
    drop(client);
}
