//! Files of proven offences that were added to a pilot, and what the one that counts says of its people. Rows
//! without names.

use super::eligible::with_eligible;
use super::{READINGS_LIMIT, complete};
use crate::error::{coded, whole};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    AccountId, IdentifierKind, MOST_REOFFENDING_FILES, PersonId, PilotId, ProvenOffence,
    ReoffendingFile,
};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: i64,
    source: String,
    complete_on: NaiveDate,
    hash: String,
    people: i64,
    linked: i64,
    added_at: DateTime<Utc>,
    added_by: Uuid,
}

impl TryFrom<Row> for ReoffendingFile {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "reoffending_file";
        Ok(Self {
            number: whole(TABLE, row.id, "number", row.number)?,
            source: row.source,
            complete_on: row.complete_on,
            hash: row.hash,
            people: whole(TABLE, row.id, "people", row.people)?,
            linked: whole(TABLE, row.id, "linked", row.linked)?,
            at: row.added_at,
            by: AccountId(row.added_by),
        })
    }
}

/// Adds a file with what it says of people, each record with its id, in the place of what the one before said. Returns whether it was
/// added: where another of the same number came first, it was not. Nothing but what is new may follow in the
/// transaction.
///
/// # Errors
/// When the database fails.
pub async fn add_reoffending(
    tx: &mut Tx,
    id: Uuid,
    pilot: PilotId,
    file: &ReoffendingFile,
    records: &[(Uuid, PersonId, Option<ProvenOffence>)],
) -> Result<bool, StoreError> {
    run!(
        tx,
        "delete from reoffending_record where file_id in \
         (select id from reoffending_file where pilot_id = $1)",
        pilot.0,
    )?;
    let added = run!(
        tx,
        "insert into reoffending_file (id, pilot_id, number, source, complete_on, hash, people, \
         linked, added_at, added_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (pilot_id, number) do nothing",
        id,
        pilot.0,
        i64::from(file.number),
        &file.source,
        file.complete_on,
        &file.hash,
        i64::from(file.people),
        i64::from(file.linked),
        file.at,
        file.by.0,
    )?;
    if added == 0 {
        return Ok(false);
    }
    tx.only_adds();
    for (record, person, offence) in records {
        put!(
            tx,
            "insert into reoffending_record (id, file_id, person_id, committed_on, proven_on) \
             values ($1, $2, $3, $4, $5)",
            *record,
            id,
            person.0,
            offence.map(|offence| offence.committed_on),
            offence.map(|offence| offence.proven_on),
        )?;
    }
    Ok(true)
}

/// Lists the files of a pilot, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn reoffending_files(
    conn: &mut Conn,
    pilot: PilotId,
) -> Result<Vec<ReoffendingFile>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, number, source, complete_on, hash, people, linked, added_at, added_by \
         from reoffending_file where pilot_id = $1 order by number desc limit $2",
        pilot.0,
        i64::from(MOST_REOFFENDING_FILES),
    )?;
    rows.into_iter().map(|row| Ok(ReoffendingFile::try_from(row)?)).collect()
}

/// Lists what the file that counts says, person by person: each proven offence, or nothing for whoever was
/// looked up and has none.
///
/// # Errors
/// When the database fails, or there is more than [`READINGS_LIMIT`].
pub async fn reoffending(
    conn: &mut Conn,
    pilot: PilotId,
) -> Result<Vec<(PersonId, Option<ProvenOffence>)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, Option<NaiveDate>, Option<NaiveDate>),
        "select r.person_id, r.committed_on, r.proven_on from reoffending_record r \
         join reoffending_file f on f.id = r.file_id where f.pilot_id = $1 \
         order by r.person_id, r.id limit $2",
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "proven offences of a pilot", READINGS_LIMIT)?;
    let offence = |committed_on: Option<NaiveDate>, proven_on: Option<NaiveDate>| {
        Some(ProvenOffence { committed_on: committed_on?, proven_on: proven_on? })
    };
    let record =
        |(person, committed_on, proven_on)| (PersonId(person), offence(committed_on, proven_on));
    Ok(rows.into_iter().map(record).collect())
}

/// A number of somebody whom the services of a pilot are for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Who.
    pub person: PersonId,
    /// What kind of number it is.
    pub kind: IdentifierKind,
    /// The number.
    pub value: String,
    /// Their date of birth.
    pub date_of_birth: Option<NaiveDate>,
}

/// Lists the numbers of everybody whom the services of a pilot are for, to find in a file who they are.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn numbers(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Numbered>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String, Option<NaiveDate>),
        with_eligible!(
            "select c.person_id, i.kind, i.value, p.date_of_birth from eligible c \
             join person p on p.id = c.person_id \
             join person_identifier i on i.person_id = c.person_id \
             where i.kind in ('prison_number', 'pnc_id', 'crn') \
             order by c.person_id, i.kind, i.value limit $2"
        ),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "numbers of those whom the services are for", READINGS_LIMIT)?;
    let numbered = |(person, kind, value, date_of_birth): (Uuid, String, String, _)| {
        let kind = coded("person_identifier", person, "kind", &kind)?;
        Ok(Numbered { person: PersonId(person), kind, value, date_of_birth })
    };
    rows.into_iter().map(numbered).collect()
}
