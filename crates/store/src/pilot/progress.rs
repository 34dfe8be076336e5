//! How a pilot goes, before anything is known of its outcomes: who was asked for, and who has been in
//! custody since the start. Rows without names.

use super::{READINGS_LIMIT, complete, with_cohort};
use crate::{Conn, StoreError};
use chrono::NaiveDate;
use domain::{PersonId, PilotId, ReferralState};
use sqlx::types::Json;
use uuid::Uuid;

/// A referral of somebody to a service of a pilot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who. Not a name: a page of figures never looks the person up.
    pub person: PersonId,
    /// The day on which it was written.
    pub on: NaiveDate,
    /// Where it stands.
    pub state: ReferralState,
}

/// Lists the referrals to the services of a pilot that were sent since its first day, or whose service
/// started since: person by person, each person's oldest first.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn asked(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Asked>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, NaiveDate, Json<ReferralState>),
        "select r.person_id, r.created_on, r.state from pilot p \
         join pilot_service s on s.pilot_id = p.id join referral r on r.service_id = s.service_id \
         and (r.created_on >= p.starts_on or r.started_on >= p.starts_on) \
         where p.id = $1 and r.status <> 'draft' \
         order by r.person_id, r.created_on, r.id limit $2",
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "referrals to the services of the pilot", READINGS_LIMIT)?;
    let asked = |(person, on, state): (Uuid, NaiveDate, Json<ReferralState>)| Asked {
        person: PersonId(person),
        on,
        state: state.0,
    };
    Ok(rows.into_iter().map(asked).collect())
}

/// A stay in custody of somebody in the cohort that had not ended before their start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Who. Not a name.
    pub person: PersonId,
    /// The day on which it began.
    pub began_on: NaiveDate,
    /// The day on which it ended.
    pub ended_on: Option<NaiveDate>,
}

/// Lists the stays in custody of the cohort of a pilot, person by person, each person's oldest first.
///
/// # Errors
/// When the database fails, or there are more than [`READINGS_LIMIT`].
pub async fn stays(conn: &mut Conn, pilot: PilotId) -> Result<Vec<Stay>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, NaiveDate, Option<NaiveDate>),
        with_cohort!(
            " select c.person_id, e.started_on, e.ended_on from cohort c \
             join episode e on e.person_id = c.person_id and e.kind = 'custody' \
             and (e.ended_on is null or e.ended_on >= c.started_on) \
             order by c.person_id, e.started_on, e.id limit $2"
        ),
        pilot.0,
        READINGS_LIMIT + 1,
    )?;
    complete(&rows, "stays in custody of the cohort", READINGS_LIMIT)?;
    let stay = |(person, began_on, ended_on)| Stay { person: PersonId(person), began_on, ended_on };
    Ok(rows.into_iter().map(stay).collect())
}
