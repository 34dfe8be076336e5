//! Time to the first event: how long people were followed, and what is estimated from it.
//!
//! A row is a spell at risk. Most people have one, from their release to their event or to the
//! last day they were followed; with covariates that change in time they have several, each with
//! the values that held in it. Times are exact: two events are tied when their times are equal.

pub mod competing;
pub mod concordance;
pub mod cox;
pub mod kaplan_meier;
pub mod log_rank;
pub mod proportional;
pub mod restricted_mean;
mod risk_sets;
mod score_residuals;
mod symmetric;
pub mod weighted_log_rank;

pub use competing::{CumulativeIncidence, aalen_johansen};
pub use concordance::Concordance;
pub use cox::{Cox, Settings, TiedTimes};
pub use kaplan_meier::KaplanMeier;
pub use log_rank::{LogRank, log_rank};
pub use restricted_mean::RestrictedMean;
pub use weighted_log_rank::{WeightedLogRank, weighted_log_rank};

use crate::distribution::unanswerable;
use crate::refusal::Refusal;

/// Spells at risk, in one unit of time of the caller's choice (days, say). Nothing is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// When each spell began; empty when all began at 0.
    start: Vec<f64>,
    stop: Vec<f64>,
    event: Vec<bool>,
}

impl FollowUp {
    /// Takes how long each person was followed from time 0, and whether that ended with the event.
    /// Who was followed for no whole day (0) counts as at risk on it.
    ///
    /// # Errors
    /// [`Refusal::UnevenColumn`]; a time that is missing, infinite or before 0.
    pub fn until(stop: Vec<f64>, event: Vec<bool>) -> Result<Self, Refusal> {
        Self::checked(Vec::new(), stop, event)
    }

    /// Takes spells that begin after `start` and last until `stop` inclusive, for covariates that
    /// change and for people who come under observation late.
    ///
    /// # Errors
    /// As [`FollowUp::until`], and a spell that does not end after it began.
    pub fn between(start: Vec<f64>, stop: Vec<f64>, event: Vec<bool>) -> Result<Self, Refusal> {
        if start.len() != stop.len() {
            return Err(Refusal::UnevenColumn("start".into()));
        }
        Self::checked(start, stop, event)
    }

    fn checked(start: Vec<f64>, stop: Vec<f64>, event: Vec<bool>) -> Result<Self, Refusal> {
        if stop.len() != event.len() {
            return Err(Refusal::UnevenColumn("event".into()));
        }
        let sound = |row: usize| {
            let stop = stop[row];
            stop.is_finite()
                && start.get(row).map_or(stop >= 0.0, |start| start.is_finite() && *start < stop)
        };
        if let Some(row) = (0..stop.len()).find(|row| !sound(*row)) {
            return Err(unanswerable(format!(
                "row {} is followed from {} to {}, which is no time at all; leave out people \
                 without follow-up, and count them",
                row + 1,
                start.get(row).copied().unwrap_or(0.0),
                stop[row]
            )));
        }
        Ok(Self { start, stop, event })
    }

    /// Returns the same spells followed to `horizon` at most: what happens later is not seen.
    /// Spells that begin at the horizon or after it are kept out.
    ///
    /// # Errors
    /// A horizon that is not after 0.
    pub fn censored_at(&self, horizon: f64) -> Result<Self, Refusal> {
        if !(horizon > 0.0 && horizon.is_finite()) {
            return Err(unanswerable(format!(
                "follow-up cannot end at {horizon}; use a day after 0"
            )));
        }
        let mut cut = self.only(|row| self.start(row) < horizon);
        for (stop, event) in cut.stop.iter_mut().zip(&mut cut.event) {
            *event &= *stop <= horizon;
            *stop = stop.min(horizon);
        }
        Ok(cut)
    }

    /// Returns the spells of the rows that `keep` says to keep, such as those of one group.
    #[must_use]
    pub fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..self.rows()).filter(|row| keep(*row)).collect();
        let begun = if self.start.is_empty() { &[][..] } else { &rows[..] };
        Self {
            start: begun.iter().map(|row| self.start[*row]).collect(),
            stop: rows.iter().map(|row| self.stop[*row]).collect(),
            event: rows.iter().map(|row| self.event[*row]).collect(),
        }
    }

    /// Returns how many spells there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.stop.len()
    }

    /// Returns how many spells ended with the event.
    #[must_use]
    pub fn events(&self) -> usize {
        self.event.iter().filter(|event| **event).count()
    }

    /// Returns when the longest follow-up ended, and whether all that ended then did so with the
    /// event.
    #[must_use]
    pub fn last(&self) -> (f64, bool) {
        let last = self.stop.iter().fold(0.0, |most: f64, stop| most.max(*stop));
        let ends = self.stop.iter().zip(&self.event).filter(|(stop, _)| **stop == last);
        (last, self.rows() > 0 && ends.fold(true, |all, (_, event)| all && *event))
    }

    /// Returns for each row whether it ended with the event.
    pub(crate) fn ended(&self) -> impl Iterator<Item = bool> {
        self.event.iter().copied()
    }

    /// Returns after when a row was at risk: always, where spells do not say.
    fn start(&self, row: usize) -> f64 {
        self.start.get(row).copied().unwrap_or(f64::NEG_INFINITY)
    }

    /// Returns the rows in order of when they end.
    fn in_order(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.rows()).collect();
        rows.sort_unstable_by(|a, b| self.stop[*a].total_cmp(&self.stop[*b]));
        rows
    }

    /// Returns the rows in order of when they begin; none when all begin at 0.
    fn in_order_of_start(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.start.len()).collect();
        rows.sort_unstable_by(|a, b| self.start[*a].total_cmp(&self.start[*b]));
        rows
    }
}

/// Refuses weights of another length, or missing, infinite, negative or all zero.
fn check_weights(weights: Option<&[f64]>, rows: usize) -> Result<(), Refusal> {
    let Some(weights) = weights else {
        return Ok(());
    };
    if weights.len() != rows {
        return Err(Refusal::UnevenColumn("weight".into()));
    }
    if let Some(row) = weights.iter().position(|weight| !(*weight >= 0.0 && weight.is_finite())) {
        return Err(unanswerable(format!(
            "the weight of row {} is {}; use 0 for people who are not compared",
            row + 1,
            weights[row]
        )));
    }
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(unanswerable("every weight is 0, so nobody is compared; match again"));
    }
    Ok(())
}
