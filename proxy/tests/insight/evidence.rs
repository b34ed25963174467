//! What is expected of folds is at least written in the bytes: entries exist, are of the sessions named, and hold the words.
//!
//! To remember: this judges the expectations, not the folds. A misprint in them is found here.

use super::evening::Evening;
use super::expected::{Block, Expected};
use super::script;
use memchr::memmem;
use msnp::{Command, Direction};
use nudge_proxy::insight::RULES;
use nudge_proxy::transcript::{Event, What};

/// A frame of an evening.
struct Said {
    session: u32,
    by_client: bool,
    verb: String,
    bytes: Vec<u8>,
    payload: Vec<u8>,
}

impl Said {
    /// The end of a connection says that its client is gone.
    fn end(session: u32) -> Said {
        Said { session, by_client: true, verb: "ends".to_owned(), bytes: Vec::new(), payload: Vec::new() }
    }
}

/// What an evening's entries said, by number; `None` for what is neither a command nor the end of a connection.
struct Bytes(Vec<Option<Said>>);

impl Bytes {
    fn of(evening: &Evening) -> Bytes {
        let mut said = vec![None];
        evening.each(|entry| {
            let session = entry.session.map_or(0, |session| session.0);
            said.push(match &entry.what {
                What::Event(Event::Closed { .. }) => Some(Said::end(session)),
                What::Event(_) => None,
                What::Frame(passed) => Command::read(&passed.frame()).map(|command| Said {
                    session,
                    by_client: passed.direction == Direction::ClientToServer,
                    verb: command.verb.to_string(),
                    bytes: passed.bytes.to_vec(),
                    payload: command.payload.to_vec(),
                }),
            });
        });
        Bytes(said)
    }

    fn said(&self, entry: u64) -> &Said {
        let said = usize::try_from(entry).ok().and_then(|entry| self.0.get(entry));
        said.and_then(Option::as_ref).unwrap_or_else(|| panic!("{entry} is no command"))
    }

    /// Whether a session has said this by then.
    fn told(&self, session: u32, until: usize, word: &str) -> bool {
        let said = self.0[..=until].iter().flatten().filter(|said| said.session == session);
        said.into_iter().any(|said| holds(&said.bytes, word.as_bytes()))
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len().max(1)).any(|window| window.eq_ignore_ascii_case(word)) || word.is_empty()
}

/// Tells of the lines of a block, evening by evening.
fn lines(block: Block, mut tell: impl FnMut(&Bytes, &[String])) {
    for evening in Evening::all() {
        if let Some(lines) = Expected::of(&evening).block(block) {
            tell(&Bytes::of(&evening), lines);
        }
    }
}

/// The entries a line ends with: `13..15,17`.
fn entries(line: &str) -> Vec<u64> {
    let runs = line.rsplit(' ').next().unwrap().split(',');
    let bounds = |run: &str| {
        let (first, last) = run.split_once("..").unwrap_or((run, run));
        let number = |text: &str| text.parse::<u64>().unwrap_or_else(|_| panic!("no entries: {line}"));
        number(first)..=number(last)
    };
    runs.flat_map(bounds).collect()
}

#[test]
fn what_is_expected_to_be_said_is_said() {
    lines(Block::Conversations, |bytes, lines| {
        let mut sessions: Vec<u32> = Vec::new();
        for line in lines {
            let Some(item) = line.strip_prefix("  ") else {
                let place = line.split([' ', ':']).next().unwrap();
                sessions = place.split('+').map(|session| session.parse().unwrap()).collect();
                continue;
            };
            let said: Vec<&Said> = entries(item).into_iter().map(|entry| bytes.said(entry)).collect();
            assert!(
                said.iter().all(|said| sessions.contains(&said.session)),
                "of another conversation: {item}"
            );
            check_item(item, &said);
        }
    });
}

/// An item: `WHO: "TEXT…" …`, or what they do.
fn check_item(item: &str, said: &[&Said]) {
    let verbs = match item.split_once('"') {
        Some(_) if !item.contains(" acts ") => {
            check_text(item, said);
            &["MSG", "UUM", "UBM", "SDG"][..]
        }
        _ if item.contains(" joins ") => &["USR", "ANS", "IRO", "JOI"],
        _ if item.contains(" leaves ") => &["OUT", "BYE", "ends"],
        _ if item.contains(" calls ") => &["CAL"],
        _ => &["MSG", "UBM", "SDG"],
    };
    assert!(said.iter().all(|said| verbs.contains(&&*said.verb)), "not of its kind: {item}");
    let who = item.split([' ', ':', ',']).next().unwrap();
    let names = |said: &&&Said| !said.by_client && !["CAL", "ANS"].contains(&&*said.verb);
    assert!(said.iter().filter(names).all(|said| holds(&said.bytes, who.as_bytes())), "not of {who}: {item}");
}

fn check_text(item: &str, said: &[&Said]) {
    let (_, rest) = item.split_once('"').unwrap();
    let (text, _) = rest.rsplit_once('"').unwrap();
    let text = text.strip_suffix('…').unwrap_or(text);
    let text = script::bytes(&format!("{text}\\n"));
    let text = &text[..text.len() - 1];
    let in_part = |said: &&Said| {
        let body = said.payload.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
        memmem::find(text, &said.payload[body..]).is_some()
    };
    let says = |payload: &[u8]| memmem::find(payload, text).is_some();
    let whole = |said: &&Said| says(&said.payload) || says(&latin(&said.payload));
    let is_cut = item.contains(" parts ");
    assert!(said.iter().all(|said| if is_cut { in_part(said) } else { whole(said) }), "other words: {item}");
}

/// As ISO-8859-1 has it.
fn latin(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes()
}

#[test]
fn who_is_expected_in_a_state_has_been_told_of() {
    lines(Block::States, |bytes, lines| {
        let (mut at, mut session) = (0, 0);
        for line in lines {
            if let Some(place) = line.strip_prefix("at ") {
                let (entry, of) = place.split_once(" in ").unwrap();
                (at, session) = (entry.parse().unwrap(), of.parse().unwrap());
                assert!(at < bytes.0.len(), "{line}");
            } else if let Some((account, _)) = line.trim_start().split_once('@') {
                let told = account.split(' ').next().unwrap();
                assert!(bytes.told(session, at, told), "nobody told of {told} by {at} in {session}");
            }
        }
    });
}

#[test]
fn what_is_expected_to_be_moved_moves_in_packets() {
    lines(Block::Transfers, |bytes, lines| {
        for line in lines {
            let (begins, rest) = line.split_once(" in ").unwrap();
            let session: u32 = rest.split(':').next().unwrap().parse().unwrap();
            let range = entries(line);
            assert_eq!(range[0], begins.parse::<u64>().unwrap(), "{line}");
            for entry in [range[0], range[range.len() - 1]] {
                let said = bytes.said(entry);
                assert!(said.session == session && holds(&said.bytes, b"application/x-msnmsgrp2p"), "{line}");
            }
        }
    });
}

#[test]
fn other_blocks_name_sessions_there_are() {
    for block in [Block::Halves, Block::Programs, Block::SignIns] {
        lines(block, |bytes, lines| {
            for line in lines {
                for session in line.split(' ').next().unwrap().split('+') {
                    let session: u32 = session.parse().unwrap();
                    assert!(bytes.0.iter().flatten().any(|said| said.session == session), "{line}");
                }
            }
        });
    }
}

#[test]
fn what_breaks_a_rule_is_a_rule_and_is_argued() {
    for evening in Evening::all() {
        let text = Expected::text(&evening);
        let Some((_, block)) = text.split_once("[problems]\n") else { continue };
        assert!(block.starts_with("# "), "{}: why?", evening.name);
        let hits = block.lines().take_while(|line| !line.is_empty()).filter(|line| !line.starts_with('#'));
        for hit in hits {
            let rule = hit.split(' ').nth(1).unwrap();
            assert!(RULES.iter().any(|known| known.id == rule), "{}: {hit}", evening.name);
        }
    }
}
