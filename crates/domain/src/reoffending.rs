//! Proven reoffending, as the Ministry of Justice counts it: an offence committed in the year after somebody
//! left prison that led to a conviction or a caution in that year or in the six months after it ("Guide to
//! proven reoffending statistics"). A breach of licence without an offence is none.

use crate::{AccountId, Pilot};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Days of the year in which an offence counts, from the day of release on.
const FOLLOWED_DAYS: u64 = 365;
/// Files of reoffending that may be added to one pilot, as many as of people to compare with.
pub const MOST_REOFFENDING_FILES: u32 = 10;

/// An offence that led to a conviction or a caution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProvenOffence {
    /// The day of the offence, which says whether it counts.
    pub committed_on: NaiveDate,
    /// The day of the conviction or caution, which says whether it is known in time.
    pub proven_on: NaiveDate,
}

/// Counts the offences that somebody committed in the year from the `index` day on, of all that are on record
/// up to `complete_on`. `None` until the year and the half year for the courts are over: whoever is not yet
/// known to have reoffended has not been shown not to have.
#[must_use]
pub fn reoffences(
    index: NaiveDate,
    complete_on: NaiveDate,
    offences: &[ProvenOffence],
) -> Option<usize> {
    let known_on = Pilot::known_on(index);
    let ends_on = index + Days::new(FOLLOWED_DAYS);
    let counts = |offence: &&ProvenOffence| {
        (index..ends_on).contains(&offence.committed_on) && offence.proven_on < known_on
    };
    (complete_on >= known_on).then(|| offences.iter().filter(counts).count())
}

/// A file of proven offences, as it was added to a pilot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReoffendingFile {
    /// 1 for the first of its pilot.
    pub number: u32,
    /// Who gave it and under which agreement, in words.
    pub source: String,
    /// The last day of which it holds all convictions and cautions.
    pub complete_on: NaiveDate,
    /// SHA-256 of the file, in hexadecimal.
    pub hash: String,
    /// How many people are in it.
    pub people: u32,
    /// How many of them have a need that the services of the pilot are for, by a number and the date of
    /// birth.
    pub linked: u32,
    /// When it was added.
    pub at: DateTime<Utc>,
    /// Who added it.
    pub by: AccountId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(complete_on: &str, offences: &[(&str, &str)], expected: Option<usize>) {
        let offences: Vec<_> = offences
            .iter()
            .map(|(committed, proven)| ProvenOffence {
                committed_on: day(committed),
                proven_on: day(proven),
            })
            .collect();
        let found = reoffences(day("2025-03-10"), day(complete_on), &offences);
        assert_eq!(found, expected, "{offences:?}");
    }

    #[test]
    fn an_offence_of_the_year_counts_if_it_is_proven_within_half_a_year_more() {
        let known = "2026-09-10";
        check(known, &[], Some(0));
        check(known, &[("2025-03-10", "2025-03-11")], Some(1));
        check(known, &[("2026-03-09", "2026-09-09")], Some(1));
        check(known, &[("2026-03-10", "2026-04-01")], Some(0));
        check(known, &[("2026-01-01", "2026-09-10")], Some(0));
        // Done before and found out after: a new conviction is no new offence.
        check(known, &[("2025-03-09", "2025-06-01")], Some(0));
        let three = [("2025-08-01", "2025-09-01"), ("2025-05-09", "2026-01-01")];
        check(known, &[three[0], three[1], ("2020-01-01", "2020-02-01")], Some(2));
    }

    #[test]
    fn until_the_courts_had_their_time_nothing_is_known_of_anybody() {
        check("2026-09-09", &[], None);
        check("2026-09-09", &[("2025-05-09", "2025-06-01")], None);
    }

    proptest! {
        #[test]
        fn more_on_record_never_makes_fewer_offences(
            days in proptest::collection::vec((-200_i64..700, 0_i64..400), 0..8),
            later in 0_u64..300,
        ) {
            let index = day("2025-03-10");
            let offence = |(after, proven): &(i64, i64)| {
                let committed_on = index + chrono::TimeDelta::days(*after);
                ProvenOffence { committed_on, proven_on: committed_on + chrono::TimeDelta::days(*proven) }
            };
            let offences: Vec<_> = days.iter().map(offence).collect();
            let known = Pilot::known_on(index);
            let all = reoffences(index, known, &offences).unwrap();
            // What came to court later changes nothing: the answer of a year stays.
            prop_assert_eq!(reoffences(index, known + Days::new(later), &offences), Some(all));
            let fewer = reoffences(index, known, &offences[offences.len() / 2..]).unwrap();
            prop_assert!(fewer <= all);
        }
    }
}
