//! The findings as plain text for a terminal: who was compared, how alike they are, what differs,
//! and what can be said. Reads without colour.

use std::fmt::{self, Write};

use crate::balance::{GOOD, Grade, POOR};
use crate::findings::{EstimateRow, Findings, OutcomeRow, Reading};
use crate::matching::{Method, Scale, Ties};
use crate::outcome::Kind;
use crate::verdict::amount;

mod secondary;

/// Columns that text is wrapped at.
const WIDTH: usize = 88;

/// Writes the findings as text.
///
/// # Errors
/// Only those of `out`.
pub fn write(findings: &Findings, out: &mut impl Write) -> fmt::Result {
    writeln!(out, "Comparison\n  {}\n", comparison(findings))?;
    people(findings, out)?;
    balance(findings, out)?;
    for outcome in &findings.outcomes {
        estimates(findings, outcome, out)?;
        secondary::of_outcome(findings, outcome, out)?;
    }
    secondary::sensitivity(findings, out)?;
    writeln!(out, "What can be said")?;
    wrapped(&findings.verdict.text_en, "  ", "  ", out)?;
    if !findings.caveats.is_empty() {
        writeln!(out, "\nBear in mind")?;
        for caveat in &findings.caveats {
            wrapped(caveat, "  - ", "    ", out)?;
        }
    }
    writeln!(out, "\nComparison sealed before outcomes were read: {}", &findings.seal[..16])
}

fn comparison(findings: &Findings) -> String {
    let by_lot = findings.assignment == crate::design::Assignment::Random;
    let exact = &findings.study.design.exact;
    let cells =
        if exact.is_empty() { String::new() } else { format!(", exact on {}", exact.join(", ")) };
    match findings.study.plan().map(|plan| plan.method) {
        Ok(Method::Radius(radius)) => {
            format!("everyone in the pool within {}{cells}", reach(radius.caliper, radius.scale))
        }
        Ok(Method::Nearest(nearest)) => {
            let again = if nearest.replace { "with" } else { "without" };
            let scale = match nearest.scale {
                Scale::Logit => "on the log odds",
                Scale::Score => "on the probability",
            };
            let limit = nearest.caliper.map_or_else(
                || format!(", nearest {scale}"),
                |caliper| format!(", within {}", reach(caliper, nearest.scale)),
            );
            let ties = if nearest.replace && nearest.ties == Ties::RowOrder {
                ", ties by row order"
            } else {
                ""
            };
            let k = nearest.k;
            let noun = if k == 1 { "neighbour" } else { "neighbours" };
            format!("{k} nearest {noun} {again} replacement{limit}{cells}{ties}")
        }
        Ok(Method::Odds) => "everyone, the pool weighted by the odds of taking part".into(),
        Ok(Method::Entropy) => "everyone, the pool weighted so that means are equal".into(),
        Ok(Method::Aipw) => {
            "everyone, by a model of the outcome corrected by the odds of taking part".into()
        }
        Ok(Method::Cem(_)) => format!("everyone in the pool in the same bins{cells}"),
        Ok(Method::Regression) => "everyone, adjusted for the covariates by regression".into(),
        _ if by_lot => "everyone, as allocated by lot".into(),
        _ => "everyone, unadjusted".into(),
    }
}

fn reach(caliper: f64, scale: Scale) -> String {
    match scale {
        Scale::Logit => format!("{caliper} sd of the log odds"),
        Scale::Score => format!("{caliper} of the probability"),
    }
}

fn people(findings: &Findings, out: &mut impl Write) -> fmt::Result {
    writeln!(out, "{:<28}{:>10}{:>12}", "People", "took part", "pool")?;
    for step in &findings.attrition {
        writeln!(out, "  {:<26}{:>10}{:>12}", step.step, step.treated, step.pool)?;
    }
    if findings.n_matched_pool as f64 - findings.ess > 0.5 {
        writeln!(out, "  {:<26}{:>10}{:>12.1}", "worth, equally weighted", "", findings.ess)?;
    }
    writeln!(out)
}

fn balance(findings: &Findings, out: &mut impl Write) -> fmt::Result {
    if findings.balance.is_empty() {
        return Ok(());
    }
    let name_width =
        findings.balance.iter().map(|row| row.name.chars().count()).max().unwrap_or(0).max(26);
    writeln!(out, "Balance, in standard deviations of those who took part")?;
    writeln!(out, "  (up to {GOOD:.2} good, up to {POOR:.2} acceptable)")?;
    writeln!(out, "  {:<name_width$}{:>10}{:>12}  grade", "", "before", "after")?;
    for row in &findings.balance {
        let grade = match row.grade {
            Grade::Good => "good",
            Grade::Acceptable => "acceptable",
            Grade::Poor => "poor",
        };
        let after = if row.detail_after.is_some() { size(row.after) } else { "-".into() };
        writeln!(out, "  {:<name_width$}{:>10}{after:>12}  {grade}", row.name, size(row.before))?;
    }
    writeln!(out)
}

fn estimates(findings: &Findings, outcome: &OutcomeRow, out: &mut impl Write) -> fmt::Result {
    let unit = match outcome.kind {
        Kind::Rate => "rate, in percentage points",
        Kind::Mean => "mean",
        Kind::Count => "events a person",
        Kind::Time => "rate at the horizon, in percentage points",
    };
    let primary = match outcome {
        OutcomeRow { primary: true, .. } => ", primary outcome",
        OutcomeRow { placebo: true, .. } => ", which the programme cannot have changed",
        _ => "",
    };
    writeln!(out, "{} ({unit}{primary})", outcome.name)?;
    writeln!(
        out,
        "  took part {}, comparison {}",
        amount(outcome.mean_treated, outcome.kind),
        amount(outcome.mean_pool, outcome.kind)
    )?;
    writeln!(out, "  {:<26}{:>10}  {:<22}{:>8}", "", "difference", "95% interval", "p")?;
    for row in findings.estimates.iter().filter(|row| row.outcome == outcome.name) {
        estimate(row, outcome.kind, out)?;
    }
    writeln!(out)
}

fn estimate(row: &EstimateRow, kind: Kind, out: &mut impl Write) -> fmt::Result {
    let figures = &row.figures;
    let interval = format!("{} to {}", amount(figures.ci_low, kind), amount(figures.ci_high, kind));
    let p = match figures.p {
        Some(p) if p < 0.001 => "<0.001".into(),
        Some(p) => format!("{p:.3}"),
        None => "-".into(),
    };
    let label =
        if row.reading == Reading::Descriptive { "  descriptive, not an effect" } else { "" };
    let difference = amount(figures.estimate, kind);
    writeln!(out, "  {:<26}{difference:>10}  {interval:<22}{p:>8}{label}", plain(&row.estimator))
}

/// Writes an estimator's code as words.
fn plain(estimator: &str) -> String {
    match estimator {
        "none" => "difference of means".into(),
        "none_pooled" => "same, one variance".into(),
        "none_kaplan_meier" => "Kaplan-Meier".into(),
        "none_aalen_johansen" => "Aalen-Johansen".into(),
        "naive" => "unadjusted".into(),
        "odds" => "odds weights".into(),
        "entropy" => "entropy balancing".into(),
        "aipw" => "AIPW".into(),
        "cem" => "coarsened exact".into(),
        other => other
            .replace("_abadie_imbens", ", Abadie-Imbens")
            .replace("_hc1", ", HC1")
            .replace("_classical", ", classical")
            .replace("_welch", ", Welch")
            .replace("_newcombe", ", Newcombe")
            .replace("_kaplan_meier", ", Kaplan-Meier")
            .replace("_aalen_johansen", ", Aalen-Johansen"),
    }
}

fn size(smd: Option<f64>) -> String {
    // A rounded zero has no sign.
    smd.map_or_else(|| "unknown".into(), |smd| format!("{smd:.3}").replace("-0.000", "0.000"))
}

fn wrapped(text: &str, first: &str, rest: &str, out: &mut impl Write) -> fmt::Result {
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{line}")?;
            rest.clone_into(&mut line);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    writeln!(out, "{line}")
}
