//! Outcomes: the status on a day, with its source, and "unknown" kept apart from "no".
//!
//! Definitions follow the official measures (`domain.md` §3.5, §4.10): a home on the night of
//! release (MI014) and settled three months on (MI015), work six weeks (MI016) and six months
//! (MI017a) on, and structured treatment started within three weeks of release. The status is the
//! status on that day, never "ever". Unknown and not applicable leave the denominator and are
//! always shown beside it.

use crate::life_cycle::IllegalMove;
use crate::{Clock, Due, HomeGroup, HomeKind, OutcomeId, Owner, PersonId, ReleaseId, coded_enum};
use chrono::{Days, Months, NaiveDate};

/// Days after its date in which an outcome should be recorded.
const DAYS_TO_RECORD: u64 = 14;

coded_enum! {
    /// What is measured, counted from release.
    pub enum Measure("measure") {
        /// Not homeless on the night of release.
        HousedFirstNight = "housed_first_night",
        /// In settled accommodation three months on.
        SettledThreeMonths = "settled_three_months",
        /// In work six weeks on.
        EmployedSixWeeks = "employed_six_weeks",
        /// In work six months on.
        EmployedSixMonths = "employed_six_months",
        /// Structured treatment started within three weeks.
        TreatmentThreeWeeks = "treatment_three_weeks",
    }
}

coded_enum! {
    /// The three priorities of the board.
    pub enum Priority("priority") {
        /// A home.
        Accommodation = "accommodation",
        /// Work.
        Employment = "employment",
        /// Treatment.
        Treatment = "treatment",
    }
}

coded_enum! {
    /// The status on the day.
    pub enum OutcomeStatus("outcome-status") {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// Nobody knows.
        Unknown = "unknown",
        /// Out of scope, for example not available for work, or back in custody.
        NotApplicable = "not_applicable",
    }
}

coded_enum! {
    /// Where the status was learnt.
    pub enum OutcomeSource("outcome-source") {
        /// From the person.
        Person = "person",
        /// Seen by a worker.
        WorkerSeen = "worker_seen",
        /// From the landlord, employer or service.
        ThirdParty = "third_party",
        /// From another agency's record.
        AgencyRecord = "agency_record",
    }
}

impl Measure {
    /// Returns the day to which the status refers, from the day of release.
    #[must_use]
    pub fn day(self, released_on: NaiveDate) -> NaiveDate {
        match self {
            Self::HousedFirstNight => released_on,
            Self::TreatmentThreeWeeks => released_on + Days::new(21),
            Self::EmployedSixWeeks => released_on + Days::new(42),
            Self::SettledThreeMonths => released_on + Months::new(3),
            Self::EmployedSixMonths => released_on + Months::new(6),
        }
    }

    /// Returns the board's priority that it belongs to.
    #[must_use]
    pub const fn priority(self) -> Priority {
        match self {
            Self::HousedFirstNight | Self::SettledThreeMonths => Priority::Accommodation,
            Self::EmployedSixWeeks | Self::EmployedSixMonths => Priority::Employment,
            Self::TreatmentThreeWeeks => Priority::Treatment,
        }
    }
}

impl Measure {
    /// Returns the status that a kind of home means for this measure, or `None` where the measure is
    /// not about a home. Approved premises and CAS3 are housed, but not settled (`domain.md` §3.5).
    #[must_use]
    pub const fn status_in(self, home: HomeKind) -> Option<OutcomeStatus> {
        let yes = match (self, home.group()) {
            (Self::HousedFirstNight, group) => !matches!(group, HomeGroup::Homeless),
            (Self::SettledThreeMonths, group) => matches!(group, HomeGroup::Settled),
            _ => return None,
        };
        Some(if yes { OutcomeStatus::Yes } else { OutcomeStatus::No })
    }
}

/// What was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The status on the day.
    pub status: OutcomeStatus,
    /// Where it was learnt.
    pub source: OutcomeSource,
    /// Where the person was living, for a measure of accommodation, if known.
    pub home: Option<HomeKind>,
    /// The day it was recorded.
    pub on: NaiveDate,
}

/// An outcome that is due, or recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Its id.
    pub id: OutcomeId,
    /// Whose it is.
    pub person: PersonId,
    /// The release it counts from.
    pub release: ReleaseId,
    /// What is measured.
    pub measure: Measure,
    /// The day to which the status refers.
    pub day: NaiveDate,
    /// Who answers for recording it.
    pub owner: Owner,
    /// What was recorded, if anything.
    pub recorded: Option<Recorded>,
}

impl Outcome {
    /// Returns the clock, or `None` once recorded.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        self.recorded.is_none().then(|| Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::RecordOutcome,
            due_on: self.day + Days::new(DAYS_TO_RECORD),
        })
    }

    /// Records the status.
    ///
    /// # Errors
    /// A status cannot be recorded before the day it refers to. An unknown may later become known;
    /// a known status stands.
    pub fn record(
        mut self,
        status: OutcomeStatus,
        source: OutcomeSource,
        today: NaiveDate,
    ) -> Result<Self, IllegalMove> {
        let known = self.recorded.is_some_and(|was| was.status != OutcomeStatus::Unknown);
        if known || today < self.day {
            let from = if known { "recorded" } else { "not_due" };
            return Err(IllegalMove { noun: "outcome", from, attempted: status.code() });
        }
        self.recorded = Some(Recorded { status, source, home: None, on: today });
        Ok(self)
    }

    /// Adds where the person was living to what was recorded.
    #[must_use]
    pub const fn living_in(mut self, home: Option<HomeKind>) -> Self {
        if let Some(recorded) = &mut self.recorded {
            recorded.home = home;
        }
        self
    }
}
