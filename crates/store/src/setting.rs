//! Settings that the running product keeps for itself: whether it was shut down cleanly, and what
//! its data are.

use crate::{Conn, StoreError, Tx};

/// Returns a setting.
///
/// # Errors
/// When the database fails.
pub async fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, StoreError> {
    let row = one!(conn, (String,), "select value from setting where key = $1", key)?;
    Ok(row.map(|row| row.0))
}

/// Changes a setting.
///
/// # Errors
/// When the database fails.
pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), StoreError> {
    run!(
        tx,
        "insert into setting (key, value) values ($1, $2) \
         on conflict (key) do update set value = excluded.value",
        key,
        value,
    )?;
    Ok(())
}
