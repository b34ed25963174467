//! One quantity measured for several variants, and what is claimed of it.

use crate::report::Table;
use crate::statistics::{extremes, indistinguishable, median, ratios};

/// One quantity, measured once per pass for each variant.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) title: String,
    unit: &'static str,
    digits: usize,
    series: Vec<Series>,
    claims: Vec<Claim>,
}

#[derive(Debug)]
struct Series {
    name: String,
    passes: Vec<f64>,
}

/// What a series is compared with, and how it should come out.
#[derive(Debug)]
struct Claim {
    of: usize,
    to: Option<usize>,
    goal: Goal,
}

/// How a comparison should come out.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Goal {
    /// At least this many times the other.
    RatioAtLeast(f64),
    /// At most this many times the other.
    RatioAtMost(f64),
    /// At most this many times the other, or not to be told from it.
    RatioAtMostOrAlike(f64),
    /// Not to be told from the other, or better: less.
    NotMore,
    /// Not to be told from the other, or better: more.
    NotLess,
    /// At most this, whatever others do.
    AtMost(f64),
    /// Just to know.
    Known,
}

impl Figure {
    /// A quantity in this unit, shown with this many decimal places.
    pub(crate) fn new(title: impl Into<String>, unit: &'static str, digits: usize) -> Figure {
        Figure { title: title.into(), unit, digits, series: Vec::new(), claims: Vec::new() }
    }

    /// Adds one pass's value to the series of this name.
    pub(crate) fn add(&mut self, name: &str, value: f64) {
        match self.series.iter_mut().find(|series| series.name == name) {
            Some(series) => series.passes.push(value),
            None => self.series.push(Series { name: name.to_owned(), passes: vec![value] }),
        }
    }

    /// Whether nothing was measured.
    pub(crate) fn is_empty(&self) -> bool {
        self.series.is_empty()
    }

    /// Compares one series with another. Nothing is claimed of a series that was not measured.
    pub(crate) fn claim(mut self, of: &str, to: &str, goal: Goal) -> Figure {
        if let (Some(of), Some(to)) = (self.find(of), self.find(to)) {
            self.claims.push(Claim { of, to: Some(to), goal });
        }
        self
    }

    /// Compares one series with a limit.
    pub(crate) fn limit(mut self, of: &str, at_most: f64) -> Figure {
        if let Some(of) = self.find(of) {
            self.claims.push(Claim { of, to: None, goal: Goal::AtMost(at_most) });
        }
        self
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.series.iter().position(|series| series.name == name)
    }

    fn show(&self, value: f64) -> String {
        format!("{value:.*}", self.digits)
    }

    fn median_of(&self, series: &Series) -> String {
        format!("{} {}, {}", self.show(median(&series.passes)), self.unit, series.name)
    }

    /// Every claim made of it, judged.
    pub(crate) fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        self.claims.iter().map(|claim| claim.judge(self))
    }

    /// What was measured.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::of_numbers(&[self.unit, "min", "median", "max"]);
        for Series { name, passes } in &self.series {
            let (least, most) = extremes(passes);
            let cells = [least, median(passes), most].map(|value| self.show(value));
            table.row([name.clone()].into_iter().chain(cells));
        }
        table
    }
}

/// A claim, judged.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// The median, of what.
    pub(crate) measured: String,
    /// The median it is compared with; empty when it is compared with a limit.
    pub(crate) against: String,
    /// Their ratio, and its spread.
    pub(crate) ratio: String,
    /// What it should be; empty when nothing is asked.
    pub(crate) goal: String,
    /// Whether it is.
    pub(crate) met: &'static str,
}

impl Claim {
    fn judge(&self, figure: &Figure) -> Verdict {
        let of = &figure.series[self.of];
        let value = median(&of.passes);
        let Some(to) = self.to.map(|to| &figure.series[to]) else {
            return Verdict {
                measured: figure.median_of(of),
                against: String::new(),
                ratio: String::new(),
                goal: self.goal.says(figure),
                met: self.goal.met(value, false),
            };
        };
        let ratio = value / median(&to.passes);
        let (least, most) = extremes(&ratios(&of.passes, &to.passes));
        let blurred = indistinguishable(&of.passes, &to.passes);
        let blur = if blurred { ", not distinguishable" } else { "" };
        Verdict {
            measured: figure.median_of(of),
            against: figure.median_of(to),
            ratio: format!("{ratio:.2} (by pass {least:.2} to {most:.2}){blur}"),
            goal: self.goal.says(figure),
            met: self.goal.met(ratio, blurred),
        }
    }
}

impl Goal {
    fn says(self, figure: &Figure) -> String {
        match self {
            Goal::RatioAtLeast(ratio) => format!("at least {ratio:.2}"),
            Goal::RatioAtMost(ratio) => format!("at most {ratio:.2}"),
            Goal::RatioAtMostOrAlike(ratio) => format!("at most {ratio:.2}, or not distinguishable"),
            Goal::NotMore | Goal::NotLess => "not distinguishable".to_owned(),
            Goal::AtMost(limit) => format!("at most {} {}", figure.show(limit), figure.unit),
            Goal::Known => String::new(),
        }
    }

    fn met(self, value: f64, blurred: bool) -> &'static str {
        let met = match self {
            Goal::RatioAtLeast(ratio) => value >= ratio,
            Goal::RatioAtMost(limit) | Goal::AtMost(limit) => value <= limit,
            Goal::RatioAtMostOrAlike(limit) => blurred || value <= limit,
            Goal::NotMore => blurred || value <= 1.0,
            Goal::NotLess => blurred || value >= 1.0,
            Goal::Known => return "",
        };
        if met { "met" } else { "missed" }
    }
}
