//! One SQL text for two databases, without generics over them: the same body is compiled once for
//! each connection type. The text is a literal, so no statement is built by formatting strings.

/// Runs the body with the connection that is there, after the rows that it holds back.
macro_rules! on {
    ($conn:expr, $c:ident => $body:expr) => {
        match $conn.settle().await {
            Ok(()) => match $conn.as_ref_mut() {
                $crate::connect::RefMut::Sqlite($c) => $body,
                $crate::connect::RefMut::Postgres($c) => $body,
            }
            .map_err($crate::StoreError::from),
            Err(error) => Err(error),
        }
    };
}

/// Loads one row, or none.
macro_rules! one {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c).await)
    };
}

/// Loads all rows. Every such statement has a `limit`, or a bound that its caller states.
macro_rules! all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c).await)
    };
}

/// Runs a statement and returns how many rows it touched.
macro_rules! run {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        on!($conn, c => sqlx::query($sql)$(.bind($bind))*.execute(c).await.map(|r| r.rows_affected()))
    };
}

/// Adds one row, and returns how many rows that touched. A transaction that loads holds it back, to
/// write many at once; see `held`. The statement is `insert into … values ($1, $2, …)`, with each
/// value bound once and in its place, and what may follow says `excluded`.
macro_rules! put {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        if $tx.loads() {
            match $tx.next_row($sql).await {
                Ok(Some(row)) => Ok(()) $(.and_then(|()| row.add($bind)))*.map(|()| 1_u64),
                Ok(None) => Ok(0),
                Err(error) => Err(error),
            }
        } else {
            run!($tx, $sql $(, $bind)*)
        }
    };
}
