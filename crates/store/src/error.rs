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
