//! Promises 1 and 2 as one function, which the tests here and the fuzz target both call.
//!
//! It reads a stream as a caller of the deframer does, in any reads whatever, and asserts that nothing was lost,
//! nothing depends on the reads, and nothing that looks at a frame panics or changes more than it says.

use msnp::{
    Address, Command, Deframer, Dialect, Direction, Frame, MAX_LINE, MAX_PAYLOAD, Opacity, Redirect, Role,
    Stranger, Ticket, secret,
};

/// A stream cut into frames.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Framed {
    /// The commands and empty lines, in order.
    pub commands: Vec<Vec<u8>>,
    /// How the stream ended.
    pub end: End,
}

/// How a stream ended. The number is where the bytes begin that are in no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Between two frames.
    Whole,
    /// Inside a frame.
    Incomplete(usize),
    /// Without being understood.
    Opaque(usize, Opacity),
}

/// Asserts all of it for these bytes, read as `reads` says (see [`cut`]), and returns what they were cut into.
pub(crate) fn check(direction: Direction, bytes: &[u8], reads: &[usize]) -> Framed {
    let framed = cut(direction, bytes, reads);
    assert_eq!(framed, cut(direction, bytes, &[]), "as in one read");
    assert_eq!(framed, cut(direction, bytes, &[1]), "as in reads of one byte");
    framed
}

/// Cuts `bytes` into frames as a caller does who gets them in reads of these sizes, used in turn and over again. A size
/// of zero reads all that is left, and so does having none.
pub(crate) fn cut(direction: Direction, bytes: &[u8], reads: &[usize]) -> Framed {
    let mut deframer = Deframer::new(direction);
    let mut commands = Vec::new();
    let mut opaque_from = None;
    let mut passed_on = 0; // bytes returned in frames
    let mut received = 0;
    let mut sizes = reads.iter().cycle();
    while received < bytes.len() {
        let size = sizes.next().copied().filter(|&size| size > 0).unwrap_or(usize::MAX);
        received = received.saturating_add(size).min(bytes.len());
        while let Some(frame) = deframer.next_frame(&bytes[passed_on..received]) {
            assert_is_next(&frame, &bytes[passed_on..received]);
            look_at(direction, &frame);
            if frame.opaque {
                assert!(deframer.opacity().is_some() && frame.bytes.len() <= MAX_LINE);
                opaque_from.get_or_insert(passed_on);
            } else {
                assert!(deframer.opacity().is_none() && opaque_from.is_none(), "opaque for ever");
                assert!(frame.line().len() <= MAX_LINE && frame.payload().len() <= MAX_PAYLOAD);
                commands.push(frame.bytes.to_vec());
            }
            passed_on += frame.bytes.len();
        }
        assert_waits_for_more(&deframer, &bytes[passed_on..received]);
    }
    let end = match (opaque_from, deframer.opacity()) {
        (Some(from), Some(why)) => End::Opaque(from, why),
        _ if passed_on == bytes.len() => End::Whole,
        _ => End::Incomplete(passed_on),
    };
    match deframer.finish(&bytes[passed_on..]) {
        Some(rest) => {
            assert!(rest.opaque && rest.bytes == &bytes[passed_on..]);
            look_at(direction, &rest);
        }
        None => assert_eq!(passed_on, bytes.len(), "no byte is lost at the end"),
    }
    let from = match end {
        End::Whole => bytes.len(),
        End::Incomplete(from) | End::Opaque(from, _) => from,
    };
    assert_eq!(commands.concat(), &bytes[..from], "no byte is lost or added");
    Framed { commands, end }
}

/// A frame is the first of the bytes not yet returned: so the frames concatenated are the bytes.
fn assert_is_next(frame: &Frame<'_>, rest: &[u8]) {
    assert!(!frame.bytes.is_empty());
    assert!(std::ptr::eq(frame.bytes.as_ptr(), rest.as_ptr()) && frame.bytes.len() <= rest.len());
    assert_eq!([frame.line(), frame.payload()].concat(), frame.bytes);
}

fn assert_waits_for_more(deframer: &Deframer, rest: &[u8]) {
    let waiting = deframer.waiting(rest);
    assert_eq!(waiting.is_some(), !rest.is_empty());
    let Some(waiting) = waiting else { return };
    assert!(deframer.opacity().is_none(), "opaque bytes never wait");
    assert_eq!(waiting.have, rest.len());
    match waiting.want {
        Some(want) => assert!(want > rest.len() && want <= MAX_LINE + MAX_PAYLOAD),
        None => assert!(rest.len() < MAX_LINE),
    }
}

/// Reads from a frame all there is to read.
fn look_at(direction: Direction, frame: &Frame<'_>) {
    let _ = Stranger::of(frame.bytes);
    assert!(!frame.opaque || frame.line() == frame.bytes, "opaque bytes have no payload");
    assert_secrets_are_ranges(direction, frame);
    let Some(command) = Command::read(frame) else {
        return;
    };
    assert!(!frame.opaque, "opaque bytes are no command");
    let after_verb = &command.line[3..];
    let spaced = after_verb.strip_suffix(&arguments(&command)[..]).expect("arguments are the line's end");
    assert!(!spaced.contains(&b' '), "a space begins an argument");
    assert_eq!(command.payload, frame.payload());
    let _ = command.trid(direction);
    let _ = (Role::of(&command), Dialect::agreed(&command));
    if let Some(ticket) = Ticket::presented(&command) {
        assert!(command.args().any(|argument| argument == ticket.cookie.as_bytes()));
    }
    if let Some(redirect) = Redirect::find(&command) {
        assert_only_the_address_changes(frame, &redirect);
    }
}

/// The arguments as they stood, each behind its space.
fn arguments(command: &Command<'_>) -> Vec<u8> {
    command.args().flat_map(|argument| [b" ", argument].concat()).collect()
}

fn assert_secrets_are_ranges(direction: Direction, frame: &Frame<'_>) {
    let mut shown_from = 0;
    for secret in secret::secrets(direction, frame) {
        assert!(shown_from <= secret.start && secret.start < secret.end, "sorted, apart, not empty");
        assert!(secret.end <= frame.bytes.len());
        shown_from = secret.end;
    }
}

fn assert_only_the_address_changes(frame: &Frame<'_>, redirect: &Redirect<'_>) {
    let here = Address::new("here.example", 21000);
    let me = Address::new("me.example", 1863);
    let written = redirect.rewrite(frame.bytes, &here, Some(&me));
    let read_again = Frame { bytes: &written, opaque: false };
    let command = Command::read(&read_again).expect("still a command");
    let again = Redirect::find(&command).expect("still a redirect");
    assert_eq!(again.address, here);
    assert_eq!(again.current, redirect.current.as_ref().map(|_| me.clone()));
    assert_eq!(again.destination, redirect.destination);
    assert_eq!(again.rewrite(&written, &here, Some(&me)), written, "the same text leaves the same bytes");

    let words =
        |bytes: &[u8]| -> Vec<Vec<u8>> { bytes.split(|byte| *byte == b' ').map(<[u8]>::to_vec).collect() };
    let (before, after) = (words(frame.bytes), words(&written));
    assert_eq!(before.len(), after.len());
    let addresses = [here.to_string().into_bytes(), me.to_string().into_bytes()];
    let mut changed = (before.iter().zip(&after)).filter(|(before, after)| before != after);
    assert!(changed.clone().count() <= 1 + usize::from(redirect.current.is_some()));
    assert!(changed.all(|(_, after)| addresses.contains(&after.trim_ascii_end().to_vec())));
    assert_eq!(frame.bytes.ends_with(b"\r\n"), written.ends_with(b"\r\n"));
}

/// The input of the fuzz target: a direction, the sizes of the reads, and a stream.
pub(crate) fn check_input(input: &[u8]) {
    let [direction, first, second, stream @ ..] = input else {
        return;
    };
    let direction = Direction::BOTH[usize::from(direction & 1)];
    check(direction, stream, &[usize::from(*first), usize::from(*second)]);
}
