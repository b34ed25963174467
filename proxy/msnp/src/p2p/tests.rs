//! Packets made by hand from §7.5 and §7.6, and all that were recorded.

use super::*;
use crate::message::Message;
use crate::{Command, Deframer, Direction};
use proptest::prelude::*;
use std::path::Path;

const FOOTER: [u8; 4] = [0, 0, 0, 12];

/// Session 7, message 9, bytes 2 to 4 of 100, with these flags.
fn one(flags: u32, data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap();
    let mut packet = [7u32, 9].map(u32::to_le_bytes).concat();
    packet.extend([2u64, 100].map(u64::to_le_bytes).concat());
    packet.extend([length, flags, 1, 2].map(u32::to_le_bytes).concat());
    packet.extend(0u64.to_le_bytes());
    [&packet, data, &FOOTER].concat()
}

/// Session 7, package 9; 80 bytes remain.
fn two(kind: u8, data: &[u8]) -> Vec<u8> {
    let own = [&[20, kind, 0, 9, 0, 0, 0, 7, 1, 8], &80u64.to_be_bytes()[..], &[0, 0], data].concat();
    let length = u16::try_from(own.len()).unwrap().to_be_bytes();
    [&[8, 0], &length[..], &[0, 0, 1, 0], &own, &FOOTER].concat()
}

#[test]
fn version_one_says_where_its_data_belongs_and_what_it_is() {
    let body = one(0x20, b"abc");
    let packet = Packet::read(&body, None).unwrap();
    let expected = Packet {
        version: Version::One,
        session: 7,
        message: 9,
        place: Place::At { offset: 2, total: 100 },
        carries: Carries::Object,
        ends: None,
        at: 48,
        data: b"abc",
        application: Some(12),
    };
    assert_eq!(packet, expected);
    assert_eq!(&body[packet.at..packet.at + 3], b"abc");
    let told =
        |flags| Packet::read(&one(flags, b""), None).map(|packet| (packet.carries, packet.ends)).unwrap();
    assert_eq!(told(0x0100_0030), (Carries::File, None));
    assert_eq!([told(0), told(0x40)].map(|told| told.1), [None, Some(End::Closed)]);
    assert_eq!([told(0x08), told(0x80)].map(|told| told.1), [Some(End::Failed); 2]);
}

#[test]
fn version_two_says_how_much_follows_its_data() {
    for (kind, first, carries) in [
        (0, false, Carries::Unsaid),
        (1, true, Carries::Unsaid),
        (4, false, Carries::Object),
        (5, true, Carries::Object),
        (6, false, Carries::File),
        (7, true, Carries::File),
    ] {
        let body = two(kind, b"abc");
        let packet = Packet::read(&body, None).unwrap();
        assert_eq!((packet.version, packet.session, packet.message), (Version::Two, 7, 9));
        assert_eq!((packet.place, packet.carries), (Place::Before { remaining: 80, first }, carries));
        assert_eq!((packet.data, &body[packet.at..packet.at + 3]), (&b"abc"[..], &b"abc"[..]));
        assert_eq!(packet.application, Some(12));
    }
    let acknowledgement = [16, 2, 0, 0, 0, 0, 0, 9, 2, 4, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
    let packet = Packet::read(&acknowledgement, Some(Version::Two)).unwrap();
    assert_eq!((packet.session, packet.data), (0, &b""[..]));
}

#[test]
fn four_zeros_prepare_where_they_are_all_there_is() {
    let prepares = |flags: u32, total: u64, session: u32| {
        let mut body = one(flags, &[0; 4]);
        body[..4].copy_from_slice(&session.to_le_bytes());
        body[8..24].copy_from_slice(&[0, total].map(u64::to_le_bytes).concat());
        Packet::read(&body, None).unwrap().is_preparation()
    };
    assert!(prepares(0, 4, 7));
    assert!(!prepares(0, 5, 7), "the beginning of more");
    assert!(!prepares(0, 4, 0), "MSNSLP");
    assert!(!prepares(0x30, 4, 7), "a file of four zeros");
    let body = [&[8, 0, 0, 12, 0, 0, 1, 0][..], &[8, 1, 0, 9, 0, 0, 0, 7], &[0; 4], &FOOTER].concat();
    assert!(Packet::read(&body, None).unwrap().is_preparation());
}

#[test]
fn what_breaks_off_is_read_as_far_as_it_goes() {
    let whole = one(0, b"abcdef");
    assert_eq!(Packet::read(&whole[..51], Some(Version::One)).unwrap().data, b"abc");
    assert_eq!(Packet::read(&whole[..47], Some(Version::One)), None);
    assert_eq!(Packet::read(b"", None), None);
    let whole = two(5, b"abcdef");
    let packet = Packet::read(&whole[..31], Some(Version::Two)).unwrap();
    assert_eq!((packet.data, packet.application), (&b"abc"[..], None));
}

/// All P2P messages in the recordings: 48 bytes of header and 4 of footer is what is not data.
#[test]
fn every_recorded_packet_is_read() {
    let captures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/captures");
    let mut read = 0;
    for folder in ["amsn-msnp12", "purple-p15", "purple-p9"] {
        for file in std::fs::read_dir(captures.join(folder)).unwrap() {
            let path = file.unwrap().path();
            let name = path.display().to_string();
            let direction = Direction::BOTH[usize::from(name.ends_with("s2c.bin"))];
            let bytes = if name.ends_with(".bin") { std::fs::read(path).unwrap() } else { continue };
            let (mut deframer, mut at) = (Deframer::new(direction), 0);
            while let Some(frame) = deframer.next_frame(&bytes[at..]) {
                at += frame.bytes.len();
                let Some(command) = Command::read(&frame) else { continue };
                let message = Message::read(command.payload);
                if message.is("application/x-msnmsgrp2p") {
                    let packet = Packet::read(message.body(), None).unwrap();
                    assert_eq!(packet.version, Version::One);
                    assert_eq!(packet.data.len() + 52, message.body().len());
                    read += 1;
                }
            }
        }
    }
    assert_eq!(read, 329);
}

proptest! {
    #[test]
    fn any_bytes_are_read_and_the_data_is_a_part_of_them(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        head in prop::sample::select(vec![&b""[..], &[8, 0], &[24, 3, 0, 60]]),
    ) {
        let body = [head, &bytes].concat();
        for hint in [None, Some(Version::One), Some(Version::Two)] {
            if let Some(packet) = Packet::read(&body, hint) {
                prop_assert_eq!(&body[packet.at..packet.at + packet.data.len()], packet.data);
            }
        }
    }
}
