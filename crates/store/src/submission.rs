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
    leads_to: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>, StoreError> {
    let taken = run!(
        tx,
        "insert into submission (token, account_id, location, at) values ($1, $2, $3, $4) \
         on conflict (token) do nothing",
        token,
        account.map(|id| id.0),
        leads_to,
        now,
    )?;
    if taken == 1 {
        return Ok(None);
    }
    let row = one!(tx, (String,), "select location from submission where token = $1", token)?;
    Ok(row.map(|row| row.0))
}
