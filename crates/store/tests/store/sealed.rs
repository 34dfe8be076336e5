//! The sealed journal on both databases: places without gaps however many write at once, and every
//! kind of change behind its back found.

use crate::build::{id, now};
use domain::{Event, Purpose};
use seal::Key;
use sqlx::AssertSqlSafe;
use store::journal::{self, Entry};
use store::sealed::{self, Altered, Sound};
use store::{Db, ReadJournal};

fn entry(event: Event) -> Entry {
    Entry {
        id: id(),
        at: now(),
        account: Some(id()),
        organisation: Some(id()),
        role: Some(domain::Role::ResettlementWorker),
        purpose: Purpose::Resettlement,
        event,
        person: Some(id()),
        subject: None,
        request: id(),
        salt: [7; seal::SALT_BYTES],
    }
}

async fn write(db: &Db, entries: usize) {
    let mut tx = db.begin().await.unwrap();
    for n in 0..entries {
        journal::write(&mut tx, entry(Event::WorkerNamed { worker: format!("Worker {n}") }));
    }
    tx.commit().await.unwrap();
}

async fn sign(db: &Db, key: &Key) {
    let mut tx = db.begin().await.unwrap();
    let tree = sealed::head(&mut tx).await.unwrap();
    let note = key.sign(&tree).unwrap();
    sealed::add_checkpoint(&mut tx, tree.size(), &note, now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn verified(db: &Db, key: &Key) -> Result<Sound, Altered> {
    sealed::verify(db, key.public(), |_| ()).await.unwrap()
}

async fn raw(db: &Db, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { write, .. } => drop(sqlx::raw_sql(sql).execute(write).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
    }
}

fn key() -> Key {
    Key::generate(&mut rand_core::OsRng, "resettle-journal-test")
}

both! {
    async fn entries_take_the_next_places_when_they_count(db: Db) {
        let key = key();
        write(&db, 1).await;
        write(&db, 200).await;
        sign(&db, &key).await;
        let mut tx = db.begin().await.unwrap();
        journal::write(&mut tx, entry(Event::PersonAdded));
        drop(tx);
        write(&db, 3).await;
        sign(&db, &key).await;
        let sound = verified(&db, &key).await.unwrap();
        assert_eq!((sound.entries, sound.checkpoints), (204, 2));
        let mut conn = db.read().await.unwrap();
        let from = sealed::entries(&mut conn, 200).await.unwrap();
        let places: Vec<u64> = from.iter().map(|entry| entry.position).collect();
        assert_eq!(places, [200, 201, 202, 203]);
    }
}

both! {
    async fn many_write_at_once_and_no_place_is_left_out(db: Db) {
        let reads = ReadJournal::start(db.clone());
        let mut writers = tokio::task::JoinSet::new();
        for n in 0..40 {
            let (db, reads) = (db.clone(), reads.clone());
            writers.spawn(async move {
                if n % 2 == 0 {
                    write(&db, 3).await;
                } else {
                    let page = "/people/{id}".to_owned();
                    reads.write(entry(Event::person_read(&page))).await.unwrap();
                }
            });
        }
        while let Some(done) = writers.join_next().await {
            done.unwrap();
        }
        assert_eq!(verified(&db, &key()).await.unwrap().entries, 20 * 3 + 20);
    }
}

both! {
    async fn another_journal_is_empty_and_sound(db: Db) {
        let sound = verified(&db, &key()).await.unwrap();
        assert_eq!((sound.entries, sound.checkpoints), (0, 0));
    }
}

/// What somebody with the database's password does, and how it is found. Entries 0 to 9 are signed,
/// 10 to 12 are not yet.
const DEEDS: &[(&str, &str)] = &[
    ("update journal set purpose = 'service' where position = 4", "one of the first 10"),
    ("update journal set account_id = null where position = 0", "one of the first 10"),
    ("update journal set event = 'person_added' where position = 4", "the detail of entry 4"),
    (
        "update journal set at = (select max(at) from journal), role = null where position = 9",
        "one of the first 10",
    ),
    ("update journal set commitment = salt where position = 2", "the detail of entry 2"),
    ("delete from journal where position = 3", "entry 3 is missing"),
    ("delete from journal where position = 12", "entry 12 is missing"),
    ("delete from journal where position > 5", "entry 6 is missing"),
    ("update journal set position = 99 where position = 1", "entry 1 is missing"),
    (
        "update journal set position = -1 where position = 1; \
         update journal set position = 1 where position = 2; \
         update journal set position = 2 where position = -1",
        "one of the first 10",
    ),
    ("update journal set purpose = 'service' where position = 11", "one of the last entries"),
    ("update journal_head set size = 12, edge = edge", "the right edge"),
    ("update journal_checkpoint set note = 'nothing'", "the checkpoint of 10"),
    ("update journal_checkpoint set size = 9", "it was signed for 10"),
];

both! {
    async fn whatever_is_done_behind_its_back_is_found(db: Db) {
        let key = key();
        write(&db, 10).await;
        sign(&db, &key).await;
        write(&db, 3).await;
        let detail = match db {
            Db::Sqlite { .. } => "update journal set detail = replace(detail, 'Worker 4', 'Worker 5')",
            Db::Postgres(_) => "update journal set detail = replace(detail::text, 'Worker 4', 'Worker 5')::jsonb",
        };
        raw(&db, "create table kept_journal as select * from journal").await;
        raw(&db, "create table kept_head as select * from journal_head").await;
        raw(&db, "create table kept_checkpoint as select * from journal_checkpoint").await;
        for (deed, found) in DEEDS.iter().copied().chain([(detail, "the detail of entry 4")]) {
            raw(&db, deed).await;
            let said = match sealed::verify(&db, key.public(), |_| ()).await {
                Ok(Ok(sound)) => format!("nothing was found: {sound:?}"),
                Ok(Err(altered)) => altered.to_string(),
                Err(error) => error.to_string(),
            };
            let edge = said.contains("edge") && found.contains("edge");
            assert!(said.contains(found) || edge, "{deed}: {said}");
            for (table, kept) in [
                ("journal", "kept_journal"),
                ("journal_head", "kept_head"),
                ("journal_checkpoint", "kept_checkpoint"),
            ] {
                raw(&db, &format!("delete from {table}; insert into {table} select * from {kept}")).await;
            }
            assert_eq!(verified(&db, &key).await.unwrap().entries, 13, "after {deed}");
        }
    }
}

both! {
    async fn another_key_signed_nothing_here(db: Db) {
        write(&db, 2).await;
        sign(&db, &key()).await;
        let found = verified(&db, &key()).await.unwrap_err();
        assert!(matches!(found, Altered::Checkpoint { size: 2, .. }), "{found}");
    }
}
