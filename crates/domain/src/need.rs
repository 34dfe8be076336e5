//! A need: an assessed area rated red or amber, open until it is met, declined or no longer there.
//!
//! States follow `case-management.md` §16. A red need must have an owned, dated step; one without
//! is *dropped*, and its clock ([`Due::PlanNeed`]) says so to its owner until it has.

use crate::life_cycle::IllegalMove;
use crate::{Area, AssessmentId, Clock, Due, NeedId, Owner, PersonId, Rating, coded_enum};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days in which a red need gets an owned, dated step. Convention of the product: the day after
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
    /// Open, with no owned, dated step yet.
    NotStarted,
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
            Self::NotStarted => "not_started",
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
            NeedState::NotStarted => {
                let days = match self.rating {
                    Rating::Red => DAYS_TO_PLAN_RED,
                    Rating::Amber | Rating::Green => DAYS_TO_PLAN_AMBER,
                };
                (Due::PlanNeed, self.opened_on + Days::new(days))
            }
            NeedState::InProgress { last_step_on } => (Due::MeetNeed, *last_step_on),
            NeedState::Closed { .. } => return None,
        };
        Some(Clock { owner: self.owner, waiting_on: self.owner.organisation, due, due_on })
    }

    /// Returns whether nobody is doing anything about a red need: no owned, dated step.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        self.rating == Rating::Red && self.state == NeedState::NotStarted
    }

    /// Takes account of the open, owned, dated steps: the latest of their dates, if any.
    #[must_use]
    pub fn with_steps(mut self, last_step_on: Option<NaiveDate>) -> Self {
        if !matches!(self.state, NeedState::Closed { .. }) {
            self.state = match last_step_on {
                Some(last_step_on) => NeedState::InProgress { last_step_on },
                None => NeedState::NotStarted,
            };
        }
        self
    }

    /// Takes a later assessment's rating.
    #[must_use]
    pub fn rated(mut self, rating: Rating, assessment: AssessmentId) -> Self {
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
