//! Needs: at most one open in each area of a person.

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{Area, AssessmentId, Need, NeedId, NeedState, PersonId, Subject};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    area: String,
    rating: String,
    assessment_id: Uuid,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    opened_on: NaiveDate,
    state: Json<NeedState>,
}

impl TryFrom<Row> for Need {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: NeedId(row.id),
            person: PersonId(row.person_id),
            area: coded("need", row.id, "area", &row.area)?,
            rating: coded("need", row.id, "rating", &row.rating)?,
            assessment: AssessmentId(row.assessment_id),
            owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
            opened_on: row.opened_on,
            state: row.state.0,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, area, rating, assessment_id, owner_organisation_id, \
             owner_account_id, opened_on, state from need ",
            $rest
        )
    };
}

/// Adds a need or changes it, with its clock.
///
/// # Errors
/// When the database fails, also when another need of the person is open in that area.
pub async fn save(tx: &mut Tx, need: &Need) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into need (id, person_id, area, rating, assessment_id, owner_organisation_id, \
         owner_account_id, opened_on, status, state) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do update set \
         rating = excluded.rating, assessment_id = excluded.assessment_id, \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, status = excluded.status, \
         state = excluded.state",
        need.id.0,
        need.person.0,
        need.area.code(),
        need.rating.code(),
        need.assessment.0,
        need.owner.organisation.0,
        need.owner.account.map(|id| id.0),
        need.opened_on,
        need.state.code(),
        Json(&need.state),
    )?;
    clock::set(tx, need.person, Subject::Need, need.id.0, need.clock()).await
}

/// Finds a need, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: NeedId) -> Result<Option<Need>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Need::try_from).transpose()?)
}

/// Finds a need to change it or its steps, and keeps others from doing so until the transaction
/// ends: when the last two steps of a need are closed at the same moment, it is seen to have none.
///
/// # Errors
/// When the database fails.
pub async fn hold(tx: &mut Tx, id: NeedId) -> Result<Option<Need>, StoreError> {
    // `select … for update` is not in both databases; a change of nothing holds the row in both.
    run!(tx, "update need set status = status where id = $1", id.0)?;
    find(tx, id).await
}

/// Lists a person's open needs, in the order of the areas.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Need>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 and status <> 'closed' order by area, id limit 50"),
        person.resource().0,
    )?;
    let mut needs = needs(rows)?;
    needs.sort_by_key(|need| need.area);
    Ok(needs)
}

/// Lists a person's needs, closed ones too, the latest opened first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Need>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by opened_on desc, id desc limit 200"),
        person.resource().0,
    )?;
    needs(rows)
}

/// Finds the open need of a person in an area, if there is one.
///
/// # Errors
/// When the database fails.
pub async fn open_in_area(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    area: Area,
) -> Result<Option<Need>, StoreError> {
    let row = one!(
        conn,
        Row,
        select!("where person_id = $1 and area = $2 and status <> 'closed'"),
        person.resource().0,
        area.code(),
    )?;
    Ok(row.map(Need::try_from).transpose()?)
}

fn needs(rows: Vec<Row>) -> Result<Vec<Need>, StoreError> {
    rows.into_iter().map(|row| Ok(Need::try_from(row)?)).collect()
}
