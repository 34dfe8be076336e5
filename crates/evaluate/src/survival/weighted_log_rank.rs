//! The log-rank test in a weighted comparison, such as a matched one.
//!
//! With weights the usual variance is too small, because it takes them for numbers of people. Here
//! it is robust: the score test of a Cox model with ties after Breslow, whose score is the log-rank
//! difference, with the sandwich variance of Lin and Wei (1989), Journal of the American
//! Statistical Association 84:1074, at no difference. R's `coxph` prints it as its robust score
//! test.

use crate::distribution::{chi_squared_p, unanswerable};
use crate::refusal::Refusal;

use super::{FollowUp, check_weights};

/// What the test found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedLogRank {
    /// Weight of the events in the first group (`true`) and in the other.
    pub observed: [f64; 2],
    /// The same if both had the same hazard.
    pub expected: [f64; 2],
    /// The statistic, on one degree of freedom.
    pub chi_squared: f64,
    /// p-value of no difference.
    pub p: f64,
}

/// Tests whether the hazard is the same in two weighted groups. People of weight 0 are left out.
///
/// # Errors
/// [`Refusal::UnevenColumn`]; weights that cannot be used, spells that begin late, no event, or no
/// event at which both groups were at risk.
pub fn weighted_log_rank(
    follow_up: &FollowUp,
    first: &[bool],
    weights: &[f64],
) -> Result<WeightedLogRank, Refusal> {
    check_weights(Some(weights), follow_up.rows())?;
    if first.len() != follow_up.rows() {
        return Err(Refusal::UnevenColumn("group".into()));
    }
    if !follow_up.start.is_empty() {
        return Err(unanswerable(
            "the weighted log-rank test needs everyone followed from 0; use one row for each person",
        ));
    }
    let order = follow_up.in_order();
    let (mut all, mut own) = (0.0, 0.0);
    let mut at_risk = vec![(0.0, 0.0); order.len()];
    for (place, row) in order.iter().enumerate().rev() {
        all += weights[*row];
        own += if first[*row] { weights[*row] } else { 0.0 };
        at_risk[place] = (all, own);
    }
    // Hazard met so far, and its product with the first group's share of those at risk.
    let (mut met, mut met_share) = (0.0, 0.0);
    let (mut observed, mut expected, mut squares) = ([0.0; 2], [0.0; 2], 0.0);
    let mut place = 0;
    while place < order.len() {
        let time = follow_up.stop[order[place]];
        let past = place + order[place..].partition_point(|row| follow_up.stop[*row] == time);
        let (total, of_first) = at_risk[place];
        let share = if total > 0.0 { of_first / total } else { 0.0 };
        let events = order[place..past].iter().filter(|row| follow_up.event[**row]);
        let dying: f64 = events.map(|row| weights[*row]).sum();
        if dying > 0.0 {
            met += dying / total;
            met_share += dying / total * share;
            expected[0] += dying * share;
            expected[1] += dying * (1.0 - share);
        }
        for row in &order[place..past] {
            let side = f64::from(u8::from(first[*row]));
            let mut residual = met_share - side * met;
            if follow_up.event[*row] {
                residual += side - share;
                observed[usize::from(!first[*row])] += weights[*row];
            }
            squares += (weights[*row] * residual).powi(2);
        }
        place = past;
    }
    if observed[0] + observed[1] <= 0.0 {
        return Err(unanswerable(
            "nobody had the event, so the groups cannot be compared yet; wait for outcomes",
        ));
    }
    let chi_squared = (observed[0] - expected[0]).powi(2) / squares;
    if !chi_squared.is_finite() {
        return Err(unanswerable(
            "the groups were never at risk at the same time as an event, so they cannot be \
             compared; compare groups that were followed over the same time",
        ));
    }
    Ok(WeightedLogRank { observed, expected, chi_squared, p: chi_squared_p(chi_squared, 1) })
}
