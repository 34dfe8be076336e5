//! How long people were followed and how that ended, each up to the horizon of the outcome.

use crate::outcome::FollowUp;
use crate::refusal::Refusal;
use crate::survival;
use crate::table::Outcomes;

/// How somebody's follow-up ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With the event, by the horizon.
    Event,
    /// With the competing event, by the horizon: the event can no longer come.
    Competing,
    /// At the horizon, with neither.
    Horizon,
    /// Before the horizon, with neither: censored.
    Lost,
    /// Time or event is not known.
    Unknown,
}

/// Everyone's follow-up, in the order of the design.
#[derive(Clone, Debug)]
pub(crate) struct Followed {
    /// Time at which it ended, the horizon at most; NaN where it is not known.
    pub(crate) time: Vec<f64>,
    pub(crate) ending: Vec<Ending>,
    pub(crate) horizon: f64,
    /// Whether the study names a competing event.
    pub(crate) competing: bool,
}

impl Followed {
    /// Reads the rows of an outcome of kind `time`, given its events.
    ///
    /// # Errors
    /// [`Refusal::UnknownColumn`], [`Refusal::NotATime`], [`Refusal::NotZeroOne`] and
    /// [`Refusal::BothEvents`].
    pub(crate) fn read(
        follow_up: &FollowUp,
        event: (&str, &[f64]),
        outcomes: &Outcomes,
        rows: &[u32],
    ) -> Result<Self, Refusal> {
        let column = outcomes.column(&follow_up.time)?;
        let competing = follow_up
            .competing
            .as_ref()
            .map(|name| Ok((name, outcomes.column(name)?)))
            .transpose()?;
        let mut found = Self {
            time: Vec::with_capacity(rows.len()),
            ending: Vec::with_capacity(rows.len()),
            horizon: follow_up.horizon,
            competing: competing.is_some(),
        };
        for (row, event_seen) in rows.iter().zip(event.1) {
            let row = *row as usize;
            let time = column[row];
            if time < 0.0 {
                return Err(Refusal::NotATime { column: follow_up.time.clone(), row: row + 1 });
            }
            let other = competing.map_or(0.0, |(_, values)| values[row]);
            if let Some((name, _)) = competing {
                if !other.is_nan() && other != 0.0 && other != 1.0 {
                    return Err(Refusal::NotZeroOne { column: name.clone(), row: row + 1 });
                }
                if other == 1.0 && *event_seen == 1.0 {
                    let (column, other) = (event.0.to_owned(), name.clone());
                    return Err(Refusal::BothEvents { column, other, row: row + 1 });
                }
            }
            found.push(time, *event_seen, other);
        }
        Ok(found)
    }

    fn push(&mut self, time: f64, event: f64, competing: f64) {
        let in_time = time <= self.horizon;
        let ending = if time.is_nan() || event.is_nan() || (event == 0.0 && competing.is_nan()) {
            Ending::Unknown
        } else if event == 1.0 && in_time {
            Ending::Event
        } else if competing == 1.0 && in_time {
            Ending::Competing
        } else if time < self.horizon {
            Ending::Lost
        } else {
            Ending::Horizon
        };
        let unknown = ending == Ending::Unknown;
        self.time.push(if unknown { f64::NAN } else { time.min(self.horizon) });
        self.ending.push(ending);
    }

    /// Returns 1 for people with the event by the horizon and 0 for those who were followed to it,
    /// or to the competing event, without; NaN for all others.
    pub(crate) fn figures(&self) -> Vec<f64> {
        let figure = |ending: &Ending| match ending {
            Ending::Event => 1.0,
            Ending::Competing | Ending::Horizon => 0.0,
            Ending::Lost | Ending::Unknown => f64::NAN,
        };
        self.ending.iter().map(figure).collect()
    }

    /// Returns how many people were lost before the horizon.
    pub(crate) fn lost(&self) -> usize {
        self.ending.iter().filter(|ending| **ending == Ending::Lost).count()
    }

    /// Returns the follow-up of some people, to the event: whatever else ended it censors.
    ///
    /// # Errors
    /// None for people whose follow-up is known.
    pub(crate) fn to_event(
        &self,
        people: impl Iterator<Item = usize> + Clone,
    ) -> Result<survival::FollowUp, Refusal> {
        self.to(people, |ending| ending == Ending::Event)
    }

    /// Returns the follow-up of some people to the event or the competing one, with which it was:
    /// 0 and 1.
    ///
    /// # Errors
    /// As [`Followed::to_event`].
    pub(crate) fn to_either(
        &self,
        people: impl Iterator<Item = usize> + Clone,
    ) -> Result<(survival::FollowUp, Vec<usize>), Refusal> {
        let either = |ending| matches!(ending, Ending::Event | Ending::Competing);
        let cause = people.clone().map(|at| usize::from(self.ending[at] == Ending::Competing));
        let cause = cause.collect();
        Ok((self.to(people, either)?, cause))
    }

    fn to(
        &self,
        people: impl Iterator<Item = usize> + Clone,
        event: impl Fn(Ending) -> bool,
    ) -> Result<survival::FollowUp, Refusal> {
        let stop = people.clone().map(|at| self.time[at]).collect();
        survival::FollowUp::until(stop, people.map(|at| event(self.ending[at])).collect())
    }
}
