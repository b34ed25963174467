//! No secret of a recorded login is shown: not raw, not percent-encoded, not in base64, not even a piece of one.

use crate::captures::{Stream, streams};
use msnp::{Deframer, Direction, Frame, secret};
use std::collections::HashSet;

/// So many bytes of a secret in a row are a piece of it, and not there by chance.
const PIECE: usize = 10;

/// Where the recordings' secrets stand, found by reading them: tickets and digests, Passport's cookies, switchboard
/// cookies. Each is what follows such words up to the next white space; twice for the two that follow `SSO S`.
const MARKERS: &[(&str, Direction, usize)] = &[
    (" TWN S ", Direction::ClientToServer, 1),
    (" SSO S ", Direction::ClientToServer, 2),
    ("\nMSPAuth: ", Direction::ServerToClient, 1),
    (" CKI ", Direction::ServerToClient, 1),
];

/// Two tickets in each recording, two blobs with single sign-on, six profiles, and eleven switchboards.
const SECRETS: usize = 6 + 2 + 6 + 11;

fn secrets_of(streams: &[Stream]) -> HashSet<Vec<u8>> {
    let mut secrets = HashSet::new();
    for stream in streams {
        for &(marker, _, count) in MARKERS.iter().filter(|(_, direction, _)| *direction == stream.direction) {
            for (at, _) in
                stream.bytes.windows(marker.len()).enumerate().filter(|(_, it)| *it == marker.as_bytes())
            {
                let words = stream.bytes[at + marker.len()..].split(u8::is_ascii_whitespace);
                secrets.extend(words.take(count).map(<[u8]>::to_vec));
            }
        }
    }
    secrets
}

/// All pieces of all secrets, in every spelling but the percent-encoded one, which is decoded before looking.
fn pieces_of(secrets: &HashSet<Vec<u8>>) -> HashSet<Vec<u8>> {
    let mut spellings: Vec<Vec<u8>> = secrets.iter().cloned().collect();
    for secret in secrets {
        for skipped in 0..3 {
            let groups = &secret[skipped..][..(secret.len() - skipped) / 3 * 3];
            spellings.push(base64(groups, *b"+/"));
            spellings.push(base64(groups, *b"-_"));
        }
    }
    spellings.iter().flat_map(|spelling| spelling.windows(PIECE)).map(<[u8]>::to_vec).collect()
}

/// Whole groups of three bytes, with either of the alphabets in use.
fn base64(groups: &[u8], last_two: [u8; 2]) -> Vec<u8> {
    let alphabet: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(last_two).collect();
    let digits = groups.chunks_exact(3).flat_map(|group| {
        let bits = group.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| bits >> shift & 63)
    });
    digits.map(|digit| alphabet[digit]).collect()
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    decoded
}

/// The frame without its secrets.
fn shown(direction: Direction, frame: &Frame<'_>) -> Vec<u8> {
    let mut shown = Vec::new();
    let mut copied = 0;
    for secret in secret::secrets(direction, frame) {
        shown.extend_from_slice(&frame.bytes[copied..secret.start]);
        shown.extend_from_slice("•••".as_bytes());
        copied = secret.end;
    }
    shown.extend_from_slice(&frame.bytes[copied..]);
    shown
}

fn assert_holds_none(pieces: &HashSet<Vec<u8>>, shown: &[u8], name: &str) {
    for text in [shown.to_vec(), percent_decoded(shown)] {
        let leak = text.windows(PIECE).find(|window| pieces.contains(*window));
        assert!(leak.is_none(), "{name} shows {:?}", leak.map(String::from_utf8_lossy));
    }
}

/// All frames of a stream; with `opaque`, as they come when its framing was given up before its first byte.
fn frames(stream: &Stream, opaque: bool) -> impl Iterator<Item = Frame<'_>> {
    let mut deframer = Deframer::new(stream.direction);
    if opaque {
        deframer.give_up();
    }
    let mut at = 0;
    std::iter::from_fn(move || {
        let frame = deframer.next_frame(&stream.bytes[at..])?;
        at += frame.bytes.len();
        Some(frame)
    })
}

#[test]
fn no_secret_of_a_recorded_login_is_shown() {
    let streams: Vec<Stream> = streams().collect();
    let secrets = secrets_of(&streams);
    assert_eq!(secrets.len(), SECRETS);
    let pieces = pieces_of(&secrets);
    for stream in &streams {
        for opaque in [false, true] {
            let shown: Vec<u8> =
                frames(stream, opaque).flat_map(|frame| shown(stream.direction, &frame)).collect();
            assert_holds_none(&pieces, &shown, stream.name);
        }
    }
}

#[test]
fn no_secret_of_a_login_that_was_cut_short_is_shown() {
    let streams: Vec<Stream> = streams().collect();
    let pieces = pieces_of(&secrets_of(&streams));
    for stream in streams.iter().filter(|stream| stream.name.contains("-ns-")) {
        for frame in frames(stream, false) {
            // Every end of a short frame, some of a long one.
            for end in (1..frame.bytes.len()).step_by(1 + frame.bytes.len() / 200) {
                let cut = Frame { bytes: &frame.bytes[..end], opaque: true };
                assert_holds_none(&pieces, &shown(stream.direction, &cut), stream.name);
            }
        }
    }
}

#[test]
fn what_hides_nothing_is_noticed() {
    assert_eq!(base64(b"Man~~\x3f", *b"+/"), b"TWFufn4/");
    let streams: Vec<Stream> = streams().collect();
    let pieces = pieces_of(&secrets_of(&streams));
    let profile =
        streams.iter().find(|stream| stream.name == "purple-p15/00-ns-s2c.bin").expect("a recording");
    let encoded =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("%{byte:02x}")).collect::<String>().into_bytes();
    let spelt = [profile.bytes.clone(), encoded(&profile.bytes), base64(&profile.bytes, *b"+/")];
    for shown in spelt {
        let noticed = std::panic::catch_unwind(|| assert_holds_none(&pieces, &shown, "it"));
        assert!(noticed.is_err());
    }
}

#[test]
fn what_is_hidden_is_the_secret_and_no_more() {
    let mut logins = String::new();
    for stream in
        streams().filter(|stream| stream.name.starts_with("purple-p9") && stream.name.contains("-ns-"))
    {
        for frame in
            frames(&stream, false).filter(|frame| !secret::secrets(stream.direction, frame).is_empty())
        {
            let shown = String::from_utf8(shown(stream.direction, &frame)).expect("text");
            logins.extend(shown.lines().filter(|line| line.contains("•••")).flat_map(|line| [line, "\n"]));
        }
    }
    assert_eq!(
        logins,
        "USR 4 TWN S •••\n\
         MSPAuth: •••\n\
         XFR 8 SB 127.0.0.1:21864 CKI •••\n\
         RNG 5f4ef9ca9bb1018820a8c3b5470e1d6 127.0.0.1:21864 CKI ••• alice@example.com Alice\n\
         USR 4 TWN S •••\n\
         MSPAuth: •••\n\
         RNG c86687c7e50194695cc5c883839df93 127.0.0.1:21864 CKI ••• bob@example.com Bob\n\
         XFR 8 SB 127.0.0.1:21864 CKI •••\n"
    );
}
