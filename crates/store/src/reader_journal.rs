//! Journal entries of reads, many to a transaction.
//!
//! A page that shows a record waits until its entry is on the disk: what was served was journalled.
//! On a database with one writer that would make every page a transaction of its own, so entries
//! that arrive while one transaction is being written, and shortly after it, share the next.

use crate::journal::{self, Entry};
use crate::{Db, StoreError};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Entries in one transaction at most.
const BATCH: usize = 256;
/// From the end of a transaction of several entries to the beginning of the next. After each one, every
/// reader of a SQLite file must read its pages anew, which takes longer than this on a busy server. A
/// single entry is a single reader, who need not wait for others.
const GATHER: Duration = Duration::from_millis(25);
/// Entries waiting at most; beyond that a page waits to get in line.
const QUEUE: usize = 4096;

type Waiting = (Entry, Option<oneshot::Sender<Result<(), Arc<StoreError>>>>);

/// Writes the entries of reads.
#[derive(Clone, Debug)]
pub struct ReadJournal {
    queue: mpsc::Sender<Waiting>,
}

/// An entry that could not be written: the page it is for must not be shown.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the read could not be journalled")]
pub struct NotJournalled(#[source] pub Option<Arc<StoreError>>);

impl ReadJournal {
    /// Starts the writer on the current runtime. It stops when the last clone is dropped.
    #[must_use]
    pub fn start(db: Db) -> Self {
        let (queue, mut waiting) = mpsc::channel::<Waiting>(QUEUE);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                let result = write_all(&db, &batch).await.map_err(Arc::new);
                if let Err(error) = &result {
                    tracing::error!(%error, entries = batch.len(), "reads could not be journalled");
                }
                let busy = batch.len() > 1;
                for (_, done) in batch.drain(..) {
                    // A page that has gone away needs no answer.
                    let _ = done.map(|done| done.send(result.clone()));
                }
                if busy {
                    tokio::time::sleep(GATHER).await;
                }
            }
        });
        Self { queue }
    }

    /// Writes an entry and returns once it is on the disk.
    ///
    /// # Errors
    /// When it could not be written.
    pub async fn write(&self, entry: Entry) -> Result<(), NotJournalled> {
        let (done, written) = oneshot::channel();
        self.queue.send((entry, Some(done))).await.map_err(|_| NotJournalled(None))?;
        written.await.map_err(|_| NotJournalled(None))?.map_err(|error| NotJournalled(Some(error)))
    }

    /// Puts an entry in line without waiting for the disk: for a refusal, which shows nothing, and
    /// which may be found out while its own transaction still holds the writer.
    ///
    /// # Errors
    /// When the writer has stopped.
    pub async fn post(&self, entry: Entry) -> Result<(), NotJournalled> {
        self.queue.send((entry, None)).await.map_err(|_| NotJournalled(None))
    }
}

async fn write_all(db: &Db, batch: &[Waiting]) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for (entry, _) in batch {
        journal::write(&mut tx, entry.clone());
    }
    tx.commit().await
}
