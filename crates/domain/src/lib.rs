//! The nouns of resettlement and their life cycles.
//!
//! This room knows no clock, randomness, file, SQL or HTTP: today's date, new ids and reference
//! data come in as arguments. Values are parsed at the edge into types that cannot be wrong
//! (`PrisonNumber::parse`), and life cycles are enums whose moves say who, when, for which
//! organisation and why.

mod account;
pub mod agreement;
mod aims;
mod appointment;
mod area;
mod assessment;
mod bank_holiday;
pub mod break_glass;
mod claim;
mod clock;
mod coded;
pub mod concern;
pub mod consent;
mod crn;
mod cro_number;
mod date;
mod distance_travelled;
mod email;
mod ethnicity;
pub mod evidence;
mod export;
pub mod feed;
mod field_group;
mod handover;
mod home;
mod id;
mod instrument;
mod invalid;
pub mod join;
pub mod join_sample;
mod journal;
mod licence_condition;
pub mod life_cycle;
#[cfg(test)]
mod messages;
mod month;
mod name;
mod need;
mod nhs_number;
mod ni_number;
mod number;
mod offence_group;
mod organisation;
mod outcome;
mod parsed;
mod password;
mod person;
mod person_detail;
mod pilot;
mod plan;
mod pnc_id;
mod postcode;
mod prison;
mod prison_number;
mod rate;
mod rating;
mod read_alert;
mod reception;
mod reference_file;
pub mod referral;
mod region;
mod release;
mod release_date;
mod reoffending;
mod retention;
mod risk_flag;
pub mod role_request;
mod screening;
mod service;
mod session;
mod sex;
pub mod spent;
mod text;
mod time_of_day;
mod uprn;
mod working_day;

pub use account::Role;
pub use agreement::{Agreement, AgreementStanding, LawfulRoute};
pub use aims::Aims;
pub use appointment::{Appointment, Attendance, MeetingKind};
pub use area::Area;
pub use assessment::{AreaProgress, Assessment, Voice};
pub use bank_holiday::{BankHoliday, BankHolidays};
pub use break_glass::{BreakGlass, BreakGlassReason, BreakGlassVerdict};
pub use claim::{ClaimCounted, ClaimMeasured};
pub use clock::{Clock, Due, Owner, Running, Subject};
pub use coded::{Coded, ascii, kebab};
pub use concern::{Concern, ConcernKind};
pub use consent::{Consent, ConsentStanding};
pub use crn::Crn;
pub use cro_number::CroNumber;
pub use date::{age_on, date_of_birth, parse_date, parse_iso_or_uk};
pub use distance_travelled::{
    AreaDistance, AreaReading, DatedReading, Direction, DirectionCounts, DistanceError,
    RatedAssessment, distance_travelled,
};
pub use email::Email;
pub use ethnicity::{EthnicGroup, Ethnicity};
pub use export::{ExportForm, LeftOut};
pub use feed::{Feed, SourceRecord};
pub use field_group::{FieldGroup, FieldGroups};
pub use handover::{AbandonReason, Handover, HandoverKind, HandoverMove, HandoverState};
pub use home::{HomeGroup, HomeKind};
pub use id::{
    AccountId, AgreementId, AppointmentId, AssessmentId, BreakGlassId, ConcernId, ConsentId,
    EpisodeId, FeedId, GoalId, HandoverId, HoldId, JoinId, JoinSampleId, NeedId, OrganisationId,
    OutcomeId, PersonId, PilotId, PlanId, ReadAlertId, RecoveryId, ReferralId, ReleaseId,
    RoleRequestId, SamplePairId, ScreeningId, ServiceId, SessionId, SourceId, SourceRecordId,
    StepId,
};
pub use instrument::{
    Answer, Answers, AreaQuestions, Bilingual, ComputedRating, FollowUp, Instrument,
    InstrumentError, InstrumentKind, InstrumentRef, Instruments, Question, Raised, Severity,
    Unscored, Weight,
};
pub use invalid::Invalid;
pub use join::{Held, Join, JoinAct, JoinDecision, JoinMove, JoinProblem, JoinReason, JoinState};
pub use join_sample::{JoinStratum, SampleAnswer, SampleSize};
pub use journal::{Event, Purpose};
pub use licence_condition::{LicenceCondition, LicenceConditionKind};
pub use month::Month;
pub use name::Name;
pub use need::{Need, NeedClosure, NeedState};
pub use nhs_number::{NhsNumber, nhs_check_digit};
pub use ni_number::NiNumber;
pub use number::{parse_decimal, parse_whole, parse_whole_optional};
pub use offence_group::{OffenceCategory, OffenceGroup};
pub use organisation::{Organisation, OrganisationKind, Sector};
pub use outcome::{Measure, Outcome, OutcomeSource, OutcomeStatus, Priority, Recorded};
pub use password::{KnownOf, PASSWORD_LEAST, PASSWORD_MOST, check_password};
pub use person::{
    AddressKind, ContactKind, Episode, EpisodeKind, EpisodeReason, IdentifierKind, NameKind,
    Person, SentenceDateKind,
};
pub use person_detail::{DetailChange, PersonDetail};
pub use pilot::{
    Comparison, FixedPlan, MOST_PEOPLE_OF_PLAN, MOST_POOLS, Pilot, PilotDecision, PilotOutcome,
    PilotPlan, PilotPool, PilotVerdict, PlanOfPilot,
};
pub use plan::{Actor, Goal, Plan, PlanStatus, PlanView, Step, StepClosure, StepState};
pub use pnc_id::PncId;
pub use postcode::Postcode;
pub use prison::{Prison, PrisonKind, PrisonSex, Prisons};
pub use prison_number::PrisonNumber;
pub use rate::{Bucket, Rate};
pub use rating::{AreaRating, OVERRIDE_NOTE_CHARS, OverrideReason, Rating, RatingOverride};
pub use read_alert::{READ_WINDOW, ReadAlert, ReadAlertKind, ReadLimits, ReadVerdict, RecentReads};
pub use reception::{ReceptionReason, screening_due, screening_is_late};
pub use referral::{Conclusion, Referral, ReferralState};
pub use region::{Nation, Region};
pub use release::{Release, ReleaseStatus};
pub use release_date::{
    EARLY_RELEASE_POLICIES, EarlyReleasePolicy, ReleaseCase, ReleaseDate, ReleaseDateReason,
    ReleaseDateStep, ReleaseRoute,
};
pub use reoffending::{MOST_REOFFENDING_FILES, ProvenOffence, ReoffendingFile, reoffences};
pub use retention::{CaseFacts, LONGEST_MONTHS, RetentionKind, RetentionSource, Schedule};
pub use risk_flag::{MappaCategory, MappaLevel, RiskFlag, RoshGroup, RoshLevel};
pub use role_request::{RoleAnswer, RoleProblem, RoleRequest, RoleStanding};
pub use screening::{Screening, ScreeningStanding, ScreeningStatus};
pub use service::{Candidate, Eligibility, Fit, Service};
pub use session::{Session, SessionLimits, dormant_after, is_dormant, session_limits};
pub use sex::Sex;
pub use text::{LongText, ShortText};
pub use time_of_day::parse_time_of_day;
pub use uprn::Uprn;
pub use working_day::is_weekend;
