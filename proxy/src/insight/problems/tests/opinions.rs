//! What is thought of a frame before it is sent, and of what a person sent.

use super::tale::Tale;
use super::{Direction, SessionId, only};
use Direction::{ClientToServer, ServerToClient};

fn check(script: &str, direction: Direction, bytes: &[u8], expected: &[&str]) {
    let insight = Tale::told(script).insight();
    let before = insight.problems.clone();
    let opinions = insight.judge(SessionId(1), direction, bytes);
    let ids: Vec<_> = opinions.iter().map(|opinion| opinion.rule.id).collect();
    assert_eq!(ids, expected, "{opinions:#?}");
    assert!(opinions.iter().all(|opinion| opinion.says.ends_with('.')), "{opinions:#?}");
    assert_eq!(insight.problems, before, "nothing is learnt");
}

#[test]
fn a_frame_is_judged_as_its_session_stands() {
    check("{ns9}", ClientToServer, b"CHG 9 NLN 5\r\n", &[]);
    check("{ns9}", ClientToServer, b"CHG 9\n", &["bare-lf", "argument-count"]);
    check("{ns9}\n1> CHG 9 NLN 5", ClientToServer, b"BLP 9 AL\r\n", &["transaction-id-reused"]);
    check("1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9", ClientToServer, b"CHG 9 NLN 5\r\n", &["before-sign-in"]);
    check("{ns9}\n1> OUT", ClientToServer, b"PNG\r\n", &["after-out"]);
    check("{ns9}", ServerToClient, b"NLN nope bob@example.org B 0\r\n", &["unknown-status"]);
    check("{ns9}\n1 ends", ClientToServer, b"CHG 9 NLN 5\r\n", &[]);
}

#[test]
fn a_frame_that_does_not_end_where_its_length_says_is_found_out() {
    let payload = "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\ncaf\u{e9} ol\u{e9}";
    let msg = |length: usize| format!("MSG 3 N {length}\r\n{payload}").into_bytes();
    check(
        "1 opens\n1> USR 1 a@b 1\n1< USR 1 OK a@b A\n1< JOI b@b B",
        ClientToServer,
        &msg(payload.len()),
        &[],
    );
    let sb = "1 opens\n1> USR 1 a@b 1\n1< USR 1 OK a@b A\n1< JOI b@b B";
    check(sb, ClientToServer, &msg(payload.len() + 2), &["frame-waits"]);
    check(sb, ClientToServer, &msg(payload.chars().count()), &["framing-lost", "length-in-characters"]);
    check(sb, ClientToServer, b"PNG", &["frame-waits"]);
    check(sb, ClientToServer, b"hello", &["framing-lost"]);
    check(sb, ClientToServer, b"", &[]);
}

#[test]
fn what_a_person_sent_is_judged_and_marked() {
    let (_, problem) = only("{ns9}\n1+> CHG 9");
    assert!(problem.injected);
    assert_eq!(
        &*problem.says,
        "The frame injected for the server says CHG with 1 argument; its form is “CHG <transaction id> <status> \
         <capabilities> [<picture>]”."
    );
    let (_, problem) = only("{ns9}\n1+> CHG 9 NLN 5\n1 ends");
    assert!(problem.injected, "nobody answered {problem:?}");
    let (_, problem) = only("{ns9}\n1> CHG 9");
    assert!(!problem.injected);
}

#[test]
fn what_a_person_sent_is_not_held_against_the_peers() {
    for script in [
        "{ns9}\n1+> OUT\n1> PNG",
        "{ns9}\n1+> BLP 9 AL\n1> CHG 9 NLN 5",
        "{ns9}\n1> SYN 8 0\n1< SYN 8 27 1 0\n1+< LST bob@b B 11\n1< LST bob@b B 11",
        "2 opens\n2> ANS 1 b@b 8.5 7\n2< IRO 1 1 2 a@b A\n2+< IRO 1 1 1 c@b C\n2< IRO 1 2 2 c@b C\n2< ANS 1 OK",
        "{ns9}\n1< RNG 7 198.51.100.20 CKI 8.5 b@b B\n2 opens\n2+> ANS 1 a@b 8.5 7\n3 opens\n3> ANS 1 a@b 8.5 7",
        r"{ns9}
        1< CHL 0 15570131571988941333
        1+> QRY 9 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e",
        r"{ns9}
        1+< CHL 0 999
        1< CHL 0 15570131571988941333
        1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e",
        "1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9\n1+< USR 2 OK a@b A 1 0\n1> CHG 3 NLN 5",
    ] {
        assert_eq!(super::broken(script), Vec::<&str>::new(), "{script}");
    }
}
