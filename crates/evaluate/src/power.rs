//! Asked before money is spent: how many people are needed, what can so many show, and how likely
//! is it to be seen?
//!
//! Rates are shares between 0 and 1 and tests are two-sided. A comparison group that shares a pool
//! counts with its effective size, not its heads. [`question`] and [`answer`] ask and answer all of
//! it at once, with one-sided tests, means and counts too, in words that anybody can read.

pub mod answer;
mod measure;
pub mod question;
pub mod words;

use serde::{Deserialize, Serialize};

use crate::distribution::{normal_cdf, normal_quantile, share, unanswerable};
use crate::refusal::Refusal;

/// How often a study may be wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// Chance of finding a difference where there is none, both directions together.
    pub alpha: f64,
    /// Chance of finding the difference asked about, if it is real.
    pub power: f64,
}

impl Default for Errors {
    /// 5% and 80%, as most studies are planned.
    fn default() -> Self {
        Self { alpha: 0.05, power: 0.8 }
    }
}

impl Errors {
    fn quantiles(self) -> Result<(f64, f64), Refusal> {
        let alpha = share("alpha", self.alpha)?;
        let power = share("power", self.power)?;
        Ok((normal_quantile(1.0 - alpha / 2.0), normal_quantile(power)))
    }
}

/// What is lost between the people served and the people counted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// Share of people submitted who are found in the police record and have an index event.
    pub linked: f64,
    /// Mean number of people served together (by one worker, or in one prison).
    pub cluster_size: f64,
    /// How alike those served together are: the intra-cluster correlation, 0 to 1.
    pub correlation: f64,
}

impl Default for Losses {
    /// Everyone is found, and nobody is served together.
    fn default() -> Self {
        Self { linked: 1.0, cluster_size: 1.0, correlation: 0.0 }
    }
}

impl Losses {
    /// Returns by how much clustering multiplies the people needed: 1 + (m - 1) ρ (Kish 1965,
    /// Survey Sampling, section 5.4).
    ///
    /// # Errors
    /// A share outside 0 to 1, or a cluster of less than one person.
    pub fn design_effect(&self) -> Result<f64, Refusal> {
        let sound = self.linked > 0.0
            && self.linked <= 1.0
            && (0.0..=1.0).contains(&self.correlation)
            && self.cluster_size >= 1.0
            && self.cluster_size.is_finite();
        if !sound {
            return Err(unanswerable(
                "the share linked must be above 0 and at most 1, people served together at least \
                 1, and their correlation from 0 to 1",
            ));
        }
        Ok(1.0 + (self.cluster_size - 1.0) * self.correlation)
    }

    /// Returns how many people to submit so that `needed` count, rounded up.
    ///
    /// # Errors
    /// As [`Losses::design_effect`].
    pub fn to_submit(&self, needed: f64) -> Result<u64, Refusal> {
        Ok((needed * self.design_effect()? / self.linked).ceil() as u64)
    }

    /// Returns how many people `submitted` count for.
    ///
    /// # Errors
    /// As [`Losses::design_effect`].
    pub fn effective(&self, submitted: f64) -> Result<f64, Refusal> {
        Ok(submitted * self.linked / self.design_effect()?)
    }
}

/// Returns how many treated people are needed, before rounding, to see `treated` against `pool`
/// with `ratio` comparison people (effective) for each treated one. Fleiss, Levin and Paik (2003),
/// Statistical Methods for Rates and Proportions, section 4.4, without continuity correction.
///
/// # Errors
/// A rate, error rate or ratio that makes no sense; two equal rates, which no number can tell
/// apart.
pub fn treated_needed(treated: f64, pool: f64, ratio: f64, errors: Errors) -> Result<f64, Refusal> {
    let (a, b) = errors.quantiles()?;
    let (p1, p0) = (share("the treated rate", treated)?, share("the comparison rate", pool)?);
    positive("the comparison people for each treated one", ratio)?;
    different(p1, p0)?;
    let pooled = (p1 + ratio * p0) / (1.0 + ratio);
    let null = ((1.0 + 1.0 / ratio) * pooled * (1.0 - pooled)).sqrt();
    let real = (p1 * (1.0 - p1) + p0 * (1.0 - p0) / ratio).sqrt();
    Ok(((a * null + b * real) / (p1 - p0)).powi(2))
}

/// Returns the chance that a two-sided test at `alpha` finds `treated` against `pool` with so many
/// (effective) people on each side. A difference in the wrong direction counts as found too.
///
/// # Errors
/// A rate, level or number that makes no sense.
pub fn power(
    (treated, n_treated): (f64, f64),
    (pool, n_pool): (f64, f64),
    alpha: f64,
) -> Result<f64, Refusal> {
    let a = normal_quantile(1.0 - share("alpha", alpha)? / 2.0);
    let (p1, p0) = (share("the treated rate", treated)?, share("the comparison rate", pool)?);
    positive("the number treated", n_treated)?;
    positive("the effective number of the comparison", n_pool)?;
    let (above, below) = power_at(a, (p1, n_treated), (p0, n_pool));
    Ok(above + below)
}

/// Returns the chances to find the treated rate above and below, with limits `a` standard errors
/// on each side.
fn power_at(a: f64, (p1, n1): (f64, f64), (p0, n0): (f64, f64)) -> (f64, f64) {
    let pooled = (n1 * p1 + n0 * p0) / (n1 + n0);
    let null = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n0)).sqrt();
    let real = (p1 * (1.0 - p1) / n1 + p0 * (1.0 - p0) / n0).sqrt();
    let gap = p1 - p0;
    (normal_cdf((gap - a * null) / real), normal_cdf((-gap - a * null) / real))
}

/// Returns the smallest fall below the `pool` rate that so many (effective) people can show, as a
/// share: 0.10 is ten percentage points.
///
/// # Errors
/// A rate, error rate or number that makes no sense; too few people to show even a fall to
/// (almost) nothing.
pub fn detectable_fall(
    pool: f64,
    n_treated: f64,
    n_pool: f64,
    errors: Errors,
) -> Result<f64, Refusal> {
    let (a, _) = errors.quantiles()?;
    let p0 = share("the comparison rate", pool)?;
    positive("the number treated", n_treated)?;
    positive("the effective number of the comparison", n_pool)?;
    let shown = |fall: f64| {
        let (above, below) = power_at(a, (p0 - fall, n_treated), (p0, n_pool));
        above + below - errors.power
    };
    // Not quite to nothing, where a rate without variance would be seen with certainty.
    let (mut low, mut high) = (0.0, p0 * (1.0 - 1e-9));
    if shown(high) < 0.0 {
        return Err(unanswerable(format!(
            "{n_treated} people against {n_pool} cannot show any fall from {p0}; find more people, \
             or an outcome that is more common"
        )));
    }
    for _ in 0..200 {
        let middle = f64::midpoint(low, high);
        if shown(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(f64::midpoint(low, high))
}

/// Returns how many events, in both groups together, a log-rank test needs to see a hazard ratio:
/// Schoenfeld (1983), Biometrics 39:499. Before rounding.
///
/// # Errors
/// A ratio, share or error rate that makes no sense.
pub fn log_rank_events(
    hazard_ratio: f64,
    share_treated: f64,
    errors: Errors,
) -> Result<f64, Refusal> {
    let (a, b) = errors.quantiles()?;
    let q = share("the share treated", share_treated)?;
    positive("the hazard ratio", hazard_ratio)?;
    different(hazard_ratio, 1.0)?;
    Ok((a + b).powi(2) / (q * (1.0 - q) * hazard_ratio.ln().powi(2)))
}

/// Returns how many treated people are needed, before rounding, to see a ratio of counts (proven
/// reoffences for each person) that scatter as a negative binomial with the given `dispersion`
/// (variance = mean + dispersion × mean²): Zhu and Lakkis (2014), Statistics in Medicine 33:376.
///
/// # Errors
/// A rate, ratio, dispersion or error rate that makes no sense.
pub fn treated_needed_for_counts(
    rate_pool: f64,
    rate_ratio: f64,
    dispersion: f64,
    ratio: f64,
    errors: Errors,
) -> Result<f64, Refusal> {
    let (a, b) = errors.quantiles()?;
    positive("the comparison rate", rate_pool)?;
    positive("the rate ratio", rate_ratio)?;
    positive("the comparison people for each treated one", ratio)?;
    different(rate_ratio, 1.0)?;
    if !(dispersion >= 0.0 && dispersion.is_finite()) {
        return Err(unanswerable(format!(
            "a dispersion of {dispersion} is not possible; use 0 or more"
        )));
    }
    let treated = 1.0 / (rate_pool * rate_ratio) + dispersion;
    let pool = (1.0 / rate_pool + dispersion) / ratio;
    Ok((a + b).powi(2) * (treated + pool) / rate_ratio.ln().powi(2))
}

fn positive(name: &str, value: f64) -> Result<(), Refusal> {
    if value > 0.0 && value.is_finite() {
        return Ok(());
    }
    Err(unanswerable(format!("{name} must be above 0, and {value} is not")))
}

fn different(a: f64, b: f64) -> Result<(), Refusal> {
    if a == b {
        return Err(unanswerable(
            "no number of people can tell two equal figures apart; say what difference matters",
        ));
    }
    Ok(())
}
