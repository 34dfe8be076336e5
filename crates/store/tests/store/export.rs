//! Nothing that is held about a person is forgotten by an export: the schema itself is walked, and
//! each text that can be written is written and looked for.

use crate::build::cleared;
use domain::PersonId;
use sqlx::AssertSqlSafe;
use std::collections::{BTreeMap, BTreeSet};
use store::Db;
use store::export::Section;
use uuid::Uuid;

/// Columns that no export has, each with why. A text in them never comes out.
const LEFT: &[(&str, &str, &str)] = &[
    ("account", "password_hash", "protects the account"),
    ("account", "totp_last_step", "protects the account"),
    ("account", "totp_secret", "protects the account"),
    ("invitation", "pass_hash", "protects the account"),
    ("invitation", "token_hash", "protects the account"),
    ("invitation", "totp_secret", "protects the account"),
    ("journal", "commitment", "says nothing but that the detail is whole"),
    ("journal", "position", "says nothing but that the entry is in its place"),
    (
        "journal",
        "request_id",
        "joins an entry with the log of the program, and says nothing of anyone",
    ),
    ("journal", "salt", "keeps the commitment from being guessed"),
    ("person", "name_key", "the names again, in small letters, to be searched by"),
    ("risk_flag", "note", "a worker has to look at it first; marked where it is"),
    ("session", "token_hash", "protects the account"),
];

/// Tables with a person's id that no export has, each with why.
const LEFT_TABLES: &[(&str, &str)] = &[(
    "legal_hold",
    "a reason may say what is being looked into; that it was placed or lifted is in the journal",
)];

/// What a column holds, as far as a value must be made for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Id,
    Bytes,
    Text,
    Json,
    Day,
    Moment,
    Number,
    Yes,
}

pub(crate) type Columns = BTreeMap<String, BTreeMap<String, Holds>>;

pub(crate) async fn columns(db: &Db) -> Columns {
    let rows: Vec<(String, String, String)> = match db {
        Db::Sqlite { read, .. } => sqlx::query_as(
            "select m.name, c.name, lower(c.type) from sqlite_schema m \
             join pragma_table_info(m.name) c where m.type = 'table' \
             and m.name not like '\\_%' escape '\\'",
        )
        .fetch_all(read)
        .await
        .unwrap(),
        Db::Postgres(pool) => sqlx::query_as(
            "select table_name::text, column_name::text, data_type::text \
             from information_schema.columns where table_schema = current_schema()",
        )
        .fetch_all(pool)
        .await
        .unwrap(),
    };
    let mut columns = Columns::new();
    for (table, column, kind) in rows {
        let holds = holds(&column, &kind);
        columns.entry(table).or_default().insert(column, holds);
    }
    columns
}

/// SQLite keeps days, moments and whole values as text: there the name of the column tells.
fn holds(column: &str, kind: &str) -> Holds {
    let moment = column == "at" || column.ends_with("_at") || column.ends_with("_until");
    let day =
        column.ends_with("_on") || ["day", "on_date", "date_of_birth", "since"].contains(&column);
    let json = [
        "answers",
        "state",
        "detail",
        "aims",
        "regions",
        "excluded_offences",
        "field_groups",
        "plan",
        "document",
        "counted",
        "as_sent",
    ];
    match kind {
        "uuid" => Holds::Id,
        "blob" if ["salt", "commitment"].contains(&column) => Holds::Bytes,
        "blob" => Holds::Id,
        "bytea" => Holds::Bytes,
        "jsonb" => Holds::Json,
        "date" => Holds::Day,
        "timestamp with time zone" => Holds::Moment,
        "boolean" => Holds::Yes,
        "bigint" | "integer" => Holds::Number,
        "text" if moment => Holds::Moment,
        "text" if day => Holds::Day,
        "text" if json.contains(&column) => Holds::Json,
        "text" => Holds::Text,
        other => panic!("{column} is {other}, which is not in the type map"),
    }
}

fn canary(table: &str, column: &str) -> String {
    format!("canary of {table} in {column}.")
}

/// The id of the one row of a table.
fn id_in(table: &str) -> Uuid {
    let mut bytes = [0_u8; 16];
    for (at, byte) in table.bytes().enumerate() {
        bytes[at % 16] = bytes[at % 16].wrapping_add(byte);
    }
    Uuid::from_bytes(bytes)
}

/// The id that a column of ids has: of what it points to.
fn id_of(table: &str, column: &str) -> Uuid {
    let target = match column {
        "id" => table,
        "person_id" => "person",
        _ if column.contains("account") || column.ends_with("_by") => "account",
        "file_id" => "reoffending_file",
        "join_id" => "person_join",
        "sample_id" => "join_sample",
        "answered_for" => "organisation",
        "record_id" => "source_record",
        _ if column.contains("organisation") || column == "provider_id" => "organisation",
        other => other.strip_suffix("_id").unwrap_or(other),
    };
    id_in(target)
}

fn literal(db: &Db, table: &str, column: &str, holds: Holds) -> String {
    let sqlite = matches!(db, Db::Sqlite { .. });
    match holds {
        Holds::Id if sqlite => format!("x'{}'", id_of(table, column).simple()),
        Holds::Id => format!("'{}'", id_of(table, column)),
        Holds::Bytes if sqlite => "x'00'".to_owned(),
        Holds::Bytes => "'\\x00'".to_owned(),
        Holds::Text => format!("'{}'", canary(table, column)),
        Holds::Json => format!("'{{\"words\": \"{}\"}}'", canary(table, column)),
        Holds::Day => "'2026-03-02'".to_owned(),
        Holds::Moment => "'2026-03-02T09:30:00.120+00:00'".to_owned(),
        Holds::Number => "1".to_owned(),
        Holds::Yes => "true".to_owned(),
    }
}

/// Writes one row in each table, with a canary in every text: nothing is checked meanwhile.
pub(crate) async fn fill(db: &Db, columns: &Columns, tables: &BTreeSet<&str>) {
    let mut statements = Vec::new();
    for table in tables {
        let of_table = &columns[*table];
        let names: Vec<&str> = of_table.keys().map(String::as_str).collect();
        let values: Vec<String> =
            of_table.iter().map(|(column, kind)| literal(db, table, column, *kind)).collect();
        statements.push(format!(
            "insert into {table} ({}) values ({})",
            names.join(", "),
            values.join(", ")
        ));
    }
    match db {
        Db::Sqlite { write, .. } => {
            let mut conn = write.acquire().await.unwrap();
            sqlx::query("pragma foreign_keys = off").execute(&mut *conn).await.unwrap();
            for statement in statements {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut *conn).await.unwrap();
            }
        }
        Db::Postgres(pool) => {
            let mut conn = pool.acquire().await.unwrap();
            let off = "set session_replication_role = replica";
            sqlx::query(off).execute(&mut *conn).await.unwrap();
            for statement in statements {
                sqlx::query(AssertSqlSafe(statement)).execute(&mut *conn).await.unwrap();
            }
            let on = "set session_replication_role = origin";
            sqlx::query(on).execute(&mut *conn).await.unwrap();
        }
    }
}

fn is_left(table: &str, column: &str) -> bool {
    LEFT.iter().any(|(of, left, _)| (*of, *left) == (table, column))
}

both! {
    async fn every_table_of_a_person_is_in_an_export(db: Db) {
        let columns = columns(&db).await;
        let sections: BTreeSet<&str> = Section::ALL.iter().map(|section| section.table()).collect();
        assert_eq!(sections.len(), Section::ALL.len(), "a section a table");
        let mut found = 0;
        for (table, of_table) in &columns {
            if !of_table.contains_key("person_id") {
                continue;
            }
            found += 1;
            let left = LEFT_TABLES.iter().any(|(left, _)| left == table);
            assert!(sections.contains(&**table) != left, "{table} is in no section of an export");
        }
        assert!(found > 20, "the tables were not read");
    }
}

both! {
    async fn every_column_of_a_section_is_in_it_or_named_as_left(db: Db) {
        let columns = columns(&db).await;
        for section in Section::ALL {
            let table = section.table();
            let fields = section.fields();
            for (column, kind) in &columns[table] {
                let covered = *kind == Holds::Id || fields.contains(&&**column);
                let left = is_left(table, column);
                let missed = "is in no export; add it to store/src/export/sections.rs";
                assert!(covered || left, "{table}.{column} {missed}");
            }
        }
        for (table, column, why) in LEFT {
            assert!(columns[*table].contains_key(*column), "{table}.{column} is no more ({why})");
        }
    }
}

both! {
    async fn every_text_that_is_written_comes_out(db: Db) {
        let columns = columns(&db).await;
        let mut tables: BTreeSet<&str> = Section::ALL.iter().map(|section| section.table()).collect();
        tables.extend(["organisation", "reoffending_file", "service", "source"]);
        fill(&db, &columns, &tables).await;
        let person = cleared(PersonId(id_in("person")));
        let mut conn = db.read().await.unwrap();
        let mut texts = 0;
        for section in Section::ALL {
            let table = section.table();
            let rows = section.read(&mut conn, &person, 0).await.unwrap();
            assert_eq!(rows.len(), 1, "{table}");
            let out = format!("{rows:?}");
            let kinds = columns[table].iter();
            for (column, _) in kinds.filter(|(_, kind)| [Holds::Text, Holds::Json].contains(kind)) {
                texts += 1;
                let is_out = out.contains(&canary(table, column));
                assert_eq!(is_out, !is_left(table, column), "{table}.{column}: {out}");
            }
            let later = section.read(&mut conn, &person, 1).await.unwrap();
            assert!(later.is_empty(), "{table}");
            // Nobody else's is in it.
            let nobody = cleared(PersonId(id_in("nobody")));
            assert!(section.read(&mut conn, &nobody, 0).await.unwrap().is_empty(), "{table}");
        }
        assert!(texts > 60, "only {texts} texts were looked for");
    }
}
