//! One SQL text for two databases, without generics over them: the same body is compiled once for
//! each connection type. The text is a literal, so no statement is built by formatting strings.

/// Runs the body with the connection that is there.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn.as_ref_mut() {
            $crate::connect::RefMut::Sqlite($c) => $body,
            $crate::connect::RefMut::Postgres($c) => $body,
        }
    };
}

/// Loads one row, or none.
macro_rules! one {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await)
            .map_err($crate::StoreError::from)
    };
}

/// Loads all rows. Every such statement has a `limit`, or a bound that its caller states.
macro_rules! all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await)
            .map_err($crate::StoreError::from)
    };
}

/// Runs a statement and returns how many rows it touched.
macro_rules! run {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|r| r.rows_affected()))
            .map_err($crate::StoreError::from)
    };
}
