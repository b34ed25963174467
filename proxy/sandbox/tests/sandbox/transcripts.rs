//! Whole evenings, line by line as §6 of the wire reference has them: every line must be the next one heard, word for word.
//!
//! `alice> …` is said, `alice< …` heard; `{name}` stands for one word, the same one wherever the name is, and `{*}` for
//! any; `…` at the end for all the rest. Bob has signed in before it begins.

use crate::harness::{Town, Wire, digest};
use msnp::{Dialect, challenge};
use nudge_sandbox::BOT;
use std::collections::BTreeMap;

const ACCOUNTS: &str = "'alice@example.org' = 'hunter2'\n'bob@example.org' = 'hunter2'";

/// The changes to lists that one transcript makes at most.
const MOST_CHANGES: u64 = 20;

#[tokio::test]
async fn an_evening_in_msnp7_is_the_one_of_the_wire_reference() {
    play(7, "msmsgs@msnmsgr.com", include_str!("transcripts/msnp7.txt")).await;
}

#[tokio::test]
async fn an_evening_in_msnp8_is_the_one_of_the_wire_reference() {
    play(8, "PROD0038W!61ZTF9", include_str!("transcripts/msnp8.txt")).await;
}

#[tokio::test]
async fn an_evening_in_msnp10_is_the_one_of_the_wire_reference() {
    play(10, "PROD0061VRRZH@4F", include_str!("transcripts/msnp10.txt")).await;
}

#[tokio::test]
async fn an_evening_in_msnp11_is_the_one_of_the_wire_reference() {
    play(11, "PROD0090YUAUV{2B", include_str!("transcripts/msnp11.txt")).await;
}

async fn play(dialect: u8, product: &str, transcript: &str) {
    let town = Town::of(ACCOUNTS).await;
    let mut words = Words { dialect: Dialect(dialect), meanings: BTreeMap::new() };
    words.bind("ds", &town.at.dispatch.to_string());
    words.bind("ns", &town.at.notification.to_string());
    words.bind("sb", &town.at.switchboard.to_string());
    words.bind("bot", BOT);
    words.bind("product", product);
    words.bind("ticket", &town.ticket("alice@example.org", "hunter2").await.expect("the right password"));
    let mut wires = BTreeMap::from([("bob", town.online(dialect, "bob@example.org").await)]);
    for (n, line) in transcript.lines().enumerate() {
        let at = format!("MSNP{dialect}, line {}: {line}", n + 1);
        let (who, act) = line.split_once(' ').unwrap_or((line, ""));
        if who.is_empty() || who == "#" {
            continue;
        } else if let Some(who) = who.strip_suffix('>') {
            wires.get_mut(who).expect(&at).send_bytes(words.said(act).as_bytes()).await;
        } else if let Some(who) = who.strip_suffix('<') {
            let heard = wires.get_mut(who).expect(&at).next().await;
            if act == "ends" {
                assert_eq!(heard, None, "{at}");
                wires.remove(who);
            } else {
                let heard = heard.expect(&at);
                assert!(words.match_up(&act.replace("\\r\\n", "\r\n"), &heard), "{at}\nheard: {heard}");
            }
        } else {
            let address = act.strip_prefix("connects to ").expect(&at);
            let address = words.said(address).trim_end().parse().expect("an address");
            assert!(wires.insert(who, Wire::to(address).await).is_none(), "{at}: connected already");
        }
    }
    assert!(wires.is_empty(), "heard to the end: all but {:?}", wires.keys());
    town.close().await;
}

/// What the words in braces mean.
struct Words {
    dialect: Dialect,
    meanings: BTreeMap<String, String>,
}

impl Words {
    /// Gives a word its meaning, and those that follow from it theirs.
    fn bind(&mut self, name: &str, value: &str) {
        self.meanings.insert(name.to_owned(), value.to_owned());
        match name {
            "salt" => self.bind("digest", &digest(value, "hunter2")),
            "challenge" => {
                let answer = challenge::answer(self.dialect, value, &self.meanings["product"]);
                self.bind("answer", &answer.expect("a known product"));
            }
            "serial" => {
                let serial: u64 = value.parse().expect("a serial number");
                for change in 1..=MOST_CHANGES {
                    self.bind(&format!("serial+{change}"), &(serial + change).to_string());
                }
            }
            _ => {}
        }
    }

    /// A line with its words replaced. What ends in a payload has no line end of its own.
    fn said(&self, line: &str) -> String {
        let mut said = line.to_owned();
        for (name, meaning) in &self.meanings {
            said = said.replace(&format!("{{{name}}}"), meaning);
        }
        match said.contains("\\r\\n") {
            true => said.replace("\\r\\n", "\r\n"),
            false => said + "\r\n",
        }
    }

    /// Whether this was heard, giving a meaning to words that have none yet.
    fn match_up(&mut self, mut pattern: &str, heard: &str) -> bool {
        let mut rest = heard;
        while let Some((literal, after)) = pattern.split_once('{') {
            let (name, following) = after.split_once('}').expect("a closing brace");
            let Some(from) = rest.strip_prefix(literal) else { return false };
            let end = from.find([' ', '\r']).unwrap_or(from.len());
            let (word, left) = from.split_at(end);
            match self.meanings.get(name) {
                _ if word.is_empty() => return false,
                Some(meaning) if word != meaning => return false,
                None if name != "*" => self.bind(name, word),
                _ => {}
            }
            (pattern, rest) = (following, left);
        }
        match pattern.strip_suffix('…') {
            Some(start) => rest.starts_with(start),
            None => rest == pattern,
        }
    }
}
