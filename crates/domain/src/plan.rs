//! The plan: goals tied to assessed needs, steps that somebody owns, and the person's own view.
//!
//! The goal and step model is that of the OASys replacement (`case-management.md` §8), the best
//! found: a step names who acts and by when. The person agrees with the plan or challenges it;
//! both the plan and their words stand on the record, and neither replaces the other.

use crate::life_cycle::IllegalMove;
use crate::{Clock, Due, GoalId, NeedId, Owner, PersonId, PlanId, StepId, coded_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// Where a plan stands.
    pub enum PlanStatus("plan-status") {
        /// Being written; not yet put to the person.
        Draft = "draft",
        /// Agreed with the person.
        Agreed = "agreed",
        /// The person challenged it, or something changed.
        UnderReview = "under_review",
    }
}

coded_enum! {
    /// What the person says of their plan.
    pub enum PlanView("plan-view") {
        /// They agree.
        Agree = "agree",
        /// They challenge it.
        Challenge = "challenge",
    }
}

coded_enum! {
    /// Where a step stands when it is no longer to be done.
    pub enum StepClosure("step-closure") {
        /// Done.
        Completed = "completed",
        /// Cannot be done yet; the need is open again unless another step is there.
        CannotBeDoneYet = "cannot_be_done_yet",
        /// No longer needed.
        NoLongerNeeded = "no_longer_needed",
    }
}

coded_enum! {
    /// Who does a step.
    pub enum Actor("actor") {
        /// The person.
        Person = "person",
        /// The owning organisation.
        Organisation = "organisation",
        /// Both together.
        Together = "together",
    }
}

/// Where a step stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StepState {
    /// To be done.
    Open,
    /// Closed.
    Closed {
        /// How.
        how: StepClosure,
        /// The day.
        on: NaiveDate,
    },
}

impl StepState {
    /// Returns the state's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed { how, .. } => how.code(),
        }
    }
}

/// A plan of a person. Each person has one; its history is in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: PlanId,
    /// Whose plan it is.
    pub person: PersonId,
    /// Where it stands.
    pub status: PlanStatus,
}

/// A goal, for one assessed need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// Its id.
    pub id: GoalId,
    /// The plan it belongs to.
    pub plan: PlanId,
    /// The need it is for.
    pub need: NeedId,
    /// What the person wants to reach, in their words where possible.
    pub words: String,
}

/// A step towards a goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// The goal.
    pub goal: GoalId,
    /// The need that the goal is for.
    pub need: NeedId,
    /// Whose plan it is in.
    pub person: PersonId,
    /// What is to be done.
    pub words: String,
    /// Who does it.
    pub actor: Actor,
    /// Who answers for it.
    pub owner: Owner,
    /// By when.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub state: StepState,
}

impl Step {
    /// Returns the clock, or `None` once closed.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        matches!(self.state, StepState::Open).then_some(Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::DoStep,
            due_on: self.due_on,
        })
    }

    /// Closes the step.
    ///
    /// # Errors
    /// A step that is closed already cannot be closed again.
    pub fn close(mut self, how: StepClosure, on: NaiveDate) -> Result<Self, IllegalMove> {
        if let StepState::Closed { how, .. } = self.state {
            return Err(IllegalMove { noun: "step", from: how.code(), attempted: "close" });
        }
        self.state = StepState::Closed { how, on };
        Ok(self)
    }
}
