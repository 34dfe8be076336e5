//! A claim such as "5% of the 375 people we help reoffend, against 40% nationally", taken apart.
//!
//! It compares people who took part with a published average, so it is a description and stays one:
//! nothing here leads to a verdict, a ranking or a payment, and the gap has no interval, because its
//! error is not chance. What it can carry is the interval of its own rate, bounds for people who were
//! not traced, the reasons why such a gap can arise, and what would test it.

use crate::distribution::{share, unanswerable};
use crate::interval::{Interval, wilson_share};
use crate::power::{Errors, detectable_fall, treated_needed};
use crate::published::untraced_bounds;
use crate::refusal::Refusal;

/// Comparable people for each who took part in the study that would test a claim: more add little.
pub const COMPARED_FOR_EACH: f64 = 10.0;

/// The fall, as a share, that is asked about beside the one that is claimed: the Justice Data Lab's
/// clear results are mostly of 1 to 10 points.
pub const MODEST_FALL: f64 = 0.05;

/// Months until reoffending can be counted as it is nationally: 12 to offend, 6 to reach a court
/// (Ministry of Justice, Proven reoffending statistics, definitions and measurement).
pub const MONTHS_TO_MEASURE: u32 = 18;

/// How it is known who reoffended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// The claim does not say.
    Unsaid,
    /// From the police record of everybody, as national figures are.
    PoliceRecord,
    /// From what the organisation's own files, or the person, said.
    OwnRecord,
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The claim does not say.
    Unsaid,
    /// Everybody who started.
    Started,
    /// Those who finished, or were still in touch.
    Stayed,
}

/// A claim as somebody makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// People whom the rate is of.
    pub people: u64,
    /// Share of them that reoffended, 0 to 1.
    pub rate: f64,
    /// The published share that it is held against, 0 to 1.
    pub compared_with: f64,
    /// People besides, of whom nobody knows.
    pub untraced: u64,
    /// What it cost, in pounds.
    pub cost: Option<f64>,
    /// Months for which everybody was followed.
    pub months: Option<u32>,
    /// How it is known.
    pub measured: Measured,
    /// Who is counted.
    pub counted: Counted,
}

/// Why a gap can arise without the programme doing anything: `evaluation.md`, and the traps that
/// Justice Data Lab reports name. In the order in which they usually matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Whoever volunteers, or is referred, was likelier to do well in any case.
    Selection,
    /// The average is of other people: other sentences, ages, histories.
    Population,
    /// Whoever left is not counted, and who leaves does worse.
    Survivors,
    /// People were followed for too short a time.
    FollowUp,
    /// It is not known from the police record, as the average is.
    Source,
    /// Some could not be traced.
    Untraced,
}

/// What the claim itself says about a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It says that this is so.
    Stands,
    /// It does not say.
    Unknown,
    /// It says that this is not so.
    RuledOut,
}

/// What can be said of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The share that reoffended, with Wilson's interval at 95%.
    pub rate: Interval,
    /// The rate less the average; below 0 is lower. Not an effect, and without an interval.
    pub gap: f64,
    /// The least and the greatest share, were nobody or everybody of those not traced to have
    /// reoffended; `None` when everybody was traced.
    pub untraced: Option<(f64, f64)>,
    /// Pounds for each person counted or not traced.
    pub cost_per_person: Option<f64>,
    /// Pounds in all for each percentage point of the gap; `None` without a cost or where the rate is
    /// not lower.
    pub cost_per_point: Option<f64>,
    /// Every reason, with what the claim says of it.
    pub reasons: Vec<(Reason, Standing)>,
    /// The smallest fall below the average that a study of so many people could show; `None` when they
    /// are too few to show any.
    pub detectable: Option<f64>,
    /// People needed to show the gap that is claimed, and to show [`MODEST_FALL`]; `None` where the
    /// rate is not lower, or the average is not above that fall.
    pub needed: (Option<u64>, Option<u64>),
}

impl Claim {
    /// Takes the claim apart.
    ///
    /// # Errors
    /// Nobody, a share that is not between 0 and 1 (the average may be neither), or a cost below 0.
    pub fn describe(&self) -> Result<Described, Refusal> {
        if self.people == 0 {
            return Err(unanswerable("a claim needs people behind it"));
        }
        if !(0.0..=1.0).contains(&self.rate) {
            return Err(unanswerable(format!("{} is not a share from 0 to 1", self.rate)));
        }
        let average = share("the rate it is compared with", self.compared_with)?;
        if self.cost.is_some_and(|cost| !(cost >= 0.0 && cost.is_finite())) {
            return Err(unanswerable("a cost is 0 or more"));
        }
        let people = self.people as f64;
        let gap = self.rate - average;
        let is_lower = gap < 0.0;
        let events = (self.rate * people).round() as u64;
        let untraced = (self.untraced > 0)
            .then(|| untraced_bounds(events, self.people, self.untraced))
            .transpose()?;
        let everybody = people + self.untraced as f64;
        let errors = Errors::default();
        let needed = |rate: f64| {
            treated_needed(rate, average, COMPARED_FOR_EACH, errors).map(|n| n.ceil() as u64).ok()
        };
        Ok(Described {
            rate: wilson_share(self.rate, people, 0.95),
            gap,
            untraced,
            cost_per_person: self.cost.map(|cost| cost / everybody),
            cost_per_point: self.cost.filter(|_| is_lower).map(|cost| cost / (-gap * 100.0)),
            reasons: self.reasons(),
            detectable: detectable_fall(average, people, people * COMPARED_FOR_EACH, errors).ok(),
            needed: (
                is_lower.then(|| needed(self.rate)).flatten(),
                (average > MODEST_FALL).then(|| needed(average - MODEST_FALL)).flatten(),
            ),
        })
    }

    fn reasons(&self) -> Vec<(Reason, Standing)> {
        use Standing::{RuledOut, Stands, Unknown};
        let counted = match self.counted {
            Counted::Unsaid => Unknown,
            Counted::Started => RuledOut,
            Counted::Stayed => Stands,
        };
        let follow_up = match self.months {
            None => Unknown,
            Some(months) if months >= MONTHS_TO_MEASURE => RuledOut,
            Some(_) => Stands,
        };
        let source = match self.measured {
            Measured::Unsaid => Unknown,
            Measured::PoliceRecord => RuledOut,
            Measured::OwnRecord => Stands,
        };
        let untraced = if self.untraced > 0 { Stands } else { Unknown };
        vec![
            // No claim of this kind can rule these two out: that takes a comparison group.
            (Reason::Selection, Unknown),
            (Reason::Population, Unknown),
            (Reason::Survivors, counted),
            (Reason::FollowUp, follow_up),
            (Reason::Source, source),
            (Reason::Untraced, untraced),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The claim made for the Teesside Prisoners' Passport.
    const PASSPORT: Claim = Claim {
        people: 375,
        rate: 0.05,
        compared_with: 0.4,
        untraced: 0,
        cost: Some(18_000.0),
        months: None,
        measured: Measured::Unsaid,
        counted: Counted::Unsaid,
    };

    fn near(found: f64, expected: f64, within: f64) {
        assert!((found - expected).abs() < within, "{found} is not {expected}");
    }

    #[test]
    fn the_passport_claim_is_taken_apart() {
        let found = PASSPORT.describe().unwrap();
        near(found.gap, -0.35, 1e-12);
        near(found.cost_per_person.unwrap(), 48.0, 1e-9);
        near(found.cost_per_point.unwrap(), 18_000.0 / 35.0, 1e-9);
        // 19 of 375 is 3.3% to 7.8%; a bare 5% of 375 lies within a tenth of a point of it.
        let exact = Claim { rate: 19.0 / 375.0, ..PASSPORT }.describe().unwrap().rate;
        near(exact.low, 0.033, 5e-4);
        near(exact.high, 0.078, 5e-4);
        near(found.rate.low, exact.low, 1e-3);
        assert_eq!(found.untraced, None);
        assert!(found.reasons.iter().all(|(_, standing)| *standing == Standing::Unknown));
        // A gap of 35 points takes few people, and one of 5 points more than there are.
        let (claimed, modest) = found.needed;
        assert!(claimed.unwrap() < 30 && modest.unwrap() > 375, "{:?}", found.needed);
        assert!((0.05..0.1).contains(&found.detectable.unwrap()), "{:?}", found.detectable);
    }

    #[test]
    fn what_the_claim_says_counts_for_or_against_it() {
        let claim = Claim {
            untraced: 125,
            months: Some(6),
            measured: Measured::PoliceRecord,
            counted: Counted::Stayed,
            ..PASSPORT
        };
        let found = claim.describe().unwrap();
        let of = |reason| found.reasons.iter().find(|(known, _)| *known == reason).unwrap().1;
        assert_eq!(of(Reason::Survivors), Standing::Stands);
        assert_eq!(of(Reason::FollowUp), Standing::Stands);
        assert_eq!(of(Reason::Source), Standing::RuledOut);
        assert_eq!(of(Reason::Untraced), Standing::Stands);
        assert_eq!(of(Reason::Selection), Standing::Unknown);
        // 19 of 375, and 125 more of whom nobody knows: 19/500 to 144/500.
        assert_eq!(found.untraced, Some((0.038, 0.288)));
        near(found.cost_per_person.unwrap(), 36.0, 1e-9);
    }

    #[test]
    fn a_rate_that_is_not_lower_has_no_price() {
        let found = Claim { rate: 0.4, ..PASSPORT }.describe().unwrap();
        assert_eq!((found.cost_per_point, found.needed.0), (None, None));
        assert!(found.needed.1.is_some());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for claim in [
            Claim { people: 0, ..PASSPORT },
            Claim { rate: 1.1, ..PASSPORT },
            Claim { rate: f64::NAN, ..PASSPORT },
            Claim { compared_with: 0.0, ..PASSPORT },
            Claim { compared_with: 1.0, ..PASSPORT },
            Claim { cost: Some(-1.0), ..PASSPORT },
        ] {
            assert!(claim.describe().is_err(), "{claim:?}");
        }
    }

    proptest! {
        #[test]
        fn every_claim_has_its_interval(
            people in 1_u64..1_000_000,
            rate in 0.0..=1.0_f64,
            compared_with in 0.001..0.999_f64,
            untraced in 0_u64..1_000,
        ) {
            let claim = Claim { people, rate, compared_with, untraced, ..PASSPORT };
            let found = claim.describe().unwrap();
            prop_assert!(0.0 <= found.rate.low && found.rate.low <= rate);
            prop_assert!(rate <= found.rate.high && found.rate.high <= 1.0);
            if let Some((least, greatest)) = found.untraced {
                prop_assert!(least <= greatest && greatest <= 1.0);
            }
            let falls = found.detectable.is_none_or(|fall| fall > 0.0 && fall <= compared_with);
            prop_assert!(falls);
        }
    }
}
