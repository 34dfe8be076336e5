//! Rows that a loading transaction holds back, to write many of them in one statement.
//!
//! A statement for each row costs a trip to the database for each row, which is most of what
//! loading takes. [`crate::Db::begin_load`] gives a transaction in which the very same functions
//! that keep one record hold their rows back (`put!`); they are written, each table's after those
//! that it refers to, before anything else runs in that transaction and when it commits. Rows that
//! a load adds are new: an `on conflict` finds nothing to change.

use crate::StoreError;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Encode, Postgres, Sqlite, Type};
use std::fmt::Write;
use std::sync::Arc;

/// Rows of one statement. More saves no time that can be measured, and with it no table comes near
/// the parameters of a statement (32,766 in SQLite, 65,535 in PostgreSQL).
const STATEMENT_ROWS: usize = 64;
/// Rows held back at once, some 30 MB.
const HELD_ROWS: usize = 32_768;

/// The tables that a load fills, each after those that it refers to.
const TABLES: &[&str] = &[
    "person",
    "person_name",
    "person_identifier",
    "person_address",
    "person_contact",
    "episode",
    "sentence",
    "sentence_date",
    "licence_condition",
    "risk_flag",
    "screening",
    "assessment",
    "assessment_rating",
    "need",
    "plan",
    "plan_view",
    "goal",
    "step",
    "referral",
    "referral_message",
    "release",
    "handover",
    "appointment",
    "outcome",
    "clock",
    "journal",
];

/// Which database the rows are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// The bound values of some rows.
#[derive(Debug)]
pub(crate) enum Values {
    Sqlite(SqliteArguments),
    Postgres(PgArguments),
}

impl Values {
    fn new(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::Sqlite(SqliteArguments::default()),
            Engine::Postgres => Self::Postgres(PgArguments::default()),
        }
    }

    /// Adds a value.
    pub(crate) fn add<'a, T>(&mut self, value: T) -> Result<(), StoreError>
    where
        T: Encode<'a, Sqlite> + Type<Sqlite> + Encode<'a, Postgres> + Type<Postgres>,
    {
        match self {
            Self::Sqlite(values) => Arguments::add(values, value),
            Self::Postgres(values) => values.add(value),
        }
        .map_err(|error| sqlx::Error::Encode(error).into())
    }

    fn len(&self) -> usize {
        match self {
            Self::Sqlite(values) => Arguments::len(values),
            Self::Postgres(values) => values.len(),
        }
    }
}

/// Rows that are written by one statement.
#[derive(Debug)]
pub(crate) struct Part {
    /// The statement.
    pub(crate) sql: Arc<str>,
    /// Its values.
    pub(crate) values: Values,
    /// Whether the statement comes again, so that its plan is worth keeping.
    pub(crate) recurs: bool,
}

/// The rows of one statement of the store.
#[derive(Debug)]
struct Rows {
    one: &'static str,
    many: Option<Arc<str>>,
    full: Vec<Values>,
    last: Values,
    last_rows: usize,
}

/// The rows that a transaction holds back.
#[derive(Debug)]
pub(crate) struct Held {
    engine: Engine,
    statements: Vec<Rows>,
    rows: usize,
}

impl Held {
    pub(crate) fn new(engine: Engine) -> Self {
        Self { engine, statements: Vec::new(), rows: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows >= HELD_ROWS
    }

    /// Returns where the values of the next row of a statement go. They must all be added.
    pub(crate) fn next_row(&mut self, one: &'static str) -> &mut Values {
        // The texts are literals, so that the same statement has the same address. If the compiler
        // keeps a text twice, its rows are merely written by two statements.
        let place = self.statements.iter().position(|rows| std::ptr::eq(rows.one, one));
        let place = place.unwrap_or_else(|| {
            let last = Values::new(self.engine);
            let rows = Rows { one, many: None, full: Vec::new(), last, last_rows: 0 };
            self.statements.push(rows);
            self.statements.len() - 1
        });
        let rows = &mut self.statements[place];
        if rows.last_rows == STATEMENT_ROWS {
            let full = std::mem::replace(&mut rows.last, Values::new(self.engine));
            rows.full.push(full);
            rows.last_rows = 0;
        }
        rows.last_rows += 1;
        self.rows += 1;
        &mut rows.last
    }

    /// Takes what is held, in the order in which it must be written.
    pub(crate) fn take(&mut self) -> Result<Vec<Part>, StoreError> {
        self.statements.sort_by_key(|rows| place(rows.one));
        let mut parts = Vec::new();
        for rows in self.statements.iter_mut().filter(|rows| rows.last_rows > 0) {
            let columns = rows.last.len() / rows.last_rows;
            if rows.many.is_none() {
                rows.many = Some(many_rows(self.engine, rows.one, columns, STATEMENT_ROWS)?.into());
            }
            for values in rows.full.drain(..) {
                let Some(many) = &rows.many else { continue };
                parts.push(Part { sql: many.clone(), values, recurs: true });
            }
            let sql = many_rows(self.engine, rows.one, columns, rows.last_rows)?;
            let values = std::mem::replace(&mut rows.last, Values::new(self.engine));
            parts.push(Part { sql: sql.into(), values, recurs: false });
            rows.last_rows = 0;
        }
        self.rows = 0;
        Ok(parts)
    }
}

/// Returns where the table of a statement stands in the order of writing.
fn place(sql: &str) -> Option<usize> {
    let table = sql.strip_prefix("insert into ")?.split(' ').next()?;
    TABLES.iter().position(|name| *name == table)
}

/// Returns the statement that adds `rows` rows from the one that adds one: its `values ($1, …)` is
/// repeated, with placeholders that count on. Nothing but numbers comes into the text.
fn many_rows(engine: Engine, one: &str, columns: usize, rows: usize) -> Result<String, StoreError> {
    let numbers: Vec<_> = (1..=columns).map(|number| format!("${number}")).collect();
    let row = format!("values ({})", numbers.join(", "));
    let (start, end) = one
        .split_once(&row)
        .filter(|(_, end)| place(one).is_some() && !end.contains('$'))
        .ok_or_else(|| sqlx::Error::Configuration(format!("not of one row: {one}").into()))?;
    let mut many = String::with_capacity(one.len() + rows * columns * 6);
    many.push_str(start);
    many.push_str("values ");
    for row in 0..rows {
        many.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            many.push_str(if column == 0 { "" } else { ", " });
            // SQLite looks for a numbered parameter from the first on, for each of them.
            let number = row * columns + column + 1;
            let written = match engine {
                Engine::Sqlite => many.write_char('?'),
                Engine::Postgres => write!(many, "${number}"),
            };
            written.map_err(|error| sqlx::Error::Configuration(error.into()))?;
        }
        many.push(')');
    }
    many.push_str(end);
    Ok(many)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "insert into clock (a, b) values ($1, $2) on conflict (a) do nothing";

    #[test]
    fn one_text_gives_that_of_many_rows() {
        let check = |engine, rows, expected: &str| {
            assert_eq!(many_rows(engine, ONE, 2, rows).unwrap(), expected);
        };
        check(Engine::Postgres, 1, ONE);
        check(
            Engine::Postgres,
            2,
            "insert into clock (a, b) values ($1, $2), ($3, $4) on conflict (a) do nothing",
        );
        check(
            Engine::Sqlite,
            3,
            "insert into clock (a, b) values (?, ?), (?, ?), (?, ?) on conflict (a) do nothing",
        );
    }

    #[test]
    fn what_is_not_a_statement_of_one_row_is_refused() {
        for wrong in [
            "insert into clock (a, b) values ($1, $1)",
            "insert into clock (a, b) select $1, $2",
            "insert into clock (a, b) values ($1, $2) on conflict (a) do update set b = $2",
            "insert into elsewhere (a, b) values ($1, $2)",
        ] {
            assert!(many_rows(Engine::Sqlite, wrong, 2, 2).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tables_are_written_in_the_order_of_the_migration() {
        let migration = include_str!("../migrations/sqlite/0001_spine.sql");
        let made: Vec<_> = migration
            .lines()
            .filter_map(|line| line.strip_prefix("create table ")?.strip_suffix(" ("))
            .filter(|table| TABLES.contains(table))
            .collect();
        assert_eq!(made, TABLES);
    }

    #[test]
    fn rows_come_out_in_full_statements_and_a_rest() {
        let mut held = Held::new(Engine::Sqlite);
        for number in 0..150_i64 {
            let values = held.next_row(ONE);
            values.add(number).unwrap();
            values.add("words").unwrap();
        }
        let person = held.next_row("insert into person (id) values ($1)");
        person.add(7_i64).unwrap();
        let parts = held.take().unwrap();
        let sizes: Vec<_> = parts.iter().map(|part| (part.values.len(), part.recurs)).collect();
        assert_eq!(sizes, [(1, false), (128, true), (128, true), (44, false)]);
        assert!(held.is_empty() && held.take().unwrap().is_empty());
    }
}
