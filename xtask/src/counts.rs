//! How many tests passed, failed and were skipped, read from what test runners print.

use std::ops::AddAssign;

/// Counts of one suite, or of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Did what they should.
    pub(crate) passed: usize,
    /// Did not.
    pub(crate) failed: usize,
    /// Were not run, or said that they had nothing to run on.
    pub(crate) skipped: usize,
}

impl Counts {
    /// One check that passed.
    pub(crate) const ONE_PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    /// One check that failed.
    pub(crate) const ONE_FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };

    /// Returns whether nothing was counted at all.
    pub(crate) fn is_empty(self) -> bool {
        self == Self::default()
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Reads the output of `cargo test -- --show-output`.
///
/// A Rust test can't report that it was skipped: it passes. Ours print a line `skipped: why`, and
/// are counted as skipped here, so that nothing is counted that was not done.
#[derive(Debug, Default)]
pub(crate) struct CargoTest {
    /// The `skipped:` lines, each once.
    pub(crate) skipped: Vec<String>,
    closing_lines: Counts,
    tests_that_skipped: usize,
    showing_successes: bool,
    skipped_in_this_test: bool,
}

impl CargoTest {
    /// Takes in one line; returns whether it is worth showing.
    pub(crate) fn read(&mut self, line: &str) -> bool {
        if line == "successes:" {
            self.showing_successes = true;
        } else if line == "failures:" || line.starts_with("test result:") {
            self.showing_successes = false;
        } else if line.starts_with("---- ") {
            self.skipped_in_this_test = false;
        } else if self.showing_successes && line.starts_with("skipped:") {
            self.read_skipped(line);
            return true;
        }
        self.closing_lines += cargo_result(line).unwrap_or_default();
        !self.showing_successes
    }

    /// Returns the sum of all closing lines, without the tests that said they skipped.
    pub(crate) fn counts(&self) -> Counts {
        let Counts { passed, failed, skipped } = self.closing_lines;
        Counts {
            passed: passed.saturating_sub(self.tests_that_skipped),
            failed,
            skipped: skipped + self.tests_that_skipped,
        }
    }

    fn read_skipped(&mut self, line: &str) {
        if !self.skipped.iter().any(|known| known == line) {
            self.skipped.push(line.to_owned());
        }
        if !self.skipped_in_this_test {
            self.skipped_in_this_test = true;
            self.tests_that_skipped += 1;
        }
    }
}

/// Returns the counts of a closing line of `cargo test`, if it is one.
fn cargo_result(line: &str) -> Option<Counts> {
    let (_, results) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let mut counts = Counts::default();
    for result in results.split("; ") {
        match result.split_once(' ') {
            Some((number, "passed")) => counts.passed = number.parse().ok()?,
            Some((number, "failed")) => counts.failed = number.parse().ok()?,
            Some((number, "ignored")) => counts.skipped = number.parse().ok()?,
            _ => {}
        }
    }
    Some(counts)
}

/// Returns what one of the closing lines of Node's test runner adds, such as `ℹ pass 12`.
pub(crate) fn node_result(line: &str) -> Counts {
    let mut counts = Counts::default();
    let words = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "));
    if let Some((name, number)) = words.and_then(|words| words.split_once(' '))
        && let Ok(number) = number.trim().parse()
    {
        match name {
            "pass" => counts.passed = number,
            "fail" | "cancelled" => counts.failed = number,
            "skipped" | "todo" => counts.skipped = number,
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: usize, failed: usize, skipped: usize) -> Counts {
        Counts { passed, failed, skipped }
    }

    #[test]
    fn closing_lines_of_cargo_test_add_up() {
        let mut output = CargoTest::default();
        for line in [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s",
        ] {
            assert!(output.read(line), "{line}");
        }
        assert_eq!(output.counts(), counts(15, 2, 1));
    }

    #[test]
    fn a_test_that_says_it_skipped_is_not_counted_as_passed() {
        let mut output = CargoTest::default();
        let shown: Vec<&str> = [
            "successes:",
            "",
            "---- on_postgres stdout ----",
            "skipped: no PostgreSQL",
            "skipped: no PostgreSQL, again",
            "---- another stdout ----",
            "skipped: no PostgreSQL",
            "12 fixtures compared",
            "successes:",
            "    on_postgres",
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
        ]
        .into_iter()
        .filter(|line| output.read(line))
        .collect();
        assert_eq!(output.counts(), counts(3, 0, 2));
        assert_eq!(output.skipped, ["skipped: no PostgreSQL", "skipped: no PostgreSQL, again"]);
        assert_eq!(shown.len(), 4, "{shown:?}");
    }

    #[test]
    fn closing_lines_of_node_add_up() {
        let mut sum = Counts::default();
        for line in
            ["ℹ tests 9", "ℹ pass 5", "# fail 1", "ℹ cancelled 1", "ℹ skipped 2", "ℹ todo 0"]
        {
            sum += node_result(line);
        }
        assert_eq!(sum, counts(5, 2, 2));
    }
}
