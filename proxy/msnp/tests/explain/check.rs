//! What holds for the explanation of any bytes whatever: shared by the tests and the fuzzer.

use msnp::explain::{Context, Explanation, Field, Rendering, explain};
use msnp::{Deframer, Dialect, Direction, Frame, Role};

/// How deep fields are nested at most: a message in a packet in a message, and what they hold.
const DEEPEST: usize = 80;

/// How many fields there are at most in one frame.
const MOST: usize = 50_000;

/// What an explanation weighs at most, as a multiple of its frame, and besides.
const WEIGHT: (usize, usize) = (200, 1 << 20);

/// Explains a frame and checks what holds for every explanation.
pub(crate) fn check_frame(frame: &Frame<'_>, context: &Context) -> Explanation {
    let explanation = explain(frame, context);
    let Explanation { says, arguments, payload, renderings, .. } = &explanation;
    assert!(!says.is_empty(), "nothing is said of {frame:?}");
    assert!(!says.contains(['\r', '\n']), "one sentence is one line: {says:?}");
    assert_eq!(explain(frame, context), explanation, "the same frame says the same");
    let mut weight = says.len();
    let mut count = 0;
    for field in arguments.iter().chain(payload) {
        check_field(field, frame, 0, &mut count, &mut weight);
    }
    weight += renderings
        .iter()
        .map(|rendering| match rendering {
            Rendering::Said { text, .. } | Rendering::Xml(text) => text.len(),
            Rendering::Picture(_, bytes) => bytes.len(),
        })
        .sum::<usize>();
    assert!(count <= MOST, "{count} fields");
    assert!(weight <= frame.bytes.len() * WEIGHT.0 + WEIGHT.1, "{weight} bytes of {}", frame.bytes.len());
    explanation
}

fn check_field(field: &Field, frame: &Frame<'_>, depth: usize, count: &mut usize, weight: &mut usize) {
    let span = &field.span;
    assert!(span.start <= span.end && span.end <= frame.bytes.len(), "{field:?} points out of {frame:?}");
    assert!(depth <= DEEPEST, "too deep: {field:?}");
    assert!(!field.name.is_empty(), "without a name: {field:?}");
    *count += 1;
    *weight +=
        field.name.len() + field.value.len() + field.meaning.as_ref().map_or(0, |meaning| meaning.len());
    for inner in &field.fields {
        check_field(inner, frame, depth + 1, count, weight);
    }
}

/// Explains every frame of a stream. The first two bytes say which way it goes, where to, and in which dialect.
pub(crate) fn check_stream(input: &[u8]) {
    let [flags, dialect, stream @ ..] = input else { return };
    let direction = Direction::BOTH[usize::from(flags & 1)];
    let role =
        [None, Some(Role::NotificationServer), Some(Role::Switchboard), None][usize::from(flags >> 1 & 3)];
    let context = Context { direction, role, dialect: (*dialect < 32).then_some(Dialect(*dialect)) };
    let mut deframer = Deframer::new(direction);
    let mut at = 0;
    while let Some(frame) = deframer.next_frame(&stream[at..]) {
        check_frame(&frame, &context);
        at += frame.bytes.len();
    }
}

/// Explains a message with this payload.
pub(crate) fn check_message(payload: &[u8]) {
    check_payload("MSG bob@example.org Bob", payload, Some(Role::Switchboard), 12);
}

/// Explains a message whose body is this packet.
pub(crate) fn check_p2p(packet: &[u8]) {
    let head =
        b"MIME-Version: 1.0\r\nContent-Type: application/x-msnmsgrp2p\r\nP2P-Dest: bob@example.org\r\n\r\n";
    check_message(&[&head[..], packet].concat());
}

/// Explains a packet of version 1 that carries this text, and a signal that is this text.
pub(crate) fn check_slp(text: &[u8]) {
    let length = u32::try_from(text.len()).expect("inputs are short");
    let mut packet = Vec::from([0; 48]);
    packet[16..20].copy_from_slice(&length.to_le_bytes());
    packet[24..28].copy_from_slice(&length.to_le_bytes());
    packet.extend(text);
    packet.extend([0; 4]);
    check_p2p(&packet);
    check_payload("UBN bob@example.org 3", text, Some(Role::NotificationServer), 15);
}

/// Explains personal details, lists, notifications and policies that are this text.
pub(crate) fn check_xml(text: &[u8]) {
    for line in
        ["UBX bob@example.org", "ADL 0", "RML 0", "FQY 7", "NOT", "GCF 0", "UBN bob@example.org 1", "241 7"]
    {
        check_payload(line, text, Some(Role::NotificationServer), 13);
    }
}

fn check_payload(line: &str, payload: &[u8], role: Option<Role>, dialect: u8) {
    let bytes = [format!("{line} {}\r\n", payload.len()).as_bytes(), payload].concat();
    let context = Context { direction: Direction::ServerToClient, role, dialect: Some(Dialect(dialect)) };
    check_frame(&Frame { bytes: &bytes, opaque: false }, &context);
}
