//! The steps of a test run: a heading and a time for each, a table of all, and the plain counts.

use crate::counts::Counts;
use anyhow::Result;
use std::time::{Duration, Instant};

/// What came of each step so far.
pub(crate) struct Report {
    started: Instant,
    rows: Vec<Row>,
    notes: Vec<String>,
}

struct Row {
    name: &'static str,
    counts: Counts,
    took: Duration,
}

impl Report {
    /// Starts the clock.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), rows: Vec::new(), notes: Vec::new() }
    }

    /// Runs a step whose failure is counted; the steps after it still run.
    pub(crate) fn step(&mut self, name: &'static str, step: impl FnOnce() -> Result<Counts>) {
        println!("\n== {name}");
        let started = Instant::now();
        let counts = step().unwrap_or_else(|error| {
            eprintln!("{error:#}");
            Counts::ONE_FAILED
        });
        let took = started.elapsed();
        println!("== {name}: {}", shown(took));
        self.rows.push(Row { name, counts, took });
    }

    /// Keeps a line to be shown at the end, such as what was skipped and why.
    pub(crate) fn note(&mut self, line: String) {
        self.notes.push(line);
    }

    /// Prints the table, the notes and, alone on the last line, the counts; returns the counts.
    pub(crate) fn close(self) -> Counts {
        let mut sum = Counts::default();
        println!("\n{:<24}{:>8}{:>8}{:>9}{:>12}", "", "passed", "failed", "skipped", "time");
        for Row { name, counts, took } in &self.rows {
            let Counts { passed, failed, skipped } = counts;
            println!("{name:<24}{passed:>8}{failed:>8}{skipped:>9}{:>12}", shown(*took));
            sum += *counts;
        }
        println!("{:<49}{:>12}\n", "all", shown(self.started.elapsed()));
        for note in &self.notes {
            println!("{note}");
        }
        println!("{} passed, {} failed, {} skipped", sum.passed, sum.failed, sum.skipped);
        sum
    }
}

/// Returns a time as a person says it: `2.4 s` or `3 min 07 s`.
pub(crate) fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_well() {
        assert_eq!(shown(Duration::from_millis(2_440)), "2.4 s");
        assert_eq!(shown(Duration::from_secs(187)), "3 min 07 s");
    }

    #[test]
    fn a_step_that_breaks_is_counted_and_the_next_runs() {
        let mut report = Report::new();
        report.step("breaks", || anyhow::bail!("no"));
        report.step("works", || Ok(Counts::ONE_PASSED));
        assert_eq!(report.close(), Counts { passed: 1, failed: 1, skipped: 0 });
    }
}
