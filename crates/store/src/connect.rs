//! Opening a database, and the two ways to talk to it: a connection to read, a transaction to
//! change.
//!
//! SQLite has one writer. Its pool of one takes `begin immediate`, so writers queue here and not
//! in busy time-outs, and readers never wait for them (write-ahead log). Never hold a transaction
//! across anything slow.

use crate::held::{Held, Part};
use crate::journal::Entry;
use crate::many::{Engine, STATEMENT_ROWS, Values, many_rows};
use crate::{StoreError, fault, sealed};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, FromRow, Postgres, Sqlite, Transaction};
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::time::Duration;

/// Readers of a SQLite database at once: two for each core of a small server. Each must read its pages
/// anew after every commit, so more of them read more.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL at once.
const POSTGRES_CONNECTIONS: u32 = 16;
/// How long a request waits for a connection before it is told that the service is busy.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// A database.
#[derive(Clone, Debug)]
pub enum Db {
    /// The built-in one: a file.
    Sqlite {
        /// The single writer.
        write: SqlitePool,
        /// Readers.
        read: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// Why a database could not be opened, each with its human cause.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address is of another kind.
    #[error("{0:?} is not a database address; use sqlite:FILE or postgres://USER@HOST/NAME")]
    Address(String),
    /// The file or server cannot be reached.
    #[error("the database {0} cannot be opened; check that it is there, readable and writable")]
    Unreachable(String, #[source] sqlx::Error),
    /// The file can be read but not written.
    #[error("the database {0} is read-only; check the permissions of the file and its folder")]
    ReadOnly(String),
    /// There is no room left.
    #[error("the disk that holds {0} is full; free some space and start again")]
    DiskFull(String),
    /// It was made by a later version of this program.
    #[error("the database {0} is newer than this program; install the version that made it")]
    TooNew(String),
    /// A migration failed.
    #[error("the database {0} could not be brought up to date")]
    Migration(String, #[source] sqlx::migrate::MigrateError),
}

impl Db {
    /// Opens a database and brings its tables up to date.
    ///
    /// # Errors
    /// Says which of the human causes it was; see [`OpenError`].
    pub async fn open(address: &str) -> Result<Self, OpenError> {
        let db = Self::connect(address).await?;
        db.migrate(address, None).await?;
        Ok(db)
    }

    /// Opens a database and brings its tables to those of an earlier version of this program, for a
    /// backup of then. Tables that are later already stay so.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub async fn open_at(address: &str, schema: i64) -> Result<Self, OpenError> {
        let db = Self::connect(address).await?;
        db.migrate(address, Some(schema)).await?;
        Ok(db)
    }

    /// Returns the number of the last migration that this program knows.
    #[must_use]
    pub fn latest_schema() -> i64 {
        let migrator = sqlx::migrate!("migrations/sqlite");
        migrator.iter().map(|migration| migration.version).max().unwrap_or(0)
    }

    async fn connect(address: &str) -> Result<Self, OpenError> {
        if address.starts_with("sqlite:") {
            Self::open_sqlite(address).await
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Self::open_postgres(address).await
        } else {
            return Err(OpenError::Address(address.to_owned()));
        }
        .map_err(|error| cause(address, error))
    }

    async fn open_sqlite(address: &str) -> Result<Self, sqlx::Error> {
        let options = sqlite_options(address)?;
        let pool = |connections| {
            SqlitePoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(WAIT_FOR_CONNECTION)
                // A file does not hang up: to ask first would be one more wait for each page.
                .test_before_acquire(false)
        };
        let write = pool(1).connect_with(options.clone()).await?;
        let read = pool(SQLITE_READERS).connect_with(options.pragma("query_only", "on")).await?;
        Ok(Self::Sqlite { write, read })
    }

    async fn open_postgres(address: &str) -> Result<Self, sqlx::Error> {
        let options = PgConnectOptions::from_str(address)?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(WAIT_FOR_CONNECTION)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    async fn migrate(&self, address: &str, schema: Option<i64>) -> Result<(), OpenError> {
        let to = schema.unwrap_or(i64::MAX);
        let result = match self {
            Self::Sqlite { write, .. } => {
                sqlx::migrate!("migrations/sqlite").run_to(to, write).await
            }
            Self::Postgres(pool) => sqlx::migrate!("migrations/postgres").run_to(to, pool).await,
        };
        result.map_err(|error| match error {
            sqlx::migrate::MigrateError::VersionMissing(_)
            | sqlx::migrate::MigrateError::VersionTooNew(..) => {
                OpenError::TooNew(address.to_owned())
            }
            sqlx::migrate::MigrateError::Execute(error) => match cause(address, error) {
                OpenError::Unreachable(_, error) => OpenError::Migration(
                    address.to_owned(),
                    sqlx::migrate::MigrateError::Execute(error),
                ),
                other => other,
            },
            other => OpenError::Migration(address.to_owned(), other),
        })
    }

    /// Returns a connection to read with.
    ///
    /// # Errors
    /// When none is free in time.
    pub async fn read(&self) -> Result<Conn, StoreError> {
        fault::at_statement()?;
        Ok(match self {
            Self::Sqlite { read, .. } => Link::Sqlite(read.acquire().await?),
            Self::Postgres(pool) => Link::Postgres(pool.acquire().await?),
        }
        .into())
    }

    /// Begins a transaction that only reads.
    pub(crate) async fn begin_to_read(&self) -> Result<Conn, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Link::SqliteTx(read.begin_with("begin").await?),
            Self::Postgres(pool) => Link::PostgresTx(
                pool.begin_with("begin isolation level repeatable read read only").await?,
            ),
        }
        .into())
    }

    /// Begins a transaction. Dropped without [`Tx::commit`], it leaves no trace.
    ///
    /// # Errors
    /// When the writer is not free in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        fault::at_statement()?;
        let link = match self {
            Self::Sqlite { write, .. } => {
                Link::SqliteTx(write.begin_with("begin immediate").await?)
            }
            Self::Postgres(pool) => Link::PostgresTx(pool.begin().await?),
        };
        Ok(Tx(link.into()))
    }

    /// Closes all connections, and leaves a SQLite file without its write-ahead log.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A connection to either database.
#[derive(Debug)]
pub struct Conn {
    link: Link,
    /// The rows that wait, in a transaction that loads.
    held: Option<Box<Held>>,
    /// The journal entries of a transaction, which take their places when it commits.
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Link {
    /// Reads from a SQLite file.
    Sqlite(PoolConnection<Sqlite>),
    /// Changes a SQLite file.
    SqliteTx(Transaction<'static, Sqlite>),
    /// Talks to PostgreSQL.
    Postgres(PoolConnection<Postgres>),
    /// Changes a PostgreSQL database.
    PostgresTx(Transaction<'static, Postgres>),
}

impl From<Link> for Conn {
    fn from(link: Link) -> Self {
        Self { link, held: None, entries: Vec::new() }
    }
}

/// The connection type that a statement is compiled for.
pub(crate) enum RefMut<'a> {
    Sqlite(&'a mut sqlx::SqliteConnection),
    Postgres(&'a mut sqlx::PgConnection),
}

impl Conn {
    pub(crate) fn as_ref_mut(&mut self) -> RefMut<'_> {
        match &mut self.link {
            Link::Sqlite(conn) => RefMut::Sqlite(conn),
            Link::SqliteTx(tx) => RefMut::Sqlite(tx),
            Link::Postgres(conn) => RefMut::Postgres(conn),
            Link::PostgresTx(tx) => RefMut::Postgres(tx),
        }
    }

    pub(crate) const fn engine(&self) -> Engine {
        match self.link {
            Link::Sqlite(_) | Link::SqliteTx(_) => Engine::Sqlite,
            Link::Postgres(_) | Link::PostgresTx(_) => Engine::Postgres,
        }
    }

    /// Loads what one statement finds for many rows of values: `values ($1, …)` in it stands for as
    /// many rows as there are keys. Every such statement has a `limit` for a full one.
    pub(crate) async fn find_each<R, K>(
        &mut self,
        one: &'static str,
        keys: &[K],
        bind: impl Fn(&mut Values, &K) -> Result<(), StoreError> + Send,
    ) -> Result<Vec<R>, StoreError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
        K: Sync,
    {
        self.settle().await?;
        let mut found = Vec::new();
        for part in keys.chunks(STATEMENT_ROWS) {
            fault::at_statement()?;
            let mut values = Values::new(self.engine());
            for key in part {
                bind(&mut values, key)?;
            }
            let columns = values.len() / part.len();
            // Made from a literal; see `many`.
            let sql = AssertSqlSafe(many_rows(self.engine(), one, columns, part.len())?);
            let recurs = part.len() == STATEMENT_ROWS;
            match (self.as_ref_mut(), values) {
                (RefMut::Sqlite(conn), Values::Sqlite(values)) => {
                    let query = sqlx::query_as_with(sql, values).persistent(recurs);
                    found.append(&mut query.fetch_all(conn).await?);
                }
                (RefMut::Postgres(conn), Values::Postgres(values)) => {
                    let query = sqlx::query_as_with(sql, values).persistent(recurs);
                    found.append(&mut query.fetch_all(conn).await?);
                }
                _ => {}
            }
        }
        Ok(found)
    }

    /// Returns whether this is a transaction in which every record is new.
    pub(crate) const fn loads(&self) -> bool {
        self.held.is_some()
    }

    /// Returns where the values of the next row go, if this connection holds rows back.
    pub(crate) async fn next_row(
        &mut self,
        sql: &'static str,
    ) -> Result<Option<&mut Values>, StoreError> {
        if self.held.as_ref().is_some_and(|held| held.is_full()) {
            self.settle().await?;
        }
        Ok(self.held.as_mut().map(|held| held.next_row(sql)))
    }

    /// Writes what is held back.
    pub(crate) async fn settle(&mut self) -> Result<(), StoreError> {
        // Each statement begins by settling what is held back.
        fault::at_statement()?;
        let Some(held) = self.held.as_mut().filter(|held| !held.is_empty()) else {
            return Ok(());
        };
        for Part { sql, values, recurs } in held.take()? {
            fault::at_statement()?;
            // Made from a literal; see `held`.
            let sql = AssertSqlSafe(sql);
            match (self.as_ref_mut(), values) {
                (RefMut::Sqlite(conn), Values::Sqlite(values)) => {
                    sqlx::query_with(sql, values).persistent(recurs).execute(conn).await?;
                }
                (RefMut::Postgres(conn), Values::Postgres(values)) => {
                    sqlx::query_with(sql, values).persistent(recurs).execute(conn).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// A transaction: a connection whose changes count from [`Tx::commit`].
#[derive(Debug)]
pub struct Tx(Conn);

impl Tx {
    /// From here on the transaction only adds records which are not there yet: their rows are held
    /// back, and many are written at a time.
    pub fn only_adds(&mut self) {
        self.0.held = Some(Box::new(Held::new(self.0.engine())));
    }

    pub(crate) fn enter(&mut self, entry: Entry) {
        self.0.entries.push(entry);
    }

    /// Makes the changes count, and seals their journal entries. They are on the disk when this
    /// returns.
    ///
    /// # Errors
    /// When the database cannot write them; then none counts.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.0.settle().await?;
        let entries = std::mem::take(&mut self.0.entries);
        sealed::write(&mut self, entries).await?;
        fault::at_statement()?;
        match self.0.link {
            Link::SqliteTx(tx) => tx.commit().await?,
            Link::PostgresTx(tx) => tx.commit().await?,
            Link::Sqlite(_) | Link::Postgres(_) => {}
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}

/// Returns how a SQLite file is opened.
pub(crate) fn sqlite_options(address: &str) -> Result<SqliteConnectOptions, sqlx::Error> {
    Ok(SqliteConnectOptions::from_str(address)?
        .create_if_missing(true)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Full: an acknowledged change survives a power cut, not only a killed process.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(WAIT_FOR_CONNECTION)
        .pragma("cache_size", "-65536")
        // Not mapped into memory: after a commit each reader would unmap the file and map it again, and
        // the journal of reads commits many times a second (docs/performance.md).
        .pragma("mmap_size", "0")
        .pragma("temp_store", "memory"))
}

/// Creates a PostgreSQL database beside another: for tests, and for moving up from SQLite.
///
/// # Errors
/// When the server refuses, or the name has anything but letters, digits and underscores.
pub async fn create_database(admin: &str, name: &str) -> Result<(), StoreError> {
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if name.is_empty() || !plain {
        return Err(sqlx::Error::Configuration("that is not a database name".into()).into());
    }
    let pool = PgPoolOptions::new().max_connections(1).connect(admin).await?;
    // A name cannot be a parameter; it was checked above.
    let statement = AssertSqlSafe(format!("create database {name}"));
    sqlx::query(statement).execute(&pool).await?;
    pool.close().await;
    Ok(())
}

/// Finds the human cause of a failure to open.
fn cause(address: &str, error: sqlx::Error) -> OpenError {
    // Primary result codes of SQLite: 8 is SQLITE_READONLY, 13 is SQLITE_FULL.
    let code = error
        .as_database_error()
        .and_then(|error| error.code())
        .and_then(|code| code.parse::<i32>().ok())
        .map(|code| code & 0xff);
    match code {
        Some(8) => OpenError::ReadOnly(address.to_owned()),
        Some(13) => OpenError::DiskFull(address.to_owned()),
        _ => OpenError::Unreachable(address.to_owned(), error),
    }
}
