//! A SQLite file that is filled from nothing, and thrown away if that doesn't come to its end.
//!
//! Because a load that was killed starts over with another file, nothing has to be kept safe on the
//! way: there is no journal to roll back with, and the disk is waited for once, at the end. The
//! secondary indexes are taken away first and made again from the same texts over all rows at once,
//! which sorts them instead of finding a place for each entry.

use crate::connect::sqlite_options;
use crate::{Db, OpenError, StoreError};
use sqlx::sqlite::{SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions};

/// Pages in memory while loading, in KiB: the ids of all tables must find their places in them.
const CACHE: &str = "-524288";
/// Statements whose plans are kept: one for each table that is filled, and some.
const STATEMENTS: usize = 200;

/// A database file that is being filled.
#[derive(Debug)]
pub struct NewFile {
    db: Db,
    write: SqlitePool,
    indexes: Vec<String>,
}

impl NewFile {
    /// Makes the file, with its tables and without its secondary indexes. No other program may
    /// have it open before [`NewFile::finish`].
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn create(address: &str) -> Result<Self, OpenError> {
        Db::open(address).await?.close().await;
        Self::without_indexes(address)
            .await
            .map_err(|error| OpenError::Unreachable(address.to_owned(), error))
    }

    async fn without_indexes(address: &str) -> Result<Self, sqlx::Error> {
        let options = sqlite_options(address)?
            .journal_mode(SqliteJournalMode::Off)
            .synchronous(SqliteSynchronous::Off)
            .statement_cache_capacity(STATEMENTS)
            .pragma("cache_size", CACHE)
            // What is sorted for an index may be larger than the memory that is to be used.
            .pragma("temp_store", "file")
            .pragma("threads", "2")
            // An index over millions of rows is slow and no cause for a warning in the terminal.
            .disable_statement_logging();
        let one = || SqlitePoolOptions::new().max_connections(1);
        let write = one().connect_with(options.clone()).await?;
        let read = one().connect_lazy_with(options.pragma("query_only", "on"));
        let indexes: Vec<(String, String)> = sqlx::query_as(
            "select name, sql from sqlite_schema where type = 'index' and sql is not null \
             order by rowid",
        )
        .fetch_all(&write)
        .await?;
        for (name, _) in &indexes {
            // A name cannot be a parameter; these are the migrations' own.
            sqlx::query(AssertSqlSafe(format!("drop index {name}"))).execute(&write).await?;
        }
        let indexes = indexes.into_iter().map(|(_, sql)| sql).collect();
        Ok(Self { db: Db::Sqlite { write: write.clone(), read }, write, indexes })
    }

    /// Returns the database to load into.
    #[must_use]
    pub const fn db(&self) -> &Db {
        &self.db
    }

    /// Returns how many indexes are to be made: the steps of [`NewFile::finish`].
    #[must_use]
    pub const fn indexes(&self) -> usize {
        self.indexes.len()
    }

    /// Makes the indexes, calling `made` after each, and closes the file. It is an ordinary database
    /// then, but the operating system may not have written it to the disk yet.
    ///
    /// # Errors
    /// When the database fails, or rows break a unique index: the file is then to be thrown away.
    pub async fn finish(self, made: impl Fn()) -> Result<(), StoreError> {
        for sql in self.indexes {
            sqlx::query(AssertSqlSafe(sql)).execute(&self.write).await?;
            made();
        }
        self.db.close().await;
        Ok(())
    }
}
