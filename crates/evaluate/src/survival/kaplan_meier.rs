//! The share of people who have not yet had the event, in time: Kaplan and Meier (1958), Journal
//! of the American Statistical Association 53:457.

use crate::distribution::{normal_interval, normal_quantile, share, unanswerable};
use crate::interval::Interval;
use crate::refusal::Refusal;

use super::{FollowUp, check_weights};

/// What the curve does at one time at which somebody's follow-up ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The time, in the unit of the follow-up.
    pub time: f64,
    /// People under observation just before it.
    pub at_risk: usize,
    /// People with the event at this time.
    pub events: usize,
    /// People whose follow-up ended here without the event.
    pub censored: usize,
    /// Share without the event just after it.
    pub survival: f64,
    /// Its standard error.
    pub se: f64,
    /// Interval on the scale of log(-log survival), which stays between 0 and 1. `None` while
    /// everybody or nobody is without the event, where the formula has no answer.
    pub interval: Option<Interval>,
}

/// A curve with its interval at every step.
#[derive(Clone, Debug)]
pub struct KaplanMeier {
    /// One step for each distinct time at which follow-up ended, earliest first.
    pub steps: Vec<Step>,
    /// Level of the intervals.
    pub level: f64,
    entries: Vec<f64>,
    stops: Vec<usize>,
}

/// The curve at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtHorizon {
    /// People under observation just before the horizon.
    pub at_risk: usize,
    /// Share without the event by then.
    pub survival: f64,
    /// Its standard error.
    pub se: f64,
    /// As in [`Step`].
    pub interval: Option<Interval>,
}

impl AtHorizon {
    /// Returns the share with the event by the horizon in this group less that in another, with its
    /// normal interval at `level`. The groups must be of different people, and the curves at the
    /// same horizon.
    #[must_use]
    pub fn share_with_event_less(&self, other: &Self, level: f64) -> Interval {
        normal_interval(other.survival - self.survival, self.se.hypot(other.se), level)
    }
}

/// The time by which half have had the event. A limit that the curve never reached is `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Median {
    /// The median, if half had the event in the time followed.
    pub time: Option<f64>,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
}

impl KaplanMeier {
    /// Estimates the curve, with intervals at `level` (for example 0.95). Without weights the
    /// standard error is Greenwood's (1926). With weights it is that of Xie and Liu (2005),
    /// Statistics in Medicine 24:3089, which equals Greenwood's when all weights are 1; people of
    /// weight 0 are left out.
    ///
    /// # Errors
    /// Nobody followed, weights that cannot be used, or a level outside 0 to 1.
    pub fn of(follow_up: &FollowUp, weights: Option<&[f64]>, level: f64) -> Result<Self, Refusal> {
        let z = normal_quantile(f64::midpoint(1.0, share("the level of the interval", level)?));
        check_weights(weights, follow_up.rows())?;
        let followed = weights
            .map_or_else(|| follow_up.clone(), |weights| follow_up.only(|row| weights[row] > 0.0));
        if followed.rows() == 0 {
            return Err(unanswerable("nobody was followed, so there is no curve to draw"));
        }
        let kept = weights.map(|all| all.iter().copied().filter(|w| *w > 0.0).collect::<Vec<_>>());
        let moments = moments(&followed, kept.as_deref());
        let (mut survival, mut variance) = (1.0, 0.0);
        let mut steps = Vec::with_capacity(moments.len());
        for at in &moments {
            if at.events > 0 {
                let hazard = at.dying / at.weight;
                survival *= 1.0 - hazard;
                variance += hazard / ((1.0 - hazard) * at.weight * at.weight / at.squares);
            }
            let gone = at.events > 0 && at.dying >= at.weight;
            survival = if gone { 0.0 } else { survival };
            steps.push(Step {
                time: at.time,
                at_risk: at.at_risk,
                events: at.events,
                censored: at.ended - at.events,
                survival,
                se: if survival > 0.0 { survival * variance.sqrt() } else { 0.0 },
                interval: log_log(survival, variance, z),
            });
        }
        let mut entries = followed.start.clone();
        entries.sort_unstable_by(f64::total_cmp);
        let stops = moments.iter().rev().scan(0, |sum, at| {
            *sum += at.ended;
            Some(*sum)
        });
        let mut stops: Vec<usize> = stops.collect();
        stops.reverse();
        Ok(Self { steps, level, entries, stops })
    }

    /// Returns the curve at `horizon`, or `None` when nobody was followed so long: the curve is
    /// not drawn past its data.
    #[must_use]
    pub fn at(&self, horizon: f64) -> Option<AtHorizon> {
        let last = self.steps.last()?.time;
        if !(0.0..=last).contains(&horizon) {
            return None;
        }
        let passed = self.steps.partition_point(|step| step.time <= horizon);
        let next = self.steps.partition_point(|step| step.time < horizon);
        let late = self.entries.len() - self.entries.partition_point(|entry| *entry < horizon);
        let at_risk = self.stops.get(next).map_or(0, |ending| ending - late);
        let before = passed.checked_sub(1).map(|at| self.steps[at]);
        Some(before.map_or(AtHorizon { at_risk, survival: 1.0, se: 0.0, interval: None }, |step| {
            AtHorizon { at_risk, survival: step.survival, se: step.se, interval: step.interval }
        }))
    }

    /// Returns the median with the interval of Brookmeyer and Crowley (1982), Biometrics 38:29, on
    /// the log(-log) scale: the times at which the limits of the curve cross one half. Where the
    /// curve runs level at exactly one half, the middle of that stretch is taken, as R does.
    #[must_use]
    pub fn median(&self) -> Median {
        let limit = |side: fn(&Interval) -> f64| {
            self.crossing(|step| step.interval.as_ref().map_or(step.survival, side))
        };
        Median {
            time: self.crossing(|step| step.survival),
            low: limit(|interval| interval.low),
            high: limit(|interval| interval.high),
        }
    }

    /// Returns the first time at which the curve is below one half.
    fn crossing(&self, height: impl Fn(&Step) -> f64) -> Option<f64> {
        // A product such as 0.9 × 5/9 is one half only up to rounding.
        let half = 0.5;
        let near = 1e-12;
        let first = self.steps.iter().position(|step| height(step) <= half + near)?;
        if height(&self.steps[first]) < half - near {
            return Some(self.steps[first].time);
        }
        let below = self.steps[first..].iter().find(|step| height(step) < half - near);
        Some(below.map_or(self.steps[first].time, |step| {
            f64::midpoint(self.steps[first].time, step.time)
        }))
    }
}

/// Returns the interval of a share on the log(-log) scale, given the variance of its logarithm.
pub(crate) fn log_log(estimate: f64, log_variance: f64, z: f64) -> Option<Interval> {
    if !(estimate > 0.0 && estimate < 1.0) {
        return None;
    }
    let width = z * log_variance.sqrt() / estimate.ln().abs();
    Some(Interval {
        estimate,
        low: estimate.powf(width.exp()),
        high: estimate.powf((-width).exp()),
    })
}

/// Who was there and what happened at one time.
struct Moment {
    time: f64,
    at_risk: usize,
    ended: usize,
    events: usize,
    weight: f64,
    squares: f64,
    dying: f64,
}

/// Counts from the last time to the first, so that sums grow from few people to many.
fn moments(follow_up: &FollowUp, weights: Option<&[f64]>) -> Vec<Moment> {
    let weight_of = |row: usize| weights.map_or(1.0, |weights| weights[row]);
    let (order, entering) = (follow_up.in_order(), follow_up.in_order_of_start());
    let (mut ending, mut beginning) =
        (order.iter().rev().peekable(), entering.iter().rev().peekable());
    let (mut at_risk, mut weight, mut squares) = (0, 0.0, 0.0);
    let mut found: Vec<Moment> = Vec::new();
    while let Some(first) = ending.peek() {
        let time = follow_up.stop[**first];
        let (mut ended, mut events, mut dying) = (0, 0, 0.0);
        while let Some(row) = ending.next_if(|row| follow_up.stop[**row] == time) {
            let own = weight_of(*row);
            weight += own;
            squares += own * own;
            ended += 1;
            if follow_up.event[*row] {
                events += 1;
                dying += own;
            }
        }
        at_risk += ended;
        while let Some(row) = beginning.next_if(|row| follow_up.start[**row] >= time) {
            let own = weight_of(*row);
            at_risk -= 1;
            weight -= own;
            squares -= own * own;
        }
        found.push(Moment { time, at_risk, ended, events, weight, squares, dying });
    }
    found.reverse();
    found
}
