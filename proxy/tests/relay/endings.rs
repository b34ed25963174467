use crate::harness::{Bench, expect, rest, send};
use nudge_proxy::relay::Limits;
use nudge_proxy::transcript::{Ending, Event, Party, Tally, What, Window};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

async fn closed(bench: &Bench) -> (Tally, Tally, Party, Ending) {
    let closed = bench.event(|event| match event {
        Event::Closed { client_to_server, server_to_client, ended_by, how } => {
            Some((*client_to_server, *server_to_client, *ended_by, *how))
        }
        _ => None,
    });
    closed.await
}

#[tokio::test]
async fn one_half_may_end_while_the_other_goes_on() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"OUT\r\n").await;
    client.shutdown().await.unwrap();
    assert_eq!(rest(&mut server).await, b"OUT\r\n");
    send(&mut server, b"OUT OTH\r\n").await;
    expect(&mut client, b"OUT OTH\r\n").await;
    server.shutdown().await.unwrap();
    assert_eq!(rest(&mut client).await, b"");
    let (up, down, party, how) = closed(&bench).await;
    assert_eq!((party, how), (Party::Client, Ending::Finished));
    assert_eq!((up.frames, up.bytes, down.frames, down.bytes), (1, 5, 1, 9));
    assert_eq!(up.undelivered + down.undelivered, 0);
}

#[tokio::test]
async fn a_half_closed_session_that_falls_silent_is_ended() {
    let bench = Bench::start(Limits { half_closed: Duration::from_millis(100), ..Limits::default() }).await;
    let (mut client, mut server) = bench.connect().await;
    client.shutdown().await.unwrap();
    assert_eq!(rest(&mut server).await, b"");
    let (.., party, how) = closed(&bench).await;
    assert_eq!((party, how), (Party::Client, Ending::Idle));
}

#[tokio::test]
async fn what_was_received_is_delivered_when_the_program_ends() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"PNG\r\nMSG 1 N 50\r\nhalf a frame").await;
    expect(&mut server, b"PNG\r\n").await;
    let transcript = bench.end().await;
    assert_eq!(rest(&mut server).await, b"MSG 1 N 50\r\nhalf a frame");
    let look = transcript.look(Window::From(1), usize::MAX);
    let last = look.entries().last().unwrap().what;
    let What::Event(Event::Closed { client_to_server, ended_by, how, .. }) = last else { panic!("{last:?}") };
    assert_eq!((ended_by, how), (Party::Nudge, Ending::Shutdown));
    assert_eq!(client_to_server, Tally { frames: 2, bytes: 29, undelivered: 0 });
}

/// Promise 8: after the grace period everything is over, and what was not delivered is counted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_does_not_read_cannot_hold_up_the_end_and_its_bytes_are_counted() {
    let bench = Bench::start(Limits { grace: Duration::from_millis(200), ..Limits::default() }).await;
    let (client, mut server) = bench.connect().await;
    let flood = b"NLN NLN bob@example.org Bob\r\n".repeat(1000);
    while tokio::time::timeout(Duration::from_millis(300), server.write_all(&flood)).await.is_ok() {}
    let transcript = bench.end().await;
    let look = transcript.look(Window::Before(u64::MAX), 1 << 16);
    let closed = look.entries().find_map(|entry| match entry.what {
        What::Event(Event::Closed { server_to_client, how, .. }) => Some((server_to_client, how)),
        _ => None,
    });
    let (down, how) = closed.unwrap();
    assert_eq!(how, Ending::Shutdown);
    assert!(down.undelivered > 0 && down.undelivered < down.bytes, "{down:?}");
    drop(client);
}

#[tokio::test]
async fn bytes_of_a_frame_cut_off_by_a_reset_are_delivered_before_the_reset_is_passed_on() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"PNG\r\nMSG 1 N 50\r\nhalf").await;
    expect(&mut server, b"PNG\r\n").await;
    socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
    drop(client);
    expect(&mut server, b"MSG 1 N 50\r\nhalf").await;
    let error = tokio::io::AsyncReadExt::read_u8(&mut server).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    let (up, _, party, how) = closed(&bench).await;
    assert_eq!((party, how, up.undelivered), (Party::Client, Ending::Reset, 0));
}

#[tokio::test]
async fn a_reset_is_blamed_on_who_reset_even_where_the_other_had_ended_before() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    client.shutdown().await.unwrap();
    assert_eq!(rest(&mut server).await, b"");
    socket2::SockRef::from(&server).set_linger(Some(Duration::ZERO)).unwrap();
    drop(server);
    let (.., party, how) = closed(&bench).await;
    assert_eq!((party, how), (Party::Server, Ending::Reset));
}
