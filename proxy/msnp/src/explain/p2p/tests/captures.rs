use super::*;
use crate::{Deframer, Direction};
use std::collections::BTreeMap;
use std::path::Path;

/// The bodies of all P2P messages that were recorded.
fn recorded() -> Vec<(String, Vec<u8>)> {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let mut files = vec![];
    for folder in ["amsn-msnp12", "purple-p15", "purple-p9"] {
        let folder = std::fs::read_dir(captures.join(folder)).expect("recordings are committed");
        files.extend(folder.map(|file| file.expect("a file").path()));
    }
    files.sort();
    let mut bodies = vec![];
    for path in files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "bin")) {
        let name = path.display().to_string();
        let direction = Direction::BOTH[usize::from(name.ends_with("s2c.bin"))];
        let bytes = std::fs::read(path).expect("recordings can be read");
        let (mut deframer, mut at) = (Deframer::new(direction), 0);
        while let Some(frame) = deframer.next_frame(&bytes[at..]) {
            at += frame.bytes.len();
            let payload = frame.payload();
            let split =
                memchr::memmem::find(payload, b"\r\n\r\n").filter(|_| frame.bytes.starts_with(b"MSG"));
            let Some((head, body)) = split.map(|split| (&payload[..split], &payload[split + 4..])) else {
                continue;
            };
            if memchr::memmem::find(head, b"application/x-msnmsgrp2p").is_some() {
                bodies.push((format!("{name} at {at}"), body.to_vec()));
            }
        }
    }
    bodies
}

#[test]
fn every_recorded_packet_is_understood() {
    let bodies = recorded();
    assert_eq!(bodies.len(), 329);
    for (name, body) in bodies {
        assert_eq!(trouble(&body), None, "{name}");
        let content = explain(&body);
        assert_eq!(content.field(&["version"]).value, "1", "{name}");
        assert_eq!(content.field(&["version"]).spoken(), "told by its length fields", "{name}");
        assert!(inside(&content.fields, body.len()), "{name}");
    }
}

#[test]
fn what_was_recorded_is_told_as_it_happened() {
    let mut said = BTreeMap::<String, usize>::new();
    for (_, body) in recorded() {
        let words: String = does(&body).split_inclusive(char::is_whitespace).map(without_digits).collect();
        *said.entry(words).or_default() += 1;
    }
    let said: Vec<_> = said.iter().map(|(words, count)| format!("{count} {words}")).collect();
    let expected = [
        "14 accepts (# OK)",
        "51 acknowledges P2P message #",
        "2 announces # bytes in session #",
        "6 asks for the display picture of alice@example.com",
        "4 asks for the display picture of bob@example.com",
        "6 ends session #",
        "4 offers the file “file.bin”, # bytes",
        "10 prepares to send data in session #",
        "232 sends bytes # to # of # of session #",
    ];
    assert_eq!(said, expected);
}

/// The word, with `#` for a number in it.
fn without_digits(word: &str) -> String {
    let number = |char: char| char.is_ascii_digit() || char == ',';
    let bare = word.trim_matches(['(', ' ']);
    let is_number = !bare.is_empty() && bare.chars().all(number);
    if is_number { word.replace(bare, "#") } else { word.to_owned() }
}
