//! A release from custody: the date as supplied, the date by the rules, and what happens that day.
//!
//! The release date of record is never computed here: "due" is as supplied by the prison, and
//! [`crate::release_date`] only applies the weekend, bank-holiday and Friday rules to it, with its
//! working shown (`domain.md` §3.6, §5.7).

use crate::life_cycle::IllegalMove;
use crate::{EpisodeId, PersonId, ReleaseId, ReleaseRoute, coded_enum};
use chrono::NaiveDate;

coded_enum! {
    /// Where a release stands.
    pub enum ReleaseStatus("release-status") {
        /// Expected.
        Planned = "planned",
        /// The person has left prison.
        Released = "released",
        /// It did not happen.
        Cancelled = "cancelled",
    }
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Its id.
    pub id: ReleaseId,
    /// Who leaves.
    pub person: PersonId,
    /// The time in custody it ends.
    pub episode: EpisodeId,
    /// The day due, as supplied.
    pub due_on: NaiveDate,
    /// How it comes about: some routes never move for a Friday.
    pub route: ReleaseRoute,
    /// The day by the date rules.
    pub release_on: NaiveDate,
    /// Where the person will go, in words.
    pub going_to: String,
    /// Where it stands.
    pub status: ReleaseStatus,
    /// The day the person left.
    pub released_on: Option<NaiveDate>,
}

impl Release {
    /// Records that the person left.
    ///
    /// # Errors
    /// Only a planned release can happen.
    pub fn happen(mut self, on: NaiveDate) -> Result<Self, IllegalMove> {
        if self.status != ReleaseStatus::Planned {
            return Err(IllegalMove {
                noun: "release",
                from: self.status.code(),
                attempted: "release",
            });
        }
        self.status = ReleaseStatus::Released;
        self.released_on = Some(on);
        Ok(self)
    }
}
