//! Starting and stopping, so that a start can say whether the last run was killed.

use crate::{App, Error, journal, rules};
use domain::Event;
use store::setting;
use uuid::Uuid;

const RUNNING: &str = "running";

/// Notes that the site runs. Returns whether the last run ended without [`stopped`].
///
/// # Errors
/// When the database fails.
pub async fn started(app: &App) -> Result<bool, Error> {
    let mut tx = app.db.begin().await?;
    let killed = setting::get(&mut tx, RUNNING).await?.as_deref() == Some("yes");
    setting::set(&mut tx, RUNNING, "yes").await?;
    if killed {
        let entry = journal::entry(app.now(), Uuid::now_v7(), Event::RecoveredAfterKill);
        store::journal::write(&mut tx, entry);
    }
    rules::begin(app, &mut tx).await?;
    tx.commit().await?;
    Ok(killed)
}

/// Notes that the site stopped in order.
///
/// # Errors
/// When the database fails.
pub async fn stopped(app: &App) -> Result<(), Error> {
    let mut tx = app.db.begin().await?;
    setting::set(&mut tx, RUNNING, "no").await?;
    Ok(tx.commit().await?)
}
