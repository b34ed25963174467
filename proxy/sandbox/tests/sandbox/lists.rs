use crate::harness::Town;
use nudge_sandbox::BOT;

const ALICE: &str = "alice@example.org";
const BOB: &str = "bob@example.org";

/// The last word of a line: the serial number, or what else changes from run to run, is in the middle.
fn word(line: &str, n: usize) -> String {
    line.split(' ').nth(n).expect("so many words").to_owned()
}

#[tokio::test]
async fn a_newcomer_appears_on_the_lists_of_those_signed_in() {
    let town = Town::open().await;
    let mut old = town.online(7, ALICE).await;
    let mut new = town.online(12, "carol@example.org").await;
    old.until("ADD 0 AL ").await;
    let added = old.until("ADD 0 FL ").await;
    assert!(added.ends_with(" carol@example.org carol 1"), "{added}");
    let _bob = town.online(9, BOB).await;
    new.expect(&format!("ADC 0 AL N={BOB}")).await;
    assert!(new.next().await.is_some_and(|line| line.starts_with(&format!("ADC 0 FL N={BOB} F=bob C="))));
    new.expect(&format!("ADC 0 RL N={BOB} F=bob")).await;
    new.expect(&format!("NLN NLN {BOB} bob 268435456 0")).await;
    old.until(&format!("NLN NLN {BOB} bob")).await;
    town.close().await;
}

#[tokio::test]
async fn contacts_come_and_go_by_account_up_to_msnp9() {
    let town = Town::open().await;
    let mut alice = town.online(9, ALICE).await;
    let mut bob = town.online(9, BOB).await;
    alice.until("NLN NLN bob").await;
    alice.send(&format!("REM 10 FL {BOB}")).await;
    let removed = alice.until("REM 10 FL ").await;
    assert_eq!(word(&removed, 4), BOB);
    assert_eq!(word(&bob.until("REM 0 RL ").await, 4), ALICE);
    bob.send("CHG 6 BSY 0").await;
    bob.until("CHG 6").await;
    alice.silent().await;
    alice.send(&format!("ADD 11 FL {BOB} Robert 1")).await;
    let added = alice.until("ADD 11 FL ").await;
    assert!(added.ends_with(" bob@example.org Robert 1"), "{added}");
    alice.expect("ILN 11 BSY bob@example.org bob 0 0").await;
    assert!(bob.until("ADD 0 RL ").await.ends_with(" alice@example.org alice"));
    for (line, error) in [
        (format!("ADD 12 FL {BOB} bob"), "215 12"),
        ("ADD 12 FL nobody x".to_owned(), "206 12"),
        ("ADD 12 FL @ x".to_owned(), "205 12"),
        (format!("ADD 12 RL {BOB} bob"), "201 12"),
        (format!("ADD 12 FL {BOB} bob 9"), "224 12"),
        (format!("REM 12 BL {BOB}"), "216 12"),
        (format!("REM 12 FL {BOB} 7"), "224 12"),
        ("ADC 12 FL N=x@y F=x".to_owned(), "502 12"),
    ] {
        alice.send(&line).await;
        alice.expect(error).await;
    }
    town.close().await;
}

#[tokio::test]
async fn contacts_and_groups_go_by_id_from_msnp10_on() {
    let town = Town::open().await;
    let mut alice = town.online(11, ALICE).await;
    alice.send("ADG 10 L%C3%A4b").await;
    let made = alice.until("ADG 10 1 L%C3%A4b ").await;
    let group = word(&made, 4);
    alice.send("ADC 11 FL N=dave@example.org F=Dave%20D").await;
    let added = alice.until("ADC 11 FL N=dave@example.org F=Dave%20D C=").await;
    let id = added.rsplit("C=").next().expect("an id").to_owned();
    for (line, answer) in [
        (format!("ADC 12 FL C={id} {group}"), format!("ADC 12 FL C={id} {group}")),
        (format!("ADC 12 FL C={id} {group}"), "215 12".to_owned()),
        (format!("ADC 12 FL C={id} no"), "224 12".to_owned()),
        (format!("ADC 12 FL C=no {group}"), "208 12".to_owned()),
        ("ADC 12 AL N=dave".to_owned(), "208 12".to_owned()),
        (format!("SBP 12 {id} MFN D"), format!("SBP 12 {id} MFN D")),
        (format!("REG 12 {group} Lab"), format!("REG 12 1 Lab {group} 0")),
        ("ADG 12 Lab".to_owned(), "228 12".to_owned()),
        (format!("ADG 12 {}", "x".repeat(62)), "229 12".to_owned()),
        (format!("REM 12 FL {id} {group}"), format!("REM 12 FL {id} {group}")),
        (format!("REM 12 FL {id} {group}"), "225 12".to_owned()),
        (format!("RMG 12 {group}"), format!("RMG 12 1 {group}")),
        (format!("RMG 12 {group}"), "224 12".to_owned()),
        (format!("REM 12 FL {id}"), format!("REM 12 FL {id}")),
        (format!("REM 12 FL {id}"), "208 12".to_owned()),
        (format!("REM 12 BL {BOT}"), "216 12".to_owned()),
    ] {
        alice.send(&line).await;
        assert_eq!(alice.next().await, Some(answer), "{line}");
    }
    town.close().await;
}

#[tokio::test]
async fn groups_have_numbers_up_to_msnp9() {
    let town = Town::open().await;
    let mut alice = town.online(8, ALICE).await;
    alice.send("ADG 10 New%20Group 0").await;
    let made = alice.until("ADG 10 ").await;
    assert!(made.ends_with(" New%20Group 2 0"), "{made}");
    alice.send("REG 11 2 Newer 0").await;
    assert!(alice.until("REG 11 ").await.ends_with(" 2 Newer 0"));
    alice.send("RMG 12 0").await;
    alice.expect("230 12").await;
    alice.send("RMG 13 2").await;
    assert!(alice.until("RMG 13 ").await.ends_with(" 2"));
    town.close().await;
}

#[tokio::test]
async fn only_accounts_that_exist_can_be_added_where_accounts_are_given() {
    let town = Town::of("\"alice@example.org\" = \"hunter2\"\n\"bob@example.org\" = \"x\"").await;
    let mut alice = town.online(9, ALICE).await;
    alice.send("ADD 10 FL carol@example.org c").await;
    alice.expect("205 10").await;
    alice.send("SYN 11 0").await;
    alice.until("SYN 11 ").await;
    alice.until(&format!("LST {BOB} bob 11 1")).await;
    town.close().await;
}

#[tokio::test]
async fn settings_are_confirmed_and_remembered() {
    let town = Town::open().await;
    let mut alice = town.online(9, ALICE).await;
    for (line, start, end) in [
        ("GTC 10 N", "GTC 10 ", " N"),
        ("GTC 10 N", "218 10", ""),
        ("BLP 10 BL", "BLP 10 ", " BL"),
        ("BLP 10 XX", "201 10", ""),
        ("PRP 10 PHH 555%20123", "PRP 10 ", " PHH 555%20123"),
        ("PRP 10 XXX 1", "201 10", ""),
        ("REA 10 alice@example.org Al", "REA 10 ", " alice@example.org Al"),
        ("SND 10 x@y.z", "SND 10 OK", ""),
        ("URL 10 INBOX", "URL 10 /inbox http://127.0.0.1:", "/ 2"),
        ("FND 10 fname=a", "FND 10 0 0", ""),
    ] {
        alice.send(line).await;
        let answer = alice.next().await.expect("an answer");
        assert!(answer.starts_with(start) && answer.ends_with(end), "{line}: {answer}");
    }
    alice.send("SYN 11 0").await;
    for line in ["GTC N", "BLP BL", "PRP PHH 555%20123"] {
        alice.until(line).await;
    }
    town.close().await;
}
