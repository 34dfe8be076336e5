//! Weights that make the pool as a whole like the treated: by the odds of taking part, or by the
//! least uneven weights that make the means equal (entropy balancing).

use crate::design::Covariate;
use crate::linear::{BLOCK, Gram, Rows, dot};
use crate::refusal::Refusal;

/// Fewest people of the pool, in effect, that a weighted comparison may rest on, and the share of
/// the treated that is needed besides.
pub const FEWEST_EFFECTIVE: f64 = 30.0;
/// Largest share of all the weight that one person may carry.
pub const LARGEST_SHARE: f64 = 0.05;
/// Largest share of the treated whose score may be beyond everybody's in the pool.
pub const MOST_OUTSIDE: f64 = 0.25;

/// Rounds of the search for balancing weights.
const MOST_ROUNDS: usize = 100;
/// Difference of means, in standard deviations of everyone, at which they are equal.
const EQUAL: f64 = 1e-12;
/// A multiplier beyond this means that no weights can make the means equal: they would go to a
/// few people at the edge of the pool.
const LARGEST_MULTIPLIER: f64 = 60.0;

/// Returns weights by the odds of taking part, p/(1-p): 1 for the treated.
#[must_use]
pub fn odds(treated: &[bool], logit: &[f64]) -> Vec<f64> {
    treated.iter().zip(logit).map(|(on, logit)| if *on { 1.0 } else { logit.exp() }).collect()
}

/// Returns entropy balancing weights (Hainmueller 2012, Political Analysis 20:25): of all weights
/// under which the pool's mean of every covariate is that of the treated, those nearest to equal.
/// 1 for the treated; the pool's add up to as many as there are treated.
///
/// # Errors
/// Those of the covariates, and [`Refusal::NotFeasible`] when there are no such weights.
pub fn entropy(treated: &[bool], covariates: &[Covariate]) -> Result<Vec<f64>, Refusal> {
    let rows = Rows::checked(covariates)?;
    entropy_of_rows(treated, &rows, &vec![0.0; covariates.len()])
}

/// The same on rows that were checked, starting from slopes on the standardised covariates; those
/// of the score are near, because the odds are weights of the same form.
pub(crate) fn entropy_of_rows(
    treated: &[bool],
    rows: &Rows<'_>,
    start: &[f64],
) -> Result<Vec<f64>, Refusal> {
    let dual = Dual::new(treated, rows);
    let mut multipliers: Vec<f64> = std::iter::once(0.0).chain(start.iter().copied()).collect();
    let mut last = dual.at(&multipliers, 0.0);
    if !last.value.is_finite() || start.iter().any(|slope| slope.abs() > LARGEST_MULTIPLIER) {
        multipliers.fill(0.0);
        last = dual.at(&multipliers, 0.0);
    }
    for _ in 0..MOST_ROUNDS {
        if last.worst() < EQUAL {
            return Ok(dual.weights(&last));
        }
        let step = last.step().ok_or_else(|| not_feasible(&dual, &multipliers))?;
        let mut size = 1.0;
        let next = loop {
            let there: Vec<f64> =
                (0..step.len()).map(|k| multipliers[k] - size * step[k]).collect();
            let next = dual.at(&there, last.largest);
            // At the end rounding decides whether the value falls, so equal is good enough.
            if next.value <= last.value + 1e-13 * last.value.abs() {
                multipliers = there;
                break next;
            }
            size /= 2.0;
            if size < 1e-6 {
                return if last.worst() < EQUAL.sqrt() {
                    Ok(dual.weights(&last))
                } else {
                    Err(not_feasible(&dual, &multipliers))
                };
            }
        };
        if multipliers.iter().any(|value| value.abs() > LARGEST_MULTIPLIER) {
            return Err(not_feasible(&dual, &multipliers));
        }
        // No better can be had when rounding is all that is left.
        let done = next.worst() < 1e-9 && next.worst() >= last.worst() / 2.0;
        last = next;
        if done {
            return Ok(dual.weights(&last));
        }
    }
    Err(not_feasible(&dual, &multipliers))
}

/// Refuses weights that rest on too few people.
///
/// # Errors
/// [`Refusal::WeightsBlowUp`].
pub fn refuse_blown_up(treated: &[bool], weights: &[f64]) -> Result<(), Refusal> {
    let of_pool = || treated.iter().zip(weights).filter(|(on, _)| !**on).map(|(_, weight)| *weight);
    let sum: f64 = of_pool().sum();
    let effective = sum * sum / of_pool().map(|weight| weight * weight).sum::<f64>();
    let share = of_pool().fold(0.0, f64::max) / sum;
    let n = treated.iter().filter(|on| **on).count() as f64;
    let needed = FEWEST_EFFECTIVE.max(n / 4.0);
    if effective >= needed && share <= LARGEST_SHARE {
        return Ok(());
    }
    Err(Refusal::WeightsBlowUp {
        effective: effective.floor().max(0.0) as usize,
        needed: needed.ceil() as usize,
        percent: (share * 100.0).round() as usize,
    })
}

/// The convex function whose least value gives the weights: ln Σ exp(λ · (x - treated mean)).
struct Dual<'a> {
    treated: &'a [bool],
    rows: &'a Rows<'a>,
    /// Mean of the treated on each standardised covariate, a 0 for the constant in front.
    target: Vec<f64>,
    n: f64,
}

/// Where one set of multipliers leads.
struct Place {
    value: f64,
    /// Weighted means of the pool minus the means of the treated.
    gaps: Vec<f64>,
    sums: Gram,
    /// Log weight of everyone, less `shift`.
    total: f64,
    shift: f64,
    largest: f64,
    logs: Vec<f64>,
}

impl<'a> Dual<'a> {
    fn new(treated: &'a [bool], rows: &'a Rows<'a>) -> Self {
        let mut target = vec![0.0; rows.width()];
        rows.blocks(|block| {
            let took_part = &treated[block.first..block.first + block.len];
            for (k, sum) in target.iter_mut().enumerate().skip(1) {
                let seen = block.column(k).iter().zip(took_part);
                *sum += seen.filter(|(_, on)| **on).map(|(value, _)| value).sum::<f64>();
            }
        });
        let n = treated.iter().filter(|on| **on).count() as f64;
        target.iter_mut().for_each(|sum| *sum /= n);
        Self { treated, rows, target, n }
    }

    /// Follows multipliers. Weights are kept in range by `shift`, the largest log weight so far.
    fn at(&self, multipliers: &[f64], shift: f64) -> Place {
        let mut coefficients = multipliers.to_vec();
        coefficients[0] = -dot(multipliers, &self.target);
        let mut logs = Vec::with_capacity(self.treated.len());
        let mut largest = f64::NEG_INFINITY;
        let mut sums = Gram::new(self.rows.width());
        let (mut predicted, mut weights) = ([0.0; BLOCK], [0.0; BLOCK]);
        self.rows.blocks(|block| {
            block.predict(&coefficients, &mut predicted);
            for at in 0..block.len {
                weights[at] = if self.treated[block.first + at] {
                    0.0
                } else {
                    largest = largest.max(predicted[at]);
                    (predicted[at] - shift).exp()
                };
            }
            sums.add(block, Some(&weights[..block.len]), None);
            logs.extend_from_slice(&predicted[..block.len]);
        });
        let total = sums.at(0, 0);
        let mean = |k: usize| sums.at(k, 0) / total - self.target[k];
        let gaps = (0..coefficients.len()).map(|k| if k == 0 { 0.0 } else { mean(k) }).collect();
        Place { value: shift + total.ln(), gaps, sums, total, shift, largest, logs }
    }

    fn weights(&self, at: &Place) -> Vec<f64> {
        let per = self.n / at.total;
        let weight =
            |(log, on): (&f64, &bool)| if *on { 1.0 } else { (log - at.shift).exp() * per };
        at.logs.iter().zip(self.treated).map(weight).collect()
    }
}

impl Place {
    /// Returns the largest difference of means.
    fn worst(&self) -> f64 {
        self.gaps
            .iter()
            .fold(0.0, |most, gap| if gap.is_nan() { f64::INFINITY } else { gap.abs().max(most) })
    }

    /// Returns Newton's step: the covariance of the covariates under the weights, solved for the
    /// gaps. `None` when the weights have gone to people who are all alike.
    fn step(&self) -> Option<Vec<f64>> {
        let width = self.gaps.len();
        let mut covariance = Gram::new(width);
        let mean = |k: usize| self.sums.at(k, 0) / self.total;
        covariance.set(0, 0, 1.0);
        for i in 1..width {
            for j in 1..=i {
                covariance.set(i, j, self.sums.at(i, j) / self.total - mean(i) * mean(j));
            }
        }
        let step = covariance.factor().ok()?.solve(&self.gaps);
        step.iter().all(|value| value.is_finite()).then_some(step)
    }
}

/// Names the covariates of which the pool has nobody beyond the mean of the treated, or else those
/// that the weights were driven along, by at least half of the most.
fn not_feasible(dual: &Dual<'_>, multipliers: &[f64]) -> Refusal {
    let width = dual.rows.width();
    let mut range = vec![(f64::INFINITY, f64::NEG_INFINITY); width];
    dual.rows.blocks(|block| {
        let took_part = &dual.treated[block.first..block.first + block.len];
        for (k, (low, high)) in range.iter_mut().enumerate() {
            for (value, _) in block.column(k).iter().zip(took_part).filter(|(_, on)| !**on) {
                (*low, *high) = (low.min(*value), high.max(*value));
            }
        }
    });
    let largest = multipliers[1..].iter().fold(0.0, |most: f64, value| most.max(value.abs()));
    let beyond = |k: &usize| dual.target[*k] < range[*k].0 || dual.target[*k] > range[*k].1;
    let driven = |k: &usize| multipliers[*k].abs() >= largest / 2.0;
    let mut blamed: Vec<usize> = (1..width).filter(beyond).collect();
    if blamed.is_empty() {
        blamed = (1..width).filter(driven).collect();
    }
    Refusal::NotFeasible(blamed.iter().map(|k| dual.rows.names()[k - 1].to_owned()).collect())
}
