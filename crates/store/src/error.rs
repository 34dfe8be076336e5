//! What can go wrong in the store.

/// A failure of the store: our fault or the machine's, never the user's.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// A row breaks an invariant.
    #[error(transparent)]
    Inconsistent(#[from] Inconsistent),
    /// More rows than a figure is worked out from at once. Leaving some out would give a wrong
    /// figure, so none is given.
    #[error("there are more than {limit} {rows}; nothing was counted")]
    TooMany {
        /// What there is too much of.
        rows: &'static str,
        /// How many can be counted.
        limit: i64,
    },
}

impl StoreError {
    /// Returns whether the database took a value for none of its column, or a row for one that breaks a
    /// constraint: the same statement would fail again, anywhere.
    #[must_use]
    pub fn is_about_values(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let code = error.as_database_error().and_then(|error| error.code());
        code.is_some_and(|code| match code.len() {
            // SQLSTATE: 22 is data exception, 23 integrity constraint violation.
            5 => code.starts_with("22") || code.starts_with("23"),
            // Primary result codes of SQLite: 19 is SQLITE_CONSTRAINT, 20 SQLITE_MISMATCH.
            _ => code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 19 | 20)),
        })
    }
}

/// A stored row that breaks an invariant of the domain.
#[derive(Debug, thiserror::Error)]
#[error("{table} {id}: {column} holds {value:?}, which is not a value of it")]
pub struct Inconsistent {
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub id: String,
    /// The column.
    pub column: &'static str,
    /// What it holds.
    pub value: String,
}

/// Reads a coded value from a column.
pub(crate) fn coded<T: domain::Coded>(
    table: &'static str,
    id: impl std::fmt::Display,
    column: &'static str,
    value: &str,
) -> Result<T, Inconsistent> {
    T::from_code(value).ok_or_else(|| Inconsistent {
        table,
        id: id.to_string(),
        column,
        value: value.to_owned(),
    })
}

/// Reads a whole number that is never negative from a column.
pub(crate) fn whole<T: TryFrom<i64>>(
    table: &'static str,
    id: impl std::fmt::Display,
    column: &'static str,
    value: i64,
) -> Result<T, Inconsistent> {
    T::try_from(value).map_err(|_| Inconsistent {
        table,
        id: id.to_string(),
        column,
        value: value.to_string(),
    })
}

/// Reads a value from a column by the parse that let it in.
pub(crate) fn parsed<T: std::str::FromStr>(
    table: &'static str,
    id: impl std::fmt::Display,
    column: &'static str,
    value: &str,
) -> Result<T, Inconsistent> {
    value.parse().map_err(|_| Inconsistent {
        table,
        id: id.to_string(),
        column,
        value: value.to_owned(),
    })
}
