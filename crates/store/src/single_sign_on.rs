//! Ties of accounts to who their holders are at their organisation's provider.

use crate::{Conn, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::AccountId;
use uuid::Uuid;

/// A tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The provider.
    pub issuer: String,
    /// Who it is there, for good.
    pub subject: String,
    /// Whose account here.
    pub account: AccountId,
    /// Since when.
    pub tied_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    issuer: String,
    subject: String,
    account_id: Uuid,
    tied_at: DateTime<Utc>,
}

/// Ties an account, in place of what it was tied to before. Returns false, and changes nothing, when another
/// account is tied to the same.
///
/// # Errors
/// When the database fails.
pub async fn tie(tx: &mut Tx, tie: &Tie) -> Result<bool, StoreError> {
    let other = find(tx, &tie.issuer, &tie.subject).await?;
    if other.is_some_and(|other| other != tie.account) {
        return Ok(false);
    }
    untie(tx, tie.account).await?;
    run!(
        tx,
        "insert into single_sign_on (issuer, subject, account_id, tied_at) values ($1, $2, $3, $4)",
        &tie.issuer,
        &tie.subject,
        tie.account.0,
        tie.tied_at,
    )?;
    Ok(true)
}

/// Unties an account. Returns whether it was tied.
///
/// # Errors
/// When the database fails.
pub async fn untie(tx: &mut Tx, account: AccountId) -> Result<bool, StoreError> {
    let untied = run!(tx, "delete from single_sign_on where account_id = $1", account.0)?;
    Ok(untied > 0)
}

/// Finds the account that is tied to somebody at a provider.
///
/// # Errors
/// When the database fails.
pub async fn find(
    conn: &mut Conn,
    issuer: &str,
    subject: &str,
) -> Result<Option<AccountId>, StoreError> {
    let row = one!(
        conn,
        (Uuid,),
        "select account_id from single_sign_on where issuer = $1 and subject = $2",
        issuer,
        subject,
    )?;
    Ok(row.map(|row| AccountId(row.0)))
}

/// Returns what an account is tied to.
///
/// # Errors
/// When the database fails.
pub async fn of_account(conn: &mut Conn, account: AccountId) -> Result<Option<Tie>, StoreError> {
    let row = one!(
        conn,
        Row,
        "select issuer, subject, account_id, tied_at from single_sign_on where account_id = $1",
        account.0,
    )?;
    Ok(row.map(|row| Tie {
        issuer: row.issuer,
        subject: row.subject,
        account: AccountId(row.account_id),
        tied_at: row.tied_at,
    }))
}
