//! A service, who can use it, and why somebody cannot.
//!
//! Searching for a need offers only what the person can use; everything left out says why, so that
//! a worker can see a wrong record (or a wrong rule) instead of an empty page.

use crate::{Area, Invalid, OffenceGroup, OrganisationId, ServiceId, Sex};
use chrono::{Days, NaiveDate};

/// Days after which a directory entry that nobody has checked is called stale: six months, the
/// directory convention in `domain.md` §7.
const DAYS_UNTIL_STALE: u64 = 183;

/// A service that an organisation offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// Who offers it.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// What it does, in a sentence or two.
    pub description: String,
    /// The areas of need it is for.
    pub areas: Vec<Area>,
    /// Who can use it.
    pub eligibility: Eligibility,
    /// People it can serve at once.
    pub capacity: u32,
    /// People it serves now.
    pub serving: u32,
    /// Days to wait for a start.
    pub wait_days: u32,
    /// The day its entry was last checked.
    pub last_verified_on: NaiveDate,
}

/// Who can use a service. `None` and empty mean everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// Only people of this sex.
    pub sex: Option<Sex>,
    /// Youngest age in years.
    pub min_age: Option<u32>,
    /// Oldest age in years.
    pub max_age: Option<u32>,
    /// Only people who will live in these probation regions.
    pub regions: Vec<String>,
    /// Not people with a conviction in these groups.
    pub excluded_offences: Vec<OffenceGroup>,
}

/// What is known of a person that decides eligibility. Anything unknown excludes nobody: it is
/// named as a thing to check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Sex, if known.
    pub sex: Option<Sex>,
    /// Age in years, if known.
    pub age: Option<u32>,
    /// The probation region where the person will live, if known.
    pub region: Option<String>,
    /// Groups of the offences on record.
    pub offences: Vec<OffenceGroup>,
}

/// Whether a person can use a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// Why not, as message keys with arguments. Empty when they can.
    pub why_not: Vec<Invalid>,
    /// What to check before referring, because it is not on record.
    pub to_check: Vec<Invalid>,
}

impl Fit {
    /// Returns whether the person can use the service.
    #[must_use]
    pub const fn is_eligible(&self) -> bool {
        self.why_not.is_empty()
    }
}

impl Service {
    /// People that a service can say it has room for.
    pub const CAPACITY: std::ops::RangeInclusive<u32> = 1..=10_000;
    /// Days to wait for a start that a service can name: two years at most, after which nobody can
    /// tell.
    pub const WAIT_DAYS: std::ops::RangeInclusive<u32> = 0..=730;

    /// Returns whether it is for this area of need.
    #[must_use]
    pub fn is_for(&self, area: Area) -> bool {
        self.areas.contains(&area)
    }

    /// Returns the days until a start that can be counted on: none while there is room.
    #[must_use]
    pub const fn days_to_wait(&self) -> u32 {
        if self.serving < self.capacity { 0 } else { self.wait_days }
    }

    /// Returns whether a person can use it, with every reason why not.
    #[must_use]
    pub fn fit(&self, person: &Candidate) -> Fit {
        let mut fit = Fit { why_not: Vec::new(), to_check: Vec::new() };
        let rules = &self.eligibility;
        fit.test(rules.sex, person.sex, |only, sex| {
            (only != sex).then(|| Invalid::new("service-only-sex").with("sex", only.code()))
        });
        fit.test(rules.min_age, person.age, |least, age| {
            (age < least).then(|| Invalid::new("service-too-young").with("age", least))
        });
        fit.test(rules.max_age, person.age, |most, age| {
            (age > most).then(|| Invalid::new("service-too-old").with("age", most))
        });
        let regions = (!rules.regions.is_empty()).then_some(&rules.regions);
        fit.test(regions, person.region.as_ref(), |regions, region| {
            (!regions.contains(region)).then(|| Invalid::new("service-out-of-area"))
        });
        for group in &rules.excluded_offences {
            if person.offences.contains(group) {
                // The group is not named: the reason shown must not disclose the offence to
                // whoever reads the page over a shoulder.
                fit.why_not.push(Invalid::new("service-offence-excluded"));
                break;
            }
        }
        if self.serving >= self.capacity {
            fit.to_check.push(Invalid::new("service-full").with("days", self.wait_days));
        }
        fit
    }

    /// Returns whether the entry has not been checked for too long.
    #[must_use]
    pub fn is_stale(&self, today: NaiveDate) -> bool {
        self.last_verified_on + Days::new(DAYS_UNTIL_STALE) < today
    }
}

impl Eligibility {
    /// Youngest and oldest age that a rule can name, in years.
    pub const AGES: std::ops::RangeInclusive<u32> = 10..=120;

    /// Checks that the rules do not contradict each other.
    ///
    /// # Errors
    /// `service-ages-crossed` when nobody can be old and young enough.
    pub fn check(&self) -> Result<(), Invalid> {
        match (self.min_age, self.max_age) {
            (Some(least), Some(most)) if most < least => {
                Err(Invalid::new("service-ages-crossed").with("least", least))
            }
            _ => Ok(()),
        }
    }
}

impl Fit {
    /// Applies one rule: refuses when it is known not to hold, and asks when it is not known.
    fn test<R, K>(
        &mut self,
        rule: Option<R>,
        known: Option<K>,
        refuse: impl Fn(R, K) -> Option<Invalid>,
    ) {
        match (rule, known) {
            (Some(rule), Some(known)) => self.why_not.extend(refuse(rule, known)),
            (Some(_), None) => {
                let unknown = Invalid::new("service-not-known");
                if !self.to_check.contains(&unknown) {
                    self.to_check.push(unknown);
                }
            }
            (None, _) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn service(eligibility: Eligibility) -> Service {
        Service {
            id: ServiceId(Uuid::nil()),
            organisation: OrganisationId(Uuid::nil()),
            name: "Rent deposits".to_owned(),
            description: String::new(),
            areas: vec![Area::Accommodation],
            eligibility,
            capacity: 2,
            serving: 0,
            wait_days: 14,
            last_verified_on: NaiveDate::default(),
        }
    }

    fn keys(list: &[Invalid]) -> Vec<&'static str> {
        list.iter().map(|why| why.key).collect()
    }

    #[test]
    fn every_reason_is_named_and_no_offence() {
        let rules = Eligibility {
            sex: Some(Sex::Female),
            min_age: Some(25),
            max_age: None,
            regions: vec!["wales".to_owned()],
            excluded_offences: vec![OffenceGroup::ArsonAndCriminalDamage, OffenceGroup::Sexual],
        };
        let person = Candidate {
            sex: Some(Sex::Male),
            age: Some(19),
            region: Some("london".to_owned()),
            offences: vec![OffenceGroup::Sexual, OffenceGroup::ArsonAndCriminalDamage],
        };
        let fit = service(rules).fit(&person);
        let expected = [
            "service-only-sex",
            "service-too-young",
            "service-out-of-area",
            "service-offence-excluded",
        ];
        assert_eq!(keys(&fit.why_not), expected);
        let named = format!("{:?}", fit.why_not);
        assert!(!named.contains("arson") && !named.contains("sexual"), "{named}");
    }

    #[test]
    fn what_is_not_known_is_checked_and_excludes_nobody() {
        let rules =
            Eligibility { min_age: Some(18), sex: Some(Sex::Male), ..Eligibility::default() };
        let fit = service(rules).fit(&Candidate::default());
        assert!(fit.is_eligible());
        assert_eq!(keys(&fit.to_check), ["service-not-known"]);
        let full = Service { serving: 2, ..service(Eligibility::default()) };
        assert_eq!(keys(&full.fit(&Candidate::default()).to_check), ["service-full"]);
        assert_eq!((full.days_to_wait(), service(Eligibility::default()).days_to_wait()), (14, 0));
    }

    #[test]
    fn ages_that_cross_leave_nobody() {
        let ages = |min_age, max_age| Eligibility { min_age, max_age, ..Eligibility::default() };
        assert_eq!(ages(Some(18), Some(18)).check(), Ok(()));
        assert_eq!(ages(None, Some(18)).check(), Ok(()));
        assert!(ages(Some(26), Some(25)).check().is_err());
    }

    #[test]
    fn an_entry_is_stale_after_half_a_year() {
        let service = service(Eligibility::default());
        let day = |days| service.last_verified_on + Days::new(days);
        assert!(!service.is_stale(day(183)) && service.is_stale(day(184)));
    }

    proptest! {
        #[test]
        fn knowing_less_never_excludes(age in 10_u32..100, least in 10_u32..100, most in 10_u32..100) {
            let rules = Eligibility { min_age: Some(least), max_age: Some(most), ..Eligibility::default() };
            let known = Candidate { age: Some(age), ..Candidate::default() };
            let service = service(rules);
            prop_assert_eq!(service.fit(&known).is_eligible(), (least..=most).contains(&age));
            prop_assert!(service.fit(&Candidate::default()).is_eligible());
        }
    }
}
