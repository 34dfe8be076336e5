//! Coarsened exact matching (Iacus, King and Porro 2012, Political Analysis 20:1): covariates cut
//! into bins, everyone compared with whoever falls into the same bins.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::design::Covariate;
use crate::refusal::Refusal;
use crate::values::{Seen, Values, number};
use crate::weighting::FEWEST_EFFECTIVE;

/// Most bins that one covariate may be cut into.
pub const MOST_BINS: usize = 10_000;

/// Fewest people on each side, the pool's in effect, that bins may hold: our convention, that of
/// weights. The error of a mean of fewer zeros and ones is not known well enough, and is nothing
/// where they are all the same: in bins of 26 covariates, of 60 treated people, only three of four
/// intervals held the truth on invented cohorts.
pub const FEWEST_IN_BINS: f64 = FEWEST_EFFECTIVE;
/// Share of the treated below which bins say so little of the programme that it is said aloud: our
/// convention. Whoever is left out has been left out by where the cuts are.
pub const FEWEST_MATCHED: f64 = 0.5;

/// How one covariate is cut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Cuts {
    /// So many bins of equal width, from the lowest value to the highest.
    Bins(usize),
    /// At these values; a value at a cut belongs to the bin above.
    At(Vec<f64>),
}

/// Coarsened exact matching.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coarsened {
    /// Covariates that are cut as named. The others are cut by Sturges's rule.
    pub cuts: Vec<(String, Cuts)>,
}

impl Coarsened {
    /// Returns everyone's weight: 1 for a treated person with somebody of the pool in the same
    /// bins and exact cell, and for each of those as many as there are treated to each of them; 0
    /// for whoever is alone. As MatchIt 4.7 does it, whose bins are these too.
    ///
    /// # Errors
    /// [`Refusal::Setting`] for a cut of a covariate that there is not, and
    /// [`Refusal::NobodyMatched`].
    pub fn weights(
        &self,
        treated: &[bool],
        covariates: &[Covariate],
        cells: &[u32],
    ) -> Result<Vec<f64>, Refusal> {
        if let Some((name, _)) =
            self.cuts.iter().find(|(name, _)| covariates.iter().all(|c| c.name != *name))
        {
            return Err(Refusal::Setting(format!(
                "design.cutpoints cuts \"{name}\", which is not a covariate"
            )));
        }
        let bins_of: Vec<Bins> = covariates.iter().map(|c| self.bins(c)).collect();
        let mut bins = Vec::with_capacity(covariates.len() + 2);
        let read = |person: usize, bins: &mut Vec<u16>| {
            bins.clear();
            // Few bytes make a quick key; a file has fewer rows than two of them can count.
            bins.extend([(cells[person] >> 16) as u16, cells[person] as u16]);
            bins.extend(bins_of.iter().map(|bins| bins.of(person)));
        };
        // Only bins with somebody who took part can matter, and those are few.
        let mut known: HashMap<Vec<u16>, usize> = HashMap::new();
        let mut counts: Vec<(f64, f64)> = Vec::new();
        let mut stratum = vec![usize::MAX; treated.len()];
        for person in (0..treated.len()).filter(|person| treated[*person]) {
            read(person, &mut bins);
            let next = counts.len();
            let at = *known.entry(bins.clone()).or_insert(next);
            if at == next {
                counts.push((0.0, 0.0));
            }
            counts[at].0 += 1.0;
            stratum[person] = at;
        }
        for person in (0..treated.len()).filter(|person| !treated[*person]) {
            read(person, &mut bins);
            if let Some(at) = known.get(&bins) {
                counts[*at].1 += 1.0;
                stratum[person] = *at;
            }
        }
        let weight = |(at, on): (&usize, &bool)| match counts.get(*at) {
            Some((_, pool)) if *on => f64::from(u8::from(*pool > 0.0)),
            Some((treated, pool)) => treated / pool,
            None => 0.0,
        };
        let weights: Vec<f64> = stratum.iter().zip(treated).map(weight).collect();
        let anybody = weights.iter().any(|weight| *weight > 0.0);
        anybody.then_some(weights).ok_or(Refusal::NobodyMatched)
    }

    fn bins<'a>(&self, covariate: &'a Covariate) -> Bins<'a> {
        let edges = self.edges(covariate);
        match covariate.values.seen() {
            Seen::Bytes(bytes) => {
                let each = (0..=u8::MAX).map(|byte| edges.bin(*number(byte)) as u16);
                Bins::Known { bytes, bins: each.collect() }
            }
            Seen::Wide(wide) => Bins::Sought { wide, edges },
        }
    }

    fn edges(&self, covariate: &Covariate) -> Edges {
        match self.cuts.iter().find(|(name, _)| *name == covariate.name) {
            Some((_, Cuts::At(cuts))) => {
                let mut cuts = cuts.clone();
                cuts.sort_unstable_by(f64::total_cmp);
                Edges { cuts, low: 0.0, per: 0.0 }
            }
            Some((_, Cuts::Bins(bins))) => Edges::even(&covariate.values, *bins),
            None => Edges::even(&covariate.values, sturges(covariate.values.len())),
        }
    }
}

/// Refuses bins that hold too few people for an error to be known.
///
/// # Errors
/// [`Refusal::TooSparse`].
pub fn refuse_sparse(treated: &[bool], weights: &[f64]) -> Result<(), Refusal> {
    let side = |on: bool| {
        let sides = treated.iter().zip(weights).filter(move |(own, _)| **own == on);
        sides.map(|(_, weight)| *weight)
    };
    let matched = side(true).filter(|weight| *weight > 0.0).count();
    let (sum, squares) = side(false).fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    let effective = if squares > 0.0 { sum * sum / squares } else { 0.0 };
    if (matched as f64).min(effective) >= FEWEST_IN_BINS {
        return Ok(());
    }
    Err(Refusal::TooSparse {
        matched,
        treated: side(true).count(),
        effective: effective.floor() as usize,
        needed: FEWEST_IN_BINS as usize,
    })
}

/// Returns how many bins so many values are cut into: ⌈log₂ n + 1⌉ (Sturges 1926, Journal of the
/// American Statistical Association 21:65).
#[must_use]
pub fn sturges(n: usize) -> usize {
    ((n.max(1) as f64).log2() + 1.0).ceil() as usize
}

/// The bins of one covariate.
enum Bins<'a> {
    /// Of whole numbers, looked for once each.
    Known {
        bytes: &'a [u8],
        bins: Vec<u16>,
    },
    Sought {
        wide: &'a [f64],
        edges: Edges,
    },
}

impl Bins<'_> {
    /// Returns the bin of a person.
    fn of(&self, person: usize) -> u16 {
        match self {
            Self::Known { bytes, bins } => bins[usize::from(bytes[person])],
            Self::Sought { wide, edges } => edges.bin(wide[person]) as u16,
        }
    }
}

/// The inner cuts between bins, ascending.
struct Edges {
    cuts: Vec<f64>,
    /// Lowest value and bins in a unit, where bins are of equal width; 0 bins where they are not.
    low: f64,
    per: f64,
}

impl Edges {
    fn even(values: &Values, bins: usize) -> Self {
        let (low, high) = values.range();
        let width = (high - low) / bins as f64;
        // As seq(min, max, length = bins + 1) of R computes them.
        let cuts = (1..bins).map(|at| low + at as f64 * width).collect();
        Self { cuts, low, per: if width > 0.0 { 1.0 / width } else { 0.0 } }
    }

    /// Returns how many cuts are at or below a value.
    fn bin(&self, value: f64) -> usize {
        if self.per == 0.0 {
            return self.cuts.partition_point(|cut| *cut <= value);
        }
        // A guess that rounding can put off by one, then the cuts themselves decide.
        let mut at = (((value - self.low) * self.per).max(0.0) as usize).min(self.cuts.len());
        while at < self.cuts.len() && self.cuts[at] <= value {
            at += 1;
        }
        while at > 0 && self.cuts[at - 1] > value {
            at -= 1;
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covariate(values: &[f64]) -> Covariate {
        Covariate { name: "age".into(), values: values.to_vec().into() }
    }

    #[test]
    fn sturges_as_r_counts() {
        // nclass.Sturges(seq_len(n)) of R: 1, 8, 9, 614 (MatchIt's extract), 16177 (CPS-1).
        let found: Vec<usize> = [1, 8, 9, 614, 16_177].into_iter().map(sturges).collect();
        assert_eq!(found, [1, 4, 5, 11, 15]);
    }

    /// Two treated and one of the pool share a bin, so that one counts for two; the treated person
    /// of 60 is alone.
    #[test]
    fn each_stratum_weighs_what_its_treated_do() {
        let ages = covariate(&[21.0, 29.9, 60.0, 25.0, 30.0, 34.0, 80.0]);
        let treated = [true, true, true, false, false, false, false];
        let cut = |cuts| Coarsened { cuts: vec![("age".into(), cuts)] };
        let weights = |coarsened: Coarsened, cells: [u32; 7]| {
            coarsened.weights(&treated, std::slice::from_ref(&ages), &cells)
        };
        let one = cut(Cuts::At(vec![70.0, 30.0, 50.0]));
        assert_eq!(weights(one.clone(), [0; 7]).unwrap(), [1.0, 1.0, 0.0, 2.0, 0.0, 0.0, 0.0]);
        // Exact cells come on top.
        let apart = weights(one, [1, 0, 0, 0, 0, 0, 0]).unwrap();
        assert_eq!(apart, [0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        // Two bins between 21 and 80: the cut is at 50.5.
        let two = weights(cut(Cuts::Bins(2)), [0; 7]).unwrap();
        assert_eq!(two, [1.0, 1.0, 1.0, 2.0 / 3.0, 2.0 / 3.0, 2.0 / 3.0, 1.0]);
    }

    #[test]
    fn a_value_at_a_cut_belongs_above() {
        let edges = Edges::even(&vec![0.0, 1.0].into(), 10);
        for at in 0..=10 {
            let value = f64::from(at) / 10.0;
            let direct = edges.cuts.partition_point(|cut| *cut <= value);
            assert_eq!(edges.bin(value), direct, "{value}");
        }
    }

    #[test]
    fn bins_that_hold_few_people_are_refused() {
        let people = |matched: usize, pool: usize, heavy: f64| {
            let treated: Vec<bool> = (0..100 + pool).map(|at| at < 100).collect();
            let weight = |at: usize| match at {
                at if at < 100 => f64::from(u8::from(at < matched)),
                100 => heavy,
                _ => 1.0,
            };
            let weights: Vec<f64> = (0..treated.len()).map(weight).collect();
            refuse_sparse(&treated, &weights)
        };
        assert_eq!(people(30, 30, 1.0), Ok(()));
        let refused = |matched, effective| {
            Err(Refusal::TooSparse { matched, treated: 100, effective, needed: 30 })
        };
        assert_eq!(people(29, 30, 1.0), refused(29, 30));
        assert_eq!(people(30, 29, 1.0), refused(30, 29));
        // 31 people of whom one carries as much as all the others together are worth four.
        assert_eq!(people(30, 31, 30.0), refused(30, 3));
        assert_eq!(people(0, 0, 1.0), refused(0, 0));
    }

    #[test]
    fn a_cut_of_nothing_is_refused() {
        let coarsened = Coarsened { cuts: vec![("aeg".into(), Cuts::Bins(2))] };
        let refusal = coarsened.weights(&[true, false], &[covariate(&[1.0, 2.0])], &[0, 0]);
        assert!(matches!(refusal, Err(Refusal::Setting(_))));
    }
}
