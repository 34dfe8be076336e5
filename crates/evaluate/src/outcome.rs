//! Outcomes: what is compared, and how its columns become one figure for each person.

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;
use crate::table::Outcomes;

/// What kind of figure an outcome is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// 0 or 1 for each person; shown in percentage points.
    Rate,
    /// An amount; shown in its own unit.
    Mean,
    /// A number of events for each person; shown as events a person.
    Count,
    /// Time to an event; shown as the rate at the horizon, in percentage points.
    Time,
}

/// One outcome to analyse.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Name shown.
    pub name: String,
    /// Column that holds it; for [`Kind::Time`] the 0/1 column of whether the event was seen.
    pub column: String,
    /// Kind of figure.
    pub kind: Kind,
    /// How long people were followed, for [`Kind::Time`] and only there.
    pub follow_up: Option<FollowUp>,
}

/// How long people were followed.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Column of the time to the event, or to the end of follow-up where it was not seen.
    pub time: String,
    /// Time at which the rate is taken, in the unit of the column.
    pub horizon: f64,
}

impl Kind {
    /// Returns whether the figure is a share, shown in percentage points.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(self, Self::Rate | Self::Time)
    }
}

impl Outcome {
    /// Returns an outcome of one column.
    #[must_use]
    pub fn new(name: &str, column: &str, kind: Kind) -> Self {
        Self { name: name.to_owned(), column: column.to_owned(), kind, follow_up: None }
    }

    /// Returns the columns that hold it.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let time = self.follow_up.as_ref().map(|follow_up| follow_up.time.as_str());
        std::iter::once(self.column.as_str()).chain(time)
    }

    /// Returns one figure for each of these rows, NaN where it is not known.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], and a value that the kind of outcome cannot have.
    pub(crate) fn read(&self, outcomes: &Outcomes, rows: &[usize]) -> Result<Vec<f64>, Refusal> {
        let column = outcomes.column(&self.column)?;
        let values: Vec<f64> = rows.iter().map(|row| column[*row]).collect();
        let wrong = |allowed: fn(f64) -> bool| {
            let at = values.iter().position(|value| !value.is_nan() && !allowed(*value));
            at.map(|at| (self.column.clone(), rows[at] + 1))
        };
        let zero_one = |value| value == 0.0 || value == 1.0;
        match self.kind {
            Kind::Mean => {}
            Kind::Rate | Kind::Time => {
                if let Some((column, row)) = wrong(zero_one) {
                    return Err(Refusal::NotZeroOne { column, row });
                }
            }
            Kind::Count => {
                if let Some((column, row)) = wrong(|value| value >= 0.0 && value.fract() == 0.0) {
                    return Err(Refusal::NotACount { column, row });
                }
            }
        }
        match &self.follow_up {
            Some(follow_up) => follow_up.rate(outcomes, rows, &values),
            None => Ok(values),
        }
    }
}

impl FollowUp {
    /// Returns 1 for people with the event by the horizon, 0 for those who were followed to it
    /// without.
    fn rate(
        &self,
        outcomes: &Outcomes,
        rows: &[usize],
        events: &[f64],
    ) -> Result<Vec<f64>, Refusal> {
        let column = outcomes.column(&self.time)?;
        let (mut rates, mut too_short) = (Vec::with_capacity(rows.len()), 0);
        for (row, event) in rows.iter().zip(events) {
            let time = column[*row];
            if time < 0.0 {
                return Err(Refusal::NotATime { column: self.time.clone(), row: row + 1 });
            }
            rates.push(if time.is_nan() || event.is_nan() {
                f64::NAN
            } else if *event == 1.0 && time <= self.horizon {
                1.0
            } else {
                too_short += usize::from(*event == 0.0 && time < self.horizon);
                0.0
            });
        }
        if too_short > 0 {
            let horizon = self.horizon.to_string();
            return Err(Refusal::FollowedTooShort { people: too_short, horizon });
        }
        Ok(rates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    fn check(events: &[f64], times: &[f64]) -> Result<Vec<f64>, Refusal> {
        let columns = vec![("event".into(), events.to_vec()), ("days".into(), times.to_vec())];
        let outcomes = Table::new(columns).unwrap().set_aside(&["event", "days"]).unwrap();
        let follow_up = Some(FollowUp { time: "days".into(), horizon: 365.0 });
        let outcome = Outcome { follow_up, ..Outcome::new("return", "event", Kind::Time) };
        outcome.read(&outcomes, &(0..events.len()).collect::<Vec<_>>())
    }

    #[test]
    fn a_time_is_the_rate_at_its_horizon() {
        let unknown = f64::NAN;
        let found = check(
            &[1.0, 1.0, 1.0, 0.0, 0.0, unknown, 1.0],
            &[0.0, 365.0, 366.0, 365.0, 900.0, 20.0, unknown],
        )
        .unwrap();
        assert_eq!(found[..5], [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert!(found[5].is_nan() && found[6].is_nan());
    }

    #[test]
    fn who_was_not_followed_so_far_is_not_counted_as_free_of_it() {
        assert_eq!(
            check(&[1.0, 0.0, 0.0], &[20.0, 364.0, 365.0]).unwrap_err().to_string(),
            "1 people were followed for less than 365 without the event, so whether it came in \
             time is not known"
        );
        assert!(matches!(check(&[1.0], &[-1.0]), Err(Refusal::NotATime { row: 1, .. })));
        assert!(matches!(check(&[0.5], &[1.0]), Err(Refusal::NotZeroOne { row: 1, .. })));
    }
}
