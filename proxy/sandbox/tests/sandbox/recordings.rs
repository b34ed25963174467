//! What real clients said to a revival server, said again to the sandbox: it must answer with the same commands, in the
//! same order, with as many arguments.

mod comparison;
mod recording;

use crate::harness::{Town, Wire};
use comparison::{command, comparable, verbs};
use msnp::Direction;
use recording::{Action, Recording};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[tokio::test]
async fn libpurple_hears_from_the_sandbox_what_it_heard_when_recorded() {
    replay("purple-p9").await;
}

#[tokio::test]
async fn amsn_hears_from_the_sandbox_what_it_heard_when_recorded() {
    replay("amsn-msnp12").await;
}

/// One recorded connection, held again.
struct Held {
    wire: Wire,
    role: &'static str,
    heard: Vec<Vec<u8>>,
    account: String,
}

impl Held {
    fn hear(&mut self, frame: Vec<u8>) {
        if comparable(&frame) {
            self.heard.push(frame);
        }
    }

    /// Reads on until its request is answered, if it ever was: what one client says must not overtake what another has
    /// said on a connection of its own.
    async fn hear_answer(&mut self, trid: u32, recorded: &[(f64, Vec<u8>)]) {
        let answers = |frame: &Vec<u8>| command(frame).trid(Direction::ServerToClient) == Some(trid);
        if recorded.iter().any(|(_, frame)| answers(frame)) {
            while !self.heard.iter().any(answers) {
                let Some(frame) = self.wire.next_bytes().await else { panic!("no answer to {trid}") };
                self.hear(frame);
            }
        }
    }
}

async fn replay(name: &str) {
    let recording = Recording::load(name);
    let town =
        Town::of("'alice@example.com' = 'a'\n'bob@example.com' = 'b'\n'carol@example.com' = 'c'").await;
    let mut held: BTreeMap<usize, Held> = BTreeMap::new();
    let mut known: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
    let mut unanswered = None;
    for (at, n, action) in recording.actions() {
        if let std::collections::btree_map::Entry::Vacant(place) = held.entry(n) {
            let role = recording.connections[&n].role;
            let address = if role == "ns" { town.at.notification } else { town.at.switchboard };
            let wire = Wire::to(address).await;
            place.insert(Held { wire, role, heard: Vec::new(), account: String::new() });
        }
        learn(&recording, &mut held, &mut known, at).await;
        if let Some((before, said)) = unanswered.take().filter(|(before, _)| *before != n) {
            let held: &mut Held = held.get_mut(&before).expect("it spoke");
            held.hear_answer(said, &recording.connections[&before].heard).await;
        }
        let held = held.get_mut(&n).expect("just opened");
        match action {
            Action::Say(frame) => {
                unanswered = command(frame).trid(Direction::ClientToServer).map(|trid| (n, trid));
                say(&town, held, &known, frame).await;
            }
            Action::Close => held.wire.shut().await,
        }
    }
    learn(&recording, &mut held, &mut known, f64::INFINITY).await;
    for (n, mut held) in held {
        while let Some(frame) = held.wire.next_bytes().await {
            held.hear(frame);
        }
        let theirs: Vec<_> = recording.connections[&n].heard.iter().map(|(_, frame)| frame.clone()).collect();
        let name = format!("{name}, connection {n}");
        match held.role {
            "ns" => comparison::of_notification(&name, &held.heard, &theirs),
            _ => comparison::of_switchboard(&name, &held.heard, &theirs),
        }
    }
    town.close().await;
}

/// Reads until everybody has heard as much as they had by then, and learns what our cookies are for the recorded ones.
async fn learn(
    recording: &Recording,
    held: &mut BTreeMap<usize, Held>,
    known: &mut BTreeMap<Vec<u8>, Vec<u8>>,
    by: f64,
) {
    let limit = Instant::now() + Duration::from_secs(5);
    for (n, held) in held {
        let recorded = &recording.connections[n].heard;
        let expected = verbs(recorded.iter().filter(|(at, _)| *at < by).map(|(_, frame)| frame));
        while let Some(verb) = missing(&expected, &verbs(held.heard.iter())) {
            assert!(Instant::now() < limit, "{n}: no {verb}");
            let Some(frame) = held.wire.next_bytes().await else { panic!("{n}: it ended before {verb}") };
            held.hear(frame);
        }
        for verb in ["XFR", "RNG"] {
            let theirs =
                recorded.iter().map(|(_, frame)| frame).filter(|frame| frame.starts_with(verb.as_bytes()));
            let ours = held.heard.iter().filter(|frame| frame.starts_with(verb.as_bytes()));
            for (theirs, ours) in theirs.zip(ours) {
                let secret = if verb == "XFR" { 5..6 } else { 1..5 };
                let words =
                    |frame: &[u8]| -> Vec<Vec<u8>> { command(frame).args().map(<[u8]>::to_vec).collect() };
                let (theirs, ours) = (words(theirs), words(ours));
                for n in secret.filter(|n| [1, 4, 5].contains(n)) {
                    known.insert(theirs[n - 1].clone(), ours[n - 1].clone());
                }
            }
        }
    }
}

async fn say(town: &Town, held: &mut Held, known: &BTreeMap<Vec<u8>, Vec<u8>>, frame: &[u8]) {
    let line_end = frame.iter().position(|&byte| byte == b'\n').expect("a line");
    let line = String::from_utf8_lossy(&frame[..line_end]).into_owned();
    let mut words: Vec<String> = line.trim_end().split(' ').map(str::to_owned).collect();
    if line.contains(" TWN I ") {
        held.account = words[4].clone();
    }
    if line.contains(" TWN S ") {
        let password = &held.account[..1];
        words[4] = town.ticket(&held.account, password).await.expect("the right password");
    }
    for word in &mut words {
        if let Some(ours) = known.get(word.as_bytes()) {
            *word = String::from_utf8_lossy(ours).into_owned();
        }
    }
    let line = format!("{}\r\n", words.join(" "));
    held.wire.send_bytes(&[line.as_bytes(), &frame[line_end + 1..]].concat()).await;
}

fn missing(expected: &BTreeMap<String, usize>, heard: &BTreeMap<String, usize>) -> Option<String> {
    expected.iter().find(|(verb, count)| heard.get(*verb).unwrap_or(&0) < count).map(|(verb, _)| verb.clone())
}
