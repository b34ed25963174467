use crate::harness::{CAPABILITIES, Town};
use msnp::{Dialect, challenge};

const ALICE: &str = "alice@example.org";
const BOB: &str = "bob@example.org";

#[tokio::test]
async fn two_people_see_each_other_come_change_hide_and_go() {
    let town = Town::open().await;
    let mut alice = town.online(12, ALICE).await;
    let mut bob = town.online(7, BOB).await;
    alice.until("NLN NLN bob@example.org bob 0 0").await;
    for (said, seen) in [("BSY", "NLN BSY bob@example.org bob 0 0"), ("HDN", "FLN bob@example.org")] {
        bob.send(&format!("CHG 7 {said}")).await;
        bob.until(&format!("CHG 7 {said}")).await;
        alice.expect(seen).await;
    }
    bob.send("CHG 8 NLN").await;
    alice.expect("NLN NLN bob@example.org bob 0 0").await;
    bob.send("REA 9 bob@example.org Bobby").await;
    alice.expect("NLN NLN bob@example.org Bobby 0 0").await;
    bob.send("OUT").await;
    alice.expect("FLN bob@example.org").await;
    town.close().await;
}

#[tokio::test]
async fn blocking_makes_one_invisible_and_unblocking_visible() {
    let town = Town::open().await;
    let mut alice = town.online(9, ALICE).await;
    let mut bob = town.online(9, BOB).await;
    bob.send("REM 10 AL alice@example.org").await;
    bob.until("REM 10 AL ").await;
    bob.send("ADD 11 BL alice@example.org alice").await;
    bob.until("ADD 11 BL ").await;
    alice.until("FLN bob@example.org").await;
    let mut room = town.switchboard(&mut alice, ALICE).await;
    room.send("CAL 2 bob@example.org").await;
    room.expect("216 2").await;
    bob.send("REM 12 BL alice@example.org").await;
    alice.expect("NLN NLN bob@example.org bob 268435456 0").await;
    bob.send("BLP 13 BL").await;
    alice.expect("FLN bob@example.org").await;
    town.close().await;
}

#[tokio::test]
async fn a_personal_message_reaches_those_whose_dialect_has_them() {
    let town = Town::open().await;
    let mut alice = town.online(11, ALICE).await;
    let mut carol = town.online(10, "carol@example.org").await;
    let mut bob = town.signed_in(12, BOB).await;
    let personal = "<Data><PSM>h\u{e9}</PSM><CurrentMedia></CurrentMedia></Data>";
    bob.send_bytes(format!("UUX 5 {}\r\n{personal}", personal.len()).as_bytes()).await;
    bob.expect("UUX 5 0").await;
    bob.send(&format!("CHG 6 NLN {CAPABILITIES}")).await;
    alice.until("NLN NLN bob@example.org").await;
    alice.expect(&format!("UBX bob@example.org {}\r\n{personal}", personal.len())).await;
    carol.until("NLN NLN bob@example.org").await;
    carol.silent().await;
    bob.send("UUX 7 0").await;
    alice.expect("UBX bob@example.org 0").await;
    bob.until("UUX 7 0").await;
    bob.send_bytes(&[&b"UUX 8 4001\r\n"[..], &[b'x'; 4001]].concat()).await;
    bob.expect("715 8").await;
    town.close().await;
}

#[tokio::test]
async fn the_challenge_is_verified_and_a_wrong_answer_ends_it() {
    let town = Town::open().await;
    for (dialect, product) in [(7, "msmsgs@msnmsgr.com"), (9, "PROD0061VRRZH@4F"), (12, "PROD0090YUAUV{2B")] {
        for right in [true, false] {
            let mut alice = town.signed_in(dialect, ALICE).await;
            alice.send(&format!("CHG 5 NLN{}", if dialect <= 7 { "" } else { " 0" })).await;
            let asked = alice.until("CHL 0 ").await;
            let challenge = if right { asked.split(' ').next_back().expect("digits") } else { "1" };
            let answer = challenge::answer(Dialect(dialect), challenge, product).expect("a known product");
            alice.send_bytes(format!("QRY 6 {product} 32\r\n{answer}").as_bytes()).await;
            if right {
                alice.expect("QRY 6").await;
                alice.silent().await;
            } else {
                assert_eq!(alice.rest().await, ["540 6"]);
            }
        }
    }
    town.close().await;
}

#[tokio::test]
async fn the_shields_are_given_after_the_lists_and_not_before() {
    let town = Town::open().await;
    let mut alice = town.signed_in(11, ALICE).await;
    alice.send("GCF 5 Shields.xml").await;
    alice.expect("715 5").await;
    alice.send("SYN 6 0 0").await;
    alice.until("LST ").await;
    alice.send("GCF 7 Shields.xml").await;
    alice.expect("GCF 7 Shields.xml 34\r\n<config><shield/><block/></config>").await;
    town.close().await;
}
