//! The share of people with an event of one kind in time, when another kind can come first (a
//! death before any reoffence): Aalen and Johansen (1978), Scandinavian Journal of Statistics
//! 5:141. One less Kaplan–Meier, with the other kind taken as censored, is too high.

use crate::distribution::{normal_interval, normal_quantile, share, unanswerable};
use crate::interval::Interval;
use crate::refusal::Refusal;

use super::FollowUp;

mod weighted;

pub use weighted::weighted;

/// The curve of one kind of event at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time, in the unit of the follow-up.
    pub time: f64,
    /// People under observation just before it.
    pub at_risk: usize,
    /// People with this kind of event at this time.
    pub events: usize,
    /// Share with this kind of event by then.
    pub incidence: f64,
    /// Its standard error.
    pub se: f64,
    /// Interval on the scale of log(-log incidence); `None` where nobody or everybody has had it.
    pub interval: Option<Interval>,
}

impl Step {
    /// Returns the share with the event in this group less that in another of different people,
    /// with its normal interval at `level`. Take both at the same horizon.
    #[must_use]
    pub fn incidence_less(&self, other: &Self, level: f64) -> Interval {
        normal_interval(self.incidence - other.incidence, self.se.hypot(other.se), level)
    }
}

/// The share with one kind of event, in time.
#[derive(Clone, Debug, PartialEq)]
pub struct CumulativeIncidence {
    /// The kind of event.
    pub cause: usize,
    /// One step for each time at which somebody had an event of any kind, earliest first.
    pub steps: Vec<Step>,
    last: f64,
}

impl CumulativeIncidence {
    /// Returns the step in force at `horizon`: `None` before the first event, when the share is 0,
    /// and past the last day on which anybody was followed.
    #[must_use]
    pub fn at(&self, horizon: f64) -> Option<Step> {
        let passed = self.steps.partition_point(|step| step.time <= horizon);
        passed.checked_sub(1).filter(|_| horizon <= self.last).map(|at| self.steps[at])
    }
}

/// Estimates the share with each kind of event. `cause` numbers the kind that ended each row from
/// 0 to `causes` less one, and is read only for rows that the follow-up says ended with an event.
/// The variance is the delta method's of Marubini and Valsecchi (1995), Analysing Survival Data
/// from Clinical Trials and Observational Studies, ch. 10, which is Greenwood's when there is only
/// one kind.
///
/// # Errors
/// [`Refusal::UnevenColumn`]; nobody followed, no event, a kind that is not below `causes`, or a
/// level outside 0 to 1.
pub fn aalen_johansen(
    follow_up: &FollowUp,
    cause: &[usize],
    causes: usize,
    level: f64,
) -> Result<Vec<CumulativeIncidence>, Refusal> {
    let z = normal_quantile(f64::midpoint(1.0, share("the level of the interval", level)?));
    if cause.len() != follow_up.rows() {
        return Err(Refusal::UnevenColumn("cause".into()));
    }
    refuse_unknown_causes(follow_up, cause, causes)?;
    let moments = moments(follow_up, cause, causes);
    let last = follow_up.stop.iter().fold(0.0, |most: f64, stop| most.max(*stop));
    Ok((0..causes)
        .map(|cause| CumulativeIncidence { cause, steps: curve(&moments, cause, z), last })
        .collect())
}

/// Refuses follow-up without any event, and kinds of event that were not announced.
fn refuse_unknown_causes(
    follow_up: &FollowUp,
    cause: &[usize],
    causes: usize,
) -> Result<(), Refusal> {
    if follow_up.events() == 0 {
        return Err(unanswerable("nobody had an event of any kind yet; wait for outcomes"));
    }
    let known = |row: usize| !follow_up.event[row] || cause[row] < causes;
    if let Some(row) = (0..cause.len()).find(|row| !known(*row)) {
        return Err(unanswerable(format!(
            "row {} has an event of kind {}, and kinds are numbered from 0 to {}",
            row + 1,
            cause[row],
            causes.saturating_sub(1)
        )));
    }
    Ok(())
}

struct Moment {
    time: f64,
    at_risk: usize,
    events: Vec<usize>,
}

fn moments(follow_up: &FollowUp, cause: &[usize], causes: usize) -> Vec<Moment> {
    let (order, entering) = (follow_up.in_order(), follow_up.in_order_of_start());
    let (mut at, mut entered) = (0, 0);
    let mut found: Vec<Moment> = Vec::new();
    while at < order.len() {
        let (time, gone) = (follow_up.stop[order[at]], at);
        let mut events = vec![0; causes];
        while at < order.len() && follow_up.stop[order[at]] == time {
            if follow_up.event[order[at]] {
                events[cause[order[at]]] += 1;
            }
            at += 1;
        }
        while entered < entering.len() && follow_up.start[entering[entered]] < time {
            entered += 1;
        }
        let inside = if entering.is_empty() { order.len() } else { entered };
        if events.iter().any(|count| *count > 0) {
            found.push(Moment { time, at_risk: inside - gone, events });
        }
    }
    found
}

/// Sums the variance Σ (F(t) - F(s))² a + b - 2 (F(t) - F(s)) c over times s up to t, where a is
/// Greenwood's term for all kinds; opened up in powers of F(t), it takes one pass.
fn curve(moments: &[Moment], cause: usize, z: f64) -> Vec<Step> {
    let (mut survival, mut incidence) = (1.0, 0.0);
    let (mut a, mut a1, mut a2, mut b, mut c, mut c1) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    let step = |at: &Moment| {
        let (n, all) = (at.at_risk as f64, at.events.iter().sum::<usize>() as f64);
        let own = at.events[cause] as f64;
        incidence += survival * own / n;
        // After everyone has had an event nothing is added, so the term that is infinite is not
        // needed.
        if all < n {
            let greenwood = all / (n * (n - all));
            a += greenwood;
            a1 += greenwood * incidence;
            a2 += greenwood * incidence * incidence;
        }
        b += survival * survival * (n - own) * own / (n * n * n);
        c += survival * own / (n * n);
        c1 += survival * own / (n * n) * incidence;
        survival *= 1.0 - all / n;
        let variance =
            incidence * incidence * a - 2.0 * incidence * a1 + a2 + b - 2.0 * (incidence * c - c1);
        let se = variance.max(0.0).sqrt();
        Step {
            time: at.time,
            at_risk: at.at_risk,
            events: at.events[cause],
            incidence,
            se,
            interval: super::kaplan_meier::log_log(incidence, (se / incidence).powi(2), z),
        }
    };
    moments.iter().map(step).collect()
}
