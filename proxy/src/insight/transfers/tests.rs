//! Packets and lines made by hand from §5.5 and §7.4 to §7.8, and what was recorded.

use super::transfer::Channel;
use super::*;
use crate::insight::story::Story;
use crate::transcript::{Origin, Passed, Window};
use Direction::{ClientToServer, ServerToClient};
use msnp::Direction;
use packets::*;

mod bounds;
mod connections;
mod endings;
mod packets;
mod reassembly;
mod recorded;

/// What was understood of a story.
fn told(story: &Story) -> Transfers {
    story.insight().transfers
}

/// The only transfer there is.
fn only(story: &Story) -> Transfer {
    let transfers = told(story);
    let all: Vec<_> = transfers.iter().cloned().collect();
    let [transfer] = &all[..] else { panic!("{all:#?}") };
    transfer.clone()
}

/// The bytes of a transfer, with zeros where nothing came.
fn assembled(story: &Story, transfer: &Transfer) -> Vec<u8> {
    let recipe = transfer.recipe();
    let portion = recipe.read(0..recipe.size(), &story.transcript);
    assert_eq!(portion.forgotten, 0);
    portion.bytes
}

/// What its bytes turn out to be.
fn inspected(story: &Story, transfer: &Transfer) -> Inspected {
    transfer.recipe().inspect(&story.transcript).expect("all bytes")
}

/// What is missing of it: the first byte, and the one behind the last.
fn gaps(transfer: &Transfer) -> Vec<(u64, u64)> {
    transfer.missing().map(|gap| (gap.start, gap.end)).collect()
}
