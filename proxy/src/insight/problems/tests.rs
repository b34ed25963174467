//! Scripts that break the rules, and some that do not.

use super::*;
use crate::insight::Insight;
use tale::Tale;

mod bounds;
mod gaps;
mod opinions;
mod quirks;
mod recordings;
mod rules_broken;
mod tale;

/// The ids of the rules a script breaks, in the order of the entries.
fn broken(script: &str) -> Vec<&'static str> {
    let insight = Tale::told(script).insight();
    insight.problems.from(0).map(|problem| problem.rule.id).collect()
}

/// The only problem of a script.
fn only(script: &str) -> (Insight, Problem) {
    let insight = Tale::told(script).insight();
    let problems: Vec<Problem> = insight.problems.from(0).cloned().collect();
    match &problems[..] {
        [problem] => (insight, problem.clone()),
        problems => panic!("{problems:#?}"),
    }
}

fn check_says(script: &str, says: &str) {
    assert_eq!(&*only(script).1.says, says);
}

#[test]
fn a_sentence_says_who_is_to_blame() {
    check_says(
        "{ns9}\n1> CHG 9 NLN 5 0\n1< CHG 9 nln 5 0",
        "Argument 2 of the server's CHG is no status; the form is “CHG <transaction id> <status> <capabilities> [<picture>]”.",
    );
    check_says(
        "{ns9}\n1> ADC 9 AL N=bob@example.org",
        "The client says ADC in a form of MSNP10 to 12, “ADC <transaction id> <list> N=<account> [F=<nickname>]”; MSNP9 was \
         agreed.",
    );
}
