//! A role request: a grant of a role that waits for a second person.
//!
//! Whoever is an administrator lets others in, so that one stolen or tempted administrator could let in
//! anybody. Three people take part who are all different: one asks, another one confirms, and the one who
//! receives the role does neither (OWASP ASVS 5.0 2.3.5). What was granted before this rule stands.

use crate::life_cycle::IllegalMove;
use crate::{AccountId, Clock, Due, OrganisationId, Owner, Role, RoleRequestId, coded_enum};
use chrono::{DateTime, Days, NaiveDate, Utc};

/// Days for which a request waits, the day it is made not counted: a fortnight's leave of the only other
/// person must not end it, and one that everybody forgot must not open a door months later.
pub const WAITS_DAYS: u64 = 14;

coded_enum! {
    /// How a request was answered; each is also a way in which it stands.
    pub enum RoleAnswer("role-standing") {
        /// A second person confirmed it, and it took effect.
        Confirmed = "confirmed",
        /// A second person refused it, with a reason.
        Refused = "refused",
        /// Whoever asked took it back, or can no longer ask.
        Withdrawn = "withdrawn",
    }
}

coded_enum! {
    /// How a request stands on a day.
    pub enum RoleStanding("role-standing") {
        /// It waits for a second person.
        Waiting = "waiting",
        /// It was confirmed, and took effect.
        Confirmed = "confirmed",
        /// It was refused.
        Refused = "refused",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// Nobody answered in time.
        Lapsed = "lapsed",
    }
}

/// Why a request was not made or not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleProblem {
    /// Two of the three people are the same.
    #[error("who asks, who confirms and who receives a role are three people")]
    SamePerson,
    /// It does not wait any more.
    #[error(transparent)]
    Moved(#[from] IllegalMove),
}

/// A grant of a role that waits for a second person, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRequest {
    /// Its id.
    pub id: RoleRequestId,
    /// In which organisation.
    pub organisation: OrganisationId,
    /// The role.
    pub role: Role,
    /// The account whose role changes; nobody's yet for an invitation.
    pub account: Option<AccountId>,
    /// Who asks.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The last day on which it can be answered.
    pub ends_on: NaiveDate,
    /// How it was answered, if it was.
    pub answer: Option<RoleAnswer>,
}

impl RoleRequest {
    /// Asks for a role: `by` whom and when, on a day of the calendar in England and Wales.
    ///
    /// # Errors
    /// When somebody asks for themselves.
    pub fn ask(
        id: RoleRequestId,
        (organisation, role, account): (OrganisationId, Role, Option<AccountId>),
        (asked_by, asked_at): (AccountId, DateTime<Utc>),
        today: NaiveDate,
    ) -> Result<Self, RoleProblem> {
        if account == Some(asked_by) {
            return Err(RoleProblem::SamePerson);
        }
        let ends_on = today + Days::new(WAITS_DAYS);
        Ok(Self { id, organisation, role, account, asked_by, asked_at, ends_on, answer: None })
    }

    /// Returns how it stands on a day.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> RoleStanding {
        match self.answer {
            Some(RoleAnswer::Confirmed) => RoleStanding::Confirmed,
            Some(RoleAnswer::Refused) => RoleStanding::Refused,
            Some(RoleAnswer::Withdrawn) => RoleStanding::Withdrawn,
            None if today > self.ends_on => RoleStanding::Lapsed,
            None => RoleStanding::Waiting,
        }
    }

    /// Returns the clock, which runs while it waits: whoever asked owns it until it is answered.
    #[must_use]
    pub fn clock(&self, today: NaiveDate) -> Option<Clock> {
        (self.standing(today) == RoleStanding::Waiting).then(|| Clock {
            owner: Owner::worker(self.organisation, self.asked_by),
            waiting_on: self.organisation,
            due: Due::ConfirmRole,
            due_on: self.ends_on,
        })
    }

    /// Returns whether somebody is neither the one who asked nor the one who receives.
    #[must_use]
    pub fn is_second_person(&self, by: AccountId) -> bool {
        by != self.asked_by && self.account != Some(by)
    }

    /// Confirms it. `by` nobody is the operator, on the machine itself.
    ///
    /// # Errors
    /// When `by` asked or receives, or it does not wait any more.
    pub fn confirm(self, by: Option<AccountId>, today: NaiveDate) -> Result<Self, RoleProblem> {
        self.second(by, today, (RoleAnswer::Confirmed, "confirm"))
    }

    /// Refuses it.
    ///
    /// # Errors
    /// As [`RoleRequest::confirm`].
    pub fn refuse(self, by: AccountId, today: NaiveDate) -> Result<Self, RoleProblem> {
        self.second(Some(by), today, (RoleAnswer::Refused, "refuse"))
    }

    fn second(
        self,
        by: Option<AccountId>,
        today: NaiveDate,
        answer: (RoleAnswer, &'static str),
    ) -> Result<Self, RoleProblem> {
        if by.is_some_and(|by| !self.is_second_person(by)) {
            return Err(RoleProblem::SamePerson);
        }
        Ok(self.answered(today, answer)?)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// When it does not wait any more.
    pub fn withdraw(self, today: NaiveDate) -> Result<Self, IllegalMove> {
        self.answered(today, (RoleAnswer::Withdrawn, "withdraw"))
    }

    fn answered(
        mut self,
        today: NaiveDate,
        (answer, attempted): (RoleAnswer, &'static str),
    ) -> Result<Self, IllegalMove> {
        let standing = self.standing(today);
        if standing != RoleStanding::Waiting {
            return Err(IllegalMove { noun: "role request", from: standing.code(), attempted });
        }
        self.answer = Some(answer);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    fn day(number: u64) -> NaiveDate {
        "2026-11-25".parse::<NaiveDate>().unwrap() + Days::new(number)
    }

    fn asked(by: AccountId, of: Option<AccountId>) -> Result<RoleRequest, RoleProblem> {
        let id = RoleRequestId(Uuid::from_u128(9));
        let organisation = OrganisationId(Uuid::from_u128(8));
        let at = "2026-11-25T09:00:00Z".parse().unwrap();
        RoleRequest::ask(id, (organisation, Role::Administrator, of), (by, at), day(0))
    }

    #[test]
    fn labels() {
        crate::coded::check_list::<RoleStanding>("role_request");
        crate::coded::check_list::<RoleAnswer>("role_request");
        crate::messages::assert_message("my_people", Due::ConfirmRole.key());
    }

    /// Every way of giving the three parts to three people: it takes effect when they are all different,
    /// and in no other way, also where nobody has the account yet.
    #[test]
    fn all_same_person_pairs_are_refused() {
        let people = [1, 2, 3].map(person);
        let mut granted = 0;
        for asker in people {
            for receiver in people.map(Some).into_iter().chain([None]) {
                for second in people {
                    let confirmed = asked(asker, receiver)
                        .and_then(|request| request.confirm(Some(second), day(0)));
                    let refused =
                        asked(asker, receiver).and_then(|request| request.refuse(second, day(0)));
                    let different =
                        asker != second && receiver != Some(asker) && receiver != Some(second);
                    for answer in [confirmed, refused] {
                        match answer {
                            Ok(_) => assert!(different, "{asker} {receiver:?} {second}"),
                            Err(why) => {
                                assert!(!different, "{asker} {receiver:?} {second}");
                                assert_eq!(why, RoleProblem::SamePerson);
                            }
                        }
                    }
                    granted += usize::from(different);
                }
            }
        }
        // Three people in every order, and each pair for an invitation.
        assert_eq!(granted, 6 + 6);
    }

    #[test]
    fn it_ends_by_itself_after_two_weeks() {
        let request = asked(person(1), None).unwrap();
        assert_eq!(request.standing(day(14)), RoleStanding::Waiting);
        assert_eq!(request.standing(day(15)), RoleStanding::Lapsed);
        assert!(request.clone().confirm(Some(person(2)), day(14)).is_ok());
        for by in [Some(person(2)), None] {
            let late = request.clone().confirm(by, day(15)).unwrap_err();
            assert!(matches!(late, RoleProblem::Moved(_)), "{late}");
        }
        assert!(request.clone().refuse(person(2), day(15)).is_err());
        assert!(request.withdraw(day(15)).is_err());
    }

    #[test]
    fn the_operator_confirms_what_waits() {
        let confirmed = asked(person(1), Some(person(2))).unwrap().confirm(None, day(0)).unwrap();
        assert_eq!(confirmed.standing(day(0)), RoleStanding::Confirmed);
    }

    proptest! {
        /// Nobody is dropped, and nothing is granted twice: whatever is tried in any order and on any
        /// day, while it waits it has one owner and a day, and once it is answered it stays so.
        #[test]
        fn it_waits_with_an_owner_and_a_day_until_it_is_answered_once(
            moves in proptest::collection::vec((0_u8..4, 1_u128..4, 0_u64..20), 1..12),
            of in proptest::option::of(2_u128..4),
        ) {
            let mut request = asked(person(1), of.map(person)).unwrap();
            let mut today = day(0);
            for (what, by, on) in moves {
                today = today.max(day(on));
                let before = request.clone();
                let after = match what {
                    0 => request.clone().confirm(Some(person(by)), today),
                    1 => request.clone().refuse(person(by), today),
                    2 => request.clone().confirm(None, today),
                    _ => request.clone().withdraw(today).map_err(RoleProblem::from),
                };
                if let Ok(after) = after {
                    prop_assert_eq!(before.standing(today), RoleStanding::Waiting);
                    request = after;
                }
                match (request.standing(today), request.clock(today)) {
                    (RoleStanding::Waiting, Some(clock)) => {
                        prop_assert_eq!(clock.owner.account, Some(person(1)));
                        prop_assert_eq!(clock.waiting_on, request.organisation);
                        prop_assert!(clock.due_on >= today);
                    }
                    (standing, clock) => {
                        prop_assert!(standing != RoleStanding::Waiting && clock.is_none());
                    }
                }
            }
        }
    }
}
