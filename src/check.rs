//! What broke the rules in a saved transcript, on standard output.

use crate::args::CheckSettings;
use crate::exit::{Exit, Stopped};
use crate::{looks, open};
use anstream::{AutoStream, ColorChoice};
use anyhow::Context as _;
use nudge_proxy::insight::{Insight, Problem, Problems, Severity};
use nudge_proxy::saved::{Archive, Told};
use nudge_proxy::transcript::{SessionId, Transcript, Window};
use nudge_proxy::view::{View, is_deceptive, visible, write_json};
use serde::Serialize;
use std::io::{self, ErrorKind, Write};
use std::time::Duration;

/// A problem as it is printed.
#[derive(Clone, Debug, Serialize)]
struct Finding {
    entry: u64,
    session: Option<SessionId>,
    rule: &'static str,
    severity: Severity,
    says: String,
    /// The section of the wire reference.
    rests_on: &'static str,
}

/// What the linter found, in order.
fn findings(problems: &Problems) -> impl Iterator<Item = Finding> {
    problems.from(0).map(|Problem { rule, says, entry, session, .. }| Finding {
        entry: *entry,
        session: Some(*session),
        rule: rule.id,
        severity: rule.severity,
        says: says.to_string(),
        rests_on: rule.rests_on,
    })
}

/// Prints what broke the rules, and how much of it there is.
pub(crate) fn run(settings: &CheckSettings) -> Result<Exit, Stopped> {
    let archive = Archive::open(&settings.files).map_err(anyhow::Error::from)?;
    let memory = open::memory(&archive, settings.memory);
    let (size, transcript) = (archive.size(), archive.transcript(memory));
    let (first, mut insight) = (transcript.head(), Insight::within(memory));
    archive.read(|told| match told {
        Told::Entry(entry) => {
            insight.fold(&entry);
            transcript.restore(&entry);
        }
        Told::Notice(notice) => tracing::warn!("{notice}"),
        Told::Session(_) => {}
    });
    open::say_forgotten(&transcript, first, size);
    let mut report = Report::new(&transcript, first, settings);
    let printed =
        report.print(findings(&insight.problems), &mut io::BufWriter::new(anstream::stdout().lock()));
    match printed {
        // Who has read enough has seen what there is.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("cannot write the problems to standard output")?
        }
        _ => Ok(report.exit()),
    }
}

/// What is printed, and what was.
struct Report<'a> {
    transcript: &'a Transcript,
    /// The number of the first entry.
    first: u64,
    view: View,
    json: bool,
    coloured: bool,
    /// By severity, the least first.
    counts: [u64; 3],
}

/// The last line for programs.
#[derive(Serialize)]
struct Summary {
    entries: u64,
    problems: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
}

impl<'a> Report<'a> {
    fn new(transcript: &'a Transcript, first: u64, settings: &CheckSettings) -> Report<'a> {
        let view = View::new(transcript.wall_clock(Duration::ZERO), settings.reveal).in_local_time();
        let coloured = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Report { transcript, first, view, json: settings.json, coloured, counts: [0; 3] }
    }

    fn print(&mut self, findings: impl Iterator<Item = Finding>, into: &mut impl Write) -> io::Result<()> {
        let mut lines = Vec::new();
        for finding in findings {
            self.counts[finding.severity as usize] += 1;
            match self.json {
                true => json_line(&finding, &mut lines),
                false => self.notation(&finding, &mut lines),
            }
            into.write_all(&lines)?;
            lines.clear();
        }
        self.sum_up(&mut lines);
        into.write_all(&lines)?;
        into.flush()
    }

    /// The entry as notation shows it, where it is still there, and the problem below it.
    fn notation(&self, finding: &Finding, into: &mut Vec<u8>) {
        let look = self.transcript.look(Window::From(finding.entry), 1);
        if let Some(entry) = look.entries().next().filter(|entry| entry.number == finding.entry) {
            let row = self.view.notation(&entry, None);
            match self.coloured {
                true => looks::paint(&row, into),
                false => into.extend_from_slice(row.text().as_bytes()),
            }
        }
        let Finding { entry, session, rule, severity, says, rests_on } = finding;
        let rests_on = if rests_on.is_empty() { String::new() } else { format!(" ({rests_on})") };
        let session = session.map_or_else(String::new, |session| format!(", session {session}"));
        let (severity, says) = (name(*severity), visible(says));
        let line = format!("    entry {entry}{session}: {severity} {rule}: {says}{rests_on}\n");
        into.extend_from_slice(line.as_bytes());
    }

    fn sum_up(&self, into: &mut Vec<u8>) {
        let [notes, warnings, errors] = self.counts;
        let (problems, entries) = (notes + warnings + errors, self.transcript.head() - self.first);
        if self.json {
            return json_line(&Summary { entries, problems, errors, warnings, notes }, into);
        }
        let parts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
        let parts: Vec<String> =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(*count, what)).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        let (problems, entries) = (counted(problems, "problem"), counted_entries(entries));
        into.extend_from_slice(format!("{problems} in {entries}{parts}\n").as_bytes());
    }

    fn exit(&self) -> Exit {
        let [_, warnings, errors] = self.counts;
        if warnings + errors > 0 { Exit::ProblemsFound } else { Exit::AsAsked }
    }
}

fn name(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn json_line(value: &impl Serialize, into: &mut Vec<u8>) {
    write_json(value, into, is_deceptive);
    into.push(b'\n');
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn counted_entries(count: u64) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use msnp::Direction;
    use nudge_proxy::transcript::{Draft, LEAST_MEMORY, Origin, Passed};
    use std::time::{Instant, SystemTime};

    fn finding(entry: u64, severity: Severity) -> Finding {
        let (session, rule) = (Some(SessionId(3)), "argument-count");
        let says = "The client says \x1b[31m, which is no argument.".to_owned();
        Finding { entry, session, rule, severity, says, rests_on: "§5.1" }
    }

    /// What is printed, and how the program ends.
    fn printed(json: bool, findings: &[Finding]) -> (String, Exit) {
        let transcript = Transcript::new(LEAST_MEMORY, 1, (Instant::now(), SystemTime::UNIX_EPOCH));
        let passed = Passed::plain(Direction::ClientToServer, Origin::Client, b"PNG 7\r\n");
        transcript.record_at(Duration::ZERO, Some(SessionId(3)), [Draft::Frame(passed)]);
        let settings = CheckSettings { files: Vec::new(), memory: None, json, reveal: false };
        let mut report = Report::new(&transcript, 1, &settings);
        (report.view, report.coloured) = (View::new(SystemTime::UNIX_EPOCH, false), false);
        let mut text = Vec::new();
        report.print(findings.iter().cloned(), &mut text).unwrap();
        (String::from_utf8(text).unwrap(), report.exit())
    }

    #[test]
    fn a_problem_stands_below_the_entry_it_is_about_and_nothing_in_it_acts_on_a_terminal() {
        let (text, exit) = printed(false, &[finding(1, Severity::Warning), finding(9, Severity::Note)]);
        let says = r"The client says \x1b[31m, which is no argument. (§5.1)";
        let expected = format!(
            "00:00:00.000    #3 >>> PNG 7\\r\\n\n    entry 1, session 3: warning argument-count: {says}\n    entry 9, \
             session 3: note argument-count: {says}\n2 problems in 1 entry: 1 warning, 1 note\n"
        );
        assert_eq!((text, exit), (expected, Exit::ProblemsFound));
    }

    #[test]
    fn programs_get_an_object_for_each_problem_and_one_that_sums_up() {
        let (text, exit) = printed(true, &[finding(1, Severity::Error)]);
        let expected = r#"{"entry":1,"session":3,"rule":"argument-count","severity":"error","says":"The client says \u001b[31m, which is no argument.","rests_on":"§5.1"}
{"entries":1,"problems":1,"errors":1,"warnings":0,"notes":0}
"#;
        assert_eq!((text.as_str(), exit), (expected, Exit::ProblemsFound));
    }

    #[test]
    fn notes_alone_are_no_reason_to_fail() {
        assert_eq!(printed(false, &[finding(1, Severity::Note)]).1, Exit::AsAsked);
        assert_eq!(printed(false, &[]), ("0 problems in 1 entry\n".to_owned(), Exit::AsAsked));
    }
}
