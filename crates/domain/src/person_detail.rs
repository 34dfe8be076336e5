//! What can change of who a person is, so that the journal says what it was before.

use crate::coded_enum;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// A detail of a person that may change.
    pub enum PersonDetail("person-detail") {
        /// The name that every page shows.
        Name = "name",
        /// Date of birth.
        DateOfBirth = "date_of_birth",
        /// Sex.
        Sex = "sex",
        /// Ethnicity.
        Ethnicity = "ethnicity",
        /// The language they prefer.
        Language = "language",
        /// Where they will live after release.
        HomeRegion = "home_region",
        /// A number was added.
        Identifier = "identifier",
        /// Another name was added.
        OtherName = "other_name",
        /// An address was added or ended.
        Address = "address",
        /// A way to reach them was added or ended.
        Contact = "contact",
        /// A licence condition was added.
        LicenceCondition = "licence_condition",
        /// A risk flag was added or ended.
        RiskFlag = "risk_flag",
        /// A date of the sentence, or the group of its offence.
        Sentence = "sentence",
    }
}

/// One detail that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DetailChange {
    /// Which.
    pub detail: PersonDetail,
    /// What it was, where one value took the place of another: as stored, so a code or an ISO date.
    pub was: Option<String>,
}

impl DetailChange {
    /// Returns a change that took the place of nothing, such as another address.
    #[must_use]
    pub const fn added(detail: PersonDetail) -> Self {
        Self { detail, was: None }
    }
}
