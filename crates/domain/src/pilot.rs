//! A pilot: a question about some services, and the people who started them.
//!
//! The cohort is who *started* a named service, never who finished it: counting only those still
//! in touch is the oldest way to make a scheme look as if it worked (`evaluation.md` §2).

use crate::life_cycle::IllegalMove;
use crate::{AccountId, Invalid, Measure, PilotId, ServiceId, coded_enum};
use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Months for which a person is followed, from the index date (Justice Data Lab user guidance).
const FOLLOWED_MONTHS: u32 = 12;
/// Months after those in which an offence can still come to a conviction or caution, and be proven.
const PROVEN_MONTHS: u32 = 6;
/// Files that may be added to one pilot: whoever tries one after the other until the answer is the one they
/// wanted is stopped, and each of the few before is shown.
pub const MOST_POOLS: u32 = 10;
/// Most people that a plan may expect: more than any resettlement scheme has had.
pub const MOST_PEOPLE_OF_PLAN: u32 = 100_000;

/// A pilot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pilot {
    /// Its id.
    pub id: PilotId,
    /// Its name.
    pub name: String,
    /// What it asks.
    pub question: String,
    /// The services whose users are its cohort.
    pub services: Vec<ServiceId>,
    /// The first start that counts.
    pub starts_on: NaiveDate,
}

impl Pilot {
    /// Returns the day from which it is known whether somebody reoffended who could first do so on
    /// the `index` day.
    #[must_use]
    pub fn known_on(index: NaiveDate) -> NaiveDate {
        index
            .checked_add_months(Months::new(FOLLOWED_MONTHS + PROVEN_MONTHS))
            .unwrap_or(NaiveDate::MAX)
    }
}

coded_enum! {
    /// With whom the people who are served are to be compared.
    pub enum Comparison("comparison") {
        /// Who is served is drawn by lot.
        Random = "random",
        /// Those who could have been served and were not.
        NotServed = "not_served",
        /// People like them in a file, such as the pool of the Justice Data Lab.
        Pool = "pool",
        /// Nobody.
        Nobody = "nobody",
    }
}

/// What is looked at of the people of a pilot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PilotOutcome {
    /// Whether they reoffended within a year, proven.
    Reoffended,
    /// How many proven offences they committed in that year.
    Reoffences,
    /// What came of a measure of the casework.
    Came(Measure),
}

impl PilotOutcome {
    /// Those that come of a file of proven offences; the first is the primary outcome of every pilot.
    pub const OF_REOFFENDING: [Self; 2] = [Self::Reoffended, Self::Reoffences];

    /// Returns the stable code that is stored and exchanged.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reoffended => "reoffended",
            Self::Reoffences => "reoffences",
            Self::Came(measure) => measure.code(),
        }
    }

    /// Returns the outcome with exactly this code, if there is one.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let own = Self::OF_REOFFENDING.into_iter().find(|outcome| outcome.code() == code);
        own.or_else(|| Measure::from_code(code).map(Self::Came))
    }

    /// Returns the message key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reoffended => "pilot-outcome-reoffended",
            Self::Reoffences => "pilot-outcome-reoffences",
            Self::Came(measure) => measure.key(),
        }
    }

    /// Returns whether less of it is better.
    #[must_use]
    pub const fn is_harm(self) -> bool {
        matches!(self, Self::Reoffended | Self::Reoffences)
    }
}

impl Serialize for PilotOutcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for PilotOutcome {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| serde::de::Error::custom("no outcome of a pilot"))
    }
}

/// What a pilot is going to look at, written down before anybody looks. Proven reoffending within
/// twelve months is always its primary outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PilotPlan {
    /// Who is served.
    pub served: String,
    /// How it is thought to work; may be empty.
    pub theory: String,
    /// The comparison.
    pub comparison: Comparison,
    /// People who are expected to be served.
    pub people: u32,
    /// People whom they are compared with; none where they are compared with nobody.
    pub compared: u32,
    /// Per cent of people like these who would reoffend without the services.
    pub expected: u32,
    /// The least fall, in percentage points, that would make the services worth their money.
    pub worthwhile: u32,
    /// What else is looked at.
    pub measures: Vec<Measure>,
}

impl PilotPlan {
    /// Returns what is looked at, the primary outcome first. Whether people reoffended comes from elsewhere, and
    /// where that `has_reoffending` not come yet, the first measure takes its place.
    #[must_use]
    pub fn outcomes(&self, has_reoffending: bool) -> Vec<PilotOutcome> {
        let reoffending = PilotOutcome::OF_REOFFENDING.into_iter().filter(|_| has_reoffending);
        reoffending.chain(self.measures.iter().copied().map(PilotOutcome::Came)).collect()
    }

    /// Checks what no field can see alone.
    ///
    /// # Errors
    /// With the name of the field: `worthwhile` that is as much as is `expected`, and `compared` that
    /// does not fit the comparison.
    pub fn check(&self) -> Result<(), (&'static str, Invalid)> {
        if self.worthwhile >= self.expected {
            let why = Invalid::new("pilot-worthwhile-too-much").with("expected", self.expected);
            return Err(("worthwhile", why));
        }
        match (self.comparison, self.compared) {
            (Comparison::Nobody, 0) => Ok(()),
            (Comparison::Nobody, _) => {
                Err(("compared", Invalid::new("pilot-compared-with-nobody")))
            }
            (_, 0) => Err(("compared", Invalid::new("pilot-compared-missing"))),
            _ => Ok(()),
        }
    }
}

/// A file of people with whom those who were served are compared, as it was added to a pilot. Its rows
/// name nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PilotPool {
    /// 1 for the first of its pilot.
    pub number: u32,
    /// Where it is from, in words.
    pub source: String,
    /// SHA-256 of its rows, in hexadecimal.
    pub hash: String,
    /// How many people are in it.
    pub people: u32,
    /// When it was added.
    pub at: DateTime<Utc>,
    /// Who added it.
    pub by: AccountId,
}

/// A plan and how it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOfPilot {
    /// What is planned.
    pub plan: PilotPlan,
    /// How it was fixed, once it was.
    pub fixed: Option<FixedPlan>,
}

/// How a plan was fixed: nothing of it changes any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedPlan {
    /// The whole plan as JSON, with the pilot's question, services and first day: what the hash is of.
    pub text: String,
    /// SHA-256 of the text, in hexadecimal.
    pub hash: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who fixed it.
    pub by: AccountId,
}

impl PlanOfPilot {
    /// Returns whether it is fixed.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        self.fixed.is_some()
    }

    /// Takes another plan in the place of this one.
    ///
    /// # Errors
    /// When it was fixed: a question that is changed after the answer was seen is no question.
    pub fn changed(self, plan: PilotPlan) -> Result<Self, IllegalMove> {
        match self.fixed {
            None => Ok(Self { plan, fixed: None }),
            Some(_) => Err(Self::refused("change")),
        }
    }

    /// Fixes the plan.
    ///
    /// # Errors
    /// When it was fixed before.
    pub fn fix(self, fixed: FixedPlan) -> Result<Self, IllegalMove> {
        match self.fixed {
            None => Ok(Self { fixed: Some(fixed), ..self }),
            Some(_) => Err(Self::refused("fix")),
        }
    }

    fn refused(attempted: &'static str) -> IllegalMove {
        IllegalMove { noun: "pilot plan", from: "fixed", attempted }
    }
}

coded_enum! {
    /// What is decided about a pilot.
    pub enum PilotVerdict("pilot-verdict") {
        /// Offer the services to more people.
        Scale = "scale",
        /// Go on with something changed: a pilot of its own from then on.
        Adapt = "adapt",
        /// Go on as it is until more is known.
        Continue = "continue",
        /// End it.
        Stop = "stop",
    }
}

/// A decision about a pilot. Nothing of it changes: a later one stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PilotDecision {
    /// What was decided.
    pub verdict: PilotVerdict,
    /// Why.
    pub why: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who decided.
    pub by: AccountId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn plan() -> PilotPlan {
        PilotPlan {
            served: "Men who leave to no home".to_owned(),
            theory: String::new(),
            comparison: Comparison::NotServed,
            people: 200,
            compared: 1_000,
            expected: 40,
            worthwhile: 6,
            measures: vec![Measure::HousedFirstNight],
        }
    }

    fn check(change: impl FnOnce(&mut PilotPlan), field: Option<&str>) {
        let mut plan = plan();
        change(&mut plan);
        assert_eq!(plan.check().err().map(|(field, _)| field), field, "{plan:?}");
    }

    #[test]
    fn a_plan_asks_what_can_be() {
        check(|_| (), None);
        check(|plan| plan.worthwhile = 40, Some("worthwhile"));
        check(|plan| plan.compared = 0, Some("compared"));
        check(|plan| plan.comparison = Comparison::Nobody, Some("compared"));
        check(|plan| (plan.comparison, plan.compared) = (Comparison::Nobody, 0), None);
    }

    #[test]
    fn outcomes_are_kept_by_their_codes() {
        let came = Measure::ALL.iter().copied().map(PilotOutcome::Came);
        for outcome in PilotOutcome::OF_REOFFENDING.into_iter().chain(came) {
            let text = serde_json::to_string(&outcome).unwrap();
            assert_eq!(text, format!("\"{}\"", outcome.code()));
            assert_eq!(serde_json::from_str::<PilotOutcome>(&text).unwrap(), outcome);
        }
        assert!(serde_json::from_str::<PilotOutcome>("\"better\"").is_err());
    }

    #[test]
    fn a_fixed_plan_stays_as_it_is() {
        let fixed = FixedPlan {
            text: "{}".to_owned(),
            hash: String::new(),
            at: DateTime::UNIX_EPOCH,
            by: AccountId(Uuid::nil()),
        };
        let draft = PlanOfPilot { plan: plan(), fixed: None };
        assert_eq!(draft.clone().changed(plan()).unwrap(), draft);
        let done = draft.fix(fixed.clone()).unwrap();
        assert_eq!(done.fixed.as_ref(), Some(&fixed));
        assert!(done.clone().changed(plan()).is_err() && done.fix(fixed).is_err());
    }

    #[test]
    fn a_year_and_a_half_passes_before_it_is_known() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(Pilot::known_on(day("2026-01-31")), day("2027-07-31"));
        assert_eq!(Pilot::known_on(day("2026-08-31")), day("2028-02-29"));
    }
}
