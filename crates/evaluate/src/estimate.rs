//! Estimates: what a sealed comparison says about one outcome.
//!
//! The unadjusted difference is a [`Descriptive`], a type of its own: a verdict can only be made
//! from an [`Effect`], so there is no way to present it as one.

use serde::Serialize;

use crate::abadie_imbens::local_variance;
use crate::arms::Arms;
use crate::augmented::Augmented;
use crate::censored;
use crate::compared::weights_of_known;
use crate::design::{Assignment, Design, Sealed};
use crate::interval::{Interval, t_p_value, t_quantile, z_quantile};
use crate::matching::{Comparison, Method};
use crate::outcome::{Kind, Outcome};
use crate::refusal::Refusal;
use crate::regression::adjusted;
use crate::table::Outcomes;

/// Level of every interval.
pub const LEVEL: f64 = 0.95;

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

/// Who an estimate is about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// Treated people with the outcome known.
    pub n_treated: usize,
    /// Pool people with the outcome known and a weight.
    pub n_pool: usize,
    /// What those of the pool are worth, equally weighted.
    pub ess: f64,
}

/// One estimator's figures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Its name: the method, the method with another interval, `regression`, `naive`.
    pub estimator: &'static str,
    /// The difference.
    pub figures: Estimate,
    /// Who it is about.
    pub sample: Sample,
}

impl Row {
    fn new(estimator: &'static str, figures: Estimate, sample: Sample) -> Self {
        Self { estimator, figures, sample }
    }
}

/// What a sealed comparison says about one outcome.
#[derive(Clone, Debug)]
pub struct Analysed {
    /// The outcome.
    pub outcome: Outcome,
    /// People with the outcome known, of those compared: treated, then pool.
    pub known: (usize, usize),
    /// Those of them who were followed for less than the horizon without the event, for a time.
    pub lost: (usize, usize),
    /// Mean of the treated and weighted mean of the comparison.
    pub means: (f64, f64),
    /// The main figure, by the design's own method.
    pub figure: Figure,
    /// Every estimator, the main one first, the naive one last.
    pub estimates: Vec<Row>,
    /// Estimators that were to be read beside the main one and were refused.
    pub refused: Vec<(&'static str, Refusal)>,
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

    pub(crate) fn with_z(estimate: f64, se: f64) -> Self {
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
    /// Reads one outcome and compares, by the design's own method and by those beside it. People
    /// whose outcome is missing are left out and counted. Where people were followed for less than
    /// the horizon of a time, rates are read off survival curves.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], values that the kind of outcome cannot have, and
    /// [`Refusal::OutcomeUnknown`]; with regression and AIPW also those of their covariates; for a
    /// time also [`Refusal::FollowedTooShort`], [`Refusal::HorizonBeyond`] and
    /// [`Refusal::NoEvents`].
    pub fn analyse(&self, outcomes: &Outcomes, outcome: &Outcome) -> Result<Analysed, Refusal> {
        let matched = self.matched();
        let design = &matched.design;
        let figures = outcome.read(outcomes, &design.row)?;
        if let Some(followed) = figures.followed.filter(|followed| followed.lost() > 0) {
            return censored::analyse(self, outcome, &followed);
        }
        let values = figures.values;
        let everyone = Arms::new(&design.treated, &values, |_| 1.0);
        let weights = weights_of_known(&matched.primary, &values);
        let compared = Arms::new(&design.treated, &values, |person| weights[person]);
        if compared.treated.len() < 2 || compared.pool.people < 2 {
            return Err(Refusal::OutcomeUnknown(outcome.name.clone()));
        }
        let arms = (&everyone, &compared);
        let mut estimates = by_method(design, &matched.primary, &values, arms, outcome.kind)?;
        let main = estimates[0].figures;
        let mut refused = Vec::new();
        for (name, made) in &matched.companions {
            match made.as_ref().map_err(Clone::clone).and_then(|c| beside(design, c, &values)) {
                Ok(row) => estimates.push(row),
                Err(refusal) => refused.push((*name, refusal)),
            }
        }
        if matched.primary.method != Method::Regression && !design.covariates.is_empty() {
            match adjusted(design, &values) {
                Ok(found) => {
                    estimates.push(Row::new("regression", found.robust, everyone.sample()));
                }
                Err(refusal) => refused.push(("regression", refusal)),
            }
        }
        estimates.push(Row::new("naive", everyone.welch(), everyone.sample()));
        let unadjusted =
            matched.primary.method == Method::None && design.assignment == Assignment::Observed;
        Ok(Analysed {
            outcome: outcome.clone(),
            known: (compared.treated.len(), compared.pool.people),
            lost: (0, 0),
            means: (compared.treated_mean(), compared.pool_mean()),
            figure: if unadjusted {
                Figure::Descriptive(Descriptive(main))
            } else {
                Figure::Effect(Effect(main))
            },
            estimates,
            refused,
        })
    }
}

/// Returns the rows of the design's own method, the main one first.
fn by_method(
    design: &Design,
    comparison: &Comparison,
    values: &[f64],
    (everyone, compared): (&Arms, &Arms),
    kind: Kind,
) -> Result<Vec<Row>, Refusal> {
    let method = &comparison.method;
    let sample = compared.sample();
    let row = |name, figures| Row::new(name, figures, sample);
    let names = match method {
        Method::None => {
            return Ok(vec![row("none", everyone.welch()), row("none_pooled", everyone.pooled())]);
        }
        Method::Regression => {
            return adjusted(design, values).map(|found| {
                vec![row("regression", found.robust), row("regression_classical", found.classical)]
            });
        }
        Method::Aipw => return beside(design, comparison, values).map(|found| vec![found]),
        Method::Nearest(_) => {
            ["nearest", "nearest_abadie_imbens", "nearest_welch", "nearest_newcombe"]
        }
        Method::Radius(_) => ["radius", "radius_hc1", "radius_welch", "radius_newcombe"],
        Method::Odds => ["odds", "", "odds_welch", "odds_newcombe"],
        Method::Entropy => ["entropy", "", "entropy_welch", "entropy_newcombe"],
        Method::Cem(_) => ["cem", "", "cem_welch", "cem_newcombe"],
    };
    let local = comparison.sets.as_ref().and_then(|sets| local_variance(sets, values));
    let mut found = match (method, local) {
        (Method::Radius(_), Some(local)) => {
            vec![row(names[0], local), row(names[1], compared.weighted())]
        }
        (_, Some(local)) => vec![row(names[0], compared.weighted()), row(names[1], local)],
        (_, None) => vec![row(names[0], compared.weighted())],
    };
    found.push(row(names[2], compared.welch()));
    if kind.is_share() {
        found.push(row(names[3], compared.newcombe().into()));
    }
    Ok(found)
}

/// Returns the one row of a method that is read beside the primary one.
pub(crate) fn beside(
    design: &Design,
    comparison: &Comparison,
    values: &[f64],
) -> Result<Row, Refusal> {
    let weights = weights_of_known(comparison, values);
    let compared = Arms::new(&design.treated, values, |person| weights[person]);
    if compared.treated.len() < 2 || compared.pool.people < 2 {
        return Err(Refusal::NobodyMatched);
    }
    let local = || comparison.sets.as_ref().and_then(|sets| local_variance(sets, values));
    let figures = match &comparison.method {
        Method::Aipw => {
            let rows = design.rows()?;
            let odds = &comparison.weights;
            Augmented::of_rows(&design.treated, &rows, odds, values, &design.factors)?.estimate
        }
        Method::Radius(_) => local().unwrap_or_else(|| compared.weighted()),
        _ => compared.weighted(),
    };
    Ok(Row::new(comparison.method.name(), figures, compared.sample()))
}
