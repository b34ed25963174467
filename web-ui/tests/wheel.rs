//! What a person does with what passes, by way of the JSON API.

use crate::harness::{Bench, Wishes, expect, say, send};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nudge_proxy::transcript::Event;
use nudge_web_ui::Snippets;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::net::TcpStream;

/// A switchboard of Alice with Bob.
async fn switchboard(bench: &Bench) -> (TcpStream, TcpStream) {
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"USR 1 alice@example.org 17.10\r\n").await;
    say(&mut server, &mut client, b"USR 1 OK alice@example.org A\r\nJOI bob@example.org Bob\r\n").await;
    (client, server)
}

async fn posted(bench: &Bench, path: &str, body: &Value) -> Value {
    let reply = bench.post(path, body).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    reply.json()
}

async fn refused(bench: &Bench, path: &str, body: &Value) -> (u16, String) {
    let reply = bench.post(path, body).await;
    (reply.status, reply.json()["error"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn what_is_typed_is_filled_in_measured_and_sent() {
    let bench = Bench::start().await;
    let (mut client, mut server) = switchboard(&bench).await;
    let nudge = json!({"dir": "s2c", "typed": "MSG {peer} {peer} {len}\nh\\xE9 {me}"});
    let sent = posted(&bench, "/api/sessions/1/inject", &nudge).await;
    expect(&mut client, b"MSG bob@example.org bob@example.org 20\r\nh\xe9 alice@example.org").await;
    assert!(sent["entry"].as_u64().is_some());
    let asked =
        posted(&bench, "/api/sessions/1/inject", &json!({"dir": "c2s", "typed": "CAL {trid} {peer}"})).await;
    assert_eq!(asked["trid"], 2_000_000_000);
    expect(&mut server, b"CAL 2000000000 bob@example.org\r\n").await;
    say(&mut client, &mut server, b"MSG 41 N 0\r\n").await;
    let answered =
        posted(&bench, "/api/sessions/1/inject", &json!({"dir": "s2c", "typed": "NAK {trid}"})).await;
    assert_eq!(answered["trid"], 41);
    expect(&mut client, b"NAK 41\r\n").await;
    let (status, error) =
        refused(&bench, "/api/sessions/1/inject", &json!({"dir": "c2s", "typed": "A\\q"})).await;
    assert_eq!(status, 400);
    assert!(error.contains("for itself write"), "{error}");
}

#[tokio::test]
async fn where_nobody_takes_part_the_peer_is_the_first_contact_those_on_line_first() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"USR 1 TWN S t\r\n").await;
    let lists = b"LST N=bob@example.org F=Bob 1\r\nLST N=carol@example.org F=Carol 1\r\n";
    let typed = json!({"dir": "s2c", "typed": "FLN {peer}"});
    let (status, error) = refused(&bench, "/api/sessions/1/compose", &typed).await;
    assert_eq!(status, 400);
    assert!(error.contains("or is a contact"), "{error}");
    for (says, peer) in [
        (&b"USR 1 OK alice@example.org 1 0\r\nSYN 2 1 1 2 0\r\n"[..], None),
        (lists, Some("bob@example.org")),
        (b"NLN NLN carol@example.org Carol 0\r\n", Some("carol@example.org")),
    ] {
        say(&mut server, &mut client, says).await;
        if let Some(peer) = peer {
            let shown = posted(&bench, "/api/sessions/1/compose", &typed).await;
            let bytes = STANDARD.decode(shown["base64"].as_str().unwrap()).unwrap();
            assert_eq!(bytes, format!("FLN {peer}\r\n").into_bytes());
        }
    }
}

#[tokio::test]
async fn a_preview_shows_the_bytes_and_what_they_mean_and_sends_nothing() {
    let bench = Bench::start().await;
    let (mut client, mut server) = switchboard(&bench).await;
    let typed = json!({"dir": "c2s", "typed": "CAL {trid} carol@example.org", "hide_reply": true});
    for _ in 0..2 {
        let shown = posted(&bench, "/api/sessions/1/compose", &typed).await;
        assert_eq!(
            STANDARD.decode(shown["base64"].as_str().unwrap()).unwrap(),
            b"CAL 2070000000 carol@example.org\r\n"
        );
        assert_eq!(shown["says"], "The client invites carol@example.org to the conversation.");
        assert_eq!(shown["explained"]["name"], "Invite");
    }
    let noticed = async |typed: &str, hide: bool| {
        let typed = json!({"dir": "c2s", "typed": typed, "hide_reply": hide});
        posted(&bench, "/api/sessions/1/compose", &typed).await["noticed"].clone()
    };
    assert!(
        noticed("CHG {trid} BSY", true).await.as_str().unwrap().contains("who is online"),
        "said beforehand"
    );
    assert_eq!(
        (noticed("CHG {trid} BSY", false).await, noticed("URL {trid} INBOX", true).await),
        (Value::Null, Value::Null)
    );
    say(&mut client, &mut server, b"OUT\r\n").await;
}

#[tokio::test]
async fn a_hidden_reply_is_a_row_that_says_so() {
    let bench = Bench::start().await;
    let (mut client, mut server) = switchboard(&bench).await;
    let typed = json!({"dir": "c2s", "typed": "CAL {trid} carol@example.org", "hide_reply": true});
    let asked = posted(&bench, "/api/sessions/1/inject", &typed).await;
    expect(&mut server, b"CAL 2070000000 carol@example.org\r\n").await;
    say(&mut server, &mut client, b"").await;
    send(&mut server, b"CAL 2070000000 RINGING 7\r\nBYE bob@example.org\r\n").await;
    expect(&mut client, b"BYE bob@example.org\r\n").await;
    let request = asked["entry"].as_u64().unwrap();
    bench
        .event(
            |event| matches!(event, Event::HiddenOver { request: over, whole: true, .. } if *over == request),
        )
        .await;
    let rows = bench.get_json("/api/entries?filter=cmd:CAL%20dir:s2c").await;
    let row = &rows["entries"][0];
    assert_eq!((&row["flags"], &row["sent"]), (&json!(["hidden"]), &json!("")));
    let whole = bench.get_json(&format!("/api/entries/{request}")).await;
    assert_eq!(whole["pair"]["first"], row["n"]);
    let (status, _) =
        refused(&bench, "/api/sessions/1/inject", &json!({"dir": "s2c", "typed": "QNG", "hide_reply": true}))
            .await;
    assert_eq!(status, 400);
    let (status, error) = refused(
        &bench,
        "/api/sessions/1/inject",
        &json!({"dir": "c2s", "text": "CAL 5 a@b\r\n", "hide_reply": true}),
    )
    .await;
    assert_eq!(status, 400);
    assert!(error.contains("{trid}"), "{error}");
}

#[tokio::test]
async fn a_frame_is_held_edited_and_released() {
    let bench = Bench::start().await;
    let (mut client, mut server) = switchboard(&bench).await;
    let put = bench.put("/api/hold", &json!({"filter": "cmd:MSG dir:c2s"})).await;
    assert_eq!(put.status, 200, "{}", put.body);
    send(&mut client, b"MSG 1 N 5\r\nhelloMSG 2 N 1\r\nx").await;
    bench.events(2, |event| matches!(event, Event::Held { .. })).await;
    let held = bench.get_json("/api/held").await;
    assert_eq!((&held["holding"], &held["held"][0]["behind"]), (&json!("cmd:MSG dir:c2s"), &json!(1)));
    let [first, second] = [0, 1].map(|at| held["held"][at]["entry"].as_u64().unwrap());
    let edit = json!({"do": "edit", "text": "MSG 1 N 5\r\nhéllo, longer"});
    posted(&bench, &format!("/api/held/{first}"), &edit).await;
    expect(&mut server, "MSG 1 N 14\r\nhéllo, longer".as_bytes()).await;
    let row = bench.until(&format!("/api/entries/{first}"), |row| row["held"] == "edited").await;
    let instead = bench.get_json(&format!("/api/entries/{}", row["instead"])).await;
    assert_eq!(instead["flags"], json!(["injected"]));
    let as_typed = json!({"do": "edit", "typed": "MSG 2 N 9\ny", "measure": false});
    posted(&bench, &format!("/api/held/{second}"), &as_typed).await;
    expect(&mut server, b"MSG 2 N 9\r\ny").await;
    for (entry, body, status) in [
        (first, json!({"do": "release"}), 404),
        (first, json!({"do": "explode"}), 400),
        (first, json!({"do": "release", "text": "PNG"}), 404),
    ] {
        assert_eq!(refused(&bench, &format!("/api/held/{entry}"), &body).await.0, status, "{body}");
    }
    posted(&bench, "/api/hands-off", &json!({})).await;
    say(&mut client, &mut server, b"MSG 3 N 0\r\n").await;
    assert_eq!(bench.get_json("/api/views/held").await["holding"], Value::Null);
    assert_eq!(bench.put("/api/hold", &json!({"filter": "who:me"})).await.status, 400);
    assert_eq!(bench.put("/api/hold", &json!({"filter": "", "seconds": 0})).await.status, 400);
    assert_eq!(bench.get_json("/api/held").await["keep_alive_ms"], 30_000, "where nobody has said");
    let challenges = json!({"filter": "cmd:MSG", "prove": true, "seconds": 7, "keep_alive_ms": 500});
    assert_eq!(bench.put("/api/hold", &challenges).await.status, 200);
    // A setting that is refused changes no other.
    let refused = json!({"filter": "cmd:MSG", "seconds": 9, "keep_alive_ms": 1});
    assert_eq!(bench.put("/api/hold", &refused).await.status, 400);
    let told = bench.get_json("/api/held").await;
    assert_eq!(
        (&told["prove"], &told["seconds"], &told["keep_alive_ms"]),
        (&json!(true), &json!(7), &json!(500))
    );
    send(&mut client, b"MSG 4 N 0\r\n").await;
    let held = bench.until("/api/held", |told| told["held"][0]["entry"].is_u64()).await;
    assert!(held["held"][0]["left"].as_u64().unwrap() < 7, "{held}");
    assert_eq!(bench.put("/api/hold", &json!({"filter": null})).await.status, 200);
    let held = bench.get_json("/api/held").await;
    assert_eq!((&held["holding"], held["held"].as_array().unwrap().len()), (&Value::Null, 1), "{held}");
}

#[tokio::test]
async fn read_only_changes_nothing() {
    let bench = Bench::with(Wishes { read_only: true, ..Wishes::default() }).await;
    let _session = bench.connect().await;
    for (path, body) in [
        ("/api/sessions/1/inject", json!({"dir": "c2s", "typed": "PNG"})),
        ("/api/held", json!({})),
        ("/api/held/1", json!({"do": "release"})),
        ("/api/hands-off", json!({})),
        ("/api/sequences", json!({"session": 1, "dir": "c2s", "typed": "PNG"})),
        ("/api/snippets", json!({"name": "a", "dir": "c2s", "typed": "PNG"})),
    ] {
        assert_eq!(bench.post(path, &body).await.status, 403, "{path}");
    }
    assert_eq!(bench.put("/api/hold", &json!({"filter": ""})).await.status, 403);
    for path in ["/api/sequences/1", "/api/snippets/a"] {
        assert_eq!(bench.delete(path).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn a_sequence_sends_waits_and_repeats() {
    let bench = Bench::start().await;
    let (mut client, mut server) = switchboard(&bench).await;
    let typed = "NLN BSY {peer} B\n--- wait for cmd:MSG dir:c2s\n--- to server\nXYZ 1\n--- wait 1 ms";
    let wish = json!({"session": 1, "dir": "s2c", "typed": typed, "times": 2, "every_ms": 1});
    let id = posted(&bench, "/api/sequences", &wish).await["id"].clone();
    for _ in 0..2 {
        expect(&mut client, b"NLN BSY bob@example.org B\r\n").await;
        send(&mut client, b"MSG 1 N 0\r\n").await;
        expect(&mut server, b"MSG 1 N 0\r\nXYZ 1\r\n").await;
    }
    let done = bench.until("/api/sequences", |told| told["sequences"][0]["state"] != "running").await;
    let told = &done["sequences"][0];
    assert_eq!(
        (&told["id"], &told["state"], &told["sent"], &told["round"]),
        (&id, &json!("done"), &json!(4), &json!(2))
    );
}

#[tokio::test]
async fn a_sequence_is_stopped_and_hands_off_stops_all() {
    let bench = Bench::start().await;
    let _session = switchboard(&bench).await;
    let wish = json!({"session": 1, "dir": "s2c", "typed": "--- wait 600 s\nQNG", "times": 10});
    let ids = [posted(&bench, "/api/sequences", &wish).await, posted(&bench, "/api/sequences", &wish).await];
    let stopped = |count: usize| {
        move |told: &Value| {
            let all = told["sequences"].as_array().unwrap();
            all.iter().filter(|one| one["state"] == "stopped").count() == count
        }
    };
    assert_eq!(bench.delete(&format!("/api/sequences/{}", ids[0]["id"])).await.status, 200);
    bench.until("/api/sequences", stopped(1)).await;
    posted(&bench, "/api/hands-off", &json!({})).await;
    bench.until("/api/sequences", stopped(2)).await;
    assert_eq!(bench.delete("/api/sequences/99").await.status, 404);
    for wrong in [
        json!({"session": 1, "dir": "s2c", "typed": "QNG", "times": 0}),
        json!({"session": 1, "dir": "s2c", "typed": "QNG", "times": 10_001}),
        json!({"session": 1, "dir": "s2c", "typed": "QNG", "every_ms": 600_001}),
        json!({"session": 1, "dir": "s2c", "typed": "--- jump"}),
    ] {
        assert_eq!(refused(&bench, "/api/sequences", &wrong).await.0, 400, "{wrong}");
    }
    let gone = json!({"session": 9, "dir": "s2c", "typed": "QNG"});
    let id = posted(&bench, "/api/sequences", &gone).await["id"].as_u64().unwrap();
    let failed = |told: &Value| {
        told["sequences"].as_array().unwrap().iter().any(|one| one["id"] == id && one["state"] == "failed")
    };
    bench.until("/api/sequences", failed).await;
}

#[tokio::test]
async fn beginnings_are_offered_by_what_the_session_is() {
    let folder = tempfile::tempdir().unwrap();
    let snippets = Arc::new(Snippets::kept_in(&folder.path().join("mine.toml")).unwrap());
    let bench = Bench::with(Wishes { snippets, ..Wishes::default() }).await;
    let _session = switchboard(&bench).await;
    posted(
        &bench,
        "/api/snippets",
        &json!({"name": "Shake", "dir": "s2c", "role": "SB", "typed": "MSG {peer} B {len}"}),
    )
    .await;
    let offered = bench.get_json("/api/sessions/1/templates").await;
    let names: Vec<_> =
        offered["templates"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"Nudge the client") && !names.contains(&"Status: busy"), "{names:?}");
    assert_eq!(offered["snippets"][0]["name"], "Shake");
    assert_eq!(bench.delete("/api/snippets/Shake").await.status, 200);
    assert_eq!(bench.delete("/api/snippets/Shake").await.status, 404);
    let bench = Bench::start().await;
    assert_eq!(
        refused(&bench, "/api/snippets", &json!({"name": "a", "dir": "c2s", "typed": "PNG"})).await.0,
        409
    );
}
