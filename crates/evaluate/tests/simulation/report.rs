//! The tables of `docs/evidence.md`, in Markdown. Differences and errors are percentage points.

use std::fmt::Write;

use crate::tally::Tally;
use crate::trial::Trial;

/// Estimators in the order of the tables; the ones that share an estimate stand together.
const ORDER: [&str; 11] = [
    "radius",
    "radius_hc1",
    "radius_welch",
    "radius_newcombe",
    "nearest",
    "odds",
    "entropy",
    "aipw",
    "cem",
    "regression",
    "naive",
];

/// One line a design: what the report of the recommended study says.
pub(crate) fn summary(trials: &[Trial]) -> String {
    let mut text = String::from(
        "| design | true effect | plain difference is off by | radius is off by | radius covers | \
         AIPW covers | claims a fall | claims a rise | not alike enough | refused |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for trial in trials {
        let (radius, aipw) = (trial.of("radius"), trial.estimators.get("aipw"));
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            trial.design.name,
            points(trial.truth),
            points(trial.of("naive").bias()),
            points(radius.bias()),
            percent(radius.coverage()),
            aipw.map_or_else(|| "-".into(), |aipw| percent(aipw.coverage())),
            percent(trial.verdict("lower")),
            percent(trial.verdict("higher")),
            percent(trial.verdict("unbalanced") + trial.verdict("estimators disagree")),
            percent(1.0 - trial.reports() as f64 / trial.cohorts as f64),
        );
    }
    text
}

/// One line an estimator.
pub(crate) fn detail(trial: &Trial) -> String {
    let null = trial.design.effect == 0.0;
    let finds = if null { "false alarms" } else { "finds the fall" };
    let mut text = format!(
        "| estimator | bias | sd | mean se | covers | {finds} | refused |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for name in ORDER {
        let cells = trial.estimators.get(name).map_or_else(
            || "- | - | - | - | - | 100.0%".into(),
            |tally| cells(tally, trial.cohorts, null),
        );
        let _ = writeln!(text, "| {name} | {cells} |");
    }
    let claims = if null { trial.claims() } else { trial.verdict("lower") };
    let refused = 1.0 - trial.reports() as f64 / trial.cohorts as f64;
    let _ = writeln!(text, "| *verdict* | | | | | {} | {} |", percent(claims), percent(refused));
    for (why, times) in &trial.refusals {
        let _ = writeln!(text, "\nRefused {times} times: {why}.");
    }
    text
}

fn cells(tally: &Tally, cohorts: usize, null: bool) -> String {
    let refused = 1.0 - tally.answered() as f64 / cohorts as f64;
    let finds = if null { tally.alarms() } else { tally.lower() };
    format!(
        "{} | {} | {} | {} | {} | {}",
        points(tally.bias()),
        points(tally.sd()),
        tally.mean_se().map_or_else(|| "-".into(), points),
        percent(tally.coverage()),
        percent(finds),
        percent(refused)
    )
}

fn points(share: f64) -> String {
    let text = format!("{:.2}", 100.0 * share);
    if text == "-0.00" { "0.00".into() } else { text }
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}
