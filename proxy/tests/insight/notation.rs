//! What the folds say, in the words of the expectations: a function and a screen for each block.
//!
//! To remember: nothing is left out and nothing is added, so that equal lines mean equal understanding.

use std::fmt::Display;

mod conversations;
mod pairs;
mod problems;
mod states;
mod threads;
mod transfers;

pub(crate) use conversations::conversations;
pub(crate) use pairs::pairs;
pub(crate) use problems::problems;
pub(crate) use states::states;
pub(crate) use threads::{halves, programs, sign_ins, threads};
pub(crate) use transfers::transfers;

/// `13..15,17`, or `nothing`.
pub(crate) fn entries(numbers: &[u64]) -> String {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for &number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let run = |&(first, last): &(u64, u64)| match first == last {
        true => first.to_string(),
        false => format!("{first}..{last}"),
    };
    let runs: Vec<_> = runs.iter().map(run).collect();
    if runs.is_empty() { "nothing".to_owned() } else { runs.join(",") }
}

/// What is told, or `?`.
fn told(what: Option<impl Display>) -> String {
    what.map_or_else(|| "?".to_owned(), |what| what.to_string())
}

#[test]
fn entries_are_written_in_runs() {
    assert_eq!(entries(&[13, 14, 15, 17]), "13..15,17");
    assert_eq!(entries(&[]), "nothing");
}
