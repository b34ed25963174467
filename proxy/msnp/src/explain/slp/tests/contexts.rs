use super::*;
use crate::explain::{Rendering, Spelling};

const PICTURE: &str = "{A4268EEC-FEC5-49E5-95C3-F126696BDBF6}";
const FILE: &str = "{5D3E02AB-6190-11D3-BBBB-00C04F795683}";
const OBJECT: &str = "<msnobj Creator=\"bob@example.org\" Size=\"12345\" Type=\"3\" Location=\"0\" Friendly=\"AAA=\" \
    SHA1D=\"n42ExCY45hQyzyZ39AC7aZmP3j8=\"/>";

/// How many samples there are.
pub(super) const SAMPLES: usize = 4;

/// Messages with contexts, and one with addresses.
pub(super) fn sample(which: usize) -> Vec<u8> {
    match which {
        0 => request(PICTURE, 12, &base64(OBJECT.as_bytes())),
        1 => request(FILE, 2, &base64(&file("holiday.jpg", b"GIF89a"))),
        2 => request("{6A13AF9C-5308-4F35-923A-67E8DDA40C2F}", 4, &base64(&utf16("10331021;1;Checkers"))),
        _ => invite(
            "transrespbody",
            "Listening: true\r\nstroPdnAsrddAlanretnI4vPI: 0435:001.2.861.291\r\n\r\n",
        ),
    }
}

fn request(used_for: &str, application: u32, context: &str) -> Vec<u8> {
    let body = format!(
        "EUF-GUID: {used_for}\r\nSessionID: 1980589\r\nAppID: {application}\r\nContext: {context}\r\n\r\n"
    );
    invite("sessionreqbody", &body)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A preview context: 574 bytes, then the picture.
fn file(name: &str, picture: &[u8]) -> Vec<u8> {
    let mut bytes = [574u32, 2].map(u32::to_le_bytes).concat();
    bytes.extend(12345u64.to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    bytes.extend(utf16(name));
    bytes.resize(570, 0);
    bytes.extend([0xff; 4]);
    [&bytes, picture].concat()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0usize, |bits, &byte| bits << 8 | usize::from(byte)) << (8 * (3 - group.len()));
        let digits = (0..=group.len()).map(|at| char::from(DIGITS[bits >> (18 - 6 * at) & 63]));
        text.extend(digits);
    }
    text + ["", "==", "="][bytes.len() % 3]
}

#[test]
fn a_picture_is_asked_for() {
    let text = sample(0);
    let content = explain(&text);
    let context = content.field(&["body", "Context"]);
    assert_eq!(context.spelling, Some(Spelling::Base64));
    assert_eq!(bytes(&text, context), base64(OBJECT.as_bytes()));
    assert_eq!(content.field(&["body", "EUF-GUID"]).spoken(), "MSNObject");
    assert_eq!(content.field(&["body", "AppID"]).spoken(), "display picture");
    assert_eq!(content.does.as_deref(), Some("asks for the display picture of bob@example.org"));
    assert_eq!(trouble(&text), None);
}

#[test]
fn a_file_is_offered_with_its_name_its_size_and_its_picture() {
    let text = sample(1);
    let content = explain(&text);
    assert_eq!(content.does.as_deref(), Some("offers the file “holiday.jpg”, 12,345 bytes"));
    assert_eq!(content.renderings, [Rendering::Picture("image/gif", b"GIF89a".to_vec())]);
    let context = content.field(&["body", "Context"]);
    assert_eq!(context.spoken(), "a file, as clients write it: the form is not verified");
    for (name, value, digits) in [
        ("length", "574", "PgIAAA"),
        ("file size", "12345", "A5MAAAAAAAAA"),
        ("file name", "holiday.jpg", "BoAG8AbABpAGQAYQB5AC4AagBwAGcA"),
        ("picture of the file", "47 49 46 38 39 61", "0dJRjg5YQ"),
    ] {
        let found = content.field(&["body", "Context", name]);
        assert_eq!((&*found.value, bytes(&text, found)), (value, digits), "{name}");
    }
    assert_eq!(content.field(&["body", "Context", "file name"]).spelling, Some(Spelling::Utf16));
    assert_eq!(trouble(&text), None);
}

#[test]
fn a_name_with_line_ends_stays_in_its_sentence() {
    let text = request(FILE, 2, &base64(&file("a\r\nb\0c", b"")));
    assert_eq!(does(&text), "offers the file “a b”, 12,345 bytes");
}

#[test]
fn a_game_is_proposed_in_utf16() {
    let content = explain(&sample(2));
    assert_eq!(content.does.as_deref(), Some("proposes an activity or a game"));
    assert_eq!(content.field(&["body", "Context"]).value, "10331021;1;Checkers");
}

#[test]
fn every_use_of_a_session_has_its_sentence() {
    for (used_for, application, said) in [
        (PICTURE, 11, "asks for the emoticon"),
        (PICTURE, 1, "asks for an MSNObject"),
        (FILE, 2, "offers a file"),
        ("{4BD96FC0-AB17-4425-A14A-439185962DC8}", 4, "offers to show a webcam"),
        ("{1C9AA97E-9C05-4583-A3BD-908A196F1E92}", 4, "asks to see a webcam"),
        ("{6A13AF9C-5308-4F35-923A-67E8DDA40C2F}", 4, "proposes an activity or a game"),
        ("{41d3e74e-04a2-4b37-96f8-08acdb610874}", 35, "proposes to share photos"),
        ("{19A50529-4196-4DE9-A561-D68B0BF1E83F}", 0, "proposes a computer call"),
        ("{00000000-4196-4DE9-A561-D68B0BF1E83F}", 0, "asks for a session"),
    ] {
        assert_eq!(does(&request(used_for, application, "")), said);
    }
}

#[test]
fn a_context_that_is_broken_says_where() {
    let whole = base64(&file("holiday.jpg", b""));
    let text = request(FILE, 2, &whole[..80]);
    assert_eq!(does(&text), "offers the file “holiday.jpg”, 12,345 bytes");
    assert_eq!(trouble(&text).as_deref(), Some("ends after 60 of 574 bytes"));
    let text = request(PICTURE, 12, "PG1z!bm9i");
    assert_eq!(trouble(&text).as_deref(), Some("is base64 for 4 of 9 characters"));
    let text = request("{A4268EEC}", 12, "");
    assert_eq!(trouble(&text).as_deref(), Some("not a GUID"));
    assert_eq!(explain(&request(PICTURE, 12, "//8A/w==")).field(&["body", "Context"]).value, "ff ff 00 ff");
}
