//! Scale, continue or stop? The chances that a pilot's group does better or worse than its
//! comparison, and what bars set beforehand make of them.
//!
//! The chances are right only if the two groups would have done the same without the pilot. They
//! are for deciding about a pilot, with its comparison fixed before; they are not its effect.

use statrs::function::beta::{beta_reg, ln_beta};

use crate::distribution::{share, unanswerable};
use crate::refusal::Refusal;

/// A Beta prior of a rate: as if so many people with and without the event had been seen before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prior {
    /// Imagined people with the event.
    pub events: f64,
    /// Imagined people without it.
    pub others: f64,
}

impl Default for Prior {
    /// Every rate alike.
    fn default() -> Self {
        Self { events: 1.0, others: 1.0 }
    }
}

impl Prior {
    /// A sceptical prior: both groups are thought to have about `rate`, as firmly as if `people`
    /// had been seen. With the same one on both sides, few people cannot show much.
    ///
    /// # Errors
    /// A rate outside 0 to 1, or less than one person.
    pub fn sceptical(rate: f64, people: f64) -> Result<Self, Refusal> {
        let rate = share("the rate", rate)?;
        if !(people >= 1.0 && people.is_finite()) {
            return Err(unanswerable(format!("a prior of {people} people: use 1 or more")));
        }
        Ok(Self { events: rate * people, others: (1.0 - rate) * people })
    }
}

/// Events, people, and what was thought of the rate before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// People with the event.
    pub events: u64,
    /// People.
    pub people: u64,
    /// What was thought before.
    pub prior: Prior,
}

impl Group {
    fn posterior(&self) -> Result<(f64, f64), Refusal> {
        let Prior { events, others } = self.prior;
        if self.events > self.people || !(events >= 0.5 && others >= 0.5) {
            return Err(unanswerable(
                "no more people may have the event than there are, and both numbers of a prior \
                 must be at least one half",
            ));
        }
        let missed = (self.people - self.events) as f64;
        Ok((events + self.events as f64, others + missed))
    }
}

/// Returns the chance that the treated rate is below the comparison rate by more than `margin`
/// (a share; 0.05 is five percentage points). A negative margin asks for "not more than so much
/// above".
///
/// # Errors
/// Counts or a prior that make no sense, or a margin outside -1 to 1.
pub fn chance_lower(treated: &Group, pool: &Group, margin: f64) -> Result<f64, Refusal> {
    if !(margin > -1.0 && margin < 1.0) {
        return Err(unanswerable(format!("a margin of {margin} is not a difference of two rates")));
    }
    let (own, other) = (treated.posterior()?, pool.posterior()?);
    Ok(integrate(own, |rate| {
        let bar = rate + margin;
        if bar <= 0.0 {
            1.0
        } else if bar >= 1.0 {
            0.0
        } else {
            // The upper tail by symmetry, so that small chances keep their digits.
            beta_reg(other.1, other.0, 1.0 - bar)
        }
    }))
}

/// Returns the chance that the treated rate is *above* the comparison rate by more than `margin`:
/// harm.
///
/// # Errors
/// As [`chance_lower`].
pub fn chance_higher(treated: &Group, pool: &Group, margin: f64) -> Result<f64, Refusal> {
    chance_lower(pool, treated, margin)
}

/// Bars that are set before any outcome is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bars {
    /// The fall in the rate that makes the pilot worth its money.
    pub worthwhile: f64,
    /// The rise in the rate that must not be missed.
    pub harm: f64,
    /// Scale when the chance of a worthwhile fall is at least this.
    pub scale_at: f64,
    /// Stop when the chance of harm is at least this.
    pub harm_at: f64,
    /// Stop when the chance of a worthwhile fall is at most this.
    pub futile_at: f64,
}

impl Default for Bars {
    /// Any fall at 95%, a rise of more than two points at 20%, and hope below 5%. Ours, to begin
    /// from; each pilot sets its own.
    fn default() -> Self {
        Self { worthwhile: 0.0, harm: 0.02, scale_at: 0.95, harm_at: 0.2, futile_at: 0.05 }
    }
}

/// What the bars say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Serve more people.
    Scale,
    /// Go on, and count again.
    Continue,
    /// Stop: it may do harm.
    StopForHarm,
    /// Stop: a worthwhile fall has become very unlikely.
    StopAsFutile,
}

/// A choice with its reasons.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decision {
    /// What the bars say.
    pub choice: Choice,
    /// Chance of any fall.
    pub lower: f64,
    /// Chance of a fall of more than the worthwhile one.
    pub worthwhile: f64,
    /// Chance of a rise of more than the one that must not be missed.
    pub harm: f64,
}

impl Decision {
    /// Applies the bars. Harm goes first: a pilot that meets both bars of harm and of scale is
    /// stopped.
    ///
    /// # Errors
    /// As [`chance_lower`]; bars outside 0 to 1, or of which futile is not below scale.
    pub fn by(bars: &Bars, treated: &Group, pool: &Group) -> Result<Self, Refusal> {
        share("the bar for scaling", bars.scale_at)?;
        share("the bar for harm", bars.harm_at)?;
        share("the bar for futility", bars.futile_at)?;
        if bars.futile_at >= bars.scale_at || bars.worthwhile < 0.0 || bars.harm < 0.0 {
            return Err(unanswerable(
                "the bar for futility must be below the one for scaling, and both margins 0 or more",
            ));
        }
        let worthwhile = chance_lower(treated, pool, bars.worthwhile)?;
        let harm = chance_higher(treated, pool, bars.harm)?;
        let choice = if harm >= bars.harm_at {
            Choice::StopForHarm
        } else if worthwhile >= bars.scale_at {
            Choice::Scale
        } else if worthwhile <= bars.futile_at {
            Choice::StopAsFutile
        } else {
            Choice::Continue
        };
        Ok(Self { choice, lower: chance_lower(treated, pool, 0.0)?, worthwhile, harm })
    }
}

/// Panels of the quadrature below, over twelve standard deviations each side.
const PANELS: usize = 96;

/// Returns the mean of `value(rate)` when the rate has a Beta distribution. With rate = sin² φ the
/// density is smooth up to its ends and about as wide everywhere, so that Simpson's rule on a few
/// hundred points has ten digits.
fn integrate((a, b): (f64, f64), value: impl Fn(f64) -> f64) -> f64 {
    use std::f64::consts::FRAC_PI_2;
    let centre = (a / (a + b)).sqrt().asin();
    let width = 12.0 * 0.5 / (a + b).sqrt();
    let (low, high) = ((centre - width).max(0.0), (centre + width).min(FRAC_PI_2));
    let steps = PANELS * 8;
    let step = (high - low) / steps as f64;
    let scale = std::f64::consts::LN_2 - ln_beta(a, b);
    let at = |place: usize| {
        let angle = low + step * place as f64;
        let (sine, cosine) = angle.sin_cos();
        // At an end a power of 0 with exponent 0 is 1, which logarithms cannot say.
        let power = |base: f64, exponent: f64| {
            if exponent == 0.0 { 0.0 } else { exponent * base.max(0.0).ln() }
        };
        let density = (scale + power(sine, 2.0 * a - 1.0) + power(cosine, 2.0 * b - 1.0)).exp();
        if density == 0.0 { 0.0 } else { density * value(sine * sine) }
    };
    let inner: f64 =
        (1..steps).map(|place| at(place) * if place % 2 == 1 { 4.0 } else { 2.0 }).sum();
    ((at(0) + inner + at(steps)) * step / 3.0).clamp(0.0, 1.0)
}
