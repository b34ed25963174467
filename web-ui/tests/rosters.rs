//! Who is on whose list, and how they are, by way of the JSON API.

use crate::harness::{Bench, say};
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// Signs Alice in, as MSNP14 does.
async fn sign_in(client: &mut TcpStream, server: &mut TcpStream) {
    say(client, server, b"VER 1 MSNP14\r\n").await;
    say(server, client, b"VER 1 MSNP14\r\n").await;
    say(client, server, b"USR 2 TWN S t=1&p=\r\n").await;
    say(server, client, b"USR 2 OK alice@example.org 1 0\r\n").await;
}

/// The number of the newest entry.
async fn newest(bench: &Bench) -> u64 {
    bench.get_json("/api/status").await["head"].as_u64().unwrap() - 1
}

#[tokio::test]
async fn a_roster_is_told_as_of_now_and_as_of_any_entry() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    sign_in(&mut client, &mut server).await;
    let before = newest(&bench).await;
    let list =
        "<ml l=\"1\"><d n=\"b.example\"><c n=\"bob\" l=\"3\" t=\"1\"/><c n=\"carol\" l=\"4\"/></d></ml>";
    let list = format!("ADL 3 {}\r\n{list}", list.len());
    say(&mut client, &mut server, list.as_bytes()).await;
    say(&mut server, &mut client, b"ADL 3 OK\r\nBLP 4 BL\r\nCHG 5 BSY 7 0\r\n").await;
    say(
        &mut server,
        &mut client,
        b"NLN AWY bob@b.example 1 B%20b 5 %3Cmsnobj%20SHA1D%3D%22x%3D%22%2F%3E\r\n",
    )
    .await;
    say(&mut server, &mut client, b"UBX bob@b.example 1 33\r\n<Data><PSM>&lt;b&gt;</PSM></Data>").await;
    let now = newest(&bench).await;
    let roster = bench.get_json("/api/sessions/1/roster").await;
    let since = roster["since"].as_u64().unwrap();
    assert!(since <= before, "{roster}");
    let status = |roster: &Value| roster["own"]["status"].clone();
    assert_eq!(
        roster["own"],
        json!({
            "account": "alice@example.org", "name": null, "status": "BSY", "status_words": "busy", "caps": "7",
            "message": null, "media": null, "picture": null, "icon": null, "endpoints": [],
        })
    );
    let contact = |account: &str, network: Option<u32>, lists: &[&str]| {
        json!({
            "account": account, "network": network, "via": null, "name": null, "guid": null, "lists": lists,
            "groups": [], "status": null, "status_words": null, "caps": null, "message": null, "media": null,
            "picture": null, "icon": null, "endpoints": [], "changed": before + 2,
        })
    };
    let mut bob = contact("bob@b.example", Some(1), &["FL", "AL"]);
    let carol = contact("carol@b.example", None, &["BL"]);
    let at = |at: u64| format!("/api/sessions/1/roster?at={at}");
    assert_eq!(bench.get_json(&at(before + 2)).await["contacts"], json!([bob, carol]));
    assert_eq!(bench.get_json(&at(before + 1)).await["contacts"], json!([]), "asked, and not granted");
    for (key, value) in [
        ("name", json!("B b")),
        ("status", json!("AWY")),
        ("status_words", json!("away")),
        ("caps", json!("5")),
        ("picture", json!("x=")),
        ("message", json!("<b>")),
        ("changed", json!(now)),
    ] {
        bob[key] = value;
    }
    assert_eq!(roster["contacts"], json!([bob, carol]));
    assert_eq!(roster["privacy"], json!({ "strangers": "block", "prompt": null }));
    assert_eq!(
        [
            &roster["session"],
            &roster["at"],
            &roster["gap"],
            &roster["ended"],
            &roster["uncounted"],
            &roster["left_out"]
        ],
        [&json!(1), &json!(now), &json!(false), &json!(null), &json!(0), &json!(0)]
    );
    assert_eq!(status(&bench.get_json(&at(before)).await), json!(null));
    assert_eq!(bench.get_json(&at(now)).await, roster);
}

#[tokio::test]
async fn those_on_line_come_first_and_then_names_in_order() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    sign_in(&mut client, &mut server).await;
    say(
        &mut server,
        &mut client,
        b"NLN NLN d@b 1 dora 0\r\nFLN a@b 1 0\r\nNLN BSY e@b 1 Bert 0\r\nNLN NLN c@b 1 Anna 0\r\n",
    )
    .await;
    let roster = bench.get_json("/api/sessions/1/roster").await;
    let accounts: Vec<_> =
        roster["contacts"].as_array().unwrap().iter().map(|row| row["account"].clone()).collect();
    assert_eq!(accounts, ["c@b", "e@b", "d@b", "a@b"]);
}

#[tokio::test]
async fn what_cannot_be_told_says_why_and_what_to_do() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    sign_in(&mut client, &mut server).await;
    let check = async |path: &str, status: u16, says: &str| {
        let reply = bench.get(path).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.body);
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(says), "{path}: {error}");
    };
    check("/api/sessions/9/roster", 404, "/api/sessions").await;
    check("/api/sessions/x/roster", 400, "no number of a session").await;
    check("/api/sessions/1/roster?when=3", 400, "unknown").await;
    check("/api/sessions/1/roster?at=1000000", 404, "has not happened yet").await;
    let began = bench.get_json("/api/sessions/1/roster").await["since"].as_u64().unwrap();
    let (mut caller, mut board) = bench.connect().await;
    let second = newest(&bench).await;
    let early = format!("/api/sessions/2/roster?at={began}");
    check(&early, 404, "session 2 begins with entry").await;
    say(&mut caller, &mut board, b"USR 1 alice@example.org 17.20\r\n").await;
    check("/api/sessions/2/roster", 404, "is a switchboard, which has no roster; see /api/sessions").await;
    assert_eq!(bench.post("/api/clear", &json!({})).await.status, 200);
    say(&mut server, &mut client, b"CHG 5 NLN 0\r\n").await;
    check(&format!("/api/sessions/1/roster?at={second}"), 410, "the oldest entry to ask about is").await;
    assert_eq!(bench.get_json("/api/sessions/1/roster").await["own"]["status"], "NLN");
}

#[tokio::test]
async fn an_answer_is_bounded_and_says_what_it_left_out() {
    let bench = Bench::start().await;
    // Each of these takes six bytes to tell.
    let name = "%01".repeat(250);
    for n in 0..300 {
        bench.record(1, format!("NLN NLN p{n}@b.example {name} 0\r\n").as_bytes());
    }
    let reply = bench.get("/api/sessions/1/roster").await;
    assert!(reply.body.len() <= 257 * 1024, "{}", reply.body.len());
    let roster = reply.json();
    let (told, left_out) =
        (roster["contacts"].as_array().unwrap().len(), roster["left_out"].as_u64().unwrap());
    let uncounted = roster["uncounted"].as_u64().unwrap();
    assert!(told > 100 && left_out > 0, "{told} {left_out}");
    assert_eq!(told as u64 + left_out + uncounted, 300);
    assert_eq!(roster["gap"], true, "nobody saw it begin");
}
