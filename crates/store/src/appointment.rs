//! Appointments and attendance.

use crate::clock;
use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, Appointment, AppointmentId, PersonId, ReferralId, Subject};
use policy::Authorised;
use uuid::Uuid;

/// Appointments on one list.
pub const LIST_LIMIT: i64 = 100;
/// Appointments of one person without attendance at most.
const OPEN_LIMIT: i64 = 1_000;

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    referral_id: Option<Uuid>,
    owner_organisation_id: Uuid,
    owner_account_id: Option<Uuid>,
    at: DateTime<Utc>,
    kind: String,
    place: String,
    attendance: String,
    note: Option<String>,
    given_name: String,
    family_name: String,
    organisation_name: String,
    account_name: Option<String>,
}

/// An appointment on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The appointment.
    pub appointment: Appointment,
    /// What was written down with its attendance.
    pub note: Option<String>,
    /// The person's name, family name first.
    pub person_name: String,
    /// The name of the organisation that keeps it.
    pub organisation: String,
    /// The name of the worker who keeps it, once named.
    pub worker: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            appointment: Appointment {
                id: AppointmentId(row.id),
                person: PersonId(row.person_id),
                referral: row.referral_id.map(ReferralId),
                owner: clock::owner(row.owner_organisation_id, row.owner_account_id),
                at: row.at,
                kind: coded("appointment", row.id, "kind", &row.kind)?,
                place: row.place,
                attendance: coded("appointment", row.id, "attendance", &row.attendance)?,
            },
            note: row.note,
            person_name: format!("{}, {}", row.family_name, row.given_name),
            organisation: row.organisation_name,
            worker: row.account_name,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select m.id, m.person_id, m.referral_id, m.owner_organisation_id, \
             m.owner_account_id, m.at, m.kind, m.place, m.attendance, m.note, \
             p.given_name, p.family_name, o.name as organisation_name, a.name as account_name \
             from appointment m join person p on p.id = m.person_id \
             join organisation o on o.id = m.owner_organisation_id \
             left join account a on a.id = m.owner_account_id ",
            $rest
        )
    };
}

/// Adds an appointment or changes it, with its clock.
///
/// # Errors
/// When the database fails.
pub async fn save(tx: &mut Tx, appointment: &Appointment) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into appointment (id, person_id, referral_id, owner_organisation_id, \
         owner_account_id, at, kind, place, attendance) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do update set \
         owner_organisation_id = excluded.owner_organisation_id, \
         owner_account_id = excluded.owner_account_id, at = excluded.at, kind = excluded.kind, \
         place = excluded.place, attendance = excluded.attendance",
        appointment.id.0,
        appointment.person.0,
        appointment.referral.map(|id| id.0),
        appointment.owner.organisation.0,
        appointment.owner.account.map(|id| id.0),
        appointment.at,
        appointment.kind.code(),
        &appointment.place,
        appointment.attendance.code(),
    )?;
    let (person, id) = (appointment.person, appointment.id.0);
    clock::set(tx, person, Subject::Appointment, id, appointment.clock()).await
}

/// Adds what was written down with an appointment's attendance.
///
/// # Errors
/// When the database fails.
pub async fn set_note(tx: &mut Tx, id: AppointmentId, note: &str) -> Result<(), StoreError> {
    run!(tx, "update appointment set note = $2 where id = $1", id.0, note)?;
    Ok(())
}

/// Finds an appointment, for policy to decide on.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: AppointmentId) -> Result<Option<Appointment>, StoreError> {
    let row = one!(conn, Row, select!("where m.id = $1"), id.0)?;
    Ok(row.map(|row| Listed::try_from(row).map(|listed| listed.appointment)).transpose()?)
}

/// Lists a person's appointments from a moment on, the soonest first.
///
/// # Errors
/// When the database fails.
pub async fn upcoming(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    from: DateTime<Utc>,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where m.person_id = $1 and m.at >= $2 order by m.at, m.id limit $3"),
        person.resource().0,
        from,
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Lists a person's appointments before a moment, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn past(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    before: DateTime<Utc>,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!("where m.person_id = $1 and m.at < $2 order by m.at desc, m.id desc limit $3"),
        person.resource().0,
        before,
        LIST_LIMIT,
    )?;
    listed(rows)
}

/// Lists a person's appointments whose attendance is not recorded, the soonest first: what a
/// handover passes on.
///
/// # Errors
/// When the database fails.
pub async fn scheduled_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Appointment>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where m.person_id = $1 and m.attendance = 'scheduled' order by m.at, m.id limit $2"
        ),
        person.resource().0,
        OPEN_LIMIT,
    )?;
    Ok(listed(rows)?.into_iter().map(|listed| listed.appointment).collect())
}

/// Lists the appointments that a worker keeps from a moment until before another, the soonest
/// first. The caller knows when a day begins in England and Wales.
///
/// # Errors
/// When the database fails.
pub async fn of_worker(
    conn: &mut Conn,
    account: AccountId,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        select!(
            "where m.owner_account_id = $1 and m.at >= $2 and m.at < $3 \
             order by m.at, m.id limit $4"
        ),
        account.0,
        from,
        before,
        LIST_LIMIT,
    )?;
    listed(rows)
}

fn listed(rows: Vec<Row>) -> Result<Vec<Listed>, StoreError> {
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}
