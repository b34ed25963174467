//! Whatever comes, it is data: nothing panics, nothing grows, and what is shown is what was said.

use super::*;
use proptest::prelude::*;

#[test]
fn hostile_names_are_kept_as_they_were_said() {
    let roster = signed_in(
        9,
        "1< NLN NLN bob@b.example <img%20src=x%20onerror=alert(1)> 5\n\
         1< NLN NLN c@b.example \\xe2\\x80\\xae%1b[31m%00%0d%0aNLN%20BSY 5\n\
         1< NLN NLN d@b.example %ff%fe%zz% 5\n\
         1< LSG 7 <b>%00</b> 0",
    );
    let names: Vec<_> = roster.contacts.iter().filter_map(|contact| contact.name.as_deref()).collect();
    assert_eq!(
        names,
        ["<img src=x onerror=alert(1)>", "\u{202e}\u{1b}[31m\0\r\nNLN BSY", "\u{fffd}\u{fffd}%zz%"]
    );
    assert_eq!(groups(&roster), [("7", "<b>\0</b>")]);
}

#[test]
fn an_account_that_is_no_text_is_nobody() {
    let roster =
        signed_in(9, "1< NLN NLN \\xff\\xfe@b Bob 5\n1< NLN NLN ;{a} Bob 5\n1< LST \\xff Bob 3 0\n1< FLN 1:");
    assert_eq!(lines(&roster), Vec::<String>::new());
}

#[test]
fn the_longest_lines_and_payloads_are_taken_in() {
    let word = "x".repeat(60_000);
    let words = "1 ".repeat(30_000);
    let many = "<c n='a' l='3'/>".repeat(60_000);
    for verb in [
        "NLN NLN a@b",
        "LST a@b",
        "LST N=a@b F=",
        "ADD 0 RL 1 a@b",
        "ADC 0 RL N=a@b F=",
        "REG 1",
        "LSG",
        "BPR",
        "PRP MFN",
        "USR 2 OK a@b",
    ] {
        let roster = signed_in(12, &format!("1< {verb} {word}\n1< {verb} {words}\n1< {verb}{word} {words}"));
        assert!(roster.contacts.len() <= 2, "{verb}");
    }
    let roster = signed_in(14, &format!("1< ADL 0 {{len}}\\r\\n<ml><d n='b'>{many}</d></ml>"));
    assert_eq!(lines(&roster), ["a@b | ? | FL,AL |  | ?"]);
}

/// A word of the wire, or something that looks a little like one.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{1,12}",
        "[ -~]{0,12}",
        "[a-c]@[a-c]",
        "[0-9]{1,2}:[a-c]@b(;via=9:[a-b])?",
        "\\PC{0,6}",
        Just("OK".to_owned()),
        Just("FL".to_owned()),
        Just("N=a@b".to_owned()),
        Just("F=".to_owned()),
        Just("C=aa".to_owned()),
        Just("MFN".to_owned()),
    ]
}

const VERBS: &[&str] = &[
    "USR", "SYN", "OUT", "GTC", "BLP", "PRP", "BPR", "SBP", "REA", "LSG", "ADG", "REG", "RMG", "LST", "ADD",
    "ADC", "REM", "CHG", "ILN", "NLN", "FLN", "UBX", "UUX", "ADL", "RML", "FQY", "PUT", "NFY", "215",
];

const PAYLOADS: &[&str] = &[
    "",
    "<ml><d n=\"b\"><c n=\"a\" l=\"3\"/></d></ml>",
    "<Data><PSM>&#x0;&lol;</PSM><EndpointData id=''/>",
    "From: 1:a@b\r\nContent-Type: application/user+xml\r\nContent-Length: 0\r\n\r\n<user><s n='IM'><Status>BSY",
    "<!DOCTYPE a [<!ENTITY b \"b\">]><Data><PSM>&b;</PSM></Data>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_said_there_is_a_roster(
        dialect in prop::option::of(2..22_u8),
        said in prop::collection::vec((prop::bool::ANY, 0..VERBS.len(), prop::collection::vec(word(), 0..9), 0..PAYLOADS.len()), 1..60),
    ) {
        let story = Story::begun();
        if let Some(dialect) = dialect {
            story.tell(&[">VER 1 MSNP", &format!("<VER 1 MSNP{dialect}")]);
        }
        for (from_client, verb, words, payload) in said {
            let way = if from_client { '>' } else { '<' };
            story.said(1, &format!("{way}{} {}\r\n{}", VERBS[verb], words.join(" "), PAYLOADS[payload]));
        }
        let rosters = story.insight().rosters;
        // Some of it may look like a switchboard.
        if let Ok(roster) = rosters.at(SessionId(1), None) {
            prop_assert!(roster.contacts.iter().all(|contact| !contact.account.is_empty()));
            prop_assert!(roster.contacts.iter().all(|contact| contact.lists != Some(Lists::default())));
        }
    }
}
