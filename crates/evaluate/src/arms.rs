//! Two groups and one outcome, the pool with weights: differences and their standard errors.

use crate::estimate::{Estimate, LEVEL, Sample};
use crate::interval::{Interval, mean_and_variance, newcombe};

/// The outcomes of two groups as sums, so that nothing is kept of a million people.
pub(crate) struct Arms {
    pub(crate) treated: Vec<f64>,
    pub(crate) pool: Weighted,
}

/// Weighted sums of the pool.
#[derive(Default)]
pub(crate) struct Weighted {
    /// People with a weight and a known outcome.
    pub(crate) people: usize,
    /// Σ w.
    pub(crate) weight: f64,
    mean: f64,
    /// Σ w².
    squares: f64,
    /// Σ w (value - mean)².
    spread: f64,
    /// Σ (w (value - mean))².
    pulls: f64,
}

impl Arms {
    pub(crate) fn new(on: &[bool], values: &[f64], weight: impl Fn(usize) -> f64) -> Self {
        let used = || {
            let each = values
                .iter()
                .enumerate()
                .map(|(person, value)| (on[person], *value, weight(person)));
            each.filter(|(_, value, weight)| !value.is_nan() && *weight > 0.0)
        };
        let (mut treated, mut pool, mut sum) = (Vec::new(), Weighted::default(), 0.0);
        for (took_part, value, weight) in used() {
            if took_part {
                treated.push(value);
            } else {
                pool.people += 1;
                pool.weight += weight;
                pool.squares += weight * weight;
                sum += value * weight;
            }
        }
        pool.mean = sum / pool.weight;
        for (_, value, weight) in used().filter(|(took_part, ..)| !took_part) {
            let gap = value - pool.mean;
            pool.spread += weight * gap.powi(2);
            pool.pulls += (weight * gap).powi(2);
        }
        Self { treated, pool }
    }

    pub(crate) fn treated_mean(&self) -> f64 {
        self.treated.iter().sum::<f64>() / self.treated.len() as f64
    }

    pub(crate) fn pool_mean(&self) -> f64 {
        self.pool.mean
    }

    /// Returns how many people there are, and what the pool is worth, equally weighted.
    pub(crate) fn sample(&self) -> Sample {
        let (effective, _) = self.pool_size_and_variance();
        Sample { n_treated: self.treated.len(), n_pool: self.pool.people, ess: effective }
    }

    /// Kish's effective size of the pool and its weighted variance (n - 1 for equal weights).
    fn pool_size_and_variance(&self) -> (f64, f64) {
        let Weighted { weight, squares, spread, .. } = self.pool;
        (weight * weight / squares, spread / (weight - squares / weight))
    }

    fn treated_variance(&self) -> f64 {
        mean_and_variance(&self.treated).map_or(f64::NAN, |(_, variance)| variance)
    }

    fn difference(&self) -> f64 {
        self.treated_mean() - self.pool_mean()
    }

    /// Difference with unequal variances, Welch–Satterthwaite degrees of freedom, and the
    /// effective size for the pool: the interval that Justice Data Lab reports amount to.
    pub(crate) fn welch(&self) -> Estimate {
        let (size, variance) = self.pool_size_and_variance();
        let n = self.treated.len() as f64;
        let (a, b) = (self.treated_variance() / n, variance / size);
        let df = (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (size - 1.0));
        Estimate::with_t(self.difference(), (a + b).sqrt(), df)
    }

    /// Difference with one variance for both groups, as LaLonde (1986) printed it.
    pub(crate) fn pooled(&self) -> Estimate {
        let (a, b) = (self.treated.len() as f64, self.pool.people as f64);
        let (_, variance) = self.pool_size_and_variance();
        let df = a + b - 2.0;
        let shared = (self.treated_variance() * (a - 1.0) + variance * (b - 1.0)) / df;
        Estimate::with_t(self.difference(), (shared * (1.0 / a + 1.0 / b)).sqrt(), df)
    }

    /// Weighted least squares of the outcome on treatment with the HC1 sandwich error: what
    /// `lm` with `vcovHC(type = "HC1")` gives on MatchIt's weights.
    pub(crate) fn weighted(&self) -> Estimate {
        let (treated, pool, sum) = (self.treated_mean(), self.pool_mean(), self.pool.weight);
        let n_treated = self.treated.len() as f64;
        let a: f64 = self.treated.iter().map(|value| (value - treated).powi(2)).sum();
        let n = n_treated + self.pool.people as f64;
        let variance =
            (a / (n_treated * n_treated) + self.pool.pulls / (sum * sum)) * n / (n - 2.0);
        Estimate::with_t(treated - pool, variance.sqrt(), n - 2.0)
    }

    pub(crate) fn newcombe(&self) -> Interval {
        let (size, _) = self.pool_size_and_variance();
        // Weights that add up to 1 may carry a share of ones or zeroes past the end by rounding.
        let pool = self.pool_mean().clamp(0.0, 1.0);
        newcombe((self.treated_mean(), self.treated.len() as f64), (pool, size), LEVEL)
    }
}
