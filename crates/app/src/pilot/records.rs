//! What a figure of a pilot is counted from: a row for each person, without a name.
//!
//! Rows are in the order of the week and of what came of it, and are numbered anew on each page, so
//! that a number says nothing of who it is and joins nothing to another page. They are for
//! evaluators; what is published is the figure.

use super::cohort::{Came, Cohort};
use super::progress::{NotStarted, not_started, reasons};
use crate::figure::SMALLEST;
use crate::{Ctx, Error};
use chrono::{Datelike, Days, NaiveDate};
use domain::life_cycle::IllegalMove;
use domain::{Area, Coded, Direction, Event, Measure, PersonId, Pilot, PilotId};
use policy::Action;
use std::collections::BTreeMap;
use store::pilot;

/// Rows on one page.
const PAGE: usize = 200;

/// What the rows are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// An outcome.
    Outcome(Measure),
    /// Distance travelled in an area.
    Distance(Area),
    /// Who was not served, and why.
    NotServed,
}

/// The code of [`Topic::NotServed`] in an address.
const NOT_SERVED: &str = "not_served";

impl Topic {
    /// Returns the topic of a code: that of a measure, of an area, or of those who were not served.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        if code == NOT_SERVED {
            return Some(Self::NotServed);
        }
        let measure = Measure::from_code(code).map(Self::Outcome);
        measure.or_else(|| Area::from_code(code).map(Self::Distance))
    }

    /// Returns the message key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Outcome(measure) => measure.key(),
            Self::Distance(area) => area.key(),
            Self::NotServed => "pilot-not-served",
        }
    }
}

/// One person, without a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    /// The Monday of the week in which they first started a service, or in which one was last asked for.
    pub week: NaiveDate,
    /// What came of it, by message key.
    pub status: &'static str,
}

/// The rows of a figure.
#[derive(Clone, Debug)]
pub struct Records {
    /// The pilot.
    pub pilot: Pilot,
    /// One page of them; none where the cohort is too small to be shown row by row.
    pub rows: Vec<Record>,
    /// The number of the first row on the page, from 1.
    pub first: usize,
    /// How many rows there are in all.
    pub count: usize,
    /// How many rows there are of each status, by message key: what the figure says.
    pub totals: Vec<(&'static str, usize)>,
    /// Whether the cohort is too small.
    pub too_few: bool,
    /// The number of the next page, if there is one.
    pub next: Option<usize>,
}

/// Returns the rows that a figure of a pilot is counted from.
///
/// # Errors
/// When there is no such pilot, its plan is not fixed and outcomes are asked for, policy refuses, or the read
/// could not be journalled.
pub async fn records(ctx: &Ctx, id: PilotId, topic: Topic, page: usize) -> Result<Records, Error> {
    ctx.allow(Action::EditPilots).await?;
    let mut conn = ctx.read().await?;
    let pilot = pilot::find(&mut conn, id).await?.ok_or(Error::NotFound("pilot"))?;
    let plan = pilot::plan(&mut conn, id).await?;
    if topic != Topic::NotServed && !plan.is_some_and(|plan| plan.is_fixed()) {
        let (noun, from) = ("pilot", "without a fixed plan");
        return Err(IllegalMove { noun, from, attempted: "show outcomes" }.into());
    }
    let cohort = Cohort::load(&mut conn, id, ctx.today()).await?;
    let mut all = match topic {
        Topic::Outcome(measure) => {
            of_cohort(&cohort, |person| cohort.outcome(person, measure).key())
        }
        Topic::Distance(area) => {
            of_cohort(&cohort, |person| cohort.distance(person, area).direction.key())
        }
        Topic::NotServed => not_served(&not_started(&mut conn, id, &cohort).await?),
    };
    drop(conn);
    let event = Event::FiguresRead { page: "/pilots/{id}/records/{measure}".to_owned() };
    ctx.journal_read(event, None).await?;
    all.sort();
    let too_few = (all.len() as u64) < SMALLEST;
    if too_few {
        all.clear();
    }
    let first = page.saturating_mul(PAGE).min(all.len());
    let shown: Vec<Record> = all[first..].iter().take(PAGE).cloned().collect();
    Ok(Records {
        pilot,
        first: first + 1,
        count: all.len(),
        next: (first + shown.len() < all.len()).then_some(page + 1),
        totals: totals(&all, topic),
        rows: shown,
        too_few,
    })
}

fn of_cohort(cohort: &Cohort, status: impl Fn(PersonId) -> &'static str) -> Vec<Record> {
    let row = |(person, started_on): &(PersonId, NaiveDate)| Record {
        week: week(*started_on),
        status: status(*person),
    };
    cohort.people.iter().map(row).collect()
}

fn not_served(people: &BTreeMap<PersonId, NotStarted>) -> Vec<Record> {
    let row = |one: &NotStarted| Some(Record { week: week(one.on), status: one.why? });
    people.values().filter_map(row).collect()
}

fn week(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

fn totals(rows: &[Record], topic: Topic) -> Vec<(&'static str, usize)> {
    fn keys<T: Coded>() -> Vec<&'static str> {
        T::ALL.iter().map(|value| value.key()).collect()
    }
    let keys = match topic {
        Topic::Outcome(_) => keys::<Came>(),
        Topic::Distance(_) => keys::<Direction>(),
        Topic::NotServed => reasons().collect(),
    };
    let count = |key: &str| rows.iter().filter(|row| row.status == key).count();
    let counts = keys.into_iter().map(|key| (key, count(key)));
    // Of the many reasons, those that were ever given.
    counts.filter(|(_, count)| topic != Topic::NotServed || *count > 0).collect()
}
