//! How much counts scatter between people, by maximum likelihood at known means, as the size
//! θ = 1 / dispersion of a negative binomial.

use statrs::function::gamma::ln_gamma;

use super::Model;

/// Sizes looked among: beyond the largest the counts scatter as Poisson's do.
const SIZES: (f64, f64) = (1e-6, 1e8);
/// Rounds of Newton's method, each kept inside the bracket found so far.
const MOST_ROUNDS: usize = 100;

/// Log likelihood of independent Poisson counts.
pub(super) fn poisson_likelihood(model: &Model, mean: &[f64]) -> f64 {
    let each = mean.iter().enumerate().map(|(at, mean)| {
        let count = model.events[at];
        let seen = if count > 0.0 { count * mean.ln() } else { 0.0 };
        model.weights[at] * (seen - mean)
    });
    let orders = model.counts.iter().map(|(count, weight)| weight * ln_gamma(count + 1.0));
    each.sum::<f64>() - orders.sum::<f64>()
}

/// Log likelihood of negative binomial counts with variance mean + dispersion × mean².
pub(super) fn likelihood(model: &Model, mean: &[f64], dispersion: f64) -> f64 {
    if dispersion == 0.0 {
        return poisson_likelihood(model, mean);
    }
    let size = 1.0 / dispersion;
    let at_size = ln_gamma(size);
    let each = mean.iter().enumerate().map(|(at, mean)| {
        let count = model.events[at];
        let seen = if count > 0.0 { count * (mean / (mean + size)).ln() } else { 0.0 };
        model.weights[at] * (seen - size * (mean / size).ln_1p())
    });
    let ways = model
        .counts
        .iter()
        .map(|(count, weight)| weight * (ln_gamma(count + size) - at_size - ln_gamma(count + 1.0)));
    each.sum::<f64>() + ways.sum::<f64>()
}

/// The weight of the people with more than 0, 1, 2 … events, with which the gamma functions of the
/// likelihood become short sums.
pub(super) struct Spread {
    more_than: Vec<f64>,
    size: f64,
}

impl Spread {
    pub(super) fn new(model: &Model) -> Self {
        let most = model.counts.last().map_or(0, |(count, _)| *count as usize);
        let mut more_than = vec![0.0; most];
        for (count, weight) in &model.counts {
            if *count > 0.0 {
                more_than[*count as usize - 1] += weight;
            }
        }
        for at in (1..most).rev() {
            more_than[at - 1] += more_than[at];
        }
        Self { more_than, size: 1.0 }
    }

    /// Returns the dispersion of greatest likelihood at these means; 0 when counts scatter no more
    /// than Poisson's.
    pub(super) fn best(&mut self, model: &Model, mean: &[f64]) -> f64 {
        // The slope of the likelihood in the dispersion at 0, twice.
        let excess: f64 = (0..mean.len())
            .map(|at| {
                model.weights[at] * ((model.events[at] - mean[at]).powi(2) - model.events[at])
            })
            .sum();
        if excess <= 0.0 {
            return 0.0;
        }
        let (mut low, mut high) = SIZES;
        for _ in 0..MOST_ROUNDS {
            let (slope, curvature) = self.slope(model, mean, self.size);
            if slope > 0.0 {
                low = self.size;
            } else {
                high = self.size;
            }
            // Newton in the logarithm of the size.
            let bend = curvature * self.size + slope;
            let newton = self.size * (-slope / bend).clamp(-2.0, 2.0).exp();
            let usable = bend < 0.0 && newton > low && newton < high;
            let next = if usable { newton } else { (low * high).sqrt() };
            let settled = (next / self.size - 1.0).abs() < 1e-13;
            self.size = next;
            if settled {
                break;
            }
        }
        1.0 / self.size
    }

    /// Returns the first and second derivative of the likelihood in the size.
    fn slope(&self, model: &Model, mean: &[f64], size: f64) -> (f64, f64) {
        let (mut first, mut second) = (0.0, 0.0);
        for (below, weight) in self.more_than.iter().enumerate() {
            let share = 1.0 / (size + below as f64);
            first += weight * share;
            second -= weight * share * share;
        }
        for (at, mean) in mean.iter().enumerate() {
            let (weight, count) = (model.weights[at], model.events[at]);
            let all = mean + size;
            first += weight * (-(mean / size).ln_1p() + (mean - count) / all);
            second += weight * (mean / (size * all) - (mean - count) / (all * all));
        }
        (first, second)
    }
}
