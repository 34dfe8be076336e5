//! Risk flags: kept apart from the rest of a person's record, and read by their own statement.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{PersonId, RiskFlag};
use policy::Authorised;
use uuid::Uuid;

/// A risk flag on a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag {
    /// Its id.
    pub id: Uuid,
    /// What to watch for.
    pub kind: RiskFlag,
    /// More about it.
    pub note: Option<String>,
    /// The first day.
    pub from_on: NaiveDate,
    /// The last day, once it has ended.
    pub to_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    note: Option<String>,
    from_on: NaiveDate,
    to_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Flag {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: row.id,
            kind: coded("risk_flag", row.id, "kind", &row.kind)?,
            note: row.note,
            from_on: row.from_on,
            to_on: row.to_on,
        })
    }
}

/// Adds a risk flag.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    person: PersonId,
    flag: &Flag,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into risk_flag (id, person_id, kind, note, from_on, to_on, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        flag.id,
        person.0,
        flag.kind.code(),
        flag.note.as_deref(),
        flag.from_on,
        flag.to_on,
        now,
    )?;
    Ok(())
}

/// Ends a risk flag of a person. Returns false when it had ended, or is not theirs.
///
/// # Errors
/// When the database fails.
pub async fn end(
    tx: &mut Tx,
    person: &Authorised<PersonId>,
    id: Uuid,
    to_on: NaiveDate,
) -> Result<bool, StoreError> {
    let ended = run!(
        tx,
        "update risk_flag set to_on = $3 where id = $1 and person_id = $2 and to_on is null",
        id,
        person.resource().0,
        to_on,
    )?;
    Ok(ended == 1)
}

/// Lists a person's risk flags: those that stand first, then the latest.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Flag>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, kind, note, from_on, to_on from risk_flag where person_id = $1 \
         order by case when to_on is null then 0 else 1 end, from_on desc, id desc limit 100",
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Flag::try_from(row)?)).collect()
}
