//! Pilots, their cohorts, and what came of them: rows without names.

mod eligible;
mod justice_data_lab;
mod plan;
mod pool;
mod progress;
mod reoffending;

pub use eligible::{Eligible, eligible, outcomes_since, scores_before};
pub use justice_data_lab::{Helped, Made, Told, count_helped, files_made, gives_help, helped};
pub use plan::{DECISIONS_LIMIT, Decided, decide, decisions, plan, save_plan};
pub use pool::{add_pool, pool_rows, pools};
pub use progress::{Asked, Stay, asked, stays};
pub use reoffending::{Numbered, add_reoffending, numbers, reoffending, reoffending_files};

use crate::assessment::need_score;
use crate::error::{coded, whole};
use crate::outcome::{self, Figure, FigureRow};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    Answers, AreaReading, InstrumentRef, Measure, OutcomeStatus, PersonId, Pilot, PilotId,
    ServiceId,
};
use sqlx::types::Json;
use uuid::Uuid;

/// Pilots on one list.
pub const LIST_LIMIT: i64 = 200;
/// People in a cohort that is counted at once: more than any resettlement scheme has had.
pub const COHORT_LIMIT: i64 = 100_000;
/// Readings of a cohort that are counted at once: one for each area of each assessment.
pub const READINGS_LIMIT: i64 = 2_000_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    question: String,
    starts_on: NaiveDate,
}

macro_rules! select {
    ($rest:literal) => {
        concat!("select id, name, question, starts_on from pilot ", $rest)
    };
}

/// Adds a pilot with its services.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, pilot: &Pilot, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into pilot (id, name, question, starts_on, created_at) \
         values ($1, $2, $3, $4, $5)",
        pilot.id.0,
        &pilot.name,
        &pilot.question,
        pilot.starts_on,
        now,
    )?;
    for service in &pilot.services {
        run!(
            tx,
            "insert into pilot_service (pilot_id, service_id) values ($1, $2) \
             on conflict (pilot_id, service_id) do nothing",
            pilot.id.0,
            service.0,
        )?;
    }
    Ok(())
}

/// Lists the pilots, the latest start first.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<Pilot>, StoreError> {
    let rows = all!(conn, Row, select!("order by starts_on desc, id desc limit $1"), LIST_LIMIT)?;
    let mut pilots = Vec::with_capacity(rows.len());
    for row in rows {
        pilots.push(with_services(conn, row).await?);
    }
    Ok(pilots)
}

/// Finds a pilot.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: PilotId) -> Result<Option<Pilot>, StoreError> {
    match one!(conn, Row, select!("where id = $1"), id.0)? {
        Some(row) => Ok(Some(with_services(conn, row).await?)),
        None => Ok(None),
    }
}

async fn with_services(conn: &mut Conn, row: Row) -> Result<Pilot, StoreError> {
    let services = all!(
        conn,
        (Uuid,),
        "select service_id from pilot_service where pilot_id = $1 order by service_id limit 200",
        row.id,
    )?;
    Ok(Pilot {
        id: PilotId(row.id),
        name: row.name,
        question: row.question,
        services: services.into_iter().map(|row| ServiceId(row.0)).collect(),
        starts_on: row.starts_on,
    })
}

/// The cohort as a common table expression: who started a named service on or after the first day
/// of the pilot, with the day of their first start. Whoever stopped later is in it too.
macro_rules! with_cohort {
    ($($rest:tt)*) => {
        concat!(
            "with cohort as (select r.person_id, min(r.started_on) as started_on \
             from pilot p join pilot_service s on s.pilot_id = p.id \
             join referral r on r.service_id = s.service_id and r.started_on >= p.starts_on \
             where p.id = $1 group by r.person_id)",
            $($rest)*
        )
    };
}
use with_cohort;

/// Lists the cohort of a pilot: each person with the day of their first start, the earliest first.
///
/// # Errors
/// When the database fails, or there are more people than [`COHORT_LIMIT`].
pub async fn cohort(
    conn: &mut Conn,
    pilot: PilotId,
) -> Result<Vec<(PersonId, NaiveDate)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, NaiveDate),
        with_cohort!(
            " select person_id, started_on from cohort order by started_on, person_id limit $2"
        ),
        pilot.0,
        COHORT_LIMIT + 1,
    )?;
    complete(&rows, "people in the cohort", COHORT_LIMIT)?;
    Ok(rows.into_iter().map(|(person, started_on)| (PersonId(person), started_on)).collect())
}

/// Returns the figures of every measure for the cohort of a pilot. Of each person and measure the
/// first outcome counts whose day is not before their start: nothing that came before the service
/// can have come of it, and nobody is counted twice.
///
/// # Errors
/// When the database fails.
pub async fn figures(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Figure>, StoreError> {
    let rows = all!(
        conn,
        FigureRow,
        with_cohort!(outcome::select_figures!(
            ", counted as (select x.measure, x.status, row_number() over \
             (partition by x.person_id, x.measure order by x.day, x.id) as nth \
             from outcome x join cohort c on c.person_id = x.person_id \
             where x.day >= c.started_on) select null as region, ",
            "from counted o where o.nth = 1 group by o.measure order by o.measure limit 50"
        )),
        pilot.0,
    )?;
    outcome::every_measure(rows)
}

/// What came of one measure for somebody in the cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortOutcome {
    /// Who. Not a name: a page of figures never looks the person up.
    pub person: PersonId,
    /// The measure.
    pub measure: Measure,
    /// The day to which the status refers.
    pub day: NaiveDate,
    /// The status on that day, once recorded.
    pub status: Option<OutcomeStatus>,
}

/// Of everybody in a table expression, the first outcome of each measure whose day is not before a day of
/// theirs.
macro_rules! first_outcomes {
    ($people:literal, $day:literal) => {
        concat!(
            ", counted as (select x.id, x.person_id, x.measure, x.day, x.status, row_number() over \
             (partition by x.person_id, x.measure order by x.day, x.id) as nth from outcome x join ",
            $people,
            " c on c.person_id = x.person_id where x.day >= c.",
            $day,
            ") select o.id, o.person_id, o.measure, o.day, o.status \
             from counted o where o.nth = 1 order by o.person_id, o.measure limit $2"
        )
    };
}
use first_outcomes;

/// Lists the outcomes that [`figures`] counts, one by one: of each person and measure the first
/// whose day is not before their start.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn outcomes(conn: &mut Conn, pilot: PilotId) -> Result<Vec<CohortOutcome>, StoreError> {
    let rows = all!(
        conn,
        OutcomeRow,
        with_cohort!(first_outcomes!("cohort", "started_on")),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    cohort_outcomes(rows)
}

/// An outcome as it is read: its id, the person, the measure, the day and the status.
type OutcomeRow = (Uuid, Uuid, String, NaiveDate, Option<String>);

fn cohort_outcomes(rows: Vec<OutcomeRow>) -> Result<Vec<CohortOutcome>, StoreError> {
    complete(&rows, "outcomes of the cohort", READINGS_LIMIT)?;
    rows.into_iter()
        .map(|(id, person, measure, day, status)| {
            let status = status.map(|code| coded("outcome", id, "status", &code)).transpose()?;
            Ok(CohortOutcome {
                person: PersonId(person),
                measure: coded("outcome", id, "measure", &measure)?,
                day,
                status,
            })
        })
        .collect()
}

/// One area of one submitted assessment of a worker, of somebody in the cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whose. Not a name: a page of figures never looks the person up.
    pub person: PersonId,
    /// The day of their first start.
    pub started_on: NaiveDate,
    /// When the assessment was submitted.
    pub at: DateTime<Utc>,
    /// The version that was answered.
    pub instrument: InstrumentRef,
    /// The area, the rating that counts and the need score.
    pub reading: AreaReading,
}

#[derive(sqlx::FromRow)]
struct ReadingRow {
    assessment_id: Uuid,
    person_id: Uuid,
    started_on: NaiveDate,
    submitted_at: DateTime<Utc>,
    instrument: String,
    version: i64,
    area: String,
    rating: Option<String>,
    need_score: Option<i64>,
}

impl TryFrom<ReadingRow> for Reading {
    type Error = Inconsistent;

    fn try_from(row: ReadingRow) -> Result<Self, Inconsistent> {
        const TABLE: &str = "assessment_rating";
        let id = row.assessment_id;
        Ok(Self {
            person: PersonId(row.person_id),
            started_on: row.started_on,
            at: row.submitted_at,
            instrument: InstrumentRef {
                id: row.instrument,
                version: whole("assessment", id, "version", row.version)?,
            },
            reading: AreaReading {
                area: coded(TABLE, id, "area", &row.area)?,
                rating: row.rating.map(|code| coded(TABLE, id, "rating", &code)).transpose()?,
                need_score: row.need_score.map(|score| need_score(id, score)).transpose()?,
            },
        })
    }
}

/// Lists what the workers' assessments found of the cohort of a pilot, person by person, each
/// person's oldest assessment first: what distance travelled is worked out from.
///
/// Which of them is the first that counts (the last before the start, where there is one) needs the
/// day in England and Wales on which each was submitted, so that is for the caller to say.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn readings(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Reading>, StoreError> {
    let rows = all!(
        conn,
        ReadingRow,
        with_cohort!(
            " select n.id as assessment_id, c.person_id, c.started_on, n.submitted_at, \
             n.instrument, n.version, g.area, g.rating, g.need_score from cohort c \
             join assessment n on n.person_id = c.person_id and n.voice = 'worker' \
             and n.submitted_at is not null join assessment_rating g on g.assessment_id = n.id \
             and g.person_id = n.person_id \
             order by c.person_id, n.submitted_at, n.id, g.area limit $2"
        ),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "readings of the cohort", READINGS_LIMIT)?;
    rows.into_iter().map(|row| Ok(Reading::try_from(row)?)).collect()
}

/// Lists the workers' answers to one version of an instrument, the oldest first and at most so many. Rows
/// without names: how well its questions agree is worked out from them.
///
/// # Errors
/// When the database fails.
pub async fn answers(
    conn: &mut Conn,
    instrument: &InstrumentRef,
    limit: i64,
) -> Result<Vec<(PersonId, Answers)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, Json<Answers>),
        "select person_id, answers from assessment where voice = 'worker' and instrument = $1 \
         and version = $2 and submitted_at is not null order by id limit $3",
        &instrument.id,
        i64::from(instrument.version),
        limit,
    )?;
    Ok(rows.into_iter().map(|(person, answers)| (PersonId(person), answers.0)).collect())
}

/// Refuses rows that may not be all there are.
fn complete<T>(rows: &[T], what: &'static str, limit: i64) -> Result<(), StoreError> {
    if i64::try_from(rows.len()).is_ok_and(|count| count <= limit) {
        Ok(())
    } else {
        Err(StoreError::TooMany { rows: what, limit })
    }
}
