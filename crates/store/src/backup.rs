//! Every table as rows of text: to be kept elsewhere, and put back into a database of either kind.
//!
//! The schema itself is asked which tables and columns there are, so that none is forgotten. A value is
//! written in one way whatever it comes from: bytes and ids as hexadecimal, moments as SQLite keeps
//! them, yes as `1`. What the column of the other database is decides how it is read.

use crate::many::{Engine, STATEMENT_ROWS, Values};
use crate::{Conn, Db, Inconsistent, StoreError, Tx, fault};
use chrono::{DateTime, SecondsFormat, Utc};
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Tables that no backup has, each with why.
pub const LEFT_OUT: &[(&str, &str)] = &[(
    "session",
    "a session that was ended after the backup would open everything again: everybody signs in anew",
)];
/// Tables in which a migration writes rows: a database with nothing else in it is a new one.
const BEGUN_BY_MIGRATION: &[&str] = &["journal_head"];

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Id,
    Bytes,
    Number,
    Yes,
    Text,
    Json,
    Day,
    Moment,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Column {
    name: String,
    holds: Holds,
}

/// A table of the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    columns: Vec<Column>,
    /// The columns of its primary key, by which its rows are ordered.
    key: Vec<String>,
    /// The tables that it refers to.
    needs: BTreeSet<String>,
}

/// A row: its values in the order of the columns, as text.
pub type Row = Vec<Option<String>>;

impl Table {
    /// Returns the names of its columns.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(|column| column.name.as_str()).collect()
    }

    /// Returns the statement that reads all rows. The names are the schema's own.
    fn read(&self, engine: Engine) -> String {
        let columns: Vec<_> = self.columns.iter().map(|column| column.read(engine)).collect();
        format!("select {} from {} order by {}", columns.join(", "), self.name, self.key.join(", "))
    }

    /// Returns the statement that adds rows.
    fn add(&self, engine: Engine, rows: usize) -> Result<String, std::fmt::Error> {
        let mut sql = format!("insert into {} ({}) values ", self.name, self.columns().join(", "));
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { "), (" });
            for (at, column) in self.columns.iter().enumerate() {
                sql.push_str(if at == 0 { "" } else { ", " });
                column.add(engine, row * self.columns.len() + at + 1, &mut sql)?;
            }
        }
        sql.push(')');
        Ok(sql)
    }
}

impl Column {
    /// Returns what gives the value as text.
    fn read(&self, engine: Engine) -> String {
        let name = &self.name;
        match (engine, self.holds) {
            (Engine::Sqlite, Holds::Id | Holds::Bytes) => {
                format!("case when {name} is null then null else lower(hex({name})) end")
            }
            (Engine::Postgres, Holds::Id) => format!("replace({name}::text, '-', '')"),
            (Engine::Postgres, Holds::Bytes) => format!("encode({name}, 'hex')"),
            (Engine::Postgres, Holds::Yes) => format!("{name}::int::text"),
            (Engine::Postgres, Holds::Day) => format!("to_char({name}, 'YYYY-MM-DD')"),
            (Engine::Postgres, Holds::Moment) => {
                format!("to_char({name} at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
            }
            (_, Holds::Number | Holds::Yes | Holds::Json) => format!("cast({name} as text)"),
            (_, Holds::Text | Holds::Day | Holds::Moment) => name.clone(),
        }
    }

    /// Writes what makes a value of the text that is bound.
    fn add(&self, engine: Engine, number: usize, sql: &mut String) -> std::fmt::Result {
        match (engine, self.holds) {
            (Engine::Sqlite, Holds::Id | Holds::Bytes) => sql.write_str("unhex(?)"),
            (Engine::Sqlite, Holds::Number | Holds::Yes) => sql.write_str("cast(? as integer)"),
            (Engine::Sqlite, _) => sql.write_char('?'),
            (Engine::Postgres, Holds::Id) => write!(sql, "cast(${number} as uuid)"),
            (Engine::Postgres, Holds::Bytes) => write!(sql, "decode(${number}, 'hex')"),
            (Engine::Postgres, Holds::Number) => write!(sql, "cast(${number} as bigint)"),
            (Engine::Postgres, Holds::Yes) => write!(sql, "cast(${number} as boolean)"),
            (Engine::Postgres, Holds::Text) => write!(sql, "${number}"),
            (Engine::Postgres, Holds::Json) => write!(sql, "cast(${number} as jsonb)"),
            (Engine::Postgres, Holds::Day) => write!(sql, "cast(${number} as date)"),
            (Engine::Postgres, Holds::Moment) => write!(sql, "cast(${number} as timestamptz)"),
        }
    }

    /// Returns a text of PostgreSQL as SQLite has it.
    fn plain(&self, table: &Table, text: String) -> Result<String, Inconsistent> {
        let plain = match self.holds {
            Holds::Moment => text
                .parse::<DateTime<Utc>>()
                .ok()
                .map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
            Holds::Json => {
                serde_json::from_str::<serde_json::Value>(&text).ok().map(|value| value.to_string())
            }
            _ => return Ok(text),
        };
        plain.ok_or_else(|| Inconsistent {
            table: "a table to be backed up",
            id: table.name.clone(),
            column: "a moment or JSON",
            value: text,
        })
    }
}

/// A column as the database describes it: table, name, type, and place in the primary key.
type Described = (String, String, String, i64);

/// Returns every table, each after those that it refers to.
///
/// # Errors
/// When the database fails, or has a type of column that this program does not know.
pub async fn tables(conn: &mut Conn) -> Result<Vec<Table>, StoreError> {
    let (columns, references) = match conn.engine() {
        Engine::Sqlite => of_sqlite(conn).await?,
        Engine::Postgres => of_postgres(conn).await?,
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let mut keys: BTreeMap<String, BTreeMap<i64, String>> = BTreeMap::new();
    for (name, column, kind, key) in columns {
        let holds = holds(&kind).ok_or_else(|| Inconsistent {
            table: "a table to be backed up",
            id: name.clone(),
            column: "a type",
            value: format!("{column} {kind}"),
        })?;
        if key > 0 {
            keys.entry(name.clone()).or_default().insert(key, column.clone());
        }
        let table = tables.entry(name.clone()).or_insert_with(|| Table {
            name,
            columns: Vec::new(),
            key: Vec::new(),
            needs: BTreeSet::new(),
        });
        table.columns.push(Column { name: column, holds });
    }
    for (name, key) in keys {
        if let Some(table) = tables.get_mut(&name) {
            table.key = key.into_values().collect();
        }
    }
    for (name, needed) in references {
        if let Some(table) = tables.get_mut(&name).filter(|_| name != needed) {
            table.needs.insert(needed);
        }
    }
    in_order(tables)
}

async fn of_sqlite(conn: &mut Conn) -> Result<(Vec<Described>, Vec<(String, String)>), StoreError> {
    let crate::connect::RefMut::Sqlite(c) = conn.as_ref_mut() else { return Ok(<_>::default()) };
    let columns = sqlx::query_as::<_, Described>(
        "select m.name, c.name, lower(c.type), c.pk from sqlite_schema m \
         join pragma_table_info(m.name) c where m.type = 'table' \
         and m.name not like '\\_%' escape '\\' and m.name not like 'sqlite%' \
         order by m.name, c.name",
    )
    .fetch_all(&mut *c)
    .await?;
    let references = sqlx::query_as::<_, (String, String)>(
        "select m.name, f.\"table\" from sqlite_schema m \
         join pragma_foreign_key_list(m.name) f where m.type = 'table'",
    )
    .fetch_all(c)
    .await?;
    Ok((columns, references))
}

async fn of_postgres(
    conn: &mut Conn,
) -> Result<(Vec<Described>, Vec<(String, String)>), StoreError> {
    let crate::connect::RefMut::Postgres(c) = conn.as_ref_mut() else { return Ok(<_>::default()) };
    let columns = sqlx::query_as::<_, Described>(
        "select t.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), \
         coalesce(array_position(x.indkey::int2[], a.attnum) + 1, 0)::bigint from pg_class t \
         join pg_namespace s on s.oid = t.relnamespace \
         join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped \
         left join pg_index x on x.indrelid = t.oid and x.indisprimary \
         where s.nspname = current_schema() and t.relkind = 'r' and t.relname not like '\\_%' \
         order by t.relname, a.attname",
    )
    .fetch_all(&mut *c)
    .await?;
    let references = sqlx::query_as::<_, (String, String)>(
        "select t.relname::text, r.relname::text from pg_constraint c \
         join pg_class t on t.oid = c.conrelid join pg_class r on r.oid = c.confrelid \
         join pg_namespace s on s.oid = t.relnamespace \
         where c.contype = 'f' and s.nspname = current_schema()",
    )
    .fetch_all(c)
    .await?;
    Ok((columns, references))
}

/// Returns what a column of a type holds. SQLite says `blob`, `integer` and `text` of more than one
/// thing, and writes each as it is.
fn holds(kind: &str) -> Option<Holds> {
    Some(match kind {
        "uuid" => Holds::Id,
        "blob" | "bytea" => Holds::Bytes,
        "integer" | "bigint" => Holds::Number,
        "boolean" => Holds::Yes,
        "text" => Holds::Text,
        "jsonb" => Holds::Json,
        "date" => Holds::Day,
        "timestamp with time zone" => Holds::Moment,
        _ => return None,
    })
}

fn in_order(mut left: BTreeMap<String, Table>) -> Result<Vec<Table>, StoreError> {
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let next: Vec<String> = left
            .values()
            .filter(|table| table.needs.iter().all(|needed| !left.contains_key(needed)))
            .map(|table| table.name.clone())
            .collect();
        if next.is_empty() {
            let names: Vec<_> = left.keys().cloned().collect();
            let why = format!("tables refer to each other in a circle: {}", names.join(", "));
            return Err(sqlx::Error::Configuration(why.into()).into());
        }
        ordered.extend(next.iter().filter_map(|name| left.remove(name)));
    }
    Ok(ordered)
}

/// Reads all rows of a table, one at a time: its memory does not grow with the table. Returns how many
/// there were.
///
/// # Errors
/// When the database fails, or `each` does.
pub async fn rows<E: From<StoreError>>(
    conn: &mut Conn,
    table: &Table,
    mut each: impl FnMut(Row) -> Result<(), E>,
) -> Result<u64, E> {
    fault::at_statement()?;
    let failed = |error: sqlx::Error| E::from(StoreError::from(error));
    let sql = AssertSqlSafe(table.read(conn.engine()));
    let mut count = 0;
    match conn.as_ref_mut() {
        crate::connect::RefMut::Sqlite(c) => {
            let mut found = sqlx::query(sql).persistent(false).fetch(c);
            while let Some(row) = found.try_next().await.map_err(failed)? {
                let value = |at| row.try_get::<Option<String>, _>(at).map_err(failed);
                each((0..table.columns.len()).map(value).collect::<Result<_, _>>()?)?;
                count += 1;
            }
        }
        crate::connect::RefMut::Postgres(c) => {
            let mut found = sqlx::query(sql).persistent(false).fetch(c);
            while let Some(row) = found.try_next().await.map_err(failed)? {
                let mut values = Row::with_capacity(table.columns.len());
                for (at, column) in table.columns.iter().enumerate() {
                    let text: Option<String> = row.try_get(at).map_err(failed)?;
                    let plain = text.map(|text| column.plain(table, text)).transpose();
                    values.push(plain.map_err(|wrong| E::from(StoreError::from(wrong)))?);
                }
                each(values)?;
                count += 1;
            }
        }
    }
    Ok(count)
}

/// Rows that are written by one statement.
pub const PART: usize = STATEMENT_ROWS;

/// Adds rows as [`rows`] gave them: at most [`PART`].
///
/// # Errors
/// When the database fails, or takes a value for none of its column.
pub async fn add(tx: &mut Tx, table: &Table, rows: &[Row]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    fault::at_statement()?;
    let engine = tx.engine();
    let mut values = Values::new(engine);
    for value in rows.iter().flatten() {
        values.add(value.as_deref())?;
    }
    let sql = table.add(engine, rows.len()).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let sql = AssertSqlSafe(sql);
    let recurs = rows.len() == PART;
    match (tx.as_ref_mut(), values) {
        (crate::connect::RefMut::Sqlite(c), Values::Sqlite(values)) => {
            sqlx::query_with(sql, values).persistent(recurs).execute(c).await?;
        }
        (crate::connect::RefMut::Postgres(c), Values::Postgres(values)) => {
            sqlx::query_with(sql, values).persistent(recurs).execute(c).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Counts the rows of a table.
///
/// # Errors
/// When the database fails.
pub async fn count(conn: &mut Conn, table: &Table) -> Result<u64, StoreError> {
    let sql = format!("select count(*) from {}", table.name);
    let row: Option<(i64,)> = one!(conn, (i64,), AssertSqlSafe(sql))?;
    Ok(row.and_then(|(count,)| u64::try_from(count).ok()).unwrap_or(0))
}

/// Makes a new database ready to take a backup: takes out the rows that its migrations wrote. Returns
/// the name of a table that has others, and then changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn make_room(tx: &mut Tx, tables: &[Table]) -> Result<Option<String>, StoreError> {
    let begun = |table: &&Table| BEGUN_BY_MIGRATION.contains(&table.name.as_str());
    for table in tables.iter().filter(|table| !begun(table)) {
        if count(tx, table).await? > 0 {
            return Ok(Some(table.name.clone()));
        }
    }
    for table in tables.iter().filter(begun) {
        let sql = format!("delete from {}", table.name);
        run!(tx, AssertSqlSafe(sql))?;
    }
    Ok(None)
}

/// Returns the number of the last migration of a database.
///
/// # Errors
/// When the database fails.
pub async fn schema(conn: &mut Conn) -> Result<i64, StoreError> {
    let row = one!(conn, (i64,), "select coalesce(max(version), 0) from _sqlx_migrations")?;
    Ok(row.map_or(0, |(version,)| version))
}

impl Db {
    /// Returns a connection on which everything is read as it is at one moment, whatever is changed
    /// meanwhile.
    ///
    /// # Errors
    /// When none is free in time.
    pub async fn snapshot(&self) -> Result<Conn, StoreError> {
        let mut conn = self.begin_to_read().await?;
        // A transaction of SQLite begins to see with its first statement.
        schema(&mut conn).await?;
        Ok(conn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, needs: &[&str]) -> (String, Table) {
        let needs = needs.iter().map(|name| (*name).to_owned()).collect();
        let key = vec!["id".to_owned()];
        (name.to_owned(), Table { name: name.to_owned(), columns: Vec::new(), key, needs })
    }

    #[test]
    fn a_table_comes_after_those_that_it_refers_to() {
        let tables = [table("a", &["c"]), table("b", &["a", "c"]), table("c", &[])];
        let ordered = in_order(tables.into()).unwrap();
        let names: Vec<_> = ordered.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
    }

    #[test]
    fn a_circle_is_named() {
        let error = in_order([table("a", &["b"]), table("b", &["a"])].into()).unwrap_err();
        let StoreError::Database(sqlx::Error::Configuration(why)) = error else { panic!() };
        assert!(why.to_string().ends_with("in a circle: a, b"), "{why}");
    }
}
