//! The two sets of migrations describe one schema: the same tables with the same columns, in types
//! that hold the same values, the same keys and the same indexes.

use crate::harness;
use std::collections::BTreeMap;
use store::Db;

/// A column: table and name, then its type in SQLite's terms, whether it may be null, and its place
/// in the primary key (0 when it is not part of it).
type Columns = BTreeMap<(String, String), (String, bool, i64)>;
/// An index by name: its table, whether it is unique, its columns, and whether it is partial.
type Indexes = BTreeMap<String, (String, bool, String, bool)>;

#[test]
fn both_databases_have_the_same_schema() {
    let Some(postgres) = harness::postgres() else {
        return;
    };
    let sqlite = harness::sqlite();
    let (columns, indexes) = sqlite.block_on(of_sqlite(&sqlite.db));
    let (postgres_columns, postgres_indexes) = postgres.block_on(of_postgres(&postgres.db));
    assert!(columns.len() > 200, "the tables were not read");
    check_same(&columns, &postgres_columns);
    check_same(&indexes, &postgres_indexes);
    sqlite.remove();
    postgres.remove();
}

/// Compares entry by entry: a difference is named, and not drowned in two long lists.
fn check_same<K, V>(sqlite: &BTreeMap<K, V>, postgres: &BTreeMap<K, V>)
where
    K: Ord + std::fmt::Debug,
    V: PartialEq + std::fmt::Debug,
{
    for (key, value) in sqlite {
        assert_eq!(Some(value), postgres.get(key), "{key:?}: SQLite, then PostgreSQL");
    }
    for key in postgres.keys() {
        assert!(sqlite.contains_key(key), "{key:?} is in PostgreSQL only");
    }
}

async fn of_sqlite(db: &Db) -> (Columns, Indexes) {
    let Db::Sqlite { read, .. } = db else { panic!("not SQLite") };
    let columns = sqlx::query_as::<_, (String, String, String, bool, i64)>(
        "select m.name, c.name, lower(c.type), c.\"notnull\" = 0 and c.pk = 0, c.pk \
         from sqlite_schema m join pragma_table_info(m.name) c \
         where m.type = 'table' and m.name not like '\\_%' escape '\\' \
         and m.name not like 'sqlite%'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    let indexes = sqlx::query_as::<_, (String, String, bool, String, bool)>(
        "select l.name, m.name, l.\"unique\", (select group_concat(x.name) from \
         (select i.name from pragma_index_info(l.name) i order by i.seqno) x), l.partial \
         from sqlite_schema m join pragma_index_list(m.name) l \
         where m.type = 'table' and l.origin = 'c'",
    )
    .fetch_all(read)
    .await
    .unwrap();
    (by_column(columns), by_name(indexes))
}

async fn of_postgres(db: &Db) -> (Columns, Indexes) {
    let Db::Postgres(pool) = db else { panic!("not PostgreSQL") };
    let columns = sqlx::query_as::<_, (String, String, String, bool, i64)>(
        "select c.table_name::text, c.column_name::text, c.data_type::text, \
         c.is_nullable = 'YES', coalesce(k.ordinal_position, 0)::bigint \
         from information_schema.columns c left join information_schema.table_constraints t \
         on t.table_schema = c.table_schema and t.table_name = c.table_name \
         and t.constraint_type = 'PRIMARY KEY' left join information_schema.key_column_usage k \
         on k.constraint_schema = t.constraint_schema and k.constraint_name = t.constraint_name \
         and k.column_name = c.column_name \
         where c.table_schema = current_schema() and c.table_name not like '\\_%'",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let columns = columns
        .into_iter()
        .map(|(table, column, kind, nullable, key)| {
            let kind = match kind.as_str() {
                "uuid" | "bytea" => "blob",
                "boolean" | "bigint" => "integer",
                "text" | "date" | "jsonb" | "timestamp with time zone" => "text",
                other => panic!("{table}.{column} is {other}, which is not in the type map"),
            };
            (table, column, kind.to_owned(), nullable, key)
        })
        .collect();
    // Indexes of primary keys and unique columns are the database's own, and named by it.
    let indexes = sqlx::query_as::<_, (String, String, bool, String, bool)>(
        "select i.relname::text, t.relname::text, x.indisunique, \
         (select string_agg(a.attname, ',' order by n.nth) \
         from unnest(x.indkey) with ordinality n (attnum, nth) \
         join pg_attribute a on a.attrelid = x.indrelid and a.attnum = n.attnum), \
         x.indpred is not null from pg_index x join pg_class i on i.oid = x.indexrelid \
         join pg_class t on t.oid = x.indrelid join pg_namespace s on s.oid = t.relnamespace \
         where s.nspname = current_schema() \
         and not exists (select 1 from pg_constraint c where c.conindid = x.indexrelid)",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    (by_column(columns), by_name(indexes))
}

fn by_column(rows: Vec<(String, String, String, bool, i64)>) -> Columns {
    rows.into_iter()
        .map(|(table, column, kind, nullable, key)| ((table, column), (kind, nullable, key)))
        .collect()
}

fn by_name(rows: Vec<(String, String, bool, String, bool)>) -> Indexes {
    rows.into_iter()
        .map(|(name, table, unique, columns, partial)| (name, (table, unique, columns, partial)))
        .collect()
}
