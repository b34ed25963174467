//! Evenings: whole conversations, and what a person who read their bytes says is to be understood of them.
//!
//! To remember: the expectations were written from the bytes and the wire reference, before the folds that are judged by
//! them. Where a fold disagrees, one of the two is wrong: read the bytes again, and never copy what the fold said.
//!
//! ```text
//! evenings/msnp9.txt ─────────► transcript ──► insight ──► notation ─┐
//! tests/captures/purple-p9 ───►                                      ├─ the same lines
//! evenings/msnp9.expected.txt ───────────────────────────────────────┘
//! ```

#![expect(clippy::unwrap_used, reason = "a test ends where it fails")]

mod evening;
mod evidence;
mod expected;
mod notation;
mod recording;
mod script;
mod values;

use evening::Evening;
use expected::{Block, Expected};
use nudge_proxy::insight::Insight;

/// How a block is written from what the folds say.
type Notation = fn(&Evening, &Insight) -> Vec<String>;

/// Where a fold is known to be wrong. It has to be, so that whoever mends it takes the row away.
const WRONG: &[(Block, &str)] = &[
    // `XFR 2 NS …` answers CVR: the account of who was sent on is in CVR alone (§5.1, rows 6 and 7), and is not taken from it.
    (Block::Threads, "msnp20"),
    (Block::Threads, "msnp21"),
];

/// Compares a block of every evening that has one; the differences of all are told at once.
fn judge(block: Block, notation: Notation) {
    let mut differences = Vec::new();
    for evening in Evening::all() {
        let expected = Expected::of(&evening);
        let Some(wanted) = expected.block(block) else { continue };
        let difference = expected::difference(wanted, &notation(&evening, &evening.insight(usize::MAX)));
        match (difference, WRONG.contains(&(block, &evening.name))) {
            (Some(difference), false) => {
                differences.push(format!("{} of {}\n{difference}", block.name(), evening.name));
            }
            (None, true) => differences.push(format!("{} of {} are right now", block.name(), evening.name)),
            _ => {}
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn sessions_belong_together_as_a_person_reads_it() {
    judge(Block::Threads, notation::threads);
}

#[test]
fn requests_are_answered_as_a_person_reads_it() {
    judge(Block::Pairs, notation::pairs);
}

#[test]
fn an_evening_looked_at_piece_by_piece_is_the_same_evening() {
    for evening in Evening::all() {
        let (whole, pieces) = (evening.insight(usize::MAX), evening.insight(1));
        for notation in [notation::threads, notation::pairs] {
            assert_eq!(notation(&evening, &whole), notation(&evening, &pieces), "{}", evening.name);
        }
    }
}

#[test]
fn every_dialect_and_every_recording_is_an_evening() {
    let names: Vec<_> = Evening::all().into_iter().map(|evening| evening.name).collect();
    for dialect in 7..=21 {
        assert!(names.contains(&format!("msnp{dialect}")), "{dialect}");
    }
    for recording in recording::NAMES {
        assert!(names.iter().any(|name| name == recording), "{recording}");
    }
}
