//! Two groups and one outcome, the pool with weights: differences and their standard errors.

use crate::estimate::{Estimate, LEVEL, Sample};
use crate::interval::{Interval, mean_and_variance, newcombe};

/// Outcome values of the two groups, with the pool's weights.
pub(crate) struct Arms {
    pub(crate) treated: Vec<f64>,
    pub(crate) pool: Vec<(f64, f64)>,
}

impl Arms {
    pub(crate) fn new(on: &[bool], values: &[f64], weight: impl Fn(usize) -> f64) -> Self {
        // Memory that nobody is written into costs nothing, and copying a list as it grows does.
        let mut arms = Self { treated: Vec::new(), pool: Vec::with_capacity(values.len()) };
        for (person, value) in values.iter().enumerate() {
            let weight = weight(person);
            if value.is_nan() || weight <= 0.0 {
                continue;
            }
            if on[person] {
                arms.treated.push(*value);
            } else {
                arms.pool.push((*value, weight));
            }
        }
        arms
    }

    pub(crate) fn treated_mean(&self) -> f64 {
        self.treated.iter().sum::<f64>() / self.treated.len() as f64
    }

    fn weight(&self) -> f64 {
        self.pool.iter().map(|(_, weight)| weight).sum()
    }

    pub(crate) fn pool_mean(&self) -> f64 {
        self.pool.iter().map(|(value, weight)| value * weight).sum::<f64>() / self.weight()
    }

    /// Returns how many people there are, and what the pool is worth, equally weighted.
    pub(crate) fn sample(&self) -> Sample {
        let (effective, _) = self.pool_size_and_variance();
        Sample { n_treated: self.treated.len(), n_pool: self.pool.len(), ess: effective }
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
    pub(crate) fn welch(&self) -> Estimate {
        let (size, variance) = self.pool_size_and_variance();
        let n = self.treated.len() as f64;
        let (a, b) = (self.treated_variance() / n, variance / size);
        let df = (a + b).powi(2) / (a * a / (n - 1.0) + b * b / (size - 1.0));
        Estimate::with_t(self.difference(), (a + b).sqrt(), df)
    }

    /// Difference with one variance for both groups, as LaLonde (1986) printed it.
    pub(crate) fn pooled(&self) -> Estimate {
        let (a, b) = (self.treated.len() as f64, self.pool.len() as f64);
        let (_, variance) = self.pool_size_and_variance();
        let df = a + b - 2.0;
        let shared = (self.treated_variance() * (a - 1.0) + variance * (b - 1.0)) / df;
        Estimate::with_t(self.difference(), (shared * (1.0 / a + 1.0 / b)).sqrt(), df)
    }

    /// Weighted least squares of the outcome on treatment with the HC1 sandwich error: what
    /// `lm` with `vcovHC(type = "HC1")` gives on MatchIt's weights.
    pub(crate) fn weighted(&self) -> Estimate {
        let (treated, pool, sum) = (self.treated_mean(), self.pool_mean(), self.weight());
        let n_treated = self.treated.len() as f64;
        let a: f64 = self.treated.iter().map(|value| (value - treated).powi(2)).sum();
        let b: f64 =
            self.pool.iter().map(|(value, weight)| (weight * (value - pool)).powi(2)).sum();
        let n = n_treated + self.pool.len() as f64;
        let variance = (a / (n_treated * n_treated) + b / (sum * sum)) * n / (n - 2.0);
        Estimate::with_t(treated - pool, variance.sqrt(), n - 2.0)
    }

    pub(crate) fn newcombe(&self) -> Interval {
        let (size, _) = self.pool_size_and_variance();
        // Weights that add up to 1 may carry a share of ones or zeroes past the end by rounding.
        let pool = self.pool_mean().clamp(0.0, 1.0);
        newcombe((self.treated_mean(), self.treated.len() as f64), (pool, size), LEVEL)
    }
}
