//! Estimates: what a sealed comparison says about one outcome.
//!
//! The unadjusted difference is a [`Descriptive`], a type of its own: a verdict can only be made
//! from an [`Effect`], so there is no way to present it as one.

use serde::{Deserialize, Serialize};

use crate::design::{Assignment, Covariate, Design, Matched, Sealed};
use crate::interval::{Interval, mean_and_variance, newcombe, t_p_value, t_quantile, z_quantile};
use crate::linear::first_coefficient;
use crate::matching::Method;
use crate::refusal::Refusal;
use crate::sets::Sets;
use crate::table::Outcomes;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;

/// What kind of figure an outcome is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 0 or 1 for each person; shown in percentage points.
    Rate,
    /// An amount; shown in its own unit.
    Mean,
}

/// One outcome to analyse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Name shown.
    pub name: String,
    /// Column that holds it.
    pub column: String,
    /// Kind of figure.
    pub kind: Kind,
}

/// A difference, treated minus comparison, with its standard error, interval and p-value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The difference.
    pub estimate: f64,
    /// Standard error; `None` for score intervals, which have none.
    pub se: Option<f64>,
    /// Lower limit.
    pub ci_low: f64,
    /// Upper limit.
    pub ci_high: f64,
    /// Two-sided p-value of no difference; `None` with `se`.
    pub p: Option<f64>,
}

/// An unadjusted comparison of people who chose or were chosen. Not an effect.
#[derive(Clone, Copy, Debug)]
pub struct Descriptive(pub Estimate);

/// An estimate of what the programme did, under the assumptions of its design.
#[derive(Clone, Copy, Debug)]
pub struct Effect(pub Estimate);

/// The main figure of an analysis.
#[derive(Clone, Copy, Debug)]
pub enum Figure {
    /// Not an effect.
    Descriptive(Descriptive),
    /// An effect under the design's assumptions.
    Effect(Effect),
}

/// What a sealed comparison says about one outcome.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The outcome.
    pub outcome: Outcome,
    /// People with the outcome known, of those compared: treated, then pool.
    pub known: (usize, usize),
    /// Mean of the treated and weighted mean of the comparison.
    pub means: (f64, f64),
    /// The main figure, by the design's own method.
    pub figure: Figure,
    /// Every estimator with its name, the main one first, the naive one last.
    pub estimates: Vec<(&'static str, Estimate)>,
}

impl Figure {
    /// Returns the numbers, whatever they may be called.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        match self {
            Self::Descriptive(Descriptive(estimate)) | Self::Effect(Effect(estimate)) => *estimate,
        }
    }
}

impl Estimate {
    /// Returns an estimate with a t interval.
    #[must_use]
    pub fn with_t(estimate: f64, se: f64, df: f64) -> Self {
        let half = t_quantile(LEVEL, df) * se;
        let p = Some(t_p_value(estimate / se, df)).filter(|p| p.is_finite());
        Self { estimate, se: Some(se), ci_low: estimate - half, ci_high: estimate + half, p }
    }

    fn with_z(estimate: f64, se: f64) -> Self {
        let half = z_quantile(LEVEL) * se;
        // A t with this many degrees of freedom is the normal distribution to 8 digits.
        let p = Some(t_p_value(estimate / se, 1e9)).filter(|p| p.is_finite());
        Self { estimate, se: Some(se), ci_low: estimate - half, ci_high: estimate + half, p }
    }
}

impl From<Interval> for Estimate {
    fn from(interval: Interval) -> Self {
        let Interval { estimate, low, high } = interval;
        Self { estimate, se: None, ci_low: low, ci_high: high, p: None }
    }
}

impl Sealed {
    /// Reads one outcome and compares. People whose outcome is missing are left out and counted.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], [`Refusal::NotZeroOne`] and [`Refusal::OutcomeUnknown`]; with
    /// regression also those of its covariates.
    pub fn analyse(&self, outcomes: &Outcomes, outcome: &Outcome) -> Result<Analysed, Refusal> {
        let column = outcomes.column(&outcome.column)?;
        let matched = self.matched();
        let design = &matched.design;
        let values: Vec<f64> = design.row.iter().map(|row| column[*row]).collect();
        let wrong = |value: &f64| !value.is_nan() && *value != 0.0 && *value != 1.0;
        if let (Kind::Rate, Some(at)) = (outcome.kind, values.iter().position(wrong)) {
            let (column, row) = (outcome.column.clone(), design.row[at] + 1);
            return Err(Refusal::NotZeroOne { column, row });
        }
        let everyone = Arms::new(design, &values, |_| 1.0);
        let compared = Arms::new(design, &values, |person| matched.weights[person]);
        if compared.treated.len() < 2 || compared.pool.len() < 2 {
            return Err(Refusal::OutcomeUnknown(outcome.name.clone()));
        }
        let naive = everyone.welch();
        let mut estimates = main_estimates(matched, &values, &everyone, &compared, outcome.kind)?;
        let main = estimates[0].1;
        if matched.method != Method::Regression && !design.covariates.is_empty() {
            // A companion: when it cannot be had, the main figure still stands.
            estimates.extend(regression(design, &values).ok().map(|found| ("regression", found)));
        }
        estimates.push(("naive", naive));
        let unadjusted =
            matched.method == Method::None && design.assignment == Assignment::Observed;
        Ok(Analysed {
            outcome: outcome.clone(),
            known: (compared.treated.len(), compared.pool.len()),
            means: (compared.treated_mean(), compared.pool_mean()),
            figure: if unadjusted {
                Figure::Descriptive(Descriptive(main))
            } else {
                Figure::Effect(Effect(main))
            },
            estimates,
        })
    }
}

/// Returns the estimators of the design's own method, the main one first.
fn main_estimates(
    matched: &Matched,
    values: &[f64],
    everyone: &Arms,
    compared: &Arms,
    kind: Kind,
) -> Result<Vec<(&'static str, Estimate)>, Refusal> {
    let names = match matched.method {
        Method::None => {
            return Ok(vec![("none", everyone.welch()), ("none_pooled", everyone.pooled())]);
        }
        Method::Regression => {
            return regression(&matched.design, values).map(|found| vec![("regression", found)]);
        }
        Method::Nearest(_) => {
            ["nearest", "nearest_abadie_imbens", "nearest_welch", "nearest_newcombe"]
        }
        Method::Radius(_) => ["radius", "radius_abadie_imbens", "radius_welch", "radius_newcombe"],
    };
    let mut found = vec![(names[0], compared.weighted())];
    if let Some(estimate) = matched.sets.as_ref().and_then(|sets| abadie_imbens(sets, values)) {
        found.push((names[1], estimate));
    }
    found.push((names[2], compared.welch()));
    if kind == Kind::Rate {
        found.push((names[3], compared.newcombe().into()));
    }
    Ok(found)
}

/// Outcome values of the two groups, with the pool's weights.
struct Arms {
    treated: Vec<f64>,
    pool: Vec<(f64, f64)>,
}

impl Arms {
    fn new(design: &Design, values: &[f64], weight: impl Fn(usize) -> f64) -> Self {
        let mut arms = Self { treated: Vec::new(), pool: Vec::new() };
        for (person, value) in values.iter().enumerate() {
            let weight = weight(person);
            if value.is_nan() || weight <= 0.0 {
                continue;
            }
            if design.treated[person] {
                arms.treated.push(*value);
            } else {
                arms.pool.push((*value, weight));
            }
        }
        arms
    }

    fn treated_mean(&self) -> f64 {
        self.treated.iter().sum::<f64>() / self.treated.len() as f64
    }

    fn weight(&self) -> f64 {
        self.pool.iter().map(|(_, weight)| weight).sum()
    }

    fn pool_mean(&self) -> f64 {
        self.pool.iter().map(|(value, weight)| value * weight).sum::<f64>() / self.weight()
    }

    /// Kish's effective size of the pool and its weighted variance (n - 1 for equal weights).
    fn pool_size_and_variance(&self) -> (f64, f64) {
        let (sum, mean) = (self.weight(), self.pool_mean());
        let squares: f64 = self.pool.iter().map(|(_, weight)| weight * weight).sum();
        let spread: f64 =
            self.pool.iter().map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        (sum * sum / squares, spread / (sum - squares / sum))
    }

    fn treated_variance(&self) -> f64 {
        mean_and_variance(&self.treated).map_or(f64::NAN, |(_, variance)| variance)
    }

    fn difference(&self) -> f64 {
        self.treated_mean() - self.pool_mean()
    }

    /// Difference with unequal variances, Welch–Satterthwaite degrees of freedom, and the
    /// effective size for the pool: the interval that Justice Data Lab reports amount to.
    fn welch(&self) -> Estimate {
        let (size, variance) = self.pool_size_and_variance();
        let n = self.treated.len() as f64;
        let (a, b) = (self.treated_variance() / n, variance / size);
        let df = (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (size - 1.0));
        Estimate::with_t(self.difference(), (a + b).sqrt(), df)
    }

    /// Difference with one variance for both groups, as LaLonde (1986) printed it.
    fn pooled(&self) -> Estimate {
        let (a, b) = (self.treated.len() as f64, self.pool.len() as f64);
        let (_, variance) = self.pool_size_and_variance();
        let df = a + b - 2.0;
        let shared = (self.treated_variance() * (a - 1.0) + variance * (b - 1.0)) / df;
        Estimate::with_t(self.difference(), (shared * (1.0 / a + 1.0 / b)).sqrt(), df)
    }

    /// Weighted least squares of the outcome on treatment with the HC1 sandwich error: what
    /// `lm` with `vcovHC(type = "HC1")` gives on MatchIt's weights.
    fn weighted(&self) -> Estimate {
        let (treated, pool, sum) = (self.treated_mean(), self.pool_mean(), self.weight());
        let n_treated = self.treated.len() as f64;
        let a: f64 = self.treated.iter().map(|value| (value - treated).powi(2)).sum();
        let b: f64 =
            self.pool.iter().map(|(value, weight)| (weight * (value - pool)).powi(2)).sum();
        let n = n_treated + self.pool.len() as f64;
        let variance = (a / (n_treated * n_treated) + b / (sum * sum)) * n / (n - 2.0);
        Estimate::with_t(treated - pool, variance.sqrt(), n - 2.0)
    }

    fn newcombe(&self) -> Interval {
        let (size, _) = self.pool_size_and_variance();
        newcombe((self.treated_mean(), self.treated.len() as f64), (self.pool_mean(), size), LEVEL)
    }
}

/// Abadie and Imbens (2006), Econometrica 74:235, for the treated, with one outcome variance for
/// all the matched pairs (as the `Matching` package computes it by default). `None` when an
/// outcome is missing.
#[must_use]
pub fn abadie_imbens(sets: &Sets, values: &[f64]) -> Option<Estimate> {
    let mut gaps = Vec::new();
    for (treated, comparison) in sets.each() {
        let expected: f64 = comparison.map(|(person, weight)| weight * values[person]).sum();
        gaps.push(values[treated] - expected);
    }
    let n = gaps.len() as f64;
    let (mean, spread) = mean_and_variance(&gaps).filter(|(mean, _)| mean.is_finite())?;
    let mut pairs = 0.0;
    for (treated, comparison) in sets.each() {
        let own = values[treated] - mean;
        pairs +=
            comparison.map(|(person, weight)| weight * (own - values[person]).powi(2)).sum::<f64>();
    }
    let (sums, squares) = sets.weights(values.len());
    let mut is_pool = vec![true; values.len()];
    sets.each().for_each(|(treated, _)| is_pool[treated] = false);
    let reuse: f64 = (0..values.len())
        .filter(|person| is_pool[*person])
        .map(|person| sums[person] * sums[person] - squares[person])
        .sum();
    let outcome_variance = pairs / (2.0 * n);
    let variance = (spread * (n - 1.0) + reuse * outcome_variance) / (n * n);
    Some(Estimate::with_z(mean, variance.sqrt()))
}

fn regression(design: &Design, values: &[f64]) -> Result<Estimate, Refusal> {
    let known: Vec<usize> = (0..values.len()).filter(|at| !values[*at].is_nan()).collect();
    let treated = Covariate {
        name: "treated".into(),
        values: known.iter().map(|at| f64::from(u8::from(design.treated[*at]))).collect(),
    };
    let others = design.covariates.iter().map(|covariate| Covariate {
        name: covariate.name.clone(),
        values: known.iter().map(|at| covariate.values[*at]).collect(),
    });
    let covariates: Vec<Covariate> = std::iter::once(treated).chain(others).collect();
    let outcome: Vec<f64> = known.iter().map(|at| values[*at]).collect();
    first_coefficient(&covariates, &outcome)
}
