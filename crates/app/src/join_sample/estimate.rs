//! How many joins are false and how many are missed, from the answers to a sample drawn by strata.
//!
//! In each stratum the share that is one person has its Wilson interval. What is not told apart widens it, as far as
//! it could be either (Horowitz and Manski, 2000, JASA 95:77): the lower limit takes it for two people, the upper for
//! one. Sums over strata have limits by the recovery of variances from those of the strata (MOVER: Zou, Huang and
//! Zhang, 2009, Computational Statistics and Data Analysis 53:1080), and ratios of two of them by the same for ratios
//! (Donner and Zou, 2012, Statistical Methods in Medical Research 21:347). Unlike those of a stratified variance,
//! these limits mean something where nobody was found wrong. That a stratum may be drawn nearly whole is not made
//! use of: then they are too wide.

use domain::JoinStratum;
use domain::join_sample::FEWEST_ANSWERS;
use evaluate::{Interval, wilson};

const LEVEL: f64 = 0.95;

/// A stratum, or the part of it that is of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stratum {
    /// Which.
    pub stratum: JoinStratum,
    /// How many pairs there were.
    pub size: u64,
    /// Of those drawn: found to be one person.
    pub same: u64,
    /// Found to be two.
    pub different: u64,
    /// Looked at, and not told apart.
    pub cannot_tell: u64,
}

impl Stratum {
    /// Returns how many were told apart.
    #[must_use]
    pub const fn told(&self) -> u64 {
        self.same + self.different
    }

    /// Returns the share that is one person; none where nobody was told apart.
    fn one_person(&self) -> Option<Interval> {
        let looked_at = self.told() + self.cannot_tell;
        let estimate = wilson(self.same, self.told(), LEVEL)?.estimate;
        let low = wilson(self.same, looked_at, LEVEL)?.low;
        let high = wilson(self.same + self.cannot_tell, looked_at, LEVEL)?.high;
        Some(Interval { estimate, low, high })
    }
}

#[expect(clippy::cast_precision_loss, reason = "there are never 2^53 pairs")]
const fn real(count: u64) -> f64 {
    count as f64
}

/// Returns how many pairs of some strata are of one person. A stratum of which nobody was told apart may be anything.
fn people(strata: &[Stratum]) -> Option<Interval> {
    let known = || strata.iter().filter_map(|one| Some((real(one.size), one.one_person()?)));
    let (found, size) = known().fold((0.0, 0.0), |(found, all), (size, at)| {
        (size.mul_add(at.estimate, found), all + size)
    });
    if size <= 0.0 {
        return None;
    }
    let others = Interval { estimate: found / size, low: 0.0, high: 1.0 };
    let (mut sum, mut below, mut above) = (0.0, 0.0_f64, 0.0_f64);
    for one in strata {
        let (size, at) = (real(one.size), one.one_person().unwrap_or(others));
        sum += size * at.estimate;
        below = below.hypot(size * (at.estimate - at.low));
        above = above.hypot(size * (at.high - at.estimate));
    }
    let all = real(strata.iter().map(|one| one.size).sum());
    Some(Interval { estimate: sum, low: (sum - below).max(0.0), high: (sum + above).min(all) })
}

fn joined(strata: &[Stratum], are: bool) -> Vec<Stratum> {
    strata.iter().filter(|one| one.stratum.is_joined() == are && one.size > 0).copied().collect()
}

/// Returns how many of those that were joined have an answer that tells.
#[must_use]
pub(super) fn told_of_joined(strata: &[Stratum]) -> u64 {
    joined(strata, true).iter().map(Stratum::told).sum()
}

/// Returns how many of those that were not joined have an answer that tells.
#[must_use]
pub(super) fn told_of_others(strata: &[Stratum]) -> u64 {
    joined(strata, false).iter().map(Stratum::told).sum()
}

/// Returns the share of joins that are of two people; none where too few were told apart.
#[must_use]
pub(super) fn false_joins(strata: &[Stratum]) -> Option<Interval> {
    if told_of_joined(strata) < FEWEST_ANSWERS {
        return None;
    }
    let strata = joined(strata, true);
    let all = real(strata.iter().map(|one| one.size).sum());
    let right = people(&strata)?;
    let wrong = |right: f64| (1.0 - right / all).clamp(0.0, 1.0);
    Some(Interval {
        estimate: wrong(right.estimate),
        low: wrong(right.high),
        high: wrong(right.low),
    })
}

/// Returns the share that is not joined, of the pairs of one person among all that might have been drawn; none where
/// too few were told apart, or it could be anything.
#[must_use]
pub(super) fn missed_joins(strata: &[Stratum]) -> Option<Interval> {
    if told_of_joined(strata) < FEWEST_ANSWERS || told_of_others(strata) < FEWEST_ANSWERS {
        return None;
    }
    let missed = people(&joined(strata, false))?;
    let found = people(&joined(strata, true))?;
    let odds = ratio(missed, found)?;
    let share = |odds: f64| odds / (1.0 + odds);
    Some(Interval { estimate: share(odds.estimate), low: share(odds.low), high: share(odds.high) })
}

/// Returns the ratio of two independent amounts that are not below nothing; none where the second may be nothing.
fn ratio(one: Interval, other: Interval) -> Option<Interval> {
    let (low_part, high_part) = (
        other.high * (2.0 * other.estimate - other.high),
        other.low * (2.0 * other.estimate - other.low),
    );
    if low_part <= 0.0 || high_part <= 0.0 {
        return None;
    }
    let both = one.estimate * other.estimate;
    let root = |limit: f64, part: f64| {
        (both * both - limit * (2.0 * one.estimate - limit) * part).max(0.0).sqrt()
    };
    Some(Interval {
        estimate: one.estimate / other.estimate,
        low: ((both - root(one.low, low_part)) / low_part).max(0.0),
        high: (both + root(one.high, high_part)) / high_part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use JoinStratum as S;
    use proptest::prelude::*;
    use rand::rngs::StdRng;
    use rand::{RngExt, SeedableRng};

    fn stratum(stratum: S, size: u64, [same, different, cannot_tell]: [u64; 3]) -> Stratum {
        Stratum { stratum, size, same, different, cannot_tell }
    }

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} {other}");
    }

    #[test]
    fn one_stratum_has_its_wilson_interval() {
        let found = false_joins(&[stratum(S::ByWeight, 400, [47, 3, 0])]).unwrap();
        let wilson = wilson(3, 50, LEVEL).unwrap();
        close(found.estimate, 0.06);
        close(found.low, wilson.low);
        close(found.high, wilson.high);
    }

    /// Two strata by hand: 900 pairs of which 1 in 50 and 100 of which 10 in 50 are two people.
    #[test]
    fn strata_are_weighed_by_their_size() {
        let strata = [stratum(S::ByWeight, 900, [49, 1, 0]), stratum(S::Decided, 100, [40, 10, 0])];
        let found = false_joins(&strata).unwrap();
        close(found.estimate, 0.9 * 0.02 + 0.1 * 0.2);
        let (one, other) = (wilson(1, 50, LEVEL).unwrap(), wilson(10, 50, LEVEL).unwrap());
        close(found.low, found.estimate - (0.9 * (0.02 - one.low)).hypot(0.1 * (0.2 - other.low)));
        close(
            found.high,
            found.estimate + (0.9 * (one.high - 0.02)).hypot(0.1 * (other.high - 0.2)),
        );
    }

    #[test]
    fn what_cannot_be_told_widens_and_a_stratum_without_an_answer_may_be_anything() {
        let told = false_joins(&[stratum(S::ByWeight, 400, [38, 2, 0])]).unwrap();
        let some = false_joins(&[stratum(S::ByWeight, 400, [38, 2, 10])]).unwrap();
        close(told.estimate, some.estimate);
        assert!(some.high > 0.24 && some.high > told.high && some.low < told.low, "{some:?}");
        let alone = stratum(S::ByWeight, 300, [40, 0, 0]);
        let blank = false_joins(&[alone, stratum(S::Decided, 100, [0; 3])]).unwrap();
        close(blank.estimate, 0.0);
        assert!(blank.high > 0.25, "a quarter was not looked at: {blank:?}");
    }

    #[test]
    fn nothing_is_estimated_from_few() {
        let few = [stratum(S::ByWeight, 400, [9, 0, 30]), stratum(S::Below, 40, [5, 15, 0])];
        assert_eq!((false_joins(&few), missed_joins(&few)), (None, None));
        let none_left = [stratum(S::ByWeight, 400, [0, 12, 0]), stratum(S::Below, 40, [5, 15, 0])];
        assert_eq!(missed_joins(&none_left), None, "of no true join there is no share");
        let only_joined = [stratum(S::ByWeight, 400, [30, 1, 0])];
        assert!(false_joins(&only_joined).is_some() && missed_joins(&only_joined).is_none());
    }

    #[test]
    fn nobody_missed_still_has_an_upper_limit() {
        let strata = [stratum(S::ByWeight, 400, [50, 0, 0]), stratum(S::Below, 800, [0, 50, 0])];
        let missed = missed_joins(&strata).unwrap();
        close(missed.estimate, 0.0);
        close(missed.low, 0.0);
        assert!((0.05..0.2).contains(&missed.high), "{missed:?}");
    }

    /// Draws samples of a population whose shares are known: the intervals hold the truth about as often as they say.
    #[test]
    fn the_truth_is_inside_as_often_as_it_should_be() {
        let population = [
            (S::ByWeight, 600, 0.98),
            (S::Decided, 200, 0.9),
            (S::Split, 150, 0.1),
            (S::Below, 900, 0.03),
        ];
        let of = |are: bool| population.iter().filter(move |(one, ..)| one.is_joined() == are);
        let people = |are| of(are).map(|(_, size, share)| real(*size) * share).sum::<f64>();
        let is_false = 1.0 - people(true) / 800.0;
        let is_missed = people(false) / (people(true) + people(false));
        let mut random = StdRng::seed_from_u64(11);
        let (times, mut held) = (2_000, [0, 0]);
        for _ in 0..times {
            let strata = population.map(|(one, size, share)| {
                let same = (0..50).filter(|_| random.random_bool(share)).count() as u64;
                stratum(one, size, [same, 50 - same, 0])
            });
            let inside = |found: Option<Interval>, truth: f64| {
                usize::from(found.is_some_and(|found| found.low <= truth && truth <= found.high))
            };
            held[0] += inside(false_joins(&strata), is_false);
            held[1] += inside(missed_joins(&strata), is_missed);
        }
        for held in held {
            assert!((times * 93 / 100..=times * 99 / 100).contains(&held), "{held} of {times}");
        }
    }

    proptest! {
        #[test]
        fn shares_are_shares(
            sizes in prop::array::uniform5(0_u64..3_000),
            answers in prop::array::uniform5(prop::array::uniform3(0_u64..60)),
        ) {
            let strata: Vec<_> = S::ALL.iter().zip(sizes).zip(answers)
                .map(|((one, size), answers)| stratum(*one, size.max(answers.iter().sum()), answers))
                .collect();
            for found in [false_joins(&strata), missed_joins(&strata)].into_iter().flatten() {
                prop_assert!(0.0 <= found.low && found.low <= found.estimate + 1e-9, "{:?}", found);
                prop_assert!(found.estimate <= found.high + 1e-9 && found.high <= 1.0, "{:?}", found);
            }
        }
    }
}
