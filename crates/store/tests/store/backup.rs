//! A backup forgets no table and no value, whichever database it is from and for: the schema itself is
//! walked.

use crate::export::{columns, fill};
use crate::harness::{self, TestDb};
use std::collections::{BTreeMap, BTreeSet};
use store::backup::{self, Row};
use store::{Db, organisation, setting};

/// The rows of every table by its name, with JSON as it is compared.
type Everything = BTreeMap<String, Vec<Vec<Option<serde_json::Value>>>>;

/// Writes one row in each table, with a value in every column.
async fn fill_all(db: &Db) -> BTreeSet<String> {
    let columns = columns(db).await;
    let names = columns.keys().filter(|name| !name.starts_with('_'));
    let all: BTreeSet<String> = names.cloned().collect();
    // The head has its row from the first migration.
    let filled = all.iter().map(String::as_str).filter(|name| *name != "journal_head").collect();
    fill(db, &columns, &filled).await;
    all
}

async fn read(db: &Db) -> BTreeMap<String, Vec<Row>> {
    let mut conn = db.snapshot().await.unwrap();
    let mut everything = BTreeMap::new();
    for table in backup::tables(&mut conn).await.unwrap() {
        let mut rows = Vec::new();
        let each = |row| {
            rows.push(row);
            Ok::<_, store::StoreError>(())
        };
        let count = backup::rows(&mut conn, &table, each).await.unwrap();
        assert_eq!(count, rows.len() as u64);
        assert_eq!(count, backup::count(&mut conn, &table).await.unwrap(), "{}", table.name);
        everything.insert(table.name, rows);
    }
    everything
}

async fn write(db: &Db, everything: &BTreeMap<String, Vec<Row>>) {
    let mut tx = db.begin().await.unwrap();
    let tables = backup::tables(&mut tx).await.unwrap();
    assert_eq!(backup::make_room(&mut tx, &tables).await.unwrap(), None, "a new database");
    for table in &tables {
        backup::add(&mut tx, table, &everything[&table.name]).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let full = backup::make_room(&mut tx, &tables).await.unwrap();
    assert!(full.is_some(), "a database with records is not a new one");
}

fn compared(everything: BTreeMap<String, Vec<Row>>) -> Everything {
    let value =
        |text: String| serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text));
    let row = |row: Row| row.into_iter().map(|text| text.map(value)).collect();
    let rows = |rows: Vec<Row>| rows.into_iter().map(row).collect();
    everything.into_iter().map(|(name, of)| (name, rows(of))).collect()
}

fn check_every_table_goes(from: TestDb, to: TestDb) {
    let names = from.block_on(fill_all(&from.db));
    let everything = from.block_on(read(&from.db));
    let read_names: BTreeSet<String> = everything.keys().cloned().collect();
    assert_eq!(read_names, names, "every table is one of a backup, but for LEFT_OUT");
    assert!(names.len() > 30, "the tables were not read");
    for (name, rows) in &everything {
        assert_eq!(rows.len(), 1, "{name}");
        assert!(rows[0].iter().all(Option::is_some), "{name} has a column without a value");
    }
    to.block_on(write(&to.db, &everything));
    let again = to.block_on(read(&to.db));
    assert_eq!(compared(again), compared(everything));
    from.remove();
    to.remove();
}

#[test]
fn every_table_goes_from_sqlite_to_sqlite() {
    check_every_table_goes(harness::sqlite(), harness::sqlite());
}

#[test]
fn every_table_goes_between_the_databases() {
    if let (Some(from), Some(to)) = (harness::postgres(), harness::postgres()) {
        check_every_table_goes(from, harness::sqlite());
        check_every_table_goes(harness::sqlite(), to);
    }
}

#[test]
fn every_table_goes_from_postgres_to_postgres() {
    if let (Some(from), Some(to)) = (harness::postgres(), harness::postgres()) {
        check_every_table_goes(from, to);
    }
}

both! {
    async fn what_is_left_out_is_a_table(db: Db) {
        let mut conn = db.read().await.unwrap();
        let tables = backup::tables(&mut conn).await.unwrap();
        for (left, why) in backup::LEFT_OUT {
            assert!(tables.iter().any(|table| table.name == *left), "{left} is no more ({why})");
        }
        let latest = backup::schema(&mut conn).await.unwrap();
        assert_eq!(latest, Db::latest_schema());
    }
}

both! {
    async fn a_snapshot_is_of_one_moment(db: Db) {
        let count = async |conn: &mut store::Conn| {
            let tables = backup::tables(conn).await.unwrap();
            let table = tables.iter().find(|table| table.name == "organisation").unwrap();
            backup::count(conn, table).await.unwrap()
        };
        let mut conn = db.snapshot().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        organisation::add(&mut tx, &crate::build::organisation(), crate::build::now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&mut conn).await, 0);
        drop(conn);
        assert_eq!(count(&mut db.snapshot().await.unwrap()).await, 1);
    }
}

both! {
    async fn a_value_that_no_column_takes_is_told_from_a_failure(db: Db) {
        let mut tx = db.begin().await.unwrap();
        setting::set(&mut tx, "kept", "yes").await.unwrap();
        let tables = backup::tables(&mut tx).await.unwrap();
        let table = tables.iter().find(|table| table.name == "setting").unwrap();
        let twice = vec![Some("kept".to_owned()), Some("again".to_owned())];
        let error = backup::add(&mut tx, table, &[twice]).await.unwrap_err();
        assert!(error.is_about_values(), "{error:?}");
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        let table = tables.iter().find(|table| table.name == "pilot").unwrap();
        let row = vec![Some("a text".to_owned()); table.columns().len()];
        let error = backup::add(&mut tx, table, &[row]).await.unwrap_err();
        assert!(error.is_about_values(), "{error:?}");
        assert!(!store::StoreError::from(sqlx::Error::PoolTimedOut).is_about_values());
    }
}
