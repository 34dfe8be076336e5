//! A handover: on release, on transfer, or when the worker changes.
//!
//! `Created → Accepted → Meeting held → Complete`, or `Abandoned` with a reason
//! (`case-management.md` §16). The person stays with the giver until the taker accepts: the clock's
//! owner changes at [`HandoverMove::Accept`] and never before. That is how nobody is dropped
//! between two organisations. When the next handover is accepted before this one is complete, this
//! one is superseded: whoever leads now answers for the rest.

use crate::life_cycle::IllegalMove;
use crate::{AccountId, Clock, Due, HandoverId, OrganisationId, Owner, PersonId, coded_enum};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days for the taker to accept.
const DAYS_TO_ACCEPT: u64 = 3;
/// Days from acceptance to the handover meeting.
const DAYS_TO_MEET: u64 = 10;
/// Days from the meeting, or from release if that is later, to finish the work through the gate:
/// 28 days, as in the pre-release inventory of CATS (`case-management.md` §2.3).
const DAYS_TO_COMPLETE: u64 = 28;

coded_enum! {
    /// Why a person is handed over.
    pub enum HandoverKind("handover-kind") {
        /// The person leaves prison.
        Release = "release",
        /// The person moves to another prison.
        Transfer = "transfer",
        /// Another worker takes over.
        ChangeOfWorker = "change_of_worker",
    }
}

coded_enum! {
    /// Why a handover was given up.
    pub enum AbandonReason("abandon-reason") {
        /// The release or transfer date changed.
        DateChanged = "date_changed",
        /// The person was recalled.
        Recalled = "recalled",
        /// It went to the wrong organisation.
        WrongOrganisation = "wrong_organisation",
        /// The taker could not take it.
        NotAccepted = "not_accepted",
        /// The person died.
        Died = "died",
        /// Another reason, in the note.
        Other = "other",
    }
}

/// Where a handover stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HandoverState {
    /// Offered to the taker; the giver still owns it.
    Created,
    /// The taker has accepted and now owns it.
    Accepted {
        /// Who accepted.
        by: AccountId,
    },
    /// Giver and taker have met, with the person if they could.
    MeetingHeld {
        /// Who leads it at the taker.
        by: AccountId,
        /// The day of the meeting.
        on: NaiveDate,
        /// Whether the person was there.
        person_attended: bool,
    },
    /// The work through the gate is done.
    Complete {
        /// The day.
        on: NaiveDate,
    },
    /// Given up before it was accepted.
    Abandoned {
        /// Why.
        reason: AbandonReason,
    },
    /// The person was handed on before the work was done.
    Superseded {
        /// The day the next taker accepted.
        on: NaiveDate,
    },
}

/// A move of a handover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandoverMove {
    /// The taker accepts.
    Accept,
    /// The meeting was held.
    Meet {
        /// The day.
        on: NaiveDate,
        /// Whether the person was there.
        person_attended: bool,
    },
    /// The work through the gate is done.
    Complete,
    /// The giver gives it up.
    Abandon {
        /// Why.
        reason: AbandonReason,
    },
    /// Another handover of the person was accepted.
    Supersede,
}

impl HandoverState {
    /// Returns the state's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Accepted { .. } => "accepted",
            Self::MeetingHeld { .. } => "meeting_held",
            Self::Complete { .. } => "complete",
            Self::Abandoned { .. } => "abandoned",
            Self::Superseded { .. } => "superseded",
        }
    }
}

impl HandoverMove {
    /// Returns the move's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Meet { .. } => "meet",
            Self::Complete => "complete",
            Self::Abandon { .. } => "abandon",
            Self::Supersede => "supersede",
        }
    }
}

/// A handover of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// Who is handed over.
    pub person: PersonId,
    /// Why.
    pub kind: HandoverKind,
    /// Who gives.
    pub giver: Owner,
    /// Who takes; the account may be named beforehand.
    pub taker: Owner,
    /// What the taker must know, in the giver's words.
    pub summary: String,
    /// The day of release or transfer, when there is one.
    pub effective_on: Option<NaiveDate>,
    /// Where it stands.
    pub state: HandoverState,
    /// The day it came into this state.
    pub since: NaiveDate,
}

impl Handover {
    /// Returns the clock, or `None` once closed.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        let taken = |account| Owner::worker(self.taker.organisation, account);
        let (owner, due, due_on) = match &self.state {
            HandoverState::Created => {
                let due_on = self.since + Days::new(DAYS_TO_ACCEPT);
                let due_on =
                    self.effective_on.map_or(due_on, |day| due_on.min(day).max(self.since));
                (self.giver, Due::AcceptHandover, due_on)
            }
            HandoverState::Accepted { by } => {
                (taken(*by), Due::MeetHandover, self.since + Days::new(DAYS_TO_MEET))
            }
            HandoverState::MeetingHeld { by, on, .. } => {
                let from = self.effective_on.map_or(*on, |day| day.max(*on));
                (taken(*by), Due::CompleteHandover, from + Days::new(DAYS_TO_COMPLETE))
            }
            HandoverState::Complete { .. }
            | HandoverState::Abandoned { .. }
            | HandoverState::Superseded { .. } => return None,
        };
        Some(Clock { owner, waiting_on: self.taker.organisation, due, due_on })
    }

    /// Makes a move.
    ///
    /// # Errors
    /// A move that the state does not allow is refused and changes nothing.
    pub fn after(
        mut self,
        step: &HandoverMove,
        by: AccountId,
        today: NaiveDate,
    ) -> Result<Self, IllegalMove> {
        self.state = match (&self.state, step) {
            (HandoverState::Created, HandoverMove::Accept) => HandoverState::Accepted { by },
            (HandoverState::Created, HandoverMove::Abandon { reason }) => {
                HandoverState::Abandoned { reason: *reason }
            }
            (HandoverState::Accepted { by }, HandoverMove::Meet { on, person_attended }) => {
                HandoverState::MeetingHeld { by: *by, on: *on, person_attended: *person_attended }
            }
            (HandoverState::MeetingHeld { .. }, HandoverMove::Complete) => {
                HandoverState::Complete { on: today }
            }
            (
                HandoverState::Accepted { .. } | HandoverState::MeetingHeld { .. },
                HandoverMove::Supersede,
            ) => HandoverState::Superseded { on: today },
            (from, _) => {
                return Err(IllegalMove {
                    noun: "handover",
                    from: from.code(),
                    attempted: step.code(),
                });
            }
        };
        self.since = today;
        Ok(self)
    }

    /// Gives what is left of an accepted handover to another worker of the taker.
    #[must_use]
    pub fn with_worker(mut self, worker: AccountId) -> Self {
        if let HandoverState::Accepted { by } | HandoverState::MeetingHeld { by, .. } =
            &mut self.state
        {
            *by = worker;
        }
        self
    }

    /// Returns whether nothing more can happen.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(
            self.state,
            HandoverState::Complete { .. }
                | HandoverState::Abandoned { .. }
                | HandoverState::Superseded { .. }
        )
    }

    /// Returns whether the taker has taken the person on.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        !matches!(self.state, HandoverState::Created | HandoverState::Abandoned { .. })
    }
}

impl Handover {
    /// Returns the organisation that must make the next move.
    #[must_use]
    pub const fn waiting_on(&self) -> OrganisationId {
        self.taker.organisation
    }
}
