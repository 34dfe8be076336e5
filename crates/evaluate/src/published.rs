//! Checks of published results from their rounded aggregates alone. The rows behind them are not
//! public, so these show that our arithmetic is theirs, and nothing more.

use crate::distribution::{normal_interval, share, unanswerable};
use crate::interval::Interval;
use crate::refusal::Refusal;

/// Returns the 95% interval of treated rate less comparison rate, by normal approximation. Without
/// a number for the comparison its rate is taken as known: Justice Data Lab comparisons have tens
/// of thousands of people.
///
/// # Errors
/// A rate that is not between 0 and 1, or nobody in a group.
pub fn published_difference(
    treated: (f64, u64),
    comparison: (f64, Option<u64>),
) -> Result<Interval, Refusal> {
    let a = share("the treated rate", treated.0)?;
    let b = share("the comparison rate", comparison.0)?;
    if treated.1 == 0 || comparison.1 == Some(0) {
        return Err(unanswerable("a published rate needs people behind it"));
    }
    let pool = comparison.1.map_or(0.0, |n| b * (1.0 - b) / n as f64);
    let variance = a * (1.0 - a) / treated.1 as f64 + pool;
    Ok(normal_interval(a - b, variance.sqrt(), 0.95))
}

/// Returns the least and the greatest rate that the people traced and the people not traced can
/// have together: `events` of everybody, if nobody or if all of those not traced had the event.
///
/// # Errors
/// Nobody, or more events than people.
pub fn untraced_bounds(events: u64, traced: u64, untraced: u64) -> Result<(f64, f64), Refusal> {
    let everybody = traced.checked_add(untraced).filter(|all| *all > 0 && events <= traced);
    let all = everybody.ok_or_else(|| {
        unanswerable("there must be people, and no more events than people traced")
    })?;
    Ok((events as f64 / all as f64, (events + untraced) as f64 / all as f64))
}
