//! How a person's record was used, from the journal: by which organisation, in what role, for what
//! purpose and how often. Who it was by name is never read here.

use crate::error::coded;
use crate::{Conn, StoreError};
use chrono::{DateTime, Utc};
use domain::{PersonId, Purpose, Role};
use policy::Authorised;

/// Kinds of use of one day at most: each organisation, role, purpose and event.
const DAY_LIMIT: i64 = 1_000;

/// What one organisation did with a record in some time, in one role and for one purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// The organisation's name; `None` where nobody had signed in for one.
    pub organisation: Option<String>,
    /// In what role.
    pub role: Option<Role>,
    /// For what purpose.
    pub purpose: Purpose,
    /// What was done, by the code of its event.
    pub event: String,
    /// How often.
    pub times: i64,
}

/// Returns when a person's record was last used before a moment, if it ever was.
///
/// # Errors
/// When the database fails.
pub async fn last_before(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    before: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let row = one!(
        conn,
        (DateTime<Utc>,),
        "select at from journal where person_id = $1 and at < $2 and event <> 'refused' \
         order by at desc, position desc limit 1",
        person.resource().0,
        before,
    )?;
    Ok(row.map(|row| row.0))
}

/// Counts how a person's record was used from one moment until before another, by organisation, role,
/// purpose and event.
///
/// # Errors
/// When the database fails.
pub async fn between(
    conn: &mut Conn,
    person: &Authorised<PersonId>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<Used>, StoreError> {
    let rows = all!(
        conn,
        (Option<String>, Option<String>, String, String, i64),
        "select o.name, j.role, j.purpose, j.event, count(*) from journal j \
         left join organisation o on o.id = j.organisation_id \
         where j.person_id = $1 and j.at >= $2 and j.at < $3 and j.event <> 'refused' \
         group by o.id, o.name, j.role, j.purpose, j.event \
         order by o.name, o.id, j.role, j.purpose, j.event limit $4",
        person.resource().0,
        from,
        until,
        DAY_LIMIT,
    )?;
    rows.into_iter()
        .map(|(organisation, role, purpose, event, times)| {
            let id = person.resource();
            let role = role.map(|role| coded("journal", id, "role", &role)).transpose()?;
            let purpose = coded("journal", id, "purpose", &purpose)?;
            Ok(Used { organisation, role, purpose, event, times })
        })
        .collect()
}
