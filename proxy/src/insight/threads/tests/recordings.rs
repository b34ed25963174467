//! The recordings of tests/captures, which were made without a proxy: tickets alone tell what belongs together.

use super::super::*;
use crate::insight::story::Story;

/// Of each session: its thread, its parent, its role, its dialect, its account, its people, its conversation.
#[track_caller]
fn check(name: &str, version: &str, expected: &[&str]) {
    let threads = Story::recorded(name).insight().threads;
    assert_eq!(threads.members.len(), expected.len());
    for ((id, member), expected) in threads.members.iter().zip(expected) {
        let parent = member.parent.map_or_else(|| "-".to_owned(), |parent| parent.to_string());
        let role = member.role.map_or("-", Role::short);
        let dialect = member.dialect.map_or_else(|| "-".to_owned(), |dialect| dialect.to_string());
        let account = member.account.as_deref().unwrap_or("-");
        let person = |who: &Participant| format!("{} {:?}", who.name, who.presence);
        let people = member.participants.iter().map(person).collect::<Vec<_>>().join(", ");
        let halves = threads.halves(*id).iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
        let thread = member.thread;
        let known = format!("#{id} {thread} {parent} {role} {dialect} {account} [{people}] {halves}");
        assert_eq!(known, *expected);
        let client = member.client.as_ref().unwrap();
        assert_eq!((&*client.name, &*client.version, &*client.os), ("MSNMSGR", version, "winnt 5.1"));
        let origin = if member.parent.is_some() { CameFrom::Redirect } else { CameFrom::First };
        assert_eq!((member.origin, member.dialect_guess()), (origin, None));
        assert_eq!((member.reconnects, member.second_place), (None, false));
    }
}

#[test]
fn libpurple_in_msnp9_talks_once_on_either_ones_call() {
    check(
        "purple-p9",
        "6.0.0602",
        &[
            "#1 1 - NS MSNP9 bob@example.com [] 1",
            "#2 2 - NS MSNP9 alice@example.com [] 2",
            "#3 1 1 SB MSNP9 bob@example.com [Alice Here] 3+4",
            "#4 2 2 SB MSNP9 alice@example.com [Bob Left] 3+4",
            "#5 2 2 SB MSNP9 alice@example.com [Bob Here] 5+6",
            "#6 1 1 SB MSNP9 bob@example.com [Alice Left] 5+6",
        ],
    );
}

#[test]
fn libpurple_in_msnp15_talks_once_on_either_ones_call() {
    check(
        "purple-p15",
        "8.5.1302",
        &[
            "#1 1 - NS MSNP15 bob@example.com [] 1",
            "#2 2 - NS MSNP15 alice@example.com [] 2",
            "#3 1 1 SB MSNP15 bob@example.com [Alice Here] 3+4",
            "#4 2 2 SB MSNP15 alice@example.com [Bob Left] 3+4",
            "#5 2 2 SB MSNP15 alice@example.com [Bob Here] 5+6",
            "#6 1 1 SB MSNP15 bob@example.com [Alice Left] 5+6",
        ],
    );
}

#[test]
fn amsn_opens_a_switchboard_nobody_comes_to() {
    check(
        "amsn-msnp12",
        "8.0.0812",
        &[
            "#1 1 - NS MSNP12 bob@example.com [] 1",
            "#2 2 - NS MSNP12 alice@example.com [] 2",
            "#3 2 2 SB MSNP12 alice@example.com [Bob Left] 3+4",
            "#4 1 1 SB MSNP12 bob@example.com [Alice Here] 3+4",
            // `CAL 49 0` is answered by `208 49`: there is no such person.
            "#5 2 2 SB MSNP12 alice@example.com [] 5",
        ],
    );
}
