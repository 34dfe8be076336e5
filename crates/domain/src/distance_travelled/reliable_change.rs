//! The reliable change index: whether one person's change is more than the measure's own error.
//!
//! Jacobson and Truax (1991), in the form that allows the two occasions to differ in spread
//! (Maassen 2004, who shows it preferable): with `r` the reliability of the measure and `s1`, `s2` the
//! standard deviations of a reference group at the two occasions,
//!
//! ```text
//! S_diff² = (s1² + s2²)(1 − r)          s1 = s2 = s gives √2 · s·√(1 − r), the original form
//! RCI     = (x2 − x1) / S_diff          reliable if |RCI| ≥ 1.96
//! ```
//!
//! It is for measures with a known reliability. Ours has none yet (`docs/assessment.md`), so the
//! caller must bring one, with its source.

use crate::{Invalid, coded_enum};
use serde::Serialize;

/// The size of index that counts as reliable: two-sided 5 % of a normal distribution.
const RELIABLE: f64 = 1.96;

coded_enum! {
    /// What one person's change amounts to.
    pub enum PersonChange("reliable-change") {
        /// Better by more than error.
        Improved = "improved",
        /// Within error. Not the same as "no change".
        NoReliableChange = "no_reliable_change",
        /// Worse by more than error.
        Worse = "worse",
    }
}

/// Which end of a scale is the good one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BetterWhen {
    /// More is better.
    Higher,
    /// Less is better, as with a need score.
    Lower,
}

/// The standard deviations of a reference group, in the units of the score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// On the first occasion.
    pub first: f64,
    /// On the second occasion; the same as the first where not known.
    pub second: f64,
}

/// The index of one person and what it amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliableChange {
    /// The index, in standard errors of the difference, with the sign of second minus first.
    pub index: f64,
    /// What it amounts to.
    pub change: PersonChange,
}

/// Returns the reliable change index of a person's two scores.
///
/// # Errors
///
/// A standard deviation that is not above 0 (`invalid-standard-deviation`), a reliability outside
/// 0 ≤ r < 1 (`invalid-reliability`), or a score that is not a number (`invalid-score`).
pub fn reliable_change(
    (first, second): (f64, f64),
    spread: Spread,
    reliability: f64,
    better_when: BetterWhen,
) -> Result<ReliableChange, Invalid> {
    if !(first.is_finite() && second.is_finite()) {
        return Err(Invalid::new("invalid-score"));
    }
    let is_spread = |deviation: f64| deviation.is_finite() && deviation > 0.0;
    if !(is_spread(spread.first) && is_spread(spread.second)) {
        return Err(Invalid::new("invalid-standard-deviation"));
    }
    check_reliability(reliability)?;
    let standard_error = spread.first.hypot(spread.second) * (1.0 - reliability).sqrt();
    let index = (second - first) / standard_error;
    let gain = match better_when {
        BetterWhen::Higher => index,
        BetterWhen::Lower => -index,
    };
    let change = if gain >= RELIABLE {
        PersonChange::Improved
    } else if gain <= -RELIABLE {
        PersonChange::Worse
    } else {
        PersonChange::NoReliableChange
    };
    Ok(ReliableChange { index, change })
}

/// Returns the change to be expected of a score without any effect, by regression towards the mean
/// of the group: `(1 − r)(mean − first)`. People who join at their worst improve by this much anyway.
///
/// # Errors
///
/// A reliability outside 0 ≤ r < 1 (`invalid-reliability`), or a score or mean that is not a number
/// (`invalid-score`).
pub fn expected_drift(first: f64, mean: f64, reliability: f64) -> Result<f64, Invalid> {
    if !(first.is_finite() && mean.is_finite()) {
        return Err(Invalid::new("invalid-score"));
    }
    check_reliability(reliability)?;
    Ok((1.0 - reliability) * (mean - first))
}

fn check_reliability(reliability: f64) -> Result<(), Invalid> {
    if (0.0..1.0).contains(&reliability) {
        Ok(())
    } else {
        Err(Invalid::new("invalid-reliability"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPREAD: Spread = Spread { first: 7.5, second: 7.5 };

    /// Checks an index to two decimals, as published.
    fn check(
        scores: (f64, f64),
        spread: Spread,
        better_when: BetterWhen,
        expected: (f64, PersonChange),
    ) {
        let found = reliable_change(scores, spread, 0.8, better_when).unwrap();
        assert!((found.index - expected.0).abs() < 0.005, "{found:?}");
        assert_eq!(found.change, expected.1);
    }

    /// Jacobson and Truax (1991): scores 47.5 and 32.5, s 7.5, r .80; S_diff 4.74, index −3.16.
    #[test]
    fn the_published_example() {
        let scores = (47.5, 32.5);
        check(scores, SPREAD, BetterWhen::Lower, (-3.16, PersonChange::Improved));
        check(scores, SPREAD, BetterWhen::Higher, (-3.16, PersonChange::Worse));
    }

    /// By hand: (100 + 225)(1 − 0.8) = 65, √65 = 8.062; 15 / 8.062 = 1.861, 16 / 8.062 = 1.985.
    #[test]
    fn two_spreads_and_the_edge_of_reliable() {
        let spread = Spread { first: 10.0, second: 15.0 };
        let within = (1.861, PersonChange::NoReliableChange);
        check((40.0, 55.0), spread, BetterWhen::Higher, within);
        check((40.0, 56.0), spread, BetterWhen::Higher, (1.985, PersonChange::Improved));
    }

    /// By hand: r .8, mean 50, first 80: a fifth of the way back, −6.
    #[test]
    fn drift_goes_towards_the_mean() {
        let drift = expected_drift(80.0, 50.0, 0.8).unwrap();
        assert!((drift + 6.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_computed_is_refused() {
        crate::coded::check_list::<PersonChange>("area");
        let check = |first: f64, deviation: f64, reliability: f64, expected: &str| {
            let spread = Spread { first: deviation, second: 1.0 };
            let found = reliable_change((first, 1.0), spread, reliability, BetterWhen::Higher);
            assert_eq!(found.unwrap_err().key, expected);
            crate::messages::assert_message("area", expected);
        };
        check(f64::NAN, 1.0, 0.8, "invalid-score");
        check(1.0, 0.0, 0.8, "invalid-standard-deviation");
        check(1.0, 1.0, 1.0, "invalid-reliability");
        check(1.0, 1.0, f64::NAN, "invalid-reliability");
        assert!(expected_drift(1.0, 1.0, -0.1).is_err());
        assert!(expected_drift(f64::INFINITY, 1.0, 0.5).is_err());
    }
}
