//! The mix of columns that is closest to another column: least squares with weights of 0 or more
//! that add up to 1.

use faer::prelude::Solve;
use faer::{Mat, Side};

/// Share of the diagonal added to it, so that columns which are copies share their weight.
const RIDGE: f64 = 1e-10;
/// A weight or a multiplier this far below 0 is rounding.
const ROUNDING: f64 = 1e-12;

/// Returns the weights, by an active set: a site at a time is let in while that makes the mix
/// closer, and put out when its weight would fall below 0 (Lawson and Hanson 1974, Solving Least
/// Squares Problems, chapter 23, with a sum of 1).
pub(super) fn closest_mix(target: &[f64], columns: &[&[f64]]) -> Vec<f64> {
    let count = columns.len();
    let scale = target.iter().chain(columns.iter().copied().flatten());
    let scale = scale.fold(0.0, |most: f64, value| most.max(value.abs())).max(f64::MIN_POSITIVE);
    let products = |a: &[f64], b: &[f64]| -> f64 {
        a.iter().zip(b).map(|(x, y)| (x / scale) * (y / scale)).sum()
    };
    // Weights add up to 1, so columns may be read as gaps to the target.
    let gaps: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| column.iter().zip(target).map(|(value, own)| value - own).collect())
        .collect();
    let mut square = Mat::from_fn(count, count, |i, j| products(&gaps[i], &gaps[j]));
    let trace = (0..count).map(|i| square[(i, i)]).sum::<f64>() / count as f64;
    for i in 0..count {
        square[(i, i)] += RIDGE * trace.max(f64::MIN_POSITIVE);
    }
    let nearest = (0..count).min_by(|a, b| square[(*a, *a)].total_cmp(&square[(*b, *b)]));
    let mut weights = vec![0.0; count];
    let mut inside: Vec<usize> = nearest.into_iter().collect();
    inside.iter().for_each(|at| weights[*at] = 1.0);
    // Each round makes the mix closer, and there are finitely many sets of sites.
    for _ in 0..20 * count.max(1) {
        let slope = |at: usize| -> f64 { (0..count).map(|j| square[(at, j)] * weights[j]).sum() };
        let level: f64 = inside.iter().map(|at| weights[*at] * slope(*at)).sum();
        let outside =
            (0..count).filter(|at| !inside.contains(at)).map(|at| (at, slope(at) - level));
        let best = outside.min_by(|a, b| a.1.total_cmp(&b.1));
        let Some((enter, _)) = best.filter(|(_, gain)| *gain < -ROUNDING * trace) else {
            break;
        };
        inside.push(enter);
        while let Some(wanted) = on_the_plane(&square, &inside) {
            let step = inside
                .iter()
                .zip(&wanted)
                .filter(|(_, to)| **to <= 0.0)
                .map(|(at, to)| weights[*at] / (weights[*at] - to));
            let step = step.fold(1.0, f64::min);
            for (at, to) in inside.iter().zip(&wanted) {
                weights[*at] += step * (to - weights[*at]);
            }
            if step >= 1.0 {
                break;
            }
            inside.retain(|at| weights[*at] > ROUNDING);
            (0..count).filter(|at| !inside.contains(at)).for_each(|at| weights[at] = 0.0);
        }
    }
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| (weight / sum).max(0.0)).collect()
}

/// Returns the weights of the sites inside that add up to 1 and are closest, below 0 or not.
fn on_the_plane(square: &Mat<f64>, inside: &[usize]) -> Option<Vec<f64>> {
    let n = inside.len();
    let part = Mat::from_fn(n, n, |i, j| square[(inside[i], inside[j])]);
    let solved = part.llt(Side::Lower).ok()?.solve(&Mat::from_fn(n, 1, |_, _| 1.0));
    let sum: f64 = (0..n).map(|i| solved[(i, 0)]).sum();
    let weights: Vec<f64> = (0..n).map(|i| solved[(i, 0)] / sum).collect();
    weights.iter().all(|weight| weight.is_finite()).then_some(weights)
}
