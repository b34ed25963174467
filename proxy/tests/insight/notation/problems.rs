//! What broke the rules.

use crate::evening::Evening;
use nudge_proxy::insight::{Insight, Problem};

/// `22 unanswered with 23`: the entry to blame, the rule, and another entry it shows in.
pub(crate) fn problems(_: &Evening, insight: &Insight) -> Vec<String> {
    insight.problems.from(0).map(problem).collect()
}

fn problem(problem: &Problem) -> String {
    let with = problem.with.map(|entry| format!(" with {entry}")).unwrap_or_default();
    let injected = if problem.injected { " injected" } else { "" };
    format!("{} {}{with}{injected}", problem.entry, problem.rule.id)
}
