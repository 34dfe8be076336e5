//! One site with a pilot, and a mix of others that went the same way before it: Abadie, Diamond and
//! Hainmueller (2010), Journal of the American Statistical Association 105:493, on the outcome's
//! own past.
//!
//! Chance is judged by pretending that each other site had the pilot. With few sites that cannot
//! be small: with nine others the least p-value is 0.1.

use crate::distribution::unanswerable;
use crate::estimate::LEVEL;
use crate::interval::Interval;
use crate::refusal::Refusal;

use super::simplex::closest_mix;

/// The outcome of one site in each period.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name of the site.
    pub name: String,
    /// One figure for each period, none missing.
    pub values: Vec<f64>,
}

/// A site that had no pilot, treated as if it had.
#[derive(Clone, Debug, PartialEq)]
pub struct Placebo {
    /// Name of the site.
    pub name: String,
    /// Mean gap to its mix after the pilot began.
    pub gap: f64,
    /// Root mean squared gap before.
    pub error_before: f64,
    /// Root mean squared gap after over that before.
    pub ratio: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Synthetic {
    /// Weight of each other site, in their order; they add up to 1.
    pub weights: Vec<f64>,
    /// The site's outcome less its mix's, in each period.
    pub gaps: Vec<f64>,
    /// Mean gap since the pilot began: the effect, if the mix would have gone on as the site.
    pub effect: f64,
    /// Interval of the effect at 95% from the gaps of the placebos; `None` with fewer than 19 other
    /// sites, which are too few for it.
    pub interval: Option<Interval>,
    /// Root mean squared gap before the pilot: how well the mix went the same way.
    pub error_before: f64,
    /// Root mean squared gap after over that before.
    pub ratio: f64,
    /// Share of all sites whose ratio is at least as large: the p-value.
    pub p: f64,
    /// Each other site in the place of the pilot's.
    pub placebos: Vec<Placebo>,
}

/// Estimates the effect at a site from the period with index `begins` on.
///
/// # Errors
/// [`Refusal::UnevenColumn`]; a missing figure, fewer than two other sites, fewer than two periods
/// before, or none after.
pub fn synthetic_control(
    pilot: &Series,
    others: &[Series],
    begins: usize,
) -> Result<Synthetic, Refusal> {
    check(pilot, others, begins)?;
    let donors: Vec<&[f64]> = others.iter().map(|own| own.values.as_slice()).collect();
    let (weights, gaps) = mix(&pilot.values, &donors, begins);
    let (effect, error_before, ratio) = summary(&gaps, begins);
    let placebos: Vec<Placebo> = others
        .iter()
        .enumerate()
        .map(|(at, own)| {
            // The pilot's site is not in any mix: its effect would leak into the placebo.
            let rest = donors.iter().enumerate().filter(|(other, _)| *other != at);
            let rest: Vec<&[f64]> = rest.map(|(_, values)| *values).collect();
            let (gap, error_before, ratio) = summary(&mix(&own.values, &rest, begins).1, begins);
            Placebo { name: own.name.clone(), gap, error_before, ratio }
        })
        .collect();
    let as_large = placebos.iter().filter(|own| own.ratio >= ratio).count() as f64 + 1.0;
    Ok(Synthetic {
        p: as_large / (placebos.len() as f64 + 1.0),
        interval: interval(effect, &placebos),
        weights,
        gaps,
        effect,
        error_before,
        ratio,
        placebos,
    })
}

fn mix(own: &[f64], donors: &[&[f64]], begins: usize) -> (Vec<f64>, Vec<f64>) {
    let before: Vec<&[f64]> = donors.iter().map(|values| &values[..begins]).collect();
    let weights = closest_mix(&own[..begins], &before);
    let gap = |at: usize| {
        own[at] - donors.iter().zip(&weights).map(|(values, w)| values[at] * w).sum::<f64>()
    };
    let gaps = (0..own.len()).map(gap).collect();
    (weights, gaps)
}

/// Returns mean gap after, root mean squared gap before, and the ratio of after to before.
fn summary(gaps: &[f64], begins: usize) -> (f64, f64, f64) {
    let root =
        |part: &[f64]| (part.iter().map(|gap| gap * gap).sum::<f64>() / part.len() as f64).sqrt();
    let (before, after) = gaps.split_at(begins);
    let mean = after.iter().sum::<f64>() / after.len() as f64;
    let scale = root(before).max(1e-12 * root(after)).max(f64::MIN_POSITIVE);
    (mean, root(before), root(after) / scale)
}

/// Takes from and adds to the effect the placebo gap that no more than 5% of all sites exceed.
fn interval(effect: f64, placebos: &[Placebo]) -> Option<Interval> {
    let mut sizes: Vec<f64> = placebos.iter().map(|own| own.gap.abs()).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let rank = (LEVEL * (sizes.len() as f64 + 1.0) - 1e-9).ceil() as usize;
    let half = sizes.get(rank.checked_sub(1)?)?;
    Some(Interval { estimate: effect, low: effect - half, high: effect + half })
}

fn check(pilot: &Series, others: &[Series], begins: usize) -> Result<(), Refusal> {
    let periods = pilot.values.len();
    if others.len() < 2 {
        return Err(unanswerable(
            "a mix needs two other sites or more, and twenty to judge chance",
        ));
    }
    if begins < 2 || begins >= periods {
        return Err(unanswerable(format!(
            "the pilot begins at index {begins} of {periods} periods; at least two are needed \
             before and one after"
        )));
    }
    for series in others.iter().chain([pilot]) {
        if series.values.len() != periods {
            return Err(Refusal::UnevenColumn(series.name.clone()));
        }
        if series.values.iter().any(|value| !value.is_finite()) {
            return Err(unanswerable(format!(
                "\"{}\" has a period without a figure; leave the site out, or the period for all",
                series.name
            )));
        }
    }
    Ok(())
}
