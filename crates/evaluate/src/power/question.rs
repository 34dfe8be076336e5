//! The power question as it is asked: a few figures, each with its unit, checked against each
//! other before anything is answered.

use serde::{Deserialize, Serialize};

use super::Losses;
use crate::distribution::{share, unanswerable};
use crate::refusal::Refusal;

/// Most outcomes that one study may test.
pub const MOST_OUTCOMES: u32 = 100;
/// Most people that a study may have; nobody serves more than live in the country.
pub const MOST_PEOPLE: u64 = 100_000_000;

/// What is measured, and what it is without the programme.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Measure {
    /// The share of people with the event, such as a proven reoffence in a year.
    Rate {
        /// Share among people like these without the programme, 0 to 1.
        baseline: f64,
    },
    /// An amount for each person, such as days in work.
    Mean {
        /// Standard deviation between people, in the unit of the amount.
        sd: f64,
    },
    /// Events for each person, such as proven reoffences in a year.
    Count {
        /// Events a person without the programme.
        rate: f64,
        /// By how much people scatter more than chance alone: variance = mean + dispersion × mean².
        dispersion: f64,
    },
}

/// The difference that the study is to find.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wanted {
    /// The rate (0 to 1) or the events a person expected among those who take part.
    Figure(f64),
    /// The least change worth having, treated minus comparison: -0.05 is a fall of 5 percentage
    /// points for a rate; else in the outcome's own unit.
    Change(f64),
}

/// Which way the outcome is hoped to move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Down, as reoffending.
    #[default]
    Fall,
    /// Up, as employment.
    Rise,
}

/// Which differences a test looks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sides {
    /// Both ways, so that harm is found as well as benefit.
    #[default]
    Two,
    /// Only the way that is hoped for: harm is not looked for.
    One,
}

/// The power question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PowerQuestion {
    /// What is measured.
    pub measure: Measure,
    /// The difference to be found, where one is known.
    pub wanted: Option<Wanted>,
    /// Which way, where no difference says so.
    pub direction: Direction,
    /// People served, where it is known how many.
    pub people: Option<u64>,
    /// What the comparison is worth for each treated person: its effective number, not its heads.
    pub ratio: f64,
    /// Chance to find the difference if it is real.
    pub power: f64,
    /// Chance to find any difference where there is none, over all outcomes together.
    pub alpha: f64,
    /// Which differences are looked for.
    pub sides: Sides,
    /// Outcomes tested, for Holm's correction.
    pub outcomes: u32,
    /// What is lost between people served and people counted.
    pub losses: Losses,
}

impl Measure {
    /// Takes whichever of rate, standard deviation and events a person was given.
    ///
    /// # Errors
    /// When it is not exactly one, or there is a dispersion without events.
    pub fn of(
        rate: Option<f64>,
        sd: Option<f64>,
        count: Option<f64>,
        dispersion: Option<f64>,
    ) -> Result<Self, Refusal> {
        match (rate, sd, count, dispersion) {
            (Some(baseline), None, None, None) => Ok(Self::Rate { baseline }),
            (None, Some(sd), None, None) => Ok(Self::Mean { sd }),
            (None, None, Some(rate), dispersion) => {
                Ok(Self::Count { rate, dispersion: dispersion.unwrap_or(0.0) })
            }
            _ => Err(unanswerable(
                "say what is measured by one of: the rate of the comparison group; the standard \
                 deviation of an amount; the events a person, with their dispersion",
            )),
        }
    }

    /// Returns the figure without the programme, where the measure has one.
    pub(super) fn baseline(self) -> Option<f64> {
        match self {
            Self::Rate { baseline } => Some(baseline),
            Self::Count { rate, .. } => Some(rate),
            Self::Mean { .. } => None,
        }
    }
}

impl PowerQuestion {
    /// Returns the question with everything else as most studies are planned: a fall, ten
    /// comparison people for each treated one, 80% power, two-sided 5%, one outcome, no losses.
    #[must_use]
    pub fn about(measure: Measure) -> Self {
        Self {
            measure,
            wanted: None,
            direction: Direction::Fall,
            people: None,
            ratio: 10.0,
            power: 0.8,
            alpha: 0.05,
            sides: Sides::Two,
            outcomes: 1,
            losses: Losses::default(),
        }
    }

    /// Returns the level that each outcome is tested at. Holm's method tests the clearest outcome
    /// at α / m (Holm 1979, Scandinavian Journal of Statistics 6:65), so whichever outcome the
    /// effect is on is found at least as often as planned here.
    pub(super) fn level(&self) -> f64 {
        self.alpha / f64::from(self.outcomes)
    }

    /// Returns the change to be found, treated minus comparison.
    ///
    /// # Errors
    /// A change of nothing, a figure of an amount, or one that no group of people can have.
    pub(super) fn change(&self) -> Result<Option<f64>, Refusal> {
        let change = match (self.wanted, self.measure.baseline()) {
            (None, _) => return Ok(None),
            (Some(Wanted::Change(change)), _) => change,
            (Some(Wanted::Figure(figure)), Some(baseline)) => figure - baseline,
            (Some(Wanted::Figure(_)), None) => {
                return Err(unanswerable(
                    "for an amount, give the change that matters and not the figure expected: \
                     how many people are needed does not depend on where it starts",
                ));
            }
        };
        if !change.is_finite() || change == 0.0 {
            return Err(unanswerable(
                "no number of people can tell two equal figures apart; say what difference matters",
            ));
        }
        self.possible(change).map(Some)
    }

    fn possible(&self, change: f64) -> Result<f64, Refusal> {
        let wrong = match self.measure {
            Measure::Rate { baseline } if baseline + change <= 0.0 => Some(format!(
                "a fall of {:.1} percentage points from {:.1}% would leave nobody with the outcome",
                -100.0 * change,
                100.0 * baseline
            )),
            Measure::Rate { baseline } if baseline + change >= 1.0 => Some(format!(
                "a rise of {:.1} percentage points from {:.1}% would leave nobody without the \
                 outcome",
                100.0 * change,
                100.0 * baseline
            )),
            Measure::Count { rate, .. } if rate + change <= 0.0 => {
                Some(format!("a fall of {} events a person from {rate} would leave none", -change))
            }
            _ => None,
        };
        wrong.map_or(Ok(change), |problem| {
            Err(unanswerable(format!("{problem}; give a smaller change")))
        })
    }

    /// Checks everything that does not depend on the change.
    ///
    /// # Errors
    /// A figure that cannot be, with what it may be.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        match self.measure {
            Measure::Rate { baseline } => {
                share("the rate of the comparison group", baseline)?;
            }
            Measure::Mean { sd } => super::positive("the standard deviation", sd)?,
            Measure::Count { rate, dispersion } => {
                super::positive("the events a person", rate)?;
                if !(dispersion >= 0.0 && dispersion.is_finite()) {
                    return Err(unanswerable(format!(
                        "a dispersion of {dispersion} is not possible; use 0 or more"
                    )));
                }
            }
        }
        super::positive("the comparison people for each treated one", self.ratio)?;
        let (power, alpha) = (share("the power", self.power)?, share("alpha", self.alpha)?);
        if self.sides == Sides::One && alpha >= 0.5 {
            return Err(unanswerable("a one-sided alpha must be below one half"));
        }
        if power <= alpha {
            return Err(unanswerable(format!(
                "a power of {power} is no more than the chance of a false finding, {alpha}: tossing \
                 a coin would do as well; plan for 0.8 or more"
            )));
        }
        if !(1..=MOST_OUTCOMES).contains(&self.outcomes) {
            return Err(unanswerable(format!(
                "a study tests from 1 to {MOST_OUTCOMES} outcomes, not {}",
                self.outcomes
            )));
        }
        if let Some(people) = self.people.filter(|people| !(2..=MOST_PEOPLE).contains(people)) {
            return Err(unanswerable(format!(
                "a study has from 2 to {MOST_PEOPLE} people who take part, not {people}"
            )));
        }
        self.losses.design_effect().map(|_| ())
    }
}
