//! Entries of the sealed journal a second, beside a plain insert that is synced: both through sqlx, into
//! a fresh SQLite file, by as many writers at once, each of whom waits until the entry is on the disk.

use anyhow::Context;
use chrono::Utc;
use domain::{Event, Purpose, Role};
use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::path::Path;
use std::time::{Duration, Instant};
use store::journal::{self, Entry};
use store::{Db, ReadJournal};
use uuid::Uuid;

/// Writers at once.
const WRITERS: [usize; 2] = [1, 64];
/// Rounds of each: medians are told.
const ROUNDS: usize = 3;
/// Entries in one transaction where a journal is filled.
const BATCH: u64 = 1_000;

/// Measures both in turn and prints a row for each number of writers.
pub(crate) async fn appends(folder: &Path, seconds: u64) -> anyhow::Result<()> {
    std::fs::create_dir_all(folder)?;
    let time = Duration::from_secs(seconds);
    println!("| writers | plain synced insert, rows/s | sealed journal, entries/s | of it |");
    println!("|---|---|---|---|");
    for writers in WRITERS {
        let (mut plain, mut sealed) = (Vec::new(), Vec::new());
        for round in 0..ROUNDS {
            plain.push(
                plain_rate(&fresh(folder, &format!("plain-{writers}-{round}"))?, writers, time)
                    .await?,
            );
            sealed.push(
                sealed_rate(&fresh(folder, &format!("sealed-{writers}-{round}"))?, writers, time)
                    .await?,
            );
        }
        let (plain, sealed) = (median(plain), median(sealed));
        println!("| {writers} | {plain:.0} | {sealed:.0} | {:.0} % |", 100.0 * sealed / plain);
    }
    Ok(())
}

/// Fills the journal of a new database.
pub(crate) async fn fill(file: &str, entries: u64) -> anyhow::Result<()> {
    let db = Db::open(&format!("sqlite:{file}")).await?;
    let mut left = entries;
    while left > 0 {
        let now = left.min(BATCH);
        let mut tx = db.begin().await?;
        for _ in 0..now {
            journal::write(&mut tx, entry());
        }
        tx.commit().await?;
        left -= now;
    }
    db.close().await;
    Ok(())
}

/// Returns the address of a database that is not there yet.
fn fresh(folder: &Path, name: &str) -> anyhow::Result<String> {
    for end in ["", "-wal", "-shm"] {
        let file = folder.join(format!("{name}.db{end}"));
        if file.exists() {
            std::fs::remove_file(&file).with_context(|| file.display().to_string())?;
        }
    }
    Ok(format!("sqlite:{}", folder.join(format!("{name}.db")).display()))
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}

/// One read of a record, as a page journals it.
fn entry() -> Entry {
    #[expect(clippy::disallowed_methods, reason = "an entry says when")]
    let at = Utc::now();
    Entry {
        id: Uuid::now_v7(),
        at,
        account: None,
        organisation: None,
        role: Some(Role::ResettlementWorker),
        purpose: Purpose::Resettlement,
        event: Event::person_read("/people/{id}"),
        person: None,
        subject: None,
        request: Uuid::now_v7(),
        salt: *Uuid::now_v7().as_bytes(),
    }
}

async fn sealed_rate(address: &str, writers: usize, time: Duration) -> anyhow::Result<f64> {
    let db = Db::open(address).await?;
    let reads = ReadJournal::start(db.clone());
    let write = move || {
        let reads = reads.clone();
        async move { Ok(reads.write(entry()).await?) }
    };
    let rate = rate(writers, time, write).await?;
    db.close().await;
    Ok(rate)
}

async fn plain_rate(address: &str, writers: usize, time: Duration) -> anyhow::Result<f64> {
    let options = address
        .parse::<SqliteConnectOptions>()?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(60))
        .test_before_acquire(false)
        .connect_with(options)
        .await?;
    sqlx::query("create table entry (position integer primary key, id blob, at text, detail text)")
        .execute(&pool)
        .await?;
    let writer = pool.clone();
    let write = move || {
        let pool = writer.clone();
        async move { plain_insert(&pool, &entry()).await }
    };
    let rate = rate(writers, time, write).await?;
    pool.close().await;
    Ok(rate)
}

async fn plain_insert(pool: &SqlitePool, entry: &Entry) -> anyhow::Result<()> {
    sqlx::query("insert into entry (id, at, detail) values ($1, $2, $3)")
        .bind(entry.id)
        .bind(entry.at)
        .bind(sqlx::types::Json(&entry.event))
        .execute(pool)
        .await?;
    Ok(())
}

/// Writes for a time, as so many writers at once, and returns how many a second were acknowledged.
async fn rate<W, F>(writers: usize, time: Duration, write: W) -> anyhow::Result<f64>
where
    W: Fn() -> F + Clone + Send + 'static,
    F: Future<Output = anyhow::Result<()>> + Send,
{
    let started = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..writers {
        let write = write.clone();
        tasks.spawn(async move {
            let mut written = 0_u32;
            while started.elapsed() < time {
                write().await?;
                written += 1;
            }
            anyhow::Ok(written)
        });
    }
    let mut written = 0.0;
    while let Some(task) = tasks.join_next().await {
        written += f64::from(task??);
    }
    Ok(written / started.elapsed().as_secs_f64())
}
