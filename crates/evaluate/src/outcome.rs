//! Outcomes: what is compared, and how its columns become one figure for each person.

use serde::{Deserialize, Serialize};

use crate::followed::Followed;
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
    /// Column of each person's time at risk, for [`Kind::Count`] and only there; `None` when it is
    /// the same for all.
    pub exposure: Option<String>,
    /// Whether the programme cannot have changed it: a difference says that the groups differ in
    /// something that was not recorded.
    pub placebo: bool,
}

/// How long people were followed.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Column of the time to the event, or to the end of follow-up where it was not seen.
    pub time: String,
    /// Time at which the rate is taken, in the unit of the column.
    pub horizon: f64,
    /// 0/1 column of another event that ended the follow-up and after which this one can no longer
    /// come, such as a death.
    pub competing: Option<String>,
}

/// What is known of an outcome for each person.
pub(crate) struct Figures {
    /// One figure, NaN where it is not known or, for a time, the person was lost before the horizon.
    pub(crate) values: Vec<f64>,
    /// For [`Kind::Time`].
    pub(crate) followed: Option<Followed>,
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
        let (name, column) = (name.to_owned(), column.to_owned());
        Self { name, column, kind, follow_up: None, exposure: None, placebo: false }
    }

    /// Returns the columns that hold it.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let time = self.follow_up.as_ref().map(|follow_up| follow_up.time.as_str());
        let competing = self.follow_up.as_ref().and_then(|own| own.competing.as_deref());
        let own = std::iter::once(self.column.as_str());
        own.chain(time).chain(competing).chain(self.exposure.as_deref())
    }

    /// Returns what is known for each of these rows.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], and a value that the kind of outcome cannot have.
    pub(crate) fn read(&self, outcomes: &Outcomes, rows: &[u32]) -> Result<Figures, Refusal> {
        let column = outcomes.column(&self.column)?;
        let values: Vec<f64> = rows.iter().map(|row| column[*row as usize]).collect();
        let wrong = |allowed: fn(f64) -> bool| {
            let at = values.iter().position(|value| !value.is_nan() && !allowed(*value));
            at.map(|at| (self.column.clone(), rows[at] as usize + 1))
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
        let event = (self.column.as_str(), values.as_slice());
        let follow_up = self.follow_up.as_ref();
        let followed =
            follow_up.map(|own| Followed::read(own, event, outcomes, rows)).transpose()?;
        Ok(match followed {
            Some(followed) => Figures { values: followed.figures(), followed: Some(followed) },
            None => Figures { values, followed: None },
        })
    }

    /// Returns the time at risk of each of these rows, NaN where it is not known; `None` where the
    /// study names none.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`] and [`Refusal::NoExposure`].
    pub(crate) fn exposure(
        &self,
        outcomes: &Outcomes,
        rows: &[u32],
    ) -> Result<Option<Vec<f64>>, Refusal> {
        let Some(name) = &self.exposure else { return Ok(None) };
        let column = outcomes.column(name)?;
        let values: Vec<f64> = rows.iter().map(|row| column[*row as usize]).collect();
        let usable = |value: f64| value.is_nan() || (value > 0.0 && value.is_finite());
        let wrong = values.iter().position(|value| !usable(*value));
        wrong.map_or(Ok(Some(values)), |at| {
            Err(Refusal::NoExposure { column: name.clone(), row: rows[at] as usize + 1 })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Table;

    const UNKNOWN: f64 = f64::NAN;

    fn check(events: &[f64], times: &[f64], deaths: Option<&[f64]>) -> Result<Figures, Refusal> {
        let deaths_or_none = deaths.map_or_else(|| vec![0.0; events.len()], <[f64]>::to_vec);
        let columns = vec![
            ("event".into(), events.to_vec()),
            ("days".into(), times.to_vec()),
            ("died".into(), deaths_or_none),
        ];
        let names = ["event", "days", "died"];
        let outcomes = Table::new(columns).unwrap().set_aside(&names).unwrap();
        let competing = deaths.map(|_| "died".into());
        let follow_up = Some(FollowUp { time: "days".into(), horizon: 365.0, competing });
        let outcome = Outcome { follow_up, ..Outcome::new("return", "event", Kind::Time) };
        outcome.read(&outcomes, &(0..events.len() as u32).collect::<Vec<_>>())
    }

    #[test]
    fn a_time_is_the_rate_at_its_horizon() {
        let found = check(
            &[1.0, 1.0, 1.0, 0.0, 0.0, UNKNOWN, 1.0],
            &[0.0, 365.0, 366.0, 365.0, 900.0, 20.0, UNKNOWN],
            None,
        )
        .unwrap();
        assert_eq!(found.values[..5], [1.0, 1.0, 0.0, 0.0, 0.0]);
        assert!(found.values[5].is_nan() && found.values[6].is_nan());
        assert_eq!(found.followed.unwrap().lost(), 0);
    }

    #[test]
    fn who_was_not_followed_so_far_is_not_counted_as_free_of_it() {
        let found = check(&[1.0, 0.0, 0.0], &[20.0, 364.0, 365.0], None).unwrap();
        assert!(found.values[1].is_nan());
        assert_eq!(found.followed.unwrap().lost(), 1);
        assert!(matches!(check(&[1.0], &[-1.0], None), Err(Refusal::NotATime { row: 1, .. })));
        assert!(matches!(check(&[0.5], &[1.0], None), Err(Refusal::NotZeroOne { row: 1, .. })));
    }

    #[test]
    fn who_died_first_is_known_not_to_have_had_it() {
        let deaths = [1.0, 1.0, 0.0, UNKNOWN, UNKNOWN];
        let (events, times) = ([0.0, 0.0, 0.0, 1.0, 0.0], [20.0, 400.0, 50.0, 30.0, 500.0]);
        let found = check(&events, &times, Some(&deaths)).unwrap();
        assert_eq!(found.values[..2], [0.0, 0.0]);
        assert!(found.values[2].is_nan() && found.values[3] == 1.0 && found.values[4].is_nan());
        let followed = found.followed.unwrap();
        assert_eq!((followed.lost(), followed.time[1]), (1, 365.0));
        let both = check(&[1.0], &[20.0], Some(&[1.0]));
        assert!(matches!(both, Err(Refusal::BothEvents { row: 1, .. })));
    }
}
