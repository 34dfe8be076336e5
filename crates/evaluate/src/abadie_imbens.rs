//! The standard error made for matching with replacement: Abadie and Imbens (2006), Econometrica
//! 74:235. The bootstrap is not valid for nearest neighbours (Abadie and Imbens 2008, Econometrica
//! 76:1537), so none is offered.

use crate::estimate::Estimate;
use crate::interval::mean_and_variance;
use crate::line::SAME_SCORE;
use crate::sets::{Gap, Sets};
use crate::tree::Tree;

/// Other people of the pool from whom the variance of the outcome at one place is taken. Abadie
/// and Imbens (2006) allow any small number; 4 is the default of their own program (`nnmatch`).
const NEIGHBOURS: usize = 4;

/// Returns the effect on the treated with one outcome variance for all the matched pairs, as the
/// `Matching` package of R computes it by default. `None` with fewer than two treated people whose
/// outcome and comparison are known.
#[must_use]
pub fn common_variance(sets: &Sets, values: &[f64]) -> Option<Estimate> {
    let gaps = sets.gaps(values);
    let mean = mean_gap(&gaps)?;
    let mut pairs = 0.0;
    let squares = Tree::of(of_pool(sets, values).map(|value| known(value - mean).powi(2)));
    let sums = Tree::of(of_pool(sets, values).map(|value| known(value - mean)));
    for found in &gaps {
        let set = &sets.sets[found.set];
        // Σ w (own - effect - other)², in terms of others less the effect.
        let own = values[set.treated] - 2.0 * mean;
        let over = |tree: &Tree| -> f64 {
            let parts = set.parts.iter();
            parts.map(|part| part.weight * found.scale * tree.sum(part.start, part.end)).sum()
        };
        pairs += own * own - 2.0 * own * over(&sums) + over(&squares);
    }
    let variance = pairs / (2.0 * gaps.len() as f64);
    Some(estimate(sets, values, &gaps, mean, |_| variance))
}

/// Returns the effect on the treated with the variance of the outcome among people of the pool
/// who are near in score and in the same cell:
///
/// V = n₁⁻² [ Σ_treated (gap - effect)² + Σ_pool (K² - K₂) s² ], K the sum of the weights that a
/// person received, K₂ the sum of their squares, s² the variance among them and their nearest
/// four, ties included (of the whole pool for somebody alone in a cell). `None` as for [`common_variance`], and for sets that were made elsewhere.
#[must_use]
pub fn local_variance(sets: &Sets, values: &[f64]) -> Option<Estimate> {
    if sets.order.at.len() != sets.order.pool.len() {
        return None;
    }
    let gaps = sets.gaps(values);
    let mean = mean_gap(&gaps)?;
    let mut near = Near::new(sets, values);
    Some(estimate(sets, values, &gaps, mean, |place| near.variance(place)))
}

fn mean_gap(gaps: &[Gap]) -> Option<f64> {
    let only: Vec<f64> = gaps.iter().map(|found| found.gap).collect();
    mean_and_variance(&only).map(|(mean, _)| mean)
}

fn of_pool<'a>(sets: &'a Sets, values: &'a [f64]) -> impl ExactSizeIterator<Item = f64> + 'a {
    sets.order.pool.iter().map(|person| values[*person])
}

fn known(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value }
}

fn estimate(
    sets: &Sets,
    values: &[f64],
    gaps: &[Gap],
    mean: f64,
    mut outcome_variance: impl FnMut(usize) -> f64,
) -> Estimate {
    let n = gaps.len() as f64;
    let own: f64 = gaps.iter().map(|found| (found.gap - mean).powi(2)).sum();
    let uses = || gaps.iter().map(|found| (&sets.sets[found.set], found.scale));
    let sums = sets.received(uses(), |weight| weight);
    let squares = sets.received(uses(), |weight| weight * weight);
    let mut reuse = 0.0;
    for (place, value) in of_pool(sets, values).enumerate() {
        // Somebody who was used once has no more than rounding here.
        let again = sums[place] * sums[place] - squares[place];
        if !value.is_nan() && again > 1e-15 {
            reuse += again * outcome_variance(place);
        }
    }
    Estimate::with_z(mean, ((own + reuse) / (n * n)).sqrt())
}

/// The people of the pool whose outcome is known, in the pool's order.
struct Near<'a> {
    sets: &'a Sets,
    at: Vec<f64>,
    cell: Vec<usize>,
    /// Where each place of the pool is among them, or would be.
    among: Vec<usize>,
    /// Outcomes less their mean, with sums of them and of their squares.
    values: Vec<f64>,
    sums: Tree,
    squares: Tree,
    /// Where the cell that was looked at last begins and ends.
    bounds: (usize, usize),
}

impl<'a> Near<'a> {
    fn new(sets: &'a Sets, outcomes: &[f64]) -> Self {
        let (mut at, mut cell, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let mut among = Vec::with_capacity(sets.order.pool.len());
        for (place, value) in of_pool(sets, outcomes).enumerate() {
            among.push(values.len());
            if !value.is_nan() {
                values.push(value);
                at.push(sets.order.at[place]);
                cell.push(sets.order.cell[place]);
            }
        }
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        values.iter_mut().for_each(|value| *value -= mean);
        let sums = Tree::of(values.iter().copied());
        let squares = Tree::of(values.iter().map(|value| value * value));
        Self { sets, at, cell, among, values, sums, squares, bounds: (0, 0) }
    }

    /// Returns the variance of the outcome around one place of the pool.
    fn variance(&mut self, place: usize) -> f64 {
        let (own, from) = (self.among[place], self.sets.order.at[place]);
        if own < self.bounds.0 || own >= self.bounds.1 {
            let cell = self.cell[own];
            let low = self.cell.partition_point(|other| *other < cell);
            self.bounds = (low, self.cell.partition_point(|other| *other <= cell));
        }
        let (low, high) = self.bounds;
        let (mut first, mut past) = (own, own + 1);
        let mut reach = 0.0;
        while past - first <= NEIGHBOURS && past - first < high - low {
            let below = if first > low { from - self.at[first - 1] } else { f64::INFINITY };
            let above = if past < high { self.at[past] - from } else { f64::INFINITY };
            reach = below.min(above);
            if below <= above { first -= 1 } else { past += 1 }
        }
        // Everyone as near as the farthest of them, so that the order of rows changes nothing.
        // Most often there is nobody else, and a look at the next saves a search.
        reach += SAME_SCORE;
        if first > low && from - self.at[first - 1] <= reach {
            first = low + self.at[low..first].partition_point(|at| from - at > reach);
        }
        if past < high && self.at[past] - from <= reach {
            past += self.at[past..high].partition_point(|at| at - from <= reach);
        }
        match past - first {
            1 => self.over(0, self.at.len()),
            _ => self.over(first, past),
        }
    }

    fn over(&self, first: usize, past: usize) -> f64 {
        let n = (past - first) as f64;
        if n < 2.0 {
            return 0.0;
        }
        if past - first <= 4 * NEIGHBOURS {
            return mean_and_variance(&self.values[first..past]).map_or(0.0, |(_, v)| v);
        }
        let sum = self.sums.sum(first, past);
        ((self.squares.sum(first, past) - sum * sum / n) / (n - 1.0)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sets::{Order, Part, Set};
    use std::sync::Arc;

    /// Seven people of the pool in two cells; two treated people share the first three.
    #[test]
    fn the_local_variance_is_that_of_the_nearest_in_the_cell() {
        let order = Order {
            pool: vec![2, 3, 4, 5, 6, 7, 8],
            at: vec![0.0, 0.1, 0.2, 0.3, 0.4, 9.0, 0.0],
            cell: vec![0, 0, 0, 0, 0, 0, 1],
        };
        let parts = vec![Part { start: 0, end: 3, weight: 1.0 / 3.0 }];
        let sets = Sets {
            order: Arc::new(order),
            sets: vec![Set { treated: 0, parts: parts.clone() }, Set { treated: 1, parts }],
            decided_by_row: 0,
        };
        let values = [5.0, 8.0, 1.0, 2.0, 6.0, 4.0, 2.0, 90.0, 50.0];
        let found = local_variance(&sets, &values).unwrap();
        // Gaps are 5 - 3 and 8 - 3. Of each of the three, the nearest four are the other four of
        // the first five; K = 2/3 and K₂ = 2/9, so K² - K₂ = 2/9.
        let (_, near) = mean_and_variance(&[1.0, 2.0, 6.0, 4.0, 2.0]).unwrap();
        let variance = (2.0 * 1.5 * 1.5 + 3.0 * 2.0 / 9.0 * near) / 4.0;
        assert!((found.estimate - 3.5).abs() < 1e-12);
        assert!((found.se.unwrap() - f64::sqrt(variance)).abs() < 1e-12);
    }
}
