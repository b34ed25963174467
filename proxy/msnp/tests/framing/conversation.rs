//! Conversations made up by a grammar: what a deframer must cut exactly, and what looks like it and is wrong.

use msnp::{Direction, MAX_PAYLOAD};
use proptest::collection::vec;
use proptest::prelude::*;

/// Commands with a payload: the verb, and how many arguments at least stand before the length.
const WITH_PAYLOAD: [&[(&str, usize)]; 2] = [
    &[
        ("MSG", 2),
        ("QRY", 2),
        ("SDC", 8),
        ("PAG", 2),
        ("PGD", 3),
        ("UUX", 1),
        ("ADL", 1),
        ("RML", 1),
        ("UUN", 3),
        ("FQY", 1),
        ("UUM", 4),
        ("PUT", 1),
        ("DEL", 1),
        ("SDG", 1),
        ("VAS", 4),
        ("GET", 2),
    ],
    &[
        ("MSG", 2),
        ("NOT", 0),
        ("IPG", 0),
        ("GCF", 1),
        ("GCF", 2),
        ("UBX", 1),
        ("UBX", 2),
        ("UUX", 1),
        ("ADL", 1),
        ("RML", 1),
        ("FQY", 1),
        ("UBN", 2),
        ("UBM", 3),
        ("UBM", 5),
        ("NFY", 1),
        ("SDG", 1),
        ("PUT", 2),
        ("DEL", 2),
    ],
];

/// Commands that never have one.
const PLAIN: [&[&str]; 2] = [
    &[
        "VER", "CVR", "USR", "INF", "SYN", "CHG", "XFR", "CAL", "ANS", "PNG", "OUT", "PRP", "BLP", "ADC",
        "REM", "GCF",
    ],
    &[
        "VER", "CVR", "USR", "SYN", "CHG", "NLN", "ILN", "FLN", "XFR", "RNG", "CHL", "QNG", "LST", "JOI",
        "BYE", "ACK",
    ],
];

/// The commands of a conversation without a mistake.
pub(crate) fn correct(direction: Direction) -> impl Strategy<Value = Vec<Vec<u8>>> {
    let frame = prop_oneof![
        4 => with_payload(direction, right_length().boxed()),
        3 => plain(direction),
        2 => redirect(),
        1 => error(direction),
        1 => line_end().prop_map(|end| end.as_bytes().to_vec()),
    ];
    vec(frame, 0..12)
}

/// Bytes like those of a conversation, with the mistakes people and machines make.
pub(crate) fn faulty(direction: Direction) -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => with_payload(direction, right_length().boxed()),
        3 => with_payload(direction, wrong_length().boxed()),
        5 => plain(direction),
        2 => redirect(),
        1 => error(direction),
        1 => line_end().prop_map(|end| end.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..40),
    ];
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A read of every size that matters: tiny, a segment's, a buffer's.
pub(crate) fn reads() -> impl Strategy<Value = Vec<usize>> {
    vec(prop_oneof![4 => 1..9usize, 2 => 9..200usize, 1 => 200..3000usize, 1 => Just(65_536)], 0..9)
}

pub(crate) fn direction() -> impl Strategy<Value = Direction> {
    prop::sample::select(&Direction::BOTH)
}

fn index(direction: Direction) -> usize {
    usize::from(direction == Direction::ServerToClient)
}

/// What stands for the length of this payload.
type Length = BoxedStrategy<fn(usize) -> String>;

fn right_length() -> impl Strategy<Value = fn(usize) -> String> {
    let exactly: fn(usize) -> String = |length| length.to_string();
    let padded: fn(usize) -> String = |length| format!("{length:05}");
    let spaced: fn(usize) -> String = |length| format!("{length}  ");
    prop::sample::select(vec![exactly, exactly, padded, spaced])
}

fn wrong_length() -> impl Strategy<Value = fn(usize) -> String> {
    prop::sample::select(vec![
        (|length| (length + 3).to_string()) as fn(usize) -> String,
        |length| (length / 2).to_string(),
        |length| format!("-{length}"),
        |length| format!("{length}x"),
        |_| String::new(),
        |_| (MAX_PAYLOAD + 1).to_string(),
        |_| "99999999999999999999".to_owned(),
    ])
}

fn with_payload(direction: Direction, length: Length) -> impl Strategy<Value = Vec<u8>> {
    let verbs = prop::sample::select(WITH_PAYLOAD[index(direction)]);
    (verbs, vec(word(), 10), payload(), length, line_end()).prop_map(
        |((verb, count), words, payload, length, end)| {
            let words: String = words[..count].iter().map(|word| format!(" {word}")).collect();
            let line = format!("{verb}{words} {}{end}", length(payload.len()));
            [line.as_bytes(), &payload].concat()
        },
    )
}

fn plain(direction: Direction) -> impl Strategy<Value = Vec<u8>> {
    let verb = prop::sample::select(PLAIN[index(direction)]);
    (verb, vec((separator(), word()), 0..8), separator(), line_end()).prop_map(
        |(verb, words, trailing, end)| {
            let words: String = words.iter().map(|(space, word)| format!("{space}{word}")).collect();
            let trailing = if words.is_empty() { "" } else { trailing };
            format!("{verb}{words}{trailing}{end}").into_bytes()
        },
    )
}

/// In every grammar of §3.1 to §3.3, to any address, among any spaces. From a client these are lines like others.
fn redirect() -> impl Strategy<Value = Vec<u8>> {
    let grammar = prop::sample::select(vec![
        "XFR 3 NS @",
        "XFR 3 NS @ 0",
        "XFR 3 NS @ 0 @",
        "XFR 0 NS @ U D",
        "XFR 3 NS @ G D",
        "XFR 3 NS @ U D VmVy==",
        "XFR 12 SB @ CKI 1.2.3",
        "XFR 12 SB @ CKI 1.2 U messenger.msn.com 1",
        "XFR 12 SB @ CTP",
        "XFR 12 SB @ MD5 1.2",
        "RNG 11 @ CKI 8.4 bob@b Bob",
        "RNG 11 @ CKI 8.4 bob@b @ U messenger.hotmail.com 1",
        "RNG 11 @",
    ]);
    let address = prop_oneof!["[0-9a-zA-Z.:-]{1,12}", word(), Just("here.example:21000".to_owned())];
    let line = (grammar, vec(address, 2), separator()).prop_map(|(grammar, addresses, space)| {
        let mut addresses = addresses.iter();
        let words = grammar.split(' ').map(|word| match word {
            "@" => addresses.next().map_or("", String::as_str),
            word => word,
        });
        words.collect::<Vec<_>>().join(space)
    });
    (line, line_end()).prop_map(|(line, end)| (line + end).into_bytes())
}

/// Bare, or with a payload as servers send from MSNP13 on. From a client three digits mean nothing.
fn error(direction: Direction) -> impl Strategy<Value = Vec<u8>> {
    (100..999u16, 0..999u32, prop::option::of(payload())).prop_map(move |(code, trid, payload)| match payload
    {
        Some(payload) if direction == Direction::ServerToClient => {
            let line = format!("{code} {trid} {}\r\n", payload.len());
            [line.as_bytes(), &payload].concat()
        }
        _ => format!("{code} {trid}\r\n").into_bytes(),
    })
}

fn payload() -> impl Strategy<Value = Vec<u8>> {
    let like_commands = prop::sample::select(vec![
        "",
        "hello",
        "\r\n",
        "XFR 1 NS 203.0.113.9:1\r\n",
        "MSG a b 100\r\nOUT\r\n",
        "ACK 1\r\n\r\n\0",
        "☃\n<ml/>",
        "MIME-Version: 1.0\r\nMSPAuth: 78a2\r\n\r\n",
        "<Data><PSM>t=EXAMPLE&amp;p=</PSM></Data>",
        "USR 4 TWN S t=53*EXAMPLE&p=",
        "<Password>hunter2</Password>pwd=hunter2,x=1",
    ]);
    prop_oneof![like_commands.prop_map(|text| text.as_bytes().to_vec()), vec(any::<u8>(), 0..120)]
}

fn word() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "0",
        "1",
        "12",
        "4294967295",
        "",
        "OK",
        "NS",
        "SB",
        "CKI",
        "U",
        "D",
        "G",
        "TWN",
        "SSO",
        "MD5",
        "S",
        "I",
        "☃",
        "alice@example.org",
        "bob@example.org;{6f1d}",
        "1:bob@example.org",
        "198.51.100.7:1863",
        "sb.example",
        "[2001:db8::1]:9",
        "17262740.1050826919",
        "t=53*EXAMPLE&p=",
        "Alice%20A",
        "%",
        "MSNP12",
        "CVR0",
        "Hotmail",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "[!-~]{0,12}"]
}

fn separator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![" ", " ", " ", "  "])
}

fn line_end() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["\r\n", "\r\n", "\r\n", "\n"])
}
