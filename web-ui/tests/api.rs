//! Each endpoint, as one line of curl reaches it.

use crate::harness::{Bench, expect, say, send};
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};

#[tokio::test]
async fn the_status_names_every_bound_address() {
    let bench = Bench::start().await;
    let _session = bench.connect().await;
    bench.event(|event| matches!(event, Event::Connected { .. })).await;
    let status = bench.get_json("/api/status").await;
    assert_eq!(status["program"], "nudge");
    assert_eq!(status["run"].as_str().unwrap().len(), 16);
    assert_eq!(status["web"], bench.web.to_string());
    let listener = &status["listeners"][0];
    assert!(listener["listen"].as_str().unwrap().starts_with("127.0.0.1:"));
    assert!(listener["upstream"].as_str().unwrap().starts_with("127.0.0.1:"));
    assert_eq!(status["memory"], 8 * 1024 * 1024);
    assert_eq!((&status["first"], &status["head"]), (&json!(1), &json!(4)), "listening, opened, connected");
    assert_eq!(
        (&status["open"], &status["masked"], &status["read_only"]),
        (&json!(1), &json!(true), &json!(false))
    );
    assert_eq!((&status["sandbox"], &status["demo"]), (&Value::Null, &json!(false)));
}

/// A client that is sent on to the switchboard it asked for, which is the same server.
async fn a_thread(bench: &Bench) {
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP12 CVR0\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP12\r\n").await;
    say(&mut client, &mut server, b"USR 2 TWN I alice@example.org\r\n").await;
    let switchboard = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = switchboard.local_addr().unwrap();
    send(&mut server, format!("XFR 3 SB {address} CKI 17.10\r\n").as_bytes()).await;
    let line = read_line(&mut client).await;
    let told = line.split(' ').nth(3).unwrap().to_owned();
    assert_ne!(told, address.to_string(), "the client comes by way of us");
    let mut to_switchboard = tokio::net::TcpStream::connect(told).await.unwrap();
    let (mut at_switchboard, _) = switchboard.accept().await.unwrap();
    say(&mut to_switchboard, &mut at_switchboard, b"USR 1 alice@example.org 17.10\r\n").await;
    say(&mut at_switchboard, &mut to_switchboard, b"JOI bob@example.org Bob\r\n").await;
    send(&mut to_switchboard, b"MSG 2 N 133\r\nhalf a mess").await;
    bench.event(|event| matches!(event, Event::Waiting { .. })).await;
    let sessions = bench.get_json("/api/sessions").await;
    let [ns, sb] = &sessions["sessions"].as_array().unwrap()[..] else { panic!("{sessions}") };
    assert_eq!(sessions["run"], "0000000000000000");
    assert_eq!((&ns["role"], &sb["role"]), (&json!("NS"), &json!("SB")));
    assert_eq!((&ns["dialect"], &sb["dialect"]), (&json!("MSNP12"), &json!("MSNP12")));
    assert_eq!((&ns["thread"], &sb["thread"], &sb["parent"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(sb["participants"], json!(["bob@example.org"]));
    assert_eq!(sb["people"][0], json!({ "account": "bob@example.org", "name": "Bob", "presence": "here" }));
    assert_eq!(ns["account"], "alice@example.org");
    assert_eq!((&sb["closed"], &sb["opaque"]), (&json!(false), &json!({ "c2s": false, "s2c": false })));
    assert_eq!((&sb["frames"]["s2c"], &ns["frames"]["c2s"]), (&json!(1), &json!(2)));
    let waiting = &sb["incomplete"]["c2s"];
    assert_eq!(
        (&waiting["verb"], &waiting["have"], &waiting["want"]),
        (&json!("MSG"), &json!(24), &json!(146))
    );
    assert!(sb["opened"].as_str().unwrap().ends_with('Z') && sb["server"] == address.to_string());
    let followed = sb["followed"].as_u64().unwrap();
    assert_eq!(bench.get_json(&format!("/api/entries/{followed}")).await["cmd"], "XFR");
    assert_eq!(bench.get_json("/api/sessions/2").await["role"], "SB");
    assert_eq!(bench.get("/api/sessions/3").await.status, 404);
    let secret = sessions.to_string();
    assert!(!secret.contains("17.10"), "a cookie is nobody's business");
}

async fn read_line(stream: &mut tokio::net::TcpStream) -> String {
    use tokio::io::AsyncReadExt as _;
    let mut line = Vec::new();
    while line.last() != Some(&b'\n') {
        line.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(line).unwrap()
}

#[tokio::test]
async fn sessions_are_told_with_their_thread_their_people_and_what_they_wait_for() {
    a_thread(&Bench::start().await).await;
}

#[tokio::test]
async fn a_row_of_a_list_is_light_and_a_row_asked_for_is_whole() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"ANS 1 bob@example.org 84.52 77\r\n").await;
    let body = format!("MIME-Version: 1.0\r\n\r\n{}\u{e9}", "x".repeat(3000));
    let message = format!("MSG alice@example.org A {}\r\n{body}", body.len());
    say(&mut server, &mut client, message.as_bytes()).await;
    let binary = [&b"MSG alice@example.org A 2000\r\n"[..], &[0xfe; 2000]].concat();
    say(&mut server, &mut client, &binary).await;
    let rows = bench.get_json("/api/entries?from=1&filter=cmd:MSG").await["entries"].clone();
    let [text, data] = &rows.as_array().unwrap()[..] else { panic!("{rows}") };
    assert_eq!(
        (&text["cut"], &text["size"], &text["role"]),
        (&json!(true), &json!(message.len()), &json!("SB"))
    );
    assert_eq!(text["line"], format!("MSG alice@example.org A {}\\r\\n", body.len()));
    assert_eq!(text["received"], message[..1024]);
    assert_eq!(data["received"]["base64"].as_str().unwrap().len(), 1364);
    let [text, data] = [text, data].map(|row| format!("/api/entries/{}", row["n"]));
    let (text, data) = (bench.get_json(&text).await, bench.get_json(&data).await);
    assert_eq!((&text["received"], &text["payload"]), (&json!(message), &json!(body)));
    assert!(text.get("cut").is_none() && text["size"] == message.len());
    assert_eq!(text["raw"], base64(message.as_bytes()));
    assert_eq!(data["payload"]["base64"], base64(&[0xfe; 2000]));
    assert_eq!(data["raw"], base64(&binary));
    let event = bench.get_json("/api/entries/1").await;
    assert_eq!((&event["event"], event.get("line")), (&json!("listening"), None));
    assert!(event["says"].as_str().unwrap().starts_with("Listening on"));
    assert_eq!(bench.get("/api/entries/999").await.status, 404);
    assert_eq!(bench.get("/api/entries/x").await.status, 400);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[tokio::test]
async fn a_download_is_every_entry_as_ndjson_or_those_wanted() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    for n in 0..3000 {
        send(&mut client, format!("MSG {n} N 3\r\nabc").as_bytes()).await;
        expect(&mut server, format!("MSG {n} N 3\r\nabc").as_bytes()).await;
    }
    let all = bench.get("/api/download").await;
    assert_eq!(all.header("content-type"), ["application/x-ndjson"]);
    assert_eq!(all.header("content-disposition"), ["attachment; filename=\"nudge-0000000000000000.ndjson\""]);
    let numbers: Vec<u64> = all.rows().iter().map(|row| row["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=3003).collect::<Vec<_>>());
    let some = bench.get("/api/download?filter=%222999%22").await;
    assert_eq!(some.rows().len(), 1);
    assert_eq!(bench.get("/api/download?filter=dir:up").await.status, 400);
}

#[tokio::test]
async fn after_clear_what_is_shown_begins_now_and_numbers_stay() {
    let bench = Bench::start().await;
    bench.record(10, b"QNG 1\r\n");
    let head = bench.get_json("/api/status").await["head"].as_u64().unwrap();
    let cleared = bench.post("/api/clear", &json!({})).await;
    assert_eq!((cleared.status, cleared.json()), (200, json!({ "first": head })));
    assert_eq!(bench.get_json("/api/status").await["first"], head);
    bench.record(1, b"QNG 2\r\n");
    for question in ["from=1", "before=999999", "from=1&follow=true"] {
        let answer = bench.get_json(&format!("/api/entries?{question}")).await;
        assert_eq!(answer["entries"].as_array().unwrap().len(), 1, "{question}: {answer}");
        assert_eq!(answer["entries"][0]["n"], head);
        let told = (&answer["first"], &answer["prev"], &answer["missed"], &answer["skipped"]);
        assert_eq!(told, (&json!(head), &json!(head), &json!(0), &json!(0)), "{question}");
    }
    assert_eq!(bench.get("/api/download").await.rows().len(), 1);
    assert_eq!(bench.get("/api/entries/1").await.status, 410);
}

#[tokio::test]
async fn an_address_nobody_answers_at_says_so() {
    let bench = Bench::start().await;
    let reply = bench.get("/api/nothing").await;
    assert_eq!((reply.status, reply.header("content-type")), (404, vec!["application/json"]));
    assert!(reply.json()["error"].is_string());
}
