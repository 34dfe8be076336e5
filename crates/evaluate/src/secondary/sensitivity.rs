//! What it would take to overturn the primary outcome's estimate. None of it repairs a comparison:
//! it says how strong something unrecorded would have to be, and looks for signs of it.

use serde::Serialize;

use crate::compared::Compared;
use crate::design::Sealed;
use crate::distribution::unanswerable;
use crate::estimate::{Analysed, Estimate, Figure};
use crate::interval::Interval;
use crate::outcome::Kind;
use crate::refusal::Refusal;
use crate::sensitivity::{confounding, holm};
use crate::table::Outcomes;

use super::leave_one_out::{self, LeaveOneOut};
use super::rosenbaum::{self, Rosenbaum};
use super::{RefusedPart, keep};

/// Log risk ratio that a difference of one standard deviation of an amount comes to: VanderWeele
/// and Ding (2017), Annals of Internal Medicine 167:268, after Chinn (2000).
const LOG_RATIO_OF_ONE_SD: f64 = 0.91;

/// Sensitivity of the primary outcome's estimate. Keys without content are left out of
/// `results.json`, so that it is `{}` where there is nothing to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sensitivity {
    /// The primary outcome that all but `placebo` and `holm` are about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// How strong an unrecorded confounder would have to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub e_value: Option<EValue>,
    /// The same over matched sets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rosenbaum: Option<Rosenbaum>,
    /// The answer without each covariate in turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leave_one_out: Option<LeaveOneOut>,
    /// Outcomes that the programme cannot have changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placebo: Vec<Placebo>,
    /// Secondary outcomes, with p-values adjusted for having been looked at together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub holm: Vec<Adjusted>,
    /// What could not be had, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<RefusedPart>,
}

/// How strongly, as a risk ratio with both taking part and the outcome, something unrecorded would
/// have to go together beyond what was adjusted for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EValue {
    /// To move the estimate to no difference.
    pub estimate: f64,
    /// To move the nearer end of the interval there; 1 when it includes no difference already.
    pub limit: f64,
    /// The ratio it was computed from.
    pub ratio: f64,
    /// The nearer end of the interval as a ratio; null when it includes no difference.
    pub ratio_limit: Option<f64>,
    /// What ratio that is: `risk_ratio` (rates and times), `rate_ratio` (counts) or
    /// `standardised_difference` (amounts: an approximation).
    pub scale: &'static str,
}

/// One outcome that the programme cannot have changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Placebo {
    /// The outcome.
    pub outcome: String,
    /// Its difference, by the main estimator.
    #[serde(flatten)]
    pub figures: Estimate,
    /// Whether the interval is clear of no difference, which says that the groups differ in
    /// something that was not recorded, or by an unlucky one in twenty.
    pub differs: bool,
}

/// One secondary outcome's p-value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adjusted {
    /// The outcome.
    pub outcome: String,
    /// Its own p-value.
    pub p: f64,
    /// Adjusted by Holm (1979) for all of the list.
    pub p_holm: f64,
}

impl Sealed {
    /// Says what it would take to overturn the first outcome of `analysed`, the primary one, and
    /// what the others add. `leave_one_out` is as in the study file.
    ///
    /// # Errors
    /// Those of reading the outcome; whatever else fails stands in [`Sensitivity::refused`].
    pub fn sensitivity(
        &self,
        outcomes: &Outcomes,
        analysed: &[Analysed],
        leave_one_out: Option<bool>,
    ) -> Result<Sensitivity, Refusal> {
        let Some(primary) = analysed.first() else { return Ok(Sensitivity::default()) };
        let mut found = Sensitivity {
            placebo: placebo(analysed),
            holm: adjusted(&analysed[1..]),
            ..Sensitivity::default()
        };
        // A description has no effect that could be overturned.
        let Figure::Effect(effect) = &primary.figure else { return Ok(found) };
        let (matched, main) = (self.matched(), effect.0);
        let figures = primary.outcome.read(outcomes, &matched.design.row)?;
        let (values, followed) = (figures.values, figures.followed);
        let mut refused = Vec::new();
        found.outcome = Some(primary.outcome.name.clone());
        found.e_value = keep("e_value", self.e_value(primary, &main, &values), &mut refused);
        let zero_one = primary.outcome.kind.is_share();
        let lost = followed.as_ref().map_or(0, crate::followed::Followed::lost);
        let bounds = if lost > 0 {
            Err(unanswerable(format!(
                "bounds over matched sets need everyone's figure, and {lost} people were followed \
                 for less than the horizon; read the E-value"
            )))
        } else {
            rosenbaum::of(matched, &values, zero_one, &main)
        };
        found.rosenbaum = keep("rosenbaum", bounds, &mut refused);
        let left_out = leave_one_out::of(matched, &values, followed.as_ref(), &main, leave_one_out);
        found.leave_one_out = keep("leave_one_out", left_out, &mut refused);
        found.refused = refused;
        Ok(found)
    }

    /// Puts the estimate and the nearer end of its interval on the scale of ratios. The treated
    /// people's own figure is held: what they could have expected is it less the difference.
    fn e_value(
        &self,
        primary: &Analysed,
        main: &Estimate,
        values: &[f64],
    ) -> Result<EValue, Refusal> {
        let scale = match primary.outcome.kind {
            Kind::Rate | Kind::Time => "risk_ratio",
            Kind::Count => "rate_ratio",
            Kind::Mean => "standardised_difference",
        };
        let spread =
            if primary.outcome.kind == Kind::Mean { self.spread(values)? } else { f64::NAN };
        let own = primary.means.0;
        let ratio = |difference: f64| match primary.outcome.kind {
            Kind::Mean => (LOG_RATIO_OF_ONE_SD * difference / spread).exp(),
            _ => own / (own - difference),
        };
        let estimate = ratio(main.estimate);
        if !(estimate > 0.0 && estimate.is_finite()) {
            return Err(unanswerable(
                "one of the two figures is 0, so there is no ratio of them to explain away; wait \
                 for more outcomes",
            ));
        }
        let nearer = [main.ci_low, main.ci_high].into_iter().find(|limit| {
            let clear = main.ci_low > 0.0 || main.ci_high < 0.0;
            clear && limit.abs() <= main.estimate.abs()
        });
        let limit = nearer.map(ratio);
        let interval = match limit {
            Some(limit) => {
                Interval { estimate, low: estimate.min(limit), high: estimate.max(limit) }
            }
            // The farther end is of no consequence.
            None => Interval { estimate, low: estimate.min(1.0), high: estimate.max(1.0) },
        };
        let found = confounding(interval)?;
        Ok(EValue {
            estimate: found.estimate,
            limit: if limit.is_some() { found.limit } else { 1.0 },
            ratio: estimate,
            ratio_limit: limit,
            scale,
        })
    }

    /// Returns the standard deviation of an amount inside the two groups, the pool weighted.
    fn spread(&self, values: &[f64]) -> Result<f64, Refusal> {
        let matched = self.matched();
        let compared = Compared::of(&matched.design, &matched.primary, values)?;
        let side = |treated: bool| {
            let each = || compared.side(treated).zip(compared.weights_of(treated));
            let all: f64 = each().map(|(_, weight)| weight).sum();
            let mean = each().map(|(at, weight)| weight * values[at]).sum::<f64>() / all;
            let squares = each().map(|(at, weight)| weight * (values[at] - mean).powi(2));
            squares.sum::<f64>() / all
        };
        let spread = f64::midpoint(side(true), side(false)).sqrt();
        if spread > 0.0 {
            return Ok(spread);
        }
        Err(unanswerable("the outcome is the same for everyone, so a difference has no scale"))
    }
}

fn placebo(analysed: &[Analysed]) -> Vec<Placebo> {
    let each = analysed.iter().filter(|own| own.outcome.placebo);
    each.map(|own| {
        let figures = own.figure.estimate();
        let differs = figures.ci_low > 0.0 || figures.ci_high < 0.0;
        Placebo { outcome: own.outcome.name.clone(), figures, differs }
    })
    .collect()
}

fn adjusted(secondary: &[Analysed]) -> Vec<Adjusted> {
    let tested = secondary.iter().filter(|own| !own.outcome.placebo);
    let tested: Vec<(&str, f64)> = tested
        .filter_map(|own| Some((own.outcome.name.as_str(), own.figure.estimate().p?)))
        .filter(|(_, p)| (0.0..=1.0).contains(p))
        .collect();
    let together: Vec<f64> = tested.iter().map(|(_, p)| *p).collect();
    let adjusted = holm(&together).unwrap_or_default();
    let rows = tested.into_iter().zip(adjusted);
    rows.map(|((outcome, p), p_holm)| Adjusted { outcome: outcome.to_owned(), p, p_holm }).collect()
}
