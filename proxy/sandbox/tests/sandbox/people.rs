use crate::harness::{Town, Wire};
use nudge_sandbox::people::{self, Pace};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

const QUICK: Pace = Pace {
    beat: Duration::ZERO,
    typing: Duration::ZERO,
    reading: Duration::from_millis(5),
    intermission: Duration::from_millis(5),
};

/// Somebody whose contacts the two are.
async fn witness(town: &Town) -> Wire {
    town.online(9, "carol@example.org").await
}

#[tokio::test]
async fn the_play_is_performed_again_and_again_until_it_is_cancelled() {
    let town = Town::open().await;
    let mut carol = witness(&town).await;
    let closing = CancellationToken::new();
    let playing = tokio::spawn(people::perform(town.at.dispatch, town.at.http, QUICK, closing.clone()));
    for _ in 0..2 {
        carol.until("NLN BSY bob@sandbox.example Bob%20the%20Builder").await;
        carol.until("NLN NLN bob@sandbox.example Bob%20the%20Builder").await;
        carol.until("FLN alice@sandbox.example").await;
    }
    closing.cancel();
    playing.await.expect("it does not panic");
    town.close().await;
}

#[tokio::test]
async fn an_interrupted_play_begins_again() {
    let town = Town::open().await;
    let mut carol = witness(&town).await;
    let closing = CancellationToken::new();
    let playing = tokio::spawn(people::perform(town.at.dispatch, town.at.http, QUICK, closing.clone()));
    carol.until("NLN BSY bob@sandbox.example Bob%20the%20Builder").await;
    let _usurper = town.signed_in(7, "bob@sandbox.example").await;
    carol.until("NLN BSY bob@sandbox.example Bob%20the%20Builder").await;
    closing.cancel();
    playing.await.expect("it does not panic");
    town.close().await;
}

/// At the pace people see it: the first words fall within five seconds.
#[tokio::test]
async fn the_first_words_fall_within_five_seconds() {
    let town = Town::open().await;
    let begun = Instant::now();
    let mut carol = witness(&town).await;
    let closing = CancellationToken::new();
    let pace = Pace { reading: Duration::ZERO, ..Pace::default() };
    let playing = tokio::spawn(people::perform(town.at.dispatch, town.at.http, pace, closing.clone()));
    carol.until("NLN NLN alice@sandbox.example").await;
    let signed_in = begun.elapsed();
    // From here on: XFR, USR, CAL, ANS, a beat each, and the time to type one line.
    let words = signed_in + 6 * pace.beat + pace.typing;
    assert!(words < Duration::from_secs(4), "{words:?}");
    closing.cancel();
    playing.await.expect("it does not panic");
    town.close().await;
}
