//! The clock: who owns an open thing, who must act next, and by when.
//!
//! *Nobody is dropped* is one rule in one place: every open screening, need, step, referral,
//! handover, appointment, outcome, concern, broken glass and open join has exactly one running clock (its subject is
//! the primary key of the `clock` table), and a clock always has an owning organisation and a day. A life cycle
//! answers `clock()` from its state alone; the store writes that answer with every change.

use crate::{AccountId, OrganisationId, coded_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

coded_enum! {
    /// What a clock runs on.
    pub enum Subject("subject") {
        /// A person who has no named worker yet.
        Person = "person",
        /// A basic screening on reception.
        Screening = "screening",
        /// A need without a finished plan.
        Need = "need",
        /// A step of a plan.
        Step = "step",
        /// A plan that the person challenged.
        Plan = "plan",
        /// What the person says is wrong in their record, or a complaint.
        Concern = "concern",
        /// A record that was opened in an emergency, until that was reviewed.
        BreakGlass = "break_glass",
        /// A referral.
        Referral = "referral",
        /// A handover.
        Handover = "handover",
        /// An appointment.
        Appointment = "appointment",
        /// An outcome to be recorded.
        Outcome = "outcome",
        /// Whether another agency's record is of the person.
        Join = "join",
    }
}

coded_enum! {
    /// What has to happen before the clock runs out.
    pub enum Due("due") {
        /// Name a worker for the person.
        NameWorker = "name_worker",
        /// Do the basic screening.
        Screen = "screen",
        /// Put an owned, dated step against the need.
        PlanNeed = "plan_need",
        /// See the planned steps through.
        MeetNeed = "meet_need",
        /// Do the step.
        DoStep = "do_step",
        /// Answer the person's challenge of the plan.
        ReviewPlan = "review_plan",
        /// Answer what the person says of their record.
        AnswerConcern = "answer_concern",
        /// Review whether a record was rightly opened in an emergency.
        ReviewBreakGlass = "review_break_glass",
        /// Finish the draft and send it.
        SendReferral = "send_referral",
        /// Say that the referral arrived.
        ReceiveReferral = "receive_referral",
        /// Accept, decline or ask for information.
        DecideReferral = "decide_referral",
        /// Answer the provider's question.
        AnswerReferral = "answer_referral",
        /// Name a worker at the provider.
        AssignReferral = "assign_referral",
        /// Make first contact with the person.
        MakeContact = "make_contact",
        /// Start the service.
        StartService = "start_service",
        /// Deliver the service and write the end-of-service report.
        DeliverService = "deliver_service",
        /// Read the end-of-service report and close the loop.
        ConcludeReferral = "conclude_referral",
        /// Accept the handover.
        AcceptHandover = "accept_handover",
        /// Hold the handover meeting.
        MeetHandover = "meet_handover",
        /// Complete the work through the gate.
        CompleteHandover = "complete_handover",
        /// Say whether the person attended.
        RecordAttendance = "record_attendance",
        /// Record the outcome.
        RecordOutcome = "record_outcome",
        /// Decide whether another agency's record is of the person.
        DecideJoin = "decide_join",
        /// Confirm, as the second person, that another agency's record is of the person.
        ConfirmJoin = "confirm_join",
        /// Confirm or refuse the grant of a role.
        ConfirmRole = "confirm_role",
    }
}

/// Who is accountable: an organisation, and a named person once somebody has accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// The accountable organisation.
    pub organisation: OrganisationId,
    /// The accountable worker, once named.
    pub account: Option<AccountId>,
}

impl Owner {
    /// Returns an owner without a named worker.
    #[must_use]
    pub const fn organisation(organisation: OrganisationId) -> Self {
        Self { organisation, account: None }
    }

    /// Returns an owner with a named worker.
    #[must_use]
    pub const fn worker(organisation: OrganisationId, account: AccountId) -> Self {
        Self { organisation, account: Some(account) }
    }
}

/// A running clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Who is accountable until it stops. A thing that was passed on stays with the giver until
    /// the taker accepts.
    pub owner: Owner,
    /// The organisation that must act next, which may be another than the owner's.
    pub waiting_on: OrganisationId,
    /// What has to happen.
    pub due: Due,
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
}

/// A running clock with what it runs on, as the store keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// The thing the clock runs on.
    pub subject: Subject,
    /// The id of that thing; at most one clock runs on it.
    pub subject_id: Uuid,
    /// The clock.
    pub clock: Clock,
}
