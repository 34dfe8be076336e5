//! A need: an assessed area rated red or amber, open until it is met, declined or no longer there.
//!
//! States follow `case-management.md` §16. A red need must have an owned, dated step; one without
//! is *dropped*, and its clock ([`Due::PlanNeed`]) says so to its owner until it has.

use crate::life_cycle::IllegalMove;
use crate::{Area, AssessmentId, Clock, Due, NeedId, Owner, PersonId, Rating, coded_enum};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days in which a red need gets an owned, dated step, counted from when it has none: the day it was
/// opened or became red, or the day its last step was closed without meeting it. Convention of the product: the day after
/// the assessment meeting is too soon, a week is too late when release is near.
const DAYS_TO_PLAN_RED: u64 = 5;
/// Days in which an amber need gets an owned, dated step.
const DAYS_TO_PLAN_AMBER: u64 = 20;

coded_enum! {
    /// How a need was closed.
    pub enum NeedClosure("need-closure") {
        /// The need was met.
        Met = "met",
        /// The person declined support; their words stand on the record.
        Declined = "declined",
        /// A later assessment found no need.
        NoLongerThere = "no_longer_there",
        /// The person died.
        Died = "died",
    }
}

/// Where a need stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NeedState {
    /// Open, with no open step that has an owner and a date.
    NotStarted {
        /// The day since which there is none: the day it was opened or became more serious, or the
        /// day its last step was closed. The time to plan for it begins here.
        since: NaiveDate,
    },
    /// Open, with at least one open step that has an owner and a date.
    InProgress {
        /// The latest date among its open steps.
        last_step_on: NaiveDate,
    },
    /// Closed.
    Closed {
        /// How.
        how: NeedClosure,
        /// The day.
        on: NaiveDate,
        /// What the person said, when they declined.
        #[serde(default)]
        words: Option<String>,
    },
}

impl NeedState {
    /// Returns the state's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotStarted { .. } => "not_started",
            Self::InProgress { .. } => "in_progress",
            Self::Closed { .. } => "closed",
        }
    }
}

/// A need of a person in one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// Whose need it is.
    pub person: PersonId,
    /// The area.
    pub area: Area,
    /// The latest rating: red or amber.
    pub rating: Rating,
    /// The assessment that found it.
    pub assessment: AssessmentId,
    /// Who answers for it.
    pub owner: Owner,
    /// The day it was opened.
    pub opened_on: NaiveDate,
    /// Where it stands.
    pub state: NeedState,
}

impl Need {
    /// Returns the clock, or `None` once closed.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        let (due, due_on) = match &self.state {
            NeedState::NotStarted { since } => {
                let days = match self.rating {
                    Rating::Red => DAYS_TO_PLAN_RED,
                    Rating::Amber | Rating::Green => DAYS_TO_PLAN_AMBER,
                };
                (Due::PlanNeed, *since + Days::new(days))
            }
            NeedState::InProgress { last_step_on } => (Due::MeetNeed, *last_step_on),
            NeedState::Closed { .. } => return None,
        };
        Some(Clock { owner: self.owner, waiting_on: self.owner.organisation, due, due_on })
    }

    /// Returns whether nobody is doing anything about a red need: no owned, dated step.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        self.rating == Rating::Red && matches!(self.state, NeedState::NotStarted { .. })
    }

    /// Takes account of the open, owned, dated steps: the latest of their dates, if any. Where the
    /// last one has just gone, the time to plan for the need begins `today`.
    #[must_use]
    pub fn with_steps(mut self, last_step_on: Option<NaiveDate>, today: NaiveDate) -> Self {
        self.state = match (self.state, last_step_on) {
            (closed @ NeedState::Closed { .. }, _) => closed,
            (_, Some(last_step_on)) => NeedState::InProgress { last_step_on },
            (NeedState::InProgress { .. }, None) => NeedState::NotStarted { since: today },
            (waiting @ NeedState::NotStarted { .. }, None) => waiting,
        };
        self
    }

    /// Takes the rating of a later assessment, submitted `on` a day. A need that nothing is planned
    /// for and that became more serious has its time to plan from that day on.
    #[must_use]
    pub fn rated(mut self, rating: Rating, assessment: AssessmentId, on: NaiveDate) -> Self {
        // Ratings are ordered by how well things are.
        if rating < self.rating
            && let NeedState::NotStarted { since } = &mut self.state
        {
            *since = on;
        }
        self.rating = rating;
        self.assessment = assessment;
        self
    }

    /// Closes the need.
    ///
    /// # Errors
    /// A need that is closed already cannot be closed again.
    pub fn close(self, how: NeedClosure, on: NaiveDate) -> Result<Self, IllegalMove> {
        self.close_with(how, None, on)
    }

    /// Closes the need because the person declines support, with what they said.
    ///
    /// # Errors
    /// A need that is closed already cannot be closed again.
    pub fn decline(self, words: String, on: NaiveDate) -> Result<Self, IllegalMove> {
        self.close_with(NeedClosure::Declined, Some(words), on)
    }

    fn close_with(
        mut self,
        how: NeedClosure,
        words: Option<String>,
        on: NaiveDate,
    ) -> Result<Self, IllegalMove> {
        self.assert_open("close")?;
        self.state = NeedState::Closed { how, on, words };
        Ok(self)
    }

    /// Checks that something can still be done about the need.
    ///
    /// # Errors
    /// When it is closed.
    pub fn assert_open(&self, attempted: &'static str) -> Result<(), IllegalMove> {
        match self.state {
            NeedState::Closed { .. } => {
                Err(IllegalMove { noun: "need", from: "closed", attempted })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountId, OrganisationId, PersonId};
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn need(rating: Rating, opened_on: &str) -> Need {
        let opened_on = day(opened_on);
        Need {
            id: NeedId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            area: Area::Accommodation,
            rating,
            assessment: AssessmentId(Uuid::nil()),
            owner: Owner::worker(OrganisationId(Uuid::nil()), AccountId(Uuid::nil())),
            opened_on,
            state: NeedState::NotStarted { since: opened_on },
        }
    }

    #[track_caller]
    fn check(need: &Need, due: Due, due_on: &str) {
        let clock = need.clock().unwrap();
        assert_eq!((clock.due, clock.due_on), (due, day(due_on)));
    }

    #[test]
    fn a_new_need_is_planned_within_five_days_when_red_and_twenty_when_amber() {
        check(&need(Rating::Red, "2026-03-02"), Due::PlanNeed, "2026-03-07");
        check(&need(Rating::Amber, "2026-03-02"), Due::PlanNeed, "2026-03-22");
    }

    #[test]
    fn a_need_whose_steps_are_all_closed_has_its_time_to_plan_from_that_day() {
        let planned =
            need(Rating::Red, "2026-03-02").with_steps(Some(day("2026-04-20")), day("2026-03-03"));
        check(&planned, Due::MeetNeed, "2026-04-20");
        assert!(!planned.is_dropped());
        let done = planned.with_steps(None, day("2026-06-10"));
        check(&done, Due::PlanNeed, "2026-06-15");
        assert!(done.is_dropped(), "a red need without an owned step is dropped from that moment");
        check(&done.with_steps(None, day("2026-06-14")), Due::PlanNeed, "2026-06-15");
    }

    #[test]
    fn a_need_that_becomes_red_has_its_time_to_plan_from_that_day() {
        let later = AssessmentId(Uuid::max());
        let amber = need(Rating::Amber, "2026-03-02");
        check(
            &amber.clone().rated(Rating::Red, later, day("2026-05-01")),
            Due::PlanNeed,
            "2026-05-06",
        );
        let red = need(Rating::Red, "2026-03-02");
        check(&red.rated(Rating::Amber, later, day("2026-03-05")), Due::PlanNeed, "2026-03-22");
        let planned = amber.with_steps(Some(day("2026-04-20")), day("2026-03-03"));
        check(&planned.rated(Rating::Red, later, day("2026-04-01")), Due::MeetNeed, "2026-04-20");
    }
}
