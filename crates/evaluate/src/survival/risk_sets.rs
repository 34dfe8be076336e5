//! Who was at risk at each event, summed in one pass from the last time to the first.
//!
//! A pass costs one addition of a p × p triangle for each row (two where spells begin late) and
//! a few for each distinct time with an event, so millions of rows take seconds.

use crate::linear::{Rows, dot};

use super::FollowUp;

/// Rows in the order of the pass: by stratum, and from the last end to the first.
#[derive(Clone, Debug)]
pub(crate) struct RiskSets {
    pub(crate) width: usize,
    /// Standardised covariates, row after row.
    covariates: Vec<f64>,
    start: Vec<f64>,
    stop: Vec<f64>,
    event: Vec<bool>,
    weight: Vec<f64>,
    stratum: Vec<usize>,
    /// Places in the order of the pass, from the last beginning to the first within a stratum;
    /// empty when all began at 0.
    leaving: Vec<usize>,
    /// Row of the follow-up at each place.
    pub(crate) row: Vec<usize>,
}

/// Sums over people of their relative risk, of its product with their covariates, and of its
/// product with the products of their covariates (lower triangle, row after row).
#[derive(Clone, Debug)]
pub(crate) struct Sums {
    pub(crate) risk: f64,
    pub(crate) first: Vec<f64>,
    pub(crate) second: Vec<f64>,
}

/// One time at which someone had the event.
pub(crate) struct Tie<'a> {
    pub(crate) stratum: usize,
    pub(crate) time: f64,
    /// Places of those with the event.
    pub(crate) dying: &'a [usize],
    /// Sum of their weights over their number.
    pub(crate) mean_weight: f64,
    /// Everybody at risk.
    pub(crate) all: &'a Sums,
    /// Those with the event; left at 0 where there is one alone.
    pub(crate) own: &'a Sums,
}

/// Relative risks at one set of coefficients.
pub(crate) struct Risks {
    /// Linear predictor of each place.
    pub(crate) predictor: Vec<f64>,
    /// Weight times the exponential of the predictor.
    pub(crate) weighted: Vec<f64>,
}

impl RiskSets {
    /// Takes the rows in use of the follow-up, standardised in the same order by `rows`.
    pub(crate) fn new(
        follow_up: &FollowUp,
        rows: &Rows<'_>,
        weights: Option<&[f64]>,
        strata: Option<&[usize]>,
        used: &[usize],
    ) -> Self {
        let stratum = |at: usize| strata.map_or(0, |strata| strata[used[at]]);
        let stop = |at: usize| follow_up.stop[used[at]];
        let mut order: Vec<usize> = (0..used.len()).collect();
        order.sort_unstable_by(|a, b| {
            stratum(*a).cmp(&stratum(*b)).then(stop(*b).total_cmp(&stop(*a))).then(a.cmp(b))
        });
        let width = rows.width() - 1;
        let (mut read, mut covariates) =
            (vec![0.0; width + 1], Vec::with_capacity(width * used.len()));
        for at in &order {
            rows.read(*at, &mut read);
            covariates.extend_from_slice(&read[1..]);
        }
        let mut sets = Self {
            width,
            covariates,
            start: order.iter().map(|at| follow_up.start(used[*at])).collect(),
            stop: order.iter().map(|at| stop(*at)).collect(),
            event: order.iter().map(|at| follow_up.event[used[*at]]).collect(),
            weight: order.iter().map(|at| weights.map_or(1.0, |all| all[used[*at]])).collect(),
            stratum: order.iter().map(|at| stratum(*at)).collect(),
            leaving: Vec::new(),
            row: order.iter().map(|at| used[*at]).collect(),
        };
        if !follow_up.start.is_empty() {
            sets.leaving = (0..used.len()).collect();
            let (stratum, start) = (&sets.stratum, &sets.start);
            sets.leaving.sort_unstable_by(|a, b| {
                stratum[*a].cmp(&stratum[*b]).then(start[*b].total_cmp(&start[*a]))
            });
        }
        sets
    }

    pub(crate) fn len(&self) -> usize {
        self.stop.len()
    }

    /// Returns whether any spell begins later than at 0.
    pub(crate) fn begins_late(&self) -> bool {
        !self.leaving.is_empty()
    }

    pub(crate) fn covariates(&self, at: usize) -> &[f64] {
        &self.covariates[at * self.width..(at + 1) * self.width]
    }

    pub(crate) fn weight(&self, at: usize) -> f64 {
        self.weight[at]
    }

    /// Returns stratum, beginning, end and whether the event ended it.
    pub(crate) fn spell(&self, at: usize) -> (usize, f64, f64, bool) {
        (self.stratum[at], self.start[at], self.stop[at], self.event[at])
    }

    pub(crate) fn risks(&self, coefficients: &[f64]) -> Risks {
        let predictor: Vec<f64> =
            (0..self.len()).map(|at| dot(self.covariates(at), coefficients)).collect();
        let weighted = predictor.iter().zip(&self.weight).map(|(eta, w)| w * eta.exp()).collect();
        Risks { predictor, weighted }
    }

    /// Calls `visit` at each time with an event, the latest of each stratum first.
    pub(crate) fn sweep(&self, risks: &Risks, mut visit: impl FnMut(&Tie<'_>)) {
        let (mut all, mut own) = (Sums::new(self.width), Sums::new(self.width));
        let (mut at, mut leaving, mut inside) = (0, 0, 0_usize);
        let mut dying = Vec::new();
        while at < self.len() {
            let (stratum, time) = (self.stratum[at], self.stop[at]);
            if at > 0 && self.stratum[at - 1] != stratum {
                (leaving, inside) = (at, 0);
                all.clear();
            }
            dying.clear();
            while at < self.len() && self.stratum[at] == stratum && self.stop[at] == time {
                all.add(self.covariates(at), risks.weighted[at]);
                inside += 1;
                if self.event[at] {
                    dying.push(at);
                }
                at += 1;
            }
            if dying.is_empty() {
                continue;
            }
            while leaving < self.leaving.len() {
                let place = self.leaving[leaving];
                if self.stratum[place] != stratum || self.start[place] < time {
                    break;
                }
                inside -= 1;
                all.add(self.covariates(place), -risks.weighted[place]);
                leaving += 1;
            }
            if inside == dying.len() {
                // Nobody else is left: what remains of earlier sums is rounding.
                all.clear();
                dying.iter().for_each(|at| all.add(self.covariates(*at), risks.weighted[*at]));
            }
            own.clear();
            if dying.len() > 1 {
                dying.iter().for_each(|at| own.add(self.covariates(*at), risks.weighted[*at]));
            }
            let weights: f64 = dying.iter().map(|at| self.weight[*at]).sum();
            visit(&Tie {
                stratum,
                time,
                dying: &dying,
                mean_weight: weights / dying.len() as f64,
                all: &all,
                own: &own,
            });
        }
    }
}

impl Sums {
    pub(crate) fn new(width: usize) -> Self {
        Self { risk: 0.0, first: vec![0.0; width], second: vec![0.0; width * (width + 1) / 2] }
    }

    fn clear(&mut self) {
        self.risk = 0.0;
        self.first.fill(0.0);
        self.second.fill(0.0);
    }

    fn add(&mut self, row: &[f64], risk: f64) {
        self.risk += risk;
        let mut line = self.second.as_mut_slice();
        for (i, value) in row.iter().enumerate() {
            let scaled = risk * value;
            self.first[i] += scaled;
            let (this, rest) = line.split_at_mut(i + 1);
            for (sum, other) in this.iter_mut().zip(row) {
                *sum += scaled * other;
            }
            line = rest;
        }
    }
}

/// Sums over the events of one tie, each of which meets a risk set from which a share `a` of the
/// tied has gone: `a` = 0, 1/d, 2/d … (Efron), or always 0 (Breslow).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shares {
    /// Σ log of the risk left.
    pub(crate) log: f64,
    /// Σ 1 / risk left.
    pub(crate) inverse: f64,
    /// Σ a / risk left.
    pub(crate) gone: f64,
    /// Σ 1 / risk left².
    pub(crate) square: f64,
    /// Σ a / risk left².
    pub(crate) gone_square: f64,
    /// Σ a² / risk left².
    pub(crate) gone_twice: f64,
}

impl Tie<'_> {
    pub(crate) fn shares(&self, efron: bool) -> Shares {
        let mut sums = Shares::default();
        for at in 0..self.dying.len() {
            let gone = if efron { at as f64 / self.dying.len() as f64 } else { 0.0 };
            let left = self.all.risk - gone * self.own.risk;
            sums.log += left.ln();
            sums.inverse += 1.0 / left;
            sums.gone += gone / left;
            sums.square += 1.0 / (left * left);
            sums.gone_square += gone / (left * left);
            sums.gone_twice += gone * gone / (left * left);
        }
        sums
    }

    /// Returns the sum over the events of the mean of covariate `i` among those at risk.
    pub(crate) fn mean_sum(&self, shares: &Shares, i: usize) -> f64 {
        self.all.first[i] * shares.inverse - self.own.first[i] * shares.gone
    }

    /// Calls `add(place, value)` with the covariance of the covariates among those at risk, summed
    /// over the events, for each place of the lower triangle.
    pub(crate) fn covariance(&self, shares: &Shares, mut add: impl FnMut(usize, f64)) {
        let (all, own) = (&self.all.first, &self.own.first);
        let mut place = 0;
        for i in 0..all.len() {
            for j in 0..=i {
                let squares =
                    self.all.second[place] * shares.inverse - self.own.second[place] * shares.gone;
                let means = all[i] * all[j] * shares.square
                    - (all[i] * own[j] + own[i] * all[j]) * shares.gone_square
                    + own[i] * own[j] * shares.gone_twice;
                add(place, squares - means);
                place += 1;
            }
        }
    }
}
