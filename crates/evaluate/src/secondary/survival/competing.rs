//! Shares with the event where another event can come first: Aalen and Johansen, weighted.

use serde::Serialize;

use crate::censored::Rates;
use crate::estimate::{Estimate, LEVEL};
use crate::followed::Ending;
use crate::refusal::Refusal;
use crate::secondary::Share;
use crate::survival::competing::{CumulativeIncidence, weighted};

use super::curve::kept;
use super::{Both, Parts};

/// The share with the event, and with the competing one, in time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Competing {
    /// People with the competing event by the horizon.
    pub events: Both<usize>,
    /// Share with the event in time.
    pub incidence: Both<Vec<IncidenceStep>>,
    /// Share with the competing event in time.
    pub competing_incidence: Both<Vec<IncidenceStep>>,
    /// Share with the event by the horizon.
    pub at_horizon: Incidence,
}

/// Two shares at the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Incidence {
    /// People who took part.
    pub treated: Share,
    /// Comparison.
    pub comparison: Share,
    /// The first less the second.
    pub difference: Estimate,
}

/// One row of a curve of shares.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct IncidenceStep {
    /// The time, in the unit of the follow-up.
    pub time: f64,
    /// People under observation just before it.
    pub at_risk: usize,
    /// People with the event at this time and since the row before.
    pub events: usize,
    /// Share with it by then.
    pub incidence: f64,
    /// Lower limit of its 95% interval; null where nobody or everybody has had it.
    pub ci_low: Option<f64>,
    /// Upper limit.
    pub ci_high: Option<f64>,
}

pub(super) fn of(parts: &Parts<'_>) -> Result<Competing, Refusal> {
    let curves = parts.each(|treated| {
        let (times, cause) = parts.followed.to_either(parts.compared.side(treated))?;
        weighted(&times, &cause, 2, &parts.compared.weights_of(treated), LEVEL)
    })?;
    let incidence = |kind: usize| Both {
        treated: steps(&curves.treated[kind]),
        comparison: steps(&curves.comparison[kind]),
    };
    let rates = Rates::of(parts.compared, parts.followed)?;
    let last = |curve: &CumulativeIncidence| {
        let interval = curve.steps.last().and_then(|step| step.interval);
        curve.steps.last().map_or(Share::new(0.0, 0.0, None), |step| {
            Share::new(step.incidence, step.se, interval)
        })
    };
    Ok(Competing {
        events: parts.count(|ending| ending == Ending::Competing),
        incidence: incidence(0),
        competing_incidence: incidence(1),
        at_horizon: Incidence {
            treated: last(&curves.treated[0]),
            comparison: last(&curves.comparison[0]),
            difference: rates.difference(),
        },
    })
}

/// Returns the rows at which there is an event of either kind, thinned as curves are.
fn steps(curve: &CumulativeIncidence) -> Vec<IncidenceStep> {
    let all = &curve.steps;
    kept(all.len())
        .scan(0, |from, at| {
            let events = all[*from..=at].iter().map(|own| own.events).sum();
            *from = at + 1;
            let own = &all[at];
            Some(IncidenceStep {
                time: own.time,
                at_risk: own.at_risk,
                events,
                incidence: own.incidence,
                ci_low: own.interval.map(|own| own.low),
                ci_high: own.interval.map(|own| own.high),
            })
        })
        .collect()
}
