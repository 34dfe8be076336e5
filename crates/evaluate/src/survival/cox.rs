//! Proportional hazards: Cox (1972), Journal of the Royal Statistical Society B 34:187.
//!
//! Ties by Efron (1977), Journal of the American Statistical Association 72:557, unless Breslow's
//! are asked for. Covariates may change in time (spells), people may have weights, strata have
//! hazards of their own. Standard errors are robust as soon as there are weights or clusters: Lin
//! and Wei (1989), Journal of the American Statistical Association 84:1074.

use faer::Mat;

use crate::design::Covariate;
use crate::distribution::{chi_squared_p, normal_interval, two_sided, unanswerable};
use crate::interval::Interval;
use crate::linear::Rows;
use crate::refusal::Refusal;

use super::risk_sets::{RiskSets, Risks};
use super::score_residuals::robust;
use super::symmetric::{full, inverse, solve};
use super::{FollowUp, check_weights};

/// Rounds after which a fit that has not settled is refused.
const MOST_ROUNDS: usize = 50;
/// Twice the log likelihood still to gain at which the fit has settled.
const SETTLED: f64 = 1e-9;
/// A last step that still changes the hazard ratio between two people in the data by more than
/// this (on the log scale) means that there is no limit to it.
const STILL_MOVING: f64 = 0.1;
/// Times that a step which makes the likelihood worse is halved.
const MOST_HALVINGS: usize = 30;

/// How events at the same time are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TiedTimes {
    /// Each meets a risk set from which part of the others has gone.
    #[default]
    Efron,
    /// Each meets the whole risk set: simpler, and biased towards no difference with many ties.
    Breslow,
}

/// What may be said about the rows of a fit beyond their times and covariates.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a> {
    /// How ties are counted.
    pub ties: TiedTimes,
    /// Weight of each row, such as those of a matched comparison; rows of weight 0 are left out.
    /// Unlike a difference of means, a hazard ratio moves a little with how the weights of one
    /// group are scaled against the other's: R's `MatchIt` scales those of the pool to add up to
    /// the number of pool people in use.
    pub weights: Option<&'a [f64]>,
    /// Whose row it is (any number), or which site's: rows with the same number are not
    /// independent. Spells of one person must share one for the robust errors to be right.
    pub clusters: Option<&'a [usize]>,
    /// Rows compared only with one another.
    pub strata: Option<&'a [usize]>,
    /// Robust standard errors without weights and clusters too.
    pub robust: bool,
}

/// One covariate of a fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Coefficient {
    /// Name of the covariate.
    pub name: String,
    /// Log hazard ratio for one unit more.
    pub coefficient: f64,
    /// Its standard error: the robust one where there is one.
    pub se: f64,
    /// Its standard error if the model holds and rows are independent.
    pub model_se: f64,
    /// Two-sided p-value of no difference (Wald).
    pub p: f64,
}

/// A test that all coefficients are 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// The chi-squared statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// Its p-value.
    pub p: f64,
}

/// A fitted model.
#[derive(Clone, Debug)]
pub struct Cox {
    /// One for each covariate, in order.
    pub coefficients: Vec<Coefficient>,
    /// Their covariance: the robust one where there is one.
    pub covariance: Vec<Vec<f64>>,
    /// Rows in use.
    pub rows: usize,
    /// Events among them.
    pub events: usize,
    /// Log partial likelihood without covariates.
    pub log_likelihood_null: f64,
    /// Log partial likelihood of the fit.
    pub log_likelihood: f64,
    /// Likelihood ratio test. Not valid with weights or clusters, so `None` with them.
    pub likelihood_ratio: Option<Test>,
    /// Wald test, with the robust covariance where there is one.
    pub wald: Test,
    /// Score test; `None` as the likelihood ratio test.
    pub score: Option<Test>,
    /// Whether the standard errors are robust.
    pub robust: bool,
    /// Rounds taken.
    pub rounds: usize,
    pub(crate) fitted: Fitted,
}

/// What checks of a fit are computed from, on the scale of standardised covariates.
#[derive(Clone, Debug)]
pub(crate) struct Fitted {
    pub(crate) sets: RiskSets,
    pub(crate) efron: bool,
    pub(crate) coefficients: Vec<f64>,
}

/// Likelihood, its slope and its curvature at one set of coefficients.
#[derive(Clone)]
struct Round {
    log_likelihood: f64,
    slope: Vec<f64>,
    information: Mat<f64>,
}

impl Cox {
    /// Fits the model.
    ///
    /// # Errors
    /// [`Refusal::NoCovariates`], [`Refusal::Constant`], [`Refusal::Collinear`] and
    /// [`Refusal::NotSettled`]; no event, a missing value, columns of different lengths; a
    /// covariate whose hazard ratio has no limit because one of its sides has no event.
    pub fn fit(
        follow_up: &FollowUp,
        covariates: &[Covariate],
        settings: Settings<'_>,
    ) -> Result<Self, Refusal> {
        check(follow_up, covariates, &settings)?;
        let used: Vec<usize> = (0..follow_up.rows())
            .filter(|row| settings.weights.is_none_or(|weights| weights[*row] > 0.0))
            .collect();
        let events = used.iter().filter(|row| follow_up.event[**row]).count();
        if events == 0 {
            return Err(unanswerable(
                "nobody had the event, so there is nothing to compare yet; wait for outcomes",
            ));
        }
        let kept: Vec<Covariate> = covariates
            .iter()
            .map(|covariate| Covariate {
                name: covariate.name.clone(),
                values: covariate.values.pick(&used),
            })
            .collect();
        let rows = Rows::checked(&kept)?;
        let sets = RiskSets::new(follow_up, &rows, settings.weights, settings.strata, &used);
        let per_unit =
            rows.unscale(&vec![0.0; rows.width()], &Mat::identity(rows.width(), rows.width()));
        let fitted = Fitted {
            efron: settings.ties == TiedTimes::Efron,
            coefficients: vec![0.0; sets.width],
            sets,
        };
        Search::new(fitted, covariates)?.run(&per_unit.1[1..], &settings, events)
    }

    /// Returns the hazard ratio for one unit more of covariate `at`, with its interval at `level`.
    #[must_use]
    pub fn hazard_ratio(&self, at: usize, level: f64) -> Option<Interval> {
        let own = self.coefficients.get(at)?;
        let log = normal_interval(own.coefficient, own.se, level);
        Some(Interval { estimate: log.estimate.exp(), low: log.low.exp(), high: log.high.exp() })
    }
}

impl Fitted {
    fn at(&self, coefficients: &[f64]) -> Round {
        let risks: Risks = self.sets.risks(coefficients);
        let width = self.sets.width;
        let (mut log_likelihood, mut slope) = (0.0, vec![0.0; width]);
        let mut curvature = vec![0.0; width * (width + 1) / 2];
        self.sets.sweep(&risks, |tie| {
            let shares = tie.shares(self.efron);
            for at in tie.dying {
                let weight = self.sets.weight(*at);
                log_likelihood += weight * risks.predictor[*at];
                for (sum, value) in slope.iter_mut().zip(self.sets.covariates(*at)) {
                    *sum += weight * value;
                }
            }
            log_likelihood -= tie.mean_weight * shares.log;
            for (i, sum) in slope.iter_mut().enumerate() {
                *sum -= tie.mean_weight * tie.mean_sum(&shares, i);
            }
            tie.covariance(&shares, |place, value| curvature[place] += tie.mean_weight * value);
        });
        Round { log_likelihood, slope, information: full(&curvature, width) }
    }
}

/// A fit under way.
struct Search<'a> {
    fitted: Fitted,
    covariates: &'a [Covariate],
    /// Largest less smallest value of each standardised covariate.
    range: Vec<f64>,
    null: Round,
}

impl<'a> Search<'a> {
    fn new(fitted: Fitted, covariates: &'a [Covariate]) -> Result<Self, Refusal> {
        let null = fitted.at(&fitted.coefficients);
        let range = (0..fitted.sets.width).map(|k| {
            let each = (0..fitted.sets.len()).map(|at| fitted.sets.covariates(at)[k]);
            let ends = (f64::INFINITY, f64::NEG_INFINITY);
            let (low, high) = each.fold(ends, |(low, high), v| (low.min(v), high.max(v)));
            high - low
        });
        let search = Self { range: range.collect(), fitted, covariates, null };
        search.refuse_unanswered()?;
        Ok(search)
    }

    /// Refuses a covariate that never differed among those at risk when somebody had the event.
    fn refuse_unanswered(&self) -> Result<(), Refusal> {
        let same = (0..self.range.len()).find(|k| self.null.information[(*k, *k)] <= 1e-12);
        same.map_or(Ok(()), |k| {
            Err(unanswerable(format!(
                "\"{}\" was the same for everyone at risk whenever somebody had the event, so its \
                 hazard ratio cannot be known; leave it out",
                self.covariates[k].name
            )))
        })
    }

    fn run(
        mut self,
        per_unit: &[f64],
        settings: &Settings<'_>,
        events: usize,
    ) -> Result<Cox, Refusal> {
        let mut last = self.null.clone();
        for round in 1..=MOST_ROUNDS {
            let step = solve(&last.information, &last.slope)
                .ok_or_else(|| self.no_limit(&self.fitted.coefficients))?;
            let gain: f64 = step.iter().zip(&last.slope).map(|(a, b)| a * b).sum();
            let (coefficients, next) = self.step(&step, &last).ok_or(Refusal::NotSettled(round))?;
            self.fitted.coefficients = coefficients;
            last = next;
            if gain < SETTLED {
                let moving: Vec<f64> = step.iter().zip(&self.range).map(|(s, r)| s * r).collect();
                if moving.iter().any(|change| change.abs() > STILL_MOVING) {
                    return Err(self.no_limit(&step));
                }
                return self.done(last, per_unit, settings, (events, round));
            }
        }
        Err(Refusal::NotSettled(MOST_ROUNDS))
    }

    /// Takes the step, halved until the likelihood is no worse.
    fn step(&self, step: &[f64], last: &Round) -> Option<(Vec<f64>, Round)> {
        let mut share = 1.0;
        for _ in 0..MOST_HALVINGS {
            let moved: Vec<f64> =
                self.fitted.coefficients.iter().zip(step).map(|(b, s)| b + share * s).collect();
            let next = self.fitted.at(&moved);
            let rounding = 1e-12 * last.log_likelihood.abs();
            if next.log_likelihood >= last.log_likelihood - rounding {
                return Some((moved, next));
            }
            share /= 2.0;
        }
        None
    }

    fn done(
        self,
        last: Round,
        per_unit: &[f64],
        settings: &Settings<'_>,
        (events, rounds): (usize, usize),
    ) -> Result<Cox, Refusal> {
        let width = self.fitted.sets.width;
        let model =
            inverse(&last.information).ok_or_else(|| self.no_limit(&self.fitted.coefficients))?;
        let plain = settings.weights.is_none() && settings.clusters.is_none();
        let is_robust = settings.robust || !plain;
        let used =
            if is_robust { robust(&self.fitted, &model, settings.clusters) } else { model.clone() };
        let test = |chi_squared: f64| Test {
            chi_squared,
            df: width,
            p: chi_squared_p(chi_squared, width),
        };
        let wald = solve(&used, &self.fitted.coefficients).ok_or_else(|| {
            unanswerable(format!(
                "{width} covariates are too many for robust errors from so few clusters; use \
                 fewer covariates, or more sites"
            ))
        })?;
        let wald = wald.iter().zip(&self.fitted.coefficients).map(|(a, b)| a * b).sum();
        let score = solve(&self.null.information, &self.null.slope)
            .map(|step| step.iter().zip(&self.null.slope).map(|(a, b)| a * b).sum());
        let gained = 2.0 * (last.log_likelihood - self.null.log_likelihood);
        let coefficients = (0..width).map(|k| {
            let coefficient = self.fitted.coefficients[k] * per_unit[k];
            let se = used[(k, k)].sqrt() * per_unit[k];
            Coefficient {
                name: self.covariates[k].name.clone(),
                coefficient,
                se,
                model_se: model[(k, k)].sqrt() * per_unit[k],
                p: two_sided(coefficient / se),
            }
        });
        let line =
            |i: usize| (0..width).map(|j| used[(i, j)] * per_unit[i] * per_unit[j]).collect();
        Ok(Cox {
            coefficients: coefficients.collect(),
            covariance: (0..width).map(line).collect(),
            rows: self.fitted.sets.len(),
            events,
            log_likelihood_null: self.null.log_likelihood,
            log_likelihood: last.log_likelihood,
            likelihood_ratio: plain.then(|| test(gained)),
            wald: test(wald),
            score: score.filter(|_| plain).map(test),
            robust: is_robust,
            rounds,
            fitted: self.fitted,
        })
    }

    /// Names the covariates along which the likelihood rises without limit.
    fn no_limit(&self, direction: &[f64]) -> Refusal {
        let moves: Vec<f64> =
            direction.iter().zip(&self.range).map(|(d, r)| (d * r).abs()).collect();
        let largest = moves.iter().fold(0.0, |most: f64, own| most.max(*own));
        let blamed = moves.iter().zip(self.covariates).filter(|(own, _)| **own >= largest / 2.0);
        let names: Vec<String> = blamed.map(|(_, c)| format!("\"{}\"", c.name)).collect();
        unanswerable(format!(
            "the hazard ratio of {} has no limit: everyone with the event is on one side of it, \
             or it is a combination of the others; leave it out, or join groups that are small",
            names.join(", ")
        ))
    }
}

fn check(
    follow_up: &FollowUp,
    covariates: &[Covariate],
    settings: &Settings<'_>,
) -> Result<(), Refusal> {
    let rows = follow_up.rows();
    if covariates.is_empty() {
        return Err(Refusal::NoCovariates);
    }
    check_weights(settings.weights, rows)?;
    for (name, column) in [("cluster", settings.clusters), ("stratum", settings.strata)] {
        if column.is_some_and(|column| column.len() != rows) {
            return Err(Refusal::UnevenColumn(name.into()));
        }
    }
    for covariate in covariates {
        if covariate.values.len() != rows {
            return Err(Refusal::UnevenColumn(covariate.name.clone()));
        }
        let missing = covariate.values.iter().filter(|value| !value.is_finite()).count();
        if missing > 0 {
            return Err(unanswerable(format!(
                "\"{}\" is missing in {missing} of {rows} rows; leave those people out, and count \
                 them",
                covariate.name
            )));
        }
    }
    Ok(())
}
