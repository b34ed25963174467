//! A line that says something else is explained as something else.

use crate::lines::cases;
use crate::script::{Case, told};

/// What is said of a case, with these arguments in place of its own.
fn said(case: &Case, arguments: &[&[u8]]) -> String {
    let end = case.frame.iter().position(|&byte| byte == b'\r').expect("a line end");
    let word = &case.frame[..3];
    let line = [&[word], arguments].concat().join(&b' ');
    let mutated = Case { frame: [&line, &case.frame[end..]].concat(), ..case.clone() };
    let dialect = case.dialects.first().copied().flatten();
    told(&mutated.explained(dialect), true)
}

/// The arguments of a case, without what stands empty at the end.
fn arguments(case: &Case) -> Vec<&[u8]> {
    let line = case.frame.split(|&byte| byte == b'\r').next().unwrap_or_default();
    let mut arguments: Vec<_> = line.split(|&byte| byte == b' ').skip(1).collect();
    while arguments.last().is_some_and(|last| last.is_empty()) {
        arguments.pop();
    }
    arguments
}

/// Asserts that what `mutate` makes of the arguments at each place, if anything, is explained differently.
fn check(mutate: impl Fn(&mut Vec<&[u8]>, usize) -> bool) {
    for case in cases() {
        let original = arguments(&case);
        let before = said(&case, &original);
        for at in 0..=original.len() {
            let mut mutated = original.clone();
            if mutate(&mut mutated, at) {
                assert_ne!(
                    said(&case, &mutated),
                    before,
                    "{} ({}), argument {}",
                    case.place,
                    case.title,
                    at + 1
                );
            }
        }
    }
}

#[test]
fn an_argument_less_makes_a_difference() {
    check(|arguments, at| {
        let there = at < arguments.len();
        if there {
            arguments.remove(at);
        }
        there
    });
}

#[test]
fn an_argument_more_makes_a_difference() {
    check(|arguments, at| {
        arguments.insert(at, b"more");
        true
    });
}

#[test]
fn two_arguments_in_each_others_place_make_a_difference() {
    check(|arguments, at| {
        let differ = at + 1 < arguments.len() && arguments[at] != arguments[at + 1];
        if differ {
            arguments.swap(at, at + 1);
        }
        differ
    });
}
