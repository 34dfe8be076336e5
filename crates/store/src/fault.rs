//! A statement that fails when a test says so: at the start of a transaction, anywhere in it, or when it
//! commits. A program that is built for use has nothing of this in it.

use crate::StoreError;

#[cfg(debug_assertions)]
pub use told::Fault;

/// Fails if a test has said that this statement does.
#[cfg(debug_assertions)]
pub(crate) fn at_statement() -> Result<(), StoreError> {
    told::at_statement()
}

/// Does nothing.
#[cfg(not(debug_assertions))]
#[expect(clippy::unnecessary_wraps, reason = "it fails in the builds of tests")]
pub(crate) const fn at_statement() -> Result<(), StoreError> {
    Ok(())
}

#[cfg(debug_assertions)]
mod told {
    use crate::StoreError;
    use std::future::Future;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    tokio::task_local! {
        static FAULT: Arc<Fault>;
    }

    /// A fault at one statement of some work.
    #[derive(Debug)]
    pub struct Fault {
        at: u64,
        seen: AtomicU64,
    }

    impl Fault {
        /// Returns a fault at the statement with this number, from 1. To begin a transaction and to commit
        /// one count as statements.
        #[must_use]
        pub fn at(number: u64) -> Arc<Self> {
            Arc::new(Self { at: number, seen: AtomicU64::new(0) })
        }

        /// Does the work with the fault in it. What it hands to other tasks is not part of it.
        pub async fn within<T>(self: &Arc<Self>, work: impl Future<Output = T>) -> T {
            FAULT.scope(Arc::clone(self), work).await
        }

        /// Returns how many statements of the work there were.
        #[must_use]
        pub fn statements(&self) -> u64 {
            self.seen.load(Ordering::Relaxed)
        }

        /// Returns whether the work came as far as the fault.
        #[must_use]
        pub fn was_met(&self) -> bool {
            self.seen.load(Ordering::Relaxed) >= self.at
        }
    }

    pub(super) fn at_statement() -> Result<(), StoreError> {
        let is_told =
            |fault: &Arc<Fault>| fault.seen.fetch_add(1, Ordering::Relaxed) + 1 == fault.at;
        if FAULT.try_with(is_told).unwrap_or(false) {
            return Err(sqlx::Error::Protocol("a test told this statement to fail".into()).into());
        }
        Ok(())
    }
}
