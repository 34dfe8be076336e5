//! What was said of pilots in public, and the pilots of which something can be.

use crate::error::coded;
use crate::pilot;
use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::evidence::{Counted, Publication};
use domain::{AccountId, Area, Pilot, PilotId, PilotOutcome, PlanOfPilot};
use sqlx::types::Json;
use uuid::Uuid;

/// Publications of one pilot on its page.
pub const PUBLICATIONS_LIMIT: i64 = 100;

/// A publication as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The pilot.
    pub pilot: PilotId,
    /// 1 for its first.
    pub number: i64,
    /// What was said.
    pub publication: Publication,
    /// SHA-256 of it, in hexadecimal.
    pub hash: String,
    /// How many people who were served each outcome rests on. Shown to nobody.
    pub counted: Vec<(PilotOutcome, Counted)>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who published it.
    pub by: AccountId,
}

#[derive(sqlx::FromRow)]
struct Row {
    pilot_id: Uuid,
    number: i64,
    document: Json<Publication>,
    hash: String,
    counted: Json<Vec<(PilotOutcome, Counted)>>,
    published_at: DateTime<Utc>,
    published_by: Uuid,
}

impl From<Row> for Published {
    fn from(row: Row) -> Self {
        Self {
            pilot: PilotId(row.pilot_id),
            number: row.number,
            publication: row.document.0,
            hash: row.hash,
            counted: row.counted.0,
            at: row.published_at,
            by: AccountId(row.published_by),
        }
    }
}

/// Lets one publication be made at a time: what is public of other pilots stays as it is until then.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx) -> Result<(), StoreError> {
    // `select … for update` is not in both databases; a change of nothing is.
    run!(tx, "update pilot set name = name where id = (select id from pilot order by id limit 1)",)?;
    Ok(())
}

/// Adds a publication. Returns whether it was added: where another of the same number came first, it was
/// not.
///
/// # Errors
/// When the database fails.
pub async fn publish(tx: &mut Tx, id: Uuid, published: &Published) -> Result<bool, StoreError> {
    let added = run!(
        tx,
        "insert into evidence_publication \
         (id, pilot_id, number, document, hash, counted, published_at, published_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (pilot_id, number) do nothing",
        id,
        published.pilot.0,
        published.number,
        Json(&published.publication),
        &published.hash,
        Json(&published.counted),
        published.at,
        published.by.0,
    )?;
    Ok(added > 0)
}

/// Lists the publications of a pilot, the latest first, and so many at most.
///
/// # Errors
/// When the database fails.
pub async fn publications(
    conn: &mut Conn,
    pilot: PilotId,
    limit: i64,
) -> Result<Vec<Published>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select pilot_id, number, document, hash, counted, published_at, published_by \
         from evidence_publication where pilot_id = $1 order by number desc limit $2",
        pilot.0,
        limit,
    )?;
    Ok(rows.into_iter().map(Published::from).collect())
}

/// A pilot of the register: one whose plan is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The pilot.
    pub pilot: Pilot,
    /// Its plan.
    pub plan: PlanOfPilot,
    /// The needs that its services are for.
    pub areas: Vec<Area>,
    /// What was said of it last.
    pub latest: Option<Published>,
}

/// Lists the pilots whose plan is fixed, the latest start first.
///
/// # Errors
/// When the database fails.
pub async fn register(conn: &mut Conn) -> Result<Vec<Registered>, StoreError> {
    let mut registered = Vec::new();
    for pilot in pilot::list(conn).await? {
        registered.extend(registered_with(conn, pilot).await?);
    }
    Ok(registered)
}

/// Finds a pilot whose plan is fixed.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: PilotId) -> Result<Option<Registered>, StoreError> {
    match pilot::find(conn, id).await? {
        Some(pilot) => registered_with(conn, pilot).await,
        None => Ok(None),
    }
}

async fn registered_with(conn: &mut Conn, pilot: Pilot) -> Result<Option<Registered>, StoreError> {
    let Some(plan) = pilot::plan(conn, pilot.id).await?.filter(PlanOfPilot::is_fixed) else {
        return Ok(None);
    };
    let codes = all!(
        conn,
        (String,),
        "select distinct a.area from pilot_service s \
         join service_area a on a.service_id = s.service_id where s.pilot_id = $1 \
         order by a.area limit 100",
        pilot.id.0,
    )?;
    let area = |row: (String,)| coded::<Area>("service_area", pilot.id.0, "area", &row.0);
    let mut areas = codes.into_iter().map(area).collect::<Result<Vec<_>, _>>()?;
    areas.sort_unstable();
    let latest = publications(conn, pilot.id, 1).await?.pop();
    Ok(Some(Registered { pilot, plan, areas, latest }))
}
