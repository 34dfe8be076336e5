//! A clerical sample of joins: pairs of another agency's record and a person here, drawn by chance, at which somebody
//! looks without knowing what became of them. From the answers it is estimated how many joins are false and how many
//! are missed (Herzog, Scheuren and Winkler, 2007, *Data Quality and Record Linkage Techniques*, chapter 9).
//!
//! Which pairs are drawn follows from the seed alone, which is kept: the same joins and the same seed give the same
//! sample. An answer changes no join.

use crate::{JoinState, PersonId, SourceId, coded_enum};
use sha2::{Digest, Sha256};

/// Bits above which a pair that was not even proposed may be drawn: what HMPPS calls possible
/// (`case-management.md` §9). What weighs less is nearly never one person, and there is a great deal of it.
pub const LOOKS_FROM: f64 = -10.0;
/// Working days in which a sample is answered. No rule names a number: it is a month, beside other work.
pub const ANSWER_WORKING_DAYS: u32 = 20;
/// Answers that tell below which nothing is estimated.
pub const FEWEST_ANSWERS: u64 = 10;

coded_enum! {
    /// How a pair stood when the sample was drawn.
    pub enum JoinStratum("join-stratum") {
        /// Joined by the weight alone, and nobody decided.
        ByWeight = "by_weight",
        /// Joined by somebody.
        Decided = "decided",
        /// It waited for a decision.
        Waiting = "waiting",
        /// Somebody split it.
        Split = "split",
        /// It weighed too little to be proposed.
        Below = "below",
    }
}

impl JoinStratum {
    /// Returns the stratum of a join.
    #[must_use]
    pub const fn of(state: JoinState, by_weight: bool) -> Self {
        match state {
            JoinState::Joined if by_weight => Self::ByWeight,
            JoinState::Joined => Self::Decided,
            JoinState::Split => Self::Split,
            JoinState::Proposed | JoinState::Unsure | JoinState::AwaitingSecond => Self::Waiting,
        }
    }

    /// Returns whether its pairs were joined.
    #[must_use]
    pub const fn is_joined(self) -> bool {
        matches!(self, Self::ByWeight | Self::Decided)
    }
}

coded_enum! {
    /// What somebody who looked at a pair of a sample says.
    pub enum SampleAnswer("sample-answer") {
        /// They are one person.
        Same = "same",
        /// They are two.
        Different = "different",
        /// What there is does not tell.
        CannotTell = "cannot_tell",
    }
}

coded_enum! {
    /// How many pairs are drawn.
    pub enum SampleSize("sample-size") {
        /// Fifty.
        Fifty = "50",
        /// A hundred.
        Hundred = "100",
        /// Two hundred.
        TwoHundred = "200",
    }
}

impl SampleSize {
    /// Returns the number of pairs.
    #[must_use]
    pub const fn pairs(self) -> usize {
        match self {
            Self::Fifty => 50,
            Self::Hundred => 100,
            Self::TwoHundred => 200,
        }
    }
}

/// A pair that may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// How it stands.
    pub stratum: JoinStratum,
    /// Somebody as an agency knows them.
    pub source: SourceId,
    /// The person here.
    pub person: PersonId,
}

/// Returns how many of each stratum are drawn: as many of each, so that small ones are known about as well as large
/// ones; and where one has fewer, the others have more.
#[must_use]
pub fn allocate(sizes: &[usize], wanted: usize) -> Vec<usize> {
    let mut drawn = vec![0; sizes.len()];
    let mut left = wanted.min(sizes.iter().sum());
    while left > 0 {
        let open: Vec<usize> = (0..sizes.len()).filter(|at| drawn[*at] < sizes[*at]).collect();
        let each = (left / open.len()).max(1);
        for at in open {
            let more = each.min(sizes[at] - drawn[at]).min(left);
            drawn[at] += more;
            left -= more;
        }
    }
    drawn
}

/// Returns the place of a thing in the order that a seed gives: by it, the first of any list are a simple random
/// sample of it.
#[must_use]
pub fn place(seed: i64, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Draws a sample: simple and random in each stratum, in an order that says nothing of the stratum. The order in which
/// the pairs come does not matter.
#[must_use]
pub fn draw(pairs: &[Pair], wanted: usize, seed: i64) -> Vec<Pair> {
    let at = |pair: &Pair| place(seed, &[pair.source.0.as_bytes(), pair.person.0.as_bytes()]);
    let mut strata: Vec<Vec<Pair>> = JoinStratum::ALL
        .iter()
        .map(|one| pairs.iter().filter(|pair| pair.stratum == *one).copied().collect())
        .collect();
    let sizes: Vec<usize> = strata.iter().map(Vec::len).collect();
    let mut drawn = Vec::with_capacity(wanted);
    for (stratum, many) in strata.iter_mut().zip(allocate(&sizes, wanted)) {
        stratum.sort_by_cached_key(at);
        drawn.extend(stratum.iter().take(many).copied());
    }
    // Small strata are drawn nearly whole, and would come first by the same places.
    drawn.sort_by_cached_key(|pair| place(seed, &[b"order", &at(pair)]));
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn labels() {
        crate::coded::check_list::<JoinStratum>("join_sample");
        crate::coded::check_list::<SampleAnswer>("join_sample");
        crate::coded::check_list::<SampleSize>("join_sample");
    }

    #[test]
    fn small_strata_give_what_they_have() {
        assert_eq!(allocate(&[1_000, 3, 0, 40, 500], 100), [33, 3, 0, 32, 32]);
        assert_eq!(allocate(&[5, 6], 100), [5, 6]);
        assert_eq!(allocate(&[9, 9, 9], 2), [1, 1, 0]);
        assert_eq!(allocate(&[], 50), [0; 0]);
    }

    fn pairs(sizes: [usize; 5]) -> Vec<Pair> {
        let strata = JoinStratum::ALL.iter().zip(sizes);
        let all = strata.flat_map(|(stratum, many)| std::iter::repeat_n(*stratum, many));
        let pair = |(at, stratum): (usize, JoinStratum)| Pair {
            stratum,
            source: SourceId(Uuid::from_u128(at as u128 + 1)),
            person: PersonId(Uuid::from_u128(7)),
        };
        all.enumerate().map(pair).collect()
    }

    #[test]
    fn each_of_a_stratum_is_drawn_as_often() {
        let all = pairs([40, 0, 0, 0, 20]);
        let mut times = [0_u32; 60];
        for seed in 0..2_000 {
            for pair in draw(&all, 20, seed) {
                times[usize::try_from(pair.source.0.as_u128()).unwrap() - 1] += 1;
            }
        }
        // Ten of forty and ten of twenty, 2,000 times: within five standard deviations of it.
        assert!(times[..40].iter().all(|times| (403..=597).contains(times)), "{times:?}");
        assert!(times[40..].iter().all(|times| (888..=1_112).contains(times)), "{times:?}");
    }

    proptest! {
        #[test]
        fn a_seed_gives_one_sample_whatever_the_order(
            sizes in prop::array::uniform5(0_usize..30), wanted in 0_usize..90, seed: i64,
        ) {
            let all = pairs(sizes);
            let drawn = draw(&all, wanted, seed);
            let mut turned = all.clone();
            turned.reverse();
            prop_assert_eq!(&draw(&turned, wanted, seed), &drawn);
            prop_assert_eq!(drawn.len(), wanted.min(all.len()));
            let mut once = drawn.clone();
            once.sort_by_key(|pair| pair.source);
            once.dedup();
            prop_assert_eq!(once.len(), drawn.len());
        }
    }
}
