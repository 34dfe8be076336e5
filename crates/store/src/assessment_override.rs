//! The worker's ratings of a draft. A submitted assessment has them beside the computed ones, and
//! none here.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use domain::{Area, AssessmentId, PersonId, RatingOverride};
use policy::Authorised;
use uuid::Uuid;

#[derive(sqlx::FromRow)]
struct Row {
    assessment_id: Uuid,
    area: String,
    rating: String,
    reason: String,
    note: Option<String>,
}

impl TryFrom<Row> for (Area, RatingOverride) {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        const TABLE: &str = "assessment_override";
        let id = row.assessment_id;
        let by_worker = RatingOverride {
            rating: coded(TABLE, id, "rating", &row.rating)?,
            reason: coded(TABLE, id, "reason", &row.reason)?,
            note: row.note,
        };
        Ok((coded(TABLE, id, "area", &row.area)?, by_worker))
    }
}

/// Puts the worker's rating of an area into a draft, in place of an earlier one. Returns false, and
/// changes nothing, once it is submitted.
///
/// # Errors
/// When the database fails.
pub async fn put(
    tx: &mut Tx,
    id: AssessmentId,
    area: Area,
    by_worker: &RatingOverride,
) -> Result<bool, StoreError> {
    let put = run!(
        tx,
        "insert into assessment_override (assessment_id, person_id, area, rating, reason, note) \
         select id, person_id, $2, $3, $4, $5 from assessment \
         where id = $1 and submitted_at is null \
         on conflict (assessment_id, area) do update set rating = excluded.rating, \
         reason = excluded.reason, note = excluded.note",
        id.0,
        area.code(),
        by_worker.rating.code(),
        by_worker.reason.code(),
        by_worker.note.as_deref(),
    )?;
    Ok(put == 1)
}

/// Takes the worker's rating of an area back. Returns whether there was one.
///
/// # Errors
/// When the database fails.
pub async fn remove(tx: &mut Tx, id: AssessmentId, area: Area) -> Result<bool, StoreError> {
    let removed = run!(
        tx,
        "delete from assessment_override where assessment_id = $1 and area = $2",
        id.0,
        area.code(),
    )?;
    Ok(removed == 1)
}

/// Lists the worker's ratings of a draft, by area.
///
/// # Errors
/// When the database fails.
pub async fn of_draft(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    id: AssessmentId,
) -> Result<Vec<(Area, RatingOverride)>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select assessment_id, area, rating, reason, note from assessment_override \
         where assessment_id = $1 and person_id = $2 order by area limit $3",
        id.0,
        person.resource().0,
        Area::ALL.len() as i64,
    )?;
    let mut by_worker: Vec<(Area, RatingOverride)> =
        rows.into_iter().map(TryInto::try_into).collect::<Result<_, _>>()?;
    by_worker.sort_by_key(|(area, _)| *area);
    Ok(by_worker)
}
