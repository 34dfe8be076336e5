//! The sealed journal: its entries begin here, its checkpoints are signed here, and it is exported
//! here.

use crate::{App, Error};
use chrono::{DateTime, Utc};
use domain::{Event, Purpose};
use seal::{Checkpoint, Export, Key};
use std::io;
use store::journal::Entry;
use store::sealed;
use uuid::Uuid;

/// Returns an entry of nobody in particular, to be filled in.
pub(crate) fn entry(now: DateTime<Utc>, request: Uuid, event: Event) -> Entry {
    Entry {
        id: Uuid::now_v7(),
        at: now,
        account: None,
        organisation: None,
        role: None,
        purpose: Purpose::Administration,
        event,
        person: None,
        subject: None,
        request,
        salt: rand::random(),
    }
}

/// Signs the journal as it stands, if anything was added since the last time. Returns the signed
/// checkpoint, or `None` when there was nothing new.
///
/// # Errors
/// When the database fails, or the key cannot sign.
pub async fn sign(app: &App, key: &Key) -> Result<Option<String>, Error> {
    let mut tx = app.db.begin().await?;
    let tree = sealed::head(&mut tx).await?;
    let last = sealed::last_checkpoint(&mut tx).await?;
    if last.is_some_and(|(size, _)| size == tree.size()) {
        return Ok(None);
    }
    let note = key.sign(&tree).map_err(|_| Error::Internal("the journal's key cannot sign"))?;
    sealed::add_checkpoint(&mut tx, tree.size(), &note, app.now()).await?;
    tx.commit().await?;
    Ok(Some(note))
}

/// Returns the last signed checkpoint: for anybody, because it names nobody, and whoever keeps one
/// can prove later that nothing before it was changed.
///
/// # Errors
/// When nothing was signed yet, or the database fails.
pub async fn checkpoint(app: &App) -> Result<String, Error> {
    let mut conn = app.db.read().await?;
    let last = sealed::last_checkpoint(&mut conn).await?;
    last.map(|(_, note)| note).ok_or(Error::NotFound("checkpoint"))
}

/// Why a journal could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The database failed.
    #[error(transparent)]
    App(#[from] Error),
    /// A file could not be written.
    #[error("a file of the export could not be written")]
    File(#[from] io::Error),
    /// The entries are not those of the checkpoint.
    #[error("the journal was altered: run `resettle journal verify` on the database to find where")]
    Altered,
}

/// Signs the journal and exports it up to there, by `write`, a path and its data at a time. Returns
/// how many entries it has.
///
/// # Errors
/// When the database fails, a file cannot be written, or the journal was altered.
pub async fn export(
    app: &App,
    key: &Key,
    write: impl FnMut(&str, &[u8]) -> io::Result<()>,
    mut seen: impl FnMut(u64),
) -> Result<u64, ExportError> {
    sign(app, key).await?;
    let mut conn = app.db.read().await.map_err(Error::from)?;
    let (size, note) = sealed::last_checkpoint(&mut conn)
        .await
        .map_err(Error::from)?
        .ok_or(Error::NotFound("checkpoint"))?;
    let signed = Checkpoint::read(&note, key.public()).map_err(|_| ExportError::Altered)?;
    let mut export = Export::new(write);
    while export.tree().size() < size {
        let from = export.tree().size();
        let part = sealed::entries(&mut conn, from).await.map_err(Error::from)?;
        if part.is_empty() {
            return Err(ExportError::Altered);
        }
        for entry in part {
            if export.tree().size() < size {
                export.push(&entry.leaf.to_bytes())?;
            }
        }
        seen(export.tree().size());
    }
    let tree = export.finish(&note)?;
    if (tree.size(), tree.root()) == (signed.size, signed.root) {
        Ok(size)
    } else {
        Err(ExportError::Altered)
    }
}
