//! A concern: what a person says is wrong in their record, or a complaint about how their details are
//! used. It waits for whoever leads the case, by a day that the law sets, and ends with an answer in
//! words. It is no challenge of the plan, which is about what shall happen and not about the record.

use crate::life_cycle::IllegalMove;
use crate::{Clock, ConcernId, Due, Owner, PersonId, coded_enum};
use chrono::{Days, Months, NaiveDate};

/// Months in which a person who says that something is wrong is answered (UK GDPR article 12(3): one
/// month from the day it is received).
const MONTHS_TO_PUT_RIGHT: Months = Months::new(1);
/// Days in which a complaint is acknowledged, the day it comes being the first (Data Protection Act 2018
/// section 164A, put in by the Data (Use and Access) Act 2025 section 103, from 19 June 2026). The answer
/// itself is due "without undue delay": here it is the acknowledgement, so that nobody is told only that
/// they were heard.
const DAYS_TO_ACKNOWLEDGE: u64 = 30;
/// Concerns of one person that wait at once at most: each is answered by somebody.
pub const OPEN_CONCERNS: usize = 20;

coded_enum! {
    /// What a concern is.
    pub enum ConcernKind("concern-kind") {
        /// Something in the record is wrong or missing (UK GDPR article 16).
        Wrong = "wrong",
        /// A complaint about how one's details are used.
        Complaint = "complaint",
    }
}

impl ConcernKind {
    /// Returns the last day on which a concern of a day is answered in time.
    #[must_use]
    pub fn due(self, said_on: NaiveDate) -> NaiveDate {
        match self {
            // The same day of the next month, or its last day where it has no such day.
            Self::Wrong => said_on + MONTHS_TO_PUT_RIGHT,
            Self::Complaint => said_on + Days::new(DAYS_TO_ACKNOWLEDGE - 1),
        }
    }
}

/// A concern of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// Its id.
    pub id: ConcernId,
    /// Whose it is.
    pub person: PersonId,
    /// Who answers for it: whoever leads the case.
    pub owner: Owner,
    /// What it is.
    pub kind: ConcernKind,
    /// The day it was said.
    pub said_on: NaiveDate,
    /// Whether it was answered.
    pub answered: bool,
}

impl Concern {
    /// Returns the clock, which runs until it is answered.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        (!self.answered).then(|| Clock {
            owner: self.owner,
            waiting_on: self.owner.organisation,
            due: Due::AnswerConcern,
            due_on: self.kind.due(self.said_on),
        })
    }

    /// Answers it.
    ///
    /// # Errors
    /// When it was answered: an answer stands, and a new concern may follow.
    pub fn answer(mut self) -> Result<Self, IllegalMove> {
        if self.answered {
            return Err(IllegalMove { noun: "concern", from: "answered", attempted: "answer" });
        }
        self.answered = true;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AccountId, OrganisationId};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_law_sets_the_day() {
        let check = |kind: ConcernKind, said: &str, due: &str| {
            assert_eq!(kind.due(day(said)), day(due), "{kind} of {said}");
        };
        check(ConcernKind::Wrong, "2026-09-03", "2026-10-03");
        check(ConcernKind::Wrong, "2026-01-31", "2026-02-28");
        check(ConcernKind::Wrong, "2028-01-31", "2028-02-29");
        check(ConcernKind::Wrong, "2026-12-15", "2027-01-15");
        check(ConcernKind::Complaint, "2026-09-01", "2026-09-30");
        check(ConcernKind::Complaint, "2026-12-15", "2027-01-13");
    }

    #[test]
    fn messages_are_there() {
        crate::coded::check_list::<ConcernKind>("concern");
    }

    proptest! {
        /// Whatever is said and whenever, it waits for the lead until it is answered, once.
        #[test]
        fn it_waits_until_it_is_answered(days in 0_u64..40_000, wrong: bool, named: bool) {
            let said_on = day("2000-01-01") + Days::new(days);
            let organisation = OrganisationId(Uuid::from_u128(1));
            let concern = Concern {
                id: ConcernId(Uuid::from_u128(2)),
                person: PersonId(Uuid::from_u128(3)),
                owner: Owner { organisation, account: named.then_some(AccountId(Uuid::from_u128(4))) },
                kind: if wrong { ConcernKind::Wrong } else { ConcernKind::Complaint },
                said_on,
                answered: false,
            };
            let clock = concern.clock().unwrap();
            prop_assert_eq!((clock.owner, clock.waiting_on), (concern.owner, organisation));
            let left = clock.due_on - said_on;
            prop_assert!((28..=31).contains(&left.num_days()), "{}", left);
            let answered = concern.answer().unwrap();
            prop_assert_eq!(answered.clock(), None);
            prop_assert!(answered.answer().is_err());
        }
    }
}
