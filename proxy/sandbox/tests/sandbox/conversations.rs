use crate::harness::{Town, Wire};

const ALICE: &str = "alice@example.org";
const BOB: &str = "bob@example.org";
const TEXT: &str = "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nh\u{e9}llo";

#[tokio::test]
async fn two_people_talk_in_every_dialect() {
    for dialect in 2..=12 {
        let town = Town::open().await;
        let mut alice = town.online(dialect, ALICE).await;
        let mut bob = town.online(dialect, BOB).await;
        let mut hers = town.switchboard(&mut alice, ALICE).await;
        hers.send(&format!("CAL 2 {BOB}")).await;
        let ringing = hers.until("CAL 2 RINGING ").await;
        let session = ringing.split(' ').next_back().expect("a session").to_owned();
        let ring = bob.until("RNG ").await;
        let words: Vec<_> = ring.split(' ').collect();
        assert_eq!((words[1], words[3], words[5], words[6]), (session.as_str(), "CKI", ALICE, "alice"));
        let mut his = Wire::to(words[2].parse().expect("an address")).await;
        his.send(&format!("ANS 7 {BOB} {} {session}", words[4])).await;
        let capabilities = if dialect == 12 { " 268435456" } else { "" };
        his.expect(&format!("IRO 7 1 1 {ALICE} alice{capabilities}")).await;
        his.expect("ANS 7 OK").await;
        hers.expect(&format!("JOI {BOB} bob{capabilities}")).await;
        hers.say(3, "A", TEXT).await;
        his.expect(&format!("MSG {ALICE} alice {}\r\n{TEXT}", TEXT.len())).await;
        hers.expect("ACK 3").await;
        his.send("OUT").await;
        hers.expect(&format!("BYE {BOB}")).await;
    }
}

#[tokio::test]
async fn each_letter_is_answered_as_it_asks() {
    let town = Town::open().await;
    let (mut alice, mut bob) = (town.online(9, ALICE).await, town.online(9, BOB).await);
    let (mut hers, mut his) = town.chat((&mut alice, ALICE), (&mut bob, BOB)).await;
    for (letter, answer) in
        [("U", None), ("N", None), ("A", Some("ACK 3")), ("D", Some("ACK 3")), ("S", None)]
    {
        hers.say(3, letter, TEXT).await;
        his.until("MSG ").await;
        match answer {
            Some(answer) => hers.expect(answer).await,
            None => hers.silent().await,
        }
    }
    hers.say(4, "D", "MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\nshort").await;
    hers.expect("282 4").await;
    his.send("OUT").await;
    hers.until("BYE ").await;
    for (letter, answer) in [("U", None), ("N", Some("NAK 5")), ("A", Some("NAK 5")), ("D", Some("NAK 5"))] {
        hers.say(5, letter, TEXT).await;
        match answer {
            Some(answer) => hers.expect(answer).await,
            None => hers.silent().await,
        }
    }
    town.close().await;
}

#[tokio::test]
async fn three_people_hear_each_other_and_see_who_comes_and_goes() {
    let town = Town::open().await;
    let (mut alice, mut bob) = (town.online(12, ALICE).await, town.online(7, BOB).await);
    let mut carol = town.online(10, "carol@example.org").await;
    let (mut hers, mut his) = town.chat((&mut alice, ALICE), (&mut bob, BOB)).await;
    his.send("CAL 5 carol@example.org").await;
    his.until("CAL 5 RINGING ").await;
    his.send("CAL 6 alice@example.org").await;
    his.expect("215 6").await;
    let mut third = town.answered(&mut carol, "carol@example.org").await;
    hers.expect("JOI carol@example.org carol 268435456").await;
    his.expect("JOI carol@example.org carol").await;
    third.say(2, "N", TEXT).await;
    hers.until("MSG carol@example.org carol ").await;
    his.until("MSG carol@example.org carol ").await;
    drop(his);
    hers.expect(&format!("BYE {BOB}")).await;
    third.expect(&format!("BYE {BOB}")).await;
    town.close().await;
}

#[tokio::test]
async fn a_message_may_have_1664_bytes_and_no_more() {
    let town = Town::open().await;
    let (mut alice, mut bob) = (town.online(9, ALICE).await, town.online(9, BOB).await);
    let (mut hers, mut his) = town.chat((&mut alice, ALICE), (&mut bob, BOB)).await;
    hers.say(3, "A", &"x".repeat(1664)).await;
    hers.expect("ACK 3").await;
    assert_eq!(
        his.next().await.map(|message| message.len()),
        Some(1664 + "MSG alice@example.org alice 1664\r\n".len())
    );
    hers.say(4, "A", &"x".repeat(1665)).await;
    assert_eq!(hers.rest().await, [""; 0]);
    his.expect(&format!("BYE {ALICE}")).await;
    town.close().await;
}

#[tokio::test]
async fn a_call_nobody_can_answer_any_more_is_refused() {
    let town = Town::open().await;
    let (mut alice, mut bob) = (town.online(9, ALICE).await, town.online(9, BOB).await);
    let mut hers = town.switchboard(&mut alice, ALICE).await;
    hers.send(&format!("CAL 2 {BOB}")).await;
    hers.until("CAL 2 RINGING ").await;
    hers.send("OUT").await;
    assert_eq!(hers.rest().await, [""; 0]);
    let ring = bob.until("RNG ").await;
    let words: Vec<_> = ring.split(' ').collect();
    let mut his = Wire::to(town.at.switchboard).await;
    his.send(&format!("ANS 1 {BOB} {} {}", words[4], words[1])).await;
    assert_eq!(his.rest().await, ["280 1"]);
    town.close().await;
}
