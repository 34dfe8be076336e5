//! A referral to a service: the loop that every existing system leaves open somewhere.
//!
//! `Draft → Sent → Received → Accepted | Declined | Returned for information → Assigned → Initial
//! contact → In delivery → End of service report → Concluded`, and `Withdrawn` from anywhere
//! before the end (`case-management.md` §16). Until the provider accepts, the referral is owned by
//! whoever sent it: sending is not handing over.

use crate::life_cycle::IllegalMove;
use crate::{
    AccountId, Clock, Due, NeedId, OrganisationId, Owner, PersonId, ReferralId, ServiceId,
    coded_enum,
};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days for each step of the way. The provider's ten days to first contact and five to the report
/// are the working-day limits of commissioned rehabilitative services (`case-management.md` §4) as
/// calendar days; the rest are conventions of the product.
pub mod days {
    /// A draft left unfinished.
    pub const TO_SEND: u64 = 7;
    /// From sent to received.
    pub const TO_RECEIVE: u64 = 2;
    /// From received to a decision.
    pub const TO_DECIDE: u64 = 5;
    /// To answer a question from the provider.
    pub const TO_ANSWER: u64 = 5;
    /// From accepted to a named worker.
    pub const TO_ASSIGN: u64 = 3;
    /// From assigned to first contact.
    pub const TO_CONTACT: u64 = 14;
    /// From first contact to the start.
    pub const TO_START: u64 = 14;
    /// From the report to the end of the loop.
    pub const TO_CONCLUDE: u64 = 7;
}

coded_enum! {
    /// Why a provider declined.
    pub enum DeclineReason("decline-reason") {
        /// The service has no room.
        NoCapacity = "no_capacity",
        /// The person does not meet the service's conditions.
        NotEligible = "not_eligible",
        /// The risk cannot be managed there.
        RiskTooHigh = "risk_too_high",
        /// The person lives outside the area.
        OutOfArea = "out_of_area",
        /// Another service is better placed.
        BetterPlacedElsewhere = "better_placed_elsewhere",
        /// The same referral came before.
        Duplicate = "duplicate",
        /// Another reason, in the note.
        Other = "other",
    }
}

coded_enum! {
    /// Why the sender withdrew.
    pub enum WithdrawReason("withdraw-reason") {
        /// Sent by mistake or twice.
        Mistake = "mistake",
        /// The person did not engage.
        NotEngaged = "not_engaged",
        /// The person changed their mind.
        PersonDeclined = "person_declined",
        /// The need was met elsewhere.
        MetElsewhere = "met_elsewhere",
        /// The person moved away.
        Moved = "moved",
        /// Back in custody.
        ReturnedToCustody = "returned_to_custody",
        /// The person died.
        Died = "died",
        /// Another reason, in the note.
        Other = "other",
    }
}

coded_enum! {
    /// How far an aim was reached.
    pub enum Achieved("achieved") {
        /// Reached.
        Yes = "yes",
        /// Partly reached.
        Partly = "partly",
        /// Not reached.
        No = "no",
    }
}

coded_enum! {
    /// How a referral ended.
    pub enum Conclusion("conclusion") {
        /// The service was completed.
        Completed = "completed",
        /// The service started and ended early.
        EndedEarly = "ended_early",
    }
}

/// What one aim came to, in the end-of-service report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AimResult {
    /// The aim as it was sent.
    pub aim: String,
    /// How far it was reached.
    pub achieved: Achieved,
}

/// Where a referral stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ReferralState {
    /// Being written.
    Draft,
    /// Sent, and not yet seen by the provider.
    Sent,
    /// Seen by the provider.
    Received,
    /// The provider asked a question.
    Returned {
        /// What they ask.
        question: String,
    },
    /// The provider said no.
    Declined {
        /// Why.
        reason: DeclineReason,
    },
    /// The provider said yes and now owns it.
    Accepted {
        /// Who accepted.
        by: AccountId,
    },
    /// A worker at the provider has it.
    Assigned {
        /// The worker.
        worker: AccountId,
    },
    /// The worker has spoken with the person.
    InitialContact {
        /// The worker.
        worker: AccountId,
        /// The day of contact.
        on: NaiveDate,
    },
    /// The service is being given.
    InDelivery {
        /// The worker.
        worker: AccountId,
        /// The day it started.
        started_on: NaiveDate,
        /// The day it should be finished.
        complete_by: NaiveDate,
    },
    /// The provider has written the end-of-service report.
    Reported {
        /// The day the service started.
        started_on: NaiveDate,
        /// The day of the report.
        on: NaiveDate,
        /// How the service ended.
        how: Conclusion,
        /// What each aim came to.
        results: Vec<AimResult>,
        /// The provider's words.
        summary: String,
    },
    /// The sender has read the report and closed the loop.
    Concluded {
        /// The day the service started.
        started_on: NaiveDate,
        /// The day it was closed.
        on: NaiveDate,
        /// How it ended.
        how: Conclusion,
        /// What each aim came to.
        results: Vec<AimResult>,
        /// The provider's words.
        summary: String,
    },
    /// The sender took it back.
    Withdrawn {
        /// Why.
        reason: WithdrawReason,
        /// Whether it had been sent: a draft that is thrown away is never shown to the provider.
        sent: bool,
        /// Whether the provider had already been in contact with the person.
        after_contact: bool,
        /// The day the service started, if it had.
        started_on: Option<NaiveDate>,
    },
}

/// A move along the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferralMove {
    /// The sender sends it, or sends it again with the answer.
    Send,
    /// The provider says that it arrived.
    Receive,
    /// The provider asks a question.
    Return {
        /// What they ask.
        question: String,
    },
    /// The provider says yes.
    Accept,
    /// The provider says no.
    Decline {
        /// Why.
        reason: DeclineReason,
    },
    /// The provider names a worker, or another one.
    Assign {
        /// The worker.
        worker: AccountId,
    },
    /// The worker has spoken with the person.
    Contact {
        /// The day.
        on: NaiveDate,
    },
    /// The service starts.
    Start {
        /// The day.
        on: NaiveDate,
        /// The day it should be finished.
        complete_by: NaiveDate,
    },
    /// The provider reports against the aims.
    Report {
        /// How the service ended.
        how: Conclusion,
        /// What each aim came to.
        results: Vec<AimResult>,
        /// The provider's words.
        summary: String,
    },
    /// The sender closes the loop.
    Conclude,
    /// The sender takes it back.
    Withdraw {
        /// Why.
        reason: WithdrawReason,
    },
}

coded_enum! {
    /// The side of a referral that a move belongs to.
    pub enum Side("side") {
        /// Whoever sent it.
        Sender = "sender",
        /// Whoever it was sent to.
        Provider = "provider",
    }
}

impl ReferralMove {
    /// Every move's code and the side it belongs to, in the order of the way.
    pub const CODES: [(&'static str, Side); 11] = [
        ("send", Side::Sender),
        ("receive", Side::Provider),
        ("return", Side::Provider),
        ("accept", Side::Provider),
        ("decline", Side::Provider),
        ("assign", Side::Provider),
        ("contact", Side::Provider),
        ("start", Side::Provider),
        ("report", Side::Provider),
        ("conclude", Side::Sender),
        ("withdraw", Side::Sender),
    ];

    /// Returns whether the move says too little without words of its maker: a reason that is not on
    /// the list.
    #[must_use]
    pub const fn needs_note(&self) -> bool {
        matches!(
            self,
            Self::Decline { reason: DeclineReason::Other }
                | Self::Withdraw { reason: WithdrawReason::Other }
        )
    }

    /// Returns the move's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
            Self::Return { .. } => "return",
            Self::Accept => "accept",
            Self::Decline { .. } => "decline",
            Self::Assign { .. } => "assign",
            Self::Contact { .. } => "contact",
            Self::Start { .. } => "start",
            Self::Report { .. } => "report",
            Self::Conclude => "conclude",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    /// Returns whose move it is.
    #[must_use]
    pub const fn side(&self) -> Side {
        match self {
            Self::Send | Self::Conclude | Self::Withdraw { .. } => Side::Sender,
            _ => Side::Provider,
        }
    }
}

impl ReferralState {
    /// Returns the state's stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Returned { .. } => "returned",
            Self::Declined { .. } => "declined",
            Self::Accepted { .. } => "accepted",
            Self::Assigned { .. } => "assigned",
            Self::InitialContact { .. } => "initial_contact",
            Self::InDelivery { .. } => "in_delivery",
            Self::Reported { .. } => "reported",
            Self::Concluded { .. } => "concluded",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Returns whether nothing more can happen.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        matches!(self, Self::Declined { .. } | Self::Concluded { .. } | Self::Withdrawn { .. })
    }

    /// Returns whether the provider has been shown it. A draft is the sender's alone.
    #[must_use]
    pub const fn reached_provider(&self) -> bool {
        !matches!(self, Self::Draft | Self::Withdrawn { sent: false, .. })
    }

    /// Returns whether its two sides still write to each other: both can read it, and something can
    /// still come of it.
    #[must_use]
    pub const fn takes_messages(&self) -> bool {
        self.reached_provider() && !self.is_closed()
    }

    /// Returns the day the service started, if it did: the index date of a pilot's cohort.
    #[must_use]
    pub const fn started_on(&self) -> Option<NaiveDate> {
        match self {
            Self::InDelivery { started_on, .. }
            | Self::Reported { started_on, .. }
            | Self::Concluded { started_on, .. } => Some(*started_on),
            Self::Withdrawn { started_on, .. } => *started_on,
            _ => None,
        }
    }

    /// Returns the moves that are allowed from here, by code, for one side.
    #[must_use]
    pub fn moves(&self, side: Side) -> &'static [&'static str] {
        match (self, side) {
            (Self::Draft | Self::Returned { .. }, Side::Sender) => &["send", "withdraw"],
            (Self::Reported { .. }, Side::Sender) => &["conclude"],
            (state, Side::Sender) if !state.is_closed() => &["withdraw"],
            (Self::Sent, Side::Provider) => &["receive", "accept", "return", "decline"],
            (Self::Received, Side::Provider) => &["accept", "return", "decline"],
            (Self::Accepted { .. }, Side::Provider) => &["assign"],
            (Self::Assigned { .. }, Side::Provider) => &["contact", "assign"],
            (Self::InitialContact { .. }, Side::Provider) => &["start", "assign"],
            (Self::InDelivery { .. }, Side::Provider) => &["report", "assign"],
            _ => &[],
        }
    }
}

/// A referral of a person to a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Its id.
    pub id: ReferralId,
    /// Who is referred.
    pub person: PersonId,
    /// The need it is for.
    pub need: NeedId,
    /// The service.
    pub service: ServiceId,
    /// Who sent it.
    pub sender: Owner,
    /// The organisation it goes to.
    pub provider: OrganisationId,
    /// What it should achieve, one line an aim.
    pub aims: Vec<String>,
    /// What the provider needs to know.
    pub background: String,
    /// Where it stands.
    pub state: ReferralState,
    /// The day it came into this state.
    pub since: NaiveDate,
}

impl Referral {
    /// Returns the clock, or `None` once closed.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        let by = |worker: AccountId| Owner::worker(self.provider, worker);
        let after = |days| self.since + Days::new(days);
        let (owner, waiting_on, due, due_on) = match &self.state {
            ReferralState::Draft => {
                (self.sender, self.sender.organisation, Due::SendReferral, after(days::TO_SEND))
            }
            ReferralState::Sent => {
                (self.sender, self.provider, Due::ReceiveReferral, after(days::TO_RECEIVE))
            }
            ReferralState::Received => {
                (self.sender, self.provider, Due::DecideReferral, after(days::TO_DECIDE))
            }
            ReferralState::Returned { .. } => {
                (self.sender, self.sender.organisation, Due::AnswerReferral, after(days::TO_ANSWER))
            }
            ReferralState::Accepted { by: account } => {
                (by(*account), self.provider, Due::AssignReferral, after(days::TO_ASSIGN))
            }
            ReferralState::Assigned { worker } => {
                (by(*worker), self.provider, Due::MakeContact, after(days::TO_CONTACT))
            }
            ReferralState::InitialContact { worker, .. } => {
                (by(*worker), self.provider, Due::StartService, after(days::TO_START))
            }
            ReferralState::InDelivery { worker, complete_by, .. } => {
                (by(*worker), self.provider, Due::DeliverService, *complete_by)
            }
            ReferralState::Reported { .. } => (
                self.sender,
                self.sender.organisation,
                Due::ConcludeReferral,
                after(days::TO_CONCLUDE),
            ),
            ReferralState::Declined { .. }
            | ReferralState::Concluded { .. }
            | ReferralState::Withdrawn { .. } => return None,
        };
        Some(Clock { owner, waiting_on, due, due_on })
    }

    /// Makes a move.
    ///
    /// # Errors
    /// A move that the state does not allow is refused and changes nothing.
    pub fn after(
        mut self,
        step: ReferralMove,
        by: AccountId,
        today: NaiveDate,
    ) -> Result<Self, IllegalMove> {
        if !self.state.moves(step.side()).contains(&step.code()) {
            return Err(IllegalMove {
                noun: "referral",
                from: self.state.code(),
                attempted: step.code(),
            });
        }
        self.state = next(&self.state, step, by, today);
        self.since = today;
        Ok(self)
    }
}

/// Returns the state after a move that `moves` allows.
fn next(
    state: &ReferralState,
    step: ReferralMove,
    by: AccountId,
    today: NaiveDate,
) -> ReferralState {
    let started_on = state.started_on();
    match step {
        ReferralMove::Send => ReferralState::Sent,
        ReferralMove::Receive => ReferralState::Received,
        ReferralMove::Return { question } => ReferralState::Returned { question },
        ReferralMove::Accept => ReferralState::Accepted { by },
        ReferralMove::Decline { reason } => ReferralState::Declined { reason },
        ReferralMove::Assign { worker } => reassigned(state, worker),
        ReferralMove::Contact { on } => ReferralState::InitialContact { worker: by, on },
        ReferralMove::Start { on, complete_by } => {
            ReferralState::InDelivery { worker: by, started_on: on, complete_by }
        }
        ReferralMove::Report { how, results, summary } => ReferralState::Reported {
            started_on: started_on.unwrap_or(today),
            on: today,
            how,
            results,
            summary,
        },
        ReferralMove::Conclude => match state {
            ReferralState::Reported { started_on, how, results, summary, .. } => {
                ReferralState::Concluded {
                    started_on: *started_on,
                    on: today,
                    how: *how,
                    results: results.clone(),
                    summary: summary.clone(),
                }
            }
            other => other.clone(),
        },
        ReferralMove::Withdraw { reason } => ReferralState::Withdrawn {
            reason,
            sent: state.reached_provider(),
            after_contact: matches!(
                state,
                ReferralState::InitialContact { .. } | ReferralState::InDelivery { .. }
            ),
            started_on,
        },
    }
}

/// Returns the same place on the way with another worker.
fn reassigned(state: &ReferralState, worker: AccountId) -> ReferralState {
    match state {
        ReferralState::InitialContact { on, .. } => {
            ReferralState::InitialContact { worker, on: *on }
        }
        ReferralState::InDelivery { started_on, complete_by, .. } => {
            ReferralState::InDelivery { worker, started_on: *started_on, complete_by: *complete_by }
        }
        _ => ReferralState::Assigned { worker },
    }
}
