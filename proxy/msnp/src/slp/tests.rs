use super::*;
use proptest::prelude::*;

/// §7.7; the context is `hello`.
const INVITE: &[u8] = b"INVITE MSNMSGR:bob@example.org;{6f1d} MSNSLP/1.0\r\nTo: <msnmsgr:bob@example.org;{6f1d}>\r\n\
    from: <MSNMSGR:alice@example.org>\r\nCall-ID: {9D79}\r\n\
    Content-Type: application/x-msnmsgr-sessionreqbody\r\nContent-Length: 96\r\n\r\n\
    EUF-GUID: {A4268EEC-FEC5-49E5-95C3-F126696BDBF6}\r\nSessionID: 1980589\r\nAppID: 12\r\nContext: aGVsbG8=\r\n\r\n\0";

#[test]
fn a_request_has_headers_and_a_body_of_lines() {
    let slp = Slp::read(INVITE).unwrap();
    assert_eq!(slp.start, Start::Request(b"INVITE"));
    assert_eq!((slp.header("call-id"), slp.kind()), (Some(&b"{9D79}"[..]), &b"sessionreqbody"[..]));
    assert_eq!(slp.account("To"), Some(&b"bob@example.org"[..]));
    assert_eq!(slp.account("From"), Some(&b"alice@example.org"[..]));
    assert_eq!(slp.line("EUF-GUID"), Some(OBJECT.as_bytes()));
    assert_eq!((slp.number("SessionID"), slp.number("AppID")), (Some(1_980_589), Some(12)));
    assert_eq!(slp.context().as_deref(), Some(&b"hello"[..]));
    assert_eq!((slp.header("AppID"), slp.line("Call-ID")), (None, None), "each where it belongs");
}

#[test]
fn a_response_has_a_status() {
    let slp =
        Slp::read(b"MSNSLP/1.0 603 Decline\r\nContent-Type: null\r\n\r\nSessionID: 4294967296\r\n").unwrap();
    assert_eq!((slp.start, slp.kind()), (Start::Response(b"603", b"Decline"), &b"null"[..]));
    assert_eq!((slp.number("SessionID"), slp.context()), (None, None));
    assert_eq!(Slp::read(b"MSNSLP/1.0 200").unwrap().start, Start::Response(b"200", b""));
}

#[test]
fn lines_end_in_any_of_three_ways() {
    for end in ["\r\n", "\n", "\r"] {
        let text = String::from_utf8_lossy(INVITE).replace("\r\n", end);
        let slp = Slp::read(text.as_bytes()).unwrap();
        assert_eq!(
            (slp.number("SessionID"), slp.header("Content-Length")),
            (Some(1_980_589), Some(&b"96"[..]))
        );
    }
}

#[test]
fn what_is_no_msnslp_is_none() {
    for text in [&b""[..], b"\r\n", b"INVITE", b"GET / HTTP/1.1\r\n", b"INVITE MSNSLP/1.0\r\n", b"\0\0\0\0"] {
        assert!(Slp::read(text).is_none(), "{text:?}");
    }
}

/// 20 bytes, 520 for the name, 30 of 0xff, 4 bytes: as libpurple writes it.
#[test]
fn a_file_has_a_name_and_a_size() {
    let mut context = [574u32, 2].map(u32::to_le_bytes).concat();
    context.extend(30000u64.to_le_bytes());
    context.extend(1u32.to_le_bytes());
    context.extend("h\u{e9}.bin\u{202e}".encode_utf16().flat_map(u16::to_le_bytes));
    let cut = File::read(&context).unwrap();
    context.resize(574, 0);
    let file = File { name: "h\u{e9}.bin\u{202e}".to_owned(), size: 30000 };
    assert_eq!((File::read(&context), cut), (Some(file.clone()), file));
    assert_eq!(File::read(&context[..19]), None);
    let endless = File::read(&[0xd8; 4000]).unwrap();
    assert_eq!((endless.name.chars().count(), endless.name.chars().all(|c| c == '\u{fffd}')), (260, true));
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200), after in 0..INVITE.len()) {
        let text = [&INVITE[..after], &bytes].concat();
        if let Some(slp) = Slp::read(&text) {
            let _ = (slp.kind(), slp.account("To"), slp.number("SessionID"));
            let _ = slp.context().and_then(|context| File::read(&context));
        }
    }
}
