//! What is expected of an evening, block by block, and how it differs from what was found.

use super::evening::{Evening, directory};

/// A part of the expectations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Threads,
    Halves,
    Programs,
    SignIns,
    Pairs,
    States,
    Conversations,
    Transfers,
    Problems,
}

impl Block {
    const ALL: [Block; 9] = [
        Block::Threads,
        Block::Halves,
        Block::Programs,
        Block::SignIns,
        Block::Pairs,
        Block::States,
        Block::Conversations,
        Block::Transfers,
        Block::Problems,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Block::Threads => "threads",
            Block::Halves => "halves",
            Block::Programs => "programs",
            Block::SignIns => "sign-ins",
            Block::Pairs => "pairs",
            Block::States => "states",
            Block::Conversations => "conversations",
            Block::Transfers => "transfers",
            Block::Problems => "problems",
        }
    }
}

/// The expectations of one evening: lines, in their blocks. Comments are not kept.
pub(crate) struct Expected(Vec<(Block, Vec<String>)>);

impl Expected {
    pub(crate) fn of(evening: &Evening) -> Expected {
        Expected::read(&Expected::text(evening))
    }

    /// As written, with comments.
    pub(crate) fn text(evening: &Evening) -> String {
        let file = directory().join(&evening.name).with_extension("expected.txt");
        std::fs::read_to_string(file).unwrap()
    }

    pub(crate) fn read(text: &str) -> Expected {
        let mut blocks: Vec<(Block, Vec<String>)> = Vec::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                let block = Block::ALL.into_iter().find(|block| block.name() == name);
                blocks.push((block.unwrap_or_else(|| panic!("there is no block {name}")), Vec::new()));
            } else {
                blocks.last_mut().expect("a block").1.push(line.to_owned());
            }
        }
        Expected(blocks)
    }

    pub(crate) fn block(&self, wanted: Block) -> Option<&[String]> {
        self.0.iter().find(|(block, _)| *block == wanted).map(|(_, lines)| &lines[..])
    }
}

/// The lines only one side has: expected with `-`, found with `+`, in order.
pub(crate) fn difference(expected: &[String], found: &[String]) -> Option<String> {
    if expected == found {
        return None;
    }
    let only = |these: &[String], those: &[String], sign: char| -> Vec<String> {
        these.iter().filter(|line| !those.contains(line)).map(|line| format!("  {sign} {line}")).collect()
    };
    let mut lines = only(expected, found, '-');
    lines.extend(only(found, expected, '+'));
    if lines.is_empty() {
        lines.push("  the same lines in another order or number".to_owned());
    }
    Some(lines.join("\n"))
}

#[test]
fn a_difference_shows_what_was_wanted_and_what_came() {
    let lines = |text: &[&str]| text.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
    let (wanted, found) = (lines(&["1 A", "2 B"]), lines(&["1 A", "2 C"]));
    assert_eq!(difference(&wanted, &found).unwrap(), "  - 2 B\n  + 2 C");
    assert_eq!(difference(&wanted, &wanted), None);
    assert!(difference(&wanted, &lines(&["2 B", "1 A"])).unwrap().contains("another order"));
}
