//! Every row of §5 in every dialect it names, every error, and one line of each odd shape of §10.

use crate::script::{Case, read};

const FILES: &[(&str, &str)] = &[
    ("login", include_str!("lines/login.txt")),
    ("lists", include_str!("lines/lists.txt")),
    ("presence", include_str!("lines/presence.txt")),
    ("messages", include_str!("lines/messages.txt")),
    ("errors", include_str!("lines/errors.txt")),
    ("odd", include_str!("lines/odd.txt")),
    ("sandbox", include_str!("lines/sandbox.txt")),
];

/// All of them.
pub(crate) fn cases() -> Vec<Case> {
    FILES.iter().flat_map(|(name, text)| read(name, text)).collect()
}

#[test]
fn every_line_says_what_was_written_by_hand() {
    let cases = cases();
    let wrong: Vec<String> = cases.iter().filter_map(Case::judged).collect();
    assert!(wrong.is_empty(), "{} of {} lines\n\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
