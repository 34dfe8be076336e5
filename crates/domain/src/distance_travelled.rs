//! Distance travelled: how each area of need changed between a person's assessments.
//!
//! Change goes both ways: green to red is recorded as plainly as red to green, and a person without a
//! second assessment is counted as that and never dropped (`evaluation.md` §1.4). It compares only
//! what is comparable: one instrument, and versions of it that say so for the area. It is an
//! intermediate outcome without a comparison group; people join at their worst, so part of any
//! improvement would have come anyway, and it is never turned into "reoffending reduced".

use crate::{Area, InstrumentRef, Instruments, Rating, coded_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

coded_enum! {
    /// Which way an area went.
    pub enum Direction("distance") {
        /// Towards green.
        Better = "better",
        /// The same colour.
        Same = "same",
        /// Towards red.
        Worse = "worse",
        /// Rated once only.
        NoSecond = "no_second",
        /// Rated again, only by versions that ask something else.
        NotComparable = "not_comparable",
        /// Never rated.
        NotAssessed = "not_assessed",
    }
}

/// A submitted assessment, as far as change is concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatedAssessment {
    /// The day it was submitted.
    pub on: NaiveDate,
    /// The version that was answered.
    pub instrument: InstrumentRef,
    /// The areas it rated; an area without a rating may be left out.
    pub areas: Vec<AreaReading>,
}

/// One area of a submitted assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaReading {
    /// The area.
    pub area: Area,
    /// The rating that counts, the worker's if there is one.
    pub rating: Option<Rating>,
    /// The need score of the answers, 0 to 100, more being worse.
    pub need_score: Option<u8>,
}

/// An area as it was on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DatedReading {
    /// The day.
    pub on: NaiveDate,
    /// The version that was answered.
    pub instrument: InstrumentRef,
    /// The rating.
    pub rating: Rating,
    /// The need score, 0 to 100, more being worse.
    pub need_score: Option<u8>,
}

/// How one area changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AreaDistance {
    /// The area.
    pub area: Area,
    /// The earliest rating that compares with the latest.
    pub first: Option<DatedReading>,
    /// The latest rating.
    pub latest: Option<DatedReading>,
    /// Which way it went.
    pub direction: Direction,
    /// Colours moved, red to green being +2. `None` without two comparable ratings.
    pub steps: Option<i8>,
    /// Change of need score, less being better. `None` without two comparable scores.
    pub need_score_change: Option<i16>,
    /// Earlier ratings by versions that do not compare with the latest: the page says that the
    /// series is broken when this is not 0.
    pub left_out: usize,
}

/// Why change was not computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DistanceError {
    /// Assessments by different instruments, such as the worker's and the person's own.
    #[error("cannot compare instruments {0} and {1}")]
    DifferentInstruments(String, String),
    /// A version that is not among the instruments.
    #[error("there is no {0}")]
    UnknownInstrument(InstrumentRef),
}

/// Returns how each of the ten areas changed over a person's assessments by one instrument, in any
/// order; of two on one day, the later in the list is the later.
///
/// # Errors
///
/// Assessments by different instruments, or by a version that is not known.
pub fn distance_travelled(
    instruments: &Instruments,
    assessments: &[RatedAssessment],
) -> Result<Vec<AreaDistance>, DistanceError> {
    for assessment in assessments {
        let InstrumentRef { id, version } = &assessment.instrument;
        let expected = &assessments[0].instrument.id;
        if id != expected {
            return Err(DistanceError::DifferentInstruments(expected.clone(), id.clone()));
        }
        if instruments.get(id, *version).is_none() {
            return Err(DistanceError::UnknownInstrument(assessment.instrument.clone()));
        }
    }
    let mut in_order: Vec<_> = assessments.iter().collect();
    in_order.sort_by_key(|assessment| assessment.on);
    Ok(Area::ALL.iter().map(|&area| area_distance(instruments, area, &in_order)).collect())
}

/// How many people, or areas, went which way. Adds up to all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DirectionCounts {
    /// Towards green.
    pub better: u64,
    /// The same colour.
    pub same: u64,
    /// Towards red.
    pub worse: u64,
    /// Rated once only.
    pub no_second: u64,
    /// Rated again, not comparably.
    pub not_comparable: u64,
    /// Never rated.
    pub not_assessed: u64,
}

impl FromIterator<Direction> for DirectionCounts {
    fn from_iter<I: IntoIterator<Item = Direction>>(directions: I) -> Self {
        let mut counts = Self::default();
        for direction in directions {
            *match direction {
                Direction::Better => &mut counts.better,
                Direction::Same => &mut counts.same,
                Direction::Worse => &mut counts.worse,
                Direction::NoSecond => &mut counts.no_second,
                Direction::NotComparable => &mut counts.not_comparable,
                Direction::NotAssessed => &mut counts.not_assessed,
            } += 1;
        }
        counts
    }
}

/// Returns how one area changed over assessments in order of date.
fn area_distance(
    instruments: &Instruments,
    area: Area,
    in_order: &[&RatedAssessment],
) -> AreaDistance {
    let mut readings: Vec<_> =
        in_order.iter().filter_map(|assessment| reading(area, assessment)).collect();
    let rated = readings.len();
    let latest = readings.last().cloned();
    if let Some(latest) = &latest {
        readings.retain(|reading| {
            instruments.comparable(area, &reading.instrument, &latest.instrument)
        });
    }
    let pair = match readings.as_slice() {
        [first, .., latest] => Some((first, latest)),
        _ => None,
    };
    let steps = pair.map(|(first, latest)| latest.rating.steps_since(first.rating));
    let direction = match steps {
        Some(1..) => Direction::Better,
        Some(0) => Direction::Same,
        Some(_) => Direction::Worse,
        None => match rated {
            0 => Direction::NotAssessed,
            1 => Direction::NoSecond,
            _ => Direction::NotComparable,
        },
    };
    let need_score_change = pair.and_then(|(first, latest)| {
        Some(i16::from(latest.need_score?) - i16::from(first.need_score?))
    });
    AreaDistance {
        area,
        direction,
        steps,
        need_score_change,
        left_out: rated - readings.len(),
        first: readings.into_iter().next(),
        latest,
    }
}

/// Returns an area of an assessment, if it was rated.
fn reading(area: Area, assessment: &RatedAssessment) -> Option<DatedReading> {
    let found = assessment.areas.iter().find(|found| found.area == area)?;
    Some(DatedReading {
        on: assessment.on,
        instrument: assessment.instrument.clone(),
        rating: found.rating?,
        need_score: found.need_score,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes assessments a month apart from version, rating and need score of one area.
    fn assessments(area: Area, rated: &[(u32, Option<Rating>, u8)]) -> Vec<RatedAssessment> {
        let months = 1..;
        rated
            .iter()
            .zip(months)
            .map(|(&(version, rating, need_score), month)| RatedAssessment {
                on: NaiveDate::from_ymd_opt(2026, month, 1).unwrap(),
                instrument: InstrumentRef { id: "needs".to_owned(), version },
                areas: vec![AreaReading { area, rating, need_score: Some(need_score) }],
            })
            .collect()
    }

    fn distance(area: Area, rated: &[(u32, Option<Rating>, u8)]) -> AreaDistance {
        let mut assessments = assessments(area, rated);
        assessments.reverse();
        let all = distance_travelled(Instruments::built_in(), &assessments).unwrap();
        assert_eq!(all.len(), Area::ALL.len());
        all.into_iter().find(|found| found.area == area).unwrap()
    }

    fn check(
        area: Area,
        rated: &[(u32, Option<Rating>, u8)],
        direction: Direction,
        (steps, need_score_change, left_out): (Option<i8>, Option<i16>, usize),
    ) {
        let found = distance(area, rated);
        assert_eq!(found.direction, direction, "{rated:?}");
        assert_eq!(found.steps, steps, "{rated:?}");
        assert_eq!(found.need_score_change, need_score_change, "{rated:?}");
        assert_eq!(found.left_out, left_out, "{rated:?}");
    }

    const RED: Option<Rating> = Some(Rating::Red);
    const AMBER: Option<Rating> = Some(Rating::Amber);
    const GREEN: Option<Rating> = Some(Rating::Green);

    #[test]
    fn an_area_goes_either_way_or_nowhere() {
        use Direction::{Better, NoSecond, NotAssessed, Same, Worse};
        let drugs = Area::Drugs;
        check(drugs, &[(1, RED, 80), (2, GREEN, 5)], Better, (Some(2), Some(-75), 0));
        check(drugs, &[(1, GREEN, 0), (1, RED, 60)], Worse, (Some(-2), Some(60), 0));
        check(drugs, &[(1, RED, 80), (1, GREEN, 0), (1, RED, 70)], Same, (Some(0), Some(-10), 0));
        check(
            drugs,
            &[(1, RED, 80), (1, None, 0), (1, AMBER, 40)],
            Better,
            (Some(1), Some(-40), 0),
        );
        check(drugs, &[(1, RED, 80), (1, None, 0)], NoSecond, (None, None, 0));
        check(drugs, &[], NotAssessed, (None, None, 0));
    }

    #[test]
    fn a_broken_series_is_not_joined() {
        let education = Area::Education;
        let broken = Direction::NotComparable;
        check(education, &[(1, RED, 80), (2, GREEN, 5)], broken, (None, None, 1));
        check(
            education,
            &[(1, RED, 80), (2, AMBER, 40), (2, GREEN, 5)],
            Direction::Better,
            (Some(1), Some(-35), 1),
        );
        let found = distance(education, &[(1, RED, 80), (2, AMBER, 40), (2, GREEN, 5)]);
        assert_eq!(found.first.unwrap().instrument.version, 2);
    }

    #[test]
    fn different_or_unknown_instruments_are_refused() {
        let mut mixed = assessments(Area::Drugs, &[(1, RED, 80), (1, GREEN, 5)]);
        mixed[1].instrument.id = "self-assessment".to_owned();
        let check = |assessments: &[_], expected: &str| {
            let error = distance_travelled(Instruments::built_in(), assessments).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(&mixed, "cannot compare instruments needs and self-assessment");
        check(&assessments(Area::Drugs, &[(9, RED, 80)]), "there is no needs version 9");
    }

    #[test]
    fn counts_add_up_to_everyone() {
        crate::coded::check_list::<Direction>("area");
        let everyone = Direction::ALL.iter().chain([&Direction::Better]).copied();
        let counts: DirectionCounts = everyone.collect();
        assert_eq!((counts.better, counts.worse, counts.not_assessed), (2, 1, 1));
        assert_eq!((counts.same, counts.no_second, counts.not_comparable), (1, 1, 1));
    }
}
