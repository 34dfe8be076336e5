//! All that is on record of one person, as it would be loaded. Fields are in the order of loading.
//!
//! Nouns of the product are its own types. What it has only as rows is here as rows, with the
//! columns of the store; `recorded_at` is when the row was written.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, AddressKind, Appointment, AreaRating, Assessment, Consent, ContactKind, Episode,
    Event, Goal, Handover, IdentifierKind, LicenceCondition, NameKind, Need, OffenceGroup,
    OrganisationId, Outcome, Person, PersonId, Plan, PlanId, PlanView, Postcode, Purpose, Referral,
    ReferralId, Release, ReleaseRoute, RiskFlag, Role, Screening, SentenceDateKind, Step, Subject,
};
use uuid::Uuid;

/// All that is on record of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonHistory {
    /// Number of the person in the region, from 0.
    pub index: u32,
    /// When the person was added.
    pub added_at: DateTime<Utc>,
    /// The person.
    pub person: Person,
    /// Aliases and former names.
    pub aliases: Vec<OtherName>,
    /// Numbers.
    pub identifiers: Vec<Identifier>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Telephone numbers and e-mail addresses.
    pub contacts: Vec<Contact>,
    /// Stays in custody and times under supervision.
    pub episodes: Vec<Episode>,
    /// This sentence and earlier ones, each with its dates.
    pub sentences: Vec<SentenceRow>,
    /// Conditions of the licence.
    pub licence_conditions: Vec<LicenceTerm>,
    /// Risk flags.
    pub risk_flags: Vec<Flag>,
    /// Releases, planned, over or cancelled.
    pub releases: Vec<Routed>,
    /// Basic screenings.
    pub screenings: Vec<Screening>,
    /// Assessments by the worker and by the person.
    pub assessments: Vec<Assessed>,
    /// Needs.
    pub needs: Vec<Need>,
    /// The plan.
    pub plan: Option<Dated<Plan>>,
    /// What the person said of the plan.
    pub plan_views: Vec<View>,
    /// Goals.
    pub goals: Vec<Dated<Goal>>,
    /// Steps.
    pub steps: Vec<Dated<Step>>,
    /// Referrals.
    pub referrals: Vec<Dated<Referral>>,
    /// Messages about referrals.
    pub messages: Vec<Message>,
    /// Handovers.
    pub handovers: Vec<Handover>,
    /// Appointments.
    pub appointments: Vec<Appointment>,
    /// Outcomes, due or recorded.
    pub outcomes: Vec<Outcome>,
    /// What the person said where they have a choice.
    pub consents: Vec<Consent>,
    /// The journal of all this, in order of time.
    pub events: Vec<Entry>,
    /// The day of the first proven reoffence within a year of release, if it was before today. Not
    /// for the product, which does not hold it: for a police record to be linked.
    pub reoffended_on: Option<NaiveDate>,
}

/// A row with the day it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// The day it was made.
    pub created_on: NaiveDate,
    /// The row.
    pub row: T,
}

/// Another name of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherName {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: NameKind,
    /// Given name or names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A number of the person, in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Which number.
    pub kind: IdentifierKind,
    /// The number.
    pub value: String,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// An address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: AddressKind,
    /// The address in words.
    pub words: String,
    /// Its postcode, in an area that does not exist; none for no fixed abode.
    pub postcode: Option<Postcode>,
    /// First day, if known.
    pub from_on: Option<NaiveDate>,
    /// Last day, once over.
    pub to_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A way to reach the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub kind: ContactKind,
    /// The number or address.
    pub value: String,
    /// First day, if known.
    pub from_on: Option<NaiveDate>,
    /// Last day, once over.
    pub to_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceRow {
    /// Its id.
    pub id: Uuid,
    /// What it is: `standard_determinate`, or `remand` before sentence.
    pub kind: String,
    /// Group of the offence.
    pub offence_group: OffenceGroup,
    /// The day it was imposed.
    pub imposed_on: Option<NaiveDate>,
    /// Its length in days.
    pub length_days: Option<u32>,
    /// Its dates, superseded ones included.
    pub dates: Vec<SentenceDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A date of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentenceDate {
    /// Its id.
    pub id: Uuid,
    /// Which date.
    pub kind: SentenceDateKind,
    /// The day.
    pub on_date: NaiveDate,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// When a later row took its place.
    pub superseded_at: Option<DateTime<Utc>>,
}

/// A licence condition in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenceTerm {
    /// Its id.
    pub id: Uuid,
    /// The condition, as printed.
    pub condition: LicenceCondition,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A risk flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its id.
    pub id: Uuid,
    /// What to watch for.
    pub kind: RiskFlag,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day, once over.
    pub to_on: Option<NaiveDate>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
}

/// A release with how it comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routed {
    /// How it comes about.
    pub route: ReleaseRoute,
    /// The release.
    pub release: Release,
}

/// An assessment with its ratings. Without ratings it is a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessed {
    /// The assessment.
    pub assessment: Assessment,
    /// Its ratings. An area that the answers leave open is not here: that is what not assessed means.
    pub ratings: Vec<RatedArea>,
}

/// The rating of an area with its need score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatedArea {
    /// The rating, as computed and as the worker sees it.
    pub rating: AreaRating,
    /// The need score, 0 to 100, more being worse.
    pub need_score: u8,
}

/// What the person said of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub id: Uuid,
    /// The plan.
    pub plan: PlanId,
    /// Agreed or challenged.
    pub view: PlanView,
    /// In their words.
    pub words: Option<String>,
    /// The worker who wrote it down.
    pub account: AccountId,
    /// When.
    pub at: DateTime<Utc>,
    /// What a challenge was answered with, once it was.
    pub reply: Option<Reply>,
}

/// The answer to a challenge of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The words.
    pub words: String,
    /// The worker who answered.
    pub account: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A message about a referral.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: Uuid,
    /// The referral.
    pub referral: ReferralId,
    /// Who wrote.
    pub account: AccountId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// The message.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// An entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who acted.
    pub account: AccountId,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// In which role.
    pub role: Role,
    /// For what purpose.
    pub purpose: Purpose,
    /// Whose record it is.
    pub person: PersonId,
    /// What it is about.
    pub subject: Subject,
    /// The id of that.
    pub subject_id: Uuid,
    /// What happened.
    pub event: Event,
}
