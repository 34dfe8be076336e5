//! Releases from custody.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{EpisodeId, PersonId, Release, ReleaseId};
use policy::Authorised;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    episode_id: Uuid,
    due_on: NaiveDate,
    route: String,
    release_on: NaiveDate,
    going_to: String,
    status: String,
    released_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Release {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: ReleaseId(row.id),
            person: PersonId(row.person_id),
            episode: EpisodeId(row.episode_id),
            due_on: row.due_on,
            route: coded("release", row.id, "route", &row.route)?,
            release_on: row.release_on,
            going_to: row.going_to,
            status: coded("release", row.id, "status", &row.status)?,
            released_on: row.released_on,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, episode_id, due_on, route, release_on, going_to, status, \
             released_on from release ",
            $rest
        )
    };
}

/// Adds a release or changes it. A release has no clock of its own: what it sets off has.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Tx, release: &Release) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into release (id, person_id, episode_id, due_on, route, release_on, going_to, \
         status, released_on) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         on conflict (id) do update set episode_id = excluded.episode_id, \
         due_on = excluded.due_on, route = excluded.route, \
         release_on = excluded.release_on, \
         going_to = excluded.going_to, status = excluded.status, \
         released_on = excluded.released_on",
        release.id.0,
        release.person.0,
        release.episode.0,
        release.due_on,
        release.route.code(),
        release.release_on,
        &release.going_to,
        release.status.code(),
        release.released_on,
    )?;
    Ok(())
}

/// Finds a release, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ReleaseId) -> Result<Option<Release>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Release::try_from).transpose()?)
}

/// Lists a person's releases, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Release>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by release_on desc, id desc limit 100"),
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Release::try_from(row)?)).collect()
}

/// Finds the planned release that comes first, if any.
///
/// # Errors
/// When the database fails.
pub async fn next_planned(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Option<Release>, StoreError> {
    planned_of(conn, *person.resource()).await
}

/// Finds the planned release that comes first, for a comparison that shows nothing.
pub(crate) async fn planned_of(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Option<Release>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!("where person_id = $1 and status = 'planned' order by release_on, id limit 1"),
        person.0,
    )?;
    Ok(row.map(Release::try_from).transpose()?)
}
