//! What a gap hides is not held against anybody.

use super::tale::Tale;
use crate::insight::Insight;
use crate::transcript::Window;

/// Folds a script, then what follows it, between them a gap.
fn after_gap(before: &str, missed: &str, after: &str) -> Vec<(&'static str, u64)> {
    let mut tale = Tale::told(before);
    let mut insight = tale.insight();
    let known: Vec<u64> = insight.problems.from(0).map(|problem| problem.entry).collect();
    tale.tell(missed);
    let next = tale.story.transcript.head();
    tale.tell(after);
    fold_from(&tale, next, &mut insight);
    let found = insight.problems.from(0).filter(|problem| !known.contains(&problem.entry));
    found.map(|problem| (problem.rule.id, problem.entry - next)).collect()
}

fn fold_from(tale: &Tale, next: u64, insight: &mut Insight) {
    let look = tale.story.transcript.look(Window::From(next), 1 << 20);
    look.entries().for_each(|entry| insight.fold(&entry));
}

#[test]
fn what_was_missed_is_not_missing() {
    let signing_in = "1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9\n1> USR 2 TWN I a@b";
    assert_eq!(after_gap(signing_in, "1< USR 2 OK a@b A 1 0", "1> CHG 3 NLN 5"), []);
    let in_vain = "{ns9}\n1> CHG 9 NLN 5\n1> SYN 10 0\n1< SYN 10 27 2 0";
    let rest = "1< LST bob@b B 11\n1< LST c@b C 11";
    assert_eq!(after_gap(in_vain, rest, "1< LST d@b D 11\n1 ends"), []);
    let roster = "2 opens\n2> ANS 1 b@b 8.5 7\n2< IRO 1 1 3 a@b A";
    assert_eq!(after_gap(roster, "2< IRO 1 2 3 c@b C", "2< IRO 1 3 3 d@b D\n2< ANS 1 OK"), []);
    let nobody = "2 opens\n2> USR 1 a@b 1.2\n2< USR 1 OK a@b A";
    assert_eq!(after_gap(nobody, "2< JOI b@b B", "2> MSG 3 N 0"), []);
    assert_eq!(after_gap("{ns9}\n1> OUT", "1 ends\n1 opens", "1> VER 1 MSNP9"), []);
}

#[test]
fn a_challenge_that_was_missed_is_not_confused_with_one_that_was_not() {
    let right = r"1> QRY 10 msmsgs@msnmsgr.com 32\r\n8f2f5a91b72102cd28355e9fc9000d6e";
    assert_eq!(after_gap("{ns9}", "1< CHL 0 15570131571988941333", right), []);
    let after = format!("1< CHL 0 999\n{right}");
    assert_eq!(after_gap("{ns9}", "1< CHL 0 15570131571988941333", &after), []);
}

#[test]
fn tickets_given_meanwhile_are_good() {
    let before = "{ns9}\n1< RNG 7 198.51.100.20 CKI 0 b@b B\n2 opens\n2> ANS 1 a@b 0 7";
    assert_eq!(after_gap(before, "1< RNG 8 198.51.100.20 CKI 0 b@b B", "3 opens\n3> ANS 1 a@b 0 8"), []);
}

#[test]
fn what_a_line_says_by_itself_is_judged_as_before() {
    assert_eq!(after_gap("{ns9}", "1> PNG", "1> CHG 9\n1> PNG"), [("argument-count", 0)]);
}

#[test]
fn what_one_side_said_since_it_is_not_understood_is_not_known() {
    let script =
        "1 opens\n1> VER 1 MSNP9\n1< VER 1 MSNP9\n1> USR 2 TWN I a@b\n1< lost\n1> CHG 3 NLN 5\n1 ends";
    assert_eq!(super::broken(script), ["framing-lost"]);
}
