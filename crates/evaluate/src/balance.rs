//! Balance: how alike the two groups were in what was known before, and how alike they are after
//! matching. A comparison that is not balanced is not read as an effect.

use serde::Serialize;

use crate::design::Design;

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
    pub fn of(treated: &[bool], position: &[f64], used: &[bool]) -> Self {
        let pool = || treated.iter().zip(position).filter(|(treated, _)| !**treated);
        let low = pool().fold(f64::INFINITY, |low, (_, at)| low.min(*at));
        let high = pool().fold(f64::NEG_INFINITY, |high, (_, at)| high.max(*at));
        let (mut all, mut outside, mut unmatched) = (0.0, 0.0, 0.0);
        for at in (0..treated.len()).filter(|at| treated[*at]) {
            all += 1.0;
            outside += f64::from(!(low..=high).contains(&position[at]));
            unmatched += f64::from(!used[at]);
        }
        Self { outside: outside / all, unmatched: unmatched / all }
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
    let everyone = vec![1.0; design.treated.len()];
    let covariates = design.covariates.iter().map(|c| (c.name.as_str(), c.values.as_slice()));
    score
        .map(|position| (SCORE, position))
        .into_iter()
        .chain(covariates)
        .map(|(name, values)| {
            let column = Column::of(&design.treated, values);
            Balance {
                name: name.to_owned(),
                before: column.gap(&everyone),
                after: after.map(|weights| column.gap(weights)),
            }
        })
        .collect()
}

/// A covariate with what does not change between before and after.
struct Column<'a> {
    treated: &'a [bool],
    values: &'a [f64],
    order: Vec<usize>,
    two_valued: bool,
    spread: f64,
}

impl<'a> Column<'a> {
    fn of(treated: &'a [bool], values: &'a [f64]) -> Self {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_unstable_by(|a, b| values[*a].total_cmp(&values[*b]));
        let changes = order.windows(2).filter(|pair| values[pair[0]] != values[pair[1]]).count();
        let spread = moments(treated, values, &vec![1.0; values.len()], true).1.sqrt();
        Self { treated, values, order, two_valued: changes == 1, spread }
    }

    fn gap(&self, weights: &[f64]) -> Gap {
        let (mean_treated, variance_treated) = moments(self.treated, self.values, weights, true);
        let (mean_pool, variance_pool) = moments(self.treated, self.values, weights, false);
        let difference = mean_treated - mean_pool;
        let smd = if difference == 0.0 { Some(0.0) } else { Some(difference / self.spread) };
        let ratio = variance_treated / variance_pool;
        let (ecdf_mean, ecdf_max) = self.ecdf(weights, difference);
        Gap {
            mean_treated,
            mean_pool,
            smd: smd.filter(|smd| smd.is_finite()),
            variance_ratio: Some(ratio).filter(|ratio| !self.two_valued && ratio.is_finite()),
            ecdf_mean,
            ecdf_max,
        }
    }

    /// Gaps between the two cumulative distributions at every distinct value, the last included
    /// (where the gap is 0), as MatchIt counts them. With two values the gap is that of the means.
    fn ecdf(&self, weights: &[f64], difference: f64) -> (f64, f64) {
        if self.two_valued {
            return (difference.abs(), difference.abs());
        }
        let total = |side: bool| -> f64 {
            let pairs = self.treated.iter().zip(weights);
            pairs.filter(|(treated, _)| **treated == side).map(|(_, weight)| weight).sum()
        };
        let (treated, pool) = (total(true), total(false));
        let (mut above, mut sum, mut most, mut distinct) = (0.0_f64, 0.0, 0.0_f64, 0.0);
        for (place, &at) in self.order.iter().enumerate() {
            above += if self.treated[at] { weights[at] / treated } else { -weights[at] / pool };
            let next = self.order.get(place + 1);
            if next.is_none_or(|next| self.values[*next] != self.values[at]) {
                sum += above.abs();
                most = most.max(above.abs());
                distinct += 1.0;
            }
        }
        (sum / distinct, most)
    }
}

/// Weighted mean and variance of one side. The divisor `Σw - Σw²/Σw` is n - 1 for equal weights.
fn moments(treated: &[bool], values: &[f64], weights: &[f64], side: bool) -> (f64, f64) {
    let people = || (0..values.len()).filter(|at| treated[*at] == side && weights[*at] > 0.0);
    let sum: f64 = people().map(|at| weights[at]).sum();
    let squares: f64 = people().map(|at| weights[at] * weights[at]).sum();
    let mean = people().map(|at| weights[at] * values[at]).sum::<f64>() / sum;
    let spread: f64 = people().map(|at| weights[at] * (values[at] - mean).powi(2)).sum();
    (mean, spread / (sum - squares / sum))
}
