//! Handovers between organisations and workers.

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::NaiveDate;
use domain::{
    Handover, HandoverId, HandoverKind, HandoverState, OrganisationId, PersonId, Subject,
};
use policy::Authorised;
use sqlx::types::Json;
use uuid::Uuid;

/// Handovers on one list.
pub const LIST_LIMIT: i64 = 100;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    kind: String,
    giver_organisation_id: Uuid,
    giver_account_id: Option<Uuid>,
    taker_organisation_id: Uuid,
    taker_account_id: Option<Uuid>,
    summary: String,
    effective_on: Option<NaiveDate>,
    state: Json<HandoverState>,
    since: NaiveDate,
}

impl TryFrom<Row> for Handover {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: HandoverId(row.id),
            person: PersonId(row.person_id),
            kind: coded("handover", row.id, "kind", &row.kind)?,
            giver: clock::owner(row.giver_organisation_id, row.giver_account_id),
            taker: clock::owner(row.taker_organisation_id, row.taker_account_id),
            summary: row.summary,
            effective_on: row.effective_on,
            state: row.state.0,
            since: row.since,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, person_id, kind, giver_organisation_id, giver_account_id, \
             taker_organisation_id, taker_account_id, summary, effective_on, state, since \
             from handover ",
            $rest
        )
    };
}

/// Adds a handover or changes it, with its clock.
///
/// # Errors
/// When the database fails, also when the person is being offered to another taker.
pub async fn save(tx: &mut Tx, handover: &Handover) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into handover (id, person_id, kind, giver_organisation_id, giver_account_id, \
         taker_organisation_id, taker_account_id, summary, effective_on, status, state, since) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         on conflict (id) do update set giver_account_id = excluded.giver_account_id, \
         taker_account_id = excluded.taker_account_id, summary = excluded.summary, \
         effective_on = excluded.effective_on, status = excluded.status, \
         state = excluded.state, since = excluded.since",
        handover.id.0,
        handover.person.0,
        handover.kind.code(),
        handover.giver.organisation.0,
        handover.giver.account.map(|id| id.0),
        handover.taker.organisation.0,
        handover.taker.account.map(|id| id.0),
        &handover.summary,
        handover.effective_on,
        handover.state.code(),
        Json(&handover.state),
        handover.since,
    )?;
    clock::set(tx, handover.person, Subject::Handover, handover.id.0, handover.clock()).await
}

/// Finds a handover, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: HandoverId) -> Result<Option<Handover>, StoreError> {
    let row = one!(conn, Row, select!("where id = $1"), id.0)?;
    Ok(row.map(Handover::try_from).transpose()?)
}

/// Lists a person's handovers, the latest change first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Handover>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where person_id = $1 order by since desc, id desc limit $2"),
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Handover::try_from(row)?)).collect()
}

/// Lists a person's open handovers, the latest change first. At most one of them waits to be
/// accepted.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Handover>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where person_id = $1 and status in ('created', 'accepted', 'meeting_held') \
             order by since desc, id desc limit $2"
        ),
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Handover::try_from(row)?)).collect()
}

/// A handover on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: HandoverId,
    /// Who is handed over.
    pub person: PersonId,
    /// The person's name, family name first; `None` once it is withheld from the reader.
    pub person_name: Option<String>,
    /// Why.
    pub kind: HandoverKind,
    /// The giver's name.
    pub giver_name: String,
    /// The state's code.
    pub status: String,
    /// The day of release or transfer, when there is one.
    pub effective_on: Option<NaiveDate>,
    /// The day its clock runs out.
    pub due_on: NaiveDate,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: Uuid,
    person_id: Uuid,
    given_name: String,
    family_name: String,
    kind: String,
    giver_name: String,
    status: String,
    effective_on: Option<NaiveDate>,
    due_on: NaiveDate,
}

/// Lists the open handovers to an organisation, the soonest due first.
///
/// # Errors
/// When the database fails.
pub async fn incoming(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        ListedRow,
        "select h.id, h.person_id, p.given_name, p.family_name, h.kind, o.name as giver_name, \
         h.status, h.effective_on, c.due_on from handover h join person p on p.id = h.person_id \
         join organisation o on o.id = h.giver_organisation_id \
         join clock c on c.subject_id = h.id where h.taker_organisation_id = $1 \
         and h.status in ('created', 'accepted', 'meeting_held') \
         order by c.due_on, h.id limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                id: HandoverId(row.id),
                person: PersonId(row.person_id),
                person_name: Some(format!("{}, {}", row.family_name, row.given_name)),
                kind: coded("handover", row.id, "kind", &row.kind)?,
                giver_name: row.giver_name,
                status: row.status,
                effective_on: row.effective_on,
                due_on: row.due_on,
            })
        })
        .collect()
}
