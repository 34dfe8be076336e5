//! The plan: goals tied to assessed needs, steps that somebody owns, and the person's own view.
//!
//! The goal and step model is that of the OASys replacement (`case-management.md` §8), the best
//! found: a step names who acts and by when. The person agrees with the plan or challenges it;
//! both the plan and their words stand on the record, and neither replaces the other. A challenge
//! starts a clock on the plan, which only an answer to the person stops, or the person's agreement.

use crate::life_cycle::IllegalMove;
use crate::{Clock, Due, GoalId, Invalid, NeedId, Owner, PersonId, PlanId, StepId, coded_enum};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days in which a challenge is answered. Convention of the product: a week, so that it is not left
/// to the next monthly review.
const DAYS_TO_ANSWER_CHALLENGE: u64 = 7;
/// Months ahead that a step can be due. Convention of the product: supervision after release is a
/// year for most (`domain.md` §3.6), and a year typed wrong is further off than two.
const MONTHS_AHEAD: u32 = 24;

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
        /// What came of it, or what stands in the way, in words.
        #[serde(default)]
        note: Option<String>,
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
    /// Who answers for it: whoever leads the case.
    pub owner: Owner,
    /// Where it stands.
    pub status: PlanStatus,
    /// The day of the first challenge that nobody has answered yet.
    pub challenged_on: Option<NaiveDate>,
}

impl Plan {
    /// Returns the clock, which runs while a challenge waits for its answer.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        self.challenged_on.map(|on| Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::ReviewPlan,
            due_on: on + Days::new(DAYS_TO_ANSWER_CHALLENGE),
        })
    }

    /// Takes account of a new goal or step: what the person agreed with is no longer all of it.
    #[must_use]
    pub fn with_change(mut self) -> Self {
        if self.status == PlanStatus::Agreed {
            self.status = PlanStatus::UnderReview;
        }
        self
    }

    /// Takes account of what the person says of it.
    #[must_use]
    pub fn with_view(mut self, view: PlanView, on: NaiveDate) -> Self {
        match view {
            PlanView::Agree => {
                self.status = PlanStatus::Agreed;
                self.challenged_on = None;
            }
            PlanView::Challenge => {
                self.status = PlanStatus::UnderReview;
                self.challenged_on = self.challenged_on.or(Some(on));
            }
        }
        self
    }

    /// Answers the person's challenge. The plan stays under review until the person agrees.
    ///
    /// # Errors
    /// A plan without an open challenge has nothing to answer.
    pub fn answer_challenge(mut self) -> Result<Self, IllegalMove> {
        if self.challenged_on.take().is_none() {
            return Err(IllegalMove {
                noun: "plan",
                from: self.status.code(),
                attempted: "answer",
            });
        }
        Ok(self)
    }
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

    /// Returns a day on which a step can be due.
    ///
    /// # Errors
    /// `invalid-step-day-past` and `invalid-step-day-far`.
    pub fn due_day(on: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Invalid> {
        if on < today {
            return Err(Invalid::new("invalid-step-day-past"));
        }
        if on > today + Months::new(MONTHS_AHEAD) {
            return Err(Invalid::new("invalid-step-day-far").with("months", MONTHS_AHEAD));
        }
        Ok(on)
    }

    /// Gives the step to another owner.
    ///
    /// # Errors
    /// A step that is closed has nothing left to do.
    pub fn give(mut self, owner: Owner) -> Result<Self, IllegalMove> {
        self.assert_open("give")?;
        self.owner = owner;
        Ok(self)
    }

    /// Closes the step.
    ///
    /// # Errors
    /// A step that is closed already cannot be closed again.
    pub fn close(
        mut self,
        how: StepClosure,
        note: Option<String>,
        on: NaiveDate,
    ) -> Result<Self, IllegalMove> {
        self.assert_open("close")?;
        self.state = StepState::Closed { how, on, note };
        Ok(self)
    }

    /// Checks that something can still be done about the step.
    ///
    /// # Errors
    /// When it is closed.
    pub fn assert_open(&self, attempted: &'static str) -> Result<(), IllegalMove> {
        match self.state {
            StepState::Open => Ok(()),
            StepState::Closed { how, .. } => {
                Err(IllegalMove { noun: "step", from: how.code(), attempted })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OrganisationId;
    use crate::messages::assert_message;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(status: PlanStatus) -> Plan {
        let owner = Owner::organisation(OrganisationId(Uuid::nil()));
        let (id, person) = (PlanId(Uuid::nil()), PersonId(Uuid::nil()));
        Plan { id, person, owner, status, challenged_on: None }
    }

    #[test]
    fn a_change_asks_for_agreement_again() {
        for (before, after) in [
            (PlanStatus::Draft, PlanStatus::Draft),
            (PlanStatus::Agreed, PlanStatus::UnderReview),
            (PlanStatus::UnderReview, PlanStatus::UnderReview),
        ] {
            assert_eq!(plan(before).with_change().status, after);
        }
    }

    #[test]
    fn a_challenge_runs_from_its_first_day_until_it_is_answered_or_the_person_agrees() {
        let first = day("2026-03-02");
        let challenged = plan(PlanStatus::Agreed)
            .with_view(PlanView::Challenge, first)
            .with_view(PlanView::Challenge, day("2026-03-05"));
        assert_eq!(challenged.status, PlanStatus::UnderReview);
        assert_eq!(challenged.clock().unwrap().due_on, day("2026-03-09"));
        assert_eq!(challenged.clone().with_change().clock(), challenged.clock());

        let answered = challenged.clone().answer_challenge().unwrap();
        assert_eq!((answered.clock(), answered.status), (None, PlanStatus::UnderReview));
        assert_eq!(answered.answer_challenge().unwrap_err().attempted, "answer");

        let agreed = challenged.with_view(PlanView::Agree, day("2026-03-06"));
        assert_eq!((agreed.clock(), agreed.status), (None, PlanStatus::Agreed));
    }

    #[test]
    fn a_step_is_due_from_today_to_two_years_ahead() {
        let today = day("2026-03-02");
        for (on, refused) in [
            ("2026-03-01", Some("invalid-step-day-past")),
            ("2026-03-02", None),
            ("2028-03-02", None),
            ("2028-03-03", Some("invalid-step-day-far")),
        ] {
            let invalid = Step::due_day(day(on), today).err();
            assert_eq!(invalid.as_ref().map(|invalid| invalid.key), refused, "{on}");
            if let Some(invalid) = invalid {
                assert_message("plan", invalid.key);
            }
        }
    }
}
