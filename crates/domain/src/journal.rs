//! The journal: one typed entry for every change, and for every read of a person's record.
//!
//! An entry says who, for which organisation, in what role, for what purpose, what, and when. It
//! is written in the same transaction as the change. The timeline on a person's page is drawn from
//! it, so nothing can be on the timeline that did not happen.

use crate::{
    Area, Attendance, Conclusion, FieldGroup, HandoverKind, Measure, NeedClosure, OutcomeStatus,
    OverrideReason, PilotVerdict, PlanView, Rating, StepClosure, Voice, coded_enum,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

coded_enum! {
    /// Why somebody reads or changes a record.
    pub enum Purpose("purpose") {
        /// Help a person resettle: the day's work.
        Resettlement = "resettlement",
        /// Give a service that a person was referred to.
        Service = "service",
        /// Read one's own record.
        OwnRecord = "own_record",
        /// Learn what works, without names.
        Evaluation = "evaluation",
        /// Oversee the partnership, from figures.
        Oversight = "oversight",
        /// Open what is withheld, because somebody is in danger.
        Emergency = "emergency",
        /// Keep accounts, services and settings.
        Administration = "administration",
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A sign-in was refused.
    SignInRefused,
    /// Somebody was invited.
    Invited {
        /// The role offered.
        role: crate::Role,
    },
    /// A person leaving prison gave their code and date of birth.
    InvitationOpened,
    /// An invitation was taken up.
    InvitationAccepted,
    /// An account may no longer sign in.
    AccountDeactivated {
        /// The holder's name.
        name: String,
    },
    /// A list of accounts was read.
    AccountsListed,
    /// A dormant account may sign in again.
    AccountWoken {
        /// The holder's name.
        name: String,
    },
    /// Somebody asked for a role, which waits for a second person.
    RoleAsked {
        /// The role.
        role: crate::Role,
        /// Who is to have it.
        name: String,
    },
    /// A second person confirmed a role, and it took effect.
    RoleConfirmed {
        /// The role.
        role: crate::Role,
        /// Who has it now, or is invited to.
        name: String,
    },
    /// A second person refused a role.
    RoleRefused {
        /// The role.
        role: crate::Role,
        /// Who was to have it.
        name: String,
    },
    /// Whoever asked for a role took that back.
    RoleWithdrawn {
        /// The role.
        role: crate::Role,
        /// Who was to have it.
        name: String,
    },
    /// Somebody read of their own account, and where they are signed in.
    AccountRead,
    /// Somebody ended one of their own sessions.
    SessionEnded,
    /// Somebody ended all of their own sessions.
    SignedOutEverywhere,
    /// Somebody gave their second factor again.
    SteppedUp,
    /// Somebody changed their own password.
    PasswordChanged,
    /// Somebody changed their own second factor.
    SecondFactorChanged,
    /// Somebody tied their own account to who they are at their organisation's provider.
    SingleSignOnTied,
    /// Somebody untied their own account from it.
    SingleSignOnUntied,
    /// A way back into an account was made for its holder.
    RecoveryBegun {
        /// The holder's name.
        name: String,
    },
    /// The holder of an account came back into it, with a new password and second factor.
    Recovered,
    /// The holder of an account said that they know of its recovery.
    RecoveryKnown,
    /// A person's record was read.
    PersonRead {
        /// The page, by its route.
        page: String,
        /// The groups of fields that were shown, where another organisation leads the case.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        groups: Vec<crate::FieldGroup>,
        /// The agreements under which they were.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        agreements: Vec<crate::AgreementId>,
    },
    /// Everything held about a person was handed out.
    RecordExported {
        /// In what form.
        form: crate::ExportForm,
    },
    /// A list of people was read.
    PeopleListed {
        /// The page, by its route.
        page: String,
        /// How many people it showed.
        count: usize,
    },
    /// Something was refused by policy.
    Refused {
        /// The action, by code.
        action: String,
    },
    /// A person was added.
    PersonAdded,
    /// A person's details were changed.
    PersonChanged {
        /// Which, and what they were.
        #[serde(default)]
        changes: Vec<crate::DetailChange>,
    },
    /// People were imported.
    PeopleImported {
        /// People added.
        added: usize,
        /// People changed.
        changed: usize,
        /// Rows refused.
        refused: usize,
    },
    /// The rules of who may see what are others from this start of the program on.
    RulesChanged {
        /// The topics that differ.
        topics: Vec<String>,
    },
    /// A data protection officer looked at the rules in force.
    RulesConfirmed,
    /// A file was refused before it was read.
    UploadRefused {
        /// What the scanner found in it; nothing when it could not be looked at.
        found: Option<String>,
    },
    /// A worker was named for a person.
    WorkerNamed {
        /// The worker's name.
        worker: String,
    },
    /// A person was received into prison.
    Received {
        /// The day.
        on: NaiveDate,
    },
    /// The basic screening was done.
    Screened {
        /// Whether it was after its limit.
        late: bool,
    },
    /// An assessment was started.
    AssessmentStarted {
        /// Whose view it is.
        voice: Voice,
    },
    /// Answers of a draft were saved.
    AssessmentAnswered {
        /// Whose view it is.
        voice: Voice,
        /// The area; `None` for a form of all areas.
        area: Option<Area>,
    },
    /// The worker put a rating in place of the computed one.
    AreaRated {
        /// The area.
        area: Area,
        /// The worker's rating.
        rating: Rating,
        /// Why it differs.
        reason: OverrideReason,
    },
    /// The worker's rating was taken back, or no longer fits the answers.
    AreaRatingRemoved {
        /// The area.
        area: Area,
    },
    /// An assessment was submitted.
    AssessmentSubmitted {
        /// Whose view it is.
        voice: Voice,
        /// The rating of each area.
        ratings: Vec<(Area, Rating)>,
    },
    /// A need was opened.
    NeedOpened {
        /// The area.
        area: Area,
        /// The rating.
        rating: Rating,
    },
    /// A need's rating changed.
    NeedChanged {
        /// The area.
        area: Area,
        /// The rating.
        rating: Rating,
    },
    /// A need was closed.
    NeedClosed {
        /// The area.
        area: Area,
        /// How.
        how: NeedClosure,
    },
    /// A goal was added.
    GoalAdded {
        /// The goal.
        words: String,
    },
    /// A step was added.
    StepAdded {
        /// The step.
        words: String,
        /// By when.
        due_on: NaiveDate,
    },
    /// A step was closed.
    StepClosed {
        /// The step.
        words: String,
        /// How.
        how: StepClosure,
    },
    /// A step was given to another owner.
    StepGiven {
        /// The step.
        words: String,
        /// The owning organisation's name.
        to: String,
    },
    /// A worker of the owning organisation took a step on.
    StepTaken {
        /// The step.
        words: String,
        /// The worker's name.
        worker: String,
    },
    /// A challenge of the plan was answered.
    ChallengeAnswered,
    /// The person said what they think of the plan.
    PlanAnswered {
        /// What.
        view: PlanView,
    },
    /// The person said that something is wrong in their record, or complained.
    ConcernRaised {
        /// Which of the two.
        kind: crate::ConcernKind,
    },
    /// A concern was answered.
    ConcernAnswered {
        /// What it was.
        kind: crate::ConcernKind,
    },
    /// Groups of a record were opened in an emergency.
    GlassBroken {
        /// The name of the organisation whose worker opened them.
        organisation: String,
        /// Why.
        reason: crate::BreakGlassReason,
        /// What was opened.
        groups: Vec<FieldGroup>,
    },
    /// Somebody who would open a record in an emergency named nobody.
    BreakGlassMissed,
    /// It was reviewed whether a record was rightly opened in an emergency.
    GlassReviewed {
        /// The name of the organisation whose worker opened it.
        organisation: String,
        /// What was found.
        verdict: crate::BreakGlassVerdict,
    },
    /// A referral moved.
    ReferralMoved {
        /// The service's name.
        service: String,
        /// The state it came into.
        to: String,
        /// The reason, by message key, where the move has one.
        reason: Option<String>,
    },
    /// The draft of a referral was changed.
    ReferralChanged {
        /// The service's name.
        service: String,
    },
    /// A message was sent about a referral.
    MessageSent {
        /// The service's name.
        service: String,
    },
    /// The loop was closed.
    ReferralConcluded {
        /// The service's name.
        service: String,
        /// How it ended.
        how: Conclusion,
    },
    /// A handover moved.
    HandoverMoved {
        /// Why the person is handed over.
        kind: HandoverKind,
        /// The state it came into.
        to: String,
        /// The taker's name.
        taker: String,
    },
    /// An appointment was made.
    AppointmentMade {
        /// The day.
        on: NaiveDate,
    },
    /// Attendance was recorded.
    AttendanceRecorded {
        /// What.
        attendance: Attendance,
    },
    /// A release was planned, or its date changed.
    ReleasePlanned {
        /// The day by the date rules.
        release_on: NaiveDate,
    },
    /// The person left prison.
    Released {
        /// The day.
        on: NaiveDate,
    },
    /// An outcome was recorded.
    OutcomeRecorded {
        /// What was measured.
        measure: Measure,
        /// The status on the day.
        status: OutcomeStatus,
    },
    /// What the person said to an organisation's being told a group of details was written down.
    ConsentRecorded {
        /// The organisation's name.
        organisation: String,
        /// What it would be told.
        group: FieldGroup,
        /// Whether the person agreed.
        granted: bool,
    },
    /// The person withdrew what they agreed to.
    ConsentWithdrawn {
        /// The organisation's name.
        organisation: String,
        /// What it was told.
        group: FieldGroup,
    },
    /// A service was added or changed.
    ServiceChanged {
        /// Its name.
        name: String,
    },
    /// The directory of services was read.
    ServicesListed,
    /// A sharing agreement was drawn up.
    AgreementDrawn {
        /// Its title.
        title: String,
    },
    /// A sharing agreement was signed for the organisation.
    AgreementSigned {
        /// Its title.
        title: String,
    },
    /// A sharing agreement was ended for all its parties.
    AgreementEnded {
        /// Its title.
        title: String,
    },
    /// Sharing agreements were read.
    AgreementsListed,
    /// An account read many people's records.
    ReadAlertRaised {
        /// What the alert says.
        kind: crate::ReadAlertKind,
        /// How many different people were read within an hour.
        people: u32,
    },
    /// Somebody said what an alert was.
    ReadAlertSeen {
        /// What the alert says.
        kind: crate::ReadAlertKind,
        /// How many different people were read within an hour.
        people: u32,
    },
    /// Alerts were read.
    ReadAlertsListed,
    /// A pilot was set up.
    PilotAdded {
        /// Its name.
        name: String,
    },
    /// The plan of a pilot was written down or changed.
    PilotPlanned,
    /// The plan of a pilot was fixed.
    PilotPlanFixed {
        /// SHA-256 of its text, in hexadecimal.
        hash: String,
    },
    /// A file of people to compare with was added to a pilot.
    PilotPoolAdded {
        /// How many people are in it.
        people: u32,
        /// SHA-256 of its rows, in hexadecimal.
        hash: String,
    },
    /// A file of proven offences was added to a pilot.
    ReoffendingAdded {
        /// How many people are in it.
        people: u32,
        /// SHA-256 of the file, in hexadecimal.
        hash: String,
    },
    /// The study of a pilot was stopped before its end.
    StudyStopped,
    /// It was decided what becomes of a pilot.
    PilotDecided {
        /// What was decided.
        verdict: PilotVerdict,
    },
    /// What came of a pilot was published.
    EvidencePublished {
        /// SHA-256 of what was said, in hexadecimal.
        hash: String,
    },
    /// The rows of a pilot were taken out as a file, without names.
    CohortExported {
        /// How many people.
        people: u64,
    },
    /// The file of those whom an organisation helped was made for the Justice Data Lab, with their names.
    JusticeDataLabFileMade {
        /// How many people are in it.
        people: u32,
        /// The agreement with the Ministry of Justice under which it is sent.
        agreement: String,
        /// SHA-256 of the file, in hexadecimal.
        hash: String,
    },
    /// A person was in such a file.
    GivenToJusticeDataLab {
        /// The name of the organisation that made it.
        organisation: String,
        /// The agreement with the Ministry of Justice under which it is sent.
        agreement: String,
    },
    /// An agency sent an extract of whom it knows.
    FeedSent {
        /// Rows in the file.
        rows: u32,
        /// Rows that were refused.
        refused: u32,
        /// SHA-256 of the file, in hexadecimal.
        hash: String,
    },
    /// It changed whether another agency's record is of the person.
    JoinMoved {
        /// The agency's name.
        agency: String,
        /// What was done.
        act: crate::JoinAct,
        /// How it stands now.
        to: crate::JoinState,
    },
    /// A sample of joins was drawn, at which somebody looks.
    JoinSampleDrawn {
        /// How many pairs.
        pairs: u32,
        /// From what.
        seed: i64,
    },
    /// Somebody looked at a pair of such a sample, without knowing how it stands.
    JoinSampleAnswered {
        /// The agency's name.
        agency: String,
        /// What they said.
        answer: crate::SampleAnswer,
    },
    /// A page of figures was read.
    FiguresRead {
        /// The page, by its route.
        page: String,
    },
    /// The retention schedule and the legal holds were read.
    RetentionRead,
    /// A legal hold was placed on a person's record: it is not erased while it stands.
    HoldPlaced,
    /// A legal hold was lifted.
    HoldLifted,
    /// A person's record was erased at the end of its period: their rows, and the details of what the
    /// journal says of them.
    Erased {
        /// The months for which it was kept.
        months: u32,
        /// Their accounts, of which the journal's details are erased too.
        accounts: Vec<crate::AccountId>,
    },
    /// Records that are about no person's case were erased at the end of their period.
    Swept {
        /// Which.
        kind: crate::RetentionKind,
        /// How many.
        count: u64,
        /// The months for which they were kept.
        months: u32,
    },
    /// The previous process was killed; nothing acknowledged was lost.
    RecoveredAfterKill,
    /// Everything was written into a backup.
    BackedUp {
        /// The public keys of whoever can read it.
        recipients: Vec<String>,
    },
    /// The database was made from a backup: what was done after it is not here.
    Restored {
        /// When the backup was made.
        made_at: DateTime<Utc>,
        /// How many entries the journal had in it.
        entries: u64,
    },
}

impl Event {
    /// Returns the event that a page of a person's record was read by who leads the case, or of which
    /// no group of fields is shown.
    #[must_use]
    pub fn person_read(page: &str) -> Self {
        Self::PersonRead { page: page.to_owned(), groups: Vec::new(), agreements: Vec::new() }
    }

    /// Returns the event's stable code, the `event` tag of its stored form.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one line an event: the whole list is read at once")]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::SignInRefused => "sign_in_refused",
            Self::Invited { .. } => "invited",
            Self::InvitationOpened => "invitation_opened",
            Self::InvitationAccepted => "invitation_accepted",
            Self::AccountDeactivated { .. } => "account_deactivated",
            Self::AccountsListed => "accounts_listed",
            Self::AccountWoken { .. } => "account_woken",
            Self::RoleAsked { .. } => "role_asked",
            Self::RoleConfirmed { .. } => "role_confirmed",
            Self::RoleRefused { .. } => "role_refused",
            Self::RoleWithdrawn { .. } => "role_withdrawn",
            Self::AccountRead => "account_read",
            Self::SessionEnded => "session_ended",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::SteppedUp => "stepped_up",
            Self::PasswordChanged => "password_changed",
            Self::SecondFactorChanged => "second_factor_changed",
            Self::SingleSignOnTied => "single_sign_on_tied",
            Self::SingleSignOnUntied => "single_sign_on_untied",
            Self::RecoveryBegun { .. } => "recovery_begun",
            Self::Recovered => "recovered",
            Self::RecoveryKnown => "recovery_known",
            Self::PersonRead { .. } => "person_read",
            Self::RecordExported { .. } => "record_exported",
            Self::PeopleListed { .. } => "people_listed",
            Self::Refused { .. } => "refused",
            Self::PersonAdded => "person_added",
            Self::PersonChanged { .. } => "person_changed",
            Self::PeopleImported { .. } => "people_imported",
            Self::RulesChanged { .. } => "rules_changed",
            Self::RulesConfirmed => "rules_confirmed",
            Self::UploadRefused { .. } => "upload_refused",
            Self::WorkerNamed { .. } => "worker_named",
            Self::Received { .. } => "received",
            Self::Screened { .. } => "screened",
            Self::AssessmentStarted { .. } => "assessment_started",
            Self::AssessmentAnswered { .. } => "assessment_answered",
            Self::AreaRated { .. } => "area_rated",
            Self::AreaRatingRemoved { .. } => "area_rating_removed",
            Self::AssessmentSubmitted { .. } => "assessment_submitted",
            Self::NeedOpened { .. } => "need_opened",
            Self::NeedChanged { .. } => "need_changed",
            Self::NeedClosed { .. } => "need_closed",
            Self::GoalAdded { .. } => "goal_added",
            Self::StepAdded { .. } => "step_added",
            Self::StepClosed { .. } => "step_closed",
            Self::StepGiven { .. } => "step_given",
            Self::StepTaken { .. } => "step_taken",
            Self::ChallengeAnswered => "challenge_answered",
            Self::PlanAnswered { .. } => "plan_answered",
            Self::ConcernRaised { .. } => "concern_raised",
            Self::ConcernAnswered { .. } => "concern_answered",
            Self::GlassBroken { .. } => "glass_broken",
            Self::BreakGlassMissed => "break_glass_missed",
            Self::GlassReviewed { .. } => "glass_reviewed",
            Self::ReferralMoved { .. } => "referral_moved",
            Self::ReferralChanged { .. } => "referral_changed",
            Self::MessageSent { .. } => "message_sent",
            Self::ReferralConcluded { .. } => "referral_concluded",
            Self::HandoverMoved { .. } => "handover_moved",
            Self::AppointmentMade { .. } => "appointment_made",
            Self::AttendanceRecorded { .. } => "attendance_recorded",
            Self::ReleasePlanned { .. } => "release_planned",
            Self::Released { .. } => "released",
            Self::OutcomeRecorded { .. } => "outcome_recorded",
            Self::ConsentRecorded { .. } => "consent_recorded",
            Self::ConsentWithdrawn { .. } => "consent_withdrawn",
            Self::ServiceChanged { .. } => "service_changed",
            Self::ServicesListed => "services_listed",
            Self::AgreementDrawn { .. } => "agreement_drawn",
            Self::AgreementSigned { .. } => "agreement_signed",
            Self::AgreementEnded { .. } => "agreement_ended",
            Self::AgreementsListed => "agreements_listed",
            Self::ReadAlertRaised { .. } => "read_alert_raised",
            Self::ReadAlertSeen { .. } => "read_alert_seen",
            Self::ReadAlertsListed => "read_alerts_listed",
            Self::PilotAdded { .. } => "pilot_added",
            Self::PilotPlanned => "pilot_planned",
            Self::PilotPlanFixed { .. } => "pilot_plan_fixed",
            Self::PilotPoolAdded { .. } => "pilot_pool_added",
            Self::ReoffendingAdded { .. } => "reoffending_added",
            Self::StudyStopped => "study_stopped",
            Self::PilotDecided { .. } => "pilot_decided",
            Self::EvidencePublished { .. } => "evidence_published",
            Self::CohortExported { .. } => "cohort_exported",
            Self::JusticeDataLabFileMade { .. } => "justice_data_lab_file_made",
            Self::GivenToJusticeDataLab { .. } => "given_to_justice_data_lab",
            Self::FeedSent { .. } => "feed_sent",
            Self::JoinMoved { .. } => "join_moved",
            Self::JoinSampleDrawn { .. } => "join_sample_drawn",
            Self::JoinSampleAnswered { .. } => "join_sample_answered",
            Self::FiguresRead { .. } => "figures_read",
            Self::RetentionRead => "retention_read",
            Self::HoldPlaced => "hold_placed",
            Self::HoldLifted => "hold_lifted",
            Self::Erased { .. } => "erased",
            Self::Swept { .. } => "swept",
            Self::RecoveredAfterKill => "recovered_after_kill",
            Self::BackedUp { .. } => "backed_up",
            Self::Restored { .. } => "restored",
        }
    }

    /// Returns whether the entry is a read (or a sign-in), which a timeline leaves out.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        matches!(
            self,
            Self::SignedIn
                | Self::SignedOut
                | Self::SignInRefused
                | Self::PersonRead { .. }
                | Self::PeopleListed { .. }
                | Self::AccountsListed
                | Self::AccountRead
                | Self::SessionEnded
                | Self::SignedOutEverywhere
                | Self::SteppedUp
                | Self::PasswordChanged
                | Self::SecondFactorChanged
                | Self::SingleSignOnTied
                | Self::SingleSignOnUntied
                | Self::RecoveryKnown
                | Self::ServicesListed
                | Self::AgreementsListed
                | Self::ReadAlertsListed
                | Self::RetentionRead
                | Self::Refused { .. }
                | Self::BreakGlassMissed
                | Self::UploadRefused { .. }
                | Self::CohortExported { .. }
                | Self::JusticeDataLabFileMade { .. }
                | Self::FiguresRead { .. }
        )
    }
}
