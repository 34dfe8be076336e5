//! Files of people with whom those who were served by a pilot are compared.

use crate::error::whole;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, PilotId, PilotPool};
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    number: i64,
    source: String,
    hash: String,
    people: i64,
    added_at: DateTime<Utc>,
    added_by: Uuid,
}

impl TryFrom<Row> for PilotPool {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            number: whole("pilot_pool", row.id, "number", row.number)?,
            source: row.source,
            hash: row.hash,
            people: whole("pilot_pool", row.id, "people", row.people)?,
            at: row.added_at,
            by: AccountId(row.added_by),
        })
    }
}

/// Adds a file. Returns whether it was added: where another of the same number came first, it was not.
///
/// # Errors
/// When the database fails.
pub async fn add_pool(
    tx: &mut Tx,
    id: Uuid,
    pilot: PilotId,
    pool: &PilotPool,
    content: &str,
) -> Result<bool, StoreError> {
    let added = run!(
        tx,
        "insert into pilot_pool \
         (id, pilot_id, number, source, hash, people, content, added_at, added_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (pilot_id, number) do nothing",
        id,
        pilot.0,
        i64::from(pool.number),
        &pool.source,
        &pool.hash,
        i64::from(pool.people),
        content,
        pool.at,
        pool.by.0,
    )?;
    Ok(added > 0)
}

/// Lists the files of a pilot, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn pools(conn: &mut Conn, pilot: PilotId) -> Result<Vec<PilotPool>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, number, source, hash, people, added_at, added_by from pilot_pool \
         where pilot_id = $1 order by number desc limit $2",
        pilot.0,
        i64::from(domain::MOST_POOLS),
    )?;
    rows.into_iter().map(|row| Ok(PilotPool::try_from(row)?)).collect()
}

/// Returns the rows of one file of a pilot.
///
/// # Errors
/// When the database fails.
pub async fn pool_rows(
    conn: &mut Conn,
    pilot: PilotId,
    number: u32,
) -> Result<Option<String>, StoreError> {
    let found: Option<(String,)> = one!(
        conn,
        (String,),
        "select content from pilot_pool where pilot_id = $1 and number = $2",
        pilot.0,
        i64::from(number),
    )?;
    Ok(found.map(|(content,)| content))
}
