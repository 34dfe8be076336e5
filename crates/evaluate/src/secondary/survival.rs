//! Time to an event in the comparison as it was sealed: weighted curves, what they say at the
//! horizon, the log-rank test and hazard ratios. Everything ends at the horizon.

use serde::Serialize;

use crate::compared::{Compared, TOOK_PART};
use crate::design::{Matched, Sealed};
use crate::distribution::{normal_interval, two_sided};
use crate::estimate::{Estimate, LEVEL};
use crate::findings::Reading;
use crate::followed::{Ending, Followed};
use crate::outcome::Outcome;
use crate::refusal::Refusal;
use crate::survival::proportional::Clock;
use crate::survival::{Cox, FollowUp, KaplanMeier, Settings, log_rank, weighted_log_rank};
use crate::table::Outcomes;

use super::{RefusedPart, Share, adjusted_for, adjusts, adjusts_beside, keep, reading_of_weights};

mod competing;
mod curve;

pub use competing::{Competing, Incidence, IncidenceStep};
pub use curve::{CurveStep, MOST_STEPS};

/// Two groups' curves, or whatever else there is one of for each group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Both<T> {
    /// Of the people who took part.
    pub treated: T,
    /// Of the comparison, weighted.
    pub comparison: T,
}

/// The survival analysis of one outcome of kind `time`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Survival {
    /// Whether curves, test and differences may be read as an effect.
    pub reading: Reading,
    /// Where everything ends, in the unit of the time column.
    pub horizon: f64,
    /// People in the curves.
    pub people: Both<usize>,
    /// Those of them with the event by the horizon.
    pub events: Both<usize>,
    /// Those of them followed for less than the horizon without the event (or a competing one).
    pub censored: Both<usize>,
    /// Share without the event in time (Kaplan–Meier, weighted), thinned to [`MOST_STEPS`].
    pub curves: Both<Vec<CurveStep>>,
    /// The curves at the horizon; null with a competing event, see `competing`.
    pub at_horizon: Option<AtHorizon>,
    /// Time without the event up to the horizon; null with a competing event.
    pub restricted_mean: Option<RestrictedMeans>,
    /// Time by which half have had the event, where half have had it by the horizon; null with a
    /// competing event.
    pub median: Option<Both<MedianTime>>,
    /// Whether the curves differ.
    pub log_rank: Option<LogRankTest>,
    /// Hazard ratio of taking part, of the comparison as it was sealed.
    pub cox: Option<Hazard>,
    /// The same with the covariates in the model, where people were chosen by lot.
    pub cox_adjusted: Option<Hazard>,
    /// Shares with the event where another can come first; null where the study names none.
    pub competing: Option<Competing>,
    /// What could not be had, and why.
    pub refused: Vec<RefusedPart>,
}

/// Two curves at the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AtHorizon {
    /// Share without the event, people who took part.
    pub treated: Share,
    /// Share without the event, comparison.
    pub comparison: Share,
    /// The first less the second.
    pub difference: Estimate,
}

/// Mean time without the event up to the horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RestrictedMeans {
    /// People who took part.
    pub treated: Share,
    /// Comparison.
    pub comparison: Share,
    /// The first less the second.
    pub difference: Estimate,
}

/// The time by which half have had the event; null for what was not reached by the horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MedianTime {
    /// The median.
    pub time: Option<f64>,
    /// Lower limit of its 95% interval.
    pub ci_low: Option<f64>,
    /// Upper limit.
    pub ci_high: Option<f64>,
}

/// A test whether the two hazards are the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LogRankTest {
    /// Events, weighted.
    pub observed: Both<f64>,
    /// Events to be expected if both groups had the same hazard, weighted.
    pub expected: Both<f64>,
    /// The statistic.
    pub chisq: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// p-value of no difference.
    pub p: f64,
    /// Whether the variance is robust to weights; without weights it is Mantel's.
    pub robust: bool,
}

/// The hazard ratio of taking part, by Cox's model with Efron's ties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hazard {
    /// Log hazard ratio of having taken part.
    pub coefficient: f64,
    /// Hazard ratio.
    pub hazard_ratio: f64,
    /// Standard error of the log if the model holds and nobody is weighted.
    pub se: f64,
    /// Robust standard error of the log (Lin and Wei).
    pub robust_se: f64,
    /// Lower limit of the hazard ratio's 95% interval.
    pub ci_low: f64,
    /// Upper limit.
    pub ci_high: f64,
    /// Two-sided p-value of no difference.
    pub p: f64,
    /// Whether interval and p-value use the robust error, as they do with weights.
    pub robust: bool,
    /// Covariates held in the model; none where the weights do that.
    pub adjusted_for: Vec<String>,
    /// Whether the ratio stays the same up to the horizon.
    pub proportional: Option<ProportionalTest>,
}

/// The test of Grambsch and Therneau that a hazard ratio stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ProportionalTest {
    /// The statistic.
    pub chisq: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// A small one says that the ratio changes; a large one does not say that it stays.
    pub p: f64,
}

impl Sealed {
    /// Analyses the time to one outcome of kind `time`, up to its horizon.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], values that a time cannot have, and [`Refusal::OutcomeUnknown`].
    /// What fails beyond that stands in [`Survival::refused`].
    pub fn survival(&self, outcomes: &Outcomes, outcome: &Outcome) -> Result<Survival, Refusal> {
        let matched = self.matched();
        let followed = outcome.read(outcomes, &matched.design.row)?.followed;
        let followed = followed.ok_or_else(|| {
            Refusal::Setting(format!("outcome \"{}\" is not of kind \"time\"", outcome.name))
        })?;
        let compared = Compared::of(&matched.design, &matched.primary, &followed.time)
            .map_err(|_| Refusal::OutcomeUnknown(outcome.name.clone()))?;
        Parts { matched, compared: &compared, followed: &followed }.survival()
    }
}

/// What the parts of the analysis are made from.
pub(crate) struct Parts<'a> {
    matched: &'a Matched,
    compared: &'a Compared,
    followed: &'a Followed,
}

impl Parts<'_> {
    fn survival(&self) -> Result<Survival, Refusal> {
        let curves = self.each(|treated| self.curve(treated))?;
        let mut refused = Vec::new();
        let mut part = Survival {
            reading: reading_of_weights(self.matched),
            horizon: self.followed.horizon,
            people: self.count(|_| true),
            events: self.count(|ending| ending == Ending::Event),
            censored: self.count(|ending| ending == Ending::Lost),
            at_horizon: None,
            restricted_mean: None,
            median: None,
            log_rank: keep("log_rank", self.log_rank(), &mut refused),
            cox: keep("cox", self.cox(adjusts(self.matched)), &mut refused),
            cox_adjusted: None,
            competing: None,
            curves: Both {
                treated: curve::steps(&curves.treated),
                comparison: curve::steps(&curves.comparison),
            },
            refused: Vec::new(),
        };
        if adjusts_beside(self.matched) {
            part.cox_adjusted = keep("cox_adjusted", self.cox(true), &mut refused);
        }
        if self.followed.competing {
            part.competing = keep("competing", competing::of(self), &mut refused);
        } else {
            part.at_horizon = keep("at_horizon", self.at_horizon(&curves), &mut refused);
            part.restricted_mean = keep("restricted_mean", self.means(&curves), &mut refused);
            part.median = Some(Both {
                treated: median(&curves.treated),
                comparison: median(&curves.comparison),
            });
        }
        part.refused = refused;
        Ok(part)
    }

    fn each<T>(&self, of: impl Fn(bool) -> Result<T, Refusal>) -> Result<Both<T>, Refusal> {
        Ok(Both { treated: of(true)?, comparison: of(false)? })
    }

    fn count(&self, counts: impl Fn(Ending) -> bool) -> Both<usize> {
        let of = |treated| {
            let people = self.compared.side(treated);
            people.filter(|person| counts(self.followed.ending[*person])).count()
        };
        Both { treated: of(true), comparison: of(false) }
    }

    fn curve(&self, treated: bool) -> Result<KaplanMeier, Refusal> {
        let times = self.followed.to_event(self.compared.side(treated))?;
        KaplanMeier::of(&times, Some(&self.compared.weights_of(treated)), LEVEL)
    }

    /// Refuses to read off the horizon where a group was not followed so far.
    fn refuse_short(&self) -> Result<(), Refusal> {
        for (group, treated) in [("treated", true), ("pool", false)] {
            let times = self.followed.to_event(self.compared.side(treated))?;
            crate::censored::refuse_short(group, &times, self.followed.horizon)?;
        }
        Ok(())
    }

    fn at_horizon(&self, curves: &Both<KaplanMeier>) -> Result<AtHorizon, Refusal> {
        self.refuse_short()?;
        // The last step is the horizon itself, or the event of the last person left.
        let last = |curve: &KaplanMeier| {
            let step = curve.steps.last();
            step.map_or(Share::new(1.0, 0.0, None), |own| {
                Share::new(own.survival, own.se, own.interval)
            })
        };
        let (treated, comparison) = (last(&curves.treated), last(&curves.comparison));
        if treated.se == 0.0 || comparison.se == 0.0 {
            let group = if treated.se == 0.0 { "treated" } else { "pool" };
            return Err(Refusal::NoEvents(group));
        }
        Ok(AtHorizon { difference: difference(treated, comparison), treated, comparison })
    }

    fn means(&self, curves: &Both<KaplanMeier>) -> Result<RestrictedMeans, Refusal> {
        self.refuse_short()?;
        let of = |curve: &KaplanMeier, group| {
            let mean = curve.restricted_mean(self.followed.horizon);
            let mean = mean.filter(|own| own.se > 0.0).ok_or(Refusal::NoEvents(group))?;
            let limits = normal_interval(mean.mean, mean.se, LEVEL);
            Ok(Share::new(mean.mean, mean.se, Some(limits)))
        };
        let treated = of(&curves.treated, "treated")?;
        let comparison = of(&curves.comparison, "pool")?;
        Ok(RestrictedMeans { difference: difference(treated, comparison), treated, comparison })
    }

    fn times(&self) -> Result<FollowUp, Refusal> {
        self.followed.to_event(self.compared.people.iter().copied())
    }

    fn log_rank(&self) -> Result<LogRankTest, Refusal> {
        let (times, treated) = (self.times()?, &self.compared.treated);
        if self.compared.weighted {
            let found = weighted_log_rank(&times, treated, &self.compared.weights)?;
            let both = |own: [f64; 2]| Both { treated: own[0], comparison: own[1] };
            return Ok(LogRankTest {
                observed: both(found.observed),
                expected: both(found.expected),
                chisq: found.chi_squared,
                df: 1,
                p: found.p,
                robust: true,
            });
        }
        let group: Vec<usize> = treated.iter().map(|on| usize::from(*on)).collect();
        let found = log_rank(&times, &group, None)?;
        Ok(LogRankTest {
            observed: Both {
                treated: found.observed[1] as f64,
                comparison: found.observed[0] as f64,
            },
            expected: Both { treated: found.expected[1], comparison: found.expected[0] },
            chisq: found.chi_squared,
            df: found.df,
            p: found.p,
            robust: false,
        })
    }

    fn cox(&self, adjusted: bool) -> Result<Hazard, Refusal> {
        let times = self.times()?;
        let columns = self.compared.columns(&self.matched.design, adjusted);
        let robust = self.compared.weighted;
        let weights = robust.then_some(self.compared.weights.as_slice());
        let settings = Settings { weights, robust: true, ..Settings::default() };
        let fit = Cox::fit(&times, &columns, settings)?;
        let own = &fit.coefficients[0];
        let se = if robust { own.se } else { own.model_se };
        let log = normal_interval(own.coefficient, se, LEVEL);
        let proportional = fit.proportional(&times, Clock::KaplanMeier).ok();
        let of_taking_part = proportional.and_then(|found| {
            found.each.into_iter().find(|(name, _)| name == TOOK_PART).map(|(_, test)| test)
        });
        Ok(Hazard {
            coefficient: own.coefficient,
            hazard_ratio: own.coefficient.exp(),
            se: own.model_se,
            robust_se: own.se,
            ci_low: log.low.exp(),
            ci_high: log.high.exp(),
            p: two_sided(own.coefficient / se),
            robust,
            adjusted_for: adjusted_for(self.matched, adjusted),
            proportional: of_taking_part.map(|test| ProportionalTest {
                chisq: test.chi_squared,
                df: test.df,
                p: test.p,
            }),
        })
    }
}

fn difference(treated: Share, comparison: Share) -> Estimate {
    Estimate::with_z(treated.estimate - comparison.estimate, treated.se.hypot(comparison.se))
}

fn median(curve: &KaplanMeier) -> MedianTime {
    let found = curve.median();
    MedianTime { time: found.time, ci_low: found.low, ci_high: found.high }
}
