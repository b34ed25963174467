//! What was said, over HTTP: the list of conversations, and one of them item by item.

use crate::harness::{Bench, say};
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// Alice speaks with Bob; Bob's client comes another way. Before that, the proxy listens and the session opens and
/// connects: Alice's first command is entry 4.
async fn spoken(bench: &Bench) -> (TcpStream, TcpStream) {
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"USR 1 alice@example.org 17.42\r\n").await;
    say(
        &mut server,
        &mut client,
        b"USR 1 OK alice@example.org Alice%20A\r\nJOI bob@example.org B%F0%9F%98%80b\r\n",
    )
    .await;
    let hi = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\
              X-MMS-IM-Format: FN=Tahoma; EF=B; CO=80; CS=0; PF=22\r\n\r\nhi \u{202e}<b>";
    say(&mut client, &mut server, format!("MSG 2 A {}\r\n{hi}", hi.len()).as_bytes()).await;
    say(&mut server, &mut client, b"ACK 2\r\n").await;
    (client, server)
}

/// A message from Bob.
async fn heard(client: &mut TcpStream, server: &mut TcpStream, text: &str) {
    let payload = format!("Content-Type: text/plain; charset=UTF-8\r\n\r\n{text}");
    let line = format!("MSG bob@example.org Bob {}\r\n{payload}", payload.len());
    say(server, client, line.as_bytes()).await;
}

#[tokio::test]
async fn conversations_are_listed_with_their_people_and_newest_words() {
    let bench = Bench::start().await;
    let (mut client, mut server) = spoken(&bench).await;
    let told = bench.get_json("/api/views/conversations").await;
    let conversation = json!({
        "id": "1",
        "sessions": [1],
        "people": [
            { "account": "alice@example.org", "name": "Alice A" },
            { "account": "bob@example.org", "name": "B😀b" },
        ],
        "others": 0,
        "items": 3,
        "said": 1,
        "p2p": 0,
        "first": 5,
        "last": 7,
        "last_text": "hi \u{202e}<b>",
        "open": true,
        "gap": false,
    });
    assert_eq!(told, json!({ "run": told["run"], "left_out": 0, "conversations": [conversation] }));
    heard(&mut client, &mut server, &"é".repeat(100)).await;
    let told = bench.get_json("/api/views/conversations").await;
    assert_eq!(told["conversations"][0]["last_text"], "é".repeat(80));
}

#[tokio::test]
async fn an_item_tells_all_that_is_known_of_it() {
    let bench = Bench::start().await;
    let _peers = spoken(&bench).await;
    let reply = bench.get("/api/conversations/1").await;
    assert!(reply.body.is_ascii(), "no terminal acts on it");
    let told = reply.json();
    let at = |item: usize| told["items"][item]["at"].clone();
    let item = |place: u64, entry: u64, kind: &str, from: &str, name: &str| {
        json!({
            "place": place, "entries": [entry], "at": at(usize::try_from(place).unwrap()), "session": 1, "kind": kind,
            "from": from, "name": name, "shown_as": null, "to": null, "text": null, "cut": 0, "font": null,
            "delivered": null, "parts": null, "missing": [], "count": 1, "injected": false, "offline": false,
            "content_type": "",
        })
    };
    let mut text = item(2, 7, "text", "alice@example.org", "Alice A");
    text["text"] = json!("hi \u{202e}<b>");
    text["content_type"] = json!("text/plain");
    text["delivered"] = json!("delivered");
    text["font"] = json!({
        "name": "Tahoma", "bold": true, "italic": false, "struck": false, "underlined": false,
        "colour": "#800000", "right_to_left": false,
    });
    let expected = json!({
        "run": told["run"],
        "id": "1",
        "people": [
            { "account": "alice@example.org", "name": "Alice A" },
            { "account": "bob@example.org", "name": "B😀b" },
        ],
        "others": 0,
        "open": true,
        "gap": false,
        "from": 0,
        "total": 3,
        "dropped": 0,
        "items": [
            item(0, 5, "joined", "alice@example.org", "Alice A"),
            item(1, 6, "joined", "bob@example.org", "B😀b"),
            text,
        ],
    });
    assert_eq!(told, expected);
    assert!(at(2).as_str().unwrap().ends_with('Z'), "{told}");
}

fn places(told: &Value) -> Vec<u64> {
    told["items"].as_array().unwrap().iter().map(|item| item["place"].as_u64().unwrap()).collect()
}

#[tokio::test]
async fn items_are_read_backwards_by_their_place() {
    let bench = Bench::start().await;
    let (mut client, mut server) = spoken(&bench).await;
    for n in 3..250 {
        heard(&mut client, &mut server, &n.to_string()).await;
    }
    let newest = bench.get_json("/api/conversations/1").await;
    assert_eq!(places(&newest), (50..250).collect::<Vec<_>>(), "200, unless somebody asks for more");
    assert_eq!((&newest["from"], &newest["total"]), (&json!(50), &json!(250)));
    assert_eq!(newest["items"][199]["text"], "249");
    let before = bench.get_json("/api/conversations/1?before=50&limit=20").await;
    assert_eq!((places(&before), &before["from"]), ((30..50).collect(), &json!(30)));
    let oldest = bench.get_json("/api/conversations/1?before=3&limit=20").await;
    assert_eq!((places(&oldest), &oldest["from"]), (vec![0, 1, 2], &json!(0)));
    let none = bench.get_json("/api/conversations/1?before=0").await;
    assert_eq!((places(&none), &none["from"]), (vec![], &json!(0)));
    let all = bench.get_json("/api/conversations/1?before=1000000&limit=1000000").await;
    assert_eq!(places(&all).len(), 250);
}

#[tokio::test]
async fn an_answer_has_a_cap_and_what_is_cut_is_counted() {
    let bench = Bench::start().await;
    let (mut client, mut server) = spoken(&bench).await;
    for _ in 0..5 {
        heard(&mut client, &mut server, &"\u{1}".repeat(100_000)).await;
    }
    let reply = bench.get("/api/conversations/1").await;
    assert!(reply.body.len() < 256 * 1024, "{}", reply.body.len());
    let told = reply.json();
    assert_eq!((places(&told), &told["total"]), (vec![7], &json!(8)), "one, however long it is");
    assert_eq!(told["items"][0]["text"].as_str().unwrap().len(), 24 * 1024);
    assert_eq!(told["items"][0]["cut"], 100_000 - 24 * 1024);
    let list = bench.get("/api/views/conversations").await;
    assert!(list.body.len() < 128 * 1024, "{}", list.body.len());
}

#[tokio::test]
async fn a_list_has_a_cap_and_tells_of_the_newest() {
    let bench = Bench::start().await;
    let name = "\u{1}".repeat(200);
    let mut peers = Vec::new();
    for n in 0..60 {
        let (mut client, mut server) = bench.connect().await;
        let joins = format!("JOI {n}{name}@example.org {name}\r\n");
        say(&mut client, &mut server, b"USR 1 alice@example.org 17.42\r\n").await;
        say(&mut server, &mut client, joins.as_bytes()).await;
        peers.push((client, server));
    }
    let reply = bench.get("/api/views/conversations").await;
    assert!(reply.body.len() < 128 * 1024, "{}", reply.body.len());
    let told = reply.json();
    let ids: Vec<u64> = told["conversations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap().parse().unwrap())
        .collect();
    let left_out = told["left_out"].as_u64().unwrap();
    assert!((10..50).contains(&left_out), "{left_out}");
    assert_eq!(ids, (left_out + 1..=60).collect::<Vec<_>>(), "the newest last");
}

#[tokio::test]
async fn a_conversation_without_a_switchboard_is_called_after_its_other_party() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP18 CVR0\r\n").await;
    say(&mut server, &mut client, b"USR 5 OK alice@example.org 1 0\r\n").await;
    let odd = "UBM b/b%?@example.org 32 alice@example.org 1 1 2\r\n\r\n";
    say(&mut server, &mut client, odd.as_bytes()).await;
    let told = bench.get_json("/api/views/conversations").await;
    assert_eq!(told["conversations"][0]["id"], "1:32:b/b%?@example.org");
    let one = bench.get_json("/api/conversations/1%3A32%3Ab%2Fb%25%3F%40example.org").await;
    assert_eq!((&one["id"], &one["total"]), (&told["conversations"][0]["id"], &json!(1)));
}

#[tokio::test]
async fn what_is_not_there_is_refused_with_the_next_step() {
    let bench = Bench::start().await;
    let _peers = spoken(&bench).await;
    for (path, status, says) in [
        ("/api/conversations/7", 404, "/api/views/conversations lists those there are"),
        ("/api/conversations/1:bob@example.org", 404, "/api/views/conversations lists those there are"),
        ("/api/conversations/bob@example.org", 400, "one is called 3 or 2:bob@example.org"),
        ("/api/conversations/1?before=x", 400, "the address asks for something unknown"),
        ("/api/conversations/1?after=3", 400, "the address asks for something unknown"),
    ] {
        let reply = bench.get(path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        assert!(reply.json()["error"].as_str().unwrap().contains(says), "{path}: {}", reply.body);
    }
}

#[tokio::test]
async fn what_a_person_cleared_is_not_told() {
    let bench = Bench::start().await;
    let (mut client, mut server) = spoken(&bench).await;
    assert_eq!(bench.post("/api/clear", &json!({})).await.status, 200);
    assert_eq!(bench.get_json("/api/views/conversations").await["conversations"], json!([]));
    assert_eq!(bench.get("/api/conversations/1").await.status, 404);
    heard(&mut client, &mut server, "after").await;
    let told = bench.get_json("/api/conversations/1").await;
    let counts = [&told["from"], &told["total"], &told["dropped"]];
    assert_eq!((places(&told), counts), (vec![3], [&json!(3), &json!(4), &json!(3)]));
}
