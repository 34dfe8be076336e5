//! What a database holds, table by table, so that a test can say that nothing was changed.

use sqlx::{AssertSqlSafe, Row};
use std::collections::BTreeMap;
use std::path::Path;
use store::Db;

/// Tables that a refused request or a read may write to: the journal, the last use of a session, and
/// where the database keeps its own book.
const BOOKS: [&str; 5] =
    ["journal", "journal_head", "journal_checkpoint", "session", "_sqlx_migrations"];

/// Every row of every table but the books, as text.
pub(crate) type Kept = BTreeMap<String, String>;

/// Returns what a database holds.
pub(crate) async fn kept(db: &Db) -> Kept {
    let mut kept = Kept::new();
    for table in tables(db).await {
        if !BOOKS.contains(&table.as_str()) {
            let rows = rows(db, &table).await;
            kept.insert(table, rows);
        }
    }
    assert!(kept.len() > 30, "few tables: {:?}", kept.keys());
    kept
}

/// Returns the names of the tables in which two states differ.
pub(crate) fn changed(before: &Kept, after: &Kept) -> Vec<String> {
    let differ = before.iter().filter(|(table, rows)| after.get(*table) != Some(*rows));
    differ.map(|(table, _)| table.clone()).collect()
}

async fn tables(db: &Db) -> Vec<String> {
    match db {
        Db::Sqlite { read, .. } => {
            let sql = "select name from sqlite_master where type = 'table' \
                and name not like 'sqlite_%' order by name";
            let rows = sqlx::query(sql).fetch_all(read).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
        Db::Postgres(pool) => {
            let sql = "select tablename::text from pg_tables where schemaname = current_schema() \
                order by tablename";
            let rows = sqlx::query(sql).fetch_all(pool).await.unwrap();
            rows.iter().map(|row| row.get(0)).collect()
        }
    }
}

async fn rows(db: &Db, table: &str) -> String {
    match db {
        Db::Sqlite { read, .. } => {
            let sql = AssertSqlSafe(format!("select name from pragma_table_info('{table}')"));
            let columns = sqlx::query(sql).fetch_all(read).await.unwrap();
            let quoted = columns.iter().map(|row| format!("quote(\"{}\")", row.get::<&str, _>(0)));
            let all = quoted.collect::<Vec<_>>().join(" || ',' || ");
            let sql = format!(
                "select coalesce(group_concat(line, char(10)), '') from \
                (select {all} as line from \"{table}\" order by 1)"
            );
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(read).await.unwrap()
        }
        Db::Postgres(pool) => {
            let sql = format!(
                "select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from \"{table}\" t"
            );
            sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap()
        }
    }
}

/// Copies a SQLite database into a new file.
pub(crate) async fn copy(db: &Db, to: &Path) {
    let Db::Sqlite { write, .. } = db else { panic!("only a file can be copied so") };
    sqlx::query("vacuum into ?1").bind(to.display().to_string()).execute(write).await.unwrap();
}
