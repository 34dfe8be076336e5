//! The propensity score: how likely each person was to take part, from what was known before.
//!
//! Logistic maximum likelihood by iteratively reweighted least squares. A score that tells the two
//! groups apart perfectly is refused, because then nobody in the pool is comparable to anybody.

use std::sync::Arc;

use faer::Mat;

use crate::design::Covariate;
use crate::linear::{BLOCK, Gram, Rows, dot};
use crate::refusal::Refusal;

/// Rounds after which a score that has not settled is refused. Newton steps settle in 5 to 12.
const MOST_ROUNDS: usize = 50;
/// Relative change of the deviance at which the score has settled: tight, because a looser one
/// changes who is matched to whom.
const SETTLED: f64 = 1e-10;
/// Forecast of the change of the deviance by the last step, absolute, at which the coefficients
/// have settled too: what is left is a millionth of a standard error squared, and smaller still.
const STEADY: f64 = 1e-12;
/// A coefficient on a standardised covariate beyond this means separation.
const LARGEST_COEFFICIENT: f64 = 15.0;
/// A fitted probability nearer than this to 0 or 1 means separation. Of people in the pool low
/// ones alone do not: with earnings and their squares, some of CPS-1 are at 3e-10 and the fit has
/// settled (Dehejia and Wahba's data).
const SMALLEST_PROBABILITY: f64 = 1e-8;
/// A product of probabilities is kept from vanishing: below this its logarithm is taken.
const SMALLEST_PRODUCT: f64 = 1e-150;
/// When the deviance has settled, nobody's log odds may still move by more than this: where only
/// one group has a property, they move by about 1 a round for ever.
const STILL: f64 = 0.01;
/// People above which a start is looked for among fewer of them first: everyone who took part and
/// this many of the pool (only the constant differs in such a sample; Prentice and Pyke 1979,
/// Biometrika 66:403).
const START_AMONG: usize = 20_000;

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
    /// Rounds taken over everyone.
    pub rounds: usize,
    /// Fitted log odds of each person.
    pub logit: Arc<Vec<f64>>,
    /// Slopes on the standardised covariates, where weights may start from.
    pub(crate) slopes: Vec<f64>,
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
        Self::of_rows(treated, &Rows::checked(covariates)?)
    }

    /// Fits the score on rows that were checked.
    pub(crate) fn of_rows(treated: &[bool], rows: &Rows<'_>) -> Result<Self, Refusal> {
        let start = start(treated, rows).unwrap_or_else(|| vec![0.0; rows.width()]);
        let fit = Fit::of(treated, rows, start)?;
        let (coefficients, standard_errors) = rows.unscale(&fit.coefficients, &fit.covariance);
        let names = rows.names().iter().map(|name| (*name).to_owned());
        Ok(Self {
            names: std::iter::once("(intercept)".to_owned()).chain(names).collect(),
            coefficients,
            standard_errors,
            deviance: fit.at.deviance,
            null_deviance: null_deviance(treated),
            rounds: fit.rounds,
            logit: Arc::new(fit.at.logit),
            slopes: fit.coefficients[1..].to_vec(),
        })
    }

    /// Returns the fitted probability of taking part of each person.
    #[must_use]
    pub fn probability(&self) -> Vec<f64> {
        self.logit.iter().map(|logit| logistic(*logit)).collect()
    }
}

/// A fit on standardised covariates.
struct Fit {
    coefficients: Vec<f64>,
    /// Square, row after row, from the last round but one, as `glm` of R has it.
    covariance: Mat<f64>,
    at: Round,
    rounds: usize,
}

impl Fit {
    fn of(treated: &[bool], rows: &Rows<'_>, mut coefficients: Vec<f64>) -> Result<Self, Refusal> {
        let mut last = Round::at(rows, treated, &coefficients, true);
        for rounds in 1..=MOST_ROUNDS {
            let factor = last.sums.factor().map_err(|_| separated(rows, &coefficients))?;
            let step = factor.solve(last.sums.response());
            for (coefficient, change) in coefficients.iter_mut().zip(&step) {
                *coefficient += change;
            }
            if coefficients.iter().any(|value| !value.is_finite())
                || coefficients[1..].iter().any(|value| value.abs() > LARGEST_COEFFICIENT)
            {
                return Err(separated(rows, &step));
            }
            let forecast = dot(&step, last.sums.response());
            let steady = forecast < STEADY.max(1e-15 * last.deviance);
            let mut next = Round::at(rows, treated, &coefficients, !steady);
            let change = (next.deviance - last.deviance).abs() / (next.deviance.abs() + 0.1);
            if steady && change < SETTLED {
                let pairs = next.logit.iter().zip(&last.logit);
                let moved = pairs.map(|(now, then)| (now - then).abs()).fold(0.0, f64::max);
                if next.extreme || moved > STILL {
                    return Err(separated(rows, &step));
                }
                return Ok(Self { coefficients, covariance: factor.inverse(), at: next, rounds });
            }
            if !next.summed {
                next = Round::at(rows, treated, &coefficients, true);
            }
            last = next;
        }
        Err(Refusal::NotSettled(MOST_ROUNDS))
    }
}

/// Fits everyone who took part and an even sample of the pool, to start near the answer. `None`
/// when that is not worth it or does not work.
fn start(treated: &[bool], rows: &Rows<'_>) -> Option<Vec<f64>> {
    let pool = treated.iter().filter(|took_part| !**took_part).count();
    let every = pool / START_AMONG;
    if every < 4 || treated.len() - pool > pool / 4 {
        return None;
    }
    let (mut seen, mut chosen) = (0, Vec::new());
    for (person, took_part) in treated.iter().enumerate() {
        seen += usize::from(!took_part);
        if *took_part || seen % every == 0 {
            chosen.push(person);
        }
    }
    let some: Vec<bool> = chosen.iter().map(|person| treated[*person]).collect();
    let fit = Fit::of(&some, &rows.pick(&chosen), vec![0.0; rows.width()]).ok()?;
    let mut coefficients = fit.coefficients;
    coefficients[0] -= (every as f64).ln();
    Some(coefficients)
}

/// Where one set of coefficients leads, and the sums for the next step.
struct Round {
    sums: Gram,
    summed: bool,
    logit: Vec<f64>,
    deviance: f64,
    extreme: bool,
}

impl Round {
    fn at(rows: &Rows<'_>, treated: &[bool], coefficients: &[f64], summed: bool) -> Self {
        let mut sums = Gram::new(rows.width());
        let mut logit = Vec::with_capacity(treated.len());
        let (mut log_likelihood, mut extreme) = (0.0, false);
        let (mut log_odds, mut weights, mut pulls) = ([0.0; BLOCK], [0.0; BLOCK], [0.0; BLOCK]);
        rows.blocks(|block| {
            block.predict(coefficients, &mut log_odds);
            let took_part = &treated[block.first..block.first + block.len];
            // A logarithm of a product costs one for all its factors.
            let mut likelihood = 1.0;
            for (at, took_part) in took_part.iter().enumerate() {
                let (share, rest) = shares(log_odds[at]);
                likelihood *= if *took_part { share } else { rest };
                if likelihood < SMALLEST_PRODUCT {
                    log_likelihood += likelihood.ln();
                    likelihood = 1.0;
                }
                extreme |=
                    rest < SMALLEST_PROBABILITY || *took_part && share < SMALLEST_PROBABILITY;
                weights[at] = share * rest;
                pulls[at] = f64::from(u8::from(*took_part)) - share;
            }
            log_likelihood += likelihood.ln();
            if summed {
                sums.add(block, Some(&weights[..block.len]), Some(&pulls[..block.len]));
            }
            logit.extend_from_slice(&log_odds[..block.len]);
        });
        Self { sums, summed, logit, deviance: -2.0 * log_likelihood, extreme }
    }
}

fn logistic(log_odds: f64) -> f64 {
    shares(log_odds).0
}

/// Returns a probability and its complement, both to full precision, from one exponential.
fn shares(log_odds: f64) -> (f64, f64) {
    let odds = (-log_odds.abs()).exp();
    let (small, large) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
    if log_odds < 0.0 { (small, large) } else { (large, small) }
}

fn null_deviance(treated: &[bool]) -> f64 {
    let n = treated.len() as f64;
    let n_treated = treated.iter().filter(|took_part| **took_part).count() as f64;
    -2.0 * (n_treated * (n_treated / n).ln() + (n - n_treated) * (1.0 - n_treated / n).ln())
}

/// Names the covariates most to blame: those that move by at least half of what the most moving
/// one does.
fn separated(rows: &Rows<'_>, step: &[f64]) -> Refusal {
    let slopes = &step[1..];
    let largest = slopes.iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let to_blame = rows.names().iter().zip(slopes);
    let to_blame = to_blame.filter(|(_, value)| value.is_nan() || value.abs() >= largest / 2.0);
    Refusal::Separation(to_blame.map(|(name, _)| (*name).to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariate(name: &str, values: &[f64]) -> Covariate {
        Covariate { name: name.into(), values: values.to_vec().into() }
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

    /// Nobody who took part has the property, so its coefficient falls for ever while the deviance
    /// settles.
    #[test]
    fn a_property_of_one_group_only_is_separation() {
        let n = 400;
        let treated: Vec<bool> = (0..n).map(|at| at % 4 == 0).collect();
        let noise: Vec<f64> = (0..n).map(|at| f64::from(at * 37 % 101)).collect();
        let only_pool: Vec<f64> = (0..n).map(|at| f64::from(u8::from(at % 40 == 1))).collect();
        let covariates = [covariate("noise", &noise), covariate("only_pool", &only_pool)];
        let refusal = Score::fit(&treated, &covariates).unwrap_err();
        assert_eq!(refusal, Refusal::Separation(vec!["only_pool".into()]));
    }

    /// Starting among a sample of a large pool leads to the same fit.
    #[test]
    fn a_large_pool_is_fitted_as_a_small_one_is() {
        let n = 90_000;
        let noise = |seed: u64| move |at: u64| (at.wrapping_mul(seed) >> 20) % 1000;
        let ages: Vec<f64> = (0..n).map(|at| noise(0x9E37_79B9_7F4A_7C15)(at) as f64).collect();
        let prior: Vec<f64> = (0..n).map(|at| noise(0xD1B5_4A32_D192_ED03)(at) as f64).collect();
        let treated: Vec<bool> = (0..n)
            .map(|at| noise(0xA24B_AED4_963E_E407)(at) as f64 > 940.0 + ages[at as usize] / 20.0)
            .collect();
        let covariates = [covariate("age", &ages), covariate("prior", &prior)];
        let rows = Rows::checked(&covariates).unwrap();
        assert!(start(&treated, &rows).is_some());
        let found = Score::of_rows(&treated, &rows).unwrap();
        let cold = Fit::of(&treated, &rows, vec![0.0; 3]).unwrap();
        let (coefficients, errors) = rows.unscale(&cold.coefficients, &cold.covariance);
        for at in 0..3 {
            assert!((found.coefficients[at] - coefficients[at]).abs() < 1e-9 * errors[at]);
            assert!((found.standard_errors[at] / errors[at] - 1.0).abs() < 1e-6);
        }
        assert!(found.rounds < cold.rounds);
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
