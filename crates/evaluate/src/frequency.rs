//! How often, and not only whether: the ratio of two rates of events for each person and time.
//!
//! [`poisson`] asks nothing of how counts scatter, because its errors are robust. A negative
//! binomial ([`negative_binomial`]) says how much they scatter between people, which planning needs.

mod dispersion;

use std::collections::{BTreeMap, HashMap};

use faer::Mat;

use crate::design::Covariate;
use crate::distribution::{normal_interval, two_sided, unanswerable};
use crate::interval::Interval;
use crate::linear::{BLOCK, Gram, Rows, dot};
use crate::refusal::Refusal;

/// Rounds after which a fit that has not settled is refused.
const MOST_ROUNDS: usize = 100;
/// Weighted squared length of a step (about twice the log likelihood to gain) at which it settles.
const SETTLED: f64 = 1e-16;
/// A step that still changes the log ratio between two people by this has no limit.
const STILL_MOVING: f64 = 0.1;
/// The same sum, small enough to ask whether anything still moves.
const NEARLY: f64 = 1e-9;
/// Largest count taken as one: beyond it is an error in the file.
const LARGEST_COUNT: f64 = 1e6;

/// Counts of events and what they are explained by.
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a> {
    /// Events of each person: whole numbers, 0 or more.
    pub events: &'a [f64],
    /// Time at risk of each person; `None` when it is the same for all.
    pub exposure: Option<&'a [f64]>,
    /// What may explain them; the treated as a 0/1 column.
    pub covariates: &'a [Covariate],
    /// Weight of each person, such as that of a matched comparison; 0 leaves them out.
    pub weights: Option<&'a [f64]>,
    /// Rows with the same number are not independent, such as those of one site.
    pub clusters: Option<&'a [usize]>,
}

/// One coefficient of a fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// Name of the covariate, or `(intercept)`.
    pub name: String,
    /// Log of the ratio of rates for one unit more; for the intercept, of the rate.
    pub log_ratio: f64,
    /// Its standard error: robust for Poisson, the model's for the negative binomial.
    pub se: f64,
    /// Two-sided p-value of no difference.
    pub p: f64,
}

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub struct Frequency {
    /// The intercept, then one for each covariate.
    pub rates: Vec<Rate>,
    /// How much counts scatter between people beyond chance: variance = mean + dispersion × mean².
    /// `None` for Poisson; 0 when a negative binomial finds no more scatter than chance.
    pub dispersion: Option<f64>,
    /// Log likelihood of the fit.
    pub log_likelihood: f64,
    /// People in use.
    pub people: usize,
    /// Events among them.
    pub events: f64,
}

impl Frequency {
    /// Returns the ratio of rates for one unit more of covariate `at` (0 is the first after the
    /// intercept), with its interval at `level`.
    #[must_use]
    pub fn rate_ratio(&self, at: usize, level: f64) -> Option<Interval> {
        let own = self.rates.get(at + 1)?;
        let log = normal_interval(own.log_ratio, own.se, level);
        Some(Interval { estimate: log.estimate.exp(), low: log.low.exp(), high: log.high.exp() })
    }
}

/// Fits log rates by Poisson pseudo-likelihood with sandwich errors (HC0; by cluster where there
/// are clusters): Gourieroux, Monfort and Trognon (1984), Econometrica 52:701. On a 0/1 outcome this
/// is the risk ratio of Zou (2004), American Journal of Epidemiology 159:702.
///
/// # Errors
/// Counts that are not whole, an exposure that is not above 0, a missing value, no event, a group
/// without events, [`Refusal::Constant`], [`Refusal::Collinear`], [`Refusal::NoCovariates`] and
/// [`Refusal::NotSettled`].
pub fn poisson(counts: Counts<'_>) -> Result<Frequency, Refusal> {
    let model = Model::new(&counts)?;
    let rows = model.rows()?;
    let fit = model.fit(&rows, 0.0, vec![0.0; rows.width()])?;
    let covariance = model.sandwich(&rows, &fit, counts.clusters)?;
    Ok(model.report(
        &rows,
        &fit,
        &covariance,
        None,
        dispersion::poisson_likelihood(&model, &fit.mean),
    ))
}

/// Fits log rates and dispersion by maximum likelihood: the NB2 model of Cameron and Trivedi (1998),
/// Regression Analysis of Count Data, section 3.3. Errors are those of the expected information, as
/// R's `glm.nb` has them, and rest on the model; weights are taken as numbers of people.
///
/// # Errors
/// As [`poisson`].
pub fn negative_binomial(counts: Counts<'_>) -> Result<Frequency, Refusal> {
    let model = Model::new(&counts)?;
    let rows = model.rows()?;
    let mut fit = model.fit(&rows, 0.0, vec![0.0; rows.width()])?;
    let mut spread = dispersion::Spread::new(&model);
    let mut before = f64::INFINITY;
    for _ in 0..MOST_ROUNDS {
        let found = spread.best(&model, &fit.mean);
        fit = model.fit(&rows, found, fit.coefficients)?;
        if (found - before).abs() <= 1e-11 * found.max(1e-6) {
            let likelihood = dispersion::likelihood(&model, &fit.mean, found);
            return Ok(model.report(&rows, &fit, &fit.covariance, Some(found), likelihood));
        }
        before = found;
    }
    Err(Refusal::NotSettled(MOST_ROUNDS))
}

/// Rows in use.
struct Model {
    events: Vec<f64>,
    exposure: Vec<f64>,
    weights: Vec<f64>,
    covariates: Vec<Covariate>,
    used: Vec<usize>,
    /// Each count that there is, with the weight of the people who have it.
    counts: Vec<(f64, f64)>,
}

/// A fit on the scale of standardised covariates.
struct Fit {
    coefficients: Vec<f64>,
    mean: Vec<f64>,
    covariance: Mat<f64>,
}

impl Model {
    fn new(counts: &Counts<'_>) -> Result<Self, Refusal> {
        check(counts)?;
        let weight = |row: usize| counts.weights.map_or(1.0, |weights| weights[row]);
        let used: Vec<usize> = (0..counts.events.len()).filter(|row| weight(*row) > 0.0).collect();
        let take = |values: &[f64]| used.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        let events = take(counts.events);
        let weights: Vec<f64> = used.iter().map(|row| weight(*row)).collect();
        let mut with: BTreeMap<u64, f64> = BTreeMap::new();
        for (count, weight) in events.iter().zip(&weights) {
            // A whole number of at most LARGEST_COUNT.
            *with.entry(*count as u64).or_default() += weight;
        }
        let model = Self {
            counts: with.into_iter().map(|(count, weight)| (count as f64, weight)).collect(),
            events,
            exposure: counts.exposure.map_or_else(|| vec![1.0; used.len()], take),
            weights,
            covariates: counts
                .covariates
                .iter()
                .map(|own| Covariate { name: own.name.clone(), values: own.values.pick(&used) })
                .collect(),
            used,
        };
        if model.used.len() <= model.covariates.len() + 1 {
            return Err(unanswerable(format!(
                "{} covariates are too many for {} people",
                model.covariates.len(),
                model.used.len()
            )));
        }
        if model.events.iter().all(|count| *count == 0.0) {
            return Err(unanswerable(
                "nobody had an event, so rates cannot be compared yet; wait for outcomes",
            ));
        }
        Ok(model)
    }

    fn rows(&self) -> Result<Rows<'_>, Refusal> {
        Rows::checked(&self.covariates)
    }

    /// Fits coefficients at a known dispersion by Fisher scoring, each step halved until the
    /// likelihood is no worse.
    fn fit(
        &self,
        rows: &Rows<'_>,
        dispersion: f64,
        mut coefficients: Vec<f64>,
    ) -> Result<Fit, Refusal> {
        if coefficients.iter().all(|value| *value == 0.0) {
            let total = |values: &[f64]| dot(values, &self.weights);
            coefficients[0] = (total(&self.events) / total(&self.exposure)).ln();
        }
        let mut mean = self.mean(rows, &coefficients);
        let mut likelihood = dispersion::likelihood(self, &mean, dispersion);
        for round in 1..=MOST_ROUNDS {
            let (step, covariance, slope) = self
                .step(rows, &mean, dispersion)
                .ok_or_else(|| self.no_limit(rows, &coefficients))?;
            let gain = dot(&step, &slope);
            let mut share = 1.0;
            loop {
                let moved: Vec<f64> =
                    coefficients.iter().zip(&step).map(|(b, s)| b + share * s).collect();
                let next = self.mean(rows, &moved);
                let found = dispersion::likelihood(self, &next, dispersion);
                if found >= likelihood - 1e-12 * likelihood.abs() {
                    (coefficients, mean, likelihood) = (moved, next, found);
                    break;
                }
                share /= 2.0;
                if share < 1e-9 {
                    return Err(Refusal::NotSettled(round));
                }
            }
            if gain < NEARLY && self.moves(rows, &step).iter().any(|own| *own > STILL_MOVING) {
                return Err(self.no_limit(rows, &step));
            }
            if gain < SETTLED {
                return Ok(Fit { coefficients, mean, covariance });
            }
        }
        Err(Refusal::NotSettled(MOST_ROUNDS))
    }

    fn mean(&self, rows: &Rows<'_>, coefficients: &[f64]) -> Vec<f64> {
        let (mut mean, mut logs) = (Vec::with_capacity(self.exposure.len()), [0.0; BLOCK]);
        rows.blocks(|block| {
            block.predict(coefficients, &mut logs);
            let exposure = &self.exposure[block.first..block.first + block.len];
            mean.extend(exposure.iter().zip(&logs).map(|(exposure, log)| exposure * log.exp()));
        });
        mean
    }

    fn step(
        &self,
        rows: &Rows<'_>,
        mean: &[f64],
        dispersion: f64,
    ) -> Option<(Vec<f64>, Mat<f64>, Vec<f64>)> {
        let mut sums = Gram::new(rows.width());
        let (mut weights, mut pulls) = ([0.0; BLOCK], [0.0; BLOCK]);
        rows.blocks(|block| {
            for place in 0..block.len {
                let at = block.first + place;
                let weight = self.weights[at] / (1.0 + dispersion * mean[at]);
                weights[place] = weight * mean[at];
                pulls[place] = weight * (self.events[at] - mean[at]);
            }
            sums.add(block, Some(&weights[..block.len]), Some(&pulls[..block.len]));
        });
        let factor = sums.factor().ok()?;
        let slope = sums.response().to_vec();
        let step = factor.solve(&slope);
        step.iter().all(|value| value.is_finite()).then(|| (step, factor.inverse(), slope))
    }

    fn sandwich(
        &self,
        rows: &Rows<'_>,
        fit: &Fit,
        clusters: Option<&[usize]>,
    ) -> Result<Mat<f64>, Refusal> {
        let (width, mut row) = (rows.width(), vec![0.0; rows.width()]);
        let mut known = HashMap::new();
        let mut sums: Vec<Vec<f64>> = Vec::new();
        let mut meat = Mat::<f64>::zeros(width, width);
        let square = |own: &[f64], meat: &mut Mat<f64>| {
            for i in 0..width {
                for j in 0..width {
                    meat[(i, j)] += own[i] * own[j];
                }
            }
        };
        for (at, mean) in fit.mean.iter().enumerate() {
            rows.read(at, &mut row);
            let pull = self.weights[at] * (self.events[at] - mean);
            row.iter_mut().for_each(|value| *value *= pull);
            let Some(clusters) = clusters else {
                square(&row, &mut meat);
                continue;
            };
            let next = known.len();
            let place = *known.entry(clusters[self.used[at]]).or_insert(next);
            if place == sums.len() {
                sums.push(vec![0.0; width]);
            }
            sums[place].iter_mut().zip(&row).for_each(|(sum, value)| *sum += value);
        }
        if clusters.is_some() && sums.len() <= width {
            return Err(unanswerable(format!(
                "{} clusters are too few for {width} coefficients; use fewer covariates, or more \
                 sites",
                sums.len()
            )));
        }
        sums.iter().for_each(|own| square(own, &mut meat));
        Ok(&fit.covariance * meat * &fit.covariance)
    }

    fn report(
        &self,
        rows: &Rows<'_>,
        fit: &Fit,
        covariance: &Mat<f64>,
        dispersion: Option<f64>,
        log_likelihood: f64,
    ) -> Frequency {
        let (values, errors) = rows.unscale(&fit.coefficients, covariance);
        let names = self.covariates.iter().map(|own| own.name.clone());
        let rates = std::iter::once("(intercept)".to_owned()).chain(names).zip(values).zip(errors);
        Frequency {
            rates: rates
                .map(|((name, log_ratio), se)| Rate {
                    name,
                    log_ratio,
                    se,
                    p: two_sided(log_ratio / se),
                })
                .collect(),
            dispersion,
            log_likelihood,
            people: self.used.len(),
            events: self.events.iter().sum(),
        }
    }

    /// Returns how far a step moves the log ratio between the two most different people.
    fn moves(&self, rows: &Rows<'_>, step: &[f64]) -> Vec<f64> {
        let mut row = vec![0.0; rows.width()];
        let (mut low, mut high) =
            (vec![f64::INFINITY; row.len()], vec![f64::NEG_INFINITY; row.len()]);
        for at in 0..self.used.len() {
            rows.read(at, &mut row);
            for (k, value) in row.iter().enumerate() {
                (low[k], high[k]) = (low[k].min(*value), high[k].max(*value));
            }
        }
        (1..row.len()).map(|k| (step[k] * (high[k] - low[k])).abs()).collect()
    }

    fn no_limit(&self, rows: &Rows<'_>, direction: &[f64]) -> Refusal {
        let moves = self.moves(rows, direction);
        let most = moves.iter().fold(0.0, |most: f64, own| most.max(*own));
        let blamed = self.covariates.iter().zip(&moves).filter(|(_, own)| **own >= most / 2.0);
        let names: Vec<String> = blamed.map(|(own, _)| format!("\"{}\"", own.name)).collect();
        unanswerable(format!(
            "the ratio of rates for {} has no limit: one of its sides has no event; leave it out, \
             or join groups that are small",
            names.join(", ")
        ))
    }
}

fn check(counts: &Counts<'_>) -> Result<(), Refusal> {
    let people = counts.events.len();
    if counts.covariates.is_empty() {
        return Err(Refusal::NoCovariates);
    }
    for (name, length) in [
        ("exposure", counts.exposure.map(<[f64]>::len)),
        ("weight", counts.weights.map(<[f64]>::len)),
        ("cluster", counts.clusters.map(<[usize]>::len)),
    ] {
        if length.is_some_and(|length| length != people) {
            return Err(Refusal::UnevenColumn(name.into()));
        }
    }
    for own in counts.covariates {
        if own.values.len() != people {
            return Err(Refusal::UnevenColumn(own.name.clone()));
        }
        let missing = own.values.iter().filter(|value| !value.is_finite()).count();
        if missing > 0 {
            return Err(unanswerable(format!(
                "\"{}\" is missing for {missing} of {people} people; leave them out, and count them",
                own.name
            )));
        }
    }
    let whole = |count: &f64| (0.0..=LARGEST_COUNT).contains(count) && count.fract() == 0.0;
    if let Some(at) = counts.events.iter().position(|count| !whole(count)) {
        return Err(unanswerable(format!(
            "row {} counts {} events; counts are whole numbers from 0 to {LARGEST_COUNT}",
            at + 1,
            counts.events[at]
        )));
    }
    let sound = |values: Option<&[f64]>, least: f64| {
        values.is_none_or(|all| all.iter().all(|value| *value >= least && value.is_finite()))
    };
    if !sound(counts.exposure, f64::MIN_POSITIVE) || !sound(counts.weights, 0.0) {
        return Err(unanswerable(
            "time at risk must be above 0 for everyone, and weights 0 or more",
        ));
    }
    Ok(())
}
