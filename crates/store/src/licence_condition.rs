//! Licence conditions, as printed.

use crate::error::{coded, parsed};
use crate::{Conn, Inconsistent, StoreError, Tx};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{LicenceCondition, PersonId};
use policy::Authorised;
use uuid::Uuid;

/// A licence condition on a person's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: Uuid,
    /// The condition.
    pub condition: LicenceCondition,
    /// The first day, if known.
    pub from_on: Option<NaiveDate>,
    /// The last day, if known.
    pub to_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    words: String,
    from_on: Option<NaiveDate>,
    to_on: Option<NaiveDate>,
}

impl TryFrom<Row> for Listed {
    type Error = Inconsistent;

    fn try_from(row: Row) -> Result<Self, Inconsistent> {
        Ok(Self {
            id: row.id,
            condition: LicenceCondition {
                kind: coded("licence_condition", row.id, "kind", &row.kind)?,
                text: parsed("licence_condition", row.id, "words", &row.words)?,
            },
            from_on: row.from_on,
            to_on: row.to_on,
        })
    }
}

/// Adds a licence condition.
///
/// # Errors
/// When the database fails.
pub async fn add(
    tx: &mut Tx,
    person: PersonId,
    listed: &Listed,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    put!(
        tx,
        "insert into licence_condition (id, person_id, kind, words, from_on, to_on, recorded_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        listed.id,
        person.0,
        listed.condition.kind.code(),
        listed.condition.text.as_str(),
        listed.from_on,
        listed.to_on,
        now,
    )?;
    Ok(())
}

/// Lists a person's licence conditions, in the order in which they were recorded: that of the
/// licence.
///
/// # Errors
/// When the database fails.
pub async fn of_person(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Vec<Listed>, StoreError> {
    let rows = all!(
        conn,
        Row,
        "select id, kind, words, from_on, to_on from licence_condition where person_id = $1 \
         order by recorded_at, id limit 200",
        person.resource().0,
    )?;
    rows.into_iter().map(|row| Ok(Listed::try_from(row)?)).collect()
}
