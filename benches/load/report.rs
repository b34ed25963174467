//! What was measured, as tables a terminal shows and a README takes.

use crate::figure::{Figure, Verdict};

/// Prints figures as they come, and all verdicts together at the end.
#[derive(Debug)]
pub(crate) struct Report {
    markdown: bool,
    summary: Table,
}

impl Report {
    pub(crate) fn new(markdown: bool) -> Report {
        Report {
            markdown,
            summary: Table::of_words(&["figure", "median", "compared with", "ratio", "goal", "is"]),
        }
    }

    /// Prints a heading.
    pub(crate) fn heading(&self, text: &str) {
        println!("\n{}{text}\n", if self.markdown { "### " } else { "== " });
    }

    /// Prints a line of explanation.
    pub(crate) fn note(&self, text: &str) {
        println!("{text}\n");
    }

    /// Prints a figure and keeps its verdicts.
    pub(crate) fn figure(&mut self, figure: &Figure) {
        println!("{}\n\n{}", figure.title, figure.table().render(self.markdown));
        for verdict in figure.verdicts() {
            let Verdict { measured, against, ratio, goal, met } = verdict;
            let compared = if against.is_empty() { String::new() } else { format!(" / {against}: {ratio}") };
            let asked = if goal.is_empty() { String::new() } else { format!("; goal {goal}: {met}") };
            println!("{measured}{compared}{asked}\n");
            self.summary.row([figure.title.clone(), measured, against, ratio, goal, met.to_owned()]);
        }
    }

    /// Prints every verdict once more, together.
    pub(crate) fn finish(&self) {
        self.heading("Summary");
        println!("{}", self.summary.render(self.markdown));
    }
}

/// Cells in columns.
#[derive(Debug)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    /// Every column but the first stands to the right.
    numbers: bool,
}

impl Table {
    /// A table with this head, of texts.
    pub(crate) fn of_words(head: &[&str]) -> Table {
        Table { rows: vec![head.iter().map(|cell| (*cell).to_owned()).collect()], numbers: false }
    }

    /// A table with this head, of numbers with a text before them.
    pub(crate) fn of_numbers(head: &[&str]) -> Table {
        Table { numbers: true, ..Table::of_words(head) }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// As columns, or as Markdown, whose columns stand straight as well.
    fn render(&self, markdown: bool) -> String {
        let columns = 0..self.rows[0].len();
        let width =
            |column: usize| self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = columns.map(width).collect();
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            let cells = row.iter().zip(&widths).enumerate();
            let padded = cells.map(|(column, (cell, width))| match self.to_the_right(column) {
                true => format!("{cell:>width$}"),
                false => format!("{cell:width$}"),
            });
            text += &line(padded, markdown);
            if number == 0 {
                let rules = widths.iter().enumerate().map(|(column, width)| {
                    let colon = markdown && self.to_the_right(column);
                    "-".repeat(width - usize::from(colon)) + if colon { ":" } else { "" }
                });
                text += &line(rules, markdown);
            }
        }
        text
    }

    fn to_the_right(&self, column: usize) -> bool {
        self.numbers && column > 0
    }
}

fn line(cells: impl Iterator<Item = String>, markdown: bool) -> String {
    let cells: Vec<String> = cells.collect();
    match markdown {
        true => format!("| {} |\n", cells.join(" | ")),
        false => format!("  {}\n", cells.join("   ").trim_end()),
    }
}
