use crate::harness::{Bench, expect, rest, send};
use msnp::Direction::{ClientToServer, ServerToClient};
use msnp::{Deframer, Direction};
use nudge_proxy::relay::{InjectError, Limits};
use nudge_proxy::transcript::{Origin, SessionId, What};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SESSION: SessionId = SessionId(1);

#[tokio::test]
async fn an_injected_frame_arrives_and_is_marked_in_the_transcript() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"VER 1 MSNP9\r\n").await;
    expect(&mut server, b"VER 1 MSNP9\r\n").await;
    for (direction, receiver) in [(ClientToServer, &mut server), (ServerToClient, &mut client)] {
        let number = bench.relay.inject(SESSION, direction, b"PNG\r\n".to_vec()).await.unwrap();
        expect(receiver, b"PNG\r\n").await;
        let marked = bench.entry(|n, what| match what {
            What::Frame(passed) if n == number => {
                Some((passed.direction, passed.origin, passed.bytes.to_vec()))
            }
            _ => None,
        });
        assert_eq!(marked.await, (direction, Origin::Person, b"PNG\r\n".to_vec()));
    }
}

/// How many injections meet traffic, in at most so many rounds of so many messages.
const MET: usize = 30;
const ROUNDS: usize = 100;
const ROUND: usize = 1000;

/// Promise 4: an injected frame lies between two frames, never inside one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_injected_frame_never_splits_a_frame_however_the_bytes_are_cut() {
    let bench = Bench::start(Limits::default()).await;
    let (client, server) = bench.connect().await;
    let injected = Arc::new(AtomicUsize::new(0));
    let sending = tokio::spawn(send_until(server, injected.clone()));
    let receiving = tokio::spawn(async move {
        let mut to = client;
        rest(&mut to).await
    });
    while !sending.is_finished() {
        let frame = b"NLN NLN injected@example.org I\r\n".to_vec();
        match bench.relay.inject(SESSION, ServerToClient, frame).await {
            Ok(_) => drop(injected.fetch_add(1, Ordering::Relaxed)),
            Err(error) => assert_eq!(error, InjectError::Gone),
        }
    }
    let traffic = sending.await.unwrap();
    let received = receiving.await.unwrap();
    let injected = injected.load(Ordering::Relaxed);
    let (ours, theirs): (Vec<_>, Vec<_>) =
        frames(ServerToClient, &received).into_iter().partition(|frame| frame.starts_with(b"NLN"));
    assert!(injected >= MET, "only {injected} injections met traffic");
    assert_eq!(ours.len(), injected);
    assert!(theirs.concat() == traffic, "the traffic arrives as it was sent");
    let (recorded, sent) = bench.recorded(SESSION, ServerToClient);
    assert!(recorded == traffic && sent == received);
}

#[tokio::test]
async fn a_session_that_is_gone_or_a_direction_that_is_opaque_says_so() {
    let bench = Bench::start(Limits::default()).await;
    let inject = |session, direction| bench.relay.inject(session, direction, b"PNG\r\n".to_vec());
    assert_eq!(inject(SessionId(9), ClientToServer).await, Err(InjectError::Gone));
    let (mut client, mut server) = bench.connect().await;
    send(&mut server, b"HTTP/1.1 200 OK\r\n").await;
    expect(&mut client, b"HTTP/1.1 200 OK\r\n").await;
    assert_eq!(inject(SESSION, ServerToClient).await, Err(InjectError::Opaque));
    assert!(inject(SESSION, ClientToServer).await.is_ok());
    expect(&mut server, b"PNG\r\n").await;
    client.shutdown().await.unwrap();
    assert_eq!(rest(&mut server).await, b"");
    assert_eq!(inject(SESSION, ClientToServer).await, Err(InjectError::Gone), "this half has ended");
}

#[tokio::test]
async fn an_injection_has_a_size() {
    let bench = Bench::start(Limits::default()).await;
    let _session = bench.connect().await;
    for size in [0, msnp::MAX_LINE + msnp::MAX_PAYLOAD + 1] {
        let injected = bench.relay.inject(SESSION, ClientToServer, vec![b'x'; size]).await;
        assert_eq!(injected, Err(InjectError::Size));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_receiver_that_does_not_read_makes_an_injection_busy_and_gets_none_of_it() {
    let limits = Limits { injection: Duration::from_millis(200), ..Limits::default() };
    let bench = Bench::start(limits).await;
    let (mut client, server) = bench.connect().await;
    let traffic: Vec<u8> = (0..200_000).flat_map(|n| message(n, b'y')).collect();
    let sending = tokio::spawn({
        let (mut server, traffic) = (server, traffic.clone());
        async move { send(&mut server, &traffic).await }
    });
    let mut taken = 0;
    let refused = loop {
        match bench.relay.inject(SESSION, ServerToClient, b"QNG 9\r\n".to_vec()).await {
            Ok(_) => taken += 1,
            Err(error) => break error, // the way to the client has filled up
        }
    };
    assert_eq!(refused, InjectError::Busy);
    let received = rest(&mut client).await;
    sending.await.unwrap();
    let (ours, theirs): (Vec<_>, Vec<_>) =
        frames(ServerToClient, &received).into_iter().partition(|frame| frame.starts_with(b"QNG"));
    assert!(theirs.concat() == traffic);
    assert_eq!(ours.len(), taken);
}

#[tokio::test]
async fn a_frame_taken_in_part_is_told_and_follows_whole() {
    let limits = Limits { injection: Duration::from_millis(200), ..Limits::default() };
    let bench = Bench::start(limits).await;
    let (mut client, _server) = bench.connect().await;
    let large = [&b"MSG a@b A 1048576\r\n"[..], &vec![b'z'; 1 << 20]].concat();
    let mut whole = 0;
    let entry = loop {
        match bench.relay.inject(SESSION, ServerToClient, large.clone()).await {
            Ok(_) => whole += 1,
            Err(InjectError::Stalled { entry }) => break entry,
            Err(error) => panic!("{error}"),
        }
    };
    assert!(entry > 0);
    assert_eq!(
        bench.relay.inject(SESSION, ServerToClient, b"QNG 9\r\n".to_vec()).await,
        Err(InjectError::Busy)
    );
    let mut received = vec![0; large.len() * (whole + 1)];
    client.read_exact(&mut received).await.unwrap();
    assert!(received == large.repeat(whole + 1));
}

fn message(n: usize, fill: u8) -> Vec<u8> {
    let mut message = format!("MSG bob@example.org Bob {}\r\n", n % 300).into_bytes();
    message.resize(message.len() + n % 300, fill);
    message
}

/// Sends message after message, in pieces of a few bytes to a few hundred, none of which ends where a frame does, except by
/// chance; until enough was injected meanwhile, or nobody injects. Returns what it sent.
async fn send_until(mut stream: TcpStream, injected: Arc<AtomicUsize>) -> Vec<u8> {
    stream.set_nodelay(true).unwrap();
    let mut sent = Vec::new();
    let mut size = 7;
    for round in 0..ROUNDS {
        if round > 0 && injected.load(Ordering::Relaxed) >= MET {
            break;
        }
        let messages: Vec<u8> = (0..ROUND).flat_map(|n| message(n, b'x')).collect();
        let mut rest = &messages[..];
        while !rest.is_empty() {
            size = size * 31 % 397 + 1;
            let (piece, after) = rest.split_at(size.min(rest.len()));
            send(&mut stream, piece).await;
            rest = after;
        }
        sent.extend(messages);
    }
    sent
}

fn frames(direction: Direction, bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut deframer = Deframer::new(direction);
    let (mut at, mut frames) = (0, Vec::new());
    while let Some(frame) = deframer.next_frame(&bytes[at..]) {
        assert!(!frame.opaque, "a frame was split: {:?}", String::from_utf8_lossy(frame.bytes));
        at += frame.bytes.len();
        frames.push(frame.bytes.to_vec());
    }
    assert_eq!(at, bytes.len());
    frames
}
