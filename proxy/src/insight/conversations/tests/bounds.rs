//! What is remembered is bounded, whatever comes, and does not depend on how the entries came.

use super::*;
use crate::insight::Threads;
use crate::transcript::{Entry, Passed, What};
use proptest::prelude::*;
use std::time::Duration;

/// Folds without a transcript, so that nothing is forgotten but by the fold itself.
struct Flood {
    threads: Threads,
    conversations: Conversations,
    next: u64,
}

impl Flood {
    fn within(memory: usize) -> Flood {
        Flood { threads: Threads::default(), conversations: Conversations::within(memory), next: 1 }
    }

    fn fold(&mut self, session: u32, what: What<'_>) {
        let session = Some(SessionId(session));
        let entry = Entry { number: self.next, at: Duration::ZERO, session, what };
        self.threads.fold(&entry);
        self.conversations.fold(&Seen::of(&entry, &self.threads));
        self.next += 1;
    }

    fn say(&mut self, session: u32, line: &str) {
        let (direction, origin) = match line.starts_with('>') {
            true => (ClientToServer, Origin::Client),
            false => (ServerToClient, Origin::Server),
        };
        self.fold(session, What::Frame(Passed::plain(direction, origin, &line.as_bytes()[1..])));
    }

    /// Whether all bounds hold and all counts are right.
    fn check(&self) {
        let conversations = &self.conversations;
        let costs: usize = conversations.iter().map(Conversation::cost).sum();
        assert_eq!(conversations.cost, costs);
        assert!(costs <= conversations.room, "{costs}");
        assert!(conversations.all.len() <= MOST_CONVERSATIONS);
        let over = conversations.iter().filter(|conversation| !conversation.is_open()).count();
        assert_eq!(conversations.over.len(), over);
        let seats: usize =
            conversations.iter().filter(|one| !one.id().contains(':')).map(|one| one.sessions().len()).sum();
        assert_eq!(conversations.homes.len(), seats);
        for conversation in conversations.iter() {
            let costs: usize = conversation.items().map(Item::cost).sum();
            let known: usize = conversation.people().map(|person| person.said.len()).sum();
            let indexed = conversation.items().filter(|item| item.person.is_some()).count();
            assert_eq!((conversation.items_cost(), known), (costs, indexed));
            assert!(conversation.people().count() <= people::MOST_PEOPLE);
            assert!(conversation.items().is_sorted_by(|a, b| a.id < b.id));
        }
    }
}

/// A message with a text of so many bytes.
fn text(who: &str, length: usize) -> String {
    format!("<MSG {who} X 9\r\nContent-Type: text/plain\r\n\r\n{}", "é".repeat(length / 2))
}

#[test]
fn words_beyond_a_bound_are_cut_and_the_cut_is_counted() {
    let mut flood = Flood::within(usize::MAX);
    flood.say(1, &text("bob@example.org", 1024 * 1024));
    let conversation = flood.conversations.find("1").unwrap();
    let item = conversation.items().next().unwrap();
    assert_eq!((item.text().unwrap().len(), item.cut()), (65_536, 1024 * 1024 - 65_536));
    let chunk = |n: usize| {
        format!("<MSG bob@example.org X 9\r\nMessage-ID: 1\r\nChunk: {n}\r\n\r\n{}", "x".repeat(40_000))
    };
    (0..64).for_each(|n| flood.say(1, &chunk(n)));
    let item = flood.conversations.find("1").unwrap().items().next_back().unwrap();
    assert_eq!((item.parts(), item.cut()), (Some((1, None)), 63 * 40_000));
    flood.check();
}

#[test]
fn the_oldest_items_are_dropped_where_all_cost_too_much() {
    let mut flood = Flood::within(8 * 1024 * 1024);
    for n in 0..3000 {
        flood.say(n % 3 + 1, &text("bob@example.org", 1000));
    }
    flood.check();
    let kept: Vec<_> = flood.conversations.iter().flat_map(Conversation::items).map(|item| item.id).collect();
    let oldest = kept.iter().min().copied().unwrap();
    assert_eq!(kept.len() as u64, 3001 - oldest, "the newest of all conversations");
    assert!((100..250).contains(&kept.len()), "{}: of 256 KiB", kept.len());
    let dropped: u64 = flood.conversations.iter().map(Conversation::dropped).sum();
    assert_eq!((dropped, flood.conversations.left_out()), (oldest - 1, 0));
    let totals: Vec<_> = flood.conversations.iter().map(|one| (one.total(), one.texts())).collect();
    assert_eq!(totals, [(1000, 1000); 3], "what was dropped is counted");
}

#[test]
fn of_many_conversations_those_over_longest_are_left_out() {
    let mut flood = Flood::within(usize::MAX);
    for session in 1..=1500 {
        flood.say(session, &format!(">USR 1 a{session}@example.org 1.2\r\n"));
        flood.say(session, "<USR 1 OK a@example.org A\r\n");
        if session != 1 {
            let closed = Story::begun();
            closed.closed(1);
            let look = closed.transcript.look(Window::From(2), 1 << 20);
            let what = look.entries().next().unwrap().what;
            flood.fold(session, what);
        }
    }
    flood.check();
    assert_eq!((flood.conversations.all.len(), flood.conversations.left_out()), (1000, 500));
    assert!(flood.conversations.find("1").is_some(), "it is open");
    assert!(flood.conversations.find("501").is_none() && flood.conversations.find("502").is_some());
}

#[test]
fn where_none_is_over_the_oldest_is_left_out() {
    let mut flood = Flood::within(usize::MAX);
    (1..=1500).for_each(|session| flood.say(session, "<JOI bob@example.org Bob\r\n"));
    flood.check();
    assert_eq!((flood.conversations.all.len(), flood.conversations.left_out()), (1000, 500));
    assert!(flood.conversations.find("500").is_none() && flood.conversations.find("501").is_some());
}

#[test]
fn a_crowd_costs_no_more_than_there_is_room() {
    let mut flood = Flood::within(8 * 1024 * 1024);
    let long = "\u{1b}".repeat(300);
    for n in 0..5000 {
        flood.say(n % 40 + 1, &format!("<JOI {n}{long}@example.org {long} 0\r\n"));
        flood.say(n % 40 + 1, &format!("<MSG {n}{long} {long} 9\r\nContent-Type: {long}\r\nP4-Context: {long}\r\nX-MMS-IM-Format: FN={long}\r\n\r\n{long}"));
    }
    flood.check();
    assert!(flood.conversations.iter().next().is_some());
}

#[test]
fn a_thousand_ends_of_one_switchboard_session_stay_apart_and_bounded() {
    let mut flood = Flood::within(usize::MAX);
    for session in 1..=1000 {
        flood.say(session, &format!(">ANS 1 a{session}@example.org 1.2 77\r\n"));
        flood.say(session, "<ANS 1 OK\r\n");
    }
    (1..=1000).for_each(|session| flood.say(session, &text("bob@example.org", 10)));
    flood.check();
    let joined = flood.conversations.find("1").unwrap();
    assert_eq!((joined.sessions().len(), joined.texts()), (32, 1), "all heard the same");
    assert_eq!(flood.conversations.all.len(), 1 + 1000 - 32);
}

#[test]
fn typing_for_hours_is_one_item_with_its_first_entries_and_its_newest() {
    let mut flood = Flood::within(usize::MAX);
    let typing = "<MSG bob@example.org X 9\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: bob@example.org\r\n\r\n";
    (0..10_000).for_each(|_| flood.say(1, typing));
    flood.check();
    let item = flood.conversations.find("1").unwrap().items().next().unwrap();
    assert_eq!((item.entries.len(), item.count()), (64, 10_000));
    assert_eq!((item.entries[0], item.entries[62], item.entries[63]), (1, 63, 10_000));
}

#[test]
fn what_the_transcript_forgot_is_forgotten() {
    let story = Story::script(
        r"1 opens
        1> USR 1 alice@example.org 1.2
        1< USR 1 OK alice@example.org Alice
        1< JOI bob@example.org Bob
        2 opens
        2> USR 1 carol@example.org 1.2
        2< USR 1 OK carol@example.org Carol
        2 ends",
    );
    let mut conversations = story.insight().conversations;
    conversations.forget_before(4);
    let kept = |conversations: &Conversations, id: &str| {
        conversations.find(id).map(|one| (lines(one), one.dropped()))
    };
    assert_eq!(kept(&conversations, "1"), Some((vec!["[4] joined bob@example.org".into()], 1)));
    assert_eq!(kept(&conversations, "2").map(|(_, dropped)| dropped), Some(0));
    conversations.forget_before(9);
    assert_eq!(kept(&conversations, "1"), Some((vec![], 2)), "it is open");
    assert_eq!((kept(&conversations, "2"), conversations.left_out()), (None, 0));
    assert_eq!(conversations.homes.len(), 1);
}

/// What is said: in a session of up to four, by its client (`>`) or its server (`<`).
const LINES: &[&str] = &[
    ">USR 1 a@b 1.2\r\n",
    "<USR 1 OK a@b A\r\n",
    ">CAL 2 b@b\r\n",
    "<CAL 2 RINGING 77\r\n",
    "<CAL 2 RINGING 78\r\n",
    ">ANS 1 b@b 1.2 77\r\n",
    ">ANS 1 c@b 1.2 78\r\n",
    "<ANS 1 OK\r\n",
    "<IRO 1 1 2 a@b A\r\n",
    "<JOI b@b B\r\n",
    "<JOI b@b;{1} B\r\n",
    "<BYE b@b\r\n",
    "<BYE a@b;{1} 1\r\n",
    ">OUT\r\n",
    ">MSG 3 A 9\r\nContent-Type: text/plain\r\n\r\nhi",
    "<MSG a@b A 9\r\nContent-Type: text/plain\r\n\r\nhi",
    "<MSG b@b B 9\r\nContent-Type: text/plain\r\n\r\nhi",
    ">MSG 4 U 9\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: a@b\r\n\r\n",
    "<MSG a@b A 9\r\nContent-Type: text/x-msmsgscontrol\r\nTypingUser: a@b\r\n\r\n",
    ">MSG 5 D 9\r\nMessage-ID: 1\r\nChunks: 2\r\nContent-Type: text/plain\r\n\r\nhi",
    "<MSG a@b A 9\r\nMessage-ID: 1\r\nChunk: 1\r\n\r\nyo",
    ">MSG 6 D 9\r\nContent-Type: application/x-msnmsgrp2p\r\n\r\n",
    ">UUM 7 b@b 1 1 9\r\nContent-Type: text/plain\r\n\r\nhi",
    "<UBM b@b 32 1 9\r\n\r\nhi",
    "<SDG 0 9\r\nTo: 1:a@b\r\nFrom: 1:b@b;via=9:c@c\r\n\r\nMessaging: 2.0\r\nMessage-Type: Text\r\n\r\nhi",
    "<ACK 3\r\n",
    "<217 2\r\n",
    ">VER 1 MSNP18\r\n",
];

proptest! {
    #[test]
    fn however_the_entries_are_batched_they_fold_to_the_same(
        happens in prop::collection::vec((1..5_u32, 0..LINES.len() + 4), 1..150),
        sizes in prop::collection::vec(1..2000_usize, 1..8),
    ) {
        let story = Story::new();
        let mut flood = Flood::within(usize::MAX);
        for (session, what) in happens {
            match LINES.get(what) {
                Some(line) => {
                    let way = if line.starts_with('>') { ClientToServer } else { ServerToClient };
                    let origin = if line.starts_with('>') { Origin::Client } else { Origin::Server };
                    story.passed(story.now(), session, Passed::plain(way, origin, &line.as_bytes()[1..]));
                }
                None if what == LINES.len() => drop(story.opened(session)),
                None if what == LINES.len() + 1 => drop(story.closed(session)),
                None if what == LINES.len() + 2 => drop(story.opaque(ClientToServer)),
                None => {
                    let bye = Passed::plain(ServerToClient, Origin::Person, b"BYE b@b\r\n");
                    story.passed(story.now(), session, bye);
                }
            }
        }
        let (whole, cut) = (story.insight().conversations, story.folded(&sizes).conversations);
        prop_assert_eq!(&whole, &cut);
        // Taken in again, nothing changes.
        let mut again = story.insight();
        let look = story.transcript.look(Window::From(1), 1 << 20);
        look.entries().for_each(|entry| again.fold(&entry));
        prop_assert_eq!(&whole, &again.conversations);
        // And every bound and count holds, also after a gap.
        flood.conversations = whole;
        flood.check();
        flood.conversations.lose_sight();
        flood.check();
        flood.conversations.forget_before(50);
        flood.check();
    }

    #[test]
    fn whatever_is_said_nothing_panics(said in prop::collection::vec(command(), 1..200)) {
        let mut flood = Flood::within(0);
        for (session, line) in said {
            flood.say(session, &line);
        }
        flood.check();
    }
}

/// Words of arguments, and lines of payloads, of every command that says something.
const WORDS: &[&str] =
    &["", "1", "OK", "RINGING", "9:a@b", "bob@b;{1}", "32", "\u{202e}%0", "A", "99999999999"];
const HEADERS: &[&str] = &[
    "Content-Type: text/plain; charset=x",
    "Content-Type: text/x-msnmsgr-datacast",
    "Message-ID: 1",
    "Chunk: 3",
    "Chunks: 2",
    "To: 9:",
    "From: ;via=9:",
    "ID: 4",
    "Message-Type: Text",
    "\u{202e}",
    "",
];

fn command() -> impl Strategy<Value = (u32, String)> {
    let words = prop::collection::vec(prop::sample::select(WORDS), 0..7);
    let headers = prop::collection::vec(prop::sample::select(HEADERS), 0..9);
    (1..4_u32, prop::sample::select(&[">", "<"]), prop::sample::select(TELLING), words, headers).prop_map(
        |(session, way, verb, words, headers)| {
            let verb = String::from_utf8_lossy(verb);
            (session, format!("{way}{verb} {}\r\n{}", words.join(" "), headers.join("\r\n")))
        },
    )
}
