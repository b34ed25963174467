use super::messenger::Messenger;
use crate::harness::{Garbage, Nudge, Row};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::process::Command;
use std::sync::{Arc, LazyLock};

pub(crate) const ALICE: &str = "alice@example.org";
pub(crate) const BOB: &str = "bob@example.org";

/// Names as long as these make packets so long that a read of the client's (1,664 bytes) that begins with a command and
/// is full ends within a packet of a picture, and not within a command line, which the client would lose.
pub(super) const ALICES_NAME: &str = "Алиса в Зазеркалье ☕";
pub(super) const BOBS_NAME: &str = "Боб-строитель 🔨";

pub(super) const QUESTION: &str = "Are you there? 100% sure: <b>&amp;</b>";
pub(super) const ANSWER: &str = "Да, 東京に\nund naïve Grüße 👋🏽";

/// What there is to ask of an evening that two people spent at clients that are not ours, in the sandbox, through the
/// proxy.
#[derive(Debug)]
pub(super) struct Evening {
    /// The whole transcript.
    pub(super) rows: Vec<Row>,
    /// What the sandbox said about connections.
    pub(super) logs: Vec<String>,
    /// What Alice's client told of, in order.
    pub(super) alice: Vec<Value>,
    /// What Bob's did.
    pub(super) bob: Vec<Value>,
}

impl Evening {
    /// The one evening that all tests ask about.
    pub(super) fn spent() -> &'static Evening {
        static EVENING: LazyLock<Evening> = LazyLock::new(spend);
        &EVENING
    }
}

/// The picture somebody shows: two packets of it.
pub(super) fn picture(seed: u64) -> String {
    STANDARD.encode(Garbage::seeded(seed).bytes(1500))
}

fn spend() -> Evening {
    let (proxy, nexus) = sandbox(&["--no-web"]);
    let (alice, bob) = (Messenger::start(ALICE), Messenger::start(BOB));
    for (who, name, seed) in [(&alice, ALICES_NAME, 1), (&bob, BOBS_NAME, 2)] {
        who.does(json!({"do": "sign in", "at": proxy.listen().to_string(), "nexus": nexus}));
        // The bot rings whoever it may, in the middle of everything.
        who.does(json!({"do": "block", "whom": "nudge-bot@sandbox.example"}));
        who.does(json!({"do": "name", "name": name}));
        who.does(json!({"do": "picture", "picture": picture(seed)}));
        who.does(json!({"do": "appear"}));
    }
    let bobs_picture = alice.hears(&json!({"event": "presence", "of": BOB}))["object"].clone();
    let alices_picture = bob.hears(&json!({"event": "presence", "of": ALICE}))["object"].clone();

    meet(&alice, &bob);
    talk(&alice, &bob, QUESTION);
    talk(&bob, &alice, ANSWER);
    bob.does(json!({"do": "ask for the picture", "whom": ALICE, "object": alices_picture}));
    alice.does(json!({"do": "ask for the picture", "whom": BOB, "object": bobs_picture}));

    let (alice, bob) = part(alice, bob);
    over(proxy, alice, bob)
}

/// Alice has invited Bob, and both are in the conversation.
pub(crate) fn meet(alice: &Messenger, bob: &Messenger) {
    alice.does(json!({"do": "invite", "whom": BOB}));
    alice.hears(&json!({"event": "joined"}));
    bob.hears(&json!({"event": "joined"}));
}

/// Alice leaves and signs out, then Bob. What the client of each told of.
pub(super) fn part(alice: Messenger, bob: Messenger) -> (Vec<Value>, Vec<Value>) {
    alice.does(json!({"do": "leave"}));
    bob.hears(&json!({"event": "left"}));
    alice.does(json!({"do": "sign out"}));
    bob.hears(&json!({"event": "offline", "who": ALICE}));
    bob.does(json!({"do": "leave"}));
    bob.does(json!({"do": "sign out"}));
    (alice.end(), bob.end())
}

/// The program without a server of anybody's, and the address of its nexus, which it tells.
pub(crate) fn sandbox(page: &[&str]) -> (Nudge, String) {
    let mut command = Command::new("env");
    command.args(["RUST_LOG=nudge_sandbox=debug", env!("CARGO_BIN_EXE_nudge"), "--json"]);
    command.args(["--listen", "127.0.0.1:0", "--ports", "0-0"]).args(page);
    let proxy = Nudge::transcribing(command);
    let is_nexus = |word: &&str| word.starts_with("http://") && word.ends_with("/rdr/pprdr.asp");
    let line = proxy.stderr.first(|line| line.split(' ').any(|word| is_nexus(&word)));
    let nexus = line.split(' ').find(is_nexus).expect("the line has such a word").to_owned();
    (proxy, nexus)
}

/// One types, speaks and nudges; the other notices each.
fn talk(speaker: &Messenger, listener: &Messenger, text: &str) {
    let who = speaker.account();
    speaker.does(json!({"do": "type"}));
    listener.hears(&json!({"event": "typing", "who": who}));
    speaker.does(json!({"do": "say", "text": text}));
    listener.hears(&json!({"event": "text", "who": who}));
    speaker.does(json!({"do": "nudge"}));
    listener.hears(&json!({"event": "nudge", "who": who}));
}

/// Everybody has left: the program may end once it has noticed.
fn over(proxy: Nudge, alice: Vec<Value>, bob: Vec<Value>) -> Evening {
    let stderr = Arc::clone(&proxy.stderr);
    let rows = all_closed(proxy);
    let logs = stderr.all().into_iter().filter(|line| line.contains("a connection")).collect();
    Evening { rows, logs, alice, bob }
}

/// Waits until every session is over, ends the program and returns its transcript.
pub(super) fn all_closed(proxy: Nudge) -> Vec<Row> {
    for opened in proxy.stdout.all().iter().filter(|row| row.is("opened")) {
        let session = opened.number("session").expect("an opened session has a number");
        proxy.row(|row| row.is_of(session, "closed"));
    }
    proxy.stop()
}
