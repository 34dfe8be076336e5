//! A curve as rows to draw and to print beside the drawing.

use serde::Serialize;

use crate::survival::KaplanMeier;
use crate::survival::kaplan_meier::Step;

/// Most rows of a curve. A longer one keeps its first and last row and, of those between, every so
/// many by rank, so that those kept are as many events apart as can be; none is moved.
pub const MOST_STEPS: usize = 400;

/// One row of a curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CurveStep {
    /// The time, in the unit of the follow-up.
    pub time: f64,
    /// People under observation just before it (people, not weights).
    pub at_risk: usize,
    /// People with the event at this time and since the row before.
    pub events: usize,
    /// Share without the event just after it.
    pub survival: f64,
    /// Lower limit of its 95% interval on the log(-log) scale; null where everybody or nobody is
    /// without the event, for which the formula has no answer.
    pub ci_low: Option<f64>,
    /// Upper limit.
    pub ci_high: Option<f64>,
}

/// Returns the rows at 0, at every time with an event and at the end of the follow-up, thinned.
pub(super) fn steps(curve: &KaplanMeier) -> Vec<CurveStep> {
    let at_risk = curve.steps.first().map_or(0, |step| step.at_risk);
    let start =
        CurveStep { time: 0.0, at_risk, events: 0, survival: 1.0, ci_low: None, ci_high: None };
    let row = |step: &Step| CurveStep {
        time: step.time,
        at_risk: step.at_risk,
        events: step.events,
        survival: step.survival,
        ci_low: step.interval.map(|own| own.low),
        ci_high: step.interval.map(|own| own.high),
    };
    let last = curve.steps.len().saturating_sub(1);
    let happens =
        curve.steps.iter().enumerate().filter(|(at, step)| step.events > 0 || *at == last);
    let all: Vec<CurveStep> =
        std::iter::once(start).chain(happens.map(|(_, step)| row(step))).collect();
    kept(all.len())
        .scan(0, |from, at| {
            let events = all[*from..=at].iter().map(|own| own.events).sum();
            *from = at + 1;
            Some(CurveStep { events, ..all[at] })
        })
        .collect()
}

/// Returns which of `rows` rows are kept: all, or [`MOST_STEPS`] as evenly as can be, the first and
/// the last among them.
pub(super) fn kept(rows: usize) -> impl Iterator<Item = usize> {
    let most = rows.min(MOST_STEPS);
    (0..most).map(move |at| if most < 2 { at } else { at * (rows - 1) / (most - 1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survival::FollowUp;

    #[test]
    fn a_long_curve_is_thinned_and_loses_no_event() {
        let people = 3000;
        let stop = (1..=people).map(f64::from).collect();
        let event = (0..people).map(|at| at % 3 != 0).collect();
        let curve = KaplanMeier::of(&FollowUp::until(stop, event).unwrap(), None, 0.95).unwrap();
        let rows = steps(&curve);
        assert_eq!(rows.len(), MOST_STEPS);
        assert_eq!(rows.iter().map(|row| row.events).sum::<usize>(), 2000);
        assert_eq!((rows[0].time, rows[0].survival), (0.0, 1.0));
        assert_eq!(rows[MOST_STEPS - 1].time, 3000.0);
        for row in &rows[1..] {
            let same = curve.steps.iter().find(|step| step.time == row.time).unwrap();
            assert_eq!((row.survival, row.at_risk), (same.survival, same.at_risk));
        }
        assert_eq!(kept(5).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        assert_eq!(kept(1).collect::<Vec<_>>(), [0]);
    }
}
