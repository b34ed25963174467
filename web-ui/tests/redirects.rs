//! Where clients were sent, by way of the JSON API.

use crate::harness::{Bench, PATIENCE, say, send};
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::AsyncReadExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// A switchboard clients are sent to.
pub(crate) struct Switchboard {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
}

impl Switchboard {
    pub(crate) async fn listen() -> Switchboard {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        Switchboard { listener, address }
    }

    /// A server says a redirect to its client: the address the client reads in its place, which is argument `n`.
    pub(crate) async fn told(
        &self,
        (server, client): (&mut TcpStream, &mut TcpStream),
        line: &str,
        n: usize,
    ) -> String {
        send(server, line.as_bytes()).await;
        let mut read = Vec::new();
        while read.last() != Some(&b'\n') {
            read.push(timeout(PATIENCE, client.read_u8()).await.expect("a line").unwrap());
        }
        let told = String::from_utf8(read).unwrap().split(' ').nth(n).unwrap().to_owned();
        assert_ne!(told, self.address.to_string(), "the client comes by way of us");
        told
    }

    /// The client goes where it was told, and arrives here.
    pub(crate) async fn connect(&self, told: &str) -> (TcpStream, TcpStream) {
        let client = timeout(PATIENCE, TcpStream::connect(told)).await.unwrap().unwrap();
        let (server, _) = timeout(PATIENCE, self.listener.accept()).await.unwrap().unwrap();
        (client, server)
    }

    /// Both.
    pub(crate) async fn follow(
        &self,
        ends: (&mut TcpStream, &mut TcpStream),
        line: &str,
        n: usize,
    ) -> (TcpStream, TcpStream) {
        let told = self.told(ends, line, n).await;
        self.connect(&told).await
    }
}

async fn redirects(bench: &Bench) -> Value {
    bench.get_json("/api/views/redirects").await
}

#[tokio::test]
async fn a_redirect_says_where_it_led_what_was_told_and_what_became_of_it() {
    let bench = Bench::start().await;
    assert_eq!(redirects(&bench).await, json!({ "run": "0000000000000000", "left_out": 0, "redirects": [] }));
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"VER 1 MSNP12\r\n").await;
    let switchboard = Switchboard::listen().await;
    let line = format!("XFR 9 SB {} CKI 17.10\r\n", switchboard.address);
    let told = switchboard.told((&mut server, &mut client), &line, 3).await;
    let waiting = &redirects(&bench).await["redirects"][0];
    let entry = waiting["entry"].as_u64().unwrap();
    let row = bench.get_json(&format!("/api/entries/{entry}")).await;
    let named = switchboard.address.to_string();
    assert_eq!(
        *waiting,
        json!({
            "entry": row["n"], "at": row["at"], "session": 1, "kind": "SB", "named": named, "told": told,
            "fate": "waiting", "why": null, "followed_by": null, "ms": null, "became": null, "injected": false,
        })
    );

    let (mut to_switchboard, mut at_switchboard) = switchboard.connect(&told).await;
    say(&mut to_switchboard, &mut at_switchboard, b"USR 1 alice@example.org 17.10\r\n").await;
    let followed = &redirects(&bench).await["redirects"][0];
    let fate = |row: &Value| ["fate", "followed_by", "became"].map(|field| row[field].clone());
    assert_eq!(fate(followed), [json!("followed"), json!(2), json!("open")]);
    assert!(followed["ms"].as_f64().unwrap() > 0.0, "{followed}");
    drop((to_switchboard, at_switchboard));
    bench.event(|event| matches!(event, Event::Closed { .. })).await;
    let closed = &redirects(&bench).await["redirects"][0];
    assert_eq!(fate(closed), [json!("followed"), json!(2), json!("closed")]);
    assert!(!closed.to_string().contains("17.10"), "a cookie is nobody's business");
}

#[tokio::test]
async fn what_is_not_rewritten_says_why_in_the_words_of_its_entry() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut server, &mut client, b"XFR 3 NS gw7.example:80 G D\r\n").await;
    say(&mut server, &mut client, b"XFR 3 NS 0\r\n").await;
    say(&mut server, &mut client, b"XFR 4 SB 169.254.169.254:80 CKI 1.2\r\n").await;
    let injected = json!({ "dir": "s2c", "text": "XFR 5 NS evil.example\r\n" });
    assert_eq!(bench.post("/api/sessions/1/inject", &injected).await.status, 200);
    let redirects = redirects(&bench).await["redirects"].clone();
    let [gateway, again, forbidden, injected] = &redirects.as_array().unwrap()[..] else {
        panic!("{redirects}")
    };
    let entries = bench.get_json("/api/entries").await["entries"].clone();
    let events = entries.as_array().unwrap().iter().filter(|row| row["event"] == "redirect_untouched");
    let events: Vec<&Value> = events.collect();
    assert_eq!(events.len(), 2);
    for (row, event) in [gateway, forbidden].into_iter().zip(events) {
        assert_eq!((&row["entry"], &row["why"]), (&event["entry"], &event["says"]));
    }
    for row in [gateway, again, forbidden, injected] {
        assert_eq!(
            (&row["fate"], &row["told"], &row["became"]),
            (&json!("untouched"), &Value::Null, &Value::Null)
        );
        assert_eq!(row["injected"], row["named"] == "evil.example:1863");
        assert!(row["why"].as_str().unwrap().ends_with('.'), "{row}");
    }
    assert_eq!((&again["kind"], &again["named"]), (&json!("NS"), &json!("0")));
    assert_eq!((&gateway["kind"], &forbidden["kind"]), (&json!("NS"), &json!("SB")));
}

#[tokio::test]
async fn of_many_redirects_the_newest_are_told_and_the_others_counted() {
    let bench = Bench::start().await;
    let (_client, mut server) = bench.connect().await;
    send(&mut server, b"NLN AWY a@b A\r\n").await;
    let hostile = format!("XFR 1 SB {}\u{202e}<img> CKI 1.2\r\n", "\u{e9}".repeat(300));
    bench.record(1000, hostile.as_bytes());
    bench.record(1, b"RNG 77 198.51.100.20 CKI 1.2 a@b A\r\n");
    let reply = bench.get("/api/views/redirects").await;
    assert!(reply.body.is_ascii() && reply.body.len() <= 129 * 1024, "{}", reply.body.len());
    let told = reply.json();
    let rows = told["redirects"].as_array().unwrap();
    assert!(rows.len() > 50, "{}", rows.len());
    assert_eq!(rows.len() as u64 + told["left_out"].as_u64().unwrap(), 1001);
    let numbers: Vec<u64> = rows.iter().map(|row| row["entry"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted(), "oldest first");
    let newest = rows.last().unwrap();
    assert_eq!((&newest["kind"], &newest["named"]), (&json!("RNG"), &json!("198.51.100.20:1863")));
}
