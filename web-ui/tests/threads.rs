//! What belongs together, by way of the JSON API.

use crate::harness::{Bench, say};
use crate::redirects::Switchboard;
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};

/// A session, as the API tells it.
async fn session(bench: &Bench, id: u32) -> Value {
    bench.get_json(&format!("/api/sessions/{id}")).await
}

/// What is told of a session besides what its sheet holds.
fn told(session: &Value) -> Value {
    let fields = ["origin", "halves", "reconnects", "second_place", "dialect", "dialect_guess"];
    fields.into_iter().map(|field| (field, session[field].clone())).collect()
}

#[tokio::test]
async fn a_client_and_its_conversation_are_known_from_both_ends() {
    let bench = Bench::start().await;
    let (mut alice, mut alices) = bench.connect().await;
    say(&mut alice, &mut alices, b"VER 1 MSNP12\r\n").await;
    say(&mut alices, &mut alice, b"VER 1 MSNP12\r\n").await;
    let introduction = b"CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 8.0.0812 msmsgs alice@example.org\r\n";
    say(&mut alice, &mut alices, introduction).await;
    say(&mut alice, &mut alices, b"USR 3 TWN I alice@example.org\r\n").await;
    let (mut bob, mut bobs) = bench.connect().await;
    say(&mut bob, &mut bobs, b"VER 1 MSNP12\r\n").await;
    say(&mut bob, &mut bobs, b"USR 3 TWN I bob@example.org\r\n").await;

    let switchboard = Switchboard::listen().await;
    let line = format!("XFR 9 SB {} CKI 17.10\r\n", switchboard.address);
    let (mut caller, mut called) = switchboard.follow((&mut alices, &mut alice), &line, 3).await;
    say(&mut caller, &mut called, b"USR 1 alice@example.org 17.10\r\n").await;
    say(&mut caller, &mut called, b"CAL 2 bob@example.org\r\n").await;
    say(&mut called, &mut caller, b"CAL 2 RINGING 11752013\r\n").await;
    let line = format!("RNG 11752013 {} CKI 84.52 alice@example.org Alice\r\n", switchboard.address);
    let (mut callee, mut server) = switchboard.follow((&mut bobs, &mut bob), &line, 2).await;
    say(&mut callee, &mut server, b"ANS 1 bob@example.org 84.52 11752013\r\n").await;

    let client = json!({ "name": "MSNMSGR", "version": "8.0.0812", "os": "winnt 5.1" });
    let [one, two, three, four] = [
        session(&bench, 1).await,
        session(&bench, 2).await,
        session(&bench, 3).await,
        session(&bench, 4).await,
    ];
    assert_eq!((&one["client"], &two["client"], &three["client"]), (&client, &Value::Null, &client));
    assert!(one["address"].as_str().unwrap().starts_with("127.0.0.1:"));
    let of = |origin: &str, halves: &[u32], dialect: Option<&str>| {
        json!({
            "origin": origin, "halves": halves, "reconnects": null, "second_place": false,
            "dialect": dialect, "dialect_guess": null,
        })
    };
    assert_eq!(told(&one), of("first", &[], Some("MSNP12")));
    assert_eq!(told(&three), of("redirect", &[3, 4], Some("MSNP12")));
    assert_eq!(told(&four), of("redirect", &[3, 4], None), "nobody saw what Bob's server agreed to");
    let all = bench.get_json("/api/sessions").await;
    assert_eq!(all["sessions"][2]["halves"], json!([3, 4]), "a list tells the same");
}

#[tokio::test]
async fn a_ticket_nobody_saw_is_said_to_be_unseen_and_its_dialect_is_an_estimate() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"USR 1 alice@example.org;{a} 99.99\r\n").await;
    let unseen = json!({
        "origin": "unseen", "halves": [], "reconnects": null, "second_place": false,
        "dialect": null, "dialect_guess": "MSNP16 or later",
    });
    assert_eq!(told(&session(&bench, 1).await), unseen);
}

#[tokio::test]
async fn an_account_that_signs_in_again_is_known_by_the_session_before() {
    let bench = Bench::start().await;
    let mut places = Vec::new();
    for _ in 0..2 {
        let (mut client, mut server) = bench.connect().await;
        say(&mut client, &mut server, b"VER 1 MSNP18\r\n").await;
        say(&mut client, &mut server, b"USR 2 SSO I alice@example.org\r\n").await;
        say(&mut server, &mut client, b"USR 2 OK alice@example.org 1 0\r\n").await;
        places.push((client, server));
    }
    let again = |session: Value| (session["reconnects"].clone(), session["second_place"].clone());
    assert_eq!(again(session(&bench, 1).await), (Value::Null, json!(false)));
    assert_eq!(again(session(&bench, 2).await), (json!(1), json!(true)));
    drop(places);
    bench.events(2, |event| matches!(event, Event::Closed { .. })).await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP18\r\n").await;
    say(&mut server, &mut client, b"USR 2 OK alice@example.org 1 0\r\n").await;
    assert_eq!(again(session(&bench, 3).await), (json!(2), json!(false)));
}
