//! The figures in `docs/evidence.md` are those that the software gives.

use evaluate::Kind;
use evaluate::findings::Findings;
use evaluate::power::answer::answer;
use evaluate::power::question::{Measure, PowerQuestion, Wanted};
use evaluate::verdict::amount;

use crate::example::example;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/evidence.md");

/// The guide as one line, without marks of quotation and tables' indentation.
fn guide() -> String {
    let text = std::fs::read_to_string(FILE).unwrap();
    let lines = text.lines().map(|line| line.trim().trim_start_matches("> ").trim());
    lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks that the guide says each of these.
#[track_caller]
fn check(said: &[String]) {
    let guide = guide();
    let missing: Vec<&String> = said.iter().filter(|said| !guide.contains(*said)).collect();
    assert!(missing.is_empty(), "docs/evidence.md does not say:\n{missing:#?}");
}

fn figure(value: f64) -> String {
    amount(value, Kind::Mean)
}

fn row(findings: &Findings, label: &str, estimator: &str) -> String {
    let row = findings.estimates.iter().find(|row| row.estimator == estimator).unwrap();
    let found = row.figures;
    format!(
        "| {label} | {} | {} to {} |",
        figure(found.estimate),
        figure(found.ci_low),
        figure(found.ci_high)
    )
}

#[test]
fn the_worked_example_is_what_a_run_gives() {
    let lot = example("experiment.toml");
    let found = example("study.toml");
    let gap = |name: &str, after: bool| {
        let row = found.balance.iter().find(|row| row.name == name).unwrap();
        format!("{:.3}", if after { row.after } else { row.before }.unwrap())
    };
    check(&[
        format!("by {} dollars ({} to {})", figure(lot.att), figure(lot.ci[0]), figure(lot.ci[1])),
        format!("{} took part, and {} are in the pool", found.n_treated, found.n_pool),
        format!(
            "{} and {} were matched; because some of the pool stand for many, they are worth {:.0}",
            found.n_matched_treated, found.n_matched_pool, found.ess
        ),
        format!("by {} standard deviations on race", gap("black", false)),
        format!("age ({}) and marriage ({}) are not", gap("age", true), gap("married", true)),
        row(&found, "ten nearest neighbours", "nearest"),
        row(&found, "radius", "radius"),
        row(&found, "entropy balancing", "entropy"),
        row(&found, "AIPW", "aipw"),
        row(&found, "plain difference, a description", "naive"),
        format!("\"{}\"", found.verdict.text_en),
    ]);
}

#[test]
fn the_claim_that_proves_nothing() {
    let rate = evaluate::wilson(19, 375, 0.95).unwrap();
    check(&[format!(
        "with 19 of 375, anything from {:.1}% to {:.1}% would fit",
        100.0 * rate.low,
        100.0 * rate.high
    )]);
}

#[test]
fn the_power_question_is_answered_as_the_command_does() {
    let measure = Measure::Rate { baseline: 0.4 };
    let asked = PowerQuestion {
        people: Some(60),
        wanted: Some(Wanted::Figure(0.35)),
        ..PowerQuestion::about(measure)
    };
    let found = answer(&asked).unwrap();
    let mut said: Vec<String> = [60, 200, 500, 1_000]
        .into_iter()
        .map(|people| {
            let row = found.table.iter().find(|row| row.people == people).unwrap();
            let shown = -100.0 * row.change.unwrap();
            let people = amount(people as f64, Kind::Mean).replace(".00", "");
            format!("| {people} | {shown:.1} points | {:.0}% |", 100.0 * row.chance.unwrap())
        })
        .collect();
    said.push(found.text_en);
    check(&said);
}
