//! Pictures and files come out of the page as they passed, byte for byte.
//!
//! To remember: what they should be is put together here, from the recorded bytes alone and without any code of the
//! program's but the deframer.

use super::chromium::Person;
use super::left_out;
use super::page::Page;
use super::watched::Watched;
use crate::harness::{CAPTURES, PATIENCE, Recording};
use crate::replay::as_recorded;
use crate::sdk::evening::{ALICE, BOB, meet, sandbox};
use crate::sdk::messenger::Messenger;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use msnp::{Deframer, Direction};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Instant;

/// The recorded file, in bytes.
const FILE: usize = 30_000;

/// How a PNG begins.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

#[test]
fn every_recorded_picture_and_file_is_shown_and_given_byte_for_byte() {
    if left_out() {
        return;
    }
    for capture in CAPTURES {
        let watched = Watched::start(&[]);
        let page = watched.page();
        let recordings = Recording::all(capture);
        let mut expected: Vec<Vec<u8>> = recordings.iter().flat_map(transferred).collect();
        assert!(expected.len() >= 4, "{capture}: two transfers or more, each seen at both ends");
        for recording in &recordings {
            as_recorded(watched.session(), recording);
        }
        let mut given: Vec<Vec<u8>> =
            complete(&page, expected.len()).iter().map(|id| content(&page, id)).collect();
        expected.sort();
        given.sort();
        assert!(given == expected, "{capture}: other bytes came out");
        // Each picture is drawn, at the size it says it has.
        for picture in expected.iter().filter(|bytes| bytes.starts_with(PNG)) {
            page.until(&format!(
                "[...document.querySelectorAll('img.thumb')].some(({{naturalWidth}}) => naturalWidth === {})",
                width(picture)
            ));
        }
    }
}

#[test]
fn what_is_saved_from_the_page_is_the_recorded_file() {
    if left_out() {
        return;
    }
    let (watched, folder) = (Watched::start(&[]), tempfile::tempdir().expect("a temporary folder"));
    let recordings = Recording::all("purple-p9");
    let file = recordings.iter().flat_map(transferred).find(|bytes| bytes.len() == FILE).expect("the file");
    recordings.iter().for_each(|recording| drop(as_recorded(watched.session(), recording)));
    let person = Person::new();
    person.saves_to(folder.path());
    let page = person.open(&watched.url);
    let id = complete(&page, 4)
        .into_iter()
        .find(|id| content(&page, id).len() == FILE)
        .expect("the file, complete");
    let link = format!(".transfer[data-entry=\"{id}\"] .save");
    page.eval(&format!("document.querySelector('{link}').scrollIntoView()"));
    page.click(&link);
    let saved = folder.path().join(format!("nudge-transfer-{id}.bin"));
    // It is there under that name before all of it is.
    let begun = Instant::now();
    while fs::read(&saved).ok().as_ref() != Some(&file) {
        assert!(
            begun.elapsed() < PATIENCE,
            "the file was not saved as {}, or not as it passed",
            saved.display()
        );
        thread::yield_now();
    }
}

#[test]
fn a_picture_exchanged_by_two_clients_that_are_not_ours_is_shown_byte_for_byte() {
    if left_out() {
        return;
    }
    let recorded = Recording::all("purple-p9");
    let picture =
        recorded.iter().flat_map(transferred).find(|bytes| bytes.starts_with(PNG)).expect("a picture");
    let (proxy, nexus) = sandbox(&["--web", "127.0.0.1:0", "--no-open"]);
    let page = Person::new().open(&proxy.url());
    let (alice, bob) = (Messenger::start(ALICE), Messenger::start(BOB));
    for who in [&alice, &bob] {
        who.does(json!({"do": "sign in", "at": proxy.listen().to_string(), "nexus": nexus}));
        who.does(json!({"do": "block", "whom": "nudge-bot@sandbox.example"}));
        who.does(json!({"do": "picture", "picture": STANDARD.encode(&picture)}));
        who.does(json!({"do": "appear"}));
    }
    let object = bob.hears(&json!({"event": "presence", "of": ALICE}))["object"].clone();
    meet(&alice, &bob);
    bob.does(json!({"do": "ask for the picture", "whom": ALICE, "object": object}));
    // Seen at both ends.
    let given = complete(&page, 2);
    for id in &given {
        assert!(content(&page, id) == picture, "other bytes came out of transfer {id}");
    }
    page.until(&format!(
        "[...document.querySelectorAll('img.thumb')].filter(({{naturalWidth}}) => naturalWidth === {}).length === 2",
        width(&picture)
    ));
}

/// Shows the transfers, and waits until so many are complete, and none is anything else. Their ids.
#[track_caller]
fn complete(page: &Page, count: usize) -> Vec<String> {
    page.until("seen.live()");
    page.click("#lens-transfers");
    let ids = page.until(&format!(
        "(() => {{
            const all = [...document.querySelectorAll('.transfer')];
            const whole = all.filter(({{innerText}}) => innerText.includes('✓ complete'));
            return whole.length === {count} && whole.map(({{dataset}}) => dataset.entry);
        }})()"
    ));
    let ids = ids.as_array().expect("a list");
    ids.iter().map(|id| id.as_str().expect("a number").to_owned()).collect()
}

/// What the page's own link to a transfer gives.
#[track_caller]
fn content(page: &Page, id: &str) -> Vec<u8> {
    let answer = page.eval(&format!(
        "(async () => {{
            const answer = await fetch(document.querySelector('.transfer[data-entry=\"{id}\"] .save').href);
            return [answer.status, [...new Uint8Array(await answer.arrayBuffer())]];
        }})()"
    ));
    assert_eq!(answer[0], json!(200), "transfer {id}");
    let byte = |byte: &Value| u8::try_from(byte.as_u64().expect("a number")).expect("a byte");
    answer[1].as_array().expect("bytes").iter().map(byte).collect()
}

/// What a PNG says of its width.
fn width(png: &[u8]) -> u32 {
    u32::from_be_bytes(png[16..20].try_into().expect("four bytes"))
}

/// What passed in a connection from client to client, either way: the parts of each session of P2P version 1, each put
/// where it says it belongs. What is not whole, and the four bytes that prepare for more, are left out.
fn transferred(recording: &Recording) -> Vec<Vec<u8>> {
    let streams =
        [(Direction::ClientToServer, &recording.client), (Direction::ServerToClient, &recording.server)];
    streams.into_iter().flat_map(|(direction, bytes)| transferred_one_way(direction, bytes)).collect()
}

fn transferred_one_way(direction: Direction, mut bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut deframer = Deframer::new(direction);
    let mut sessions: BTreeMap<u64, (usize, Vec<u8>)> = BTreeMap::new();
    while let Some(frame) = deframer.next_frame(bytes) {
        let said = frame.bytes;
        bytes = &bytes[said.len()..];
        let Some(head) = find(said, b"application/x-msnmsgrp2p") else { continue };
        let end = find(&said[head..], b"\r\n\r\n").expect("an end of the headers");
        let packet = &said[head + end + 4..];
        let number = |at: usize, size: usize| {
            packet[at..at + size].iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
        };
        let place = |at: usize, size: usize| usize::try_from(number(at, size)).expect("a place in memory");
        let (session, chunk) = (number(0, 4), place(24, 4));
        if session == 0 || chunk == 0 || packet.len() != 48 + chunk + 4 || place(16, 8) == 4 {
            continue;
        }
        let (offset, total) = (place(8, 8), place(16, 8));
        let (have, whole) = sessions.entry(session).or_insert_with(|| (0, vec![0; total]));
        whole[offset..offset + chunk].copy_from_slice(&packet[48..48 + chunk]);
        *have += chunk;
    }
    sessions.into_values().filter(|(have, whole)| *have == whole.len()).map(|(_, whole)| whole).collect()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
