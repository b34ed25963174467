use crate::harness::{Town, Wire, digest};

#[tokio::test]
async fn the_dispatch_server_redirects_in_the_grammar_of_every_dialect() {
    let town = Town::open().await;
    let (there, here) = (town.at.notification, town.at.dispatch);
    for dialect in 2..=12 {
        let mut wire = Wire::to(here).await;
        wire.send(&format!("VER 1 MSNP{dialect} CVR0")).await;
        wire.expect(&format!("VER 1 MSNP{dialect}")).await;
        let scheme = if dialect <= 7 { "MD5" } else { "TWN" };
        wire.send(&format!("USR 2 {scheme} I alice@example.org")).await;
        let tail = match dialect {
            2 => String::new(),
            3..=6 => " 0".to_owned(),
            _ => format!(" 0 {here}"),
        };
        wire.expect(&format!("XFR 2 NS {there}{tail}")).await;
        assert_eq!(wire.rest().await, [""; 0]);
    }
    town.close().await;
}

#[tokio::test]
async fn the_highest_common_dialect_is_agreed_on() {
    let town = Town::open().await;
    for (offered, agreed) in [
        ("MSNP9 MSNP8 CVR0", "MSNP9"),
        ("MSNP18 MSNP15 MSNP12 MSNP11", "MSNP12"),
        ("MSNP2", "MSNP2"),
        ("CVR0", "CVR0"),
        ("MSNP18 MSNP15 CVR0", "0"),
        ("MSNP1", "0"),
    ] {
        let mut wire = Wire::to(town.at.notification).await;
        wire.send(&format!("VER 1 {offered}")).await;
        wire.expect(&format!("VER 1 {agreed}")).await;
    }
    town.close().await;
}

#[tokio::test]
async fn a_digest_signs_in_only_with_the_right_password() {
    let town = Town::of("\"alice@example.org\" = \"hunter2\"").await;
    for (password, right) in [("hunter2", true), ("hunter3", false)] {
        let mut wire = town.greeted(7).await;
        wire.send("INF 2").await;
        wire.expect("INF 2 MD5").await;
        wire.send("USR 3 MD5 I Alice@Example.org").await;
        let salt = wire.until("USR 3 MD5 S ").await.split(' ').next_back().expect("a salt").to_owned();
        wire.send(&format!("USR 4 MD5 S {}", digest(&salt, password))).await;
        if right {
            wire.expect("USR 4 OK alice@example.org alice 1").await;
        } else {
            assert_eq!(wire.rest().await, ["911 4"]);
        }
    }
    town.close().await;
}

#[tokio::test]
async fn the_login_server_sells_tickets_for_the_right_password() {
    let town = Town::of("\"alice@example.org\" = \"hunter2\"").await;
    let nexus = town.get("/rdr/pprdr.asp", "").await.to_lowercase();
    let expected = format!("\r\npassporturls: dalogin=http://{}/login2.srf\r\n", town.at.http);
    assert!(nexus.contains(&expected), "{nexus}");
    assert_eq!(town.ticket("alice@example.org", "wrong").await, None);
    assert_eq!(town.ticket("bob@example.org", "hunter2").await, None);
    let refused = town.get("/login2.srf", "Authorization: Passport1.4 sign-in=a,pwd=b\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
    let ticket = town.ticket("alice@example.org", "hunter2").await.expect("the right password");
    for (proof, answer) in [(ticket.as_str(), "USR 4 OK alice@example.org 1 0"), ("t=1.2&p=", "911 4")] {
        let mut wire = town.greeted(11).await;
        wire.send("USR 3 TWN I alice@example.org").await;
        wire.until("USR 3 TWN S ").await;
        wire.send(&format!("USR 4 TWN S {proof}")).await;
        wire.expect(answer).await;
    }
    town.close().await;
}

#[tokio::test]
async fn the_second_sign_in_ends_the_first() {
    let town = Town::open().await;
    let mut bob = town.online(9, "bob@example.org").await;
    let mut first = town.online(9, "alice@example.org").await;
    bob.until("NLN NLN alice@example.org ").await;
    let mut second = town.signed_in(12, "alice@example.org").await;
    assert_eq!(first.rest().await, ["OUT OTH"]);
    bob.until("FLN alice@example.org").await;
    second.silent().await;
    town.close().await;
}

#[tokio::test]
async fn everybody_is_told_when_the_sandbox_ends() {
    let town = Town::open().await;
    let mut alice = town.online(12, "alice@example.org").await;
    let mut room = town.switchboard(&mut alice, "alice@example.org").await;
    let idle = Wire::to(town.at.dispatch).await;
    town.close().await;
    assert_eq!(alice.rest().await, ["OUT SSD"]);
    assert_eq!(room.rest().await, ["OUT SSD"]);
    drop(idle);
}
