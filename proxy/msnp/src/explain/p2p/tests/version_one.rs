use super::*;
use crate::explain::Rendering;
use crate::explain::amounts::length;

/// A header of version 1.
#[derive(Clone, Copy, Default)]
struct Packet<'d> {
    session: u32,
    message: u32,
    offset: u64,
    total: u64,
    chunk: u32,
    flags: u32,
    acked: (u32, u32, u64),
    data: &'d [u8],
}

impl Packet<'_> {
    fn bytes(&self, footer: &[u8]) -> Vec<u8> {
        let mut bytes = [self.session.to_le_bytes(), self.message.to_le_bytes()].concat();
        bytes.extend([self.offset.to_le_bytes(), self.total.to_le_bytes()].concat());
        bytes.extend([self.chunk, self.flags, self.acked.0, self.acked.1].map(u32::to_le_bytes).concat());
        bytes.extend(self.acked.2.to_le_bytes());
        [&bytes, self.data, footer].concat()
    }
}

const SLP: [u8; 4] = [0; 4];
const BYE: &[u8] =
    b"BYE MSNMSGR:bob@example.org MSNSLP/1.0\r\nContent-Type: application/x-msnmsgr-sessionclosebody\r\n\
    Content-Length: 3\r\n\r\n\r\n\0";

pub(super) fn invitation() -> Vec<u8> {
    let length = u32::try_from(BYE.len()).unwrap();
    Packet {
        message: 4711,
        total: length.into(),
        chunk: length,
        acked: (99, 0, 0),
        data: BYE,
        ..Packet::default()
    }
    .bytes(&SLP)
}

pub(super) fn picture() -> Vec<u8> {
    chunk(0, 10, b"GIF89a....").bytes(&[0, 0, 0, 12])
}

fn chunk(offset: u64, total: u64, data: &[u8]) -> Packet<'_> {
    let chunk = u32::try_from(data.len()).unwrap();
    Packet { session: 1_980_589, message: 4712, offset, total, chunk, flags: 0x20, data, ..Packet::default() }
}

#[test]
fn the_header_has_names_and_every_number_its_bytes() {
    let bytes = Packet {
        session: 1_980_589,
        message: 4711,
        offset: 2,
        total: 9,
        chunk: 3,
        flags: 0x20,
        acked: (7, 8, 10),
        data: b"abc",
    }
    .bytes(&[0, 0, 0, 12]);
    let content = explain(&bytes);
    assert_eq!(content.field(&["version"]).spoken(), "told by its length fields");
    assert_eq!(content.field(&["version"]).span, AT + 24..AT + 28);
    let header = content.field(&["header"]);
    let found: Vec<_> =
        header.fields.iter().map(|field| (&*field.name, &*field.value, field.span.start - AT)).collect();
    let expected = [
        ("session id", "1980589", 0),
        ("message id", "4711", 4),
        ("data offset", "2", 8),
        ("total size", "9", 16),
        ("chunk size", "3", 24),
        ("flags", "0x20", 28),
        ("unique id", "7", 32),
        ("acknowledged unique id", "8", 36),
        ("acknowledged size", "10", 40),
    ];
    assert_eq!(found, expected);
    assert_eq!(content.field(&["data"]).span, AT + 48..AT + 51);
    assert_eq!(content.field(&["footer"]).spoken(), "display picture");
    assert_eq!(content.field(&["footer"]).span, AT + 51..AT + 55);
}

#[test]
fn every_flag_has_a_name_and_a_packet_without_data_does_what_its_flag_says() {
    for (flags, words, does) in [
        (0x00, "none", "sends an empty P2P packet"),
        (0x01, "negative ack", "rejects P2P message 4711 as out of order"),
        (0x02, "ack", "acknowledges P2P message 4711"),
        (0x04, "waiting for a reply", "waits for a reply to P2P message 4711"),
        (0x08, "error", "reports an error in P2P message 4711"),
        (0x10, "file", "sends an empty P2P packet"),
        (0x20, "MSNObject data", "sends an empty P2P packet"),
        (0x40, "close session", "closes session 1980589"),
        (0x80, "transport error", "reports a transport error in session 1980589"),
        (0x100, "direct connection handshake", "opens a direct connection with its nonce"),
        (0x0100_0000, "WLM 2009", "sends an empty P2P packet"),
        (0x0100_0020, "MSNObject data, WLM 2009", "sends an empty P2P packet"),
        (0x0100_0030, "file data", "sends an empty P2P packet"),
        (0x0200_0000, "unknown", "sends an empty P2P packet"),
        (0x42, "ack, close session", "acknowledges P2P message 4711"),
    ] {
        let packet =
            Packet { session: 1_980_589, flags, acked: (4711, 1, 2), ..Packet::default() }.bytes(&SLP);
        let content = explain(&packet);
        let found = content.field(&["header", "flags"]);
        assert_eq!((found.spoken(), content.does.as_deref()), (words, Some(does)), "{flags:x}");
        assert_eq!(found.fields.len(), usize::try_from(flags.count_ones()).unwrap());
        assert_eq!(trouble(&packet), None);
    }
}

#[test]
fn an_acknowledgement_names_what_it_acknowledges() {
    let packet = Packet { flags: 2, total: 689, acked: (4711, 99, 689), ..Packet::default() }.bytes(&SLP);
    let content = explain(&packet);
    assert_eq!(content.field(&["header", "acknowledged message"]).value, "4711");
    assert_eq!(content.field(&["header", "acknowledged size"]).span, AT + 40..AT + 48);
}

#[test]
fn a_handshake_has_a_nonce_and_no_footer() {
    let acked =
        (0x9d79_ae57, 0x444b_1bd5, u64::from_le_bytes([0xb1, 0x4e, 0x3f, 0xc9, 0xbb, 0x2b, 0x5d, 0x58]));
    let packet = Packet { flags: 0x100, acked, ..Packet::default() }.bytes(&[]);
    let content = explain(&packet);
    let nonce = content.field(&["header", "nonce"]);
    assert_eq!(nonce.value, "{9D79AE57-1BD5-444B-B14E-3FC9BB2B5D58}");
    assert_eq!(nonce.span, AT + 32..AT + 48);
}

#[test]
fn session_zero_holds_msnslp_text() {
    let content = explain(&invitation());
    assert_eq!(content.does.as_deref(), Some("ends a session"));
    assert_eq!(content.field(&["MSNSLP", "request", "method"]).value, "BYE");
    assert_eq!(content.field(&["MSNSLP", "request", "method"]).span, AT + 48..AT + 51);
    assert_eq!(trouble(&invitation()), None);
}

#[test]
fn a_long_msnslp_message_comes_in_parts_and_each_is_read_as_far_as_it_goes() {
    let part = |offset: usize, data: &[u8]| {
        Packet { session: 0, flags: 0, ..chunk(length(offset), length(BYE.len()), data) }.bytes(&SLP)
    };
    let first = part(0, &BYE[..50]);
    assert_eq!(does(&first), "ends a session (first part: bytes 0 to 49 of 118)");
    assert_eq!(explain(&first).field(&["MSNSLP"]).spoken(), "bytes 0 to 49 of 118");
    let last = part(50, &BYE[50..]);
    assert_eq!(does(&last), "sends bytes 50 to 117 of 118 of an MSNSLP message");
    let content = explain(&last);
    assert_eq!(content.field(&["MSNSLP", "Content-Length"]).value, "3");
    assert_eq!((trouble(&first), trouble(&last)), (None, None));
}

#[test]
fn data_says_which_part_of_the_whole_it_is() {
    let packet = chunk(0, 15045, &[7; 1202]).bytes(&[0, 0, 0, 1]);
    assert_eq!(does(&packet), "sends bytes 0 to 1,201 of 15,045 of session 1980589");
    assert_eq!(explain(&packet).field(&["data"]).value, "1,202 bytes");
    let packet = chunk(13843, 15045, &[7; 1202]).bytes(&[0, 0, 0, 1]);
    assert_eq!(does(&packet), "sends bytes 13,843 to 15,044 of 15,045 of session 1980589");
    let packet = Packet { chunk: 0, total: 30000, flags: 0x0100_0030, ..chunk(0, 0, b"") }.bytes(&SLP);
    assert_eq!(does(&packet), "announces 30,000 bytes in session 1980589");
    let packet = Packet { flags: 0, ..chunk(0, 4, &[0; 4]) }.bytes(&[0, 0, 0, 1]);
    assert_eq!(does(&packet), "prepares to send data in session 1980589");
}

#[test]
fn a_picture_in_one_packet_can_be_looked_at() {
    let content = explain(&picture());
    assert_eq!(content.renderings, [Rendering::Picture("image/gif", b"GIF89a....".to_vec())]);
    assert_eq!(content.does.as_deref(), Some("sends all 10 bytes of session 1980589"));
    assert!(explain(&chunk(0, 11, b"GIF89a....").bytes(&SLP)).renderings.is_empty());
}

#[test]
fn what_breaks_off_says_where() {
    let whole = chunk(0, 15045, &[7; 1202]).bytes(&[0, 0, 0, 1]);
    let zero = invitation();
    for (packet, said) in [
        (&zero[..20], "ends after 20 of 48 header bytes"),
        (&zero[..0], "ends after 0 of 48 header bytes"),
        (&zero[..100], "ends after 52 of 118 bytes of data"),
        (&whole[..548], "ends after 500 of 1,202 bytes of data"),
        (&whole[..1251], "ends after 1 of 4 bytes"),
        (&whole[..1250], "the footer is missing"),
        (&[&whole[..1250], b"more", &SLP].concat(), "4 bytes more than the header announces"),
    ] {
        assert_eq!(trouble(packet).as_deref(), Some(said));
    }
    assert_eq!(does(&zero[..20]), "sends a P2P packet that breaks off");
}

#[test]
fn a_header_that_announces_the_impossible_is_read_all_the_same() {
    let packet = chunk(8, 9, b"abc").bytes(&SLP);
    assert_eq!(trouble(&packet).as_deref(), Some("reaches beyond the total size"));
    let packet =
        Packet { offset: u64::MAX, total: u64::MAX, chunk: u32::MAX, ..chunk(0, 0, b"abc") }.bytes(&SLP);
    assert!(trouble(&packet).is_some_and(|said| said.starts_with("ends after 7 of 4,294,967,295 bytes")));
}
