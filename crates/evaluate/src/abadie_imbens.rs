//! The standard error made for matching with replacement: Abadie and Imbens (2006), Econometrica
//! 74:235. The bootstrap is not valid for nearest neighbours (Abadie and Imbens 2008, Econometrica
//! 76:1537), so none is offered.

use std::borrow::Cow;
use std::cell::OnceCell;

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
    let pool = sets.of_pool(values);
    let gaps = sets.gaps_to(values, &pool);
    let mean = mean_gap(&gaps)?;
    let mut pairs = 0.0;
    let squares = Tree::of(pool.iter().map(|value| known(value - mean).powi(2)));
    let sums = Tree::of(pool.iter().map(|value| known(value - mean)));
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
    Some(estimate(sets, &pool, &gaps, mean, |_| variance))
}

/// Returns the effect on the treated with the variance of the outcome among people of the pool
/// who are near in score and in the same cell:
///
/// V = n₁⁻² [ Σ_treated (gap - effect)² + Σ_pool (K² - K₂) s² ], K the sum of the weights that a
/// person received, K₂ the sum of their squares, s² the variance among them and their nearest
/// four, ties included (of the whole pool for somebody alone in a cell). `None` as for [`common_variance`], and for sets that were made elsewhere.
#[must_use]
pub fn local_variance(sets: &Sets, values: &[f64]) -> Option<Estimate> {
    let order = &sets.order;
    if order.at.len() != order.pool.len() {
        return None;
    }
    let pool = sets.of_pool(values);
    let gaps = sets.gaps_to(values, &pool);
    let mean = mean_gap(&gaps)?;
    let is_known: Vec<bool> = pool.iter().map(|value| !value.is_nan()).collect();
    let near = if is_known.iter().all(|known| *known) {
        Cow::Borrowed(order.near.get_or_init(|| nearest(&order.at, &order.cell)).as_slice())
    } else {
        Cow::Owned(nearest(&of_known(&order.at, &is_known), &of_known(&order.cell, &is_known)))
    };
    let around = Around::new(of_known(&pool, &is_known));
    Some(estimate(sets, &pool, &gaps, mean, |nth| around.variance(near[nth])))
}

fn mean_gap(gaps: &[Gap]) -> Option<f64> {
    let only: Vec<f64> = gaps.iter().map(|found| found.gap).collect();
    mean_and_variance(&only).map(|(mean, _)| mean)
}

fn known(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value }
}

fn of_known<T: Copy>(all: &[T], is_known: &[bool]) -> Vec<T> {
    all.iter().zip(is_known).filter(|(_, known)| **known).map(|(one, _)| *one).collect()
}

/// `outcome_variance` is asked by the place among those of the pool whose outcome is known.
fn estimate(
    sets: &Sets,
    pool: &[f64],
    gaps: &[Gap],
    mean: f64,
    outcome_variance: impl Fn(usize) -> f64,
) -> Estimate {
    let n = gaps.len() as f64;
    let own: f64 = gaps.iter().map(|found| (found.gap - mean).powi(2)).sum();
    let again = sets.reused(gaps);
    let known = pool.iter().zip(&*again).filter(|(value, _)| !value.is_nan());
    // Somebody who was used once has no more than rounding here.
    let reuse: f64 = known
        .enumerate()
        .filter(|(_, (_, again))| **again > 1e-15)
        .map(|(nth, (_, again))| again * outcome_variance(nth))
        .sum();
    Estimate::with_z(mean, ((own + reuse) / (n * n)).sqrt())
}

/// Returns of each place the stretch of the nearest [`NEIGHBOURS`] in its cell and of everyone as
/// near as the farthest of them, so that the order of rows changes nothing.
fn nearest(at: &[f64], cell: &[u32]) -> Vec<(u32, u32)> {
    let mut near = Vec::with_capacity(at.len());
    let mut low = 0;
    for same in cell.chunk_by(|one, next| one == next) {
        let high = low + same.len();
        for own in low..high {
            let (first, past) = stretch(at, own, low, high);
            // A table has far fewer rows than this can count (see read::MOST_ROWS).
            near.push((first as u32, past as u32));
        }
        low = high;
    }
    near
}

fn stretch(at: &[f64], own: usize, low: usize, high: usize) -> (usize, usize) {
    let from = at[own];
    let (mut first, mut past) = (own, own + 1);
    let mut reach = 0.0;
    while past - first <= NEIGHBOURS && past - first < high - low {
        let below = if first > low { from - at[first - 1] } else { f64::INFINITY };
        let above = if past < high { at[past] - from } else { f64::INFINITY };
        reach = below.min(above);
        if below <= above { first -= 1 } else { past += 1 }
    }
    // Most often there is nobody else, and a look at the next saves a search.
    reach += SAME_SCORE;
    if first > low && from - at[first - 1] <= reach {
        first = low + at[low..first].partition_point(|at| from - at > reach);
    }
    if past < high && at[past] - from <= reach {
        past += at[past..high].partition_point(|at| at - from <= reach);
    }
    (first, past)
}

/// Outcomes less their mean.
struct Around {
    values: Vec<f64>,
    /// Sums of them and of their squares, made when a long stretch is first asked for.
    sums: OnceCell<(Tree, Tree)>,
}

impl Around {
    fn new(mut values: Vec<f64>) -> Self {
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        values.iter_mut().for_each(|value| *value -= mean);
        Self { values, sums: OnceCell::new() }
    }

    /// Returns the variance over a stretch; over everyone where that is one person.
    fn variance(&self, (first, past): (u32, u32)) -> f64 {
        match past - first {
            1 => self.over(0, self.values.len()),
            _ => self.over(first as usize, past as usize),
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
        let (sums, squares) = self.sums.get_or_init(|| {
            let each = self.values.iter().copied();
            (Tree::of(each.clone()), Tree::of(each.map(|value| value * value)))
        });
        let sum = sums.sum(first, past);
        ((squares.sum(first, past) - sum * sum / n) / (n - 1.0)).max(0.0)
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
            ..Order::default()
        };
        let parts = vec![Part { start: 0, end: 3, weight: 1.0 / 3.0 }];
        let sets = Sets {
            order: Arc::new(order),
            sets: vec![Set { treated: 0, parts: parts.clone() }, Set { treated: 1, parts }],
            ..Sets::default()
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
