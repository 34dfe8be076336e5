//! The propensity score: how likely each person was to take part, from what was known before.
//!
//! Logistic maximum likelihood by iteratively reweighted least squares. A score that tells the two
//! groups apart perfectly is refused, because then nobody in the pool is comparable to anybody.

use crate::design::Covariate;
use crate::linear::{Normal, Rows, dot};
use crate::refusal::Refusal;

/// Rounds after which a score that has not settled is refused. Newton steps settle in 5 to 10.
const MOST_ROUNDS: usize = 50;
/// Relative change of the deviance at which the score has settled: tight, because a looser one
/// changes who is matched to whom.
const SETTLED: f64 = 1e-10;
/// A coefficient on a standardised covariate beyond this means separation.
const LARGEST_COEFFICIENT: f64 = 15.0;
/// A fitted probability nearer than this to 0 or 1 means separation.
const SMALLEST_PROBABILITY: f64 = 1e-8;

/// A fitted score.
#[derive(Clone, Debug)]
pub struct Score {
    /// Names of the coefficients, `(intercept)` first.
    pub names: Vec<String>,
    /// Coefficients on the log odds, in the covariates' own units.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub standard_errors: Vec<f64>,
    /// Minus twice the log likelihood.
    pub deviance: f64,
    /// The same without covariates.
    pub null_deviance: f64,
    /// Rounds taken.
    pub rounds: usize,
    /// Fitted log odds of each person.
    pub logit: Vec<f64>,
}

impl Score {
    /// Fits the score.
    ///
    /// # Errors
    /// [`Refusal::NoCovariates`], [`Refusal::Constant`], [`Refusal::Collinear`],
    /// [`Refusal::Separation`] or [`Refusal::NotSettled`].
    pub fn fit(treated: &[bool], covariates: &[Covariate]) -> Result<Self, Refusal> {
        if covariates.is_empty() {
            return Err(Refusal::NoCovariates);
        }
        let rows = Rows::new(covariates.iter().collect())?;
        let mut coefficients = vec![0.0; rows.width()];
        let mut last = Round::at(&rows, treated, &coefficients);
        for round in 1..=MOST_ROUNDS {
            let solved = last.sums.solve();
            let (step, covariance) = solved.ok_or_else(|| separated(covariates, &coefficients))?;
            for (coefficient, change) in coefficients.iter_mut().zip(&step) {
                *coefficient += change;
            }
            let next = Round::at(&rows, treated, &coefficients);
            if coefficients[1..].iter().any(|value| value.abs() > LARGEST_COEFFICIENT)
                || next.extreme
            {
                return Err(separated(covariates, &coefficients));
            }
            let change = (next.deviance - last.deviance).abs() / (next.deviance.abs() + 0.1);
            last = next;
            if change < SETTLED {
                let (own_units, standard_errors) = rows.unscale(&coefficients, &covariance);
                let names = covariates.iter().map(|covariate| covariate.name.clone());
                return Ok(Self {
                    names: std::iter::once("(intercept)".to_owned()).chain(names).collect(),
                    coefficients: own_units,
                    standard_errors,
                    deviance: last.deviance,
                    null_deviance: null_deviance(treated),
                    rounds: round,
                    logit: last.logit,
                });
            }
        }
        Err(Refusal::NotSettled(MOST_ROUNDS))
    }

    /// Returns the fitted probability of taking part of each person.
    #[must_use]
    pub fn probability(&self) -> Vec<f64> {
        self.logit.iter().map(|logit| logistic(*logit)).collect()
    }
}

/// Where one set of coefficients leads, and the sums for the next step.
struct Round {
    sums: Normal,
    logit: Vec<f64>,
    deviance: f64,
    extreme: bool,
}

impl Round {
    fn at(rows: &Rows<'_>, treated: &[bool], coefficients: &[f64]) -> Self {
        let mut sums = Normal::new(rows.width());
        let mut row = vec![0.0; rows.width()];
        let mut logit = Vec::with_capacity(treated.len());
        let (mut deviance, mut extreme) = (0.0, false);
        for (at, took_part) in treated.iter().enumerate() {
            rows.read(at, &mut row);
            let log_odds = dot(&row, coefficients);
            let share = logistic(log_odds);
            let (seen, likelihood) =
                if *took_part { (1.0, share) } else { (0.0, logistic(-log_odds)) };
            deviance -= 2.0 * likelihood.ln();
            extreme |= !(SMALLEST_PROBABILITY..=1.0 - SMALLEST_PROBABILITY).contains(&share);
            sums.add(&row, share * (1.0 - share), seen - share);
            logit.push(log_odds);
        }
        Self { sums, logit, deviance, extreme }
    }
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn null_deviance(treated: &[bool]) -> f64 {
    let n = treated.len() as f64;
    let n_treated = treated.iter().filter(|took_part| **took_part).count() as f64;
    -2.0 * (n_treated * (n_treated / n).ln() + (n - n_treated) * (1.0 - n_treated / n).ln())
}

/// Names the covariates most to blame: those within half of the largest coefficient.
fn separated(covariates: &[Covariate], coefficients: &[f64]) -> Refusal {
    let slopes = &coefficients[1..];
    let largest = slopes.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let to_blame = covariates.iter().zip(slopes).filter(|(_, value)| value.abs() >= largest / 2.0);
    Refusal::Separation(to_blame.map(|(covariate, _)| covariate.name.clone()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariate(name: &str, values: &[f64]) -> Covariate {
        Covariate { name: name.into(), values: values.to_vec() }
    }

    fn refused(covariates: &[Covariate]) -> Refusal {
        Score::fit(&[false, false, false, true, true, true], covariates).unwrap_err()
    }

    #[test]
    fn perfect_separation_is_refused_by_name() {
        let apart = covariate("apart", &[1.0, 2.0, 3.0, 7.0, 8.0, 9.0]);
        let noise = covariate("noise", &[1.0, 5.0, 2.0, 4.0, 1.0, 3.0]);
        assert_eq!(refused(&[noise, apart]), Refusal::Separation(vec!["apart".into()]));
    }

    #[test]
    fn constant_and_collinear_covariates_are_refused_by_name() {
        let age = covariate("age", &[31.0, 25.0, 48.0, 40.0, 22.0, 37.0]);
        let prior = covariate("prior", &[1.0, 5.0, 2.0, 4.0, 1.0, 3.0]);
        let sum = covariate("sum", &[32.0, 30.0, 50.0, 44.0, 23.0, 40.0]);
        let same = covariate("same", &[0.1; 6]);
        assert_eq!(refused(&[age.clone(), same]), Refusal::Constant("same".into()));
        assert_eq!(
            refused(&[age, prior, sum]),
            Refusal::Collinear { column: "sum".into(), others: vec!["age".into(), "prior".into()] }
        );
    }
}
