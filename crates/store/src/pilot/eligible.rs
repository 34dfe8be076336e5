//! Everybody whom the services of a pilot are for, served or not, as they were when the need was found: what
//! a comparison is drawn from. Rows without names.
//!
//! The day on which the need was found is the same kind of day for whoever was served and whoever was
//! not, so nothing that is known on it can have come of the services.

use super::{CohortOutcome, OutcomeRow, READINGS_LIMIT, complete, first_outcomes};
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError};
use chrono::NaiveDate;
use domain::{Area, PersonId, PilotId, Sex};
use uuid::Uuid;

macro_rules! with_eligible {
    ($($rest:tt)*) => {
        concat!(
            "with eligible as (select n.person_id, min(n.opened_on) as needed_on \
             from pilot x join pilot_service s on s.pilot_id = x.id \
             join service_area a on a.service_id = s.service_id join need n on n.area = a.area \
             where x.id = $1 group by n.person_id) ",
            $($rest)*
        )
    };
}
pub(super) use with_eligible;

/// Somebody with a need that a service of a pilot is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Eligible {
    /// Who. Not a name: a page of figures never looks the person up.
    pub person: PersonId,
    /// The day on which such a need was first found.
    pub needed_on: NaiveDate,
    /// Their date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Their sex.
    pub sex: Option<Sex>,
    /// Stays in custody that began before that day.
    pub stays_before: i64,
    /// The day from which on they could reoffend outside: on which they left prison, or the need was found
    /// where they were outside; `None` while they are still inside.
    pub index_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: Uuid,
    needed_on: NaiveDate,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    stays_before: i64,
    /// Stays that have not ended since that day.
    inside: i64,
    /// The day on which the stay of that day ended.
    left_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Eligible {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let Row { person_id, needed_on, date_of_birth, sex, stays_before, inside, left_on } = row;
        Ok(Self {
            person: PersonId(person_id),
            needed_on,
            date_of_birth,
            sex: sex.map(|code| coded("person", person_id, "sex", &code)).transpose()?,
            stays_before,
            index_on: (inside == 0).then(|| left_on.unwrap_or(needed_on)),
        })
    }
}

/// Lists everybody with a need that a service of a pilot is for.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn eligible(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Eligible>, StoreError> {
    let rows = all!(
        conn,
        Row,
        with_eligible!(
            "select c.person_id, c.needed_on, p.date_of_birth, p.sex, \
             (select count(*) from episode e where e.person_id = c.person_id \
             and e.kind = 'custody' and e.started_on < c.needed_on) as stays_before, \
             (select count(*) from episode e where e.person_id = c.person_id \
             and e.kind = 'custody' and e.started_on <= c.needed_on \
             and e.ended_on is null) as inside, \
             (select max(e.ended_on) from episode e where e.person_id = c.person_id \
             and e.kind = 'custody' and e.started_on <= c.needed_on \
             and e.ended_on > c.needed_on) as left_on \
             from eligible c join person p on p.id = c.person_id order by c.person_id limit $2"
        ),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "people whom the services of the pilot are for", READINGS_LIMIT)?;
    rows.into_iter().map(|row| Ok(Eligible::try_from(row)?)).collect()
}

/// Lists how serious each area was in the assessment that found the need: the need score, 0 to 100, of each
/// person and area; `None` where the assessment has none.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn scores_before(
    conn: &mut Conn,
    pilot: PilotId,
) -> Result<Vec<(PersonId, Area, Option<i64>)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, Option<i64>),
        // One assessment finds all needs of a day; the greatest is of the last, were there two.
        with_eligible!(
            "select c.person_id, g.area, max(g.need_score) from eligible c \
             join need n on n.person_id = c.person_id and n.opened_on = c.needed_on \
             join assessment_rating g on g.assessment_id = n.assessment_id \
             group by c.person_id, g.area order by c.person_id, g.area limit $2"
        ),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "scores of those whom the services are for", READINGS_LIMIT)?;
    rows.into_iter()
        .map(|(person, area, score)| {
            Ok((PersonId(person), coded("assessment_rating", person, "area", &area)?, score))
        })
        .collect()
}

/// Lists what came of them since: of each person and measure the first outcome whose day is not before that
/// on which the need was found.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn outcomes_since(
    conn: &mut Conn,
    pilot: PilotId,
) -> Result<Vec<CohortOutcome>, StoreError> {
    let rows = all!(
        conn,
        OutcomeRow,
        with_eligible!(first_outcomes!("eligible", "needed_on")),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    super::cohort_outcomes(rows)
}
