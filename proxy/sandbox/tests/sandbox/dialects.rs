//! The same evening in every dialect: signing in, lists, status, in the grammar each version has (§5).

use crate::harness::Town;
use nudge_sandbox::BOT;

/// The lines of a burst with what changes from run to run made `#`: serial numbers, stamps, ids, pictures.
fn masked(line: &str) -> String {
    let changes = |word: &str| {
        let serial = word.len() >= 10 && word.bytes().all(|byte| byte.is_ascii_digit());
        let id = word.len() >= 36 && word.bytes().filter(|&byte| byte == b'-').count() >= 4;
        serial || id || word.starts_with("%3Cmsnobj") || word.ends_with(".0-00:00")
    };
    let mask = |word: &str| if changes(word) { "#".to_owned() } else { word.to_owned() };
    line.split(' ').map(mask).collect::<Vec<_>>().join(" ")
}

async fn burst(dialect: u8) -> Vec<String> {
    let town = Town::open().await;
    let mut wire = town.signed_in(dialect, "alice@example.org").await;
    wire.send(if dialect <= 9 { "SYN 8 0" } else { "SYN 8 0 0" }).await;
    wire.send("PNG").await;
    let mut lines = Vec::new();
    loop {
        let line = wire.next().await.expect("the burst");
        if line.starts_with("QNG") {
            break;
        }
        lines.push(masked(&line));
    }
    lines
}

fn bot(line: &str) -> String {
    line.replace("BOT", BOT)
}

#[tokio::test]
async fn lists_up_to_msnp6_come_one_by_one_with_transaction_id_and_serial_number() {
    for dialect in 2..=6 {
        let expected = [
            "SYN 8 #",
            "GTC 8 # A",
            "BLP 8 # AL",
            "LST 8 FL # 1 1 BOT Nudge%20Bot",
            "LST 8 AL # 1 1 BOT Nudge%20Bot",
            "LST 8 BL # 0 0",
            "LST 8 RL # 1 1 BOT Nudge%20Bot",
        ];
        assert_eq!(burst(dialect).await, expected.map(bot), "MSNP{dialect}");
    }
}

#[tokio::test]
async fn lists_of_msnp7_have_groups() {
    let expected = [
        "SYN 8 #",
        "GTC 8 # A",
        "BLP 8 # AL",
        "LSG 8 # 1 2 0 Other%20Contacts 0",
        "LSG 8 # 2 2 1 Sandbox 0",
        "LST 8 FL # 1 1 BOT Nudge%20Bot 1",
        "LST 8 AL # 1 1 BOT Nudge%20Bot",
        "LST 8 BL # 0 0",
        "LST 8 RL # 1 1 BOT Nudge%20Bot",
    ];
    assert_eq!(burst(7).await, expected.map(bot));
}

#[tokio::test]
async fn lists_of_msnp8_and_9_are_counted_and_compact() {
    for dialect in 8..=9 {
        let expected = [
            "SYN 8 # 1 2",
            "GTC A",
            "BLP AL",
            "LSG 0 Other%20Contacts 0",
            "LSG 1 Sandbox 0",
            "LST BOT Nudge%20Bot 11 1",
        ];
        assert_eq!(burst(dialect).await, expected.map(bot), "MSNP{dialect}");
    }
}

#[tokio::test]
async fn lists_of_msnp10_to_12_go_by_ids() {
    for dialect in 10..=12 {
        let kind = if dialect == 12 { " 1" } else { "" };
        let contact = format!("LST N=BOT F=Nudge%20Bot # 11{kind} #");
        let expected = ["SYN 8 # # 1 1", "GTC A", "BLP AL", "PRP MFN alice", "LSG Sandbox #", &contact];
        assert_eq!(burst(dialect).await, expected.map(bot), "MSNP{dialect}");
    }
}

#[tokio::test]
async fn who_has_the_lists_already_gets_none() {
    let town = Town::open().await;
    for dialect in 2..=12 {
        let mut wire = town.signed_in(dialect, "alice@example.org").await;
        wire.send("SYN 8 0 0").await;
        let first = wire.until("SYN 8 ").await;
        let words: Vec<_> = first.split(' ').skip(2).collect();
        let known = if dialect <= 9 { words[..1].join(" ") } else { words[..2].join(" ") };
        wire.send("PNG").await;
        wire.until("QNG").await;
        wire.send(&format!("SYN 9 {known}")).await;
        let again = wire.until("SYN 9 ").await;
        let counts = if dialect == 8 || dialect == 9 { " 1 2" } else { "" };
        assert_eq!(again, format!("SYN 9 {known}{counts}"));
        wire.silent().await;
    }
    town.close().await;
}

#[tokio::test]
async fn signing_in_ends_as_each_dialect_has_it() {
    for dialect in 2..=12 {
        let town = Town::open().await;
        let mut wire = town.greeted(dialect).await;
        wire.send("CVR 2 0x0409 winnt 5.1 i386 MSNMSGR 6.0.0602 MSMSGS alice@example.org").await;
        wire.until("CVR 2 6.0.0602 6.0.0602 6.0.0602 http://").await;
        let scheme = if dialect <= 7 { "MD5" } else { "TWN" };
        wire.send(&format!("USR 3 {scheme} I alice@example.org")).await;
        wire.until(&format!("USR 3 {scheme} S ")).await;
        let proof = match dialect {
            ..=7 => "0".repeat(32),
            _ => town.ticket("alice@example.org", "x").await.expect("a ticket"),
        };
        wire.send(&format!("USR 4 {scheme} S {proof}")).await;
        wire.expect(match dialect {
            ..=5 => "USR 4 OK alice@example.org alice",
            6..=7 => "USR 4 OK alice@example.org alice 1",
            8..=9 => "USR 4 OK alice@example.org alice 1 0",
            _ => "USR 4 OK alice@example.org 1 0",
        })
        .await;
        if dialect >= 11 {
            wire.expect("SBS 0 null").await;
        }
        let profile = wire.next().await.expect("the profile");
        assert!(profile.contains("\r\nContent-Type: text/x-msmsgsprofile; charset=UTF-8\r\n"), "{profile}");
        assert!(
            profile.contains("\r\nClientIP: 127.0.0.1\r\n") && profile.ends_with("\r\n\r\n"),
            "{profile}"
        );
        wire.send("PNG").await;
        wire.expect(if dialect <= 8 { "QNG" } else { "QNG 50" }).await;
    }
}

#[tokio::test]
async fn presence_is_told_with_what_each_dialect_knows() {
    let town = Town::open().await;
    let mut bob = town.signed_in(12, "bob@example.org").await;
    let object = "%3Cmsnobj%2F%3E";
    for dialect in 2..=12 {
        let mut alice = town.signed_in(dialect, "alice@example.org").await;
        bob.send(&format!("CHG 5 NLN 268435492:8 {object}")).await;
        bob.until("CHG 5 NLN 268435492:8 %3Cmsnobj%2F%3E").await;
        let caps = if dialect <= 7 { "" } else { " 0" };
        alice.send(&format!("CHG 6 NLN{caps}")).await;
        alice.expect(&format!("CHG 6 NLN{caps}")).await;
        let tail = match dialect {
            ..=7 => String::new(),
            8 => " 268435492".to_owned(),
            _ => format!(" 268435492 {object}"),
        };
        alice.expect(&format!("ILN 6 NLN bob@example.org bob{tail}")).await;
        bob.send("CHG 7 AWY 268435492").await;
        let tail = if dialect >= 9 { " 268435492 0" } else { &tail };
        alice.until(&format!("NLN AWY bob@example.org bob{tail}")).await;
    }
    town.close().await;
}
