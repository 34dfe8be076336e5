//! `cargo xtask test`: everything that must hold before a change is merged, on a fresh machine
//! that has Rust and Node.
//!
//! A failing step doesn't stop the steps after it: the run ends with a table of all of them and
//! the counts, alone on the last line.

use crate::counts::{CargoTest, Counts, node_result};
use crate::fuzz::Length;
use crate::postgres::Postgres;
use crate::process::{built, cargo, check, command, run as run_command, run_by_line};
use crate::report::Report;
use crate::tools::{self, Tools};
use crate::{fuzz, npm, supply, tidy};
use anyhow::{Result, bail};
use std::path::Path;

/// Where tests find a PostgreSQL to make their databases in.
const TEST_POSTGRES: &str = "RESETTLE_TEST_POSTGRES";

/// Where tests find a Python that has Splink, which says what links and weights are right.
const TEST_SPLINK: &str = "RESETTLE_TEST_SPLINK";

/// What to run.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run one part only.
    #[arg(long)]
    only: Option<Part>,
    /// Run without the tests whose programs are missing, and say which.
    #[arg(long)]
    allow_missing: bool,
    /// Keep the PostgreSQL of the tests until Enter is pressed, to look into it.
    #[arg(long)]
    keep_postgres: bool,
}

/// A part of the tests.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting, lints and tests of the Rust code, on both databases.
    Rust,
    /// Journeys in a headless browser, with accessibility checks.
    Browser,
    /// The rules of the house.
    Tidy,
    /// Licences, sources and known weaknesses of what others wrote, and the bill of materials.
    Supply,
    /// Requests that schemathesis makes up from the OpenAPI document, against a live server.
    Requests,
    /// The fuzzer, over every reader of what comes from outside.
    Fuzz,
    /// Reports as PDF: a typesetter of three hundred crates, so only when asked for.
    Pdf,
}

/// Runs the tests and prints the counts.
///
/// # Errors
/// When a program is missing, or anything failed.
pub(crate) fn run(options: &Options) -> Result<()> {
    let chosen = |part| options.only.is_none_or(|only| only == part);
    let (rust, browser) = (chosen(Part::Rust), chosen(Part::Browser));
    let requests = chosen(Part::Requests);
    println!("== tools");
    let own_postgres = rust && std::env::var_os(TEST_POSTGRES).is_none();
    let tools = tools::ensure(own_postgres, browser, options.allow_missing)?;
    let mut report = Report::new();
    if chosen(Part::Tidy) {
        report.step("tidy", tidy::check);
    }
    if chosen(Part::Supply) {
        supply::check(&mut report);
    }
    if rust {
        run_rust(&mut report, &tools, options.keep_postgres);
    }
    // The Rust tests build the program as well. Alone it is built with fewer features of what others
    // wrote, and so is everything of ours that stands on that: minutes, for the same program.
    if !rust && (browser || requests) {
        report.step("program", || {
            run_command(&mut cargo(&["build", "--package", "resettle"]))?;
            Ok(Counts::default())
        });
    }
    if browser {
        run_browser(&mut report, &tools);
    }
    if requests {
        run_requests(&mut report);
    }
    if chosen(Part::Fuzz) {
        // Among the others it looks for minutes less; what it found before is tried first either way.
        let length = if options.only.is_some() { Length::Alone } else { Length::AmongOthers };
        report.step("fuzzer", || fuzz::run(length));
    }
    if options.only == Some(Part::Pdf) {
        report.step("reports as PDF", test_pdf);
    } else if options.only.is_none() {
        report.note(
            "skipped: reports as PDF, whose typesetter takes ten minutes to build (--only pdf)"
                .to_owned(),
        );
    }
    let counts = report.close();
    if counts.failed > 0 {
        // The counts are the last line: an error message must not follow them.
        std::process::exit(1);
    }
    Ok(())
}

fn run_rust(report: &mut Report, tools: &Tools, keep_postgres: bool) {
    report.step("format", || {
        run_command(&mut cargo(&["fmt", "--all", "--check"]))?;
        Ok(Counts::ONE_PASSED)
    });
    report.step("clippy", || {
        let arguments = ["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"];
        run_command(&mut cargo(&arguments))?;
        Ok(Counts::ONE_PASSED)
    });
    // Its fixtures are checked against the packages that they were made from.
    report.step("front-end packages", || npm::install("frontend").map(|()| Counts::default()));
    let mut output = CargoTest::default();
    report.step("Rust tests", || test_rust(&mut output, tools, keep_postgres));
    for line in output.skipped {
        report.note(line);
    }
}

fn test_rust(output: &mut CargoTest, tools: &Tools, keep_postgres: bool) -> Result<Counts> {
    let arguments = ["test", "--workspace", "--no-fail-fast", "--", "--show-output"];
    let mut tests = cargo(&arguments);
    match tools::SPLINK.ensure() {
        Ok(python) => drop(tests.env(TEST_SPLINK, python)),
        // The test that asks it says that it was skipped.
        Err(error) => println!("Splink could not be fetched: {error:#}"),
    }
    let server = match &tools.postgres {
        Some(programs) => Some(Postgres::start(programs)?),
        None => None,
    };
    if let Some(server) = &server {
        println!("PostgreSQL for the tests: {}", server.address());
        tests.env(TEST_POSTGRES, server.address());
    }
    let status = run_by_line(&mut tests, |line| {
        if output.read(line) {
            println!("{line}");
        }
    })?;
    if let (Some(server), true) = (&server, keep_postgres) {
        println!("PostgreSQL stays at {} until you press Enter", server.address());
        std::io::stdin().read_line(&mut String::new())?;
    }
    finished(output.counts(), check(&tests, status))
}

fn test_pdf() -> Result<Counts> {
    let arguments =
        ["test", "--workspace", "--features", "resettle/pdf", "--test", "report", "--no-fail-fast"];
    let mut output = CargoTest::default();
    let mut tests = cargo(&arguments);
    let status = run_by_line(&mut tests, |line| {
        output.read(line);
        println!("{line}");
    })?;
    finished(output.counts(), check(&tests, status))
}

fn run_browser(report: &mut Report, tools: &Tools) {
    let Some(chromium) = &tools.chromium else {
        report.step("browser", || Ok(Counts { skipped: 1, ..Counts::default() }));
        report.note("skipped: browser journeys, because Chromium is missing".to_owned());
        return;
    };
    report.step("browser packages", || npm::install("e2e").map(|()| Counts::default()));
    report.step("browser", || journeys(&[], "RESETTLE_CHROMIUM", chromium));
}

fn run_requests(report: &mut Report) {
    report.step("requests", || {
        let schemathesis = tools::SCHEMATHESIS.ensure()?;
        journeys(&["e2e/requests/made_up.test.mjs"], "RESETTLE_SCHEMATHESIS", &schemathesis)
    });
}

/// Runs journeys against the program that is built: some files of them or all, with the tool that they
/// find under a name of the environment.
fn journeys(files: &[&str], name: &str, tool: &Path) -> Result<Counts> {
    let mut journeys = command("node", &["e2e/run.mjs"]);
    journeys.args(files).env(name, tool).env("RESETTLE_PROGRAM", built("resettle")?);
    let mut counts = Counts::default();
    let status = run_by_line(&mut journeys, |line| {
        counts += node_result(line);
        println!("{line}");
    })?;
    finished(counts, check(&journeys, status))
}

/// Returns the counts of a test run that told of its own failures; any other failure is its own.
fn finished(counts: Counts, ended: Result<()>) -> Result<Counts> {
    match ended {
        Err(error) if counts.failed == 0 => Err(error),
        _ if counts.is_empty() => bail!("no test was run"),
        _ => Ok(counts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_breaks_without_a_failed_test_is_a_failure() {
        let passed = Counts { passed: 3, ..Counts::default() };
        let failed = Counts { failed: 1, ..passed };
        assert!(finished(passed, Err(anyhow::anyhow!("does not compile"))).is_err());
        assert!(finished(Counts::default(), Ok(())).is_err(), "nothing was run");
        assert_eq!(finished(failed, Err(anyhow::anyhow!("exit 101"))).unwrap(), failed);
        assert_eq!(finished(passed, Ok(())).unwrap(), passed);
    }
}
