//! Nobody waits for ever. The clock of these tests stands still until there is nothing left to do but wait.

use crate::harness::{Town, Wire};
use std::time::Duration;
use tokio::time::{Instant, advance, pause, resume};

const ALICE: &str = "alice@example.org";
const BOB: &str = "bob@example.org";

#[tokio::test(start_paused = true)]
async fn who_does_not_say_who_they_are_is_not_waited_for() {
    let town = Town::open().await;
    for (at, seconds) in [(town.at.switchboard, 60), (town.at.dispatch, 300), (town.at.notification, 300)] {
        let begun = Instant::now();
        let mut wire = Wire::to(at).await;
        assert_eq!(wire.whenever().await, None);
        let waited = begun.elapsed().as_secs();
        assert!((seconds..seconds + 5).contains(&waited), "{waited} seconds");
    }
}

#[tokio::test]
async fn a_silent_conversation_ends_and_says_why() {
    let town = Town::open().await;
    let (mut alice, mut bob) = (town.online(9, ALICE).await, town.online(9, BOB).await);
    let (mut hers, mut his) = town.chat((&mut alice, ALICE), (&mut bob, BOB)).await;
    pause();
    let begun = Instant::now();
    let (she, he) = tokio::join!(hers.whenever(), his.whenever());
    assert!(begun.elapsed() >= Duration::from_secs(899), "{:?}", begun.elapsed());
    let told = [(she, format!("BYE {BOB} 1")), (he, format!("BYE {ALICE} 1"))];
    assert!(told.into_iter().any(|(heard, expected)| heard == Some(expected)));
}

#[tokio::test]
async fn a_cookie_is_good_for_two_minutes() {
    let town = Town::open().await;
    let mut alice = town.online(9, ALICE).await;
    for (seconds, answer) in [(110, "USR 1 OK alice@example.org alice"), (121, "911 1")] {
        alice.send("XFR 6 SB").await;
        let cookie = alice.until("XFR 6 SB ").await.split(' ').next_back().expect("a cookie").to_owned();
        pause();
        advance(Duration::from_secs(seconds)).await;
        resume();
        let mut wire = Wire::to(town.at.switchboard).await;
        wire.send(&format!("USR 1 {ALICE} {cookie}")).await;
        wire.expect(answer).await;
    }
}
