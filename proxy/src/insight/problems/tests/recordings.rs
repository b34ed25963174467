//! What real clients and servers were recorded to say, and what the sandbox is held to say, breaks no rule or is argued here.

use super::tale::Tale;
use super::{Problem, RULES};
use crate::insight::story::{Story, recordings};
use msnp::{Dialect, challenge};
use std::collections::BTreeMap;
use std::path::Path;

fn told(problems: &[Problem]) -> Vec<(&'static str, u64, &str)> {
    problems.iter().map(|problem| (problem.rule.id, problem.entry, &*problem.says)).collect()
}

#[test]
fn the_recordings_break_no_rule() {
    let mut entries = 0;
    for recording in recordings() {
        let story = Story::recorded(&recording);
        let found: Vec<Problem> = story.insight().problems.from(0).cloned().collect();
        assert_eq!(told(&found), [], "{recording}");
        entries += story.transcript.head();
    }
    assert!(entries > 900, "{entries} entries");
}

#[test]
fn an_evening_with_the_sandbox_breaks_no_rule() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("sandbox/tests/sandbox/transcripts");
    for (dialect, product) in [
        (7, "msmsgs@msnmsgr.com"),
        (8, "PROD0038W!61ZTF9"),
        (10, "PROD0061VRRZH@4F"),
        (11, "PROD0090YUAUV{2B"),
    ] {
        let transcript = std::fs::read_to_string(directory.join(format!("msnp{dialect}.txt"))).unwrap();
        let tale = Tale::told(&script(dialect, product, &transcript));
        assert!(tale.story.transcript.head() > 100, "MSNP{dialect}");
        let insight = tale.insight();
        let found: Vec<Problem> = insight.problems.from(0).cloned().collect();
        // Its messages are bare words: there is no header that could name a content type (§7.1).
        let (bare, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|problem| problem.rule.id == "unknown-content-type");
        let expected: &[_] = if dialect == 8 { &[INF_IS_NO_MORE] } else { &[] };
        let said: Vec<_> = others.iter().map(|problem| &*problem.says).collect();
        assert_eq!(said, expected, "MSNP{dialect}");
        assert!(bare.iter().all(|problem| problem.says.ends_with("a message without a content type.")));
        assert_eq!(bare.len(), transcript.matches("hello bob").count(), "MSNP{dialect}");
    }
}

/// Said there on purpose, and answered with 502.
const INF_IS_NO_MORE: &str =
    "The client says INF in a form of MSNP2 to 7, “INF <transaction id>”; MSNP8 was agreed.";

/// A transcript of the sandbox as a script: who speaks becomes a session, words in braces become such words.
fn script(dialect: u8, product: &str, transcript: &str) -> String {
    let challenge = "15570131571988941333";
    let answer = challenge::answer(Dialect(dialect), challenge, product).unwrap();
    let guid = "aaaaaaaa-0000-4000-8000-0000000000b0";
    let words = [
        ("{ds}", "198.51.100.2:1863"),
        ("{ns}", "198.51.100.7:1863"),
        ("{sb}", "198.51.100.20:1863"),
        ("{bot}", "bot@example.org"),
        ("{product}", product),
        ("{ticket}", "t=1&p=2"),
        ("{salt}", "1190042501.19421"),
        ("{digest}", "41c9739a068ed147562d51f190df20fc"),
        ("{challenge}", challenge),
        ("{answer}", &answer),
        ("{serial}", "27"),
        ("{stamp}", "2004-07-01T00:00:00.0-07:00"),
        ("{group}", guid),
        ("{friends}", guid),
        ("{bob-id}", guid),
        ("{bot-id}", guid),
        ("{cookie}", "17.10"),
        ("{invitation}", "84.52"),
        ("{session}", "11752013"),
    ];
    let mut lines = words.iter().fold(transcript.to_owned(), |text, (name, word)| text.replace(name, word));
    for change in 1..=20 {
        lines = lines.replace(&format!("{{serial+{change}}}"), &(27 + change).to_string());
    }
    let (mut script, mut sessions) = (String::new(), BTreeMap::new());
    for line in lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (who, act) = line.split_once(' ').unwrap();
        let open = sessions.len() + 1;
        if act.starts_with("connects to ") {
            // Whoever it was is somebody else now.
            if let Some(before) = sessions.insert(who.to_owned(), open) {
                sessions.insert(format!("{who} before"), before);
            }
            script += &format!("{open} opens\n");
            continue;
        }
        let (name, way) = who.split_at(who.len() - 1);
        let session = *sessions.entry(name.to_owned()).or_insert(open);
        script += &match act {
            "ends" => format!("{session} ends\n"),
            act => format!("{session}{way} {}\n", whole(act)),
        };
    }
    script
}

/// A line of a transcript with something in the place of what it leaves open.
fn whole(line: &str) -> String {
    let line = match line.split_once(r"\r\n") {
        Some((command, payload)) => format!(r"{}\r\n{payload}", command.replace("{*}", "{len}")),
        None => line.to_owned(),
    };
    let rest = if line.contains("mdatanotification") { r"\r\nMail-Data: too-large\r\n" } else { r"\r\n" };
    line.replace("{*}", "0").replace('…', rest)
}

#[test]
fn what_is_not_told_here_would_be_told() {
    // The tests above find nothing because there is nothing, not because nobody looks.
    let transcript = "alice connects to {ns}\nalice> VER 1 MSNP7\nalice< VER 1 MSNP8\nalice> SYN 2 0";
    let insight = Tale::told(&script(7, "msmsgs@msnmsgr.com", transcript)).insight();
    let found: Vec<&str> = insight.problems.from(0).map(|problem| problem.rule.id).collect();
    assert_eq!(found, ["dialect-not-offered", "before-sign-in"]);
    assert!(found.iter().all(|id| RULES.iter().any(|rule| rule.id == *id)));
}
