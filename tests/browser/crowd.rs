//! Many pages look on, some of them hung: what passes arrives all the same, to the byte.

use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::Peer;
use std::io::Write as _;
use std::thread;

/// Open pages.
const PAGES: usize = 16;

/// How many of them hang.
const HUNG: usize = 4;

/// Viewers without a page, which never read.
const DEAF: usize = 4;

/// Commands each way.
const COMMANDS: usize = 10_000;

/// A viewer that asks for everything and reads nothing.
fn deaf_viewer(watched: &Watched) -> Peer {
    let mut viewer = Peer::connect(watched.web());
    viewer.send(format!(
        "GET /api/live HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        watched.web(),
        watched.token(),
    ));
    let answer = viewer.receive_line();
    assert!(answer.contains(" 101 "), "{answer}");
    viewer.send(text_frame(r#"{"id":1,"get":"entries","from":1,"follow":true}"#));
    viewer
}

/// A WebSocket message as a client sends it, masked with zeros.
fn text_frame(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).expect("a short text");
    assert!(length < 126, "a short text");
    let mut frame = vec![0x81, 0x80 | length, 0, 0, 0, 0];
    frame.write_all(text.as_bytes()).expect("memory takes it");
    frame
}

#[test]
fn sixteen_open_pages_four_of_them_hung_and_four_deaf_viewers_change_nothing_about_what_is_delivered() {
    if left_out() {
        return;
    }
    let watched = Watched::start(&[]);
    let deaf: Vec<Peer> = (0..DEAF).map(|_| deaf_viewer(&watched)).collect();
    let mut pages: Vec<Page> = (0..PAGES).map(|_| watched.page()).collect();
    for page in &mut pages[..HUNG] {
        page.stall();
    }
    let session = watched.session();
    watched.proxy.stdout.pause();
    let message = "MSG bob@example.org Bob 200\r\n".to_owned() + &"nudge".repeat(40);
    let (up, down) = ("PNG\r\n".repeat(COMMANDS), message.repeat(COMMANDS));
    let (mut client, mut server) = (session.client.split(), session.server.split());
    let (mut at_client, mut at_server) = (session.client.split(), session.server.split());
    thread::scope(|scope| {
        scope.spawn(|| client.send(&up));
        scope.spawn(|| server.send(&down));
        scope.spawn(|| at_client.expect(&down));
        at_server.expect(&up);
    });
    drop((client, server, at_client, at_server));
    watched.proxy.stdout.resume();
    session.finish(&watched.proxy);
    // Whoever does not hang sees the end of it.
    for page in &pages[HUNG..] {
        page.until("seen.rows().at(-1)?.says.startsWith('Closed')");
    }
    drop(deaf);
}
