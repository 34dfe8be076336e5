//! Balance: how alike the two groups were in what was known before, and how alike they are after
//! matching. A comparison that is not balanced is not read as an effect.

use serde::Serialize;

use crate::design::Design;
use crate::histogram::Histogram;
use crate::line::ascending;
use crate::matching::Scale;

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
    let covariates = design.covariates.iter().map(|c| (c.name.as_str(), c.values.as_slice()));
    score
        .map(|position| (SCORE, position))
        .into_iter()
        .chain(covariates)
        .map(|(name, values)| {
            let places = Places::of(values);
            let (_, spread) = before.treated.moments(values);
            let gap = |groups: &Groups| groups.gap(values, &places, spread.sqrt());
            Balance { name: name.to_owned(), before: gap(&before), after: after.as_ref().map(gap) }
        })
        .collect()
}

/// The two groups with their weights.
struct Groups {
    treated: Group,
    pool: Group,
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
        Self::of(treated, |_| 1.0)
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
        Self { treated, pool }
    }

    fn gap(&self, values: &[f64], places: &Places, spread: f64) -> Gap {
        let (mean_treated, variance_treated) = self.treated.moments(values);
        let (mean_pool, variance_pool) = self.pool.moments(values);
        let difference = mean_treated - mean_pool;
        let smd = if difference == 0.0 { Some(0.0) } else { Some(difference / spread) };
        let ratio = variance_treated / variance_pool;
        let (ecdf_mean, ecdf_max) = match places {
            // With two values the gap is that of the means.
            Places::Two => (difference.abs(), difference.abs()),
            Places::Many { place, occupied } => self.ecdf(place, occupied),
        };
        let two_valued = matches!(places, Places::Two);
        Gap {
            mean_treated,
            mean_pool,
            smd: smd.filter(|smd| smd.is_finite()),
            variance_ratio: Some(ratio).filter(|ratio| !two_valued && ratio.is_finite()),
            ecdf_mean,
            ecdf_max,
        }
    }

    /// Gaps between the two cumulative distributions at every distinct value of everyone, the last
    /// included (where the gap is 0), as MatchIt counts them.
    fn ecdf(&self, place: &[u32], occupied: &[bool]) -> (f64, f64) {
        let mut steps = vec![0.0; occupied.len()];
        for (group, sign) in [(&self.treated, 1.0), (&self.pool, -1.0)] {
            let share = sign / group.sum;
            for (person, weight) in group.people.iter().zip(&group.weights) {
                steps[place[*person as usize] as usize] += weight * share;
            }
        }
        let (mut above, mut sum, mut most, mut distinct) = (0.0_f64, 0.0, 0.0_f64, 0.0);
        for (step, occupied) in steps.iter().zip(occupied) {
            if *occupied {
                above += step;
                sum += above.abs();
                most = most.max(above.abs());
                distinct += 1.0;
            }
        }
        (sum / distinct, most)
    }
}

impl Group {
    /// Weighted mean and variance. The divisor `Σw - Σw²/Σw` is n - 1 for equal weights.
    fn moments(&self, values: &[f64]) -> (f64, f64) {
        let each = || self.people.iter().map(|at| values[*at as usize]).zip(&self.weights);
        let mean = each().map(|(value, weight)| weight * value).sum::<f64>() / self.sum;
        let spread: f64 = each().map(|(value, weight)| weight * (value - mean).powi(2)).sum();
        (mean, spread / (self.sum - self.squares / self.sum))
    }
}

/// Where everyone's value stands among the distinct values.
enum Places {
    /// There are two values.
    Two,
    /// Place of each person, and whether anybody is at a place.
    Many { place: Vec<u32>, occupied: Vec<bool> },
}

/// Most places that values are counted in without sorting them.
const MOST_COUNTED: f64 = 1e6;

impl Places {
    fn of(values: &[f64]) -> Self {
        let first = values.first().copied().unwrap_or_default();
        let second = values.iter().copied().find(|value| *value != first).unwrap_or(first);
        if second != first && values.iter().all(|value| *value == first || *value == second) {
            return Self::Two;
        }
        // Counts, ages and amounts have few decimals, and can then be counted in one pass.
        let decimals = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5];
        decimals
            .into_iter()
            .find_map(|per| Self::counted(values, per))
            .unwrap_or_else(|| Self::sorted(values))
    }

    fn counted(values: &[f64], per: f64) -> Option<Self> {
        let whole = |value: &f64| (value * per).round();
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
        Some(Self::Many { place, occupied })
    }

    fn sorted(values: &[f64]) -> Self {
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
        Self::Many { place, occupied: vec![true; distinct as usize + 1] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let gap = groups.gap(&values, &Places::of(&values), 1.0);
            let (mean, max) = direct(&treated, &values);
            assert!((gap.ecdf_mean - mean).abs() < 1e-12 && (gap.ecdf_max - max).abs() < 1e-12);
        }
    }
}
