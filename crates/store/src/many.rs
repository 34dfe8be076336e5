//! One statement for many rows, made from the literal for one.
//!
//! A statement for each row costs a trip to the database for each row. The literal says
//! `values ($1, $2, …)` once, with each value bound once and in its place; that row is repeated. So
//! one text says what is done, and nothing but placeholders is ever added to it.

use crate::StoreError;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Encode, Postgres, Sqlite, Type};
use std::fmt::Write;

/// Rows of one statement. More saves no time that can be measured, and with it no table comes near
/// the parameters of a statement (32,766 in SQLite, 65,535 in PostgreSQL).
pub(crate) const STATEMENT_ROWS: usize = 64;

/// Which database a statement is for.
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
    pub(crate) fn new(engine: Engine) -> Self {
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

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Sqlite(values) => Arguments::len(values),
            Self::Postgres(values) => values.len(),
        }
    }
}

/// Returns the statement for `rows` rows from the one for one: its `values ($1, …)` is repeated, with
/// placeholders that count on.
///
/// # Errors
/// When the text is not of that form.
pub(crate) fn many_rows(
    engine: Engine,
    one: &str,
    columns: usize,
    rows: usize,
) -> Result<String, StoreError> {
    let numbers: Vec<_> = (1..=columns).map(|number| format!("${number}")).collect();
    let row = format!("values ({})", numbers.join(", "));
    let (start, end) = one
        .split_once(&row)
        .filter(|(_, end)| !end.contains('$'))
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

    #[test]
    fn one_text_gives_that_of_many_rows() {
        let one = "insert into clock (a, b) values ($1, $2) on conflict (a) do nothing";
        let check = |engine, rows, expected: &str| {
            assert_eq!(many_rows(engine, one, 2, rows).unwrap(), expected);
        };
        check(Engine::Postgres, 1, one);
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
    fn a_list_to_look_for_is_repeated_too() {
        let one = "select i.person_id from (values ($1, $2)) as n order by 1";
        let many = "select i.person_id from (values ($1, $2), ($3, $4)) as n order by 1";
        assert_eq!(many_rows(Engine::Postgres, one, 2, 2).unwrap(), many);
    }

    #[test]
    fn what_is_not_a_statement_of_one_row_is_refused() {
        for wrong in [
            "insert into clock (a, b) values ($1, $1)",
            "insert into clock (a, b) select $1, $2",
            "insert into clock (a, b) values ($1, $2) on conflict (a) do update set b = $2",
        ] {
            assert!(many_rows(Engine::Sqlite, wrong, 2, 2).is_err(), "{wrong}");
        }
    }
}
