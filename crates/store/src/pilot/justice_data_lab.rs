//! Whom one organisation gave help that a pilot counts, by name: for the file for the Justice Data Lab, and for
//! nothing else of a pilot.
//!
//! What policy withholds is not read: whom the file may hold and whose numbers it may say are conditions of the
//! statement.

use super::{COHORT_LIMIT, complete};
use crate::error::coded;
use crate::visible::{self, Reader};
use crate::{Conn, Inconsistent, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{Event, OrganisationId, PersonId, PilotId, Sex};
use policy::Condition;
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use uuid::Uuid;

/// Files that were made, shown at once.
const FILES_LIMIT: i64 = 50;

/// The people whom an organisation `$1` gave a service of a pilot `$4` that was started on or after the pilot's first
/// day: those of [`super::cohort`] who are that organisation's. Whoever stopped later is in it too.
///
/// The help is over once nothing of it goes on: on the last day on which a referral was reported, concluded or
/// withdrawn. A referral keeps the day of its last state alone, so that where the sender closed the loop it is up to a
/// week after the report.
const HELPED: &str = "with helped as (select r.person_id, min(r.started_on) as started_on, \
    max(r.since) as last_on, sum(case when r.status = 'in_delivery' then 1 else 0 end) as going \
    from pilot x join pilot_service s on s.pilot_id = x.id \
    join referral r on r.service_id = s.service_id and r.provider_id = $1 \
    and r.started_on >= x.starts_on where x.id = $4 group by r.person_id)";

/// Somebody whom an organisation helped, as the Justice Data Lab asks for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// Who.
    pub person: PersonId,
    /// Their given name.
    pub given_name: String,
    /// Their family name.
    pub family_name: String,
    /// Their date of birth.
    pub date_of_birth: Option<NaiveDate>,
    /// Their sex.
    pub sex: Option<Sex>,
    /// Their PNC id, where the organisation may read it.
    pub pnc_id: Option<String>,
    /// Their prison number, where the organisation may read it.
    pub prison_number: Option<String>,
    /// The day on which they left prison: after the stay in which the help began, or the last before it.
    pub index_on: Option<NaiveDate>,
    /// The day on which the help began.
    pub started_on: NaiveDate,
    /// The day on which it ended, once nothing of it goes on.
    pub ended_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    given_name: String,
    family_name: String,
    date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    pnc_id: Option<String>,
    prison_number: Option<String>,
    index_on: Option<NaiveDate>,
    started_on: NaiveDate,
    ended_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Helped {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            person: PersonId(row.id),
            given_name: row.given_name,
            family_name: row.family_name,
            date_of_birth: row.date_of_birth,
            sex: row.sex.map(|code| coded("person", row.id, "sex", &code)).transpose()?,
            pnc_id: row.pnc_id,
            prison_number: row.prison_number,
            index_on: row.index_on,
            started_on: row.started_on,
            ended_on: row.ended_on,
        })
    }
}

/// What policy lets a file say of whom.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who is in it.
    pub people: Condition,
    /// Whose PNC id it has.
    pub police_numbers: Condition,
    /// Whose prison number it has.
    pub identifiers: Condition,
}

/// Returns whether a service of a pilot is an organisation's.
///
/// # Errors
/// When the database fails.
pub async fn gives_help(
    conn: &mut Conn,
    pilot: PilotId,
    organisation: OrganisationId,
) -> Result<bool, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(*) from pilot_service s join service v on v.id = s.service_id \
         where s.pilot_id = $1 and v.organisation_id = $2",
        pilot.0,
        organisation.0,
    )?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Returns how many people an organisation helped, whatever policy lets it say of them.
///
/// # Errors
/// When the database fails.
pub async fn count_helped(
    conn: &mut Conn,
    pilot: PilotId,
    organisation: OrganisationId,
) -> Result<i64, StoreError> {
    let row = one!(
        conn,
        (i64,),
        "select count(distinct r.person_id) from pilot x join pilot_service s on s.pilot_id = x.id \
         join referral r on r.service_id = s.service_id and r.provider_id = $1 \
         and r.started_on >= x.starts_on where x.id = $2",
        organisation.0,
        pilot.0,
    )?;
    Ok(row.map_or(0, |(count,)| count))
}

/// Lists those whom the reader's organisation helped and whom policy lets be told of, in the order of their ids.
///
/// # Errors
/// When the database fails, or there are more than [`COHORT_LIMIT`].
pub async fn helped(
    conn: &mut Conn,
    pilot: PilotId,
    told: &Told,
    reader: Reader,
) -> Result<Vec<Helped>, StoreError> {
    // Nothing is asked of the database that its answer does not depend on.
    if told.people == Condition::Never {
        return Ok(Vec::new());
    }
    let number = |kind: &str, condition: &Condition| {
        format!(
            "case when {} then (select i.value from person_identifier i where i.person_id = p.id \
             and i.kind = '{kind}' order by i.recorded_at desc, i.value limit 1) end as {kind}",
            visible::sql(condition, reader)
        )
    };
    let text = format!(
        "{HELPED} select p.id, p.given_name, p.family_name, p.date_of_birth, p.sex, {}, {}, \
         (select e.ended_on from episode e where e.person_id = p.id and e.kind = 'custody' \
         and e.started_on <= h.started_on order by e.started_on desc, e.id desc limit 1) as index_on, \
         h.started_on, case when h.going = 0 then h.last_on end as ended_on \
         from helped h join person p on p.id = h.person_id where {} order by p.id limit $5",
        number("pnc_id", &told.police_numbers),
        number("prison_number", &told.identifiers),
        visible::sql(&told.people, reader),
    );
    let rows: Vec<Row> = on!(conn, c => {
        sqlx::query_as(AssertSqlSafe(text))
            .bind(reader.organisation.0)
            .bind(reader.purpose.code())
            .bind(reader.today)
            .bind(pilot.0)
            .bind(COHORT_LIMIT + 1)
            .fetch_all(c)
            .await
    })?;
    complete(&rows, "people whom an organisation helped", COHORT_LIMIT)?;
    rows.into_iter().map(|row| Ok(Helped::try_from(row)?)).collect()
}

/// That a file was made, as the journal has it.
#[derive(Clone, Debug)]
pub struct Made {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, by name.
    pub by: Option<String>,
    /// What was written of it.
    pub event: Event,
}

/// Lists the files that an organisation made of a pilot, the latest first: from the journal, where each has to be
/// before it is handed out, and where nobody changes it.
///
/// # Errors
/// When the database fails.
pub async fn files_made(
    conn: &mut Conn,
    pilot: PilotId,
    organisation: OrganisationId,
) -> Result<Vec<Made>, StoreError> {
    let rows = all!(
        conn,
        (DateTime<Utc>, Option<String>, Json<Event>),
        "select j.at, a.name, j.detail from journal j left join account a on a.id = j.account_id \
         where j.subject_id = $1 and j.organisation_id = $2 \
         and j.event = 'justice_data_lab_file_made' order by j.id desc limit $3",
        pilot.0,
        organisation.0,
        FILES_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(at, by, event)| Made { at, by, event: event.0 }).collect())
}
