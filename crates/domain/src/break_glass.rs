//! Breaking the glass: in an emergency a worker opens named groups of a record that is withheld from them.
//!
//! It is narrow (the groups that were asked for), timed, seen at once by who leads the case and by the data
//! protection officers of both organisations, and looked at afterwards by the worker's own: a clock runs until
//! that is done, and meanwhile the same worker breaks no other. It is no way of working: what is needed for the
//! work is agreed, and opens by itself.

use crate::life_cycle::IllegalMove;
use crate::{
    AccountId, BreakGlassId, Clock, Due, FieldGroups, Invalid, LongText, OrganisationId, Owner,
    PersonId, coded_enum,
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

/// Minutes for which the groups are open: the time of one call to a hospital, a crisis team or the police. No
/// rule names a number; it is as short as the emergency (UK GDPR article 5(1)(c) and (e)), and whoever needs
/// longer asks who leads the case.
pub const MINUTES: i64 = 60;
/// Whole days in which it is looked at: if it was not justified it is a breach, of which the Information
/// Commissioner hears within 72 hours (UK GDPR article 33(1)).
const DAYS_TO_REVIEW: u64 = 2;
/// Characters of a reason in words at least: "urgent" says nothing that could be looked at afterwards.
pub const WORDS_LEAST: usize = 30;
/// Tries by one account in [`TRIES_HOURS`] that may name nobody, or the wrong person. As many as wrong passwords
/// before an account is locked.
pub const TRIES: i64 = 5;
/// Hours in which tries are counted.
pub const TRIES_HOURS: i64 = 24;

coded_enum! {
    /// Why the glass is broken. Each is a condition of law for details of health and of offences, too.
    pub enum BreakGlassReason("break-glass-reason") {
        /// Somebody may die or come to serious harm (UK GDPR articles 6(1)(d) and 9(2)(c); Data Protection Act
        /// 2018 schedule 1 paragraph 30 for offences).
        LifeAtRisk = "life_at_risk",
        /// A child is at risk of neglect or harm (Data Protection Act 2018 schedule 1 paragraph 18).
        ChildAtRisk = "child_at_risk",
        /// An adult who cannot protect themselves is at risk of neglect or harm (the same paragraph).
        AdultAtRisk = "adult_at_risk",
    }
}

coded_enum! {
    /// What a review found.
    pub enum BreakGlassVerdict("break-glass-verdict") {
        /// It was right to open what was opened.
        Justified = "justified",
        /// It was not: it is a breach.
        NotJustified = "not_justified",
    }
}

/// A glass that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakGlass {
    /// Its id.
    pub id: BreakGlassId,
    /// Whose record.
    pub person: PersonId,
    /// Who broke it.
    pub account: AccountId,
    /// For which organisation, whose data protection officer looks at it.
    pub organisation: OrganisationId,
    /// Why.
    pub reason: BreakGlassReason,
    /// What was opened.
    pub groups: FieldGroups,
    /// When.
    pub at: DateTime<Utc>,
    /// The day of that in England and Wales.
    pub began_on: NaiveDate,
    /// What a review found.
    pub verdict: Option<BreakGlassVerdict>,
}

impl BreakGlass {
    /// Returns the moment from which nothing is open by it.
    #[must_use]
    pub fn ends_at(&self) -> DateTime<Utc> {
        self.at + TimeDelta::minutes(MINUTES)
    }

    /// Returns what is open by it at a moment: nothing once its time is over, or it was reviewed.
    #[must_use]
    pub fn open(&self, now: DateTime<Utc>) -> FieldGroups {
        let is_open = self.verdict.is_none() && now >= self.at && now < self.ends_at();
        if is_open { self.groups } else { FieldGroups::NONE }
    }

    /// Returns the last day on which a review is in time.
    #[must_use]
    pub fn review_by(&self) -> NaiveDate {
        self.began_on + Days::new(DAYS_TO_REVIEW)
    }

    /// Returns whether it should have been reviewed before a day, and was not.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.verdict.is_none() && self.review_by() < today
    }

    /// Returns the clock, which runs until it is reviewed.
    #[must_use]
    pub fn clock(&self) -> Option<Clock> {
        self.verdict.is_none().then(|| Clock {
            owner: Owner::organisation(self.organisation),
            waiting_on: self.organisation,
            due: Due::ReviewBreakGlass,
            due_on: self.review_by(),
        })
    }

    /// Reviews it.
    ///
    /// # Errors
    /// When it was reviewed: a verdict stands. When the reviewer is who broke it: nobody judges themselves.
    pub fn review(
        mut self,
        verdict: BreakGlassVerdict,
        by: AccountId,
    ) -> Result<Self, IllegalMove> {
        let noun = "break-glass";
        if self.verdict.is_some() {
            return Err(IllegalMove { noun, from: "reviewed", attempted: "review" });
        }
        if self.account == by {
            return Err(IllegalMove { noun, from: "own", attempted: "review" });
        }
        self.verdict = Some(verdict);
        Ok(self)
    }
}

/// Reads why the glass is broken, in words.
///
/// # Errors
/// `break-glass-words-short` when they are too few, and those of [`LongText::parse`].
pub fn parse_words(text: &str) -> Result<LongText, Invalid> {
    if text.trim().chars().count() < WORDS_LEAST {
        return Err(Invalid::new("break-glass-words-short").with("least", WORDS_LEAST));
    }
    LongText::parse(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldGroup;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn broken(at: DateTime<Utc>) -> BreakGlass {
        BreakGlass {
            id: BreakGlassId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(2)),
            account: AccountId(Uuid::from_u128(3)),
            organisation: OrganisationId(Uuid::from_u128(4)),
            reason: BreakGlassReason::LifeAtRisk,
            groups: [FieldGroup::Identity, FieldGroup::Health].into_iter().collect(),
            at,
            began_on: at.date_naive(),
            verdict: None,
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn labels() {
        crate::coded::check_list::<BreakGlassReason>("break_glass");
        crate::coded::check_list::<BreakGlassVerdict>("break_glass");
    }

    #[test]
    fn it_is_open_for_an_hour_to_the_microsecond() {
        let broken = broken(at("2026-11-25T14:30:00Z"));
        for (now, open) in [
            ("2026-11-25T14:29:59.999999Z", false),
            ("2026-11-25T14:30:00Z", true),
            ("2026-11-25T15:29:59.999999Z", true),
            ("2026-11-25T15:30:00Z", false),
            ("2027-11-25T14:30:00Z", false),
        ] {
            assert_eq!(broken.open(at(now)) == broken.groups, open, "{now}");
            assert_eq!(broken.open(at(now)) == FieldGroups::NONE, !open, "{now}");
        }
    }

    #[test]
    fn it_is_reviewed_in_two_days_by_somebody_else_and_once() {
        let broken = broken(at("2026-11-25T14:30:00Z"));
        let clock = broken.clock().unwrap();
        assert_eq!(clock.owner, Owner::organisation(broken.organisation));
        assert_eq!(clock.waiting_on, broken.organisation);
        assert_eq!(clock.due_on, "2026-11-27".parse::<NaiveDate>().unwrap());
        assert!(broken.clone().review(BreakGlassVerdict::Justified, broken.account).is_err());
        let officer = AccountId(Uuid::from_u128(9));
        for verdict in BreakGlassVerdict::ALL {
            let reviewed = broken.clone().review(*verdict, officer).unwrap();
            assert_eq!(reviewed.clock(), None);
            // A verdict within the hour ends what is open.
            assert_eq!(reviewed.open(reviewed.at), FieldGroups::NONE);
            assert!(reviewed.review(*verdict, officer).is_err());
        }
    }

    #[test]
    fn a_reason_says_something() {
        let refused = |text: &str| parse_words(text).map_err(|invalid| invalid.key).unwrap_err();
        assert_eq!(refused(""), "break-glass-words-short");
        assert_eq!(refused(&format!("  {}  ", "x".repeat(29))), "break-glass-words-short");
        assert_eq!(refused(&"x".repeat(4001)), "invalid-text-long");
        assert!(parse_words(&"x".repeat(30)).is_ok());
    }

    proptest! {
        /// Nothing but what was asked for is ever open, at any moment.
        #[test]
        fn nothing_else_is_open(minutes in -500_i64..500, groups in 0_usize..1 << 16) {
            let asked: FieldGroups = FieldGroup::ALL.iter().enumerate()
                .filter(|(place, _)| (groups >> place) & 1 == 1).map(|(_, group)| *group).collect();
            let broken = BreakGlass { groups: asked, ..broken(at("2026-11-25T14:30:00Z")) };
            let open = broken.open(broken.at + TimeDelta::minutes(minutes));
            prop_assert!(open.iter().all(|group| asked.contains(group)));
            prop_assert_eq!(open == asked, asked == FieldGroups::NONE || (0..MINUTES).contains(&minutes));
        }
    }
}
