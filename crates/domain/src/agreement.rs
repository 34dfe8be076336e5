//! A sharing agreement: what organisations may tell each other about people, why, and until when.
//!
//! A disclosure outside the organisation that leads a case rests on one (`domain.md` §8.2). Between two
//! of its parties it is in force from its first day to its last once both have signed, and ends at once
//! when any party ends it. A review that is overdue is a warning, not an end: stopping help on the day
//! of a missed meeting would drop people.

use crate::life_cycle::IllegalMove;
use crate::{AccountId, AgreementId, FieldGroup, Invalid, OrganisationId, Purpose, coded_enum};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};

/// The longest that an agreement runs before it must be signed anew: the ICO's data sharing code of
/// practice asks for regular review, and a year or two is what partnerships use.
pub const LONGEST_MONTHS: u32 = 36;

/// Why a record is read under an agreement: the purposes of those who read records. Everybody else
/// reads figures, lists of organisations, or their own record, which no agreement is needed for.
pub const PURPOSES: [Purpose; 2] = [Purpose::Resettlement, Purpose::Service];

/// The most months that a party keeps what it was told: a century, as some prison records are kept. It
/// only tells a slip of the hand; how long is right is for the parties to say.
pub const LONGEST_RETENTION_MONTHS: u32 = 1_200;

/// Days before the end in which the parties are warned of it: a new agreement has to be drawn up and
/// signed by each of them in that time.
pub const WARNING_DAYS: u64 = 60;

coded_enum! {
    /// The lawful route that an agreement rests on (`domain.md` §8.1).
    pub enum LawfulRoute("lawful-route") {
        /// A public task, with the statutory function named: UK GDPR article 6(1)(e).
        PublicTask = "public_task",
        /// A legal duty: UK GDPR article 6(1)(c).
        LegalDuty = "legal_duty",
        /// Offender Management Act 2007 section 14.
        OffenderManagement = "offender_management",
        /// Crime and Disorder Act 1998 section 115.
        CrimeAndDisorder = "crime_and_disorder",
        /// Consent of the person, where there is a real choice: UK GDPR article 6(1)(a).
        Consent = "consent",
    }
}

/// A signature of one party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// For which organisation.
    pub organisation: OrganisationId,
    /// By whom.
    pub account: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A sharing agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// Its id.
    pub id: AgreementId,
    /// What it is called.
    pub title: String,
    /// The organisations, two or more. What it allows, each allows every other.
    pub parties: Vec<OrganisationId>,
    /// Why records may be read under it.
    pub purposes: Vec<Purpose>,
    /// What may be read under it, at most: policy may allow less.
    pub groups: Vec<FieldGroup>,
    /// What it rests on in law.
    pub route: LawfulRoute,
    /// Months that the reader keeps what they were told.
    pub retention_months: u32,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// The day by which it is looked at again.
    pub review_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// The signatures so far: at most one of each party.
    pub signatures: Vec<Signature>,
    /// The day on which one of the parties ended it.
    pub ended_on: Option<NaiveDate>,
}

coded_enum! {
    /// How an agreement stands on a day.
    pub enum AgreementStanding("agreement-standing") {
        /// Fewer than two parties have signed.
        Unsigned = "unsigned",
        /// Signed, and its first day is to come.
        ToCome = "to_come",
        /// In force.
        InForce = "in_force",
        /// In force, and its review is overdue.
        ReviewOverdue = "review_overdue",
        /// Its last day is past.
        Expired = "expired",
        /// A party ended it.
        Ended = "ended",
    }
}

impl AgreementStanding {
    /// Returns whether records may be read under it.
    #[must_use]
    pub const fn in_force(self) -> bool {
        matches!(self, Self::InForce | Self::ReviewOverdue)
    }

    /// Returns whether it can never be in force again.
    #[must_use]
    pub const fn over(self) -> bool {
        matches!(self, Self::Expired | Self::Ended)
    }
}

impl Agreement {
    /// Returns whether two organisations may tell each other on a day what it names.
    #[must_use]
    pub fn allows(&self, one: OrganisationId, other: OrganisationId, today: NaiveDate) -> bool {
        self.standing(today).in_force() && self.signed_by(one) && self.signed_by(other)
    }

    /// Returns how it stands on a day between those who have signed.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> AgreementStanding {
        use AgreementStanding as S;
        let signed = self.signatures.len() > 1;
        match () {
            () if self.ended_on.is_some_and(|on| on <= today) => S::Ended,
            () if today > self.ends_on => S::Expired,
            () if !signed => S::Unsigned,
            () if today < self.starts_on => S::ToCome,
            () if today > self.review_on => S::ReviewOverdue,
            () => S::InForce,
        }
    }

    /// Returns whether it is in force and its last day is near.
    #[must_use]
    pub fn ends_soon(&self, today: NaiveDate) -> bool {
        let warned_from = self.ends_on.checked_sub_days(Days::new(WARNING_DAYS));
        self.standing(today).in_force() && warned_from.is_none_or(|from| from <= today)
    }

    /// Returns whether an organisation can still sign: it is a party, has not signed, and the agreement
    /// is not over.
    #[must_use]
    pub fn waits_for(&self, organisation: OrganisationId, today: NaiveDate) -> bool {
        let over = self.standing(today).over();
        !over && self.has_party(organisation) && !self.signed_by(organisation)
    }

    /// Returns whether a party has signed.
    #[must_use]
    pub fn signed_by(&self, party: OrganisationId) -> bool {
        self.signatures.iter().any(|signature| signature.organisation == party)
    }

    /// Returns whether an organisation is a party.
    #[must_use]
    pub fn has_party(&self, organisation: OrganisationId) -> bool {
        self.parties.contains(&organisation)
    }

    /// Signs it for a party, on a day of the calendar in England and Wales.
    ///
    /// # Errors
    /// When the party has signed, or it is over.
    pub fn sign(mut self, signature: Signature, today: NaiveDate) -> Result<Self, IllegalMove> {
        if !self.waits_for(signature.organisation, today) {
            return Err(illegal(self.standing(today), "sign"));
        }
        self.signatures.push(signature);
        Ok(self)
    }

    /// Ends it for all its parties, at once.
    ///
    /// # Errors
    /// When it is over.
    pub fn end(mut self, on: NaiveDate) -> Result<Self, IllegalMove> {
        let standing = self.standing(on);
        if standing.over() {
            return Err(illegal(standing, "end"));
        }
        self.ended_on = Some(on);
        Ok(self)
    }
}

const fn illegal(from: AgreementStanding, attempted: &'static str) -> IllegalMove {
    IllegalMove { noun: "agreement", from: from.code(), attempted }
}

/// Checks the days of an agreement, and names the field that is wrong.
///
/// # Errors
/// When it ends before it starts, is over already, runs too long, or is reviewed outside its time.
pub fn check_days(
    (starts_on, review_on, ends_on): (NaiveDate, NaiveDate, NaiveDate),
    today: NaiveDate,
) -> Result<(), (&'static str, Invalid)> {
    let longest = starts_on.checked_add_months(Months::new(LONGEST_MONTHS));
    match () {
        () if ends_on <= starts_on => Err(("ends", Invalid::new("agreement-ends-first"))),
        () if ends_on < today => Err(("ends", Invalid::new("agreement-over"))),
        () if longest.is_none_or(|longest| ends_on > longest) => {
            let years = LONGEST_MONTHS / 12;
            Err(("ends", Invalid::new("agreement-too-long").with("years", years)))
        }
        () if review_on <= starts_on || review_on > ends_on => {
            Err(("review", Invalid::new("agreement-review-outside")))
        }
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const US: OrganisationId = OrganisationId(Uuid::from_u128(1));
    const THEM: OrganisationId = OrganisationId(Uuid::from_u128(2));
    const THIRD: OrganisationId = OrganisationId(Uuid::from_u128(3));
    const STRANGER: OrganisationId = OrganisationId(Uuid::from_u128(4));

    #[test]
    fn labels() {
        crate::coded::check_list::<LawfulRoute>("agreement");
        crate::coded::check_list::<AgreementStanding>("agreement");
        crate::coded::check_list::<FieldGroup>("agreement");
        crate::coded::check_list::<Purpose>("agreement");
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn agreement() -> Agreement {
        Agreement {
            id: AgreementId(Uuid::from_u128(9)),
            title: "Resettlement in the region".to_owned(),
            parties: vec![US, THEM, THIRD],
            purposes: vec![Purpose::Service],
            groups: vec![FieldGroup::Identity],
            route: LawfulRoute::PublicTask,
            retention_months: 12,
            starts_on: day("2026-01-01"),
            review_on: day("2026-07-01"),
            ends_on: day("2026-12-31"),
            signatures: Vec::new(),
            ended_on: None,
        }
    }

    fn signature(organisation: OrganisationId) -> Signature {
        let at = "2026-01-01T09:00:00Z".parse().unwrap();
        Signature { organisation, account: AccountId(Uuid::from_u128(5)), at }
    }

    fn signed() -> Agreement {
        agreement()
            .sign(signature(US), day("2026-01-01"))
            .unwrap()
            .sign(signature(THEM), day("2026-01-01"))
            .unwrap()
    }

    #[test]
    fn it_is_in_force_once_two_have_signed_and_until_its_last_day() {
        use AgreementStanding as S;
        assert_eq!(agreement().standing(day("2026-02-01")), S::Unsigned);
        let one = agreement().sign(signature(US), day("2026-01-01")).unwrap();
        assert_eq!(one.standing(day("2026-02-01")), S::Unsigned);
        for (on, standing) in [
            ("2025-12-31", S::ToCome),
            ("2026-01-01", S::InForce),
            ("2026-07-01", S::InForce),
            ("2026-07-02", S::ReviewOverdue),
            ("2026-12-31", S::ReviewOverdue),
            ("2027-01-01", S::Expired),
        ] {
            assert_eq!(signed().standing(day(on)), standing, "{on}");
        }
        let ended = signed().end(day("2026-03-01")).unwrap();
        assert_eq!(ended.standing(day("2026-03-01")), S::Ended);
    }

    #[test]
    fn its_end_is_warned_of_while_it_is_in_force() {
        for (on, soon) in [
            ("2026-10-31", false),
            ("2026-11-01", true),
            ("2026-12-31", true),
            ("2027-01-01", false),
        ] {
            assert_eq!(signed().ends_soon(day(on)), soon, "{on}");
        }
        assert!(!agreement().ends_soon(day("2026-12-01")), "it is not in force");
    }

    #[test]
    fn it_waits_for_each_party_that_has_not_signed() {
        let on = day("2026-02-01");
        for (party, waits) in [(US, false), (THEM, false), (THIRD, true), (STRANGER, false)] {
            assert_eq!(signed().waits_for(party, on), waits);
        }
        assert!(!signed().waits_for(THIRD, day("2027-01-01")));
    }

    #[test]
    fn it_allows_nothing_to_a_party_that_has_not_signed() {
        let on = day("2026-02-01");
        assert!(signed().allows(US, THEM, on) && signed().allows(THEM, US, on));
        assert!(!signed().allows(US, THIRD, on) && !signed().allows(US, STRANGER, on));
        let all = signed().sign(signature(THIRD), day("2026-01-01")).unwrap();
        assert!(all.allows(US, THIRD, on) && all.allows(THIRD, THEM, on));
        assert!(!all.end(on).unwrap().allows(US, THIRD, on));
    }

    #[test]
    fn a_party_signs_once_and_nobody_else_does() {
        let one = agreement().sign(signature(US), day("2026-01-01")).unwrap();
        assert!(one.clone().sign(signature(US), day("2026-01-01")).is_err());
        assert!(one.sign(signature(STRANGER), day("2026-01-01")).is_err());
        assert!(signed().sign(signature(US), day("2026-01-01")).is_err());
        let over = agreement().end(day("2026-01-01")).unwrap();
        assert!(
            over.clone().sign(signature(US), day("2026-01-01")).is_err()
                && over.end(day("2026-01-02")).is_err()
        );
    }

    #[test]
    fn days_that_cannot_be_are_refused_by_field() {
        let today = day("2026-06-01");
        let check = |starts, review, ends| {
            check_days((day(starts), day(review), day(ends)), today).map_err(|wrong| wrong.1.key)
        };
        assert_eq!(check("2026-06-01", "2026-12-01", "2027-06-01"), Ok(()));
        for (starts, review, ends, key) in [
            ("2026-06-01", "2026-06-01", "2026-06-01", "agreement-ends-first"),
            ("2025-01-01", "2025-06-01", "2026-05-31", "agreement-over"),
            ("2026-06-01", "2026-12-01", "2029-06-02", "agreement-too-long"),
            ("2026-06-01", "2027-06-02", "2027-06-01", "agreement-review-outside"),
            ("2026-06-01", "2026-06-01", "2027-06-01", "agreement-review-outside"),
        ] {
            assert_eq!(check(starts, review, ends), Err(key));
            crate::messages::assert_message("agreement", key);
        }
    }
}
