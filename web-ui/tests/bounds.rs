//! What is kept of what is over, and of what nobody reads.

use crate::harness::{Bench, Socket};
use nudge_proxy::transcript::Event;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn of_the_sessions_that_are_over_the_last_thousand_are_told_of() {
    let bench = Bench::start().await;
    let over = |event: &Event| matches!(event, Event::Closed { .. });
    // This one is over first, whatever the order of the others.
    drop(bench.connect().await);
    bench.events(1, over).await;
    for _ in 0..1000 {
        drop(bench.connect().await);
    }
    bench.events(1001, over).await;
    for (id, status) in [(1, 404), (2, 200), (1001, 200)] {
        assert_eq!(bench.get(&format!("/api/sessions/{id}")).await.status, status, "session {id}");
    }
    let told = bench.get_json("/api/sessions").await;
    let count = told["sessions"].as_array().unwrap().len() as u64;
    assert_eq!(count + told["left_out"].as_u64().unwrap(), 1000);
}

/// What all answers to a viewer that reads come to, in bytes. A viewer that does not read is stalled long before.
const SAID: usize = 4 * 1024 * 1024;

async fn following(bench: &Bench) -> Socket {
    let mut socket = bench.live().await;
    socket.ask(&json!({ "id": 1, "get": "entries", "from": 1, "follow": true })).await;
    socket
}

/// A viewer that has read nothing of all that another one was told.
async fn a_stalled_viewer(bench: &Bench) -> Socket {
    let stalled = following(bench).await;
    let mut reading = following(bench).await;
    let mut said = 0;
    while said < SAID {
        // Two of these fit an answer, so that a turn that is late is no flood, of which little is told.
        bench.record(450, b"QNG 50\r\n");
        let head = bench.transcript.head();
        loop {
            let answer = reading.next().await.unwrap();
            said += answer.len();
            if next(&answer) == head {
                break;
            }
        }
    }
    stalled
}

/// How far an answer leads.
fn next(answer: &str) -> u64 {
    serde_json::from_str::<Value>(answer).unwrap()["next"].as_u64().unwrap()
}

#[tokio::test]
async fn control_13_of_what_a_viewer_does_not_read_a_mebibyte_is_under_way_at_most() {
    let bench = Bench::start().await;
    let mut viewer = a_stalled_viewer(&bench).await;
    let (mut underway, mut looked) = (0, 0);
    // The last answers are made as it begins to read, and lead to the newest entry at once.
    while looked < bench.transcript.head() {
        let answer = viewer.next().await.unwrap();
        looked = next(&answer);
        underway += answer.len();
    }
    assert!(underway < 1024 * 1024, "{underway} bytes");
}

#[tokio::test]
async fn control_13_a_viewer_that_reads_nothing_for_a_minute_is_given_up() {
    let bench = Bench::start().await;
    let mut viewer = a_stalled_viewer(&bench).await;
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(61)).await;
    tokio::time::resume();
    let mut looked = 0;
    while let Ok(answer) = viewer.next().await {
        looked = next(&answer);
        assert!(looked < bench.transcript.head(), "it is served on");
    }
    assert!(looked > 0, "it was stalled, not turned away");
}
