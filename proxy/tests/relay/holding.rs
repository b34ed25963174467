//! Frames held by a person: nothing held is lost, and nothing overtakes it.

use crate::harness::{Bench, expect, rest, send};
use msnp::Direction::{ClientToServer, ServerToClient};
use nudge_proxy::filter::Filter;
use nudge_proxy::relay::{Held, Limits, Release, ReleaseError};
use nudge_proxy::transcript::{Event, Releaser, What};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;

fn hold(bench: &Bench, filter: &str) {
    bench.relay.hold(Filter::parse(filter).unwrap(), filter, false);
}

/// Waits until so many frames were ever held, and lists those that still are.
async fn held(bench: &Bench, count: usize) -> Vec<Held> {
    bench.events(count, |event| matches!(event, Event::Held { .. })).await;
    bench.relay.held()
}

const HELLO: &[u8] = b"MSG 1 N 5\r\nhello";

#[tokio::test]
async fn a_held_frame_waits_with_all_that_follows_it_while_the_other_direction_flows() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG dir:c2s");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"CAL 1 b@b\r\nMSG 1 N 5\r\nhelloXYZ 2\r\n").await;
    expect(&mut server, b"CAL 1 b@b\r\n").await;
    let frames = held(&bench, 1).await;
    let [frame] = &frames[..] else { panic!("{frames:?}") };
    assert_eq!((frame.direction, &frame.bytes[..], frame.behind), (ClientToServer, HELLO, 1));
    send(&mut server, b"JOI b@b B\r\n").await;
    expect(&mut client, b"JOI b@b B\r\n").await;
    bench.relay.release(frame.entry, &Release::AsItIs).unwrap();
    expect(&mut server, b"MSG 1 N 5\r\nhelloXYZ 2\r\n").await;
    let entry = frame.entry;
    let released = bench.event(|event| match event {
        Event::Released { entry, by } => Some((*entry, *by)),
        _ => None,
    });
    assert_eq!(released.await, (entry, Releaser::Person));
    assert_eq!(bench.relay.release(entry, &Release::AsItIs), Err(ReleaseError::NotHeld(entry)));
    send(&mut client, b"XYZ 3\r\n").await;
    expect(&mut server, b"XYZ 3\r\n").await;
}

#[tokio::test]
async fn a_held_frame_is_edited_dropped_or_answered() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"MSG 1 N 5\r\nhelloMSG 2 N 1\r\nxMSG 3 A 1\r\nyXYZ 4\r\n").await;
    let frames = held(&bench, 3).await;
    let [edited, dropped, answered] = [0, 1, 2].map(|at| frames[at].entry);
    // The last first: each leaves in its turn all the same.
    bench.relay.release(answered, &Release::Answered(b"ACK 3\r\n".to_vec())).unwrap();
    expect(&mut client, b"ACK 3\r\n").await;
    bench.relay.release(dropped, &Release::Dropped).unwrap();
    let longer = "MSG 1 N 6\r\nhéllo".as_bytes();
    bench.relay.release(edited, &Release::Edited(longer.to_vec())).unwrap();
    expect(&mut server, &[longer, b"XYZ 4\r\n"].concat()).await;
    let told = bench.told().await;
    let by = told.iter().find_map(|event| match event {
        Event::Edited { entry, by } if *entry == edited => Some(*by),
        _ => None,
    });
    let by = by.expect("the edit is told");
    let sent = bench.entry(|number, what| match what {
        What::Frame(passed) if number == by => Some((passed.injected(), passed.bytes.to_vec())),
        _ => None,
    });
    assert_eq!(sent.await, (true, longer.to_vec()));
    assert!(told.contains(&Event::Dropped { entry: dropped }));
    assert!(told.iter().any(|event| matches!(event, Event::Answered { entry, .. } if *entry == answered)));
    for bytes in [vec![], vec![b'x'; msnp::MAX_LINE + msnp::MAX_PAYLOAD + 1]] {
        assert_eq!(bench.relay.release(1, &Release::Edited(bytes)), Err(ReleaseError::Size));
    }
}

#[tokio::test]
async fn hands_off_lets_everything_go_in_order_and_holds_nothing_more() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"XYZ 1\r\nXYZ 2\r\n").await;
    send(&mut server, b"ABC 1\r\n").await;
    held(&bench, 3).await;
    assert_eq!(bench.relay.holding().as_deref(), Some(""));
    bench.relay.hands_off();
    expect(&mut server, b"XYZ 1\r\nXYZ 2\r\n").await;
    expect(&mut client, b"ABC 1\r\n").await;
    assert_eq!(bench.relay.holding(), None);
    send(&mut client, b"XYZ 3\r\n").await;
    expect(&mut server, b"XYZ 3\r\n").await;
}

#[tokio::test]
async fn what_nobody_decides_about_leaves_untouched_after_a_time() {
    let limits = Limits { hold: Duration::from_millis(100), ..Limits::default() };
    let bench = Bench::start(limits).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, HELLO).await;
    expect(&mut server, HELLO).await;
    let told = bench.told().await;
    assert!(told.iter().any(|event| matches!(event, Event::Released { by: Releaser::Time, .. })), "{told:?}");
}

#[tokio::test]
async fn the_end_of_a_connection_waits_behind_what_is_held() {
    let limits = Limits { half_closed: Duration::from_millis(50), ..Limits::default() };
    let bench = Bench::start(limits).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"MSG 1 N 5\r\nhelloOUT\r\nMSG 2 N 9\r\ncut").await;
    client.shutdown().await.unwrap();
    let frames = held(&bench, 1).await;
    // The server ends meanwhile: what is held keeps the session open.
    server.shutdown().await.unwrap();
    assert_eq!(rest(&mut client).await, b"");
    bench.relay.release(frames[0].entry, &Release::AsItIs).unwrap();
    assert_eq!(rest(&mut server).await, b"MSG 1 N 5\r\nhelloOUT\r\nMSG 2 N 9\r\ncut");
}

#[tokio::test]
async fn what_is_held_is_delivered_when_its_sender_resets_or_the_program_ends() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, HELLO).await;
    held(&bench, 1).await;
    let transcript = bench.end().await;
    assert_eq!(rest(&mut server).await, HELLO);
    let look = transcript.look(nudge_proxy::transcript::Window::From(1), usize::MAX);
    let undelivered = look.entries().find_map(|entry| match entry.what {
        What::Event(Event::Closed { client_to_server, .. }) => Some(client_to_server.undelivered),
        _ => None,
    });
    assert_eq!(undelivered, Some(0));
}

#[tokio::test]
async fn a_reset_lets_what_was_held_go_first() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, HELLO).await;
    held(&bench, 1).await;
    client.set_zero_linger().unwrap();
    drop(client);
    expect(&mut server, HELLO).await;
}

#[tokio::test]
async fn beyond_its_bound_a_held_direction_is_not_read() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:XFR");
    let (client, mut server) = bench.connect().await;
    let payload = [&b"MSG 1 N 100000\r\n"[..], &[b'x'; 100_000]].concat();
    let traffic = [&b"XFR 1 SB\r\n"[..], &payload.repeat(400)].concat();
    let sending = tokio::spawn({
        let (mut client, traffic) = (client, traffic.clone());
        async move {
            send(&mut client, &traffic).await;
            client
        }
    });
    let frames = held(&bench, 1).await;
    bench.steady(ClientToServer).await;
    let (recorded, _) = bench.recorded(frames[0].session, ClientToServer);
    assert!(recorded.len() < 8 * 1024 * 1024, "{} bytes were read", recorded.len());
    assert!(!sending.is_finished(), "its sender waits");
    bench.relay.release(frames[0].entry, &Release::AsItIs).unwrap();
    expect(&mut server, &traffic).await;
    drop(sending.await.unwrap());
}

#[tokio::test]
async fn a_ping_that_would_wait_is_answered_and_leaves_the_queue() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"MSG 1 N 5\r\nhelloPNG\r\nXYZ 2\r\n").await;
    expect(&mut client, b"QNG 50\r\n").await;
    let frames = held(&bench, 1).await;
    bench.relay.release(frames[0].entry, &Release::AsItIs).unwrap();
    expect(&mut server, b"MSG 1 N 5\r\nhelloXYZ 2\r\n").await;
    // One that is held by name is left to the person.
    hold(&bench, "cmd:PNG");
    send(&mut client, b"PNG\r\n").await;
    let frames = held(&bench, 2).await;
    assert_eq!(frames[0].bytes, b"PNG\r\n");
    bench.relay.hands_off();
    expect(&mut server, b"PNG\r\n").await;
}

#[tokio::test]
async fn a_server_whose_client_is_held_gets_signs_of_life_whose_answers_nobody_hears() {
    let limits = Limits { keep_alive: Duration::from_millis(50), ..Limits::default() };
    let bench = Bench::start(limits).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"VER 1 MSNP9 CVR0\r\n").await;
    expect(&mut server, b"VER 1 MSNP9 CVR0\r\n").await;
    hold(&bench, "cmd:CHG");
    send(&mut client, b"PNG\r\nCHG 2 NLN\r\n").await;
    expect(&mut server, b"PNG\r\n").await;
    for _ in 0..3 {
        expect(&mut server, b"PNG\r\n").await;
    }
    // The client's own answer comes first, then ours.
    send(&mut server, b"QNG 40\r\nQNG 41\r\nQNG 42\r\nQNG 43\r\nNLN NLN b@b B\r\n").await;
    expect(&mut client, b"QNG 40\r\nNLN NLN b@b B\r\n").await;
}

#[tokio::test]
async fn an_injection_goes_past_what_is_held() {
    let bench = Bench::start(Limits::default()).await;
    hold(&bench, "cmd:MSG");
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, HELLO).await;
    let frames = held(&bench, 1).await;
    bench.relay.inject(frames[0].session, ClientToServer, b"XYZ 9\r\n".to_vec()).await.unwrap();
    expect(&mut server, b"XYZ 9\r\n").await;
    send(&mut server, b"JOI b@b B\r\n").await;
    expect(&mut client, b"JOI b@b B\r\n").await;
    hold(&bench, "dir:s2c");
    send(&mut server, b"BYE b@b\r\n").await;
    held(&bench, 2).await;
    bench.relay.inject(frames[0].session, ServerToClient, b"JOI c@c C\r\n".to_vec()).await.unwrap();
    expect(&mut client, b"JOI c@c C\r\n").await;
}

#[tokio::test]
async fn a_challenge_that_waits_is_answered_by_choice_or_by_setting_and_the_client_hears_nothing() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"VER 1 MSNP9 CVR0\r\n").await;
    expect(&mut server, b"VER 1 MSNP9 CVR0\r\n").await;
    send(&mut server, b"VER 1 MSNP9\r\n").await;
    expect(&mut client, b"VER 1 MSNP9\r\n").await;
    hold(&bench, "cmd:CHL");
    send(&mut server, b"CHL 0 15570131571988941333\r\nNLN NLN b@b B\r\n").await;
    let frames = held(&bench, 1).await;
    let entry = frames[0].entry;
    let prove = |product: &str| bench.relay.release(entry, &Release::Proven(Some(product.to_owned())));
    assert_eq!(prove("PROD9999"), Err(ReleaseError::NotProvable(entry)));
    prove("msmsgs@msnmsgr.com").unwrap();
    let answer = b"QRY 2070000000 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e";
    expect(&mut server, answer).await;
    send(&mut server, b"QRY 2070000000\r\n").await;
    expect(&mut client, b"NLN NLN b@b B\r\n").await;

    // By setting, with the product that the client named before.
    bench.relay.hands_off();
    send(&mut client, b"QRY 9 PROD0061VRRZH@4F 32\r\n8f2f5a91b72102cd28355e9fc9000d6e").await;
    expect(&mut server, b"QRY 9 PROD0061VRRZH@4F 32\r\n8f2f5a91b72102cd28355e9fc9000d6e").await;
    bench.relay.hold(Filter::parse("cmd:NLN").unwrap(), "cmd:NLN", true);
    send(&mut server, b"NLN BSY b@b B\r\nCHL 0 15570131571988941333\r\nNLN AWY b@b B\r\n").await;
    expect(&mut server, b"QRY 2070000001 PROD0061VRRZH@4F 32\r\n").await;
    bench.relay.hands_off();
    expect(&mut client, b"NLN BSY b@b B\r\nNLN AWY b@b B\r\n").await;
}
