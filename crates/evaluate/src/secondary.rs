//! The analyses that stand beside a study's estimates: time to the event, how often, and what would
//! overturn the answer. All are of the comparison as it was sealed, and none can change it.
//!
//! What cannot be computed is not left out in silence: it stands in `refused`, with the reason.

pub mod frequency;
pub mod leave_one_out;
pub mod rosenbaum;
pub mod sensitivity;
pub mod survival;

use serde::Serialize;

use crate::design::{Assignment, Matched};
use crate::findings::Reading;
use crate::interval::Interval;
use crate::matching::Method;
use crate::refusal::Refusal;

pub use frequency::Frequency;
pub use sensitivity::Sensitivity;
pub use survival::Survival;

/// One part of an analysis that could not be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedPart {
    /// Its key in `results.json`.
    pub part: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

impl RefusedPart {
    pub(crate) fn of(part: &str, refusal: &Refusal) -> Self {
        Self { part: part.to_owned(), why: refusal.to_string(), hint: refusal.hint() }
    }
}

/// Keeps what was found, or notes why there is nothing.
pub(crate) fn keep<T>(
    part: &str,
    found: Result<T, Refusal>,
    refused: &mut Vec<RefusedPart>,
) -> Option<T> {
    found.map_err(|refusal| refused.push(RefusedPart::of(part, &refusal))).ok()
}

/// A figure of one group.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// The figure.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// Lower limit of its 95% interval; null where the formula has no answer.
    pub ci_low: Option<f64>,
    /// Upper limit.
    pub ci_high: Option<f64>,
}

impl Share {
    pub(crate) fn new(estimate: f64, se: f64, interval: Option<Interval>) -> Self {
        let (ci_low, ci_high) = (interval.map(|own| own.low), interval.map(|own| own.high));
        Self { estimate, se, ci_low, ci_high }
    }
}

/// What the weighted comparison without any model may be read as: of everyone as they are only a
/// description, unless people were chosen by lot.
pub(crate) fn reading_of_weights(matched: &Matched) -> Reading {
    match (matched.method(), matched.design.assignment) {
        (Method::None | Method::Regression, Assignment::Observed) => Reading::Descriptive,
        _ => Reading::Effect,
    }
}

/// Whether a model of the main comparison has to hold the covariates itself, because the method
/// leaves people as they are.
pub(crate) fn adjusts(matched: &Matched) -> bool {
    matches!(matched.method(), Method::Regression)
}

/// Whether a model with the covariates is worth reading beside the main one: people were chosen by
/// lot, and what was known of them before makes the answer more precise.
pub(crate) fn adjusts_beside(matched: &Matched) -> bool {
    matches!(matched.method(), Method::None)
        && matched.design.assignment == Assignment::Random
        && !matched.design.covariates.is_empty()
}

pub(crate) fn adjusted_for(matched: &Matched, adjusted: bool) -> Vec<String> {
    let covariates = matched.design.covariates.iter().filter(|_| adjusted);
    covariates.map(|own| own.name.clone()).collect()
}
