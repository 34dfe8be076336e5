//! An assessment of need: started, submitted, and from then on never changed.
//!
//! The worker's assessment and the person's own stand beside each other; neither overwrites the
//! other. A later assessment supersedes nothing: the change between two is *distance travelled*.

use crate::{AccountId, Answers, AssessmentId, OrganisationId, PersonId, coded_enum};
use chrono::{DateTime, NaiveDate, Utc};

coded_enum! {
    /// Whose view it is.
    pub enum Voice("voice") {
        /// The worker's.
        Worker = "worker",
        /// The person's own.
        Person = "person",
    }
}

/// An assessment.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Who is assessed.
    pub person: PersonId,
    /// Whose view it is.
    pub voice: Voice,
    /// The instrument's id.
    pub instrument: String,
    /// The instrument's version.
    pub version: u32,
    /// The answers so far, or as submitted.
    pub answers: Answers,
    /// Who started it, and for which organisation.
    pub by: (AccountId, OrganisationId),
    /// The day it was started.
    pub started_on: NaiveDate,
    /// When it was submitted.
    pub submitted_at: Option<DateTime<Utc>>,
}
