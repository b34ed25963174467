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

/// The blocks, and how they are written.
const BLOCKS: [(Block, Notation); 9] = [
    (Block::Threads, notation::threads),
    (Block::Halves, notation::halves),
    (Block::Programs, notation::programs),
    (Block::SignIns, notation::sign_ins),
    (Block::Pairs, notation::pairs),
    (Block::States, notation::states),
    (Block::Conversations, notation::conversations),
    (Block::Transfers, notation::transfers),
    (Block::Problems, notation::problems),
];

/// Compares a block of every evening; the differences of all are told at once. An evening without it has nothing of it.
fn judge(block: Block) {
    let (_, notation) = BLOCKS.into_iter().find(|(known, _)| *known == block).unwrap();
    let mut differences = Vec::new();
    for evening in Evening::all() {
        let expected = Expected::of(&evening);
        let wanted = expected.block(block).unwrap_or_default();
        if let Some(difference) =
            expected::difference(wanted, &notation(&evening, &evening.insight(usize::MAX)))
        {
            differences.push(format!("{} of {}\n{difference}", block.name(), evening.name));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[test]
fn sessions_belong_together_as_a_person_reads_it() {
    judge(Block::Threads);
}

#[test]
fn conversations_have_both_their_ends_as_a_person_reads_it() {
    judge(Block::Halves);
}

#[test]
fn programs_introduce_themselves_as_a_person_reads_it() {
    judge(Block::Programs);
}

#[test]
fn people_sign_in_again_as_a_person_reads_it() {
    judge(Block::SignIns);
}

#[test]
fn requests_are_answered_as_a_person_reads_it() {
    judge(Block::Pairs);
}

#[test]
fn people_are_at_any_entry_as_a_person_reads_it() {
    judge(Block::States);
}

#[test]
fn things_are_said_as_a_person_reads_it() {
    judge(Block::Conversations);
}

#[test]
fn pictures_and_files_move_as_a_person_reads_it() {
    judge(Block::Transfers);
}

#[test]
fn rules_are_broken_only_where_a_person_says_why() {
    judge(Block::Problems);
}

#[test]
fn an_evening_looked_at_piece_by_piece_is_the_same_evening() {
    for evening in Evening::all() {
        let (whole, pieces) = (evening.insight(usize::MAX), evening.insight(1));
        for (block, notation) in BLOCKS {
            let (whole, pieces) = (notation(&evening, &whole), notation(&evening, &pieces));
            assert_eq!(whole, pieces, "{} of {}", block.name(), evening.name);
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
