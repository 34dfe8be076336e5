//! The rules of who may see what that were in force, one row for each time that they changed, and which data
//! protection officers looked at them. Nothing here is changed or removed.

use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, Utc};
use domain::AccountId;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Topics of the rules, each with the hash of its text.
pub type Topics = BTreeMap<String, String>;

/// The rules as they were from some moment on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesSince {
    /// Their id.
    pub id: Uuid,
    /// What they are.
    pub topics: Topics,
    /// From when on.
    pub since: DateTime<Utc>,
}

/// A data protection officer who looked at rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Who.
    pub account: AccountId,
    /// Their organisation's name.
    pub organisation: String,
    /// When.
    pub at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    topics: String,
    at: DateTime<Utc>,
}

impl TryFrom<Row> for RulesSince {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        let topics = serde_json::from_str(&row.topics).map_err(|_| Inconsistent {
            table: "rules",
            id: row.id.to_string(),
            column: "topics",
            value: row.topics,
        })?;
        Ok(Self { id: row.id, topics, since: row.at })
    }
}

/// Returns the rules in force and those before them, the latest first.
///
/// # Errors
/// When the database fails.
pub async fn latest(conn: &mut Conn) -> Result<Vec<RulesSince>, StoreError> {
    let rows =
        all!(conn, Row, "select id, topics, at from rules order by at desc, id desc limit 2")?;
    Ok(rows.into_iter().map(RulesSince::try_from).collect::<Result<_, _>>()?)
}

/// Adds rules that are in force from now on.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &mut Tx, rules: &RulesSince) -> Result<(), StoreError> {
    let topics = serde_json::to_string(&rules.topics).unwrap_or_default();
    run!(
        tx,
        "insert into rules (id, topics, at) values ($1, $2, $3)",
        rules.id,
        topics,
        rules.since,
    )?;
    Ok(())
}

/// Returns who looked at rules, in the order in which they did.
///
/// # Errors
/// When the database fails.
pub async fn confirmations(conn: &mut Conn, rules: Uuid) -> Result<Vec<Confirmation>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, DateTime<Utc>),
        "select c.account_id, o.name, c.at from rules_confirmation c \
         join account a on a.id = c.account_id join organisation o on o.id = a.organisation_id \
         where c.rules_id = $1 order by c.at, c.account_id",
        rules,
    )?;
    let confirmation = |(account, organisation, at)| Confirmation {
        account: AccountId(account),
        organisation,
        at,
    };
    Ok(rows.into_iter().map(confirmation).collect())
}

/// Notes that somebody looked at rules. Returns whether it was the first time.
///
/// # Errors
/// When the database fails.
pub async fn confirm(
    tx: &mut Tx,
    rules: Uuid,
    account: AccountId,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = run!(
        tx,
        "insert into rules_confirmation (rules_id, account_id, at) values ($1, $2, $3) \
         on conflict (rules_id, account_id) do nothing",
        rules,
        account.0,
        at,
    )?;
    Ok(done > 0)
}
