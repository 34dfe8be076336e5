//! Whose change is more than the measure's own error, and how far scores would have moved by themselves.
//!
//! Nobody has asked our questions twice within a week, which is how a measure's reliability is best found
//! out. What records can tell is how well the questions of an area agree ([`Alpha`]). That takes the
//! measure for more reliable than it is, so the page says what it rests on.

use super::cohort::{AreaRow, Cohort};
use crate::Error;
use crate::figure::{SMALLEST, Shown, parts_of_a_whole};
use chrono::NaiveDate;
use domain::{Answers, Area, Direction, Instrument, InstrumentKind, Instruments};
use evaluate::Refusal;
use evaluate::interval::{Better, mean_and_variance};
use evaluate::reliable_change::{self, Alpha};
use std::collections::HashSet;
use store::{Conn, pilot};

/// Assessments that are looked at: the first ones by the version in use, of anybody. Enough to know
/// an alpha of 0.7 of four questions to within 0.03.
const REFERENCE: i64 = 2_000;

/// People who answered every question of an area, below which nothing is said of it: an alpha of 0.7
/// of four questions is then known to within 0.15.
const FEWEST: usize = 60;

/// How well each area is measured.
pub(super) struct Reference(Vec<(Area, Option<Measured>)>);

/// How well one area is measured, by people's first assessments.
struct Measured {
    alpha: Alpha,
    mean: f64,
    measure: reliable_change::Instrument,
}

/// Whose change in one area is more than error.
#[derive(Clone, Debug)]
pub struct AreaChange {
    /// The area.
    pub area: Area,
    /// What can be told; `None` where it is not known how well the area is measured.
    pub told: Option<Told>,
}

/// What can be told of change in one area.
#[derive(Clone, Debug)]
pub struct Told {
    /// How many are better by more than error, show no reliable change, are worse by more than
    /// error, and have no second score. They add up to the cohort.
    pub groups: [Shown; 4],
    /// The mean change to be expected without any help, of those with a second score; `None` where
    /// they are few.
    pub drift: Option<f64>,
    /// The smallest change that is more than error.
    pub smallest: f64,
    /// How well the questions agree.
    pub alpha: Alpha,
}

impl Reference {
    /// Loads the first assessments by the version that is in use.
    pub(super) async fn load(conn: &mut Conn, today: NaiveDate) -> Result<Self, Error> {
        let current = Instruments::built_in().current(InstrumentKind::Assessment, today);
        let Some(instrument) = current else { return Ok(Self(Vec::new())) };
        let mut seen = HashSet::new();
        let mut answers = pilot::answers(conn, &instrument.reference(), REFERENCE).await?;
        answers.retain(|(person, _)| seen.insert(*person));
        let first: Vec<Answers> = answers.into_iter().map(|(_, answers)| answers).collect();
        Ok(Self::of(instrument, &first))
    }

    fn of(instrument: &Instrument, first: &[Answers]) -> Self {
        let measured = |area: &Area| (*area, measured(instrument, first, *area));
        Self(Area::ALL.iter().map(measured).collect())
    }

    /// Returns whose change is more than error, area by area.
    pub(super) fn changes(&self, cohort: &Cohort) -> Result<Vec<AreaChange>, Error> {
        let change = |(area, measured): &(Area, Option<Measured>)| {
            let rows: Vec<&AreaRow> = cohort.area(*area).collect();
            let told = measured.as_ref().map(|measured| measured.tell(&rows)).transpose();
            let told = told.map_err(|_| Error::Internal("a need score is no number"))?;
            Ok(AreaChange { area: *area, told })
        };
        self.0.iter().map(change).collect()
    }
}

fn measured(instrument: &Instrument, first: &[Answers], area: Area) -> Option<Measured> {
    let severities = first.iter().filter_map(|answers| instrument.severities(area, answers));
    let rows: Vec<Vec<f64>> =
        severities.map(|row| row.into_iter().map(f64::from).collect()).collect();
    let alpha = Alpha::of(&rows).filter(|alpha| alpha.people >= FEWEST)?;
    let scores: Vec<f64> = first
        .iter()
        .filter_map(|answers| instrument.rate(area, answers)?.need_score.map(f64::from))
        .collect();
    let (mean, variance) = mean_and_variance(&scores)?;
    let measure = reliable_change::Instrument {
        sd_before: variance.sqrt(),
        sd_after: None,
        reliability: alpha.interval.estimate,
        better: Better::Lower,
    };
    // Where the questions pull against each other, or all say the same, there is no error to go by.
    measure.error_of_measurement().is_ok().then_some(Measured { alpha, mean, measure })
}

impl Measured {
    fn tell(&self, rows: &[&AreaRow]) -> Result<Told, Refusal> {
        let scores: Vec<(f64, Option<f64>)> = rows.iter().filter_map(|row| row.scores).collect();
        let counts = self.measure.count(&scores)?;
        let twice = scores.iter().filter(|(_, second)| second.is_some());
        let drifts = twice.map(|(first, _)| self.measure.expected_drift(*first, self.mean));
        let drifts: Vec<f64> = drifts.collect::<Result<_, _>>()?;
        let number = drifts.len();
        let rated = rows.iter().filter(|row| is_compared(row.direction)).count();
        let groups = [counts.better, counts.no_reliable_change, counts.worse, rows.len() - number];
        Ok(Told {
            groups: shown(groups.map(|count| count as u64), number.abs_diff(rated) as u64),
            drift: (number as u64 >= SMALLEST).then(|| drifts.iter().sum::<f64>() / number as f64),
            smallest: self.measure.smallest_reliable_change()?,
            alpha: self.alpha,
        })
    }
}

const fn is_compared(direction: Direction) -> bool {
    matches!(direction, Direction::Better | Direction::Same | Direction::Worse)
}

/// Returns the groups as they are shown. Beside them stands who went which way by colour; where a
/// few people have a colour and no score, or the reverse, both tables together would tell of them.
fn shown(groups: [u64; 4], apart: u64) -> [Shown; 4] {
    if apart > 0 && apart < SMALLEST {
        return [Shown::Withheld; 4];
    }
    let shown = parts_of_a_whole(&groups);
    std::array::from_fn(|at| shown[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument() -> &'static Instrument {
        let day = "2026-06-01".parse().unwrap();
        Instruments::built_in().current(InstrumentKind::Assessment, day).unwrap()
    }

    /// Answers whose severities in each area are as near as can be to these, question by question.
    fn answers(near: impl Fn(usize) -> u8) -> Answers {
        let pairs: Vec<(String, String)> = instrument()
            .questions()
            .enumerate()
            .filter_map(|(at, question)| {
                let severity = |answer: &&domain::Answer| match answer.weight {
                    domain::Weight::Severity(severity) => Some(severity.get().abs_diff(near(at))),
                    domain::Weight::Unscored(_) => None,
                };
                let scored = question.answers.iter().filter(|answer| severity(answer).is_some());
                let nearest = scored.min_by_key(severity)?;
                Some((question.id.clone(), nearest.code.clone()))
            })
            .collect();
        Answers::parse(instrument(), pairs).unwrap()
    }

    fn row(scores: Option<(f64, Option<f64>)>) -> AreaRow {
        let direction = match scores {
            None => Direction::NotAssessed,
            Some((_, None)) => Direction::NoSecond,
            Some(_) => Direction::Same,
        };
        AreaRow { direction, scores }
    }

    fn tell(rows: &[AreaRow]) -> Told {
        // Every question says the same of a person but for the one that is asked last.
        let first: Vec<Answers> = (0_u8..100)
            .map(|who| answers(|at| if at % 3 == 0 { who / 7 % 4 } else { who % 4 }))
            .collect();
        let measured = measured(instrument(), &first, Area::Accommodation).unwrap();
        measured.tell(&rows.iter().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn everybody_is_in_one_of_four_groups() {
        let mut rows = vec![row(Some((80.0, Some(5.0)))); 20];
        rows.extend(vec![row(Some((50.0, Some(49.0)))); 30]);
        rows.extend(vec![row(Some((5.0, Some(90.0)))); 12]);
        rows.extend(vec![row(Some((60.0, None))); 11]);
        rows.extend(vec![row(None); 4]);
        let told = tell(&rows);
        assert_eq!(told.groups, [20, 30, 12, 15].map(Shown::Count));
        assert!(told.smallest > 1.0 && told.smallest < 75.0, "{told:?}");
        // Those who came at their worst are expected to improve by themselves, and by less than all.
        let worst = tell(&vec![row(Some((90.0, Some(90.0)))); 20]);
        assert!(worst.drift.unwrap() < 0.0 && worst.drift.unwrap() > -90.0);
        let best = tell(&vec![row(Some((0.0, Some(0.0)))); 20]);
        assert!(best.drift.unwrap() > 0.0);
    }

    #[test]
    fn few_are_not_told_of() {
        let few = tell(&vec![row(Some((90.0, Some(10.0)))); 9]);
        assert_eq!(few.drift, None);
        assert!(few.groups.iter().all(|shown| shown.count().is_none()), "{few:?}");
        // Three people have a colour at both ends and a score at one only.
        let mut rows = vec![row(Some((80.0, Some(5.0)))); 40];
        rows.extend(vec![AreaRow { direction: Direction::Same, scores: Some((80.0, None)) }; 3]);
        assert_eq!(tell(&rows).groups, [Shown::Withheld; 4]);
    }

    #[test]
    fn nothing_is_told_where_it_is_not_known_how_well_an_area_is_measured() {
        let area = Area::Accommodation;
        let few: Vec<Answers> = (0_u8..59).map(|who| answers(|_| who % 4)).collect();
        assert!(measured(instrument(), &few, area).is_none());
        let same: Vec<Answers> = (0..100).map(|_| answers(|_| 2)).collect();
        assert!(measured(instrument(), &same, area).is_none());
        // Where every second question falls as the others rise, their sum is the same for everybody.
        let against: Vec<Answers> = (0_u8..100)
            .map(|who| answers(|at| if at % 2 == 0 { who % 4 } else { 3 - who % 4 }))
            .collect();
        assert!(measured(instrument(), &against, area).is_none());
    }
}
