//! The analyses beside the estimates in a few plain sentences each.

use std::fmt::{self, Write};

use crate::estimate::Estimate;
use crate::findings::{Findings, OutcomeRow, Reading};
use crate::outcome::Kind;
use crate::secondary::sensitivity::EValue;
use crate::secondary::survival::{Hazard, ProportionalTest};
use crate::secondary::{Frequency, RefusedPart, Survival};
use crate::verdict::amount;

use super::wrapped;

/// What a figure that is not an effect is followed by.
const DESCRIPTIVE: &str = "This describes the groups as they are and is not an effect.";

/// Writes what stands beside the estimates of one outcome.
pub(super) fn of_outcome(
    findings: &Findings,
    outcome: &OutcomeRow,
    out: &mut impl Write,
) -> fmt::Result {
    let said = match outcome.kind {
        Kind::Time => findings.survival.get(&outcome.name).map(survival),
        Kind::Count => findings.frequency.get(&outcome.name).map(frequency),
        Kind::Rate | Kind::Mean => None,
    };
    let Some(said) = said else { return Ok(()) };
    wrapped(&said, "  ", "  ", out)?;
    writeln!(out)
}

fn survival(found: &Survival) -> String {
    let horizon = found.horizon;
    let (people, censored) = (&found.people, &found.censored);
    let mut said = vec![format!(
        "In time, up to {horizon}: {} people who took part and {} of the comparison, of whom {} and \
         {} were followed for less without the event.",
        people.treated, people.comparison, censored.treated, censored.comparison
    )];
    let points = |own: f64| amount(own, Kind::Time);
    let between = |own: &Estimate| {
        let (low, high) = (points(own.ci_low), points(own.ci_high));
        format!("a difference of {} points ({low} to {high})", points(own.estimate))
    };
    if let Some(at) = &found.at_horizon {
        said.push(format!(
            "Off the curves, {}% and {}% were without it, {}.",
            points(at.treated.estimate),
            points(at.comparison.estimate),
            between(&at.difference)
        ));
    }
    if let Some(at) = found.competing.as_ref().map(|own| &own.at_horizon) {
        said.push(format!(
            "With the competing event counted for what it is, {}% and {}% had it, {}.",
            points(at.treated.estimate),
            points(at.comparison.estimate),
            between(&at.difference)
        ));
    }
    if let Some(mean) = &found.restricted_mean {
        let own = &mean.difference;
        said.push(format!(
            "On average they were without it for {} and {} of that time, a difference of {} ({} to \
             {}).",
            amount(mean.treated.estimate, Kind::Mean),
            amount(mean.comparison.estimate, Kind::Mean),
            amount(own.estimate, Kind::Mean),
            amount(own.ci_low, Kind::Mean),
            amount(own.ci_high, Kind::Mean)
        ));
    }
    said.extend(found.cox.as_ref().map(hazard));
    if let Some(test) = &found.log_rank {
        said.push(format!("Log-rank test: p {}.", chance(test.p)));
    }
    if let Some(adjusted) = &found.cox_adjusted {
        said.push(format!(
            "Adjusted for what was known before, the hazard ratio is {}.",
            ratio(adjusted.hazard_ratio, adjusted.ci_low, adjusted.ci_high)
        ));
    }
    finish(said, found.reading, &found.refused)
}

fn hazard(own: &Hazard) -> String {
    let held = if own.adjusted_for.is_empty() { "" } else { ", adjusted for the covariates" };
    let mut said = format!(
        "Hazard ratio {} (Cox{held}), p {}.",
        ratio(own.hazard_ratio, own.ci_low, own.ci_high),
        chance(own.p)
    );
    if let Some(ProportionalTest { p, .. }) = own.proportional.filter(|test| test.p < 0.05) {
        said.push_str(&format!(
            " It does not stay the same in time (p {}), so read the curves and not the ratio.",
            chance(p)
        ));
    }
    said
}

fn frequency(found: &Frequency) -> String {
    let count = |own: f64| amount(own, Kind::Count);
    let mut said = vec![format!(
        "How often: {} events a person who took part and {} in the comparison.",
        count(found.mean_count.treated),
        count(found.mean_count.comparison)
    )];
    if let Some((rate, exposure)) = found.rate.as_ref().zip(found.exposure.as_ref()) {
        let (treated, comparison) = (count(rate.treated), count(rate.comparison));
        said.push(format!("For each unit of {exposure}: {treated} and {comparison}."));
    }
    if let Some(own) = &found.poisson {
        said.push(format!(
            "Ratio {} (Poisson, robust), p {}.",
            ratio(own.rate_ratio, own.ci_low, own.ci_high),
            chance(own.p)
        ));
    }
    if let Some((own, dispersion)) = found.negative_binomial.as_ref().zip(found.dispersion) {
        said.push(format!(
            "By a negative binomial model {}, dispersion {dispersion:.2}.",
            ratio(own.rate_ratio, own.ci_low, own.ci_high)
        ));
    }
    if let Some(own) = &found.poisson_adjusted {
        said.push(format!(
            "Adjusted for what was known before {}.",
            ratio(own.rate_ratio, own.ci_low, own.ci_high)
        ));
    }
    finish(said, found.reading, &found.refused)
}

fn finish(mut said: Vec<String>, reading: Reading, refused: &[RefusedPart]) -> String {
    if reading == Reading::Descriptive {
        said.push(DESCRIPTIVE.into());
    }
    said.extend(refused.iter().map(absent));
    said.join(" ")
}

fn absent(own: &RefusedPart) -> String {
    format!("No {}: {}.", plain(&own.part), own.why)
}

fn plain(part: &str) -> String {
    match part {
        "e_value" => "E-value".into(),
        "rosenbaum" => "Rosenbaum bounds".into(),
        "leave_one_out" => "leaving out of covariates in turn".into(),
        "cox" => "hazard ratio".into(),
        "poisson" => "ratio".into(),
        other => other.replace('_', " "),
    }
}

/// Writes what would overturn the primary outcome's estimate.
pub(super) fn sensitivity(findings: &Findings, out: &mut impl Write) -> fmt::Result {
    let found = &findings.sensitivity;
    let kind = findings.outcomes.first().map_or(Kind::Mean, |primary| primary.kind);
    let mut said: Vec<String> = found.e_value.iter().map(e_value).collect();
    said.extend(found.rosenbaum.as_ref().map(|own| {
        let strength = own.gamma_withstood.map_or_else(
            || "are not found even if nobody in a set was likelier to take part".to_owned(),
            |gamma| {
                format!(
                    "are still found if somebody's odds of taking part were up to {gamma:.2} times \
                     another's in their set"
                )
            },
        );
        let shared = if own.shared { " (roughly: sets share people)" } else { "" };
        format!(
            "Rosenbaum bounds{shared}: {} figures of those who took part {strength}.",
            own.direction
        )
    }));
    said.extend(found.leave_one_out.as_ref().map(|own| {
        format!(
            "Without any one covariate the estimate is between {} and {}; it changes most without \
             {}{}.",
            size(own.lowest, kind),
            size(own.highest, kind),
            own.most,
            match own.changed {
                0 => String::new(),
                1 => "; without one of them it is read otherwise".into(),
                many => format!("; without {many} of them it is read otherwise"),
            }
        )
    }));
    said.extend(found.placebo.iter().map(|own| {
        let differs = if own.differs { "differs" } else { "does not clearly differ" };
        format!("{}, which the programme cannot have changed, {differs}.", own.outcome)
    }));
    said.extend(found.holm.iter().map(|own| {
        format!(
            "{}: p {}, adjusted for several outcomes {} (Holm).",
            own.outcome,
            chance(own.p),
            chance(own.p_holm)
        )
    }));
    said.extend(found.refused.iter().map(absent));
    if said.is_empty() {
        return Ok(());
    }
    writeln!(out, "What would overturn it")?;
    for line in said {
        wrapped(&line, "  - ", "    ", out)?;
    }
    writeln!(out)
}

fn e_value(own: &EValue) -> String {
    let limit = if own.ratio_limit.is_some() {
        format!("and {:.2} for the nearer end of the interval to include no difference", own.limit)
    } else {
        "and nothing is needed for the interval, which includes no difference already".into()
    };
    let near = if own.scale == "standardised_difference" { " (roughly)" } else { "" };
    format!(
        "E-value{near}: something unrecorded would have to go with taking part and with the outcome \
         by a risk ratio of {:.2} each to explain the estimate away, {limit}.",
        own.estimate
    )
}

fn size(value: f64, kind: Kind) -> String {
    let points = if kind.is_share() { " points" } else { "" };
    amount(value, kind) + points
}

fn ratio(estimate: f64, low: f64, high: f64) -> String {
    format!("{estimate:.2} ({low:.2} to {high:.2})")
}

fn chance(p: f64) -> String {
    if p < 0.001 { "below 0.001".into() } else { format!("{p:.3}") }
}
