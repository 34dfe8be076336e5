//! Alerts that one account reads many people's records. They are added and seen, never changed or
//! removed.

use crate::error::coded;
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, OrganisationId, ReadAlert, ReadAlertId, ReadAlertKind, Role};
use uuid::Uuid;

/// Alerts on one list.
pub const LIST_LIMIT: i64 = 100;

/// An alert as the organisation sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The alert.
    pub alert: ReadAlert,
    /// The reader's name.
    pub name: String,
    /// The reader's role.
    pub role: Role,
    /// What it was, by whom it was said, and when.
    pub seen: Option<Seen>,
}

/// What was said of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What it was.
    pub words: String,
    /// Who said so, by name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    organisation_id: Uuid,
    kind: String,
    people: i64,
    at: DateTime<Utc>,
    name: String,
    role: String,
    words: Option<String>,
    seen_by: Option<String>,
    seen_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Raised {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let seen = row.words.zip(row.seen_by).zip(row.seen_at);
        Ok(Self {
            alert: ReadAlert {
                id: ReadAlertId(row.id),
                account: AccountId(row.account_id),
                organisation: OrganisationId(row.organisation_id),
                kind: coded::<ReadAlertKind>("read_alert", row.id, "kind", &row.kind)?,
                people: u32::try_from(row.people).unwrap_or(u32::MAX),
                at: row.at,
                seen: row.seen_at.is_some(),
            },
            name: row.name,
            role: coded::<Role>("account", row.account_id, "role", &row.role)?,
            seen: seen.map(|((words, by), at)| Seen { words, by, at }),
        })
    }
}

/// Adds an alert.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, alert: &ReadAlert) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into read_alert (id, account_id, organisation_id, kind, people, at) \
         values ($1, $2, $3, $4, $5, $6)",
        alert.id.0,
        alert.account.0,
        alert.organisation.0,
        alert.kind.code(),
        i64::from(alert.people),
        alert.at,
    )?;
    Ok(())
}

/// Finds an alert.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, id: ReadAlertId) -> Result<Option<Raised>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select r.id, r.account_id, r.organisation_id, r.kind, r.people, r.at, a.name, a.role, \
         r.words, s.name as seen_by, r.seen_at from read_alert r \
         join account a on a.id = r.account_id left join account s on s.id = r.seen_by \
         where r.id = $1",
        id.0,
    )?;
    Ok(row.map(Raised::try_from).transpose()?)
}

/// Lists the alerts of an organisation: those that nobody has seen first, then the latest.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
) -> Result<Vec<Raised>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select r.id, r.account_id, r.organisation_id, r.kind, r.people, r.at, a.name, a.role, \
         r.words, s.name as seen_by, r.seen_at from read_alert r \
         join account a on a.id = r.account_id left join account s on s.id = r.seen_by \
         where r.organisation_id = $1 \
         order by r.seen_at is not null, r.at desc, r.id limit $2",
        organisation.0,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(Raised::try_from).collect::<Result<_, _>>()?)
}

/// Returns whether an organisation has an alert that nobody has seen.
///
/// # Errors
/// When the database fails.
pub async fn waits(conn: &mut Conn, organisation: OrganisationId) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = one!(
        conn,
        (i64,),
        "select count(*) from read_alert where organisation_id = $1 and seen_at is null",
        organisation.0,
    )?;
    Ok(row.is_some_and(|(count,)| count > 0))
}

/// Notes what an alert was. Returns false when somebody had said so meanwhile.
///
/// # Errors
/// When the database fails.
pub async fn see(
    tx: &mut Tx,
    id: ReadAlertId,
    words: &str,
    by: AccountId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let seen = run!(
        tx,
        "update read_alert set words = $2, seen_by = $3, seen_at = $4 \
         where id = $1 and seen_at is null",
        id.0,
        words,
        by.0,
        now,
    )?;
    Ok(seen == 1)
}
