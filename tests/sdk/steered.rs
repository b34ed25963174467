use super::evening::{ALICE, BOB, all_closed, sandbox};
use super::messenger::Messenger;
use crate::harness::{Api, Nudge, Row};
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::LazyLock;

/// What a person puts between the commands of a client that knows nothing of it: whose connection, and what.
const INJECTED: [(Place, &str); 10] = [
    (Place::Alice, "SYN {trid} 0 0"),
    (Place::Alice, "URL {trid} INBOX"),
    (Place::Bob, "PNG"),
    (Place::Bob, "SYN {trid} 0 0"),
    (Place::Alice, "LST {trid} RL"), // not of this dialect: refused
    (Place::Alice, "PNG"),
    (Place::Bob, "ADC {trid} FL C=nobody"), // refused
    (Place::Bob, "URL {trid} PROFILE 0x0409"),
    (Place::AlicesChat, "CAL {trid} nobody@nowhere.example"), // refused
    (Place::BobsChat, "XYZ {trid}"),                          // known to nobody
];

/// Together a hundred.
pub(super) const ROUNDS: usize = 10;

/// A hold is as long as this many signs of life.
pub(super) const SIGNS_OF_LIFE: usize = 12;

pub(super) const HELD: &str = "Held for long, ünd nothing of it lost";

/// A connection, as an index into [`Steered::sessions`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Alice,
    Bob,
    AlicesChat,
    BobsChat,
}

/// What there is to ask of an evening whose two clients somebody steered, over the API, and who noticed nothing.
#[derive(Debug)]
pub(super) struct Steered {
    /// The whole transcript.
    pub(super) rows: Vec<Row>,
    /// The hidden injections, by entry.
    pub(super) hidden: Vec<u64>,
    /// The sessions of either client that last: one each for every [`Place`].
    pub(super) sessions: [u64; 4],
    /// Where the hold began and ended.
    pub(super) held: Range<u64>,
    /// What Alice's client told of, in order.
    pub(super) alice: Vec<Value>,
    /// What Bob's did.
    pub(super) bob: Vec<Value>,
}

impl Steered {
    /// The one evening that all tests ask about.
    pub(super) fn spent() -> &'static Steered {
        static EVENING: LazyLock<Steered> = LazyLock::new(spend);
        &EVENING
    }

    /// The rows of a session, in a direction.
    pub(super) fn frames(&self, session: u64, direction: &str) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.is_frame(session, direction))
    }
}

/// What is said in a round.
pub(super) fn said(who: &str, round: usize) -> String {
    format!("{who} says this in round {round}")
}

fn spend() -> Steered {
    let (proxy, nexus) = sandbox(&["--web", "127.0.0.1:0", "--no-open"]);
    let api = proxy.api();
    let (alice, bob) = (Messenger::start(ALICE), Messenger::start(BOB));
    for who in [&alice, &bob] {
        who.does(json!({"do": "sign in", "at": proxy.listen().to_string(), "nexus": nexus}));
        // The bot rings whoever it may, in the middle of everything.
        who.does(json!({"do": "block", "whom": "nudge-bot@sandbox.example"}));
        who.does(json!({"do": "appear"}));
    }
    alice.hears(&json!({"event": "presence", "of": BOB}));
    alice.does(json!({"do": "invite", "whom": BOB}));
    alice.hears(&json!({"event": "joined"}));
    bob.hears(&json!({"event": "joined"}));

    let sessions = sessions(&proxy);
    let inject = |&(place, typed): &(Place, &str)| {
        let path = format!("/api/sessions/{}/inject", sessions[place as usize]);
        let sent = api.post(&path, &json!({"dir": "c2s", "typed": typed, "hide_reply": true}));
        sent["entry"].as_u64().expect("an entry")
    };
    let hidden = (1..=ROUNDS).flat_map(|round| chat_through(&proxy, inject, &alice, &bob, round)).collect();
    let held = hold(&proxy, &api, &alice, &bob);
    talk(&alice, &bob, ROUNDS + 1);
    talk(&bob, &alice, ROUNDS + 1);

    alice.does(json!({"do": "leave"}));
    bob.hears(&json!({"event": "left"}));
    alice.does(json!({"do": "sign out"}));
    bob.hears(&json!({"event": "offline", "who": ALICE}));
    bob.does(json!({"do": "leave"}));
    bob.does(json!({"do": "sign out"}));
    let (alice, bob) = (alice.end(), bob.end());
    Steered { rows: all_closed(proxy), hidden, sessions, held, alice, bob }
}

/// Whose sessions are which: who signed in says so, and so does who enters a chat.
fn sessions(proxy: &Nudge) -> [u64; 4] {
    let begun = |command: &str, at: usize, account: &str| {
        let is_it = |row: &Row| {
            let argument = row.get("args").and_then(|args| args.get(at));
            row.text("cmd") == command && argument.is_some_and(|argument| argument == account)
        };
        proxy.row(is_it).number("session").expect("a frame has a session")
    };
    let signed_in = |account| begun("USR", 2, account);
    [signed_in(ALICE), signed_in(BOB), begun("USR", 1, ALICE), begun("ANS", 1, BOB)]
}

/// Puts everything there is to inject between what they say, and returns the entries when all answers have come.
fn chat_through(
    proxy: &Nudge,
    inject: impl Fn(&(Place, &str)) -> u64,
    alice: &Messenger,
    bob: &Messenger,
    round: usize,
) -> Vec<u64> {
    let (before, after) = INJECTED.split_at(INJECTED.len() / 2);
    let mut hidden: Vec<u64> = before.iter().map(&inject).collect();
    talk(alice, bob, round);
    hidden.extend(after.iter().map(&inject));
    talk(bob, alice, round);
    for entry in &hidden {
        proxy.row(|row| row.is("hidden_over") && row.number("request") == Some(*entry));
    }
    hidden
}

/// One types, speaks and nudges; the other hears it.
fn talk(speaker: &Messenger, listener: &Messenger, round: usize) {
    let who = speaker.account();
    speaker.does(json!({"do": "type"}));
    speaker.does(json!({"do": "say", "text": said(who, round)}));
    speaker.does(json!({"do": "nudge"}));
    listener.hears(&json!({"event": "text", "who": who, "text": said(who, round)}));
}

/// Alice's message is held, and what Bob's client tells the notification server, until many signs of life have passed.
fn hold(proxy: &Nudge, api: &Api, alice: &Messenger, bob: &Messenger) -> Range<u64> {
    api.put("/api/hold", &json!({"filter": "dir:c2s", "keep_alive_ms": 250}));
    let message = alice.begins(json!({"do": "say", "text": HELD}));
    let presence = bob.begins(json!({"do": "appear"}));
    let begun = proxy.rows(2, |row| row.is("held"))[1].n();
    let sign = |row: &Row| row.text("cmd") == "PNG" && row.text("origin") == "nudge" && row.n() > begun;
    let signs = proxy.rows(SIGNS_OF_LIFE, sign);
    let last = signs.last().expect("several").n();
    proxy.row(|row| row.is("hidden_over") && row.number("request") == Some(last));
    api.post("/api/hands-off", &json!({}));
    bob.hears(&json!({"event": "text", "who": ALICE, "text": HELD}));
    alice.has_done(message);
    bob.has_done(presence);
    let released = proxy.rows(2, |row| row.is("released"));
    begun..released[0].n()
}
