//! Rows that a loading transaction holds back, to write many of them in one statement.
//!
//! A statement for each row costs a trip to the database for each row, which is most of what
//! loading takes. After [`crate::Tx::only_adds`] the very same functions that keep one record hold
//! their rows back (`put!`); they are written, each table's after those that it refers to, before
//! anything else runs in that transaction and when it commits. Rows that a load adds are new: an
//! `on conflict` finds nothing to change.

use crate::StoreError;
use crate::many::{Engine, STATEMENT_ROWS, Values, many_rows};
use std::sync::Arc;

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
    "consent",
    "clock",
    "journal",
    "reoffending_record",
];

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
        if let Some(rows) = self.statements.iter().find(|rows| place(rows.one).is_none()) {
            let why = format!("adds to no table that a load fills: {}", rows.one);
            return Err(sqlx::Error::Configuration(why.into()).into());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "insert into clock (a, b) values ($1, $2) on conflict (a) do nothing";

    #[test]
    fn a_table_that_no_load_fills_is_refused() {
        let mut held = Held::new(Engine::Sqlite);
        held.next_row("insert into elsewhere (a) values ($1)").add(1_i64).unwrap();
        assert!(held.take().is_err());
    }

    #[test]
    fn tables_are_written_in_the_order_of_the_migrations() {
        let migrations = [
            include_str!("../migrations/sqlite/0001_spine.sql"),
            include_str!("../migrations/sqlite/0012_reoffending.sql"),
        ];
        let made: Vec<_> = migrations
            .into_iter()
            .flat_map(str::lines)
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
