//! Starting and stopping, so that a start can say whether the last run was killed.

use crate::{App, Error};
use domain::{Event, Purpose};
use store::journal::{self, Entry};
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
        let entry = Entry {
            id: Uuid::now_v7(),
            at: app.now(),
            account: None,
            organisation: None,
            role: None,
            purpose: Purpose::Administration,
            event: Event::RecoveredAfterKill,
            person: None,
            subject: None,
            request: Uuid::now_v7(),
        };
        journal::write(&mut tx, &entry).await?;
    }
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
