//! Whether the service can answer.

use crate::{App, Error};

/// Reads from the database.
///
/// # Errors
/// When it cannot be read.
pub async fn check(app: &App) -> Result<(), Error> {
    let mut conn = app.db.read().await?;
    Ok(store::setting::get(&mut conn, "running").await.map(drop)?)
}
