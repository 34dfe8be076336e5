//! Basic screening on reception: due by the end of day 4, reception being day 0
//! (`domain.md` §3.1). Breach is measured for each reception; a recall is a new reception.

use crate::{Answers, Clock, Due, EpisodeId, Owner, PersonId, ScreeningId, coded_enum};
use chrono::NaiveDate;

coded_enum! {
    /// Where a screening stands.
    pub enum ScreeningStatus("screening-status") {
        /// Not started.
        Due = "due",
        /// Done.
        Done = "done",
        /// The person left before it was done.
        LeftBefore = "left_before",
    }
}

/// A basic screening.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Its id.
    pub id: ScreeningId,
    /// Whose it is.
    pub person: PersonId,
    /// The reception it belongs to.
    pub episode: EpisodeId,
    /// Who answers for it.
    pub owner: Owner,
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub status: ScreeningStatus,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
    /// The answers, once done.
    pub answers: Option<Answers>,
}

impl Screening {
    /// Returns the clock, or `None` once done.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        (self.status == ScreeningStatus::Due).then_some(Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::Screen,
            due_on: self.due_on,
        })
    }

    /// Returns whether the limit was missed: done late, or still not done on a later day.
    #[must_use]
    pub fn is_breach(&self, today: NaiveDate) -> bool {
        match self.status {
            ScreeningStatus::Due => today > self.due_on,
            ScreeningStatus::Done => self.done_on.is_some_and(|done| done > self.due_on),
            ScreeningStatus::LeftBefore => false,
        }
    }
}
