//! When people were assigned by lot: the effect of being offered, with and without adjustment, and
//! the effect of taking part on those who do so because they were offered.
//!
//! Everyone counts in the group to which the lot assigned them. People whose outcome is not known
//! are left out and counted: if they differ between the groups, the lot no longer protects.

use faer::Mat;

use crate::design::Covariate;
use crate::distribution::{normal_quantile, two_sided, unanswerable};
use crate::estimate::{Estimate, LEVEL};
use crate::interval::{Interval, mean_and_variance};
use crate::linear::{Rows, dot};
use crate::refusal::Refusal;
use crate::regression::Fit;

/// Below this the offer moved taking part so little that its interval misleads: Staiger and Stock
/// (1997), Econometrica 65:557.
const WEAK_BELOW: f64 = 10.0;

/// An estimate with whom it is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trial {
    /// Offered less not offered.
    pub effect: Estimate,
    /// People offered, with the outcome known.
    pub offered: usize,
    /// People not offered, with the outcome known.
    pub not_offered: usize,
    /// People offered whose outcome is not known.
    pub offered_unknown: usize,
    /// People not offered whose outcome is not known.
    pub not_offered_unknown: usize,
}

/// How covariates are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slopes {
    /// Of their own in each group, so that adjusting can never lose precision in large samples: Lin
    /// (2013), Annals of Applied Statistics 7:295.
    #[default]
    OfEachGroup,
    /// The same in both groups (analysis of covariance).
    Shared,
}

/// The effect on people who take part because they are offered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Complier {
    /// The effect, with the usual (delta method) interval.
    pub effect: Estimate,
    /// The interval of Anderson and Rubin (1949), right however weak the offer; `None` when it has
    /// no end, which means that the data say almost nothing.
    pub robust_interval: Option<Interval>,
    /// Share of people who take part because they are offered.
    pub compliers: f64,
    /// How firmly the offer moved taking part: the squared statistic of that share.
    pub strength: f64,
    /// Whether that is too weak for the usual interval.
    pub weak: bool,
}

/// Returns the effect of being offered: the difference of means with unequal variances (Neyman)
/// and Welch's degrees of freedom. A missing outcome is NaN.
///
/// # Errors
/// [`Refusal::UnevenColumn`], [`Refusal::TooFew`], and an outcome that is the same for everyone.
pub fn intention_to_treat(offered: &[bool], outcome: &[f64]) -> Result<Trial, Refusal> {
    let known = known(offered, &[("outcome", outcome)])?;
    let side = |on: bool| {
        let rows = known.rows.iter().filter(|row| offered[**row] == on);
        rows.map(|row| outcome[*row]).collect::<Vec<f64>>()
    };
    let (a, b) = (side(true), side(false));
    let spread = mean_and_variance(&a).zip(mean_and_variance(&b));
    let ((mean_a, var_a), (mean_b, var_b)) = spread.ok_or_else(no_spread)?;
    let (va, vb) = (var_a / a.len() as f64, var_b / b.len() as f64);
    if va + vb <= 0.0 {
        return Err(no_spread());
    }
    let df =
        (va + vb).powi(2) / (va * va / (a.len() as f64 - 1.0) + vb * vb / (b.len() as f64 - 1.0));
    Ok(known.trial(Estimate::with_t(mean_a - mean_b, (va + vb).sqrt(), df)))
}

/// Returns the effect of being offered, adjusted for covariates known before, with HC2 errors
/// (MacKinnon and White 1985, Journal of Econometrics 29:305).
///
/// # Errors
/// As [`intention_to_treat`], [`Refusal::NoCovariates`], [`Refusal::Constant`],
/// [`Refusal::Collinear`], too many covariates, or a missing one.
pub fn adjusted(
    offered: &[bool],
    outcome: &[f64],
    covariates: &[Covariate],
    slopes: Slopes,
) -> Result<Trial, Refusal> {
    if covariates.is_empty() {
        return Err(Refusal::NoCovariates);
    }
    for own in covariates {
        if own.values.len() != offered.len() {
            return Err(Refusal::UnevenColumn(own.name.clone()));
        }
        let missing = own.values.iter().filter(|value| !value.is_finite()).count();
        if missing > 0 {
            return Err(unanswerable(format!(
                "\"{}\" is missing for {missing} people; leave out the covariate, so that nobody \
                 who was assigned is left out",
                own.name
            )));
        }
    }
    let known = known(offered, &[("outcome", outcome)])?;
    let at = |row: &usize| f64::from(u8::from(offered[*row]));
    let treated: Vec<f64> = known.rows.iter().map(at).collect();
    let mut columns = vec![Covariate { name: "offered".into(), values: treated.clone().into() }];
    for own in covariates {
        let values: Vec<f64> = known.rows.iter().map(|row| own.values[*row]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        if slopes == Slopes::OfEachGroup {
            // About its mean over everyone, so that the coefficient of the offer is the effect.
            let values = values.iter().zip(&treated).map(|(value, on)| (value - mean) * on);
            let name = format!("{} of those offered", own.name);
            columns.push(Covariate { name, values: values.collect() });
        }
        columns.push(Covariate { name: own.name.clone(), values: values.into() });
    }
    let outcome: Vec<f64> = known.rows.iter().map(|row| outcome[*row]).collect();
    Ok(known.trial(first_with_hc2(&columns, &outcome)?))
}

/// Returns the effect of taking part on those who do so because they are offered: the effect of
/// the offer on the outcome over its effect on taking part (two-stage least squares), with robust
/// errors. It holds if the offer works only through taking part and nobody does the opposite of
/// what they are offered: Imbens and Angrist (1994), Econometrica 62:467.
///
/// # Errors
/// As [`intention_to_treat`], and an offer that moved nobody.
pub fn complier_effect(
    offered: &[bool],
    took_part: &[f64],
    outcome: &[f64],
) -> Result<Complier, Refusal> {
    let known = known(offered, &[("outcome", outcome), ("took part", took_part)])?;
    let gap = |value: &dyn Fn(usize) -> f64| -> Result<(f64, f64), Refusal> {
        let side = |on: bool| {
            let rows = known.rows.iter().filter(|row| offered[**row] == on);
            rows.map(|row| value(*row)).collect::<Vec<f64>>()
        };
        let (a, b) = (side(true), side(false));
        let both = mean_and_variance(&a).zip(mean_and_variance(&b)).ok_or_else(no_spread)?;
        let ((mean_a, var_a), (mean_b, var_b)) = both;
        Ok((mean_a - mean_b, var_a / a.len() as f64 + var_b / b.len() as f64))
    };
    let (on_outcome, outcome_variance) = gap(&|row| outcome[row])?;
    let (compliers, part_variance) = gap(&|row| took_part[row])?;
    if compliers == 0.0 {
        return Err(unanswerable(
            "as many took part without the offer as with it, so the effect of taking part cannot \
             be known from it",
        ));
    }
    let effect = on_outcome / compliers;
    let (_, variance) = gap(&|row| outcome[row] - effect * took_part[row])?;
    let (_, sum_variance) = gap(&|row| outcome[row] + took_part[row])?;
    let covariance = (sum_variance - outcome_variance - part_variance) / 2.0;
    let strength = compliers * compliers / part_variance;
    let z = normal_quantile(f64::midpoint(1.0, LEVEL));
    let se = variance.sqrt() / compliers.abs();
    Ok(Complier {
        effect: Estimate {
            estimate: effect,
            se: Some(se),
            ci_low: effect - z * se,
            ci_high: effect + z * se,
            p: Some(two_sided(effect / se)).filter(|p| p.is_finite()),
        },
        robust_interval: anderson_rubin(
            z * z,
            (on_outcome, outcome_variance),
            (compliers, part_variance),
            covariance,
        ),
        compliers,
        strength,
        weak: strength < WEAK_BELOW,
    })
}

/// Returns the effects b at which (y - b d)² ≤ z² (V_y - 2 b C + b² V_d), if they are an interval.
fn anderson_rubin(
    z2: f64,
    (y, y_variance): (f64, f64),
    (d, d_variance): (f64, f64),
    covariance: f64,
) -> Option<Interval> {
    let square = d * d - z2 * d_variance;
    let half = y * d - z2 * covariance;
    let constant = y * y - z2 * y_variance;
    let root = half * half - square * constant;
    let bounded = square > 0.0 && root >= 0.0;
    bounded.then(|| Interval {
        estimate: y / d,
        low: (half - root.sqrt()) / square,
        high: (half + root.sqrt()) / square,
    })
}

/// Returns the first coefficient of a least squares fit with its HC2 error.
fn first_with_hc2(columns: &[Covariate], outcome: &[f64]) -> Result<Estimate, Refusal> {
    let rows = Rows::checked(columns)?;
    let width = rows.width();
    let df = outcome.len() as f64 - width as f64;
    if df <= 0.0 {
        return Err(unanswerable(format!(
            "{} columns are too many for {} people; adjust for fewer covariates",
            columns.len(),
            outcome.len()
        )));
    }
    let fit = Fit::of(&rows, outcome, |_| true)?;
    let inverse = fit.factor.inverse();
    let mut row = vec![0.0; width];
    let mut meat = Mat::<f64>::zeros(width, width);
    for (at, left) in fit.residuals(&rows, outcome).iter().enumerate() {
        rows.read(at, &mut row);
        let pulled: Vec<f64> =
            (0..width).map(|i| (0..width).map(|j| inverse[(i, j)] * row[j]).sum()).collect();
        // A person whom the fit must pass through has no residual to measure.
        let room = (1.0 - dot(&row, &pulled)).max(1e-12);
        for i in 0..width {
            for j in 0..width {
                meat[(i, j)] += left * left / room * row[i] * row[j];
            }
        }
    }
    let (values, errors) = rows.unscale(&fit.coefficients, &(&inverse * meat * &inverse));
    Ok(Estimate::with_t(values[1], errors[1], df))
}

struct Known {
    rows: Vec<usize>,
    /// Offered and not, each known and not.
    counts: [usize; 4],
}

impl Known {
    fn trial(&self, effect: Estimate) -> Trial {
        let [offered, not_offered, offered_unknown, not_offered_unknown] = self.counts;
        Trial { effect, offered, not_offered, offered_unknown, not_offered_unknown }
    }
}

fn known(offered: &[bool], columns: &[(&str, &[f64])]) -> Result<Known, Refusal> {
    for (name, values) in columns {
        if values.len() != offered.len() {
            return Err(Refusal::UnevenColumn((*name).into()));
        }
    }
    let is_known = |row: usize| columns.iter().all(|(_, values)| values[row].is_finite());
    let mut known = Known { rows: Vec::new(), counts: [0; 4] };
    for (row, on) in offered.iter().enumerate() {
        let place = usize::from(!*on) + if is_known(row) { 0 } else { 2 };
        known.counts[place] += 1;
        if is_known(row) {
            known.rows.push(row);
        }
    }
    for (group, count) in [("treated", known.counts[0]), ("pool", known.counts[1])] {
        if count < 2 {
            return Err(Refusal::TooFew { group, count });
        }
    }
    Ok(known)
}

fn no_spread() -> Refusal {
    unanswerable("the outcome is the same for everyone, so there is nothing to compare yet")
}
