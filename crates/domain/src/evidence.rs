//! What is said of a pilot in public. It points at nobody: no count is exact, no group is small, and two
//! publications that are nearly about the same people do not stand beside each other.
//!
//! A publication says of each outcome how many people it rests on and by how much they did better or worse
//! than people like them; never how many of them there were with an outcome, nor any share: of a small
//! group these give single people away.

use crate::{PilotOutcome, PilotVerdict, coded_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Counts are published to the nearest of these (the Office for National Statistics' "10-5" rule).
const ROUNDED_TO: u64 = 5;
/// Fewest people with an outcome and without it, in either group: the same rule's other half.
const FEWEST_EACH: u64 = 10;
/// Fewest people whose outcome is known, in either group: the Justice Data Lab reports on no fewer.
const FEWEST_KNOWN: u64 = 60;
/// Fewest people by whom two publications differ, unless they are about the same ones.
const FEWEST_BETWEEN: u64 = 10;
/// Fewest of those people with an outcome, and fewest without it: were they all alike, or all but one, that
/// much could be learnt of each of them. The tests below show that with three it is not.
const FEWEST_BETWEEN_EACH: u64 = 3;

coded_enum! {
    /// What the first outcome says, in a word.
    pub enum Reading("evidence-reading") {
        /// It came more often than among people like them.
        Higher = "higher",
        /// It came less often.
        Lower = "lower",
        /// It cannot be told yet; which is not that there is no effect.
        Unclear = "unclear",
        /// The groups are not alike enough, or there are too few people, for anything to be said.
        Nothing = "nothing",
    }
}

/// An outcome of one group, as it was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// People whose outcome is known.
    pub known: u64,
    /// Share of them with the outcome, 0 to 1.
    pub share: f64,
}

impl Group {
    /// Returns how many had the outcome and how many had not.
    #[must_use]
    pub fn counted(self) -> Counted {
        let with = (self.share * self.known as f64).round() as u64;
        Counted { with, without: self.known.saturating_sub(with) }
    }
}

/// A difference between two groups, from -1 to 1, with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The difference.
    pub estimate: f64,
    /// Lower limit.
    pub low: f64,
    /// Upper limit.
    pub high: f64,
}

/// What is published of one outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedOutcome {
    /// The outcome. Its name in what is kept is that of the time when it was always a measure.
    #[serde(rename = "measure")]
    pub outcome: PilotOutcome,
    /// People who were served and whose outcome is known, to the nearest five.
    pub served: u64,
    /// People they are compared with, the same.
    pub compared: u64,
    /// The effect and the limits of its interval, in whole percentage points.
    pub points: [i64; 3],
}

impl PublishedOutcome {
    /// Returns what is published of an outcome; `None` where its groups are too small.
    #[must_use]
    pub fn of(
        outcome: PilotOutcome,
        served: Group,
        compared: Group,
        effect: Difference,
    ) -> Option<Self> {
        let is_small = |group: Group| {
            let Counted { with, without } = group.counted();
            group.known < FEWEST_KNOWN || with.min(without) < FEWEST_EACH
        };
        if is_small(served) || is_small(compared) {
            return None;
        }
        let points = [effect.estimate, effect.low, effect.high];
        Some(Self {
            outcome,
            served: rounded(served.known),
            compared: rounded(compared.known),
            points: points.map(|share| (100.0 * share).round() as i64),
        })
    }
}

fn rounded(count: u64) -> u64 {
    (count + ROUNDED_TO / 2) / ROUNDED_TO * ROUNDED_TO
}

/// What is published of a pilot, beside what its plan says. Nothing of it changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// What its first outcome says.
    pub reading: Reading,
    /// Its outcomes, in the order of the plan, without those whose groups are too small.
    pub outcomes: Vec<PublishedOutcome>,
    /// The level of the Maryland scale, if it has one.
    pub maryland: Option<u8>,
    /// The level of Nesta's standards, if it has one.
    pub nesta: Option<u8>,
    /// The day on which this was counted.
    pub counted_on: NaiveDate,
    /// What was decided, if anything was.
    pub decision: Option<PublishedDecision>,
}

/// What is published of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedDecision {
    /// What was decided.
    pub verdict: PilotVerdict,
    /// Why.
    pub why: String,
    /// The organisation of who decided.
    pub by: String,
    /// When.
    pub decided_on: NaiveDate,
}

/// How many people had an outcome and how many had not, exactly. Shown to nobody: by it is found out
/// whether two publications can stand beside each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// People who had it.
    pub with: u64,
    /// People of whom it is known that they had it not.
    pub without: u64,
}

impl Counted {
    /// Counts people by whether they had an outcome.
    pub fn of(had: impl IntoIterator<Item = bool>) -> Self {
        had.into_iter().fold(Self::default(), |counted, had| Self {
            with: counted.with + u64::from(had),
            without: counted.without + u64::from(!had),
        })
    }

    /// Returns by how much more this is than another, of each; nothing of what is less.
    #[must_use]
    pub const fn beyond(self, other: Self) -> Self {
        Self {
            with: self.with.saturating_sub(other.with),
            without: self.without.saturating_sub(other.without),
        }
    }

    /// Returns whether it is of nobody.
    #[must_use]
    pub const fn is_nobody(self) -> bool {
        self.with == 0 && self.without == 0
    }

    /// Returns whether nothing is learnt of any of these people by subtraction: there is none, or there are
    /// enough, and of both kinds.
    const fn hides_each(self) -> bool {
        let has_both = self.with >= FEWEST_BETWEEN_EACH && self.without >= FEWEST_BETWEEN_EACH;
        self.is_nobody() || (has_both && self.with + self.without >= FEWEST_BETWEEN)
    }

    /// Returns whether what is counted now can be published where something else was before. It must be
    /// of so many more people, or so many fewer, that nothing is learnt of any of them: where as many
    /// are in it, some may have changed places.
    #[must_use]
    pub const fn may_follow(self, before: Self) -> bool {
        let (came, left) = (self.beyond(before), before.beyond(self));
        !(came.is_nobody() && left.is_nobody()) && may_stand_beside(came, left)
    }
}

/// Returns whether what is counted of two groups of people can stand in public beside each other: each
/// has nobody whom the other has not, or so many, and of both kinds, that nothing is learnt of any of
/// them by subtraction. `only_first` and `only_second` are the people who are in one of them alone.
#[must_use]
pub const fn may_stand_beside(only_first: Counted, only_second: Counted) -> bool {
    only_first.hides_each() && only_second.hides_each()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn publish(known: u64, yes: u64, estimate: f64) -> Option<PublishedOutcome> {
        let served = Group { known, share: yes as f64 / known as f64 };
        let compared = Group { known: 200, share: served.share - estimate };
        let effect = Difference { estimate, low: estimate - 0.1, high: estimate + 0.1 };
        PublishedOutcome::of(PilotOutcome::Reoffended, served, compared, effect)
    }

    #[test]
    fn numbers_are_rounded_and_small_groups_are_not_shown() {
        let found = publish(62, 31, 0.104).unwrap();
        assert_eq!((found.served, found.compared, found.points), (60, 200, [10, 0, 20]));
        assert_eq!(publish(63, 31, -0.2).unwrap().served, 65);
        assert_eq!(publish(59, 30, 0.1), None, "too few");
        assert_eq!(publish(80, 9, -0.2), None, "few with the outcome");
        assert_eq!(publish(80, 71, 0.1), None, "few without it");
        assert_eq!(publish(80, 40, 0.46), None, "few of those who are compared");
    }

    const fn counted(with: u64, without: u64) -> Counted {
        Counted { with, without }
    }

    #[test]
    fn two_groups_that_are_nearly_the_same_do_not_stand_beside_each_other() {
        let (nobody, few, many) = (counted(0, 0), counted(4, 5), counted(7, 3));
        assert!(may_stand_beside(nobody, nobody) && may_stand_beside(nobody, many));
        assert!(may_stand_beside(many, many) && !may_stand_beside(few, many));
        let alike = [counted(14, 0), counted(0, 14), counted(12, 2), counted(2, 12)];
        assert!(alike.iter().all(|alike| !may_stand_beside(nobody, *alike)));
    }

    #[test]
    fn figures_stand_until_enough_people_of_both_kinds_have_come_or_gone() {
        let before = counted(82, 11);
        let may_follow = |with, without| counted(with, without).may_follow(before);
        assert!(may_follow(86, 17) && may_follow(74, 8));
        assert!(!may_follow(82, 25), "fourteen who are all alike");
        assert!(!may_follow(85, 16), "eight");
        assert!(!may_follow(82, 11), "as many, who may be others");
        assert!(!may_follow(80, 30), "some who were in it are not, or were corrected");
        assert_eq!(Counted::of([true, false, true]), counted(2, 1));
    }

    /// A number of people, and how many of them had the outcome.
    type Guess = (u64, u64);

    /// Somebody who knows how publishing works, and that the share of those who are compared was the same
    /// both times, tries every pair of guesses. They are stronger than one who solves linear programmes,
    /// for whom a number of people may be broken.
    fn consistent(first: &PublishedOutcome, second: &PublishedOutcome) -> Vec<(Guess, Guess)> {
        let guesses = |published: &PublishedOutcome| -> Vec<Guess> {
            let known = published.served - ROUNDED_TO..=published.served + ROUNDED_TO;
            let same = known.filter(|known| rounded(*known) == published.served);
            let all = same.flat_map(|known| (0..=known).map(move |yes| (known, yes)));
            all.filter(|(known, yes)| (*yes).min(known - yes) >= FEWEST_EACH).collect()
        };
        // The shares of those who are compared with which a guess gives what was published.
        let shares = |(known, yes): Guess, points: i64| {
            let share = yes as f64 / known as f64 - points as f64 / 100.0;
            ((share - 0.005).max(0.0), (share + 0.005).min(1.0))
        };
        let mut found = Vec::new();
        for before in guesses(first) {
            let (least, most) = shares(before, first.points[0]);
            for after in guesses(second) {
                let grew = after.0 >= before.0 + FEWEST_BETWEEN
                    && after.1 >= before.1
                    && after.0 - after.1 >= before.0 - before.1;
                let (low, high) = shares(after, second.points[0]);
                if grew && least.max(low) <= most.min(high) {
                    found.push((before, after));
                }
            }
        }
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        /// Of those who came in between two publications it is not learnt how many had the outcome, to
        /// the last two people, nor that all or none of them had. Whoever knows by which rule a second
        /// publication is let through knows that three had it and three had not, and may learn in rare
        /// cases that it was no more than three: which is of nobody who.
        #[test]
        fn whoever_came_between_two_publications_is_not_found_by_subtraction(
            known in 60_u64..160,
            yes in 0.0..=1.0_f64,
            joined in FEWEST_BETWEEN..40,
            joined_yes in 0.0..1.0_f64,
            share in 0.1..0.9_f64,
        ) {
            let yes = (yes * known as f64) as u64;
            let joined_yes = (joined_yes * (joined + 1) as f64) as u64;
            let estimate = |known: u64, yes: u64| yes as f64 / known as f64 - share;
            let (later, later_yes) = (known + joined, yes + joined_yes);
            let counts = |known: u64, yes: u64| counted(yes, known - yes);
            if !counts(later, later_yes).may_follow(counts(known, yes)) {
                return Ok(());
            }
            let first = publish(known, yes, estimate(known, yes));
            let second = publish(later, later_yes, estimate(later, later_yes));
            let Some((first, second)) = first.zip(second) else { return Ok(()) };
            let found = consistent(&first, &second);
            prop_assert!(found.contains(&((known, yes), (later, later_yes))), "the truth is a guess");
            let came = found.iter().map(|(before, after)| (after.0 - before.0, after.1 - before.1));
            let came: BTreeSet<Guess> = came.collect();
            let had: BTreeSet<u64> = came.iter().map(|(_, yes)| *yes).collect();
            prop_assert!(had.len() >= 3, "{had:?}");
            prop_assert!(came.iter().any(|(_, yes)| *yes > 0), "none had it");
            prop_assert!(came.iter().any(|(joined, yes)| yes < joined), "all had it");
        }
    }
}
