//! Intervals that stand on their own: proportions, means, and distance travelled.
//!
//! None of these is an effect. They say how precisely a group was measured, not what a programme
//! did, because there is no comparison group in them.

use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// A figure with its interval, in the figure's own unit.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The figure itself.
    pub estimate: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// Returns the Wilson score interval of `successes` out of `n` at `level` (for example 0.95), or
/// `None` when nobody was counted or more succeeded than there were.
///
/// Wilson (1927), in the form of Newcombe (1998), Statistics in Medicine 17:857, method 3.
#[must_use]
pub fn wilson(successes: u64, n: u64, level: f64) -> Option<Interval> {
    (n > 0 && successes <= n).then(|| wilson_share(successes as f64 / n as f64, n as f64, level))
}

/// Returns the Newcombe score interval of the difference of two proportions, `first - second`.
/// The counts may be effective sample sizes, so they are not whole.
///
/// Newcombe (1998), Statistics in Medicine 17:873, method 10.
#[must_use]
pub fn newcombe(first: (f64, f64), second: (f64, f64), level: f64) -> Interval {
    let (a, b) = (wilson_share(first.0, first.1, level), wilson_share(second.0, second.1, level));
    let difference = a.estimate - b.estimate;
    Interval {
        estimate: difference,
        low: difference - (a.estimate - a.low).hypot(b.high - b.estimate),
        high: difference + (a.high - a.estimate).hypot(b.estimate - b.low),
    }
}

/// Returns the difference of a share of `n` people from a rate that is as good as known, being that
/// of very many: ± z √(share (1 - share) / n). The intervals of the Justice Data Lab's reports come
/// to this (a comparison group of more than a hundred thousand).
#[must_use]
pub fn against_known_rate(share: f64, n: f64, rate: f64, level: f64) -> Interval {
    let half = z_quantile(level) * (share * (1.0 - share) / n).sqrt();
    let estimate = share - rate;
    Interval { estimate, low: estimate - half, high: estimate + half }
}

/// Returns the mean with its t interval, or `None` with fewer than two values.
#[must_use]
pub fn mean_interval(values: &[f64], level: f64) -> Option<Interval> {
    let (mean, variance) = mean_and_variance(values)?;
    let half =
        t_quantile(level, values.len() as f64 - 1.0) * (variance / values.len() as f64).sqrt();
    Some(Interval { estimate: mean, low: mean - half, high: mean + half })
}

/// How far people moved between two scores. Everyone is counted: those without a second score are
/// a group of their own, because leaving them out makes any programme look better.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct DistanceTravelled {
    /// People whose second score is better than their first.
    pub better: usize,
    /// People whose two scores are equal.
    pub same: usize,
    /// People whose second score is worse.
    pub worse: usize,
    /// People without a second score.
    pub no_second_score: usize,
    /// Mean of second minus first among those with both; `None` with fewer than two.
    pub mean_change: Option<Interval>,
}

/// Whether a rise in a score is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A higher score is better.
    Higher,
    /// A lower score is better, as with ratings of need.
    Lower,
}

impl DistanceTravelled {
    /// Counts pairs of a first score and a second one, if there is one, at a 95% interval.
    #[must_use]
    pub fn of(scores: &[(f64, Option<f64>)], better: Better) -> Self {
        let changes: Vec<f64> = scores
            .iter()
            .filter_map(|(first, second)| second.map(|second| second - first))
            .collect();
        let up = changes.iter().filter(|change| **change > 0.0).count();
        let down = changes.iter().filter(|change| **change < 0.0).count();
        let (gained, lost) = if better == Better::Higher { (up, down) } else { (down, up) };
        Self {
            better: gained,
            same: changes.len() - up - down,
            worse: lost,
            no_second_score: scores.len() - changes.len(),
            mean_change: mean_interval(&changes, 0.95),
        }
    }
}

/// Returns the mean and the sample variance (divisor n - 1), or `None` with fewer than two values.
#[must_use]
pub fn mean_and_variance(values: &[f64]) -> Option<(f64, f64)> {
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((mean, squares / (values.len() as f64 - 1.0)))
}

/// Returns how many standard errors either side hold `level` of a t distribution.
pub(crate) fn t_quantile(level: f64, df: f64) -> f64 {
    if !df.is_finite() {
        return f64::NAN;
    }
    let Ok(t) = StudentsT::new(0.0, 1.0, df) else {
        return f64::NAN;
    };
    let target = f64::midpoint(1.0, level);
    let mut quantile = t.inverse_cdf(target);
    // Newton steps: the library's search stops at a tolerance that is looser than ours.
    for _ in 0..4 {
        quantile -= (t.cdf(quantile) - target) / t.pdf(quantile);
    }
    quantile
}

/// Returns the two-sided p-value of a t statistic.
pub(crate) fn t_p_value(statistic: f64, df: f64) -> f64 {
    // The library's distribution function stops the program on a statistic that is not a number.
    if !statistic.is_finite() || !df.is_finite() {
        return if statistic.is_infinite() { 0.0 } else { f64::NAN };
    }
    StudentsT::new(0.0, 1.0, df).map_or(f64::NAN, |t| 2.0 * t.cdf(-statistic.abs()))
}

/// Returns how many standard errors either side hold `level` of a normal distribution.
pub(crate) fn z_quantile(level: f64) -> f64 {
    Normal::standard().inverse_cdf(f64::midpoint(1.0, level))
}

/// Returns Wilson's interval of a share of `n`, which need not be whole people.
pub(crate) fn wilson_share(share: f64, n: f64, level: f64) -> Interval {
    let z2 = z_quantile(level).powi(2);
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = (share * (1.0 - share) * z2 / n + (z2 / (2.0 * n)).powi(2)).sqrt() / (1.0 + z2 / n);
    // Rounding must not carry a limit past 0, 1 or the share itself.
    Interval {
        estimate: share,
        low: (centre - half).clamp(0.0, share),
        high: (centre + half).clamp(share, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Interval, low: f64, high: f64, digits: f64) {
        assert!(
            (found.low - low).abs() < digits && (found.high - high).abs() < digits,
            "{found:?}"
        );
    }

    #[test]
    fn wilson_gives_the_published_limits() {
        // Newcombe (1998) table I, method 3.
        check(wilson(81, 263, 0.95).unwrap(), 0.2553, 0.3662, 5e-5);
        check(wilson(15, 148, 0.95).unwrap(), 0.0624, 0.1605, 5e-5);
        check(wilson(0, 20, 0.95).unwrap(), 0.0, 0.1611, 5e-5);
        check(wilson(1, 29, 0.95).unwrap(), 0.0061, 0.1718, 5e-5);
        // The Prisoners' Passport claim: 19 of 375 is 5.1%, 3.3% to 7.8%.
        check(wilson(19, 375, 0.95).unwrap(), 0.033, 0.078, 5e-4);
        assert_eq!(wilson(0, 0, 0.95), None);
        assert_eq!(wilson(3, 2, 0.95), None);
    }

    #[test]
    fn newcombe_gives_the_published_limits() {
        // Newcombe (1998) table II, method 10.
        check(newcombe((56.0 / 70.0, 70.0), (48.0 / 80.0, 80.0), 0.95), 0.0524, 0.3339, 5e-5);
        check(newcombe((9.0 / 10.0, 10.0), (3.0 / 10.0, 10.0), 0.95), 0.1705, 0.8090, 5e-5);
        check(newcombe((0.0, 10.0), (0.0, 10.0), 0.95), -0.2775, 0.2775, 5e-5);
    }

    #[test]
    fn a_mean_has_a_t_interval() {
        // Mean 3, variance 2.5, n 5: 3 ± 2.776445 × sqrt(0.5).
        check(mean_interval(&[1.0, 2.0, 3.0, 4.0, 5.0], 0.95).unwrap(), 1.036_757, 4.963_243, 1e-6);
        assert_eq!(mean_interval(&[1.0], 0.95), None);
    }

    #[test]
    fn what_has_no_spread_has_no_p_value() {
        assert!(t_p_value(f64::NAN, 5.0).is_nan() && t_p_value(1.0, f64::NAN).is_nan());
        assert!(t_quantile(0.95, f64::NAN).is_nan() && t_quantile(0.95, 0.0).is_nan());
        assert!(t_p_value(f64::NEG_INFINITY, 5.0) == 0.0);
    }

    #[test]
    fn nobody_is_left_out_of_distance_travelled() {
        let scores =
            [(3.0, Some(2.0)), (3.0, Some(1.0)), (2.0, Some(2.0)), (1.0, Some(2.0)), (3.0, None)];
        let found = DistanceTravelled::of(&scores, Better::Lower);
        assert_eq!((found.better, found.same, found.worse, found.no_second_score), (2, 1, 1, 1));
        assert!((found.mean_change.unwrap().estimate + 0.5).abs() < 1e-12);
    }
}
