//! Organisations.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, Organisation, OrganisationId};
use std::collections::HashMap;
use uuid::Uuid;

/// Organisations on one list.
pub const LIST_LIMIT: i64 = 500;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name: String,
    sector: String,
    kind: String,
    region: Option<String>,
    prison_code: Option<String>,
}

impl TryFrom<Row> for Organisation {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: OrganisationId(row.id),
            sector: coded("organisation", row.id, "sector", &row.sector)?,
            kind: coded("organisation", row.id, "kind", &row.kind)?,
            name: row.name,
            region: row.region,
            prison_code: row.prison_code,
        })
    }
}

/// Adds an organisation.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    organisation: &Organisation,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into organisation (id, name, sector, kind, region, prison_code, created_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        organisation.id.0,
        &organisation.name,
        organisation.sector.code(),
        organisation.kind.code(),
        organisation.region.as_deref(),
        organisation.prison_code.as_deref(),
        now,
    )?;
    Ok(())
}

/// Finds an organisation.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select id, name, sector, kind, region, prison_code from organisation where id = $1",
        id.0,
    )?;
    Ok(row.map(Organisation::try_from).transpose()?)
}

/// Returns the prisons by their code in the register: some 120 in England and Wales.
///
/// # Errors
/// When the database fails.
pub async fn prisons(conn: &mut Conn) -> Result<HashMap<String, OrganisationId>, StoreError> {
    let rows: Vec<(String, Uuid)> = all!(
        conn,
        (String, Uuid),
        "select prison_code, id from organisation where prison_code is not null \
         order by prison_code limit $1",
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(code, id)| (code, OrganisationId(id))).collect())
}

/// Lists all organisations by name.
///
/// # Errors
/// When the database fails.
pub async fn list(conn: &mut Conn) -> Result<Vec<Organisation>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, name, sector, kind, region, prison_code from organisation \
         order by name, id limit $1",
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Organisation::try_from(row)?)).collect()
}

/// Lists the active workers of an organisation: id and name, by name.
///
/// # Errors
/// When the database fails.
pub async fn workers(
    conn: &mut Conn,
    id: OrganisationId,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select id, name from account where organisation_id = $1 and active = $2 \
         and role in ('resettlement_worker', 'service_worker') order by name, id limit $3",
        id.0,
        true,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id, name)| (AccountId(id), name)).collect())
}

/// Lists the active workers of an organisation who can lead a case: id and name, by name.
///
/// # Errors
/// When the database fails.
pub async fn case_workers(
    conn: &mut Conn,
    id: OrganisationId,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String),
        "select id, name from account where organisation_id = $1 and active = $2 \
         and role = 'resettlement_worker' order by name, id limit $3",
        id.0,
        true,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(|(id, name)| (AccountId(id), name)).collect())
}
