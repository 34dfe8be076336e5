//! The three questions of power for each kind of measure: people needed for a change, the smallest
//! change that people can show, and the chance to see a change. People here are independent and
//! all are found; changes are treated minus comparison, in the measure's own unit.

use super::question::{Direction, Measure, PowerQuestion, Sides};
use super::{Errors, power_at, treated_needed, treated_needed_for_counts};
use crate::distribution::{normal_cdf, normal_quantile};
use crate::refusal::Refusal;

/// How close to its limit a change may come: a rate of exactly nobody has no variance, and would
/// be seen with certainty.
const NEARLY: f64 = 1.0 - 1e-9;
/// Largest rise of events a person that is looked at, as a ratio.
const LARGEST_RATIO: f64 = 1e6;

/// A measure with the test that it is put to.
pub(super) struct Test {
    measure: Measure,
    ratio: f64,
    power: f64,
    sides: Sides,
    /// The level as a two-sided one: a one-sided test at 2.5% has the limit of a two-sided at 5%.
    two_sided: f64,
}

impl Test {
    pub(super) fn new(question: &PowerQuestion) -> Self {
        let two_sided = match question.sides {
            Sides::Two => question.level(),
            Sides::One => 2.0 * question.level(),
        };
        let PowerQuestion { measure, ratio, power, sides, .. } = *question;
        Self { measure, ratio, power, sides, two_sided }
    }

    fn limit(&self) -> f64 {
        normal_quantile(1.0 - self.two_sided / 2.0)
    }

    /// Returns the treated people needed to see a change, before rounding.
    pub(super) fn needed(&self, change: f64) -> Result<f64, Refusal> {
        let errors = Errors { alpha: self.two_sided, power: self.power };
        match self.measure {
            Measure::Rate { baseline } => {
                treated_needed(baseline + change, baseline, self.ratio, errors)
            }
            Measure::Mean { sd } => {
                let z = self.limit() + normal_quantile(self.power);
                Ok((z * sd / change).powi(2) * (1.0 + 1.0 / self.ratio) + self.for_estimating_sd())
            }
            Measure::Count { rate, dispersion } => {
                let rates = (rate + change) / rate;
                treated_needed_for_counts(rate, rates, dispersion, self.ratio, errors)
            }
        }
    }

    /// Returns the chance that so many treated people show a change.
    pub(super) fn chance(&self, people: f64, change: f64) -> f64 {
        match self.measure {
            Measure::Rate { baseline } => {
                let treated = (baseline + change, people);
                let pool = (baseline, people * self.ratio);
                let (above, below) = power_at(self.limit(), treated, pool);
                match self.sides {
                    Sides::Two => above + below,
                    Sides::One if change > 0.0 => above,
                    Sides::One => below,
                }
            }
            Measure::Mean { sd } => {
                let people = people - self.for_estimating_sd();
                let error = sd * ((1.0 + 1.0 / self.ratio) / people).sqrt();
                if people > 0.0 { self.beyond(change.abs() / error) } else { 0.0 }
            }
            Measure::Count { rate, dispersion } => {
                let rates = (rate + change) / rate;
                let variance =
                    1.0 / (rate * rates) + dispersion + (1.0 / rate + dispersion) / self.ratio;
                self.beyond(rates.ln().abs() * (people / variance).sqrt())
            }
        }
    }

    /// Returns the smallest change that so many treated people can show, `None` where there is
    /// none: even the largest would be missed too often.
    pub(super) fn detectable(&self, people: f64, direction: Direction) -> Option<f64> {
        let largest = match (self.measure, direction) {
            (Measure::Rate { baseline }, Direction::Fall) => -baseline * NEARLY,
            (Measure::Rate { baseline }, Direction::Rise) => (1.0 - baseline) * NEARLY,
            (Measure::Count { rate, dispersion }, Direction::Fall) => {
                rate * ((-self.clearest_fall(rate, dispersion)).exp() - 1.0)
            }
            (Measure::Count { rate, .. }, Direction::Rise) => rate * (LARGEST_RATIO - 1.0),
            (Measure::Mean { sd }, direction) => {
                return self.detectable_mean(people, sd).map(|change| match direction {
                    Direction::Fall => -change,
                    Direction::Rise => change,
                });
            }
        };
        if self.chance(people, largest) < self.power {
            return None;
        }
        let (mut low, mut high) = (0.0, largest);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if self.chance(people, middle) < self.power {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(f64::midpoint(low, high))
    }

    fn detectable_mean(&self, people: f64, sd: f64) -> Option<f64> {
        let left = people - self.for_estimating_sd();
        let z = self.limit() + normal_quantile(self.power);
        (left > 0.0).then(|| z * sd * ((1.0 + 1.0 / self.ratio) / left).sqrt())
    }

    /// People to add because the standard deviation of an amount is estimated: half the square of
    /// the limit over both groups together, shared by their sizes (Guenther 1981, The American
    /// Statistician 35:243).
    fn for_estimating_sd(&self) -> f64 {
        self.limit().powi(2) / (2.0 * (1.0 + self.ratio))
    }

    /// Returns the chance to be beyond the limit when the truth is so many standard errors away.
    fn beyond(&self, away: f64) -> f64 {
        let limit = self.limit();
        let wrong_way = match self.sides {
            Sides::Two => normal_cdf(-away - limit),
            Sides::One => 0.0,
        };
        normal_cdf(away - limit) + wrong_way
    }

    /// Returns the fall in events, as minus the logarithm of its ratio, that is seen most easily. A
    /// larger one leaves so few events that its logarithm is known less well: the people needed
    /// go as (e^v / rate + c) / v², which is least where e^v (v - 2) / rate = 2 c.
    fn clearest_fall(&self, rate: f64, dispersion: f64) -> f64 {
        let rest = dispersion + (1.0 / rate + dispersion) / self.ratio;
        let (mut low, mut high) = (2.0, 60.0);
        for _ in 0..200 {
            let v = f64::midpoint(low, high);
            if v.exp() * (v - 2.0) / rate < 2.0 * rest {
                low = v;
            } else {
                high = v;
            }
        }
        f64::midpoint(low, high)
    }
}
