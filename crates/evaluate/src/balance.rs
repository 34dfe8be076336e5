//! Balance: how alike the two groups were in what was known before, and how alike they are after
//! matching. A comparison that is not balanced is not read as an effect.

use serde::Serialize;

use crate::design::Design;
use crate::histogram::Histogram;
use crate::line::ascending;
use crate::matching::Scale;
use crate::values::{Seen, counts, each_number};

/// Standardised difference up to which balance is good (Justice Data Lab rule of thumb).
pub const GOOD: f64 = 0.05;
/// Standardised difference beyond which balance is poor.
pub const POOR: f64 = 0.10;
/// Name of the score in balance tables, as MatchIt has it.
pub const SCORE: &str = "distance";

/// One covariate before and, where people were matched, after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Balance {
    /// Column name, or `distance` for the score.
    pub name: String,
    /// Everyone with every covariate known.
    pub before: Gap,
    /// The matched groups with their weights.
    pub after: Option<Gap>,
}

/// How far apart two groups are on one covariate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Mean of the treated.
    pub mean_treated: f64,
    /// Weighted mean of the pool.
    pub mean_pool: f64,
    /// Difference of means over the sample standard deviation of *all* the treated, so that the
    /// yardstick does not change with matching. `None` when they are all alike but the means
    /// differ.
    pub smd: Option<f64>,
    /// Variance of the treated over that of the pool; `None` for a 0/1 covariate, whose variance
    /// its mean decides.
    pub variance_ratio: Option<f64>,
    /// Mean gap between the cumulative distributions, over the distinct values.
    pub ecdf_mean: f64,
    /// Largest gap between the cumulative distributions.
    pub ecdf_max: f64,
}

/// How far the pool covers the treated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Overlap {
    /// Share of the treated whose score is outside the range of the pool's scores.
    pub outside: f64,
    /// Share of the treated without a match.
    pub unmatched: f64,
    /// How many of each group have which score.
    pub histogram: Histogram,
}

/// Grade of a standardised difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Up to [`GOOD`].
    Good,
    /// Up to [`POOR`].
    Acceptable,
    /// Beyond [`POOR`].
    Poor,
}

impl Gap {
    /// Grades the gap. One that cannot be standardised is poor.
    #[must_use]
    pub fn grade(&self) -> Grade {
        match self.smd.map(f64::abs) {
            Some(size) if size <= GOOD => Grade::Good,
            Some(size) if size <= POOR => Grade::Acceptable,
            _ => Grade::Poor,
        }
    }
}

impl Overlap {
    /// Measures overlap on the scale that people were matched on.
    #[must_use]
    pub fn of(treated: &[bool], position: &[f64], used: &[bool], scale: Scale) -> Self {
        let pool = || treated.iter().zip(position).filter(|(treated, _)| !**treated);
        let low = pool().fold(f64::INFINITY, |low, (_, at)| low.min(*at));
        let high = pool().fold(f64::NEG_INFINITY, |high, (_, at)| high.max(*at));
        let (mut all, mut outside, mut unmatched) = (0.0, 0.0, 0.0);
        for at in (0..treated.len()).filter(|at| treated[*at]) {
            all += 1.0;
            outside += f64::from(!(low..=high).contains(&position[at]));
            unmatched += f64::from(!used[at]);
        }
        Self {
            outside: outside / all,
            unmatched: unmatched / all,
            histogram: Histogram::of(treated, position, scale),
        }
    }
}

/// Returns the worst standardised difference of the covariates (not of the score) in one column
/// of a balance table, with its name.
#[must_use]
pub fn worst(rows: &[Balance], side: impl Fn(&Balance) -> Option<Gap>) -> Option<(&str, Gap)> {
    let size = |gap: &Gap| gap.smd.map_or(f64::INFINITY, f64::abs);
    rows.iter()
        .filter(|row| row.name != SCORE)
        .filter_map(|row| side(row).map(|gap| (row.name.as_str(), gap)))
        .max_by(|a, b| size(&a.1).total_cmp(&size(&b.1)))
}

/// Builds the balance table: the score first where there is one, then every covariate.
pub(crate) fn table(design: &Design, score: Option<&[f64]>, after: Option<&[f64]>) -> Vec<Balance> {
    let treated = &design.treated;
    let before = Groups::everyone(treated);
    let after = after.map(|weights| Groups::weighted(treated, weights));
    let covariates = design.covariates.iter().map(|c| (c.name.as_str(), c.values.seen()));
    score
        .map(|position| (SCORE, Seen::Wide(position)))
        .into_iter()
        .chain(covariates)
        .map(|(name, seen)| {
            let column = Column::of(seen);
            let everyone = before.sides(&column);
            let spread = everyone.treated.variance.sqrt();
            let gap = |sides: &Sides| sides.gap(spread, column.is_two_valued());
            let after = after.as_ref().map(|groups| gap(&groups.sides(&column)));
            Balance { name: name.to_owned(), before: gap(&everyone), after }
        })
        .collect()
}

/// The two groups with their weights.
struct Groups {
    treated: Group,
    pool: Group,
    /// Whether everyone is in them, with weight 1.
    everyone: bool,
}

/// People and their weights.
#[derive(Default)]
struct Group {
    people: Vec<u32>,
    weights: Vec<f64>,
    sum: f64,
    squares: f64,
}

impl Groups {
    fn everyone(treated: &[bool]) -> Self {
        Self { everyone: true, ..Self::of(treated, |_| 1.0) }
    }

    fn weighted(treated: &[bool], weights: &[f64]) -> Self {
        Self::of(treated, |person| weights[person])
    }

    fn of(treated: &[bool], weight: impl Fn(usize) -> f64) -> Self {
        let (mut groups, mut person) = ([Group::default(), Group::default()], 0_u32);
        for (at, on) in treated.iter().enumerate() {
            let weight = weight(at);
            if weight > 0.0 {
                let group = &mut groups[usize::from(*on)];
                group.people.push(person);
                group.weights.push(weight);
                group.sum += weight;
                group.squares += weight * weight;
            }
            // A table has far fewer rows than this can count (see read::MOST_ROWS).
            person = person.wrapping_add(1);
        }
        let [pool, treated] = groups;
        Self { treated, pool, everyone: false }
    }

    fn sides(&self, column: &Column<'_>) -> Sides {
        let [treated, pool] = [&self.treated, &self.pool];
        match column {
            Column::Whole { bytes, counts, occupied } => {
                let on = treated.tally(bytes);
                let off = if self.everyone {
                    std::array::from_fn(|at| counts[at] - on[at])
                } else {
                    pool.tally(bytes)
                };
                let steps = on.iter().zip(&off);
                let steps = steps.map(|(on, off)| on / treated.sum - off / pool.sum);
                Sides {
                    ecdf: ecdf(steps, occupied),
                    treated: treated.of_tally(&on),
                    pool: pool.of_tally(&off),
                }
            }
            Column::Any { values, place, occupied } => {
                let mut steps = vec![0.0; occupied.len()];
                for (group, sign) in [(treated, 1.0), (pool, -1.0)] {
                    let share = sign / group.sum;
                    for (person, weight) in group.people.iter().zip(&group.weights) {
                        steps[place[*person as usize] as usize] += weight * share;
                    }
                }
                Sides {
                    treated: treated.moments(values),
                    pool: pool.moments(values),
                    ecdf: ecdf(steps.into_iter(), occupied),
                }
            }
        }
    }
}

/// Gaps between two cumulative distributions, given their steps at every place, at the distinct
/// values of everyone, the last included (where the gap is 0), as MatchIt counts them: their mean
/// and the largest.
fn ecdf(steps: impl Iterator<Item = f64>, occupied: &[bool]) -> (f64, f64) {
    let (mut above, mut sum, mut most, mut distinct) = (0.0_f64, 0.0, 0.0_f64, 0.0);
    for (step, _) in steps.zip(occupied).filter(|(_, occupied)| **occupied) {
        above += step;
        sum += above.abs();
        most = most.max(above.abs());
        distinct += 1.0;
    }
    (sum / distinct, most)
}

/// One column in the two groups.
struct Sides {
    treated: Moments,
    pool: Moments,
    ecdf: (f64, f64),
}

/// Weighted mean and variance.
struct Moments {
    mean: f64,
    variance: f64,
}

impl Sides {
    fn gap(&self, spread: f64, two_valued: bool) -> Gap {
        let difference = self.treated.mean - self.pool.mean;
        let smd = if difference == 0.0 { Some(0.0) } else { Some(difference / spread) };
        let ratio = self.treated.variance / self.pool.variance;
        // With two values the gap is that of the means.
        let (ecdf_mean, ecdf_max) =
            if two_valued { (difference.abs(), difference.abs()) } else { self.ecdf };
        Gap {
            mean_treated: self.treated.mean,
            mean_pool: self.pool.mean,
            smd: smd.filter(|smd| smd.is_finite()),
            variance_ratio: Some(ratio).filter(|ratio| !two_valued && ratio.is_finite()),
            ecdf_mean,
            ecdf_max,
        }
    }
}

impl Group {
    /// The divisor `Σw - Σw²/Σw` is n - 1 for equal weights.
    fn variance(&self, spread: f64) -> f64 {
        spread / (self.sum - self.squares / self.sum)
    }

    fn moments(&self, values: &[f64]) -> Moments {
        let each = || self.people.iter().map(|at| values[*at as usize]).zip(&self.weights);
        let mean = each().map(|(value, weight)| weight * value).sum::<f64>() / self.sum;
        let spread = each().map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        Moments { mean, variance: self.variance(spread) }
    }

    /// Returns the weight of each whole number.
    fn tally(&self, bytes: &[u8]) -> [f64; 256] {
        let mut tally = [0.0; 256];
        for (person, weight) in self.people.iter().zip(&self.weights) {
            tally[usize::from(bytes[*person as usize])] += weight;
        }
        tally
    }

    fn of_tally(&self, tally: &[f64; 256]) -> Moments {
        let each = each_number(tally);
        let mean = each.clone().map(|(value, weight)| weight * value).sum::<f64>() / self.sum;
        let spread = each.map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        Moments { mean, variance: self.variance(spread) }
    }
}

/// A column, with where everyone's value stands among the distinct values and whether anybody is
/// at a place.
enum Column<'a> {
    /// Whole numbers, which are their own places, and how often each is there.
    Whole { bytes: &'a [u8], counts: Box<[f64; 256]>, occupied: Vec<bool> },
    /// Any numbers.
    Any { values: &'a [f64], place: Vec<u32>, occupied: Vec<bool> },
}

/// Most places that values are counted in without sorting them.
const MOST_COUNTED: f64 = 1e6;

/// Added and taken away, it rounds numbers below 2⁵¹ to the nearest whole one: two additions,
/// where `round` is a call into the C library for want of an instruction that all machines have.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

impl<'a> Column<'a> {
    fn of(seen: Seen<'a>) -> Self {
        match seen {
            Seen::Bytes(bytes) => {
                let counts = Box::new(counts(bytes));
                let occupied = counts.iter().map(|count| *count > 0.0).collect();
                Self::Whole { bytes, counts, occupied }
            }
            // Ages and amounts have few decimals, and can then be counted in one pass.
            Seen::Wide(values) => [1.0, 10.0, 100.0, 1e3, 1e4, 1e5]
                .into_iter()
                .find_map(|per| Self::counted(values, per))
                .unwrap_or_else(|| Self::sorted(values)),
        }
    }

    fn is_two_valued(&self) -> bool {
        let (Self::Whole { occupied, .. } | Self::Any { occupied, .. }) = self;
        occupied.iter().filter(|occupied| **occupied).count() == 2
    }

    fn counted(values: &'a [f64], per: f64) -> Option<Self> {
        let whole = |value: &f64| value * per + ROUNDING - ROUNDING;
        let exact = |value: &f64| whole(value) / per == *value;
        // The first few show mostly that it is not so.
        if !values.iter().take(64).all(exact) {
            return None;
        }
        let low = values.iter().map(whole).fold(f64::INFINITY, f64::min);
        let high = values.iter().map(whole).fold(f64::NEG_INFINITY, f64::max);
        let wide = high - low < MOST_COUNTED.min(4.0 * values.len() as f64 + 1000.0);
        if !wide || !values.iter().all(exact) {
            return None;
        }
        let mut occupied = vec![false; (high - low) as usize + 1];
        let place = values.iter().map(|value| {
            let place = (whole(value) - low) as u32;
            occupied[place as usize] = true;
            place
        });
        let place = place.collect();
        Some(Self::Any { values, place, occupied })
    }

    fn sorted(values: &'a [f64]) -> Self {
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(values.len());
        for value in values {
            order.push((ascending(*value), order.len() as u32));
        }
        order.sort_unstable();
        let (mut place, mut distinct) = (vec![0; values.len()], 0_u32);
        for (at, (_, person)) in order.iter().enumerate() {
            let new = at > 0 && values[order[at - 1].1 as usize] != values[*person as usize];
            distinct += u32::from(new);
            place[*person as usize] = distinct;
        }
        Self::Any { values, place, occupied: vec![true; distinct as usize + 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::Values;

    /// The gaps of two samples by definition: at every distinct value.
    fn direct(treated: &[bool], values: &[f64]) -> (f64, f64) {
        let mut distinct = values.to_vec();
        distinct.sort_by(f64::total_cmp);
        distinct.dedup();
        let share = |side: bool, upto: f64| {
            let own = || values.iter().zip(treated).filter(|(_, on)| **on == side);
            own().filter(|(value, _)| **value <= upto).count() as f64 / own().count() as f64
        };
        let gaps: Vec<f64> =
            distinct.iter().map(|upto| (share(true, *upto) - share(false, *upto)).abs()).collect();
        (gaps.iter().sum::<f64>() / gaps.len() as f64, gaps.iter().copied().fold(0.0, f64::max))
    }

    #[test]
    fn counting_and_sorting_find_the_same_distributions() {
        let treated: Vec<bool> = (0..40).map(|at| at % 3 == 0).collect();
        let groups = Groups::everyone(&treated);
        let scales: [fn(f64) -> f64; 4] =
            [|value| value, |value| value / 100.0 - 3.0, |value| value.sqrt(), |value| value * 1e9];
        for scale in scales {
            let values: Vec<f64> = (0..40).map(|at| scale(f64::from(at * 7 % 23))).collect();
            let column = Values::from(values.clone());
            let gap = groups.sides(&Column::of(column.seen())).gap(1.0, false);
            let (mean, max) = direct(&treated, &values);
            assert!((gap.ecdf_mean - mean).abs() < 1e-12 && (gap.ecdf_max - max).abs() < 1e-12);
        }
    }
}
