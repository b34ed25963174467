//! The check over bytes nobody chose.

use crate::captures::streams;
use crate::check::{End, check};
use crate::conversation::{correct, direction, faulty, reads};
use msnp::{Command, Direction, Frame, Redirect};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use std::sync::LazyLock;

/// Few enough for a debug build; the fuzz target has no such limit.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn both(
    make: fn(Direction) -> BoxedStrategy<Vec<Vec<u8>>>,
) -> impl Strategy<Value = (Direction, Vec<Vec<u8>>)> {
    direction().prop_flat_map(move |direction| (Just(direction), make(direction)))
}

proptest! {
    #![proptest_config(cases(1500))]

    #[test]
    fn a_conversation_without_a_mistake_is_cut_into_exactly_its_commands(
        (direction, commands) in both(|direction| correct(direction).boxed()),
        reads in reads(),
    ) {
        let framed = check(direction, &commands.concat(), &reads);
        prop_assert_eq!(framed.commands, commands);
        prop_assert_eq!(framed.end, End::Whole);
    }

    #[test]
    fn a_conversation_with_mistakes_loses_no_byte_and_depends_on_no_read(
        (direction, bytes) in direction().prop_flat_map(|direction| (Just(direction), faulty(direction))),
        reads in reads(),
    ) {
        check(direction, &bytes, &reads);
    }

    #[test]
    fn any_bytes_at_all_lose_none_and_depend_on_no_read(
        direction in direction(),
        bytes in vec(any::<u8>(), 0..600),
        reads in reads(),
    ) {
        check(direction, &bytes, &reads);
    }

    #[test]
    fn a_conversation_is_understood_up_to_the_first_byte_that_begins_no_command(
        (direction, commands) in both(|direction| correct(direction).boxed()),
        junk in "[a-z\u{1}\u{16} <{]",
        rest in vec(any::<u8>(), 0..80),
        reads in reads(),
    ) {
        let understood = commands.concat();
        let bytes = [&understood, junk.as_bytes(), &rest].concat();
        let framed = check(direction, &bytes, &reads);
        prop_assert_eq!(framed.commands, commands);
        prop_assert!(matches!(framed.end, End::Opaque(from, _) if from == understood.len()));
    }
}

static STREAMS: LazyLock<Vec<(Direction, Vec<u8>)>> =
    LazyLock::new(|| streams().map(|stream| (stream.direction, stream.bytes)).collect());

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn recordings_are_cut_alike_however_they_arrive(stream in 0..STREAMS.len(), reads in reads()) {
        let (direction, bytes) = &STREAMS[stream];
        prop_assert_eq!(check(*direction, bytes, &reads).end, End::Whole);
    }

    #[test]
    fn recordings_damaged_anywhere_lose_no_byte(
        stream in 0..STREAMS.len(),
        damage in vec((any::<prop::sample::Index>(), prop::option::of(any::<u8>())), 1..5),
        reads in reads(),
    ) {
        let (direction, mut bytes) = STREAMS[stream].clone();
        for (at, replacement) in damage {
            let at = at.index(bytes.len());
            match replacement {
                Some(byte) => bytes[at] = byte,
                None => drop(bytes.remove(at)),
            }
        }
        check(direction, &bytes, &reads);
    }

    #[test]
    fn a_recording_that_ends_anywhere_ends_inside_one_frame_at_most(
        stream in 0..STREAMS.len(),
        end in any::<prop::sample::Index>(),
        reads in reads(),
    ) {
        let (direction, bytes) = &STREAMS[stream];
        let framed = check(*direction, &bytes[..end.index(bytes.len())], &reads);
        prop_assert!(matches!(framed.end, End::Whole | End::Incomplete(_)));
    }
}

/// Guards the generators: properties over conversations in which nothing happens would show nothing.
#[test]
fn the_conversations_made_up_hold_what_they_are_to_test() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut payloads, mut redirects, mut opaque, mut whole) = (0, 0, 0, 0);
    for _ in 0..500 {
        let conversation = faulty(Direction::ServerToClient).new_tree(&mut runner).expect("a conversation");
        let framed = check(Direction::ServerToClient, &conversation.current(), &[]);
        match framed.end {
            End::Opaque(..) => opaque += 1,
            End::Whole => whole += 1,
            End::Incomplete(_) => {}
        }
        for bytes in &framed.commands {
            let Some(command) = Command::read(&Frame { bytes, opaque: false }) else { continue };
            payloads += usize::from(!command.payload.is_empty());
            redirects += usize::from(Redirect::find(&command).is_some());
        }
    }
    assert!(payloads > 500 && redirects > 100, "{payloads} payloads, {redirects} redirects");
    assert!(opaque > 100 && whole > 50, "{opaque} turned opaque, {whole} did not");
}
