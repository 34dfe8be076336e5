//! The person leaving prison: who they are, where they have been, and what is known of them.
//!
//! Everything that may be unknown is optional, and everything that changes keeps its history: a
//! later address, date or name stands beside the earlier one.

use crate::{
    Crn, CroNumber, EpisodeId, Invalid, NhsNumber, NiNumber, OrganisationId, Owner, PersonId,
    PncId, PrisonNumber, Sex, coded_enum,
};
use chrono::NaiveDate;

coded_enum! {
    /// Which number an identifier is.
    pub enum IdentifierKind("identifier-kind") {
        /// Prison number.
        PrisonNumber = "prison_number",
        /// Case reference number of probation.
        Crn = "crn",
        /// PNC id of the police.
        PncId = "pnc_id",
        /// CRO number of the criminal records office.
        CroNumber = "cro_number",
        /// National Insurance number.
        NiNumber = "ni_number",
        /// NHS number.
        NhsNumber = "nhs_number",
    }
}

impl IdentifierKind {
    /// Reads a number of this kind, and returns it as it is kept. The century of a PNC id is told by the day.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse_number(self, text: &str, today: NaiveDate) -> Result<String, Invalid> {
        Ok(match self {
            Self::PrisonNumber => PrisonNumber::parse(text)?.to_string(),
            Self::Crn => Crn::parse(text)?.to_string(),
            Self::PncId => PncId::parse(text, today)?.to_string(),
            Self::CroNumber => CroNumber::parse(text)?.to_string(),
            Self::NiNumber => NiNumber::parse(text)?.to_string(),
            Self::NhsNumber => NhsNumber::parse(text)?.to_string(),
        })
    }
}

coded_enum! {
    /// What an earlier or other name is.
    pub enum NameKind("name-kind") {
        /// Also known as.
        Alias = "alias",
        /// A name the person had before.
        Former = "former",
    }
}

coded_enum! {
    /// What an address is.
    pub enum AddressKind("address-kind") {
        /// Where the person lives.
        Main = "main",
        /// Where the person will live after release.
        Proposed = "proposed",
        /// Where the person lived.
        Previous = "previous",
        /// Where post goes.
        Postal = "postal",
    }
}

coded_enum! {
    /// How to reach the person.
    pub enum ContactKind("contact-kind") {
        /// Telephone.
        Phone = "phone",
        /// E-mail.
        Email = "email",
    }
}

coded_enum! {
    /// Whether an episode is in custody or in the community.
    pub enum EpisodeKind("episode-kind") {
        /// In prison.
        Custody = "custody",
        /// Under supervision in the community.
        Community = "community",
    }
}

coded_enum! {
    /// Why an episode began.
    pub enum EpisodeReason("episode-reason") {
        /// Remanded or sentenced.
        NewReception = "new_reception",
        /// Recalled from licence.
        Recall = "recall",
        /// Moved from another prison.
        Transfer = "transfer",
        /// Released.
        Release = "release",
    }
}

coded_enum! {
    /// A date of a sentence.
    pub enum SentenceDateKind("sentence-date") {
        /// Conditional or automatic release date.
        ReleaseDate = "release_date",
        /// Home detention curfew eligibility date.
        HdcEligibility = "hdc_eligibility",
        /// Parole eligibility date.
        ParoleEligibility = "parole_eligibility",
        /// Licence expiry date.
        LicenceExpiry = "licence_expiry",
        /// Sentence expiry date.
        SentenceExpiry = "sentence_expiry",
    }
}

/// A person, as every page shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Given name or names, as written.
    pub given_name: String,
    /// Family name, as written.
    pub family_name: String,
    /// Date of birth, if known.
    pub date_of_birth: Option<NaiveDate>,
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Ethnicity by its code, if known.
    pub ethnicity: Option<String>,
    /// The language they prefer: `en` or `cy`.
    pub language: String,
    /// The probation region where they will live after release, by code.
    pub home_region: Option<String>,
    /// Who leads the case.
    pub lead: Owner,
}

/// A time in custody, or under supervision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Its id.
    pub id: EpisodeId,
    /// Whose it is.
    pub person: PersonId,
    /// Custody or community.
    pub kind: EpisodeKind,
    /// The prison or the probation region.
    pub organisation: OrganisationId,
    /// First day.
    pub started_on: NaiveDate,
    /// Why it began.
    pub reason: EpisodeReason,
    /// Last day, once ended.
    pub ended_on: Option<NaiveDate>,
}

impl Person {
    /// Returns the whole name, given name first.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// Returns the age in whole years on a day.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        self.date_of_birth.and_then(|born| day.years_since(born))
    }
}
