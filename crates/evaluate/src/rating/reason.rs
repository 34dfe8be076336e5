//! The reasons of a rating: each is a message with its numbers, for whoever shows it to say in words.

use serde::{Deserialize, Serialize};

use crate::balance::POOR;
use crate::caveats::FEWEST_TREATED;

use super::{FAR_APART, HIGH_ATTRITION, MANY_COVARIATES, SEVERE_ATTRITION, UNEVEN_ATTRITION};

/// Why evidence is rated as it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "key")]
pub enum Reason {
    /// A lot decided who took part.
    #[serde(rename = "rating-random")]
    Random,
    /// The comparison was made alike in so many things that were known before.
    #[serde(rename = "rating-matched")]
    Matched {
        /// How many.
        covariates: usize,
    },
    /// Nobody knows how alike the comparison is.
    #[serde(rename = "rating-unmatched")]
    Unmatched,
    /// The same people are compared with themselves before.
    #[serde(rename = "rating-before-and-after")]
    BeforeAndAfter,
    /// They are compared with nobody, or with a published average.
    #[serde(rename = "rating-no-comparison")]
    NoComparison,
    /// There is no result yet.
    #[serde(rename = "rating-no-result")]
    NoResult,
    /// It is written down what is done and what it should change.
    #[serde(rename = "rating-account")]
    Account,
    /// The result shows a change for the better.
    #[serde(rename = "rating-change")]
    Change,
    /// The comparison shows that the programme is its cause.
    #[serde(rename = "rating-cause")]
    Cause,
    /// Others have found it too.
    #[serde(rename = "rating-repeated")]
    Repeated,
    /// It works elsewhere, for many people.
    #[serde(rename = "rating-at-scale")]
    AtScale,
    /// Nobody else has found it yet.
    #[serde(rename = "rating-not-repeated")]
    NotRepeated,
    /// It has not been shown to work elsewhere, for many people.
    #[serde(rename = "rating-not-at-scale")]
    NotAtScale,
    /// The interval includes no difference.
    #[serde(rename = "rating-unclear")]
    Unclear,
    /// The interval shows a change for the worse.
    #[serde(rename = "rating-worse")]
    Worse,
    /// Groups that are not comparable.
    #[serde(rename = "rating-far-apart")]
    FarApart {
        /// Largest standardised difference.
        worst: f64,
    },
    /// Groups that are not alike enough.
    #[serde(rename = "rating-unbalanced")]
    Unbalanced {
        /// Largest standardised difference.
        worst: f64,
    },
    /// Nobody has looked how alike the groups are.
    #[serde(rename = "rating-balance-unknown")]
    BalanceUnknown,
    /// The groups were made alike in few things.
    #[serde(rename = "rating-few-covariates")]
    FewCovariates {
        /// How many.
        covariates: usize,
    },
    /// So many were lost that what is left is another group of people.
    #[serde(rename = "rating-severe-attrition")]
    SevereAttrition {
        /// Share of everybody, 0 to 1.
        share: f64,
    },
    /// Many were lost.
    #[serde(rename = "rating-high-attrition")]
    HighAttrition {
        /// Share of everybody, 0 to 1.
        share: f64,
    },
    /// One group lost more than the other.
    #[serde(rename = "rating-uneven-attrition")]
    UnevenAttrition {
        /// The larger share less the smaller.
        difference: f64,
    },
    /// Nobody knows whether the groups lost equally many.
    #[serde(rename = "rating-attrition-unknown")]
    AttritionUnknown,
    /// The plan was not fixed before outcomes were read.
    #[serde(rename = "rating-plan-late")]
    PlanLate,
    /// Not everybody was followed for as long as the outcome asks.
    #[serde(rename = "rating-followed-too-short")]
    FollowedTooShort,
    /// Few people took part.
    #[serde(rename = "rating-few-people")]
    FewPeople {
        /// How many.
        people: usize,
    },
}

impl Reason {
    /// Returns the key of its message, which is also the `key` of its JSON.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Random => "rating-random",
            Self::Matched { .. } => "rating-matched",
            Self::Unmatched => "rating-unmatched",
            Self::BeforeAndAfter => "rating-before-and-after",
            Self::NoComparison => "rating-no-comparison",
            Self::NoResult => "rating-no-result",
            Self::Account => "rating-account",
            Self::Change => "rating-change",
            Self::Cause => "rating-cause",
            Self::Repeated => "rating-repeated",
            Self::AtScale => "rating-at-scale",
            Self::NotRepeated => "rating-not-repeated",
            Self::NotAtScale => "rating-not-at-scale",
            Self::Unclear => "rating-unclear",
            Self::Worse => "rating-worse",
            Self::FarApart { .. } => "rating-far-apart",
            Self::Unbalanced { .. } => "rating-unbalanced",
            Self::BalanceUnknown => "rating-balance-unknown",
            Self::FewCovariates { .. } => "rating-few-covariates",
            Self::SevereAttrition { .. } => "rating-severe-attrition",
            Self::HighAttrition { .. } => "rating-high-attrition",
            Self::UnevenAttrition { .. } => "rating-uneven-attrition",
            Self::AttritionUnknown => "rating-attrition-unknown",
            Self::PlanLate => "rating-plan-late",
            Self::FollowedTooShort => "rating-followed-too-short",
            Self::FewPeople { .. } => "rating-few-people",
        }
    }

    /// Returns the numbers of its message by name, what was declared first and the limit it is held
    /// against second: numbers of people or of things, percent, percentage points (`points`) or
    /// standard deviations (`size`).
    #[must_use]
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        let held = |name, value: f64, limit: f64| vec![(name, value), ("limit", limit)];
        let percent = |share: f64, limit: f64| held("percent", share * 100.0, limit * 100.0);
        match *self {
            Self::Matched { covariates } => vec![("covariates", covariates as f64)],
            Self::FewCovariates { covariates } => {
                held("covariates", covariates as f64, MANY_COVARIATES as f64)
            }
            Self::FarApart { worst } => held("size", worst, FAR_APART),
            Self::Unbalanced { worst } => held("size", worst, POOR),
            Self::SevereAttrition { share } => percent(share, SEVERE_ATTRITION),
            Self::HighAttrition { share } => percent(share, HIGH_ATTRITION),
            Self::UnevenAttrition { difference } => {
                held("points", difference * 100.0, UNEVEN_ATTRITION * 100.0)
            }
            Self::FewPeople { people } => held("people", people as f64, FEWEST_TREATED as f64),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_the_one_of_its_json() {
        for reason in [
            Reason::Random,
            Reason::Matched { covariates: 3 },
            Reason::FarApart { worst: 0.3 },
            Reason::FollowedTooShort,
            Reason::FewPeople { people: 12 },
        ] {
            assert_eq!(serde_json::to_value(reason).unwrap()["key"], reason.key());
        }
    }

    #[test]
    fn numbers_are_in_the_units_of_a_sentence() {
        let share = Reason::HighAttrition { share: 0.25 };
        assert_eq!(share.numbers(), [("percent", 25.0), ("limit", 20.0)]);
        let points = Reason::UnevenAttrition { difference: 0.125 };
        assert_eq!(points.numbers(), [("points", 12.5), ("limit", 5.0)]);
        let people = Reason::FewPeople { people: 12 };
        assert_eq!(people.numbers(), [("people", 12.0), ("limit", 60.0)]);
        assert!(Reason::Random.numbers().is_empty());
    }
}
