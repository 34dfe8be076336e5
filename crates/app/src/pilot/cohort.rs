//! A cohort as rows: one for each person who started a named service, with what came of each
//! measure and how far they came in each area.

use crate::{Error, local_time};
use chrono::NaiveDate;
use domain::{
    Area, Direction, Instruments, Measure, OutcomeStatus, PersonId, PilotId, RatedAssessment,
    coded_enum, distance_travelled,
};
use std::collections::{BTreeMap, HashMap};
use store::Conn;
use store::pilot::{self, CohortOutcome, Reading};

coded_enum! {
    /// What came of a measure for somebody in the cohort.
    pub enum Came("came") {
        /// Yes on the day.
        Yes = "yes",
        /// No on the day.
        No = "no",
        /// Recorded as not known.
        Unknown = "unknown",
        /// Out of scope.
        NotApplicable = "not_applicable",
        /// The day is over and nobody has recorded anything.
        NotRecorded = "not_recorded",
        /// The day is still to come, or there is no release yet from which to count.
        NotDue = "not_due",
    }
}

/// A cohort.
pub(super) struct Cohort {
    /// Who, with the day of their first start, the earliest first.
    pub(super) people: Vec<(PersonId, NaiveDate)>,
    outcomes: HashMap<(PersonId, Measure), Came>,
    areas: HashMap<(PersonId, Area), AreaRow>,
}

/// How far somebody came in one area.
#[derive(Clone, Copy, Debug)]
pub(super) struct AreaRow {
    pub(super) direction: Direction,
    /// The first need score and the latest that compares with it.
    pub(super) scores: Option<(f64, Option<f64>)>,
}

const NOT_ASSESSED: AreaRow = AreaRow { direction: Direction::NotAssessed, scores: None };

impl Cohort {
    pub(super) async fn load(
        conn: &mut Conn,
        id: PilotId,
        today: NaiveDate,
    ) -> Result<Self, Error> {
        let people = pilot::cohort(conn, id).await?;
        let outcomes = pilot::outcomes(conn, id).await?;
        let readings = pilot::readings(conn, id).await?;
        Ok(Self {
            people,
            outcomes: outcomes
                .into_iter()
                .map(|outcome| ((outcome.person, outcome.measure), came(&outcome, today)))
                .collect(),
            areas: distances(readings),
        })
    }

    /// Returns what came of a measure for somebody.
    pub(super) fn outcome(&self, person: PersonId, measure: Measure) -> Came {
        self.outcomes.get(&(person, measure)).copied().unwrap_or(Came::NotDue)
    }

    /// Returns how far somebody came in an area.
    pub(super) fn distance(&self, person: PersonId, area: Area) -> AreaRow {
        self.areas.get(&(person, area)).copied().unwrap_or(NOT_ASSESSED)
    }

    /// Counts what came of a measure, in the order of [`Came::ALL`]. Adds up to everybody.
    pub(super) fn counts(&self, measure: Measure) -> [u64; 6] {
        let mut counts = [0; 6];
        for (person, _) in &self.people {
            let came = self.outcome(*person, measure);
            let at = Came::ALL.iter().position(|known| *known == came).unwrap_or(0);
            counts[at] += 1;
        }
        counts
    }

    /// Returns everybody's row of an area.
    pub(super) fn area(&self, area: Area) -> impl Iterator<Item = &AreaRow> {
        self.people
            .iter()
            .map(move |(person, _)| self.areas.get(&(*person, area)).unwrap_or(&NOT_ASSESSED))
    }
}

fn came(outcome: &CohortOutcome, today: NaiveDate) -> Came {
    match outcome.status {
        Some(OutcomeStatus::Yes) => Came::Yes,
        Some(OutcomeStatus::No) => Came::No,
        Some(OutcomeStatus::Unknown) => Came::Unknown,
        Some(OutcomeStatus::NotApplicable) => Came::NotApplicable,
        None if outcome.day <= today => Came::NotRecorded,
        None => Came::NotDue,
    }
}

/// Works out how far each person came in each area. Readings come person by person, each person's
/// oldest assessment first.
fn distances(readings: Vec<Reading>) -> HashMap<(PersonId, Area), AreaRow> {
    let mut people: BTreeMap<PersonId, (NaiveDate, Vec<RatedAssessment>)> = BTreeMap::new();
    let mut last = None;
    for reading in readings {
        let (_, assessments) =
            people.entry(reading.person).or_insert_with(|| (reading.started_on, Vec::new()));
        let key = (reading.person, reading.at);
        if last != Some(key) {
            assessments.push(RatedAssessment {
                on: local_time(reading.at).date(),
                instrument: reading.instrument,
                areas: Vec::new(),
            });
            last = Some(key);
        }
        if let Some(assessment) = assessments.last_mut() {
            assessment.areas.push(reading.reading);
        }
    }
    let mut rows = HashMap::new();
    for (person, (started_on, assessments)) in people {
        let counted = from_baseline(&assessments, started_on);
        // A version that is not known any more compares with nothing: the person is not assessed,
        // and counted as that.
        let found = distance_travelled(Instruments::built_in(), counted).unwrap_or_default();
        for distance in found {
            let row = AreaRow { direction: distance.direction, scores: scores(&distance) };
            rows.insert((person, distance.area), row);
        }
    }
    rows
}

/// Returns the assessments that count: from the last before or on the day of the start, or from
/// the first after it where there is none. What came before that did not come of the service.
fn from_baseline(assessments: &[RatedAssessment], started_on: NaiveDate) -> &[RatedAssessment] {
    let before = assessments.iter().rposition(|assessment| assessment.on <= started_on);
    &assessments[before.unwrap_or(0)..]
}

fn scores(distance: &domain::AreaDistance) -> Option<(f64, Option<f64>)> {
    let first = distance.first.as_ref()?.need_score?;
    let second = distance.need_score_change.map(|change| f64::from(first) + f64::from(change));
    Some((f64::from(first), second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{AreaReading, InstrumentRef, Rating};
    use uuid::Uuid;

    fn check(
        days: &[(&str, Rating, u8)],
        direction: Direction,
        scores: Option<(f64, Option<f64>)>,
    ) {
        let person = PersonId(Uuid::nil());
        let area = Area::Accommodation;
        let readings = days
            .iter()
            .map(|(day, rating, score)| Reading {
                person,
                started_on: "2026-03-10".parse().unwrap(),
                at: format!("{day}T12:00:00Z").parse().unwrap(),
                instrument: InstrumentRef { id: "needs".to_owned(), version: 2 },
                reading: AreaReading { area, rating: Some(*rating), need_score: Some(*score) },
            })
            .collect();
        let rows = distances(readings);
        let row = rows.get(&(person, area)).copied().unwrap_or(NOT_ASSESSED);
        assert_eq!((row.direction, row.scores), (direction, scores), "{days:?}");
    }

    #[test]
    fn distance_is_counted_from_the_last_assessment_before_the_start() {
        use Rating::{Amber, Green, Red};
        let long_before = ("2026-01-01", Green, 10);
        let before = ("2026-03-01", Red, 80);
        check(&[], Direction::NotAssessed, None);
        check(&[long_before, before], Direction::NoSecond, Some((80.0, None)));
        check(
            &[long_before, before, ("2026-04-01", Amber, 50)],
            Direction::Better,
            Some((80.0, Some(50.0))),
        );
        check(
            &[("2026-03-11", Amber, 40), ("2026-05-01", Red, 70)],
            Direction::Worse,
            Some((40.0, Some(70.0))),
        );
    }
}
