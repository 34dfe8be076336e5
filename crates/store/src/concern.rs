//! Concerns of people, with their clocks. What was said and what was answered is never changed.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx, clock};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{AccountId, Concern, ConcernId, ConcernKind, PersonId, Subject};
use policy::Authorised;
use uuid::Uuid;

/// Concerns of one person shown at once.
pub const LIST_LIMIT: i64 = 200;

/// A concern as it was said, and what was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The concern.
    pub concern: Concern,
    /// What was said.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The answer, and when it was given.
    pub answer: Option<(String, DateTime<Utc>)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    person_id: Uuid,
    lead_organisation_id: Uuid,
    lead_account_id: Option<Uuid>,
    kind: String,
    words: String,
    said_on: NaiveDate,
    at: DateTime<Utc>,
    answer: Option<String>,
    answered_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Said {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            concern: Concern {
                id: ConcernId(row.id),
                person: PersonId(row.person_id),
                owner: clock::owner(row.lead_organisation_id, row.lead_account_id),
                kind: coded::<ConcernKind>("concern", row.id, "kind", &row.kind)?,
                said_on: row.said_on,
                answered: row.answered_at.is_some(),
            },
            words: row.words,
            at: row.at,
            answer: row.answer.zip(row.answered_at),
        })
    }
}

macro_rules! said {
    ($conn:expr, $load:ident, $where:literal $(, $bind:expr)* $(,)?) => {
        $load!(
            $conn,
            Row,
            concat!(
                "select c.id, c.person_id, p.lead_organisation_id, p.lead_account_id, c.kind, \
                 c.words, c.said_on, c.at, c.answer, c.answered_at from concern c \
                 join person p on p.id = c.person_id where ",
                $where
            )
            $(, $bind)*
        )
    };
}

/// Adds a concern, with its clock.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    concern: &Concern,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into concern (id, person_id, kind, words, said_on, at) \
         values ($1, $2, $3, $4, $5, $6)",
        concern.id.0,
        concern.person.0,
        concern.kind.code(),
        words,
        concern.said_on,
        now,
    )?;
    set_clock(tx, concern).await
}

/// Starts, changes or stops the clock of a concern, as it stands.
///
/// # Errors
/// When the database fails.
pub async fn set_clock(tx: &mut Tx, concern: &Concern) -> Result<(), StoreError> {
    let id = concern.id.0;
    clock::set(tx, concern.person, Subject::Concern, id, concern.clock()).await
}

/// Answers a concern, and stops its clock. Returns false, and changes nothing, when it was answered.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    tx: &mut Tx,
    answered: &Concern,
    words: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let changed = run!(
        tx,
        "update concern set answer = $2, answered_by = $3, answered_at = $4 \
         where id = $1 and answered_at is null",
        answered.id.0,
        words,
        by.0,
        now,
    )?;
    if changed == 1 {
        set_clock(tx, answered).await?;
    }
    Ok(changed == 1)
}

/// Finds one concern of a person.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    id: ConcernId,
) -> Result<Option<Said>, StoreError> {
    let row = said!(conn, one, "c.id = $1 and c.person_id = $2", id.0, person.resource().0)?;
    Ok(row.map(Said::try_from).transpose()?)
}

/// Lists a person's concerns, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Said>, StoreError> {
    let rows = said!(
        conn,
        all,
        "c.person_id = $1 order by c.at desc, c.id desc limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Said::try_from(row)?)).collect()
}

/// Lists a person's concerns that wait for an answer, the earliest first.
///
/// # Errors
/// When the database fails.
pub async fn open_of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Concern>, StoreError> {
    let rows = said!(
        conn,
        all,
        "c.person_id = $1 and c.answered_at is null order by c.at, c.id limit $2",
        person.resource().0,
        LIST_LIMIT,
    )?;
    rows.into_iter().map(|row| Ok(Said::try_from(row)?.concern)).collect()
}
