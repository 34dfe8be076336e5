//! Rosenbaum's bounds for matched sets of any size: one treated person and others.
//!
//! Within a set, the odds of one person being the treated one may be up to gamma times another's.
//! The statistic is the mean over the sets of the treated person's outcome less the mean of the
//! others'. Its largest p-value is found set by set by the asymptotically separable algorithm of
//! Gastwirth, Krieger and Rosenbaum (2000), Journal of the Royal Statistical Society B 62:545: the
//! assignment with the largest expectation, and of several such the one with the largest variance.
//! For outcomes of 0 and 1 that is the largest possible one exactly (Rosenbaum 2002, Observational
//! Studies, section 4.4.5). The normal approximation needs many sets.

use crate::distribution::{normal_cdf, unanswerable};
use crate::refusal::Refusal;

use super::{Bounds, check_gamma, largest};

/// Fewest sets in which people differ that a normal approximation is read from.
pub const FEWEST_SETS: usize = 10;

/// One matched set.
#[derive(Clone, Debug, PartialEq)]
enum Set {
    /// Of outcomes 0 and 1: people, events among them, and whether the treated one had it.
    ZeroOne { people: f64, events: f64, treated: bool },
    /// Outcomes of everyone, the smallest first, and that of the treated one.
    Any { all: Vec<f64>, treated: f64 },
}

/// Matched sets in which not all outcomes are the same. The others say nothing, and are counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MatchedSets {
    sets: Vec<Set>,
    silent: usize,
    /// What variances are multiplied by; once where nobody is in several sets.
    inflation: Option<f64>,
}

impl MatchedSets {
    /// Adds a set whose outcomes are 0 or 1: how many others there are, how many of them had the
    /// event, and whether the treated person had it.
    pub fn add_zero_one(&mut self, others: usize, events: usize, treated: bool) {
        let (people, all) = (others + 1, events + usize::from(treated));
        if others == 0 || all == 0 || all == people {
            self.silent += 1;
            return;
        }
        let (people, events) = (people as f64, all as f64);
        self.sets.push(Set::ZeroOne { people, events, treated });
    }

    /// Adds a set of any outcomes, none missing.
    pub fn add(&mut self, treated: f64, others: &[f64]) {
        if others.iter().all(|other| *other == treated) {
            self.silent += 1;
            return;
        }
        let mut all: Vec<f64> = others.iter().copied().chain([treated]).collect();
        all.sort_unstable_by(f64::total_cmp);
        self.sets.push(Set::Any { all, treated });
    }

    /// Takes `se` for the error of the mean difference without a confounder, where it is larger than
    /// that of separate sets, and inflates all variances by as much: people who are in several sets
    /// make the sets depend on one another. Returns what variances are multiplied by.
    pub fn shared(&mut self, se: f64) -> f64 {
        let variance: f64 = self.sets.iter().map(|set| set.moments(1.0, true).1).sum();
        let sets = (self.sets.len() + self.silent) as f64;
        let inflation = ((se * sets).powi(2) / variance).max(1.0);
        self.inflation = Some(inflation).filter(|own| own.is_finite());
        self.inflation.unwrap_or(1.0)
    }

    /// Returns how many sets there are in which people differ.
    #[must_use]
    pub fn differing(&self) -> usize {
        self.sets.len()
    }

    /// Returns how many sets there are in which everybody has the same outcome.
    #[must_use]
    pub fn silent(&self) -> usize {
        self.silent
    }

    /// Returns the limits of the one-sided p-value that outcomes are lower among the treated.
    ///
    /// # Errors
    /// A gamma below 1; fewer than [`FEWEST_SETS`] sets in which people differ.
    pub fn lower(&self, gamma: f64) -> Result<Bounds, Refusal> {
        check_gamma(gamma)?;
        if self.sets.len() < FEWEST_SETS {
            return Err(unanswerable(format!(
                "people differ in {} matched sets, which are too few for this test; it needs \
                 {FEWEST_SETS} or more",
                self.sets.len()
            )));
        }
        let (mut seen, mut least, mut most) = (0.0, (0.0, 0.0), (0.0, 0.0));
        for set in &self.sets {
            seen += set.treated();
            // The confounder most against the finding gives the treated the lowest outcomes.
            for (sum, adverse) in [(&mut least, true), (&mut most, false)] {
                let (mean, variance) = set.moments(gamma, adverse);
                sum.0 += mean;
                sum.1 += variance;
            }
        }
        let inflation = self.inflation.unwrap_or(1.0);
        let p = |(mean, variance): (f64, f64)| {
            normal_cdf((seen - mean) / (variance * inflation).sqrt())
        };
        Ok(Bounds { upper: p(least), lower: p(most) })
    }

    /// Returns the limits of the one-sided p-value that outcomes are higher among the treated.
    ///
    /// # Errors
    /// As [`MatchedSets::lower`].
    pub fn higher(&self, gamma: f64) -> Result<Bounds, Refusal> {
        let found = self.lower(gamma)?;
        Ok(Bounds { upper: 1.0 - found.lower, lower: 1.0 - found.upper })
    }

    /// Returns the largest gamma at which lower (or higher) outcomes are still found at `alpha`
    /// (one-sided); `None` when they are not found even without a confounder.
    ///
    /// # Errors
    /// As [`MatchedSets::lower`].
    pub fn gamma_withstood(&self, lower: bool, alpha: f64) -> Result<Option<f64>, Refusal> {
        self.lower(1.0)?;
        let bounds = |gamma| if lower { self.lower(gamma) } else { self.higher(gamma) };
        let found = |gamma: f64| bounds(gamma).is_ok_and(|bounds| bounds.upper <= alpha);
        Ok(found(1.0).then(|| largest(found)))
    }
}

impl Set {
    /// Returns how the treated person's outcome counts: own less the mean of the others, up to what
    /// is the same whoever is treated.
    fn treated(&self) -> f64 {
        match self {
            Self::ZeroOne { people, treated, .. } => f64::from(u8::from(*treated)) * scale(*people),
            Self::Any { all, treated } => treated * scale(all.len() as f64),
        }
    }

    /// Returns mean and variance of that, if the lowest (or the highest) outcomes are up to
    /// `gamma` times as likely to be the treated person's.
    fn moments(&self, gamma: f64, lowest: bool) -> (f64, f64) {
        match self {
            Self::ZeroOne { people, events, .. } => {
                let rest = people - events;
                let share = if lowest {
                    events / (events + gamma * rest)
                } else {
                    gamma * events / (gamma * events + rest)
                };
                let scale = scale(*people);
                (scale * share, scale * scale * share * (1.0 - share))
            }
            Self::Any { all, .. } => {
                let scale = scale(all.len() as f64);
                let (mean, variance) = extreme(all, gamma, lowest);
                (scale * mean, scale * scale * variance)
            }
        }
    }
}

fn scale(people: f64) -> f64 {
    people / (people - 1.0)
}

/// Returns the mean and variance of the outcome of a person drawn from `all` (sorted) when those
/// below some place are `gamma` times as likely as the rest (or the rest are), at the place that
/// makes the mean lowest (or highest), and the variance largest where several do.
fn extreme(all: &[f64], gamma: f64, lowest: bool) -> (f64, f64) {
    // Outcomes are taken from their middle, so that squares do not cancel.
    let middle = all[all.len() / 2];
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in all {
        let own = value - middle;
        sum += own;
        squares += own * own;
    }
    let (first, rest) = if lowest { (gamma, 1.0) } else { (1.0, gamma) };
    let (mut below, mut below_squares) = (0.0, 0.0);
    let mut found: Option<(f64, f64)> = None;
    for at in 1..all.len() {
        let own = all[at - 1] - middle;
        below += own;
        below_squares += own * own;
        let likely = first * at as f64 + rest * (all.len() - at) as f64;
        let mean = (first * below + rest * (sum - below)) / likely;
        let variance =
            (first * below_squares + rest * (squares - below_squares)) / likely - mean * mean;
        let variance = variance.max(0.0);
        let farther = |before: f64| if lowest { mean < before } else { mean > before };
        let better =
            |(before, spread): (f64, f64)| farther(before) || (mean == before && variance > spread);
        if found.is_none_or(better) {
            found = Some((mean, variance));
        }
    }
    found.map_or((middle, 0.0), |(mean, variance)| (mean + middle, variance))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::DiscordantPairs;

    /// The extreme over thresholds is the extreme over every way in which a hidden 0/1 could lie.
    #[test]
    fn no_other_confounder_is_worse() {
        let outcomes = [0.0, 1.0, 1.0, 4.0, 7.5, 7.5, 9.0];
        for (gamma, lowest) in [(1.0, true), (1.5, true), (4.0, true), (1.5, false), (4.0, false)] {
            let (found, variance) = extreme(&outcomes, gamma, lowest);
            let means = (1_u32..127).map(|hidden| {
                let weight = |at: usize| if hidden >> at & 1 == 1 { gamma } else { 1.0 };
                let all: f64 = (0..7).map(weight).sum();
                (0..7).map(|at| weight(at) * outcomes[at]).sum::<f64>() / all
            });
            let worst = if lowest {
                means.fold(f64::INFINITY, f64::min)
            } else {
                means.fold(f64::NEG_INFINITY, f64::max)
            };
            assert!((found - worst).abs() < 1e-12, "{gamma} {lowest}: {found} {worst}");
            assert!(variance > 0.0);
        }
    }

    #[test]
    fn zero_and_one_are_outcomes_like_others() {
        let (mut counted, mut listed) = (MatchedSets::default(), MatchedSets::default());
        for at in 0..40_usize {
            let (others, events, treated) = (1 + at % 5, (at * 7 % 4).min(1 + at % 5), at % 3 == 0);
            counted.add_zero_one(others, events, treated);
            let list: Vec<f64> =
                (0..others).map(|other| f64::from(u8::from(other < events))).collect();
            listed.add(f64::from(u8::from(treated)), &list);
        }
        assert_eq!(counted.differing(), listed.differing());
        assert_eq!(counted.silent(), listed.silent());
        for gamma in [1.0, 1.3, 2.0] {
            let (a, b) = (counted.lower(gamma).unwrap(), listed.lower(gamma).unwrap());
            assert!((a.upper - b.upper).abs() < 1e-12 && (a.lower - b.lower).abs() < 1e-12);
            let c = counted.higher(gamma).unwrap();
            assert!((c.upper - (1.0 - a.lower)).abs() < 1e-12);
        }
        assert!(counted.lower(0.9).is_err() && MatchedSets::default().lower(1.0).is_err());
    }

    #[test]
    fn pairs_are_near_mcnemars_exact_test() {
        // Hammond's pairs (Rosenbaum 2002, table 4.1): in 110 of 122 discordant ones the treated one
        // had the event. The table has a continuity correction, which sets of several sizes do not
        // allow. Without it the normal form stands for half the chance of what was seen and all of
        // what is farther.
        let exact = |gamma: f64| {
            let at_least =
                |treated| DiscordantPairs::new(122, treated).unwrap().more(gamma).unwrap().upper;
            f64::midpoint(at_least(110), at_least(111))
        };
        let mut sets = MatchedSets::default();
        for at in 0..122 {
            sets.add_zero_one(1, usize::from(at >= 110), at < 110);
        }
        for gamma in [1.0, 3.0, 4.0, 5.0, 6.0, 8.0] {
            let found = sets.higher(gamma).unwrap();
            assert!((found.upper - exact(gamma)).abs() < 0.015, "{gamma}: {found:?}");
            assert!(found.lower < 1e-6, "{gamma}: {found:?}");
        }
        let withstood = sets.gamma_withstood(false, 0.05).unwrap().unwrap();
        assert!(withstood > 5.0 && withstood < 6.0);
        assert_eq!(sets.gamma_withstood(true, 0.05).unwrap(), None);
    }
}
