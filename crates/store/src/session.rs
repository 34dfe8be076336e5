//! Sessions. The cookie holds a random token; only its hash is kept here.

use crate::account::ActorRow;
use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, Session, SessionId};
use policy::Actor;
use uuid::Uuid;

/// Sessions on one list.
pub const LIST_LIMIT: i64 = 100;

#[derive(sqlx::FromRow)]
struct Row {
    session_id: Uuid,
    account_id: Uuid,
    factor_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    seen_at: DateTime<Utc>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: SessionId(row.session_id),
            account: AccountId(row.account_id),
            factor_at: row.factor_at,
            began_at: row.created_at,
            seen_at: row.seen_at,
        }
    }
}

/// Adds a session.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, token_hash: &str, session: &Session) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into session (token_hash, id, account_id, factor_at, created_at, seen_at) \
         values ($1, $2, $3, $4, $5, $6)",
        token_hash,
        session.id.0,
        session.account.0,
        session.factor_at,
        session.began_at,
        session.seen_at,
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
        "select id as session_id, account_id, factor_at, created_at, seen_at from session \
         where token_hash = $1",
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
        "select s.id as session_id, s.account_id, s.factor_at, s.created_at, s.seen_at, a.id, \
         a.name, a.organisation_id, o.name as organisation_name, o.kind as organisation_kind, \
         a.role, a.person_id from session s join account a on a.id = s.account_id \
         join organisation o on o.id = a.organisation_id \
         where s.token_hash = $1 and a.active = $2",
        token_hash,
        true,
    )?;
    row.map(|row| Ok((Session::from(row.session), Actor::try_from(row.actor)?))).transpose()
}

/// Lists the sessions of an account that have their second factor, the last one used first; some may
/// have ended by the clock.
///
/// # Errors
/// When the database fails.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id as session_id, account_id, factor_at, created_at, seen_at from session \
         where account_id = $1 and factor_at is not null order by seen_at desc, id limit $2",
        account.0,
        LIST_LIMIT,
    )?;
    Ok(rows.into_iter().map(Session::from).collect())
}

/// Notes that a session was used.
///
/// # Errors
/// When the database fails.
pub async fn touch(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(tx, "update session set seen_at = $2 where token_hash = $1", token_hash, now)?;
    Ok(())
}

/// Notes that the second factor was given again, and gives the session another token: whoever had
/// the old one has nothing.
///
/// # Errors
/// When the database fails.
pub async fn renew(
    tx: &mut Tx,
    token_hash: &str,
    new_token_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "update session set token_hash = $2, factor_at = $3, seen_at = $3 where token_hash = $1",
        token_hash,
        new_token_hash,
        now,
    )?;
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

/// Ends a session of an account. Returns false when it has none of that id.
///
/// # Errors
/// When the database fails.
pub async fn end_of(tx: &mut Tx, account: AccountId, id: SessionId) -> Result<bool, StoreError> {
    let ended = run!(tx, "delete from session where account_id = $1 and id = $2", account.0, id.0)?;
    Ok(ended == 1)
}

/// Ends every session of an account but one, if one is kept.
///
/// # Errors
/// When the database fails.
pub async fn end_all(
    tx: &mut Tx,
    account: AccountId,
    kept: Option<SessionId>,
) -> Result<(), StoreError> {
    // An id that is none keeps none.
    let kept = kept.map_or(Uuid::nil(), |id| id.0);
    run!(tx, "delete from session where account_id = $1 and id <> $2", account.0, kept)?;
    Ok(())
}

/// Takes away what is left of an account's sessions that ended by the clock: those begun or last used
/// before these moments.
///
/// # Errors
/// When the database fails.
pub async fn forget_ended(
    tx: &mut Tx,
    account: AccountId,
    began_before: DateTime<Utc>,
    seen_before: DateTime<Utc>,
) -> Result<(), StoreError> {
    run!(
        tx,
        "delete from session where account_id = $1 and (created_at <= $2 or seen_at <= $3)",
        account.0,
        began_before,
        seen_before,
    )?;
    Ok(())
}
