//! Requests of ours whose answers the client does not hear.

use crate::harness::{Bench, expect, send};
use msnp::Direction::ServerToClient;
use nudge_proxy::relay::{InjectError, Limits};
use nudge_proxy::transcript::{Event, SessionId, What};
use std::time::Duration;
use tokio::net::TcpStream;

const SESSION: SessionId = SessionId(1);

/// Asks the server something with a hidden answer; `{T}` is the transaction id. Returns the entry and the id.
async fn ask(bench: &Bench, server: &mut TcpStream, text: &str) -> (u64, u32) {
    let trid = bench.relay.next_trid(SESSION, true).unwrap();
    let bytes = text.replace("{T}", &trid.to_string()).into_bytes();
    let entry = bench.relay.inject_hidden(SESSION, bytes.clone()).await.unwrap();
    expect(server, &bytes).await;
    (entry, trid)
}

/// How the request of this entry ended: lines, whether whole, whether silence is consent.
async fn over(bench: &Bench, entry: u64) -> (u64, bool, bool) {
    bench
        .event(|event| match event {
            Event::HiddenOver { request, lines, whole, may_be_silent } if *request == entry => {
                Some((*lines, *whole, *may_be_silent))
            }
            _ => None,
        })
        .await
}

#[tokio::test]
async fn answers_and_refusals_of_ours_are_kept_from_the_client() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let (url, first) = ask(&bench, &mut server, "URL {T} INBOX\r\n").await;
    let (refused, second) = ask(&bench, &mut server, "ADL {T} 0\r\n").await;
    assert_eq!((first, second), (2_070_000_000, 2_070_000_001));
    let said = format!(
        "CHG 5 NLN\r\nURL {first} a b 2\r\nNLN NLN b@b B\r\n241 {second} 4\r\n<ml>URL 7 a b 2\r\nURL {first} late\r\n"
    );
    send(&mut server, said.as_bytes()).await;
    expect(&mut client, b"CHG 5 NLN\r\nNLN NLN b@b B\r\nURL 7 a b 2\r\n").await;
    assert_eq!(over(&bench, url).await, (1, true, false));
    assert_eq!(over(&bench, refused).await, (1, true, false));
    // What was kept is in the transcript, with nothing in its place.
    let (recorded, sent) = bench.recorded(SESSION, ServerToClient);
    assert_eq!(recorded, said.as_bytes());
    assert_eq!(sent, b"CHG 5 NLN\r\nNLN NLN b@b B\r\nURL 7 a b 2\r\n");
}

#[tokio::test]
async fn what_is_asked_openly_is_answered_openly() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let (_, hidden) = ask(&bench, &mut server, "URL {T} INBOX\r\n").await;
    let open = bench.relay.next_trid(SESSION, false).unwrap();
    assert_eq!((open, bench.relay.coming_trid(SESSION, false)), (2_000_000_000, Ok(2_000_000_001)));
    send(&mut server, format!("URL {open} a b 2\r\nURL {hidden} a b 2\r\n").as_bytes()).await;
    send(&mut server, b"OUT\r\n").await;
    expect(&mut client, format!("URL {open} a b 2\r\nOUT\r\n").as_bytes()).await;
}

#[tokio::test]
async fn a_qng_goes_to_whose_ping_it_answers() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"PNG\r\n").await;
    expect(&mut server, b"PNG\r\n").await;
    let ours = bench.relay.inject_hidden(SESSION, b"PNG\r\n".to_vec()).await.unwrap();
    expect(&mut server, b"PNG\r\n").await;
    send(&mut client, b"PNG\r\n").await;
    expect(&mut server, b"PNG\r\n").await;
    send(&mut server, b"QNG 1\r\nQNG 2\r\nQNG 3\r\nQNG 4\r\n").await;
    expect(&mut client, b"QNG 1\r\nQNG 3\r\nQNG 4\r\n").await;
    assert_eq!(over(&bench, ours).await, (1, true, false));
}

#[tokio::test]
async fn the_lists_a_hidden_syn_asks_for_are_kept_by_their_announced_counts() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    for (syn, burst) in [
        (
            "SYN {T} 0\r\n",
            "SYN {T} 27 2 1\r\nGTC A\r\nBLP AL\r\nPRP MFN A\r\nLSG 0 G 0\r\nLST b@b B 11 0\r\nBPR PHH 1\r\nLST c@c C 3\r\n\
             BPR PHH 2\r\n",
        ),
        ("SYN {T} 0 0\r\n", "SYN {T} 2004 2004 1 0\r\nGTC A\r\nBLP AL\r\nLST N=b@b F=B 11 1\r\n"),
        (
            "SYN {T} 0\r\n",
            "SYN {T} 27\r\nGTC {T} 27 A\r\nLSG {T} 27 1 1 0 Other 0\r\nLST {T} FL 27 1 1 b@b B 0\r\nLST {T} RL 27 1 2 b@b B\r\n\
             LST {T} RL 27 2 2 c@c C\r\n",
        ),
        ("SYN {T} 27\r\n", "SYN {T} 27\r\n"),
    ] {
        let (entry, trid) = ask(&bench, &mut server, syn).await;
        let burst = burst.replace("{T}", &trid.to_string());
        // What others do meanwhile is the client's; so is what looks like a list afterwards.
        let (one, two) = burst.split_at(burst.find("\r\n").unwrap() + 2);
        send(&mut server, format!("{one}NLN NLN b@b B\r\n{two}FLN b@b\r\nBPR 28 b@b PHH 3\r\n").as_bytes())
            .await;
        expect(&mut client, b"NLN NLN b@b B\r\nFLN b@b\r\nBPR 28 b@b PHH 3\r\n").await;
        let (lines, whole, _) = over(&bench, entry).await;
        assert!(whole && lines > 0, "{burst}: {lines}");
    }
}

#[tokio::test]
async fn while_the_clients_own_lists_come_a_hidden_syn_is_refused() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    send(&mut client, b"SYN 8 0\r\n").await;
    expect(&mut server, b"SYN 8 0\r\n").await;
    let syn = |trid: u32| format!("SYN {trid} 0\r\n").into_bytes();
    let trid = bench.relay.next_trid(SESSION, true).unwrap();
    assert_eq!(bench.relay.inject_hidden(SESSION, syn(trid)).await, Err(InjectError::ListsComing));
    let burst = b"SYN 8 27 1 0\r\nGTC A\r\nLST b@b B 11 0\r\nNLN NLN b@b B\r\n";
    send(&mut server, burst).await;
    expect(&mut client, burst).await;
    assert!(bench.relay.inject_hidden(SESSION, syn(trid)).await.is_ok());
}

#[tokio::test]
async fn lists_that_have_come_whole_can_be_asked_for_again_though_nothing_came_since() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let mut trailing = "";
    for _ in 0..3 {
        let (entry, trid) = ask(&bench, &mut server, "SYN {T} 0\r\n").await;
        // What describes the last contact may come when the lists are asked for again.
        let burst = format!("{trailing}SYN {trid} 27 1 0\r\nGTC A\r\nLST b@b B 11 0\r\n");
        send(&mut server, burst.as_bytes()).await;
        let (lines, whole, _) = over(&bench, entry).await;
        assert_eq!((lines, whole), (3, true));
        trailing = "BPR PHH 1\r\n";
    }
    send(&mut server, b"BPR PHH 1\r\nQNG 50\r\nBPR 28 b@b PHH 3\r\n").await;
    expect(&mut client, b"QNG 50\r\nBPR 28 b@b PHH 3\r\n").await;
    // The client's own are the client's.
    send(&mut client, b"SYN 8 0\r\n").await;
    expect(&mut server, b"SYN 8 0\r\n").await;
    let burst = b"SYN 8 27 1 0\r\nGTC A\r\nLST b@b B 11 0\r\nBPR PHH 1\r\n";
    send(&mut server, burst).await;
    expect(&mut client, burst).await;
    let (_, trid) = ask(&bench, &mut server, "SYN {T} 0\r\n").await;
    let burst = format!("BPR PHH 2\r\nSYN {trid} 27 1 0\r\nGTC A\r\nLST b@b B 11 0\r\nNLN NLN b@b B\r\n");
    send(&mut server, burst.as_bytes()).await;
    expect(&mut client, b"BPR PHH 2\r\nNLN NLN b@b B\r\n").await;
}

#[tokio::test]
async fn what_could_not_be_told_apart_is_refused() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let hidden = |text: &'static str| bench.relay.inject_hidden(SESSION, text.as_bytes().to_vec());
    assert_eq!(hidden("CHG 5 NLN\r\n").await, Err(InjectError::NotHidable));
    assert_eq!(hidden("CHG 2000000000 NLN\r\n").await, Err(InjectError::NotHidable), "not given out");
    assert_eq!(hidden("OUT\r\n").await, Err(InjectError::NotHidable));
    assert_eq!(hidden("\x16\x03").await, Err(InjectError::NotHidable));
    let trid = bench.relay.next_trid(SESSION, true).unwrap();
    send(&mut client, b"CHG 2000000077 NLN\r\n").await;
    expect(&mut server, b"CHG 2000000077 NLN\r\n").await;
    let own = bench.relay.inject_hidden(SESSION, format!("URL {trid} INBOX\r\n").into_bytes()).await;
    assert_eq!(own, Err(InjectError::IdsTaken));
    assert_eq!(bench.relay.next_trid(SESSION, true), Err(InjectError::IdsTaken));
    send(&mut server, b"CHG 2000000077 NLN\r\n").await;
    expect(&mut client, b"CHG 2000000077 NLN\r\n").await;
    assert_eq!(bench.relay.next_trid(SessionId(9), true), Err(InjectError::Gone));
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_not_waited_for_any_more() {
    let limits = Limits { hidden: Duration::from_millis(50), ..Limits::default() };
    let bench = Bench::start(limits).await;
    let (mut client, mut server) = bench.connect().await;
    let (entry, trid) = ask(&bench, &mut server, "URL {T} INBOX\r\n").await;
    assert_eq!(over(&bench, entry).await, (0, false, false));
    let (silent, _) = ask(&bench, &mut server, "PGD {T} a@b 1 0\r\n").await;
    assert_eq!(over(&bench, silent).await, (0, false, true));
    send(&mut server, format!("URL {trid} a b 2\r\nNLN NLN b@b B\r\n").as_bytes()).await;
    expect(&mut client, b"NLN NLN b@b B\r\n").await;
}

#[tokio::test]
async fn a_hidden_redirect_opens_no_route() {
    let bench = Bench::start(Limits::default()).await;
    let (mut client, mut server) = bench.connect().await;
    let (_, trid) = ask(&bench, &mut server, "XFR {T} SB\r\n").await;
    send(&mut server, format!("XFR {trid} SB 127.0.0.1:9 CKI 1.2\r\nNLN NLN b@b B\r\n").as_bytes()).await;
    expect(&mut client, b"NLN NLN b@b B\r\n").await;
    let hidden = bench.entry(|_, what| match what {
        What::Frame(passed) if passed.bytes.starts_with(b"XFR 2") && passed.direction == ServerToClient => {
            Some(passed.hidden())
        }
        _ => None,
    });
    assert!(hidden.await);
    assert!(!bench.told().await.iter().any(|event| matches!(event, Event::RouteOpened { .. })));
}
