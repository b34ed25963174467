use super::evening::{ALICE, BOB, all_closed, meet, part, sandbox};
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
        if who.account() == BOB {
            api.put("/api/hold", &json!({"filter": "cmd:QNG"}));
        }
        let at = proxy.listen().to_string();
        let signing_in = who.begins(json!({"do": "sign in", "at": at, "nexus": nexus}));
        if who.account() == BOB {
            leave_waiting(&proxy, &api);
        }
        who.has_done(signing_in);
        // The bot rings whoever it may, in the middle of everything.
        who.does(json!({"do": "block", "whom": "nudge-bot@sandbox.example"}));
        who.does(json!({"do": "appear"}));
    }
    alice.hears(&json!({"event": "presence", "of": BOB}));
    meet(&alice, &bob);

    let sessions = sessions(&proxy);
    let inject = |&(place, typed): &(Place, &str)| {
        let path = format!("/api/sessions/{}/inject", sessions[place as usize]);
        let sent = api.post(&path, &json!({"dir": "c2s", "typed": typed, "hide_reply": true}));
        sent["entry"].as_u64().expect("an entry")
    };
    let hidden = (1..=ROUNDS).flat_map(|round| chat_through(&proxy, inject, &alice, &bob, round)).collect();
    let held = hold(&proxy, &api, sessions, &alice, &bob);
    talk(&alice, &bob, ROUNDS + 1);
    talk(&bob, &alice, ROUNDS + 1);

    let (alice, bob) = part(alice, bob);
    Steered { rows: all_closed(proxy), hidden, sessions, held, alice, bob }
}

/// Bob's client waits for the answer to its sign of life, after which it will not give another for a while.
fn leave_waiting(proxy: &Nudge, api: &Api) {
    let entry = proxy.row(|row| row.is("held")).number("entry").expect("which");
    api.post(&format!("/api/held/{entry}"), &json!({"do": "drop"}));
    api.post("/api/hands-off", &json!({}));
}

/// Whose sessions are which: who signed in says so, and so does who enters a chat.
fn sessions(proxy: &Nudge) -> [u64; 4] {
    let [alice, bob] = [ALICE, BOB].map(|account| signed_in(proxy, account));
    [alice, bob, begun(proxy, "USR", 1, ALICE), begun(proxy, "ANS", 1, BOB)]
}

/// The session in which the notification server let somebody in.
fn signed_in(proxy: &Nudge, account: &str) -> u64 {
    begun(proxy, "USR", 2, account)
}

/// The first session with a command that has this argument there.
fn begun(proxy: &Nudge, command: &str, at: usize, account: &str) -> u64 {
    let row = proxy.row(|row| {
        let argument = row.get("args").and_then(|args| args.get(at));
        row.text("cmd") == command && argument.is_some_and(|argument| argument == account)
    });
    row.number("session").expect("a frame has a session")
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
    listener.hears_so_often(round, &json!({"event": "nudge", "who": who}));
}

/// Alice's message is held, and what Bob's client tells the notification server, until many signs of life have passed.
fn hold(proxy: &Nudge, api: &Api, [_, bobs, ..]: [u64; 4], alice: &Messenger, bob: &Messenger) -> Range<u64> {
    api.put("/api/hold", &json!({"filter": "dir:c2s", "keep_alive_ms": 250}));
    let message = alice.begins(json!({"do": "say", "text": HELD}));
    let presence = bob.begins(json!({"do": "appear"}));
    // The answer that was dropped was held before.
    let begun = proxy.rows(3, |row| row.is("held"))[2].n();
    // Bob's client may ask again, as soon as the crate lets it.
    api.post(&format!("/api/sessions/{bobs}/inject"), &json!({"dir": "s2c", "typed": "QNG 6"}));
    let sign = |row: &Row| row.text("cmd") == "PNG" && row.text("origin") == "nudge";
    let last = proxy.rows(SIGNS_OF_LIFE, sign).last().expect("several").n();
    proxy.row(|row| row.is("hidden_over") && row.number("request") == Some(last));
    proxy.row(|row| row.is_of(bobs, "answered"));
    api.post("/api/hands-off", &json!({}));
    bob.hears(&json!({"event": "text", "who": ALICE, "text": HELD}));
    alice.has_done(message);
    bob.has_done(presence);
    begun..proxy.row(|row| row.is("released") && row.n() > begun).n()
}
