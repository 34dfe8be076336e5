//! A backup of everything and its restoration, as lines of JSON that either database gives and takes.
//!
//! What a backup looks like is described in docs/backup.md; why, in ADR 7. Encryption is its caller's,
//! which is the command line. A restoration is one transaction: whatever is wrong, nothing of it stays.

use crate::sign_in::hexadecimal;
use crate::{App, journal};
use chrono::{DateTime, Utc};
use domain::Event;
use seal::PublicKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use store::backup::{LEFT_OUT, PART, Row, Table};
use store::sealed::Altered;
use store::{Conn, Db, OpenError, StoreError, Tx, backup, sealed};
use uuid::Uuid;

/// The name in the first line of every backup.
const FORMAT: &str = "resettle-backup";
/// The version of the format. It changes when a line means something else.
const VERSION: u32 = 1;
/// The longest line that is read, in bytes: many times the longest record.
const LINE_LIMIT: u64 = 64 * 1024 * 1024;

/// A line that is not a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first.
    Backup(Header),
    /// The rows of this table follow.
    Table(Columns),
    /// The last.
    Manifest(Manifest),
}

/// What stands at the top of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Header {
    format: String,
    version: u32,
    /// The number of the last migration of the database.
    schema: i64,
    made_at: DateTime<Utc>,
    /// Tables that are not in it.
    left_out: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Columns {
    name: String,
    columns: Vec<String>,
}

/// What a backup says of itself, at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Rows of each table.
    pub tables: BTreeMap<String, u64>,
    /// Entries of the sealed journal.
    pub journal_size: u64,
    /// The root of their tree.
    pub journal_root: String,
    /// SHA-256 of every byte before the manifest's line.
    pub sha256: String,
}

impl Manifest {
    /// Returns how many rows there are in all tables.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.values().sum()
    }
}

/// Why there is no backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file could not be written.
    #[error(
        "the backup cannot be written; check that the disk has room and the folder is writable"
    )]
    File(#[source] io::Error),
    /// The journal is not as it was sealed.
    #[error(
        "the journal does not verify: {0}. Find out who altered it before earlier backups are thrown \
         away; --even-altered backs it up as it is"
    )]
    Altered(Altered),
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// The file is something else.
    #[error("this is not a backup of Resettle; name a file that `resettle backup` wrote")]
    NotABackup,
    /// A later version made it.
    #[error(
        "the backup was made by a later version of this program ({0}); restore it with the version \
         that made it"
    )]
    Newer(String),
    /// It does not hold what it says.
    #[error(
        "the backup is damaged: {0}. Nothing was restored; use another copy, or an earlier backup"
    )]
    Damaged(String),
    /// There is something in the database.
    #[error("the database has records already (in {0}); name a new one. Nothing was changed")]
    NotEmpty(String),
    /// The database has other tables than the backup.
    #[error(
        "the database has the tables of version {found} and the backup those of {wanted}; name a new \
         database, for which the right ones are made"
    )]
    OtherTables {
        /// The database's.
        found: i64,
        /// The backup's.
        wanted: i64,
    },
    /// The journal is not as it was sealed.
    #[error(
        "the journal in the backup does not verify: {0}. Nothing was restored; use an earlier backup, or \
         --even-altered to restore it as it is"
    )]
    Altered(Altered),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database failed.
    #[error("nothing was restored")]
    Store(#[from] StoreError),
}

fn damaged(why: impl Into<String>) -> RestoreError {
    RestoreError::Damaged(why.into())
}

/// Writes lines, and keeps the hash of all of them.
struct Lines<W> {
    out: W,
    hash: Sha256,
}

impl<W: Write> Lines<W> {
    fn put(&mut self, line: &impl Serialize) -> Result<(), BackupError> {
        let mut bytes =
            serde_json::to_vec(line).map_err(|error| BackupError::File(error.into()))?;
        bytes.push(b'\n');
        self.hash.update(&bytes);
        self.out.write_all(&bytes).map_err(BackupError::File)
    }
}

/// Writes a backup of everything as it is at one moment. That it was made, and who can read it, is
/// journalled before the first byte is written. `seen` is told how many rows were.
///
/// # Errors
/// When the database fails, the backup cannot be written, or the journal does not verify and
/// `even_altered` is not said.
pub async fn write(
    app: &App,
    recipients: Vec<String>,
    even_altered: bool,
    out: impl Write,
    mut seen: impl FnMut(u64),
) -> Result<Manifest, BackupError> {
    let mut tx = app.db.begin().await?;
    let event = Event::BackedUp { recipients };
    store::journal::write(&mut tx, journal::entry(app.now(), Uuid::now_v7(), event));
    tx.commit().await?;
    let mut conn = app.db.snapshot().await?;
    if let (Err(altered), false) = (sealed::verify_on(&mut conn, None, |_| ()).await?, even_altered)
    {
        return Err(BackupError::Altered(altered));
    }
    let head = sealed::head(&mut conn).await?;
    let mut lines = Lines { out, hash: Sha256::new() };
    let header = Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        schema: backup::schema(&mut conn).await?,
        made_at: app.now(),
        left_out: LEFT_OUT.iter().map(|(table, _)| (*table).to_owned()).collect(),
    };
    lines.put(&Line::Backup(header))?;
    let mut counts = BTreeMap::new();
    let mut rows = 0;
    for table in tables(&mut conn).await? {
        let columns = table.columns().into_iter().map(str::to_owned).collect();
        lines.put(&Line::Table(Columns { name: table.name.clone(), columns }))?;
        let count = backup::rows(&mut conn, &table, |row| {
            rows += 1;
            seen(rows);
            lines.put(&row)
        });
        counts.insert(table.name.clone(), count.await?);
    }
    let manifest = Manifest {
        tables: counts,
        journal_size: head.size(),
        journal_root: head.root().to_string(),
        sha256: hexadecimal(&lines.hash.clone().finalize()),
    };
    lines.put(&Line::Manifest(manifest.clone()))?;
    Ok(manifest)
}

/// Returns the tables that a backup has, each after those that it refers to.
async fn tables(conn: &mut Conn) -> Result<Vec<Table>, StoreError> {
    let mut tables = backup::tables(conn).await?;
    tables.retain(|table| LEFT_OUT.iter().all(|(left, _)| *left != table.name));
    Ok(tables)
}

/// A backup that is being read.
#[derive(Debug)]
pub struct Reading<R> {
    input: R,
    hash: Sha256,
    header: Header,
}

/// A line as it was read.
enum Found {
    Row(Row),
    Line(Line),
}

impl<R: BufRead> Reading<R> {
    /// Reads the first line of a backup: nothing is opened for a file that is none.
    ///
    /// # Errors
    /// When it is not a backup, or of a later version.
    pub fn start(input: R) -> Result<Self, RestoreError> {
        let header = Header {
            format: String::new(),
            version: 0,
            schema: 0,
            made_at: DateTime::UNIX_EPOCH,
            left_out: Vec::new(),
        };
        let mut reading = Self { input, hash: Sha256::new(), header };
        let first = reading.line()?.ok_or(RestoreError::NotABackup)?;
        reading.hash.update(&first);
        let value: serde_json::Value =
            serde_json::from_slice(&first).map_err(|_| RestoreError::NotABackup)?;
        let header = &value["backup"];
        if header["format"] != FORMAT {
            return Err(RestoreError::NotABackup);
        }
        if header["version"].as_u64().is_none_or(|version| version > VERSION.into()) {
            return Err(RestoreError::Newer(format!("its format is {}", header["version"])));
        }
        reading.header = serde_json::from_value(header.clone())
            .map_err(|_| damaged("its first line is not whole"))?;
        let (schema, known) = (reading.header.schema, Db::latest_schema());
        if schema > known {
            let why = format!("its tables are of version {schema}, and this knows up to {known}");
            return Err(RestoreError::Newer(why));
        }
        Ok(reading)
    }

    /// Reads the bytes of a line; none at the end.
    fn line(&mut self) -> Result<Option<Vec<u8>>, RestoreError> {
        let mut bytes = Vec::new();
        let read = (&mut self.input).take(LINE_LIMIT).read_until(b'\n', &mut bytes);
        // The stream is authenticated part by part: what was changed or cut off is an error here.
        read.map_err(|error| damaged(format!("it cannot be read to its end ({error})")))?;
        match bytes.last() {
            None => Ok(None),
            Some(b'\n') => Ok(Some(bytes)),
            Some(_) => Err(damaged("a line of it is cut off")),
        }
    }

    /// Reads the next line, which is part of the hash unless it is the manifest.
    fn next(&mut self) -> Result<Found, RestoreError> {
        let bytes = self.line()?.ok_or_else(|| damaged("its end is missing"))?;
        let wrong = |_| damaged("a line of it is none of a backup");
        if bytes.first() == Some(&b'[') {
            let row = serde_json::from_slice(&bytes).map_err(wrong)?;
            self.hash.update(&bytes);
            return Ok(Found::Row(row));
        }
        let line = serde_json::from_slice(&bytes).map_err(wrong)?;
        if !matches!(line, Line::Manifest(_)) {
            self.hash.update(&bytes);
        }
        Ok(Found::Line(line))
    }
}

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: DateTime<Utc>,
    /// What it said of itself, all of which was compared.
    pub manifest: Manifest,
    /// How many signatures of the journal were checked: none without the key.
    pub checkpoints: usize,
}

/// Restores a backup into a new database, and compares it with what the backup says of itself before any
/// of it counts. Then the tables are brought up to those of this version.
///
/// # Errors
/// Says what is wrong and what to do; then nothing was restored.
pub async fn restore<R: BufRead>(
    address: &str,
    mut reading: Reading<R>,
    key: Option<&PublicKey>,
    even_altered: bool,
    mut seen: impl FnMut(u64),
) -> Result<Restored, RestoreError> {
    let wanted = reading.header.schema;
    let db = Db::open_at(address, wanted).await?;
    let loaded = async {
        let mut tx = db.begin().await?;
        let found = backup::schema(&mut tx).await?;
        if found != wanted {
            return Err(RestoreError::OtherTables { found, wanted });
        }
        let all = backup::tables(&mut tx).await?;
        if let Some(table) = backup::make_room(&mut tx, &all).await? {
            return Err(RestoreError::NotEmpty(table));
        }
        let manifest = load(&mut tx, &mut reading, &mut seen).await?;
        let checkpoints = compare(&mut tx, &manifest, key, even_altered).await?;
        tx.commit().await?;
        Ok(Restored { made_at: reading.header.made_at, manifest, checkpoints })
    };
    let loaded = loaded.await;
    db.close().await;
    let restored = loaded?;
    say_so(address, &restored).await?;
    Ok(restored)
}

/// Brings the tables up to date, and journals that they were restored.
async fn say_so(address: &str, restored: &Restored) -> Result<(), RestoreError> {
    let db = Db::open(address).await?;
    let app = App::new(db.clone());
    let entries = restored.manifest.journal_size;
    let event = Event::Restored { made_at: restored.made_at, entries };
    let mut tx = db.begin().await?;
    store::journal::write(&mut tx, journal::entry(app.now(), Uuid::now_v7(), event));
    tx.commit().await?;
    db.close().await;
    Ok(())
}

/// Reads everything into the tables. Returns the manifest, whose hash and counts fit what was read.
async fn load<R: BufRead>(
    tx: &mut Tx,
    reading: &mut Reading<R>,
    seen: &mut impl FnMut(u64),
) -> Result<Manifest, RestoreError> {
    let mut left: Vec<Table> = tables(tx).await?;
    let mut current: Option<Table> = None;
    let mut waiting: Vec<Row> = Vec::new();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut rows = 0;
    loop {
        match reading.next()? {
            Found::Row(row) => {
                let table = current.as_ref().filter(|table| table.columns().len() == row.len());
                let table = table.ok_or_else(|| damaged("a row of it fits no table"))?;
                waiting.push(row);
                rows += 1;
                if waiting.len() == PART {
                    add(tx, table, &mut waiting).await?;
                }
                if let Some(count) = counts.get_mut(&table.name) {
                    *count += 1;
                }
                seen(rows);
            }
            Found::Line(line) => {
                if let Some(table) = current.take() {
                    add(tx, &table, &mut waiting).await?;
                }
                match line {
                    Line::Table(columns) => {
                        let at = left.iter().position(|table| table.name == columns.name);
                        let table = at.map(|at| left.remove(at));
                        let table = table.filter(|table| table.columns() == columns.columns);
                        let unknown = || damaged(format!("it has another {}", columns.name));
                        counts.insert(columns.name.clone(), 0);
                        current = Some(table.ok_or_else(unknown)?);
                    }
                    Line::Manifest(manifest) => {
                        check_end(reading, &manifest, &counts, &left)?;
                        return Ok(manifest);
                    }
                    Line::Backup(_) => return Err(damaged("it begins twice")),
                }
            }
        }
    }
}

async fn add(tx: &mut Tx, table: &Table, rows: &mut Vec<Row>) -> Result<(), RestoreError> {
    backup::add(tx, table, rows).await.map_err(|error| {
        if error.is_about_values() {
            damaged(format!("a row of {} cannot be taken", table.name))
        } else {
            error.into()
        }
    })?;
    rows.clear();
    Ok(())
}

fn check_end<R: BufRead>(
    reading: &mut Reading<R>,
    manifest: &Manifest,
    counts: &BTreeMap<String, u64>,
    left: &[Table],
) -> Result<(), RestoreError> {
    if let Some(table) = left.first() {
        return Err(damaged(format!("it has no table {}", table.name)));
    }
    if hexadecimal(&reading.hash.clone().finalize()) != manifest.sha256
        || *counts != manifest.tables
    {
        return Err(damaged("it is not what its manifest says"));
    }
    match reading.line()? {
        None => Ok(()),
        Some(_) => Err(damaged("there is something after its end")),
    }
}

/// Compares the database with the manifest, before it counts. Returns how many signatures were checked.
async fn compare(
    tx: &mut Tx,
    manifest: &Manifest,
    key: Option<&PublicKey>,
    even_altered: bool,
) -> Result<usize, RestoreError> {
    for table in tables(tx).await? {
        let count = backup::count(tx, &table).await?;
        if manifest.tables.get(&table.name) != Some(&count) {
            return Err(damaged(format!("{} has {count} rows after it was restored", table.name)));
        }
    }
    let head = sealed::head(tx).await?;
    let said = (manifest.journal_size, manifest.journal_root.as_str());
    if (head.size(), head.root().to_string().as_str()) != said {
        return Err(damaged("its journal is not the one of its manifest"));
    }
    match sealed::verify_on(tx, key, |_| ()).await? {
        Ok(sound) => Ok(sound.checkpoints),
        Err(_) if even_altered => Ok(0),
        Err(altered) => Err(RestoreError::Altered(altered)),
    }
}
