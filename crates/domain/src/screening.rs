//! Basic screening on reception: due by the end of day 4, reception being day 0
//! (`domain.md` §3.1). Breach is measured for each reception; a recall is a new reception.

use crate::life_cycle::IllegalMove;
use crate::{
    Answers, Clock, Due, Episode, EpisodeId, EpisodeKind, EpisodeReason, Owner, PersonId,
    ScreeningId, coded_enum, screening_due,
};
use chrono::NaiveDate;

coded_enum! {
    /// Where a screening stands.
    pub enum ScreeningStatus("screening-status") {
        /// Not started.
        Due = "due",
        /// Done.
        Done = "done",
        /// The person left before it was done.
        LeftBefore = "left_before",
    }
}

coded_enum! {
    /// How a screening stands to its limit on a day. Every screening stands in one place only.
    pub enum ScreeningStanding("screening-standing") {
        /// Past its day and still to be done.
        Overdue = "overdue",
        /// Done after its day.
        DoneLate = "done_late",
        /// Still to be done, and in time so far.
        Due = "due",
        /// Done by its day.
        InTime = "in_time",
        /// The person left before it was done.
        LeftBefore = "left_before",
    }
}

impl ScreeningStanding {
    /// Returns whether the limit was missed.
    #[must_use]
    pub const fn is_breach(self) -> bool {
        matches!(self, Self::Overdue | Self::DoneLate)
    }
}

/// A basic screening.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// Its id.
    pub id: ScreeningId,
    /// Whose it is.
    pub person: PersonId,
    /// The reception it belongs to.
    pub episode: EpisodeId,
    /// Who answers for it.
    pub owner: Owner,
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// Where it stands.
    pub status: ScreeningStatus,
    /// The day it was done.
    pub done_on: Option<NaiveDate>,
    /// The answers, once done.
    pub answers: Option<Answers>,
}

impl Screening {
    /// Returns the screening that a reception starts, or `None` for an episode that starts none: a
    /// transfer carries on the clock that is running.
    #[must_use]
    pub fn on_reception(id: ScreeningId, episode: &Episode, owner: Owner) -> Option<Self> {
        let is_reception = episode.kind == EpisodeKind::Custody
            && matches!(episode.reason, EpisodeReason::NewReception | EpisodeReason::Recall);
        is_reception.then(|| Self {
            id,
            person: episode.person,
            episode: episode.id,
            owner,
            due_on: screening_due(episode.started_on),
            status: ScreeningStatus::Due,
            done_on: None,
            answers: None,
        })
    }

    /// Returns the clock, or `None` once done.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        (self.status == ScreeningStatus::Due).then_some(Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::Screen,
            due_on: self.due_on,
        })
    }

    /// Returns how it stands to its limit on a day.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> ScreeningStanding {
        match self.status {
            ScreeningStatus::Due if today > self.due_on => ScreeningStanding::Overdue,
            ScreeningStatus::Due => ScreeningStanding::Due,
            ScreeningStatus::Done if self.done_on.is_some_and(|done| done > self.due_on) => {
                ScreeningStanding::DoneLate
            }
            ScreeningStatus::Done => ScreeningStanding::InTime,
            ScreeningStatus::LeftBefore => ScreeningStanding::LeftBefore,
        }
    }

    /// Checks that it can still be done.
    ///
    /// # Errors
    /// Once it is done, or the person has left, it does not change.
    pub fn check_due(&self) -> Result<(), IllegalMove> {
        let from = self.status.code();
        match self.status {
            ScreeningStatus::Due => Ok(()),
            _ => Err(IllegalMove { noun: "screening", from, attempted: "do" }),
        }
    }

    /// Takes the answers.
    ///
    /// # Errors
    /// Once it is done, or the person has left, it does not change.
    pub fn done(mut self, answers: Answers, on: NaiveDate) -> Result<Self, IllegalMove> {
        self.check_due()?;
        self.status = ScreeningStatus::Done;
        self.done_on = Some(on);
        self.answers = Some(answers);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OrganisationId;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn episode(kind: EpisodeKind, reason: EpisodeReason) -> Episode {
        Episode {
            id: EpisodeId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            kind,
            organisation: OrganisationId(Uuid::nil()),
            started_on: day("2026-11-23"),
            reason,
            ended_on: None,
        }
    }

    fn opened(kind: EpisodeKind, reason: EpisodeReason) -> Option<Screening> {
        let owner = Owner::organisation(OrganisationId(Uuid::nil()));
        Screening::on_reception(ScreeningId(Uuid::nil()), &episode(kind, reason), owner)
    }

    #[test]
    fn a_reception_or_a_recall_starts_one_and_a_transfer_or_a_release_does_not() {
        for (reason, starts) in [
            (EpisodeReason::NewReception, true),
            (EpisodeReason::Recall, true),
            (EpisodeReason::Transfer, false),
            (EpisodeReason::Release, false),
        ] {
            assert_eq!(opened(EpisodeKind::Custody, reason).is_some(), starts, "{reason}");
            assert_eq!(opened(EpisodeKind::Community, reason), None, "{reason}");
        }
    }

    #[test]
    fn it_stands_in_one_place_and_is_done_once() {
        let screening = opened(EpisodeKind::Custody, EpisodeReason::NewReception).unwrap();
        assert_eq!(screening.due_on, day("2026-11-27"));
        let check = |screening: &Screening, today, expected: ScreeningStanding| {
            assert_eq!(screening.standing(day(today)), expected);
        };
        check(&screening, "2026-11-27", ScreeningStanding::Due);
        check(&screening, "2026-11-28", ScreeningStanding::Overdue);
        let in_time = screening.clone().done(Answers::default(), day("2026-11-27")).unwrap();
        check(&in_time, "2026-12-28", ScreeningStanding::InTime);
        assert_eq!(in_time.clock(), None);
        assert!(in_time.done(Answers::default(), day("2026-11-28")).is_err());
        let late = screening.done(Answers::default(), day("2026-11-28")).unwrap();
        check(&late, "2026-12-28", ScreeningStanding::DoneLate);
        let left = Screening { status: ScreeningStatus::LeftBefore, ..late };
        check(&left, "2026-12-28", ScreeningStanding::LeftBefore);
        assert!(left.done(Answers::default(), day("2026-11-28")).is_err());
    }
}
