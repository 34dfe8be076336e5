//! Sessions. The cookie holds a random token; only its hash is kept here.

use crate::account::ActorRow;
use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::AccountId;
use policy::Actor;
use uuid::Uuid;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// Whether the second factor has been given.
    pub complete: bool,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub seen_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    account_id: Uuid,
    complete: bool,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            account: AccountId(row.account_id),
            complete: row.complete,
            created_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

/// Adds a session.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    token_hash: &str,
    account: AccountId,
    complete: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into session (token_hash, account_id, complete, created_at, seen_at) \
         values ($1, $2, $3, $4, $4)",
        token_hash,
        account.0,
        complete,
        now,
    )?;
    Ok(())
}

/// Finds a session.
///
/// # Errors
/// When the database fails.
pub async fn find(conn: &mut Conn, token_hash: &str) -> Result<Option<Session>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select account_id, complete, created_at, seen_at from session where token_hash = $1",
        token_hash,
    )?;
    Ok(row.map(Session::from))
}

#[derive(sqlx::FromRow)]
struct ActorsRow {
    #[sqlx(flatten)]
    session: Row,
    #[sqlx(flatten)]
    actor: ActorRow,
}

/// Finds a session and who it is of, if their account is active: both are asked for at every page.
///
/// # Errors
/// When the database fails.
pub async fn find_actor(
    conn: &mut Conn,
    token_hash: &str,
) -> Result<Option<(Session, Actor)>, StoreError> {
    let row = one!(
        conn,
        ActorsRow,
        "select s.account_id, s.complete, s.created_at, s.seen_at, a.id, a.name, \
         a.organisation_id, o.name as organisation_name, o.kind as organisation_kind, a.role, \
         a.person_id from session s join account a on a.id = s.account_id \
         join organisation o on o.id = a.organisation_id \
         where s.token_hash = $1 and a.active = $2",
        token_hash,
        true,
    )?;
    row.map(|row| Ok((Session::from(row.session), Actor::try_from(row.actor)?))).transpose()
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(tx, "update session set seen_at = $2 where token_hash = $1", token_hash, now)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn end(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    run!(tx, "delete from session where token_hash = $1", token_hash)?;
    Ok(())
}
