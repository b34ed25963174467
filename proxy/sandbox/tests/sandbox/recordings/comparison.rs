use msnp::{Command, Direction, Frame};
use nudge_sandbox::BOT;
use std::collections::BTreeMap;

/// How others are. Another server of the real network told it, when it came to it and sometimes twice, so that its
/// place among answers is chance; its own order is not.
const AT_ANY_TIME: [&str; 4] = ["NLN", "ILN", "FLN", "UBX"];

/// Presence that may be told again: its number is not the recording's.
const REPEATED: [&str; 2] = ["NLN", "UBX"];

/// A verb, the transaction id it answers, and the number of its arguments.
type Form = (String, Option<u32>, usize);

/// How somebody is: who, the verb, its number of arguments, and the status.
type Sight = (String, String, usize, String);

/// Whether the recorded server could have said this: it had no bot and asked for no challenge.
pub(super) fn comparable(frame: &[u8]) -> bool {
    let line = String::from_utf8_lossy(command(frame).line);
    !line.contains(BOT) && !line.starts_with("CHL ")
}

/// How often each verb was heard that must be.
pub(super) fn verbs<'f>(frames: impl Iterator<Item = &'f Vec<u8>>) -> BTreeMap<String, usize> {
    let mut verbs = BTreeMap::new();
    for verb in frames.map(|frame| verb(frame)).filter(|verb| !REPEATED.contains(&verb.as_str())) {
        *verbs.entry(verb).or_default() += 1;
    }
    verbs
}

/// All that a notification server said, in one order: nothing in it overtakes anything, except presence.
pub(super) fn of_notification(name: &str, ours: &[Vec<u8>], theirs: &[Vec<u8>]) {
    let [our_forms, their_forms] = [ours, theirs].map(|frames| {
        frames.iter().filter(|frame| !told_at_any_time(frame)).map(|frame| form(frame)).collect::<Vec<_>>()
    });
    assert_eq!(our_forms, their_forms, "{name}");
    let [our_answers, their_answers] = [ours, theirs].map(answers);
    assert_eq!(our_answers, their_answers, "{name}: ILN among the answers");
    assert_eq!(sights(ours), sights(theirs), "{name}: how others are");
}

/// What a switchboard said, in two orders: the answers, and what others did. Which of two people is heard first is
/// chance, but not who came in before anything was said.
pub(super) fn of_switchboard(name: &str, ours: &[Vec<u8>], theirs: &[Vec<u8>]) {
    let [our_answers, their_answers] = [ours, theirs].map(answers);
    assert_eq!(our_answers, their_answers, "{name}: answers");
    let [mut our_others, their_others] = [ours, theirs].map(|frames| {
        let others = frames.iter().filter(|frame| trid(frame).is_none());
        others.map(|frame| (form(frame), command(frame).payload)).collect::<Vec<_>>()
    });
    // A message that crosses the client's own OUT may still arrive: on the recorded server one did not.
    while our_others.len() > their_others.len() && our_others.last().is_some_and(|(form, _)| form.0 == "MSG")
    {
        our_others.pop();
    }
    let forms = |others: &[(Form, &[u8])]| others.iter().map(|(form, _)| form.clone()).collect::<Vec<_>>();
    assert_eq!(forms(&our_others), forms(&their_others), "{name}: what others did");
    assert!(our_others == their_others, "{name}: messages are passed on untouched and in order");
    let [our_opening, their_opening] =
        [ours, theirs].map(|frames| frames.iter().take_while(|frame| trid(frame).is_some()).count());
    assert_eq!(our_opening, their_opening, "{name}: answers before anybody else is heard");
}

/// The answers to requests, in order.
fn answers(frames: &[Vec<u8>]) -> Vec<Form> {
    frames.iter().map(|frame| form(frame)).filter(|(_, trid, _)| trid.is_some()).collect()
}

/// How others are, in order, without what is told again.
fn sights(frames: &[Vec<u8>]) -> Vec<Sight> {
    let mut known: BTreeMap<(String, bool), String> = BTreeMap::new();
    let mut sights = Vec::new();
    for frame in frames.iter().filter(|frame| told_at_any_time(frame)) {
        let command = command(frame);
        let word = |n| command.arg_str(n).expect("a word").to_owned();
        let (who, status) = match command.verb.as_bytes() {
            b"ILN" => (word(3), word(2)),
            b"NLN" => (word(2), word(1)),
            b"FLN" => (word(1), "offline".to_owned()),
            _ => (word(1), "a personal message".to_owned()),
        };
        let kind = (who.clone(), command.verb == "UBX");
        if known.insert(kind, status.clone()).is_none_or(|before| before != status) {
            sights.push((who, command.verb.to_string(), command.args().count(), status));
        }
    }
    sights
}

fn told_at_any_time(frame: &[u8]) -> bool {
    AT_ANY_TIME.contains(&verb(frame).as_str())
}

fn verb(frame: &[u8]) -> String {
    command(frame).verb.to_string()
}

fn trid(frame: &[u8]) -> Option<u32> {
    command(frame).trid(Direction::ServerToClient)
}

fn form(frame: &[u8]) -> Form {
    (verb(frame), trid(frame), command(frame).args().count())
}

pub(super) fn command(frame: &[u8]) -> Command<'_> {
    Command::read(&Frame { bytes: frame, opaque: false }).expect("a command")
}
