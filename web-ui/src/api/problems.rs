//! What broke the rules, and the rules.
//!
//! ```text
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/views/problems
//! curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8863/api/rules
//! ```

use super::json_answer;
use super::openapi::words;
use crate::access::Viewer;
use crate::{Web, json};
use axum::http::StatusCode;
use axum::response::Response;
use nudge_proxy::insight::{Problem, Problems, RULES, Rule, Severity};
use nudge_proxy::transcript::SessionId;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How long a telling may be, in bytes.
const LONGEST: usize = 128 * 1024;

/// What a telling needs besides its problems, in bytes: counts of severities and of every rule.
const FRAME: usize = 4 * 1024;

/// The newest problems, the newest last.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described: it is written problem by problem")]
pub(super) struct ProblemsView<'a> {
    /// Tells this start from every other.
    run: String,
    /// Problems there was no room for.
    left_out: u64,
    counts: Counts,
    /// How often each rule was broken.
    rules: BTreeMap<String, u64>,
    problems: Vec<Told<'a>>,
}

/// How many problems there are, by how bad they are.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it is only described")]
struct Counts {
    error: u64,
    warning: u64,
    note: u64,
}

/// A problem, as pages and programs get it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Told<'a> {
    /// Which rule is broken.
    rule: &'static str,
    #[schema(value_type = words::Badness)]
    severity: Severity,
    /// How, in a sentence.
    says: &'a str,
    /// The section of the wire reference.
    rests_on: &'static str,
    /// Where it shows.
    entry: u64,
    /// Where else it shows.
    entries: Vec<u64>,
    #[schema(value_type = u32)]
    session: SessionId,
    /// A person broke it.
    injected: bool,
}

impl Told<'_> {
    pub(crate) fn of(problem: &Problem) -> Told<'_> {
        Told {
            rule: problem.rule.id,
            severity: problem.rule.severity,
            says: &problem.says,
            rests_on: problem.rule.rests_on,
            entry: problem.entry,
            entries: problem.entries(),
            session: problem.session,
            injected: problem.injected,
        }
    }
}

/// The view, as JSON: the newest problems, the newest last. What has no room is counted.
pub(super) fn tell(web: &Web) -> String {
    let insight = web.understanding.insight();
    telling(&insight.problems, web.cleared(), &web.run())
}

fn telling(problems: &Problems, first: u64, run: &str) -> String {
    let mut told = Vec::new();
    let mut room = LONGEST - FRAME;
    for problem in problems.from(first).rev() {
        let text = json::text(&Told::of(problem));
        if text.len() + 1 > room {
            break;
        }
        room -= text.len() + 1;
        told.push(text);
    }
    told.reverse();
    let (mut all, mut severities, mut rules) = (0, Severity::ALL.map(|severity| (severity, 0)), Map::new());
    for (rule, count) in problems.counts(first) {
        all += count;
        severities.iter_mut().filter(|(of, _)| *of == rule.severity).for_each(|(_, of)| *of += count);
        rules.insert(rule.id.to_owned(), count.into());
    }
    let left_out = all - u64::try_from(told.len()).unwrap_or(all).min(all);
    let named = |(severity, count): (Severity, u64)| (severity.name().to_owned(), Value::from(count));
    let counts: Map<String, Value> = severities.into_iter().map(named).collect();
    let head = json::text(&json!({ "run": run, "left_out": left_out, "counts": counts, "rules": rules }));
    let open = head.strip_suffix('}').unwrap_or(&head);
    format!("{open},\"problems\":[{}]}}", told.join(","))
}

/// A rule.
#[derive(Serialize, ToSchema)]
#[schema(as = Rule)]
struct RuleRow {
    /// Its name for programs.
    id: &'static str,
    #[schema(value_type = words::Badness)]
    severity: Severity,
    /// Its name for people.
    title: &'static str,
    /// What is demanded, and what it means when it is not kept.
    about: &'static str,
    /// The section of the wire reference; empty for what is between a person and the proxy.
    rests_on: &'static str,
}

impl RuleRow {
    fn of(rule: &Rule) -> RuleRow {
        let Rule { id, severity, title, about, rests_on, .. } = *rule;
        RuleRow { id, severity, title, about, rests_on }
    }
}

/// The rules that can be broken.
#[derive(Serialize, ToSchema)]
struct Rulebook {
    rules: Vec<RuleRow>,
}

/// Every rule.
#[utoipa::path(get, path = "/api/rules", responses(Viewer, (status = 200, description = "The rules.", body = Rulebook)))]
pub(crate) async fn rules(_: Viewer) -> Response {
    json_answer(StatusCode::OK, &Rulebook { rules: RULES.iter().map(RuleRow::of).collect() })
}
