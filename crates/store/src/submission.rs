//! Forms that were taken: a second submit of the same form changes nothing and leads to the same
//! place.

use crate::{StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::AccountId;
use uuid::Uuid;

/// Takes a form. Returns where the first submit led when it was taken before.
///
/// # Errors
/// When the database fails.
pub async fn take(
    tx: &mut Tx,
    token: Uuid,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let taken = run!(
        tx,
        "insert into submission (token, account_id, location, at) values ($1, $2, '', $3) \
         on conflict (token) do nothing",
        token,
        account.map(|id| id.0),
        now,
    )?;
    if taken == 1 {
        return Ok(None);
    }
    let row = one!(tx, (String,), "select location from submission where token = $1", token)?;
    Ok(row.map(|row| row.0))
}

/// Notes where a form that was taken led to.
///
/// # Errors
/// When the database fails.
pub async fn led_to(tx: &mut Tx, token: Uuid, location: &str) -> Result<(), StoreError> {
    run!(tx, "update submission set location = $2 where token = $1", token, location)?;
    Ok(())
}
