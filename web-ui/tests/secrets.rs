//! Control 15: secrets are masked wherever they could come out, until they are asked for.

use crate::harness::{Bench, Wishes, say};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

const SECRETS: &[&str] =
    &["t=53*TICKET&p=BLOB==", "17262740.1050826919.32308", "5dc5bd0e1c5c0f8a90d01ab03a1a55ab"];

async fn sign_in(bench: &Bench) {
    let (mut client, mut server) = bench.connect().await;
    let [ticket, cookie, digest] = SECRETS else { panic!() };
    say(&mut client, &mut server, format!("USR 3 MD5 S {digest}\r\n").as_bytes()).await;
    say(&mut client, &mut server, format!("USR 4 TWN S {ticket}\r\n").as_bytes()).await;
    say(&mut client, &mut server, format!("USR 5 alice@example.org {cookie}\r\n").as_bytes()).await;
}

/// Every address that shows entries.
const VIEWS: &[&str] = &[
    "/api/entries?from=1",
    "/api/entries?before=99",
    "/api/entries/4",
    "/api/entries/5",
    "/api/entries/6",
    "/api/download",
    "/api/sessions",
    "/api/status",
];

fn holds(text: &str, secret: &str) -> bool {
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
    // However it lies in the bytes around it, some 4 characters of base64 stand for 3 bytes of it.
    let base64 = (0..3).map(|skip| STANDARD.encode(&secret.as_bytes()[skip..skip + 9]));
    [secret.to_owned(), percent].into_iter().chain(base64).any(|form| text.contains(&form))
}

#[tokio::test]
async fn control_15_no_secret_of_a_login_survives_a_masked_answer_raw_percent_encoded_or_base64() {
    let bench = Bench::start().await;
    sign_in(&bench).await;
    let mut shown = String::new();
    for path in VIEWS {
        shown += &bench.get(path).await.body;
    }
    let mut feed = bench.live().await;
    feed.ask(&json!({ "id": 1, "get": "entries", "from": 1, "follow": true })).await;
    shown += &feed.next().await.unwrap();
    for secret in SECRETS {
        assert!(!holds(&shown, secret), "{secret}");
    }
    assert!(shown.contains("USR 4 TWN S") && shown.contains("masked"));
    let masked = bench.get_json("/api/entries/5").await;
    assert!(masked.get("raw").is_none(), "raw bytes would tell");
}

#[tokio::test]
async fn control_15_secrets_are_revealed_to_who_asks() {
    let bench = Bench::start().await;
    sign_in(&bench).await;
    let [ticket, ..] = SECRETS else { panic!() };
    for path in ["/api/entries?from=1&reveal=true", "/api/entries/5?reveal=true", "/api/download?reveal=true"]
    {
        assert!(bench.get(path).await.body.contains(ticket), "{path}");
    }
    assert!(bench.get_json("/api/entries/5?reveal=true").await["raw"].is_string());
    let open = Bench::with(Wishes { reveal: true, ..Wishes::default() }).await;
    sign_in(&open).await;
    assert!(open.get("/api/entries?from=1").await.body.contains(ticket));
    assert_eq!(open.get_json("/api/status").await["masked"], false);
}

/// Otherwise a ticket could be guessed, a letter at a time.
#[tokio::test]
async fn control_15_a_filter_does_not_find_what_it_does_not_show() {
    let bench = Bench::start().await;
    sign_in(&bench).await;
    for (term, masked, revealed) in [
        ("TICKET", 0, 1),
        ("text:TICKET", 0, 1),
        ("text:p=bl", 0, 1),
        ("-text:TICKET", 1, 0),
        ("text:usr", 1, 1),
    ] {
        let filter = format!("TWN {term}");
        let query = filter.replace(' ', "%20");
        for (reveal, found) in [(false, masked), (true, revealed)] {
            let answer = bench.get_json(&format!("/api/entries?filter={query}&reveal={reveal}")).await;
            assert_eq!(answer["entries"].as_array().unwrap().len(), found, "{filter} {reveal}");
            let exported = bench.get(&format!("/api/download?filter={query}&reveal={reveal}")).await.rows();
            assert_eq!(exported.len(), found, "{filter} {reveal}, exported");
            let mut feed = bench.live().await;
            feed.ask(
                &json!({ "id": 1, "get": "entries", "filter": filter, "reveal": reveal, "follow": true }),
            )
            .await;
            let answer = feed.answer().await;
            assert_eq!(answer["entries"].as_array().unwrap().len(), found, "{filter} {reveal}, live");
        }
    }
}
