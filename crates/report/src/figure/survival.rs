//! Survival curves (Kaplan and Meier 1958): the share of each group that has not had the outcome
//! yet, day by day.
//!
//! A curve goes down where somebody had the outcome, so drawn in full it tells of one person at a
//! time. It is drawn at fewer times: each step down is at least [`FEWEST`] people.

use evaluate::secondary::Survival;
use evaluate::secondary::survival::{Both, CurveStep, IncidenceStep};
use minijinja::Error;
use serde::Serialize;

use crate::figure::{Drawing, Figure, NUMBERS, Plot, WIDTH};
use crate::language::Language;
use crate::number::decimals;
use crate::published::FEWEST;
use crate::scale::{Scale, Tick};
use crate::table::{Cell, Table};

/// Height of the drawing between its axes.
const HEIGHT: f64 = 210.0;
/// Room for the numbers on the left.
const LEFT: f64 = 48.0;
/// Room on the right for half of the last number.
const RIGHT: f64 = 20.0;

/// The curves of the two groups.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// Those who took part.
    pub treated: Vec<Point>,
    /// Those they are compared with.
    pub comparison: Vec<Point>,
}

/// A curve at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Time since the start of follow-up, in the study's unit.
    pub time: f64,
    /// People still followed and without the outcome just before: people, not weights.
    pub at_risk: f64,
    /// People who had the outcome at this time and since the point before.
    pub events: f64,
    /// Share without the outcome after this time, weighted.
    pub survival: f64,
    /// Lower limit of its 95% interval.
    pub ci_low: Option<f64>,
    /// Upper limit of its 95% interval.
    pub ci_high: Option<f64>,
}

impl From<&Survival> for Curves {
    /// Where another event can come first, the share without the outcome is what its cumulative
    /// incidence leaves, because a Kaplan–Meier curve would take the others for still at risk.
    fn from(analysis: &Survival) -> Self {
        match &analysis.competing {
            Some(competing) => Self::drawn(&competing.incidence),
            None => Self::drawn(&analysis.curves),
        }
    }
}

impl From<CurveStep> for Point {
    fn from(step: CurveStep) -> Self {
        Self {
            time: step.time,
            at_risk: step.at_risk as f64,
            events: step.events as f64,
            survival: step.survival,
            ci_low: step.ci_low,
            ci_high: step.ci_high,
        }
    }
}

impl From<IncidenceStep> for Point {
    fn from(step: IncidenceStep) -> Self {
        Self {
            time: step.time,
            at_risk: step.at_risk as f64,
            events: step.events as f64,
            survival: 1.0 - step.incidence,
            ci_low: step.ci_high.map(|high| 1.0 - high),
            ci_high: step.ci_low.map(|low| 1.0 - low),
        }
    }
}

#[derive(Serialize)]
struct Inside {
    curves: Vec<Curve>,
    levels: Vec<Tick>,
    #[serde(flatten)]
    plot: Plot,
}

#[derive(Serialize)]
struct Curve {
    line: String,
    band: String,
    treated: bool,
}

impl Curves {
    fn drawn<T: Copy + Into<Point>>(both: &Both<Vec<T>>) -> Self {
        let each = |steps: &[T]| steps.iter().map(|step| (*step).into()).collect();
        Self { treated: each(&both.treated), comparison: each(&both.comparison) }
    }

    /// Returns the curves at the times at which at least [`FEWEST`] more people had the outcome;
    /// `None` where a group has fewer in all.
    #[must_use]
    pub fn published(&self) -> Option<Self> {
        Some(Self { treated: steps(&self.treated)?, comparison: steps(&self.comparison)? })
    }
}

/// Keeps the points that end a step of at least [`FEWEST`]; what is left over at the end joins the
/// last step.
fn steps(points: &[Point]) -> Option<Vec<Point>> {
    let mut kept: Vec<Point> = Vec::new();
    let (mut events, mut at_risk) = (0.0, None);
    for point in points.iter().filter(|point| point.events > 0.0) {
        events += point.events;
        at_risk = at_risk.or(Some(point.at_risk));
        if events >= FEWEST {
            kept.push(Point { events, at_risk: at_risk.unwrap_or(point.at_risk), ..*point });
            (events, at_risk) = (0.0, None);
        }
    }
    let last = kept.pop()?;
    let end = points.iter().rev().find(|point| point.events > 0.0)?;
    kept.push(Point { events: last.events + events, at_risk: last.at_risk, ..*end });
    Some(kept)
}

/// Draws curves that may be published.
///
/// # Errors
/// When the drawing cannot be made: our fault.
pub fn survival(
    name: &str,
    outcome: &str,
    curves: &Curves,
    language: Language,
) -> Result<Figure, Error> {
    let t = |key: &str| language.text(key, &[]);
    let end = |points: &[Point]| {
        points.last().map_or_else(String::new, |point| decimals(point.survival * 100.0, 1))
    };
    let (treated, comparison) = (end(&curves.treated), end(&curves.comparison));
    let description = language
        .text("survival-description", &[("treated", &treated), ("comparison", &comparison)]);
    let title = language.text("survival-title", &[("outcome", outcome)]);
    let mut drawing = Drawing::new(name, title, description);
    drawing.explain("line", &t("survival-treated"));
    drawing.explain("dashed", &t("survival-comparison"));
    drawing.y += 10.0;
    let (top, bottom) = (drawing.y, drawing.y + HEIGHT);
    let both = || [(&curves.treated, true), (&curves.comparison, false)].into_iter();
    let times = both().flat_map(|(points, _)| points.iter().map(|point| point.time));
    let across = Scale::around(times.chain([0.0]), (LEFT, WIDTH - RIGHT));
    // From nobody to everybody: a scale that is cut off makes a difference look larger.
    let up = Scale { low: 0.0, high: 100.0, from: bottom, to: top };
    let drawn = both().map(|(points, treated)| Curve {
        line: line(points, &across, &up),
        band: band(points, &across, &up),
        treated,
    });
    let drawn = drawn.collect();
    drawing.y = bottom;
    let percent = |tick: Tick| Tick { label: format!("{}%", tick.label), ..tick };
    let plot = drawing.plot(top, &across, across.ticks(5), NUMBERS, &t("survival-axis"));
    let levels = up.ticks(6).into_iter().map(percent).collect();
    let inside = Inside { curves: drawn, levels, plot };
    drawing.draw("figures/survival.svg", language, inside, table(outcome, curves, language))
}

/// Returns the path of a curve: level until the next time, then down.
fn line(points: &[Point], across: &Scale, up: &Scale) -> String {
    let mut path = format!("M{} {}", across.at(0.0), up.at(100.0));
    for point in points {
        path += &format!("H{}V{}", across.at(point.time), up.at(point.survival * 100.0));
    }
    path
}

/// Returns the path around the interval; empty where there is none.
fn band(points: &[Point], across: &Scale, up: &Scale) -> String {
    let known: Option<Vec<(f64, f64, f64)>> =
        points.iter().map(|point| Some((point.time, point.ci_low?, point.ci_high?))).collect();
    let Some(known) = known.filter(|known| !known.is_empty()) else { return String::new() };
    let mut path = format!("M{} {}", across.at(0.0), up.at(100.0));
    for (time, _, high) in &known {
        path += &format!("H{}V{}", across.at(*time), up.at(high * 100.0));
    }
    let lower = known.iter().map(|(time, low, _)| (*time, *low)).rev();
    let before = known.iter().rev().skip(1).map(|(_, low, _)| *low).chain([1.0]);
    for ((time, low), before) in lower.zip(before) {
        path += &format!("V{}H{}V{}", up.at(low * 100.0), across.at(time), up.at(before * 100.0));
    }
    path + "Z"
}

fn table(outcome: &str, curves: &Curves, language: Language) -> Table {
    let t = |key: &str| language.text(key, &[]);
    let percent = |share: Option<f64>| {
        share.map_or_else(|| "–".to_owned(), |share| decimals(share * 100.0, 1))
    };
    let rows = [("group-treated", &curves.treated), ("group-comparison", &curves.comparison)]
        .into_iter()
        .flat_map(|(group, points)| points.iter().map(move |point| (group, point)));
    let rows = rows.map(|(group, point)| {
        vec![
            Cell::words(t(group)),
            Cell::number(decimals(point.time, 0)),
            Cell::number(decimals(point.at_risk, 0)),
            Cell::number(decimals(point.events, 0)),
            Cell::number(percent(Some(point.survival))),
            Cell::number(percent(point.ci_low)),
            Cell::number(percent(point.ci_high)),
        ]
    });
    Table {
        caption: language.text("survival-caption", &[("outcome", outcome)]),
        head: vec![
            Cell::words(t("survival-head-group")),
            Cell::number(t("survival-head-time")),
            Cell::number(t("survival-head-at-risk")),
            Cell::number(t("survival-head-events")),
            Cell::number(t("survival-head-share")),
            Cell::number(t("survival-head-low")),
            Cell::number(t("survival-head-high")),
        ],
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(time: f64, events: f64, survival: f64) -> Point {
        Point { time, at_risk: 100.0, events, survival, ci_low: None, ci_high: None }
    }

    #[test]
    fn what_others_leave_is_the_share_without_the_outcome() {
        let (time, at_risk, events) = (3.0, 40, 2);
        let step =
            CurveStep { time, at_risk, events, survival: 0.9, ci_low: Some(0.8), ci_high: None };
        let point = Point::from(step);
        assert_eq!((point.at_risk, point.survival, point.ci_high), (40.0, 0.9, None));
        let (ci_low, ci_high) = (Some(0.01), Some(0.2));
        let step = IncidenceStep { time, at_risk, events, incidence: 0.05, ci_low, ci_high };
        let point = Point::from(step);
        assert_eq!((point.survival, point.ci_low, point.ci_high), (0.95, Some(0.8), Some(0.99)));
    }

    proptest! {
        #[test]
        fn no_step_is_of_fewer_than_ten(events in proptest::collection::vec(0_u8..6, 1..80)) {
            let all: f64 = events.iter().map(|events| f64::from(*events)).sum();
            let points: Vec<Point> = events
                .iter()
                .enumerate()
                .map(|(at, events)| point(at as f64, f64::from(*events), 1.0 / (at + 1) as f64))
                .collect();
            match steps(&points) {
                None => prop_assert!(all < FEWEST),
                Some(kept) => {
                    prop_assert!(kept.iter().all(|step| step.events >= FEWEST));
                    let sum: f64 = kept.iter().map(|step| step.events).sum();
                    prop_assert_eq!(sum, all);
                    // Each step ends on the curve itself.
                    for step in &kept {
                        let own = points.iter().find(|point| point.time == step.time).unwrap();
                        prop_assert_eq!(own.survival, step.survival);
                    }
                }
            }
        }
    }
}
