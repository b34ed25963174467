use super::*;
use crate::explain::Rendering;

const FOOTER: [u8; 4] = [0, 0, 0, 12];
const BYE: &[u8] =
    b"BYE MSNMSGR:bob@example.org;{6f1d2c3b-0000-4000-8000-000000000001} MSNSLP/1.0\r\n\r\n\r\n\0";

/// A transport packet: opcode, sequence 0x01020304, TLVs with their padding, and what it carries.
fn transport(opcode: u8, tlvs: &[u8], payload: &[u8]) -> Vec<u8> {
    let header = u8::try_from(8 + tlvs.len()).unwrap();
    let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
    [&[header, opcode], &length[..], &[1, 2, 3, 4], tlvs, payload, &FOOTER].concat()
}

/// A data packet: type, package 5, session, TLVs with their padding, data.
fn packet(kind: u8, session: u32, tlvs: &[u8], data: &[u8]) -> Vec<u8> {
    let header = u8::try_from(8 + tlvs.len()).unwrap();
    [&[header, kind, 0, 5], &session.to_be_bytes()[..], tlvs, data].concat()
}

/// 1/8: so many bytes remain.
fn remaining(bytes: u64) -> Vec<u8> {
    [&[1, 8], &bytes.to_be_bytes()[..], &[0, 0]].concat()
}

const PEER_INFO: [u8; 16] = [1, 12, 0, 2, 0, 0, 0, 14, 0, 0, 0x0f, 1, 0, 0, 0, 0];

pub(super) fn invitation() -> Vec<u8> {
    transport(3, &PEER_INFO, &packet(1, 0, &[], BYE))
}

pub(super) fn acknowledgement() -> Vec<u8> {
    transport(0, &[2, 4, 0, 0, 1, 0, 0, 0], &[])
}

#[test]
fn both_headers_have_names_and_every_number_its_bytes() {
    let bytes = invitation();
    let content = explain(&bytes);
    assert_eq!(content.does.as_deref(), Some("ends a session"));
    assert_eq!(content.field(&["version"]).value, "2");
    assert_eq!(content.field(&["version"]).spoken(), "told by its length fields");
    for (path, value, place) in [
        (&["transport header", "header length"][..], "24", 0..1),
        (&["transport header", "opcode"], "0x03", 1..2),
        (&["transport header", "payload length"], "92", 2..4),
        (&["transport header", "sequence"], "16909060", 4..8),
        (&["transport header", "peer info"], "", 10..22),
        (&["transport header", "peer info", "protocol version"], "512", 10..12),
        (&["transport header", "peer info", "version"], "3584", 14..16),
        (&["transport header", "peer info", "capabilities"], "271", 18..22),
        (&["transport header", "padding"], "00 00", 22..24),
        (&["data header", "header length"], "8", 24..25),
        (&["data header", "type"], "0x01", 25..26),
        (&["data header", "package number"], "5", 26..28),
        (&["data header", "session id"], "0", 28..32),
        (&["MSNSLP", "request", "method"], "BYE", 32..35),
        (&["footer"], "12", 116..120),
    ] {
        let found = content.field(path);
        assert_eq!(
            (&*found.value, found.span.clone()),
            (value, AT + place.start..AT + place.end),
            "{path:?}"
        );
    }
    assert_eq!(trouble(&bytes), None);
}

#[test]
fn every_opcode_has_a_name() {
    for (opcode, words, said) in [
        (0, None, "sends an empty P2P packet"),
        (1, Some("SYN"), "begins to exchange P2P packets"),
        (2, Some("RAK"), "asks for an acknowledgement of its P2P packets"),
        (3, Some("SYN, RAK"), "begins to exchange P2P packets"),
        (4, Some("unknown"), "sends an empty P2P packet"),
    ] {
        let bytes = transport(opcode, &[], &[]);
        let content = explain(&bytes);
        let meaning = content.field(&["transport header", "opcode"]).meaning.as_deref();
        assert_eq!((meaning, content.does.as_deref()), (words, Some(said)));
    }
}

#[test]
fn every_optional_part_has_a_name() {
    let content = explain(&acknowledgement());
    assert_eq!(content.field(&["transport header", "acknowledged sequence"]).value, "256");
    assert_eq!(content.does.as_deref(), Some("acknowledges P2P data up to sequence number 256"));
    let content = explain(&transport(0, &[3, 4, 0, 0, 1, 0, 0, 0], &[]));
    assert_eq!(content.field(&["transport header", "refused sequence"]).value, "256");
    assert_eq!(content.does.as_deref(), Some("asks again for P2P data from sequence number 256"));
    let content = explain(&transport(0, &[9, 2, 1, 2], &[]));
    assert_eq!(content.field(&["transport header", "unknown part"]).spoken(), "type 0x09");
    let both = transport(2, &[2, 4, 0, 0, 1, 0, 9, 0, 1, 1, 7, 0], &packet(0x04, 7, &remaining(500), b"abc"));
    let content = explain(&both);
    assert_eq!(content.field(&["data header", "bytes remaining"]).value, "500");
    assert_eq!(content.field(&["transport header", "acknowledged sequence"]).value, "256");
}

#[test]
fn every_type_has_a_name_and_says_what_is_sent() {
    for (kind, words, said) in [
        (0x00, "continuation", "sends 3 bytes of data in session 7"),
        (0x01, "first", "sends 3 bytes of data in session 7"),
        (0x04, "object", "sends 3 bytes of an object in session 7"),
        (0x05, "object, first", "sends 3 bytes of an object in session 7"),
        (0x06, "file", "sends 3 bytes of a file in session 7"),
        (0x07, "file, first", "sends 3 bytes of a file in session 7"),
        (0x09, "unknown", "sends 3 bytes of data in session 7"),
    ] {
        let content = explain(&transport(0, &[], &packet(kind, 7, &[], b"abc")));
        assert_eq!(content.field(&["data header", "type"]).spoken(), words);
        assert_eq!(content.does.as_deref(), Some(said));
        let content = explain(&transport(0, &[], &packet(kind, 7, &remaining(15045), b"abc")));
        assert_eq!(content.does.unwrap(), format!("{said}, 15,045 more follow"));
    }
    let bytes = transport(0, &[], &packet(1, 7, &[], &[0; 4]));
    assert_eq!(does(&bytes), "prepares to send data in session 7");
}

#[test]
fn a_picture_in_one_packet_can_be_looked_at() {
    let content = explain(&transport(0, &[], &packet(5, 7, &[], b"GIF89a....")));
    assert_eq!(content.renderings, [Rendering::Picture("image/gif", b"GIF89a....".to_vec())]);
    assert!(explain(&transport(0, &[], &packet(5, 7, &remaining(9), b"GIF89a...."))).renderings.is_empty());
    assert!(explain(&transport(0, &[], &packet(4, 7, &[], b"GIF89a...."))).renderings.is_empty());
}

#[test]
fn a_long_msnslp_message_comes_in_parts() {
    let first = transport(0, &[], &packet(1, 0, &remaining(44), &BYE[..40]));
    assert_eq!(does(&first), "sends the first 40 bytes of an MSNSLP message, 44 more follow");
    let first = transport(0, &[], &packet(1, 0, &remaining(4), &BYE[..80]));
    assert_eq!(does(&first), "ends a session (first part: 80 bytes, 4 more follow)");
    assert_eq!(
        explain(&first).field(&["MSNSLP"]).spoken(),
        "the first part of a longer message, 4 more follow"
    );
    let last = transport(0, &[], &packet(0, 0, &[], &BYE[80..]));
    assert_eq!(does(&last), "sends a further 4 bytes of an MSNSLP message");
    assert_eq!(explain(&last).field(&["MSNSLP"]).spoken(), "the last part of a longer message");
}

#[test]
fn what_breaks_off_says_where() {
    let whole = invitation();
    for (packet, said) in [
        (&whole[..6], "ends after 6 of 24 header bytes"),
        (&whole[..20], "ends after 20 of 24 header bytes"),
        (&whole[..28], "ends after 4 of 8 header bytes"),
        (&whole[..60], "ends after 36 of 92 bytes of payload"),
        (&whole[..116], "the footer is missing"),
        (&transport(0, &[2, 3, 1, 2, 3, 0, 0, 0], &[])[..], "has 3 bytes instead of 4"),
        (&transport(0, &[2, 9, 1, 2], &[]), "ends after 2 of 9 bytes"),
        (&transport(0, &[1, 12, 0, 2, 0, 0, 0, 5], &[]), "ends after 6 of 12 bytes"),
        (&transport(0, &[9, 1, 1, 7], &[]), "ends before its length"),
        (&transport(0, &[], &[3, 1, 0, 5, 0, 0, 0, 7]), "says it has 3 bytes, fewer than 8"),
        (&transport(0, &[], &[200, 1, 0, 5, 0, 0, 0, 7]), "ends after 8 of 200 header bytes"),
    ] {
        let content = content_of(&Located::at(AT, packet), Some(Version::Two));
        let found = content.fields.iter().find_map(Field::first_trouble);
        assert_eq!(found, Some(said), "{content:#?}");
    }
}
