//! The share of people with an event of one kind in time, in a weighted group.

use crate::distribution::{normal_quantile, share, unanswerable};
use crate::refusal::Refusal;
use crate::survival::{FollowUp, check_weights};

use super::{CumulativeIncidence, Step, refuse_unknown_causes};
use crate::survival::kaplan_meier::log_log;

/// Estimates the share with each kind of event, with a weight for each row, by the weighted form
/// of Aalen and Johansen's estimator. `cause` is as for [`super::aalen_johansen`]. `at_risk` and
/// `events` of the steps count people, not weights; people of weight 0 are left out.
///
/// The variance is that of the infinitesimal jackknife, Σ wᵢ² (∂F/∂wᵢ)², with weights taken as
/// given: Therneau and Grambsch (2000), Modeling Survival Data, section 7.2. When all weights are
/// equal it is the delta method's of [`super::aalen_johansen`], and with one kind of event
/// Greenwood's.
///
/// # Errors
/// As [`super::aalen_johansen`]; weights that cannot be used; spells that begin late.
pub fn weighted(
    follow_up: &FollowUp,
    cause: &[usize],
    causes: usize,
    weights: &[f64],
    level: f64,
) -> Result<Vec<CumulativeIncidence>, Refusal> {
    let z = normal_quantile(f64::midpoint(1.0, share("the level of the interval", level)?));
    check_weights(Some(weights), follow_up.rows())?;
    if !follow_up.start.is_empty() {
        return Err(unanswerable(
            "weighted shares of competing events need everyone followed from 0; use one row for \
             each person",
        ));
    }
    let used: Vec<usize> = (0..weights.len()).filter(|row| weights[*row] > 0.0).collect();
    let followed = follow_up.only(|row| weights[row] > 0.0);
    if cause.len() != follow_up.rows() {
        return Err(Refusal::UnevenColumn("cause".into()));
    }
    let cause: Vec<usize> = used.iter().map(|row| cause[*row]).collect();
    refuse_unknown_causes(&followed, &cause, causes)?;
    let weights: Vec<f64> = used.iter().map(|row| weights[*row]).collect();
    let moments = moments(&followed, &cause, causes, &weights);
    let last = followed.last().0;
    Ok((0..causes)
        .map(|cause| CumulativeIncidence { cause, steps: curve(&moments, cause, z), last })
        .collect())
}

/// Who was there and what happened at one time.
struct Moment {
    time: f64,
    at_risk: usize,
    weight: f64,
    squares: f64,
    /// People with each kind of event, their weight and its squares.
    events: Vec<(usize, f64, f64)>,
    /// Squared weights of people whose follow-up ended here without an event.
    lost: f64,
}

fn moments(follow_up: &FollowUp, cause: &[usize], causes: usize, weights: &[f64]) -> Vec<Moment> {
    let order = follow_up.in_order();
    let (mut weight, mut squares) = (0.0, 0.0);
    let mut found: Vec<Moment> = Vec::new();
    // From the last time to the first, so that sums grow from few people to many.
    let mut past = order.len();
    while past > 0 {
        let time = follow_up.stop[order[past - 1]];
        let mut events = vec![(0, 0.0, 0.0); causes];
        let mut lost = 0.0;
        while past > 0 && follow_up.stop[order[past - 1]] == time {
            past -= 1;
            let row = order[past];
            let own = weights[row];
            weight += own;
            squares += own * own;
            if follow_up.event[row] {
                let of_kind = &mut events[cause[row]];
                of_kind.0 += 1;
                of_kind.1 += own;
                of_kind.2 += own * own;
            } else {
                lost += own * own;
            }
        }
        found.push(Moment { time, at_risk: order.len() - past, weight, squares, events, lost });
    }
    found.reverse();
    found
}

/// Follows the influence of the people still at risk, `p - F q` for each, which is the same for
/// all of them, and adds up the squares of those who are gone in powers of F.
fn curve(moments: &[Moment], cause: usize, z: f64) -> Vec<Step> {
    let (mut survival, mut incidence) = (1.0, 0.0);
    let (mut p, mut q) = (0.0, 0.0);
    let (mut pp, mut pq, mut qq) = (0.0, 0.0, 0.0);
    let mut steps = Vec::new();
    for at in moments {
        let all: f64 = at.events.iter().map(|own| own.1).sum();
        let people: usize = at.events.iter().map(|own| own.0).sum();
        let (any, own) = (all / at.weight, at.events[cause].1 / at.weight);
        incidence += survival * own;
        // Where everybody has an event nothing can be added later, so the term that would be
        // infinite is not needed.
        let gone = people == at.at_risk;
        let later = if gone { 0.0 } else { 1.0 / (at.weight * (1.0 - any)) };
        let now = survival / at.weight;
        p += -now * own - any * later * incidence;
        q += -any * later;
        for (kind, (_, _, squares)) in at.events.iter().enumerate() {
            let to_own = if kind == cause { now } else { 0.0 };
            let (p, q) = (p + to_own + later * incidence, q + later);
            pp += squares * p * p;
            pq += squares * p * q;
            qq += squares * q * q;
        }
        pp += at.lost * p * p;
        pq += at.lost * p * q;
        qq += at.lost * q * q;
        survival = if gone { 0.0 } else { survival * (1.0 - any) };
        if people == 0 {
            continue;
        }
        let ended: f64 = at.lost + at.events.iter().map(|own| own.2).sum::<f64>();
        let remaining = (at.squares - ended).max(0.0);
        let still = p - incidence * q;
        let variance =
            pp - 2.0 * incidence * pq + incidence * incidence * qq + remaining * still * still;
        let se = variance.max(0.0).sqrt();
        steps.push(Step {
            time: at.time,
            at_risk: at.at_risk,
            events: at.events[cause].0,
            incidence,
            se,
            interval: log_log(incidence, (se / incidence).powi(2), z),
        });
    }
    steps
}
