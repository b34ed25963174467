//! What broke the rules, and exchanges judged, by way of the JSON API.

use crate::harness::{Bench, Wishes, say};
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};

/// The number of the newest entry a filter finds.
async fn newest(bench: &Bench, filter: &str) -> u64 {
    let rows = bench.get_json(&format!("/api/entries?filter={filter}")).await;
    rows["entries"].as_array().unwrap().last().unwrap()["n"].as_u64().unwrap()
}

async fn problems(bench: &Bench) -> Value {
    bench.get_json("/api/views/problems").await
}

#[tokio::test]
async fn a_problem_is_told_with_its_rule_its_reason_and_its_entries() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP9\r\n").await;
    let quiet = problems(&bench).await;
    assert_eq!(quiet["counts"], json!({ "error": 0, "warning": 0, "note": 0 }));
    assert_eq!((&quiet["problems"], &quiet["left_out"]), (&json!([]), &json!(0)));
    say(&mut client, &mut server, b"PNG\n").await;
    say(&mut client, &mut server, b"CVR 2\r\n").await;
    drop((client, server));
    bench.event(|event| matches!(event, Event::Closed { .. })).await;
    let (png, cvr) = (newest(&bench, "cmd:PNG").await, newest(&bench, "cmd:CVR").await);
    let closed = bench.transcript.head() - 1;
    let told = problems(&bench).await;
    assert_eq!(told["counts"], json!({ "error": 1, "warning": 2, "note": 1 }));
    assert_eq!(told["rules"], json!({ "argument-count": 1, "unanswered": 2, "bare-lf": 1 }));
    let entries: Vec<_> = told["problems"].as_array().unwrap().iter().map(|told| &told["entry"]).collect();
    assert_eq!(entries, [png, png, cvr, cvr], "the newest last");
    assert_eq!(
        told["problems"][1],
        json!({
            "rule": "bare-lf",
            "severity": "note",
            "says": "The client ends the line of PNG with LF alone; lines end with CR LF.",
            "rests_on": "§1.1",
            "entry": png,
            "entries": [png],
            "session": 1,
            "injected": false,
        })
    );
    assert_eq!(told["problems"][3]["entries"], json!([cvr, closed]));
    assert!(told["run"].is_string());
}

#[tokio::test]
async fn rows_are_marked_with_their_worst_problem_and_whole_rows_tell_all() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    say(&mut client, &mut server, b"CVR 2\n").await;
    let rows = bench.get_json("/api/entries?filter=cmd:VER").await;
    assert_eq!(rows["entries"][0].get("problem"), None);
    let row = &bench.get_json("/api/entries?filter=cmd:CVR").await["entries"][0];
    assert_eq!(row["problem"], "error");
    let whole = bench.get_json(&format!("/api/entries/{}", row["n"])).await;
    let rules: Vec<_> = whole["problems"].as_array().unwrap().iter().map(|told| &told["rule"]).collect();
    assert_eq!(rules, ["argument-count", "bare-lf"]);
    assert_eq!(whole["problems"][0]["entry"], row["n"]);
}

#[tokio::test]
async fn what_a_person_injects_is_marked() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    let reply = bench.post("/api/sessions/1/inject", &json!({ "dir": "c2s", "text": "CVR 2\r\n" })).await;
    assert_eq!(reply.status, 200);
    let told = problems(&bench).await;
    assert_eq!(
        (&told["problems"][0]["injected"], &told["problems"][0]["rule"]),
        (&json!(true), &json!("argument-count"))
    );
}

#[tokio::test]
async fn what_was_cleared_away_is_told_no_more_and_what_has_no_room_is_counted() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP9\r\n").await;
    bench.record(150, b"XYZ 1\r\n");
    let told = problems(&bench).await;
    assert_eq!(told["problems"].as_array().unwrap().len(), 100, "of each session and rule");
    assert_eq!((&told["left_out"], &told["counts"]["warning"]), (&json!(50), &json!(150)));
    bench.post("/api/clear", &json!({})).await;
    let told = problems(&bench).await;
    assert_eq!((&told["problems"], &told["left_out"], &told["rules"]), (&json!([]), &json!(0), &json!({})));
}

#[tokio::test]
async fn a_telling_is_bounded_however_much_there_is_to_tell() {
    let bench = Bench::start().await;
    for _ in 0..6 {
        let (mut client, mut server) = bench.connect().await;
        for line in ["XYZ 1\n", "CVR 1\n", "CVR 99999999999 a b\n"] {
            say(&mut client, &mut server, line.repeat(110).as_bytes()).await;
        }
    }
    let reply = bench.get("/api/views/problems").await;
    assert!(reply.body.len() <= 128 * 1024, "{} bytes", reply.body.len());
    let told = reply.json();
    let shown = told["problems"].as_array().unwrap();
    let counts: u64 = told["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert!(shown.len() > 100);
    assert_eq!(counts, shown.len() as u64 + told["left_out"].as_u64().unwrap());
    assert!(shown.is_sorted_by_key(|told| told["entry"].as_u64()), "in order");
}

#[tokio::test]
async fn every_rule_can_be_read() {
    let bench = Bench::start().await;
    let told = bench.get_json("/api/rules").await;
    let rules = told["rules"].as_array().unwrap();
    assert_eq!(rules.len(), 50);
    let lf = rules.iter().find(|rule| rule["id"] == "bare-lf").unwrap();
    assert_eq!(
        *lf,
        json!({
            "id": "bare-lf",
            "severity": "note",
            "title": "Line ends with LF alone",
            "about": "Servers tolerate it, clients need not: a line ends with CR LF.",
            "rests_on": "§1.1",
        })
    );
    let reply = bench.request("GET", "/api/rules", "", "").await;
    assert_eq!(reply.status, 401);
}

#[tokio::test]
async fn a_challenge_is_judged_by_either_of_its_entries() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP7\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP7\r\nCHL 0 15570131571988941333\r\n").await;
    let chl = newest(&bench, "cmd:CHL").await;
    let unanswered = bench.get_json(&format!("/api/judged/{chl}")).await;
    assert_eq!((&unanswered["verdict"], &unanswered["answer"]), (&json!("unanswered"), &Value::Null));
    let right = "8f2f5a91b72102cd28355e9fc9000d6e";
    say(&mut client, &mut server, format!("QRY 10 msmsgs@msnmsgr.com 32\r\n{right}").as_bytes()).await;
    let qry = newest(&bench, "cmd:QRY").await;
    let judged = json!({
        "kind": "challenge",
        "challenge": chl,
        "answer": qry,
        "text": "15570131571988941333",
        "product": "msmsgs@msnmsgr.com",
        "known": true,
        "given": right,
        "expected": right,
        "verdict": "right",
        "says": "The client answers the challenge rightly.",
    });
    assert_eq!(bench.get_json(&format!("/api/judged/{chl}")).await, judged);
    assert_eq!(bench.get_json(&format!("/api/judged/{qry}")).await, judged);
    say(&mut server, &mut client, b"CHL 0 15570131571988941333\r\n").await;
    say(&mut client, &mut server, b"QRY 11 PROD9999 32\r\n00000000000000000000000000000000").await;
    let other = bench.get_json(&format!("/api/judged/{}", newest(&bench, "cmd:QRY").await)).await;
    assert_eq!(
        (&other["verdict"], &other["known"], &other["expected"]),
        (&json!("unknown product"), &json!(false), &Value::Null)
    );
    assert_eq!(bench.get(&format!("/api/judged/{}", chl - 1)).await.status, 404);
    let reply = bench.post(&format!("/api/judged/{chl}"), &json!({ "password": "hunter2" })).await;
    assert_eq!(reply.status, 400);
}

#[tokio::test]
async fn a_sign_in_is_judged_by_the_password_which_is_told_nowhere() {
    let bench = Bench::with(Wishes { read_only: true, ..Wishes::default() }).await;
    let (mut client, mut server) = bench.connect().await;
    let digest = "41c9739a068ed147562d51f190df20fc";
    say(&mut client, &mut server, b"VER 1 MSNP7\r\n").await;
    say(&mut server, &mut client, b"VER 1 MSNP7\r\n").await;
    say(&mut client, &mut server, b"USR 6 MD5 I alice@example.org\r\n").await;
    say(&mut server, &mut client, b"USR 6 MD5 S 1190042501.19421\r\n").await;
    say(&mut client, &mut server, format!("USR 7 MD5 S {digest}\r\n").as_bytes()).await;
    let entry = newest(&bench, "cmd:USR").await;
    let path = format!("/api/judged/{entry}");
    let asked = bench.get_json(&path).await;
    assert_eq!(
        asked,
        json!({
            "kind": "md5",
            "challenge": entry - 1,
            "answer": entry,
            "text": "1190042501.19421",
            "verdict": "needs the password",
            "says": "Give the password to learn whether the client's digest is made from it.",
        })
    );
    for (password, verdict) in [("hunter2", "right"), ("hunter3", "wrong")] {
        let reply = bench.post(&path, &json!({ "password": password })).await;
        assert_eq!((reply.status, &reply.json()["verdict"]), (200, &json!(verdict)));
        assert!(!reply.body.contains(password) && !reply.body.contains(digest), "{}", reply.body);
    }
    let body = r#"{"password":hunter2}"#;
    let json = format!("{}Content-Type: application/json\r\n", bench.bearer());
    let broken = bench.request("POST", &path, &json, body).await;
    assert!(broken.status == 400 && !broken.body.contains("hunter2"), "{}", broken.body);
    let form = bench.request("POST", &path, &bench.bearer(), r#"{"password":"hunter2"}"#).await;
    assert_eq!(form.status, 415);
    let nobody =
        bench.request("POST", &path, "Content-Type: application/json\r\n", r#"{"password":"x"}"#).await;
    assert_eq!(nobody.status, 401);
    let long = bench.post(&path, &json!({ "password": "x".repeat(5000) })).await;
    assert_eq!(long.status, 413);
    let problems = bench.get("/api/views/problems").await.body;
    assert!(!problems.contains(digest));
}
