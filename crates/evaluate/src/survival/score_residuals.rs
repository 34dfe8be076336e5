//! How much each row moves a fitted Cox model, and the robust covariance made from that: Lin and
//! Wei (1989). With Efron's ties as Therneau and Grambsch (2000), Modeling Survival Data, ch. 7.

use std::collections::HashMap;

use faer::Mat;

use super::cox::Fitted;
use super::risk_sets::Risks;
use super::symmetric::full;

/// One time with an event: the hazard met there, and its product with the mean covariates.
struct Met {
    stratum: usize,
    time: f64,
    /// By those at risk without the event.
    hazard: f64,
    mean: Vec<f64>,
    /// By those with the event, less what they would have met without it.
    own_hazard: f64,
    own_mean: Vec<f64>,
    /// Mean covariates of those at risk.
    expected: Vec<f64>,
}

/// Returns the robust covariance, with rows of one cluster added up; each row on its own without
/// clusters.
pub(super) fn robust(fitted: &Fitted, model: &Mat<f64>, clusters: Option<&[usize]>) -> Mat<f64> {
    let width = fitted.sets.width;
    let residuals = residuals(fitted);
    let mut sums: Vec<f64> = Vec::new();
    let grouped = clusters.map_or(&residuals, |clusters| {
        let mut known = HashMap::new();
        for (at, own) in residuals.chunks_exact(width).enumerate() {
            let next = known.len();
            let place = *known.entry(clusters[fitted.sets.row[at]]).or_insert(next) * width;
            if place == sums.len() {
                sums.resize(place + width, 0.0);
            }
            sums[place..place + width].iter_mut().zip(own).for_each(|(sum, value)| *sum += value);
        }
        &sums
    });
    let mut meat = vec![0.0; width * (width + 1) / 2];
    for own in grouped.chunks_exact(width) {
        let mut place = 0;
        for i in 0..width {
            for j in 0..=i {
                meat[place] += own[i] * own[j];
                place += 1;
            }
        }
    }
    model * full(&meat, width) * model
}

/// Returns each row's weighted score residual, row after row in the order of the risk sets.
fn residuals(fitted: &Fitted) -> Vec<f64> {
    let (sets, width) = (&fitted.sets, fitted.sets.width);
    let risks: Risks = sets.risks(&fitted.coefficients);
    let met = met(fitted, &risks);
    let sums = running(&met, width);
    let block = |stratum: usize| met.partition_point(|own| own.stratum < stratum);
    let mut found = vec![0.0; sets.len() * width];
    for at in 0..sets.len() {
        let (stratum, start, stop, event) = sets.spell(at);
        let (from, to) = (block(stratum), block(stratum + 1));
        // Latest first: those after `stop` come before `first`, those after `start` before `last`.
        let first = from + met[from..to].partition_point(|own| own.time > stop);
        let last = from + met[from..to].partition_point(|own| own.time > start);
        let (before, after) = (&sums[first], &sums[last]);
        let (weight, risk) = (sets.weight(at), risks.predictor[at].exp());
        let own = if event { met.get(first) } else { None };
        for (k, value) in sets.covariates(at).iter().enumerate() {
            let mut hazard = after[0] - before[0];
            let mut mean = after[k + 1] - before[k + 1];
            let mut residual = 0.0;
            if let Some(own) = own {
                hazard += own.own_hazard;
                mean += own.own_mean[k];
                residual = value - own.expected[k];
            }
            residual -= risk * (value * hazard - mean);
            found[at * width + k] = weight * residual;
        }
    }
    found
}

fn met(fitted: &Fitted, risks: &Risks) -> Vec<Met> {
    let width = fitted.sets.width;
    let mut met = Vec::new();
    fitted.sets.sweep(risks, |tie| {
        let shares = tie.shares(fitted.efron);
        let (all, own, d) = (&tie.all.first, &tie.own.first, tie.dying.len() as f64);
        let mean =
            |k: usize| tie.mean_weight * (all[k] * shares.square - own[k] * shares.gone_square);
        let less = |k: usize| {
            -tie.mean_weight * (all[k] * shares.gone_square - own[k] * shares.gone_twice)
        };
        met.push(Met {
            stratum: tie.stratum,
            time: tie.time,
            hazard: tie.mean_weight * shares.inverse,
            mean: (0..width).map(mean).collect(),
            own_hazard: -tie.mean_weight * shares.gone,
            own_mean: (0..width).map(less).collect(),
            expected: (0..width).map(|k| tie.mean_sum(&shares, k) / d).collect(),
        });
    });
    met
}

/// Returns running sums of hazard and mean; the difference of two is what was met between.
fn running(met: &[Met], width: usize) -> Vec<Vec<f64>> {
    let mut sums = vec![vec![0.0; width + 1]];
    for own in met {
        let mut next = sums[sums.len() - 1].clone();
        next[0] += own.hazard;
        next[1..].iter_mut().zip(&own.mean).for_each(|(sum, value)| *sum += value);
        sums.push(next);
    }
    sums
}
