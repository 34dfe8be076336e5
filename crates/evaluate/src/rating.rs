//! How strong a study's evidence is, from what was declared of its design: the level on the Maryland
//! Scientific Methods Scale (Sherman and others 1998, "Preventing Crime", National Institute of
//! Justice) and on Nesta's Standards of Evidence (Puttick and Ludlow 2013), with the reasons.
//!
//! Both say how a result was found, never how large it is. A level is only ever as good as the
//! declaration, so nothing here can raise one: a person may, and answers for it.
//!
//! The scales' authors say little about people who were lost, small numbers or plans made too late.
//! Those rules are our own convention: a flaw takes one level of the best that a design can reach, a
//! grave flaw two, and several take no more than the gravest.

mod reason;

use serde::{Deserialize, Serialize};

use crate::balance::POOR;
use crate::caveats::FEWEST_TREATED;

pub use reason::Reason;

/// Covariates from which on a comparison counts as alike in many things: our convention. Justice Data
/// Lab reports match on several dozen; five or six say who somebody is and not what they did.
pub const MANY_COVARIATES: usize = 10;
/// Share of people lost beyond which a loss is a flaw (Schulz and Grimes 2002, Lancet 359:781).
pub const HIGH_ATTRITION: f64 = 0.20;
/// Share of people lost beyond which it is a grave one: our convention, twice that.
pub const SEVERE_ATTRITION: f64 = 0.40;
/// Difference between the shares that two groups lost beyond which it is a flaw: our convention,
/// near what the What Works Clearinghouse (Standards Handbook 4.1, cautious boundary) allows.
pub const UNEVEN_ATTRITION: f64 = 0.05;
/// Standardised difference beyond which two groups are not comparable at all (What Works
/// Clearinghouse, Standards Handbook 4.1: no adjustment bridges more).
pub const FAR_APART: f64 = 0.25;

/// What was declared of a study.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// With whom people who took part are compared.
    pub assignment: Assignment,
    /// People who took part and are in the result.
    pub treated: usize,
    /// Whether the analysis was written down before anybody read an outcome.
    pub plan_fixed: bool,
    /// Whether everybody was followed for as long as the outcome asks.
    pub followed_up: bool,
    /// People who were in the study and are not in its result.
    pub attrition: Attrition,
    /// What the interval of the effect says; `None` before there is a result.
    pub shown: Option<Shown>,
    /// Who else has found it.
    pub repeated: Repeated,
}

/// With whom people who took part are compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assignment {
    /// With people who were as likely to take part, and did not by lot.
    Random,
    /// With people who were chosen or weighted because they were alike in what was known before.
    Matched {
        /// Things known before in which they were made alike.
        covariates: usize,
        /// Largest standardised difference left in them, in standard deviations; `None` where nobody
        /// has looked, which counts like a large one.
        worst: Option<f64>,
    },
    /// With people of whom nobody knows how alike they are.
    Unmatched,
    /// With the same people before.
    BeforeAndAfter,
    /// With nobody, or with a published average.
    Nobody,
}

/// People who were in a study and are not in its result, as shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attrition {
    /// Of everybody.
    pub overall: f64,
    /// The larger share less the smaller, of the two groups; `None` where it is not known.
    pub between_groups: Option<f64>,
}

/// What the interval of the effect says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// It lies wholly on the side hoped for.
    Better,
    /// It includes no difference.
    Unclear,
    /// It lies wholly on the other side.
    Worse,
}

/// Who else has found it. The costs, which Nesta's fourth level asks about as well, are not rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeated {
    /// Nobody yet.
    No,
    /// Others, in a study of their own that shows the same.
    Independently,
    /// Others, and it works for many people elsewhere.
    AtScale,
}

/// A study's evidence on both scales.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// On the Maryland Scientific Methods Scale.
    pub maryland: Level,
    /// On Nesta's Standards of Evidence.
    pub nesta: Level,
}

/// A level of one scale and what led to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// From 1 to 5; `None` while there is nothing to rate.
    pub level: Option<u8>,
    /// Never empty: what the level rests on first, then what speaks against it, the gravest first.
    pub reasons: Vec<Reason>,
}

/// Something that keeps a design from the best level it could have.
#[derive(Clone, Copy, Debug)]
struct Flaw {
    reason: Reason,
    /// Levels of the Maryland scale that it takes: 1 or 2.
    takes: u8,
    /// Whether nobody could call the result caused by the programme.
    doubtful: bool,
}

impl Rating {
    /// Rates what was declared. A share or a difference that is no number counts like a large one.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut flaws = facts.flaws();
        flaws.sort_by_key(|flaw| std::cmp::Reverse((flaw.takes, flaw.doubtful)));
        let maryland = maryland(facts, &flaws);
        let nesta = nesta(facts, &flaws, maryland.level);
        Self { maryland, nesta }
    }
}

/// Level 1 is two things that went together; 2 one after the other, or a comparison of which nobody
/// knows how alike it is; 3 a comparable one; 4 one with only minor differences in many things; 5 a
/// lot (Sherman and others 1998).
fn maryland(facts: &Facts, flaws: &[Flaw]) -> Level {
    let (best, reason) = match facts.assignment {
        Assignment::Random => (5, Reason::Random),
        Assignment::Matched { covariates: 0, .. } | Assignment::Unmatched => (2, Reason::Unmatched),
        Assignment::Matched { covariates, .. } => (4, Reason::Matched { covariates }),
        Assignment::BeforeAndAfter => (2, Reason::BeforeAndAfter),
        Assignment::Nobody => (1, Reason::NoComparison),
    };
    let taken = flaws.iter().map(|flaw| flaw.takes).max().unwrap_or(0);
    let level = if best > 2 { best - taken } else { best };
    let mut reasons = vec![reason];
    if facts.shown.is_none() {
        reasons.push(Reason::NoResult);
    }
    reasons.extend(flaws.iter().map(|flaw| flaw.reason));
    Level { level: facts.shown.map(|_| level), reasons }
}

/// Level 1 is an account of what is done and why it should help; 2 data that show a change; 3 a
/// comparison that shows its cause; 4 others who found it too; 5 that it works elsewhere and for many
/// (Puttick and Ludlow 2013).
fn nesta(facts: &Facts, flaws: &[Flaw], maryland: Option<u8>) -> Level {
    match (facts.shown, facts.plan_fixed) {
        (None, true) => return level(1, vec![Reason::Account, Reason::NoResult]),
        (None, false) => {
            return Level { level: None, reasons: vec![Reason::NoResult, Reason::PlanLate] };
        }
        (Some(Shown::Unclear), _) => return level(1, vec![Reason::Account, Reason::Unclear]),
        (Some(Shown::Worse), _) => return level(1, vec![Reason::Account, Reason::Worse]),
        (Some(Shown::Better), _) => {}
    }
    if facts.assignment == Assignment::Nobody {
        return level(1, vec![Reason::Account, Reason::NoComparison]);
    }
    let doubts: Vec<Reason> =
        flaws.iter().filter(|flaw| flaw.doubtful).map(|flaw| flaw.reason).collect();
    if maryland < Some(3) || !doubts.is_empty() {
        let mut reasons = vec![Reason::Change];
        match facts.assignment {
            Assignment::BeforeAndAfter => reasons.push(Reason::BeforeAndAfter),
            Assignment::Unmatched | Assignment::Matched { covariates: 0, .. } => {
                reasons.push(Reason::Unmatched);
            }
            _ => {}
        }
        reasons.extend(doubts);
        return level(2, reasons);
    }
    match facts.repeated {
        Repeated::No => level(3, vec![Reason::Cause, Reason::NotRepeated]),
        Repeated::Independently => level(4, vec![Reason::Repeated, Reason::NotAtScale]),
        Repeated::AtScale => level(5, vec![Reason::AtScale]),
    }
}

fn level(level: u8, reasons: Vec<Reason>) -> Level {
    Level { level: Some(level), reasons }
}

impl Facts {
    /// Returns every flaw, in the order in which they are looked for.
    fn flaws(&self) -> Vec<Flaw> {
        let mut found = Vec::new();
        let mut flaw = |takes, doubtful, reason| found.push(Flaw { reason, takes, doubtful });
        if let Assignment::Matched { covariates: 1.., worst } = self.assignment {
            match worst.filter(|worst| worst.is_finite()).map(f64::abs) {
                None => flaw(2, true, Reason::BalanceUnknown),
                Some(worst) if worst > FAR_APART => flaw(2, true, Reason::FarApart { worst }),
                Some(worst) if worst > POOR => flaw(1, true, Reason::Unbalanced { worst }),
                Some(_) => {}
            }
        }
        match self.attrition.overall {
            share if beyond(share, SEVERE_ATTRITION) => {
                flaw(2, true, Reason::SevereAttrition { share });
            }
            share if beyond(share, HIGH_ATTRITION) => {
                flaw(1, false, Reason::HighAttrition { share });
            }
            _ => {}
        }
        match (self.attrition.between_groups, self.assignment) {
            (Some(difference), _) if beyond(difference, UNEVEN_ATTRITION) => {
                flaw(1, false, Reason::UnevenAttrition { difference });
            }
            // The lot made the groups alike, and nobody knows whether they still are.
            (None, Assignment::Random) => flaw(1, false, Reason::AttritionUnknown),
            _ => {}
        }
        if !self.plan_fixed {
            flaw(1, true, Reason::PlanLate);
        }
        if !self.followed_up {
            flaw(1, true, Reason::FollowedTooShort);
        }
        if self.treated < FEWEST_TREATED {
            flaw(1, true, Reason::FewPeople { people: self.treated });
        }
        if let Assignment::Matched { covariates: covariates @ 1..MANY_COVARIATES, .. } =
            self.assignment
        {
            flaw(1, false, Reason::FewCovariates { covariates });
        }
        found
    }
}

fn beyond(size: f64, limit: f64) -> bool {
    size.is_nan() || size.abs() > limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A study as good as its assignment lets it be, with a result.
    fn best(assignment: Assignment) -> Facts {
        Facts {
            assignment,
            treated: 300,
            plan_fixed: true,
            followed_up: true,
            attrition: Attrition { overall: 0.05, between_groups: Some(0.01) },
            shown: Some(Shown::Better),
            repeated: Repeated::No,
        }
    }

    fn matched(covariates: usize, worst: f64) -> Assignment {
        Assignment::Matched { covariates, worst: Some(worst) }
    }

    fn check(facts: Facts, maryland: Option<u8>, nesta: Option<u8>, keys: &str) {
        let rating = Rating::of(&facts);
        assert_eq!((rating.maryland.level, rating.nesta.level), (maryland, nesta), "{facts:?}");
        let reasons = rating.maryland.reasons.iter().map(Reason::key);
        assert_eq!(reasons.collect::<Vec<_>>().join(" "), keys, "{facts:?}");
    }

    #[test]
    fn each_assignment_at_its_best() {
        check(best(Assignment::Random), Some(5), Some(3), "rating-random");
        check(best(matched(26, 0.04)), Some(4), Some(3), "rating-matched");
        check(best(Assignment::Unmatched), Some(2), Some(2), "rating-unmatched");
        check(best(Assignment::BeforeAndAfter), Some(2), Some(2), "rating-before-and-after");
        check(best(Assignment::Nobody), Some(1), Some(1), "rating-no-comparison");
    }

    #[test]
    fn flaws_take_a_level_and_grave_ones_two() {
        let lot = best(Assignment::Random);
        let lost = |overall, between_groups| Facts {
            attrition: Attrition { overall, between_groups },
            ..lot
        };
        check(lost(0.2, Some(0.05)), Some(5), Some(3), "rating-random");
        check(lost(0.21, Some(0.0)), Some(4), Some(3), "rating-random rating-high-attrition");
        check(lost(0.41, Some(0.0)), Some(3), Some(2), "rating-random rating-severe-attrition");
        check(lost(0.1, Some(0.06)), Some(4), Some(3), "rating-random rating-uneven-attrition");
        check(lost(0.1, None), Some(4), Some(3), "rating-random rating-attrition-unknown");
        let two = "rating-random rating-severe-attrition rating-uneven-attrition";
        check(lost(f64::NAN, Some(0.5)), Some(3), Some(2), two);
        let few = Facts { treated: 59, ..lot };
        check(few, Some(4), Some(2), "rating-random rating-few-people");
        let late = Facts { plan_fixed: false, followed_up: false, ..lot };
        check(late, Some(4), Some(2), "rating-random rating-plan-late rating-followed-too-short");
        check(best(matched(9, 0.1)), Some(3), Some(3), "rating-matched rating-few-covariates");
        check(best(matched(10, -0.11)), Some(3), Some(2), "rating-matched rating-unbalanced");
        check(best(matched(10, 0.26)), Some(2), Some(2), "rating-matched rating-far-apart");
        let unseen = Assignment::Matched { covariates: 10, worst: None };
        check(best(unseen), Some(2), Some(2), "rating-matched rating-balance-unknown");
        check(best(matched(0, 0.0)), Some(2), Some(2), "rating-unmatched");
    }

    #[test]
    fn what_was_found_decides_on_nesta_only() {
        let of = |shown, plan_fixed| {
            let facts = Facts { shown, plan_fixed, ..best(Assignment::Random) };
            let Rating { maryland, nesta } = Rating::of(&facts);
            (maryland.level, nesta.level, nesta.reasons[nesta.reasons.len() - 1])
        };
        assert_eq!(of(None, true), (None, Some(1), Reason::NoResult));
        assert_eq!(of(None, false), (None, None, Reason::PlanLate));
        assert_eq!(of(Some(Shown::Unclear), true), (Some(5), Some(1), Reason::Unclear));
        assert_eq!(of(Some(Shown::Worse), true), (Some(5), Some(1), Reason::Worse));
        assert_eq!(of(Some(Shown::Better), true), (Some(5), Some(3), Reason::NotRepeated));
        let repeated = |repeated| {
            let facts = Facts { repeated, ..best(Assignment::Random) };
            Rating::of(&facts).nesta.level
        };
        assert_eq!(repeated(Repeated::Independently), Some(4));
        assert_eq!(repeated(Repeated::AtScale), Some(5));
        // What does not show a cause here is not made one by others.
        let plain = Facts { repeated: Repeated::AtScale, ..best(Assignment::Unmatched) };
        assert_eq!(Rating::of(&plain).nesta.level, Some(2));
    }

    #[test]
    fn a_rating_is_kept_as_json() {
        let rating = Rating::of(&best(matched(12, 0.2)));
        let json = serde_json::to_string(&rating).unwrap();
        assert!(json.starts_with(
            r#"{"maryland":{"level":3,"reasons":[{"key":"rating-matched","covariates":12},{"key":"rating-unbalanced","worst":0.2}"#
        ), "{json}");
        assert_eq!(serde_json::from_str::<Rating>(&json).unwrap(), rating);
    }

    fn assignments() -> impl Strategy<Value = Assignment> {
        let matched = (0_usize..40, proptest::option::of(0.0..0.5))
            .prop_map(|(covariates, worst)| Assignment::Matched { covariates, worst });
        prop_oneof![
            Just(Assignment::Random),
            matched.clone(),
            matched,
            Just(Assignment::Unmatched),
            Just(Assignment::BeforeAndAfter),
            Just(Assignment::Nobody),
        ]
    }

    const SHOWN: [Option<Shown>; 4] =
        [None, Some(Shown::Worse), Some(Shown::Unclear), Some(Shown::Better)];
    const REPEATED: [Repeated; 3] = [Repeated::No, Repeated::Independently, Repeated::AtScale];

    prop_compose! {
        fn facts()(
            assignment in assignments(),
            treated in 0_usize..200,
            (plan_fixed, followed_up) in any::<(bool, bool)>(),
            (overall, between_groups) in (0.0..=1.0, proptest::option::of(0.0..=0.2)),
            (shown, repeated) in (0_usize..4, 0_usize..3),
        ) -> Facts {
            Facts {
                assignment,
                treated,
                plan_fixed,
                followed_up,
                attrition: Attrition { overall, between_groups },
                shown: SHOWN[shown],
                repeated: REPEATED[repeated],
            }
        }
    }

    /// Returns the same study with one fact that is better or as good.
    fn better(facts: Facts, which: usize) -> Facts {
        let mut better = facts;
        match which {
            0 => better.treated += 40,
            1 => better.plan_fixed = true,
            2 => better.followed_up = true,
            3 => better.attrition.overall /= 2.0,
            4 => {
                let less = facts.attrition.between_groups.unwrap_or(0.1) / 2.0;
                better.attrition.between_groups = Some(less);
            }
            5 => better.shown = facts.shown.map(|_| Shown::Better),
            6 => better.repeated = Repeated::AtScale,
            7 => better.assignment = Assignment::Random,
            _ => {
                if let Assignment::Matched { covariates, worst } = facts.assignment {
                    let worst = Some(worst.unwrap_or(0.5) / 2.0);
                    better.assignment = Assignment::Matched { covariates: covariates + 5, worst };
                } else if facts.assignment == Assignment::Unmatched {
                    better.assignment = matched(12, 0.3);
                } else if facts.assignment == Assignment::Nobody {
                    better.assignment = Assignment::BeforeAndAfter;
                }
            }
        }
        better
    }

    proptest! {
        #[test]
        fn better_facts_never_lower_a_level(facts in facts(), which in 0_usize..9) {
            let (old, new) = (Rating::of(&facts), Rating::of(&better(facts, which)));
            prop_assert!(new.maryland.level >= old.maryland.level, "{:?}", facts);
            prop_assert!(new.nesta.level >= old.nesta.level, "{:?}", facts);
        }

        #[test]
        fn every_level_is_on_the_scale_and_has_its_reasons(facts in facts()) {
            let Rating { maryland, nesta } = Rating::of(&facts);
            for Level { level, reasons } in [maryland, nesta] {
                prop_assert!(level.is_none_or(|level| (1..=5).contains(&level)));
                prop_assert!(!reasons.is_empty());
                let mut keys: Vec<&str> = reasons.iter().map(Reason::key).collect();
                keys.sort_unstable();
                keys.dedup();
                prop_assert_eq!(keys.len(), reasons.len());
            }
        }
    }
}
