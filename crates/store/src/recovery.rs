//! Recoveries: ways back into an account whose holder has lost a password or a phone. The link holds a
//! random token; only its hash is kept. What was begun stays here, for the holder to see.

use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::{AccountId, RecoveryId};
use uuid::Uuid;

/// Recoveries on one list.
pub const LIST_LIMIT: i64 = 20;

/// A recovery, to be added or taken up.
#[derive(Clone)]
pub struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// Whose account.
    pub account: AccountId,
    /// Secret of the one-time codes, in base 32, offered with the link.
    pub totp_secret: String,
    /// Who began it; nobody when it was begun from the command line.
    pub begun_by: Option<AccountId>,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    account_id: Uuid,
    totp_secret: String,
    begun_by: Option<Uuid>,
    expires_at: DateTime<Utc>,
}

impl From<Row> for Recovery {
    fn from(row: Row) -> Self {
        Self {
            id: RecoveryId(row.id),
            account: AccountId(row.account_id),
            totp_secret: row.totp_secret,
            begun_by: row.begun_by.map(AccountId),
            expires_at: row.expires_at,
        }
    }
}

/// Adds a recovery. Of two links to an account, only the last one works.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    token_hash: &str,
    recovery: &Recovery,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    close(tx, recovery.account, now).await?;
    run!(
        tx,
        "insert into recovery (token_hash, id, account_id, totp_secret, begun_by, created_at, \
         expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
        token_hash,
        recovery.id.0,
        recovery.account.0,
        &recovery.totp_secret,
        recovery.begun_by.map(|id| id.0),
        now,
        recovery.expires_at,
    )?;
    Ok(())
}

/// Closes what is open of an account's recoveries.
///
/// # Errors
/// When the database fails.
pub async fn close(tx: &mut Tx, account: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(
        tx,
        "update recovery set expires_at = $2 \
         where account_id = $1 and used_at is null and expires_at > $2",
        account.0,
        now,
    )?;
    Ok(())
}

/// Finds a recovery that still works, of an account that may sign in.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<Recovery>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select r.id, r.account_id, r.totp_secret, r.begun_by, r.expires_at from recovery r \
         join account a on a.id = r.account_id \
         where r.token_hash = $1 and r.used_at is null and r.expires_at > $2 and a.active = $3",
        token_hash,
        now,
        true,
    )?;
    Ok(row.map(Recovery::from))
}

/// Uses a recovery up. Returns false when it was used or has run out.
///
/// # Errors
/// When the database fails.
pub async fn take(tx: &mut Tx, token_hash: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let used = run!(
        tx,
        "update recovery set used_at = $2 \
         where token_hash = $1 and used_at is null and expires_at > $2",
        token_hash,
        now,
    )?;
    Ok(used == 1)
}

/// A recovery as the holder of the account sees it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Begun {
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Who began it, by name; nobody when it was begun from the command line.
    pub begun_by: Option<String>,
    /// When its link was used, if it was.
    pub used_at: Option<DateTime<Utc>>,
    /// When the holder said that they know of it.
    pub known_at: Option<DateTime<Utc>>,
}

/// Lists the recoveries of an account, the last one first.
///
/// # Errors
/// When the database fails.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Begun>, StoreError> {
    all!(
        conn,
        Begun,
        "select r.created_at, b.name as begun_by, r.used_at, r.known_at from recovery r \
         left join account b on b.id = r.begun_by \
         where r.account_id = $1 order by r.created_at desc, r.id limit $2",
        account.0,
        LIST_LIMIT,
    )
}

/// Notes that the holder knows of every recovery of their account.
///
/// # Errors
/// When the database fails.
pub async fn known(tx: &mut Tx, account: AccountId, now: DateTime<Utc>) -> Result<(), StoreError> {
    run!(
        tx,
        "update recovery set known_at = $2 where account_id = $1 and known_at is null",
        account.0,
        now,
    )?;
    Ok(())
}
