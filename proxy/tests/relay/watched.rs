use crate::harness::{Bench, expect, send};
use msnp::Direction;
use nudge_proxy::relay::Limits;
use nudge_proxy::transcript::{Event, What};
use std::time::Duration;
use tokio::net::TcpStream;

const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_frame_that_does_not_end_is_told_once() {
    let bench = Bench::start(Limits { incomplete: SHORT, ..Limits::default() }).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"PNG\r\nMSG 4 N 100\r\nhello").await;
    expect(&mut server, b"PNG\r\n").await;
    let waiting = bench.event(|event| match event {
        Event::Waiting { direction, verb, have, want } => Some((*direction, verb.clone(), *have, *want)),
        _ => None,
    });
    assert_eq!(waiting.await, (Direction::ClientToServer, "MSG".to_owned(), 18, Some(113)));
    send(&mut client, &[b'x'; 95]).await;
    expect(&mut server, &[&b"MSG 4 N 100\r\nhello"[..], &[b'x'; 95]].concat()).await;
    assert_eq!(bench.relay.sessions()[0].incomplete, [None, None]);
}

#[tokio::test]
async fn a_redirect_nobody_follows_is_told_and_one_that_is_followed_is_not() {
    let bench = Bench::start(Limits { follow: Duration::from_millis(300), ..Limits::default() }).await;
    let (mut client, mut server) = bench.connect().await;
    let port = bench.server().port();
    send(&mut server, format!("XFR 1 NS localhost:{port}\r\nXFR 2 NS other.example:5\r\n").as_bytes()).await;
    let told = |verb: &'static str| {
        bench.entry(move |number, what| match what {
            What::Frame(passed) if passed.bytes.starts_with(verb.as_bytes()) => {
                Some((number, String::from_utf8(passed.sent?.to_vec()).unwrap()))
            }
            _ => None,
        })
    };
    let (_, followed) = told("XFR 1").await;
    let (left, unfollowed) = told("XFR 2").await;
    expect(&mut client, format!("{followed}{unfollowed}").as_bytes()).await;
    let route = followed.trim_end().rsplit(' ').next().unwrap();
    let _there = TcpStream::connect(route).await.unwrap();
    let entry = bench.event(|event| match event {
        Event::RedirectUnfollowed { entry, address, .. } => Some((*entry, address.to_string())),
        _ => None,
    });
    assert_eq!(entry.await, (left, "other.example:5".to_owned()));
}
