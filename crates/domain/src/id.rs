//! Typed ids: an id of one thing cannot be passed where another is wanted.
//!
//! Ids are UUID version 7, which sort by creation and so keep both databases' indexes local. They
//! reveal when they were made: never use one as a secret.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A sign-in account of a worker, or of the person leaving prison.
    AccountId,
    /// A sharing agreement between organisations.
    AgreementId,
    /// A meeting with the person.
    AppointmentId,
    /// An assessment of need.
    AssessmentId,
    /// A glass that was broken in an emergency.
    BreakGlassId,
    /// What a person says is wrong in their record, or a complaint.
    ConcernId,
    /// What a person said to one sharing of their details.
    ConsentId,
    /// A time in custody, or a time under supervision.
    EpisodeId,
    /// An extract that an agency sent.
    FeedId,
    /// A goal of a plan.
    GoalId,
    /// A legal hold on a person's record.
    HoldId,
    /// A handover between organisations or workers.
    HandoverId,
    /// That a source and a person are one, or not.
    JoinId,
    /// A sample of joins at which somebody looks.
    JoinSampleId,
    /// A need of a person in one area.
    NeedId,
    /// An organisation.
    OrganisationId,
    /// An outcome due or recorded.
    OutcomeId,
    /// A person leaving prison.
    PersonId,
    /// A pilot whose effect is being learnt.
    PilotId,
    /// A resettlement plan.
    PlanId,
    /// An alert that one account reads many people's records.
    ReadAlertId,
    /// A begun recovery of an account.
    RecoveryId,
    /// A referral to a service.
    ReferralId,
    /// A release from custody.
    ReleaseId,
    /// A grant of a role that waits for a second person.
    RoleRequestId,
    /// A pair of a sample of joins.
    SamplePairId,
    /// A basic screening on reception.
    ScreeningId,
    /// A service that an organisation offers.
    ServiceId,
    /// A time for which somebody is signed in.
    SessionId,
    /// Somebody as one agency knows them, under its own number.
    SourceId,
    /// What an agency said of somebody, once.
    SourceRecordId,
    /// A step of a plan.
    StepId,
}
