//! The normal and chi-squared distributions, as p-values and quantiles are read from them.

use statrs::distribution::{ChiSquared, ContinuousCDF, Normal};
use statrs::function::erf::erfc;

use crate::interval::Interval;
use crate::refusal::Refusal;

/// Returns the share of a standard normal distribution below `z`.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// Returns the standard normal density at `z`.
pub(crate) fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

/// Returns the value below which `share` of a standard normal distribution lies.
pub(crate) fn normal_quantile(share: f64) -> f64 {
    Normal::standard().inverse_cdf(share)
}

/// Returns the two-sided p-value of a standard normal statistic.
pub(crate) fn two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Returns the p-value of a chi-squared statistic.
pub(crate) fn chi_squared_p(statistic: f64, df: usize) -> f64 {
    ChiSquared::new(df as f64).map_or(f64::NAN, |law| law.sf(statistic.max(0.0)))
}

/// A figure with its normal interval at `level` (for example 0.95).
pub(crate) fn normal_interval(estimate: f64, se: f64, level: f64) -> Interval {
    let half = normal_quantile(f64::midpoint(1.0, level)) * se;
    Interval { estimate, low: estimate - half, high: estimate + half }
}

/// Refuses a level of an interval, a power or an error rate that is not between 0 and 1.
pub(crate) fn share(name: &str, value: f64) -> Result<f64, Refusal> {
    if value > 0.0 && value < 1.0 {
        return Ok(value);
    }
    Err(unanswerable(format!("{name} must be between 0 and 1, and {value} is not")))
}

/// Returns the refusal of a question that the figures given cannot answer. The text says what is
/// wrong, and then what to do about it.
pub(crate) fn unanswerable(problem: impl Into<String>) -> Refusal {
    Refusal::Setting(problem.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distributions_give_their_tabled_values() {
        // The error function behind these is good to eleven digits.
        assert!((normal_cdf(1.959_963_984_540_054) - 0.975).abs() < 1e-10);
        assert!((normal_quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((two_sided(-1.959_963_984_540_054) - 0.05).abs() < 1e-10);
        assert!((chi_squared_p(3.841_458_820_694_124, 1) - 0.05).abs() < 1e-12);
        assert!(share("level", 1.0).is_err() && share("level", f64::NAN).is_err());
    }
}
