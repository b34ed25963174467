//! The transcript as people read it, against golden files.
//!
//! What differs from run to run, ports and times, is replaced by names; the escape character is shown as ␛. After a wanted
//! change write the files anew with `NUDGE_GOLDEN=write tests/run notation`, and read the difference.

use crate::harness::{Peer, Program, Server};
use std::path::Path;
use std::{env, fs};

/// Promise 9: client, server, payloads, a redirect, a secret, hostile names, a frame that no longer is one, and the end.
#[test]
fn a_conversation_as_people_read_it() {
    let text = transcript_of_a_conversation("never");
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "nothing for a terminal to act on");
    compare("notation.txt", &text);
}

#[test]
fn a_conversation_as_people_read_it_in_colour() {
    let text = transcript_of_a_conversation("always");
    let codes = text.split('\x1b').skip(1);
    assert!(codes.clone().count() > 10, "there are colours");
    for code in codes {
        let (style, _) = code.split_once('m').expect("an end of the escape sequence");
        assert!(style.starts_with('[') && !style.contains(|c: char| c.is_ascii_alphabetic()), "{style}");
    }
    compare("notation-in-colour.txt", &text.replace('\x1b', "␛"));
}

#[test]
fn a_transcript_that_goes_to_a_file_has_no_colours() {
    assert!(!transcript_of_a_conversation("auto").contains('\x1b'));
}

/// Plays a conversation, hostile bytes included, and returns what the program printed about it.
fn transcript_of_a_conversation(color: &str) -> String {
    let (main, switchboard) = (Server::start(), Server::start());
    let upstream = main.address();
    let program = Program::spawn(&[
        "--color",
        color,
        "--listen",
        "127.0.0.1:0",
        "--ports",
        "0-0",
        "--upstream",
        &upstream,
    ]);
    let first = program.stdout.first(|line| line.contains("Listening on "));
    let listen =
        first.split(' ').find(|word| word.starts_with("127.0.0.1:")).expect("where it listens").to_owned();
    let mut client = Peer::connect(&listen);
    let address = client.address().to_string();
    let mut server = main.accept();
    // One at a time, so that the order of the rows is the order of the lines here.
    for (from_client, bytes) in SAID {
        let (from, to) = if *from_client { (&mut client, &mut server) } else { (&mut server, &mut client) };
        from.send(bytes);
        to.expect(bytes);
    }
    server.send(format!("XFR 4 SB {} CKI 17262740.1050826919.32308\r\n", switchboard.address()));
    let redirect = client.receive_line();
    let route = redirect.split(' ').nth(3).expect("an address");
    server.send(OPAQUE);
    client.expect(OPAQUE);
    client.finish();
    server.expect_end();
    server.finish();
    client.expect_end();
    program.stdout.first(|line| line.contains("Closed"));
    program.interrupt();
    let ended = program.wait();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let text = without_times(&(ended.stdout.join("\n") + "\n"));
    let names = [
        (address.as_str(), "CLIENT"),
        (&listen, "NUDGE"),
        (&upstream, "SERVER"),
        (&switchboard.address(), "SWITCHBOARD"),
        (route, "ROUTE"),
    ];
    names.into_iter().fold(text, |text, (address, name)| text.replace(address, name))
}

/// By the client or the server.
const SAID: &[(bool, &[u8])] = &[
    (true, b"VER 1 MSNP9 CVR0\r\n"),
    (false, b"VER 1 MSNP9\r\n"),
    (true, b"USR 2 TWN S t=53*EXAMPLE&p=\r\n"),
    (false, b"USR 2 OK alice@example.org Alic\xc3\xa9 1 0\r\n"),
    (false, b"MSG bob@example.org Bob 47\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"),
    (false, b"NLN NLN eve@example.org \x1b]0;owned\x07\x1b[2J\xc2\x9b31m\xe2\x80\xaegpj.exe\xe2\x80\x8b\xff 0\r\n"),
    (false, b"\r\n"),
    (true, b"PNG\n"),
    (true, b"MSG 3 N 12\r\n\0\x01\x02\x1b[31m\xff\xfe\xfd\r"),
];

const OPAQUE: &[u8] = b"not a command \x1b[31m\r\n";

/// Every `12:03:44.120` becomes `00:00:00.000`.
fn without_times(text: &str) -> String {
    const MIDNIGHT: &str = "00:00:00.000";
    let is_time = |word: &str| {
        let zeros = word.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        zeros.eq(MIDNIGHT.bytes())
    };
    let (mut cleaned, mut rest) = (String::new(), text);
    while let Some(next) = rest.chars().next() {
        let taken = match rest.get(..MIDNIGHT.len()) {
            Some(word) if is_time(word) => MIDNIGHT,
            _ => &rest[..next.len_utf8()],
        };
        cleaned.push_str(taken);
        rest = &rest[taken.len()..];
    }
    cleaned
}

/// Compares with a golden file, or writes it.
fn compare(name: &str, text: &str) {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).join(name);
    if env::var("NUDGE_GOLDEN").is_ok_and(|what| what == "write") {
        fs::write(&path, text).expect("the golden file can be written");
    }
    let golden = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(text == golden, "{} differs; the program printed:\n{text}", path.display());
}
