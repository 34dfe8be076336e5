//! The journal: entries are added, never changed. How they are written and sealed is in `seal`.

use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, Event, OrganisationId, PersonId, Purpose, Role};
use sqlx::types::Json;
use uuid::Uuid;

/// Entries of one page of a timeline.
pub const TIMELINE_LIMIT: i64 = 50;
/// Entries about one thing shown at once.
const SUBJECT_LIMIT: i64 = 100;

/// One entry, to be written.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, version 7: entries sort by it.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, unless nobody had signed in.
    pub account: Option<AccountId>,
    /// For which organisation.
    pub organisation: Option<OrganisationId>,
    /// In what role.
    pub role: Option<Role>,
    /// For what purpose.
    pub purpose: Purpose,
    /// What.
    pub event: Event,
    /// Whose record.
    pub person: Option<PersonId>,
    /// Which thing in it.
    pub subject: Option<Uuid>,
    /// The request it came with.
    pub request: Uuid,
    /// What keeps its sealed detail from being guessed: random bytes.
    pub salt: [u8; seal::SALT_BYTES],
}

/// Writes an entry in the transaction of the change that it records: when that commits, the entry
/// takes the next place in the sealed journal.
pub fn write(tx: &mut Tx, entry: Entry) {
    tx.enter(entry);
}

/// An entry of a timeline.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The entry's id: where the next page begins.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub account: Option<String>,
    /// For which organisation, by name.
    pub organisation: Option<String>,
    /// What.
    pub event: Event,
    /// Which thing in the record.
    pub subject: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    account_name: Option<String>,
    organisation_name: Option<String>,
    detail: Json<Event>,
    subject_id: Option<Uuid>,
}

impl From<Row> for Happened {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            at: row.at,
            account: row.account_name,
            organisation: row.organisation_name,
            event: row.detail.0,
            subject: row.subject_id,
        }
    }
}

/// Returns what happened to a person before an entry, or up to now, newest first: `limit` entries,
/// without the reads and without each saving of a draft's answers.
///
/// # Errors
/// When the database fails.
pub async fn timeline(
    conn: &mut Conn,
    person: PersonId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Happened>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select j.id, j.at, a.name as account_name, o.name as organisation_name, j.detail, j.subject_id \
         from journal j left join account a on a.id = j.account_id \
         left join organisation o on o.id = j.organisation_id \
         where j.person_id = $1 and j.id < $2 \
         and j.event not in ('person_read', 'refused', 'assessment_answered') \
         order by j.id desc limit $3",
        person.0,
        before.unwrap_or(Uuid::max()),
        limit,
    )?;
    Ok(rows.into_iter().map(Happened::from).collect())
}

/// Returns what happened to one thing, earliest first, without the reads.
///
/// # Errors
/// When the database fails.
pub async fn of_subject(conn: &mut Conn, subject: Uuid) -> Result<Vec<Happened>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select j.id, j.at, a.name as account_name, o.name as organisation_name, j.detail, j.subject_id \
         from journal j left join account a on a.id = j.account_id \
         left join organisation o on o.id = j.organisation_id \
         where j.subject_id = $1 order by j.id limit $2",
        subject,
        SUBJECT_LIMIT,
    )?;
    Ok(rows.into_iter().map(Happened::from).collect())
}

/// Returns the last entry of one kind about a person: tests read in it what was shown.
///
/// # Errors
/// When the database fails.
pub async fn last(
    conn: &mut Conn,
    person: PersonId,
    event: &str,
) -> Result<Option<Event>, StoreError> {
    let row: Option<(Json<Event>,)> = one!(
        conn,
        (Json<Event>,),
        "select detail from journal where person_id = $1 and event = $2 \
         order by position desc limit 1",
        person.0,
        event,
    )?;
    Ok(row.map(|(Json(event),)| event))
}

/// Counts the entries of one kind about a person: tests compare it with the pages served.
///
/// # Errors
/// When the database fails.
pub async fn count(
    conn: &mut Conn,
    person: Option<PersonId>,
    event: &str,
) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = match person {
        Some(person) => one!(
            conn,
            (i64,),
            "select count(*) from journal where person_id = $1 and event = $2",
            person.0,
            event,
        )?,
        None => one!(conn, (i64,), "select count(*) from journal where event = $1", event)?,
    };
    Ok(row.map_or(0, |row| row.0))
}
