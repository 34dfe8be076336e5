//! How often the model is right about who comes first: Harrell's concordance, with the
//! infinitesimal jackknife error of R's `survival`: Therneau and Watson (2015), The concordance
//! statistic and the Cox model, Mayo Clinic technical report 85.

use super::cox::Cox;
use super::risk_sets::RiskSets;

/// The share of pairs ordered as predicted. One half is chance, and a good one is no evidence of
/// an effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concordance {
    /// Of all pairs in which one was seen to have the event while the other was followed without
    /// it, the share in which the model expected that one first; equal expectations count half.
    pub estimate: f64,
    /// Its standard error, with rows taken as independent.
    pub se: f64,
}

/// What becomes of a row at one time of its stratum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Happens {
    Begins,
    Censored,
    /// The event is compared with those at risk, or joins those compared with.
    Event,
    /// The same row once more: it joins, or is compared.
    EventAgain,
}

impl Cox {
    /// Returns the concordance of the fit with the rows it was fitted on, or `None` when no two
    /// people could be compared. Takes time as n log n.
    #[must_use]
    pub fn concordance(&self) -> Option<Concordance> {
        let sets = &self.fitted.sets;
        let predictor = sets.risks(&self.fitted.coefficients).predictor;
        let mut sorted = predictor.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        sorted.dedup();
        let rank: Vec<usize> =
            predictor.iter().map(|own| sorted.partition_point(|other| other < own)).collect();
        // For each row: weight of the others in pairs that went as expected, and in all pairs.
        let mut pairs = vec![(0.0, 0.0); sets.len()];
        let (mut right, mut all) = (0.0, 0.0);
        // From the last time: each event against those who go on without it.
        each_stratum(sets, Order::LastFirst, sorted.len(), |tree, happens, at| match happens {
            Happens::Begins => tree.add(rank[at], -sets.weight(at)),
            Happens::Censored | Happens::EventAgain => tree.add(rank[at], sets.weight(at)),
            Happens::Event => {
                let (below, equal, total) = tree.around(rank[at]);
                pairs[at] = (below + equal / 2.0, total);
                right += sets.weight(at) * pairs[at].0;
                all += sets.weight(at) * total;
            }
        });
        if all <= 0.0 {
            return None;
        }
        // From the first time: each row against the events that it went on from.
        each_stratum(sets, Order::FirstFirst, sorted.len(), |tree, happens, at| {
            if happens == Happens::EventAgain {
                return tree.add(rank[at], sets.weight(at));
            }
            let (below, equal, total) = tree.around(rank[at]);
            let sign = if happens == Happens::Begins { -1.0 } else { 1.0 };
            pairs[at].0 += sign * (total - below - equal / 2.0);
            pairs[at].1 += sign * total;
        });
        let estimate = right / all;
        let influence = pairs.iter().enumerate().map(|(at, (right, total))| {
            (sets.weight(at) * (right - estimate * total) / all).powi(2)
        });
        Some(Concordance { estimate, se: influence.sum::<f64>().sqrt() })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    FirstFirst,
    LastFirst,
}

/// Goes through what happens in each stratum, with an empty tree for each.
fn each_stratum(
    sets: &RiskSets,
    order: Order,
    ranks: usize,
    mut visit: impl FnMut(&mut Tree, Happens, usize),
) {
    let mut steps: Vec<(usize, f64, u8, Happens, usize)> = Vec::with_capacity(2 * sets.len());
    for at in 0..sets.len() {
        let (stratum, start, stop, event) = sets.spell(at);
        // At one time, from the last: the censored come in, those who begin go out, events are
        // compared and then come in. From the first: events are compared and then come in, the
        // censored are compared, those who begin have what was before taken off.
        let place = |last: u8, first: u8| if order == Order::LastFirst { last } else { first };
        if sets.begins_late() {
            steps.push((stratum, start, place(1, 3), Happens::Begins, at));
        }
        if event {
            steps.push((stratum, stop, place(2, 0), Happens::Event, at));
            steps.push((stratum, stop, place(3, 1), Happens::EventAgain, at));
        } else {
            steps.push((stratum, stop, place(0, 2), Happens::Censored, at));
        }
    }
    steps.sort_unstable_by(|a, b| {
        let time = a.1.total_cmp(&b.1);
        let time = if order == Order::LastFirst { time.reverse() } else { time };
        a.0.cmp(&b.0).then(time).then(a.2.cmp(&b.2)).then(a.4.cmp(&b.4))
    });
    let mut tree = Tree::new(ranks);
    let mut last = None;
    for (stratum, _, _, happens, at) in steps {
        if last.is_some_and(|last| last != stratum) {
            tree.empty();
        }
        last = Some(stratum);
        visit(&mut tree, happens, at);
    }
}

/// Weights by rank, whose sums below a rank take log n steps (Fenwick 1994, Software: Practice and
/// Experience 24:327).
struct Tree {
    sums: Vec<f64>,
    each: Vec<f64>,
    total: f64,
    touched: Vec<usize>,
}

impl Tree {
    fn new(ranks: usize) -> Self {
        Self { sums: vec![0.0; ranks + 1], each: vec![0.0; ranks], total: 0.0, touched: Vec::new() }
    }

    fn add(&mut self, rank: usize, weight: f64) {
        self.touched.push(rank);
        self.change(rank, weight);
    }

    /// Takes out all that was put in, in time for those in it and not for all ranks: there may be
    /// as many strata as pairs.
    fn empty(&mut self) {
        for rank in std::mem::take(&mut self.touched) {
            self.change(rank, -self.each[rank]);
        }
        self.total = 0.0;
    }

    fn change(&mut self, rank: usize, weight: f64) {
        self.each[rank] += weight;
        self.total += weight;
        let mut at = rank + 1;
        while at < self.sums.len() {
            self.sums[at] += weight;
            at += at & at.wrapping_neg();
        }
    }

    /// Returns the weight below a rank, at it, and in all.
    fn around(&self, rank: usize) -> (f64, f64, f64) {
        let (mut below, mut at) = (0.0, rank);
        while at > 0 {
            below += self.sums[at];
            at -= at & at.wrapping_neg();
        }
        (below, self.each[rank], self.total)
    }
}
