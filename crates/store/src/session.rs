//! Sessions. The cookie holds a random token; only its hash is kept here.

use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::AccountId;
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
    Ok(row.map(|row| Session {
        account: AccountId(row.account_id),
        complete: row.complete,
        created_at: row.created_at,
        seen_at: row.seen_at,
    }))
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
