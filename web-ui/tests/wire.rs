//! Controls 2, 9, 11, 12 and 14: what a hostile peer writes is shown and nothing else.

use crate::harness::{Bench, say, send};
use nudge_proxy::transcript::{Event, Forbidden, Untouched};
use std::net::TcpListener;

#[tokio::test]
async fn control_2_no_redirect_leads_a_client_to_this_server() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    let port = bench.web.port();
    for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"] {
        let line = format!("XFR 3 NS {host}:{port}\r\n");
        say(&mut server, &mut client, line.as_bytes()).await; // byte for byte
        let is_it = |event: &Event| match event {
            Event::RedirectUntouched { why: Untouched::Forbidden(Forbidden::Ourselves), address, .. } => {
                address.ends_with(&format!(":{port}"))
            }
            _ => false,
        };
        bench.event(is_it).await;
    }
}

#[tokio::test]
async fn control_9_wire_text_is_json_and_neither_markup_nor_invisible() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    let nickname = "<img%20src=x%20onerror=alert(1)><script>\u{202e}\u{200b}\u{9b}31m\x1b[2J";
    let line = format!("NLN NLN bob@example.org {nickname} 0\r\n");
    say(&mut server, &mut client, line.as_bytes()).await;
    for path in ["/api/entries?from=1", "/api/entries/4", "/api/download"] {
        let reply = bench.get(path).await;
        let kind = reply.header("content-type")[0];
        assert!(["application/json", "application/x-ndjson"].contains(&kind), "{kind}");
        for invisible in ['\u{202e}', '\u{200b}', '\u{9b}', '\x1b', '\x7f'] {
            assert!(!reply.body.contains(invisible), "{path} holds {invisible:?}: control 12");
        }
    }
    let row = bench.get_json("/api/entries/4").await;
    assert_eq!(row["received"], line, "and nothing is lost");
    assert!(row["line"].as_str().unwrap().contains("\\u{202e}\\u{200b}\\u{9b}31m\\x1b[2J 0\\r\\n"), "{row}");
}

#[tokio::test]
async fn control_11_nothing_named_in_traffic_is_fetched() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    let tempting = TcpListener::bind("127.0.0.1:0").unwrap();
    tempting.set_nonblocking(true).unwrap();
    let url = format!("http://{}/", tempting.local_addr().unwrap());
    let body = format!(
        "MIME-Version: 1.0\r\nContent-Type: text/plain\r\nLocation: {url}\r\n\r\n{url}<img src={url}>"
    );
    let message = format!("MSG bob@example.org B {}\r\n{body}", body.len());
    for line in [&format!("CVR 2 1.0 1.0 1.0 {url} {url}\r\n"), &format!("URL 3 {url} {url} 2\r\n"), &message]
    {
        say(&mut server, &mut client, line.as_bytes()).await;
    }
    for path in ["/api/entries?from=1", "/api/entries/6", "/api/download", "/api/sessions"] {
        bench.get(path).await;
    }
    let fetched = tempting.accept();
    assert!(fetched.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock));
}

#[tokio::test]
async fn control_14_bytes_that_are_no_commands_pass_and_their_rows_say_so() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    let bytes = b"\x16\x03\x01\x02\x00\x01\xfc not msnp\n";
    send(&mut client, bytes).await;
    crate::harness::expect(&mut server, bytes).await;
    let answer = bench.get_json("/api/entries?from=1&filter=dir:c2s").await;
    let row = &answer["entries"][0];
    assert!(row["flags"].as_array().unwrap().contains(&"opaque".into()), "{row}");
    assert!(row.get("cmd").is_none() && row["size"] == bytes.len());
    assert!(bench.get_json("/api/sessions/1").await["opaque"]["c2s"].as_bool().unwrap());
}

#[tokio::test]
async fn control_13_a_length_of_four_gigabytes_holds_nothing_back() {
    let bench = Bench::start().await;
    let (mut client, mut server) = bench.connect().await;
    say(&mut client, &mut server, b"MSG 1 N 4294967295\r\nabc").await;
    let answer = bench.get_json("/api/entries?from=1").await;
    assert!(answer.to_string().contains("\"event\":\"opaque\""), "{answer}");
}
