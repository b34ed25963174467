//! An evening, and every question there is about it: each answer is as described.

use super::{JSON, Operation, Schemas, description, operations};
use crate::harness::{Bench, Reply, Wishes, expect, say, send};
use crate::redirects::Switchboard;
use nudge_proxy::transcript::Event;
use nudge_web_ui::Snippets;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::net::TcpStream;

/// Holds answers against the description, and remembers which were seen.
struct Judge<'a> {
    bench: &'a Bench,
    api: &'a Value,
    seen: BTreeSet<String>,
}

impl Judge<'_> {
    /// Asks, and holds the answer against what is described for this address, method and status.
    async fn ask(&mut self, method: &str, address: &str, body: Value) -> Value {
        let headers = format!("{}{JSON}", self.bench.bearer());
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let reply = self.bench.request(method, address, &headers, &body).await;
        self.judge(method, address, &reply)
    }

    async fn get(&mut self, address: &str) -> Value {
        self.ask("GET", address, Value::Null).await
    }

    fn judge(&mut self, method: &str, address: &str, reply: &Reply) -> Value {
        assert_eq!(reply.status, 200, "{method} {address}: {}", reply.body);
        let operation = described(self.api, method, address);
        let content = &operation.described["responses"]["200"]["content"];
        let (kind, shape) = content.as_object().unwrap().iter().next().unwrap();
        assert_eq!(reply.header("content-type"), [kind], "{method} {address}");
        self.seen.insert(format!("{method} {}", operation.path));
        let rows = if kind == "application/x-ndjson" { reply.rows() } else { vec![reply.json()] };
        for row in &rows {
            let complaints = Schemas(self.api).complaints(row, &shape["schema"]);
            assert_eq!(complaints, [""; 0], "{method} {address}: {row}");
        }
        rows.into_iter().next().unwrap()
    }
}

/// The operation an address belongs to: of those with the most words of its own.
fn described<'a>(api: &'a Value, method: &str, address: &str) -> Operation<'a> {
    let words: Vec<&str> = address.split('?').next().unwrap().split('/').collect();
    let fits = |operation: &Operation<'_>| {
        let places: Vec<&str> = operation.path.split('/').collect();
        let fit = |(place, word): (&&str, &&str)| place.starts_with('{') || place == word;
        operation.method == method && places.len() == words.len() && places.iter().zip(&words).all(fit)
    };
    operations(api).into_iter().find(fits).unwrap_or_else(|| panic!("{method} {address} is not described"))
}

/// Alice signs in, has a list, is sent to a switchboard, and talks to Bob there.
async fn an_evening(bench: &Bench) -> [(TcpStream, TcpStream); 2] {
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP14 CVR0\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP14 CVR0\r\n").await;
    say(&mut client, &mut server, b"CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 8.1.0178 msmsgs a@example.org\r\n")
        .await;
    say(&mut client, &mut server, b"USR 3 TWN S t=1&p=\r\n").await;
    say(&mut server, &mut client, b"USR 3 OK alice@example.org 1 0\r\n").await;
    say(&mut server, &mut client, b"LSG Friends 5d0\r\nCHL 0 22210219642164014968\r\n").await;
    let list = "<ml l=\"1\"><d n=\"example.org\"><c n=\"bob\" l=\"3\" t=\"1\"/></d></ml>";
    say(&mut client, &mut server, format!("ADL 4 {}\r\n{list}", list.len()).as_bytes()).await;
    say(&mut server, &mut client, b"ADL 4 OK\r\nBLP 5 BL\r\nCHG 6 BSY 7 0\r\n").await;
    say(&mut server, &mut client, b"NLN AWY bob@example.org 1 Bob 5 0\r\n").await;
    let switchboard = Switchboard::listen().await;
    send(&mut client, b"XFR 7 SB\r\n").await;
    expect(&mut server, b"XFR 7 SB\r\n").await;
    let line = format!("XFR 7 SB {} CKI 17.10\r\n", switchboard.address);
    let told = switchboard.told((&mut server, &mut client), &line, 3).await;
    let (mut alice, mut room) = switchboard.connect(&told).await;
    say(&mut alice, &mut room, b"USR 1 alice@example.org 17.10\r\n").await;
    say(&mut room, &mut alice, b"USR 1 OK alice@example.org Alice\r\nJOI bob@example.org Bob\r\n").await;
    let words = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
                 X-MMS-IM-Format: FN=Arial; EF=B; CO=ff; CS=0; PF=22\r\n\r\nHello";
    say(&mut alice, &mut room, format!("MSG 2 A {}\r\n{words}", words.len()).as_bytes()).await;
    say(&mut room, &mut alice, b"ACK 2\r\n").await;
    let long = [&b"MSG bob@example.org Bob 2000\r\n"[..], &[0xfe; 2000]].concat();
    say(&mut room, &mut alice, &long).await;
    send(&mut alice, b"MSG 3 N 133\r\nhalf a mess").await;
    bench.event(|event| matches!(event, Event::Waiting { .. })).await;
    [(client, server), (alice, room)]
}

/// A picture of one chunk, as the switchboard gives it.
fn picture() -> Vec<u8> {
    let bytes = b"GIF89a\x13\0\x13\0\x80\0\0\0\0\0\xff\xff\xff;";
    let size = bytes.len() as u64;
    let mut packet = [7_u32, 9].map(u32::to_le_bytes).concat();
    packet.extend([0, size].map(u64::to_le_bytes).concat());
    packet.extend([u32::try_from(size).unwrap(), 0x20, 0, 0].map(u32::to_le_bytes).concat());
    packet.extend(0_u64.to_le_bytes());
    let head = "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: a@b\r\n\r\n";
    let payload = [head.as_bytes(), &packet, bytes, &[0; 4]].concat();
    [format!("MSG bob@example.org Bob {}\r\n", payload.len()).as_bytes(), &payload].concat()
}

#[tokio::test]
async fn every_answer_is_as_described() {
    let folder = tempfile::tempdir().unwrap();
    let snippets = Arc::new(Snippets::kept_in(&folder.path().join("snippets.toml")).unwrap());
    let bench = Bench::with(Wishes { snippets, ..Wishes::default() }).await;
    let api = description(&bench).await;
    let mut judge = Judge { bench: &bench, api: &api, seen: BTreeSet::new() };
    let [(_client, _server), (mut alice, mut room)] = an_evening(&bench).await;
    say(&mut room, &mut alice, &picture()).await;
    what_is_told(&mut judge).await;
    what_is_done(&mut judge, &mut alice).await;
    let unseen: Vec<String> = operations(&api)
        .into_iter()
        .filter(|one| one.path != "/api/live" && one.path != "/api/transfers/{id}/content")
        .map(|one| format!("{} {}", one.method, one.path))
        .filter(|name| !judge.seen.contains(name))
        .collect();
    assert_eq!(unseen, [""; 0], "every answer in JSON was looked at");
}

/// Everything that is read.
async fn what_is_told(judge: &mut Judge<'_>) {
    for address in [
        "/api/status",
        "/api/openapi.json",
        "/api/sessions/1",
        "/api/sessions/2",
        "/api/sessions/2/templates",
        "/api/commands",
        "/api/challenge?challenge=22210219642164014968",
        "/api/download",
        "/api/held",
        "/api/sequences",
    ] {
        judge.get(address).await;
    }
    let sessions = judge.get("/api/sessions").await;
    assert!(sessions["sessions"][1]["incomplete"]["c2s"].is_object(), "something of each kind: {sessions}");
    let roster = judge.get("/api/sessions/1/roster").await;
    assert_eq!(roster["contacts"][0]["account"], "bob@example.org");
    for verb in ["MSG", "913"] {
        judge.get(&format!("/api/commands/{verb}")).await;
    }
    let rows = judge.get("/api/entries?limit=1000").await;
    let rows = rows["entries"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["cut"] == true) && rows.iter().any(|row| row.get("event").is_some()));
    for row in rows {
        judge.get(&format!("/api/entries/{}", row["n"])).await;
        judge.get(&format!("/api/entries/{}?reveal=true", row["n"])).await;
    }
    let names = &described(judge.api, "GET", "/api/views/x").described["parameters"][0]["schema"];
    let names = Schemas(judge.api).resolve(names)["enum"].as_array().unwrap().clone();
    for name in names.iter().map(|name| name.as_str().unwrap()) {
        let view = judge.get(&format!("/api/views/{name}")).await;
        if ["conversations", "redirects", "transfers"].contains(&name) {
            assert!(view[name].as_array().is_some_and(|rows| !rows.is_empty()), "{name}: {view}");
        }
    }
    let said = judge.get("/api/conversations/2").await;
    assert!(said["items"].to_string().contains("Arial"), "{said}");
}

/// Everything that is done.
async fn what_is_done(judge: &mut Judge<'_>, alice: &mut TcpStream) {
    let typed = json!({ "dir": "s2c", "typed": "NLN BSY {me} {me} 0" });
    judge.ask("POST", "/api/sessions/2/compose", typed.clone()).await;
    judge.ask("POST", "/api/sessions/2/inject", typed).await;
    let snippet =
        json!({ "name": "shake", "dir": "s2c", "role": "SB", "says": "It shakes.", "typed": "QNG" });
    judge.ask("POST", "/api/snippets", snippet).await;
    let offered = judge.get("/api/sessions/2/templates").await;
    assert_eq!(offered["snippets"][0]["name"], "shake");
    judge.ask("DELETE", "/api/snippets/shake", Value::Null).await;
    let score = json!({ "session": 2, "dir": "s2c", "typed": "QNG 1\n--- wait 100 s\nQNG 2" });
    let id = judge.ask("POST", "/api/sequences", score).await["id"].clone();
    judge.get("/api/sequences").await;
    judge.ask("DELETE", &format!("/api/sequences/{id}"), Value::Null).await;
    judge.ask("PUT", "/api/hold", json!({ "filter": "cmd:MSG dir:c2s", "seconds": 600 })).await;
    // The rest of the message that was half there, which is held.
    send(alice, &[b'x'; 122]).await;
    judge.bench.event(|event| matches!(event, Event::Held { .. })).await;
    let held = judge.get("/api/held").await;
    let entry = held["held"][0]["entry"].as_u64().expect("something is held");
    judge.ask("POST", &format!("/api/held/{entry}"), json!({ "do": "drop" })).await;
    judge.get(&format!("/api/entries/{entry}")).await;
    judge.ask("POST", "/api/held", json!({})).await;
    judge.ask("POST", "/api/hands-off", json!({})).await;
    judge.ask("POST", "/api/clear", json!({})).await;
}
