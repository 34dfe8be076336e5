//! How strong something unrecorded would have to be for the finding to go: Rosenbaum's bounds over
//! the matched sets of a sealed comparison.

use serde::Serialize;

use crate::design::Matched;
use crate::distribution::unanswerable;
use crate::estimate::Estimate;
use crate::matching::{Method, Nearest};
use crate::refusal::Refusal;
use crate::sensitivity::{Bounds, DiscordantPairs, MatchedSets};
use crate::sets::Sets;

/// Odds at which p-values are given.
pub const GAMMAS: [f64; 7] = [1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0];
/// One-sided level at which a finding is taken to hold: the same as a two-sided 95% interval.
pub const ALPHA: f64 = 0.025;
/// Most people in all sets together, each counted as often as used, for outcomes that are not 0 or
/// 1: their sets have to be sorted.
pub const MOST_PLACES: usize = 1_000_000;

/// Rosenbaum's bounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rosenbaum {
    /// `mcnemar` (exact, for pairs and an outcome of 0 or 1) or `matched_sets` (normal form).
    pub test: &'static str,
    /// Whether the finding is that outcomes are `lower` or `higher` among the treated.
    pub direction: &'static str,
    /// Matched sets.
    pub sets: usize,
    /// Those of them in which people have different outcomes, the only ones that say anything.
    pub differing: usize,
    /// Whether a person of the pool may be in several sets, which then depend on one another. The
    /// bounds are approximate: variances are multiplied by `inflation`.
    pub shared: bool,
    /// What gives the mean difference of the sets the error of the main estimate, 1 at least; null
    /// where sets are separate.
    pub inflation: Option<f64>,
    /// One-sided p-values under confounding of each strength.
    pub bounds: Vec<BoundsRow>,
    /// The largest gamma at which the finding still holds at 0.025 one-sided; null when it does
    /// not hold even without a confounder.
    pub gamma_withstood: Option<f64>,
}

/// Limits of the p-value at one gamma.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BoundsRow {
    /// How many times another's odds of having taken part somebody's may be, in the same set.
    pub gamma: f64,
    /// p-value at the least favourable confounder.
    pub p_upper: f64,
    /// p-value at the most favourable one.
    pub p_lower: f64,
}

/// Computes the bounds for the finding of the main estimate, that outcomes are lower (or higher)
/// among the treated.
///
/// # Errors
/// [`Refusal::Setting`]: a method without sets, too few that differ, or too many people in them.
pub(crate) fn of(
    matched: &Matched,
    values: &[f64],
    zero_one: bool,
    main: &Estimate,
) -> Result<Rosenbaum, Refusal> {
    let lower = main.estimate < 0.0;
    let sets = matched.sets().ok_or_else(|| {
        unanswerable(format!(
            "method \"{}\" makes no matched sets, which Rosenbaum bounds are about; read the \
             E-value, or use radius or nearest",
            matched.method().name()
        ))
    })?;
    let shared = !matches!(matched.method(), Method::Nearest(Nearest { replace: false, .. }));
    if zero_one && !shared && sets.largest() == 1 {
        return pairs(sets, values, lower);
    }
    let mut known = if zero_one { of_zero_one(sets, values) } else { of_any(sets, values)? };
    let inflation = main.se.filter(|_| shared).map(|se| known.shared(se));
    let bounds = GAMMAS.iter().map(|gamma| {
        let found = if lower { known.lower(*gamma) } else { known.higher(*gamma) };
        found.map(|found| row(*gamma, found))
    });
    Ok(Rosenbaum {
        test: "matched_sets",
        direction: direction(lower),
        sets: known.differing() + known.silent(),
        differing: known.differing(),
        shared,
        inflation,
        bounds: bounds.collect::<Result<_, _>>()?,
        gamma_withstood: known.gamma_withstood(lower, ALPHA)?,
    })
}

fn direction(lower: bool) -> &'static str {
    if lower { "lower" } else { "higher" }
}

fn row(gamma: f64, Bounds { upper, lower }: Bounds) -> BoundsRow {
    BoundsRow { gamma, p_upper: upper, p_lower: lower }
}

fn pairs(sets: &Sets, values: &[f64], lower: bool) -> Result<Rosenbaum, Refusal> {
    let (mut all, mut discordant, mut treated) = (0, 0_u64, 0_u64);
    for (person, mut others) in sets.each() {
        let (own, other) = (values[person], others.next().map_or(f64::NAN, |(at, _)| values[at]));
        if own.is_nan() || other.is_nan() {
            continue;
        }
        all += 1;
        discordant += u64::from(own != other);
        treated += u64::from(own > other);
    }
    let counts = DiscordantPairs::new(discordant, treated)?;
    // Harm is the same question with the other one of each pair.
    let asked =
        DiscordantPairs::new(discordant, if lower { treated } else { discordant - treated })?;
    let bounds = GAMMAS.iter().map(|gamma| {
        let found = if lower { counts.fewer(*gamma) } else { counts.more(*gamma) };
        found.map(|found| row(*gamma, found))
    });
    Ok(Rosenbaum {
        test: "mcnemar",
        direction: direction(lower),
        sets: all,
        differing: discordant as usize,
        shared: false,
        inflation: None,
        bounds: bounds.collect::<Result<_, _>>()?,
        gamma_withstood: asked.gamma_withstood(ALPHA)?,
    })
}

fn of_zero_one(sets: &Sets, values: &[f64]) -> MatchedSets {
    let mut found = MatchedSets::default();
    for counted in sets.counts(values) {
        if !counted.own.is_nan() && counted.known > 0 {
            found.add_zero_one(counted.known, counted.events, counted.own == 1.0);
        }
    }
    found
}

fn of_any(sets: &Sets, values: &[f64]) -> Result<MatchedSets, Refusal> {
    let places = sets.places();
    if places > MOST_PLACES {
        return Err(unanswerable(format!(
            "the matched sets have {places} places, and bounds for outcomes other than rates are \
             computed up to {MOST_PLACES}; read the E-value, or use nearest neighbours"
        )));
    }
    let mut found = MatchedSets::default();
    let mut known = Vec::new();
    for (person, others) in sets.each() {
        known.clear();
        known.extend(others.map(|(at, _)| values[at]).filter(|value| !value.is_nan()));
        if !values[person].is_nan() && !known.is_empty() {
            found.add(values[person], &known);
        }
    }
    Ok(found)
}
