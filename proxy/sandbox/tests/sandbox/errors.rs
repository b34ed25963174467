//! What is wrong is answered by number, and only what ended a connection on the real servers ends it here.

use crate::harness::{Town, Wire};

#[tokio::test]
async fn mistakes_before_signing_in_are_told_by_number() {
    let town = Town::open().await;
    let mut wire = Wire::to(town.at.notification).await;
    for (line, answer) in [
        ("USR 1 TWN I alice@example.org", "715 1"),
        ("INF 2", "715 2"),
        ("CHG 3 NLN", "302 3"),
        ("XFR 4 SB", "302 4"),
        ("ZZZ 5", "302 5"),
        ("VER 6 MSNP9", "VER 6 MSNP9"),
        ("VER 7 MSNP8", "715 7"),
        ("INF 8", "502 8"),
        ("USR 9 TWN I alice", "201 9"),
        ("USR 10 TWN S x", "715 10"),
        ("USR 11 TWN", "200 11"),
        (
            "CVQ 12 0x0409 winnt 5.1 i386 MSNMSGR",
            "CVQ 12 1.0.0000 1.0.0000 1.0.0000 http://messenger.example/ http://messenger.example/",
        ),
        ("USR x", "200"),
    ] {
        wire.send(line).await;
        wire.expect(answer).await;
    }
    wire.send("USR 13 MD5 I alice@example.org").await;
    assert_eq!(wire.rest().await, ["911 13"]);
    town.close().await;
}

#[tokio::test]
async fn mistakes_of_those_signed_in_are_told_by_number() {
    let town = Town::open().await;
    let mut wire = town.signed_in(12, "alice@example.org").await;
    for (line, answer) in [
        ("CHG 99 XXX", "201 99"),
        ("CHG 99 FLN 0", "201 99"),
        ("CHG 99 NLN many", "201 99"),
        ("CHG 99", "200 99"),
        ("ZZZ 99", "200 99"),
        ("ADD 99 FL x@y x", "502 99"),
        ("USR 99 TWN I alice@example.org", "207 99"),
        ("XFR 99 SB", "913 99"),
        ("XFR 99 NS", "201 99"),
        ("PRP 99 MFN", "209 99"),
        ("CHG many", "200"),
    ] {
        wire.send(line).await;
        assert_eq!(wire.next().await.as_deref(), Some(answer), "{line}");
    }
    wire.silent().await;
    town.close().await;
}

#[tokio::test]
async fn calls_that_reach_nobody_are_told_by_number() {
    let town = Town::open().await;
    let mut alice = town.online(9, "alice@example.org").await;
    let mut bob = town.online(9, "bob@example.org").await;
    bob.send("CHG 6 HDN 0").await;
    bob.until("CHG 6 ").await;
    let mut room = town.switchboard(&mut alice, "alice@example.org").await;
    for (line, answer) in [
        ("CAL 2 0", "208 2"),
        ("CAL 3 ", "208 3"),
        ("CAL 4", "208 4"),
        ("CAL 5 nobody@example.org", "217 5"),
        ("CAL 6 bob@example.org", "217 6"),
        ("CAL 7 Alice@example.org", "215 7"),
        ("USR 8 alice@example.org 1", "207 8"),
        ("CHG 9 NLN", "200 9"),
        ("MSG 10 X 0", "201 10"),
    ] {
        room.send(line).await;
        assert_eq!(room.next().await.as_deref(), Some(answer), "{line}");
    }
    town.close().await;
}

#[tokio::test]
async fn a_switchboard_lets_nobody_in_without_a_ticket_and_nobody_twice() {
    let town = Town::open().await;
    let mut alice = town.online(9, "alice@example.org").await;
    alice.send("XFR 6 SB").await;
    let cookie = alice.until("XFR 6 SB ").await.split(' ').next_back().expect("a cookie").to_owned();
    for (line, answers) in [
        ("USR 1 alice@example.org 1.2.3".to_owned(), &["911 1"][..]),
        (format!("USR 1 bob@example.org {cookie}"), &["911 1"]),
        (format!("ANS 1 alice@example.org {cookie} 12345678"), &["911 1"]),
        (format!("USR 1 alice@example.org {cookie}\r\nOUT"), &["USR 1 OK alice@example.org alice"]),
        (format!("USR 1 alice@example.org {cookie}"), &["911 1"]),
    ] {
        let mut wire = Wire::to(town.at.switchboard).await;
        wire.send(&line).await;
        assert_eq!(wire.rest().await, answers, "{line}");
    }
    let mut wire = Wire::to(town.at.switchboard).await;
    wire.send("CAL 1 bob@example.org").await;
    wire.expect("302 1").await;
    town.close().await;
}

#[tokio::test]
async fn what_is_no_command_or_too_large_for_one_ends_the_connection() {
    let town = Town::open().await;
    for bytes in [
        b"POST / HTTP/1.1\r\n\r\n".to_vec(),
        b"\x16\x03\x01".to_vec(),
        format!("VER 1 {}", "x".repeat(20_000)).into_bytes(),
        b"UUX 1 20000\r\n".to_vec(),
    ] {
        for at in [town.at.dispatch, town.at.notification, town.at.switchboard] {
            let mut wire = Wire::to(at).await;
            wire.send_bytes(&bytes).await;
            assert!(wire.rest().await.len() <= 1);
        }
    }
    town.close().await;
}
