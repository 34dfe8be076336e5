//! `results.json`: what a study found, under names that stay the same from version to version.
//! New keys may come; those here keep their name, unit and meaning.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::balance::{Balance, Gap, Grade, Overlap};
use crate::design::{Assignment, Step};
use crate::estimate::{Analysed, Estimate, Sample};
use crate::outcome::Kind;
use crate::refusal::Refusal;
use crate::score::Score;
use crate::secondary::{Frequency, Sensitivity, Survival};
use crate::study::Study;
use crate::verdict::Verdict;

/// Version of the shape of `results.json`.
pub const SCHEMA: u32 = 1;

/// What a study found. Differences are treated minus comparison, in the outcome's own unit; a
/// rate's unit is 1 (so -0.05 is 5 percentage points lower).
#[derive(Clone, Debug, Serialize)]
pub struct Findings {
    /// Version of this shape.
    pub schema: u32,
    /// `radius`, `nearest`, `odds`, `entropy`, `aipw`, `cem`, `regression` or `none`.
    pub method: String,
    /// How people came to take part, as declared.
    pub assignment: Assignment,
    /// Whether `att` is an `effect` under the design's assumptions or `descriptive`.
    pub reading: Reading,
    /// Treated people with every covariate known.
    pub n_treated: usize,
    /// Pool people with every covariate known.
    pub n_pool: usize,
    /// Treated people in the comparison.
    pub n_matched_treated: usize,
    /// Pool people in the comparison.
    pub n_matched_pool: usize,
    /// Effective number of pool people.
    pub ess: f64,
    /// The primary outcome's main estimate.
    pub att: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Its 95% interval, low then high.
    pub ci: [f64; 2],
    /// Its two-sided p-value.
    pub p: Option<f64>,
    /// What can be said of it.
    pub verdict: Verdict,
    /// People left after each step.
    pub attrition: Vec<Step>,
    /// Balance, the score (`distance`) first.
    pub balance: Vec<BalanceRow>,
    /// How far the pool covers the treated; only where people were matched.
    pub overlap: Option<Overlap>,
    /// The fitted score; only where people were matched.
    pub score: Option<ScoreRow>,
    /// One row for each outcome and estimator, the primary outcome's main estimate first.
    pub estimates: Vec<EstimateRow>,
    /// Estimators that were refused, and why.
    pub refused: Vec<RefusedRow>,
    /// Survival analyses of outcomes of kind `time`, by the outcome's name; empty where there is
    /// none.
    pub survival: BTreeMap<String, Survival>,
    /// Frequency analyses of outcomes of kind `count`, by the outcome's name; empty where there is
    /// none.
    pub frequency: BTreeMap<String, Frequency>,
    /// What it would take to overturn the primary outcome's estimate; empty where there is nothing
    /// to say.
    pub sensitivity: Sensitivity,
    /// Means of the groups for each outcome.
    pub outcomes: Vec<OutcomeRow>,
    /// What to bear in mind, in English.
    pub caveats: Vec<String>,
    /// SHA-256 of the comparison as it was before outcomes were read.
    pub seal: String,
    /// The study file that was run.
    pub study: Study,
}

/// What the main estimate may be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// An effect under the design's assumptions.
    Effect,
    /// A description of two groups.
    Descriptive,
}

/// Balance of one covariate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BalanceRow {
    /// Column name, or `distance` for the score.
    pub name: String,
    /// Standardised difference before; null where it cannot be standardised.
    pub before: Option<f64>,
    /// Standardised difference after; null where nobody was matched.
    pub after: Option<f64>,
    /// Grade after matching, or before where nobody was matched.
    pub grade: Grade,
    /// Means, variance ratio and distribution gaps before.
    pub detail_before: Gap,
    /// The same after.
    pub detail_after: Option<Gap>,
}

/// One outcome by one estimator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EstimateRow {
    /// Outcome's name.
    pub outcome: String,
    /// Estimator's name: the method, the method with another interval, `regression`, `naive`.
    pub estimator: String,
    /// Whether it may be read as an effect.
    pub reading: Reading,
    /// Estimate, standard error, interval and p-value.
    #[serde(flatten)]
    pub figures: Estimate,
    /// Who it is about.
    #[serde(flatten)]
    pub sample: Sample,
}

/// One estimator that was refused.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RefusedRow {
    /// Outcome's name.
    pub outcome: String,
    /// Estimator's name.
    pub estimator: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

impl RefusedRow {
    pub(crate) fn of(outcome: &str, estimator: &str, refusal: &Refusal) -> Self {
        Self {
            outcome: outcome.to_owned(),
            estimator: estimator.to_owned(),
            why: refusal.to_string(),
            hint: refusal.hint(),
        }
    }
}

/// Means of one outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutcomeRow {
    /// Outcome's name.
    pub name: String,
    /// Kind of figure.
    pub kind: Kind,
    /// Whether the verdict is about it.
    pub primary: bool,
    /// Whether the programme cannot have changed it.
    pub placebo: bool,
    /// Mean of the treated in the comparison; for a time the rate at the horizon.
    pub mean_treated: f64,
    /// Weighted mean of the comparison; for a time the rate at the horizon.
    pub mean_pool: f64,
    /// Treated people in the comparison with the outcome known.
    pub known_treated: usize,
    /// Pool people in the comparison with the outcome known.
    pub known_pool: usize,
    /// Those of the treated who were followed for less than the horizon without the event.
    pub censored_treated: usize,
    /// Those of the pool.
    pub censored_pool: usize,
}

/// The fitted score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScoreRow {
    /// Coefficients on the log odds with their standard errors.
    pub coefficients: Vec<Coefficient>,
    /// Minus twice the log likelihood.
    pub deviance: f64,
    /// The same without covariates.
    pub null_deviance: f64,
    /// Rounds until it settled.
    pub rounds: usize,
}

/// One coefficient of the score.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coefficient {
    /// Column name, or `(intercept)`.
    pub name: String,
    /// Change of the log odds for one unit.
    pub coefficient: f64,
    /// Standard error.
    pub se: f64,
}

impl From<&Balance> for BalanceRow {
    fn from(row: &Balance) -> Self {
        Self {
            name: row.name.clone(),
            before: row.before.smd,
            after: row.after.and_then(|gap| gap.smd),
            grade: row.after.unwrap_or(row.before).grade(),
            detail_before: row.before,
            detail_after: row.after,
        }
    }
}

impl From<&Score> for ScoreRow {
    fn from(score: &Score) -> Self {
        let coefficients = score.names.iter().zip(&score.coefficients).zip(&score.standard_errors);
        Self {
            coefficients: coefficients
                .map(|((name, coefficient), se)| Coefficient {
                    name: name.clone(),
                    coefficient: *coefficient,
                    se: *se,
                })
                .collect(),
            deviance: score.deviance,
            null_deviance: score.null_deviance,
            rounds: score.rounds,
        }
    }
}

impl OutcomeRow {
    pub(crate) fn of(analysed: &Analysed, primary: bool) -> Self {
        Self {
            name: analysed.outcome.name.clone(),
            kind: analysed.outcome.kind,
            primary,
            placebo: analysed.outcome.placebo,
            mean_treated: analysed.means.0,
            mean_pool: analysed.means.1,
            known_treated: analysed.known.0,
            known_pool: analysed.known.1,
            censored_treated: analysed.lost.0,
            censored_pool: analysed.lost.1,
        }
    }
}

impl Findings {
    /// Writes `results.json`.
    ///
    /// # Errors
    /// When JSON cannot be made of it, which would be our fault.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Writes `balance.csv`.
    ///
    /// # Errors
    /// When CSV cannot be made of it, which would be our fault.
    pub fn balance_csv(&self) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record([
            "name",
            "grade",
            "smd_before",
            "smd_after",
            "mean_treated_before",
            "mean_pool_before",
            "mean_treated_after",
            "mean_pool_after",
            "variance_ratio_before",
            "variance_ratio_after",
            "ecdf_mean_before",
            "ecdf_mean_after",
            "ecdf_max_before",
            "ecdf_max_after",
        ])?;
        for row in &self.balance {
            let (before, after) = (row.detail_before, row.detail_after);
            let cell =
                |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
            writer.write_record([
                row.name.clone(),
                format!("{:?}", row.grade).to_lowercase(),
                cell(row.before),
                cell(row.after),
                cell(Some(before.mean_treated)),
                cell(Some(before.mean_pool)),
                cell(after.map(|gap| gap.mean_treated)),
                cell(after.map(|gap| gap.mean_pool)),
                cell(before.variance_ratio),
                cell(after.and_then(|gap| gap.variance_ratio)),
                cell(Some(before.ecdf_mean)),
                cell(after.map(|gap| gap.ecdf_mean)),
                cell(Some(before.ecdf_max)),
                cell(after.map(|gap| gap.ecdf_max)),
            ])?;
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
