//! What is asked is not so until the server agrees, and what a person makes the server say is not so at all.

use super::*;
use crate::transcript::{Event, Origin, Passed};
use msnp::Direction::{ClientToServer, ServerToClient};

#[test]
fn what_is_refused_changes_nothing() {
    let before = "1< ADD 0 RL 27 bob@example.org Bob\n1< CHG 3 NLN\n";
    let after = format!(
        "{before}1> ADD 4 FL bob@example.org Bob\n1< 215 4\n1> REM 5 AL bob@example.org\n1< 216 5\n\
         1> CHG 6 FLN\n1< 201 6\n1> ADG 7 Friends 0\n1< 223 7\n1> BLP 8 AL\n1< 218 8\n1> REA 9 alice@example.org x\n1< 209 9"
    );
    let (before, after) = (signed_in(7, before), signed_in(7, &after));
    assert_eq!(after, before);
    let adl = "1> ADL 4 {len}\\r\\n<ml><d n=\"b.example\"><c n=\"a\" l=\"1\" t=\"1\"/></d></ml>";
    let uux = "1> UUX 5 {len}\\r\\n<Data><PSM>x</PSM></Data>";
    let refused = signed_in(14, &format!("{adl}\n{uux}\n1< 241 4 {{len}}\\r\\n<ml/>\n1< 715 5"));
    assert_eq!(refused, signed_in(14, ""));
}

#[test]
fn a_request_used_again_under_the_same_number_is_another_one() {
    let adl = |who: &str| {
        format!("1> ADL 4 {{len}}\\r\\n<ml><d n=\"b.example\"><c n=\"{who}\" l=\"1\" t=\"1\"/></d></ml>")
    };
    let one = signed_in(14, &format!("{}\n{}\n1< ADL 4 OK", adl("bob"), adl("carol")));
    assert_eq!(lines(&one), ["bob@b.example | ? | FL |  | ?"], "the oldest is granted first");
    let both = signed_in(14, &format!("{}\n{}\n1< 241 4\n1< ADL 4 OK", adl("bob"), adl("carol")));
    assert_eq!(lines(&both), ["carol@b.example | ? | FL |  | ?"]);
}

#[test]
fn taking_somebody_off_the_forward_list_ends_what_is_known_of_how_they_are() {
    let roster = signed_in(
        9,
        "1< LST bob@example.org Bob 3 0\n1< NLN NLN bob@example.org Bob 5\n1< REM 7 FL 28 bob@example.org\n\
         1< LST carol@example.org Carol 1 0\n1< REM 8 FL 29 carol@example.org\n1< REM 9 BL 30 nobody@example.org",
    );
    assert_eq!(lines(&roster), ["bob@example.org | Bob | AL |  | ?"], "Carol is on no list any more");
}

#[test]
fn accounts_are_the_same_in_any_case_and_with_any_endpoint() {
    let roster = signed_in(
        16,
        "1< NLN NLN Bob@Example.org 1 Bob 1:2\n1< UBX bob@example.org;{a} 1 {len}\\r\\n<Data><PSM>x</PSM></Data>\n\
         1< NLN BSY BOB@EXAMPLE.ORG;{a} 1 Bob 1:2\n1< UBX ALICE@example.org;{a} 1 {len}\\r\\n<Data><PSM>me</PSM></Data>",
    );
    assert_eq!(lines(&roster), ["Bob@Example.org | Bob | ? |  | BSY"]);
    assert_eq!(roster.own.appearance.message.as_deref(), Some("me"));
}

#[test]
fn what_a_person_asks_the_server_may_grant_and_what_they_make_it_say_is_not_so() {
    let story = Story::script("1 opens\n1> VER 1 MSNP14\n1< VER 1 MSNP14");
    let faked = b"NLN NLN bob@example.org 1 Bob 5\r\n";
    story.passed(story.now(), 1, Passed::plain(ServerToClient, Origin::Person, faked));
    let xml = "<ml><d n=\"b.example\"><c n=\"carol\" l=\"1\" t=\"1\"/></d></ml>";
    let ask = format!("ADL 9 {}\r\n{xml}", xml.len());
    story.passed(story.now(), 1, Passed::plain(ClientToServer, Origin::Person, ask.as_bytes()));
    story.said(1, "<ADL 9 OK");
    let again = story.passed(story.now(), 1, Passed::plain(ClientToServer, Origin::Person, ask.as_bytes()));
    story.event(1, &Event::Undelivered { entry: again });
    let roster = story.insight().rosters.at(SessionId(1), None).unwrap();
    assert_eq!(lines(&roster), ["carol@b.example | ? | FL |  | ?"]);
    assert!(!roster.gap);
    story.said(1, "<ADL 9 OK");
    assert!(
        story.insight().rosters.at(SessionId(1), None).unwrap().gap,
        "of what never left, nothing is granted"
    );
}

#[test]
fn lists_that_are_told_anew_replace_what_was_known() {
    let old = "1< SYN 5 27 2 1\n1< GTC A\n1< LSG 0 Other 0\n1< LSG 1 Gone 0\n1< LST bob@example.org Bob 11 1\n\
        1< LST carol@example.org Carol 11 0\n1< NLN NLN bob@example.org Bob 5";
    let same = signed_in(9, &format!("{old}\n1> SYN 6 27\n1< SYN 6 27 2 1"));
    assert_eq!(same, signed_in(9, old), "the client has them already");
    let new = signed_in(
        9,
        &format!(
            "{old}\n1> SYN 6 0\n1< SYN 6 28 1 1\n1< GTC N\n1< LSG 0 Other 0\n1< LST dave@example.org Dave 3 0"
        ),
    );
    assert_eq!(groups(&new), [("0", "Other")]);
    assert_eq!(
        lines(&new),
        ["bob@example.org | Bob | ? |  | NLN", "dave@example.org | Dave | FL,AL | 0 | ?"]
    );
    let numbered = signed_in(
        5,
        "1< LST 8 FL 27 1 1 bob@example.org Bob\n1< LST 8 AL 27 1 1 bob@example.org Bob\n\
        1< LST 9 FL 28 0 0",
    );
    assert_eq!(lines(&numbered), ["bob@example.org | Bob | AL |  | ?"], "one list alone");
}

#[test]
fn a_group_removed_by_its_name_encoded_twice_is_removed() {
    let roster = signed_in(
        11,
        "1< LSG New%20Group 1f2e-01\n1< LST N=bob@b.example F=Bob C=aa-01 3 1f2e-01\n1< RMG 9 1 New%2520Group",
    );
    assert_eq!(
        (groups(&roster), lines(&roster)),
        (vec![], vec!["bob@b.example | Bob | FL,AL |  | ?".to_owned()])
    );
}
