//! How often, in the comparison as it was sealed: mean counts and the ratio of two rates.

use serde::Serialize;

use crate::compared::Compared;
use crate::design::{Matched, Sealed};
use crate::estimate::LEVEL;
use crate::findings::Reading;
use crate::frequency::{Counts, negative_binomial, poisson};
use crate::outcome::{Kind, Outcome};
use crate::refusal::Refusal;
use crate::table::Outcomes;

use super::survival::Both;
use super::{RefusedPart, adjusted_for, adjusts, adjusts_beside, keep, reading_of_weights};

/// The frequency analysis of one outcome of kind `count`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Frequency {
    /// Whether the groups' means may be read as an effect.
    pub reading: Reading,
    /// People whose count (and time at risk) is known.
    pub people: Both<usize>,
    /// Events among them, not weighted.
    pub events: Both<f64>,
    /// Mean number of events a person, weighted.
    pub mean_count: Both<f64>,
    /// Variance of the number of events between people, weighted.
    pub variance: Both<f64>,
    /// Column of the time at risk; null where it is the same for all.
    pub exposure: Option<String>,
    /// Events for each unit of time at risk, weighted; null with `exposure`.
    pub rate: Option<Both<f64>>,
    /// Ratio of the rates by Poisson with robust errors: the one to report.
    pub poisson: Option<RateRatio>,
    /// Ratio of the rates by a negative binomial model, whose errors rest on the model.
    pub negative_binomial: Option<RateRatio>,
    /// How much counts scatter between people beyond chance, by the negative binomial: variance =
    /// mean + dispersion × mean². 0 where they scatter no more than chance; for planning.
    pub dispersion: Option<f64>,
    /// The ratio by Poisson with the covariates in the model, where people were chosen by lot.
    pub poisson_adjusted: Option<RateRatio>,
    /// What could not be had, and why.
    pub refused: Vec<RefusedPart>,
}

/// The rate of the people who took part over that of the comparison.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateRatio {
    /// The ratio.
    pub rate_ratio: f64,
    /// Its natural logarithm.
    pub log_ratio: f64,
    /// Standard error of the logarithm.
    pub se: f64,
    /// Lower limit of the ratio's 95% interval.
    pub ci_low: f64,
    /// Upper limit.
    pub ci_high: f64,
    /// Two-sided p-value of no difference.
    pub p: f64,
    /// Covariates held in the model; none where the weights do that.
    pub adjusted_for: Vec<String>,
}

impl Sealed {
    /// Analyses how often, for an outcome of kind `count`.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], values that a count or a time at risk cannot have, and
    /// [`Refusal::OutcomeUnknown`]. What fails beyond that stands in [`Frequency::refused`].
    pub fn frequency(&self, outcomes: &Outcomes, outcome: &Outcome) -> Result<Frequency, Refusal> {
        if outcome.kind != Kind::Count {
            return Err(Refusal::Setting(format!(
                "outcome \"{}\" is not of kind \"count\"",
                outcome.name
            )));
        }
        let matched = self.matched();
        let rows = &matched.design.row;
        let mut events = outcome.read(outcomes, rows)?.values;
        let exposure = outcome.exposure(outcomes, rows)?;
        for (count, time) in events.iter_mut().zip(exposure.iter().flatten()) {
            *count = if time.is_nan() { f64::NAN } else { *count };
        }
        let compared = Compared::of(&matched.design, &matched.primary, &events)
            .map_err(|_| Refusal::OutcomeUnknown(outcome.name.clone()))?;
        let take = |all: &[f64]| compared.people.iter().map(|at| all[*at]).collect::<Vec<f64>>();
        let parts = Parts {
            matched,
            events: take(&events),
            exposure: exposure.as_deref().map(take),
            compared: &compared,
        };
        Ok(parts.frequency(outcome))
    }
}

struct Parts<'a> {
    matched: &'a Matched,
    compared: &'a Compared,
    events: Vec<f64>,
    exposure: Option<Vec<f64>>,
}

impl Parts<'_> {
    fn frequency(&self, outcome: &Outcome) -> Frequency {
        let adjusted = adjusts(self.matched);
        let mut refused = Vec::new();
        let binomial = keep("negative_binomial", self.binomial(adjusted), &mut refused);
        let poisson = keep("poisson", self.poisson(adjusted), &mut refused);
        let beside = adjusts_beside(self.matched)
            .then(|| keep("poisson_adjusted", self.poisson(true), &mut refused));
        Frequency {
            reading: reading_of_weights(self.matched),
            people: self.both(|treated| self.places(treated).count()),
            events: self.both(|treated| self.places(treated).map(|at| self.events[at]).sum()),
            mean_count: self.both(|treated| self.moments(treated).0),
            variance: self.both(|treated| self.moments(treated).1),
            exposure: outcome.exposure.clone(),
            rate: self.exposure.as_ref().map(|exposure| {
                self.both(|treated| self.sum(treated, &self.events) / self.sum(treated, exposure))
            }),
            poisson,
            dispersion: binomial.as_ref().map(|(_, dispersion)| *dispersion),
            negative_binomial: binomial.map(|(ratio, _)| ratio),
            poisson_adjusted: beside.flatten(),
            refused,
        }
    }

    fn both<T>(&self, of: impl Fn(bool) -> T) -> Both<T> {
        Both { treated: of(true), comparison: of(false) }
    }

    fn places(&self, treated: bool) -> impl Iterator<Item = usize> + '_ {
        (0..self.events.len()).filter(move |at| self.compared.treated[*at] == treated)
    }

    fn sum(&self, treated: bool, values: &[f64]) -> f64 {
        self.places(treated).map(|at| self.compared.weights[at] * values[at]).sum()
    }

    /// Weighted mean and variance, with the divisor Σw - Σw²/Σw, which is n - 1 for equal weights.
    fn moments(&self, treated: bool) -> (f64, f64) {
        let weight = |at: usize| self.compared.weights[at];
        let all: f64 = self.places(treated).map(weight).sum();
        let squares: f64 = self.places(treated).map(|at| weight(at) * weight(at)).sum();
        let mean = self.sum(treated, &self.events) / all;
        let spread = self.places(treated).map(|at| weight(at) * (self.events[at] - mean).powi(2));
        (mean, spread.sum::<f64>() / (all - squares / all))
    }

    fn poisson(&self, adjusted: bool) -> Result<RateRatio, Refusal> {
        let covariates = self.compared.columns(&self.matched.design, adjusted);
        let fit = poisson(Counts {
            events: &self.events,
            exposure: self.exposure.as_deref(),
            covariates: &covariates,
            weights: Some(&self.compared.weights),
            clusters: None,
        })?;
        self.ratio(&fit, adjusted)
    }

    /// The model takes weights for numbers of people, so the pool's are scaled to add up to what
    /// the pool is worth, equally weighted: its errors would be too small otherwise.
    fn binomial(&self, adjusted: bool) -> Result<(RateRatio, f64), Refusal> {
        let per = self.compared.sample.ess / self.compared.sample.n_pool as f64;
        let sides = self.compared.weights.iter().zip(&self.compared.treated);
        let weights: Vec<f64> = sides.map(|(w, on)| if *on { *w } else { w * per }).collect();
        let covariates = self.compared.columns(&self.matched.design, adjusted);
        let fit = negative_binomial(Counts {
            events: &self.events,
            exposure: self.exposure.as_deref(),
            covariates: &covariates,
            weights: Some(&weights),
            clusters: None,
        })?;
        Ok((self.ratio(&fit, adjusted)?, fit.dispersion.unwrap_or(0.0)))
    }

    fn ratio(
        &self,
        fit: &crate::frequency::Frequency,
        adjusted: bool,
    ) -> Result<RateRatio, Refusal> {
        let (own, ratio) =
            fit.rates.get(1).zip(fit.rate_ratio(0, LEVEL)).ok_or(Refusal::NoCovariates)?;
        Ok(RateRatio {
            rate_ratio: ratio.estimate,
            log_ratio: own.log_ratio,
            se: own.se,
            ci_low: ratio.low,
            ci_high: ratio.high,
            p: own.p,
            adjusted_for: adjusted_for(self.matched, adjusted),
        })
    }
}
