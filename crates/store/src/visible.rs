//! The people whom policy lets somebody see, as a condition of a statement.
//!
//! [`Condition`] is what remains of the policies; each of its facts has one text here, and a statement
//! is put together from these texts and nothing else. `$1` is the organisation that asks, `$2` its
//! purpose and `$3` the day; `p` is the person. A test asks one by one and compares.

use crate::relation::{delivered, leads, owns_step, provides, sends, takes};
use crate::sharing::agreed;
use crate::{Conn, StoreError};
use chrono::NaiveDate;
use domain::{FieldGroup, OrganisationId, PersonId, Purpose, Role};
use policy::{Actor, Condition, Fact, Relation};
use sqlx::AssertSqlSafe;
use std::collections::HashSet;
use uuid::Uuid;

/// Who asks for a list, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// The organisation.
    pub organisation: OrganisationId,
    /// For what it reads.
    pub purpose: Purpose,
    /// Whether the reader leads cases: a service worker of an organisation that does stands to people
    /// by what they serve.
    pub leads: bool,
    /// The day.
    pub today: NaiveDate,
}

impl Reader {
    /// Returns an actor as a reader on a day.
    #[must_use]
    pub fn of(actor: &Actor, today: NaiveDate) -> Self {
        Self {
            organisation: actor.organisation,
            purpose: actor.purpose(),
            leads: actor.role != Role::ServiceWorker,
            today,
        }
    }
}

/// Returns the text of a condition, without what is never so of a list.
pub(crate) fn sql(condition: &Condition, reader: Reader) -> String {
    let fact = |fact| fact_sql(fact, reader);
    text(&condition.where_never(&|one| fact(one).is_none()), &fact)
}

fn text(condition: &Condition, fact: &impl Fn(Fact) -> Option<String>) -> String {
    let join = |parts: &[Condition], word: &str| {
        let parts: Vec<_> = parts.iter().map(|part| text(part, fact)).collect();
        format!("({})", parts.join(word))
    };
    match condition {
        Condition::Always => "1 = 1".to_owned(),
        Condition::Never => "1 = 0".to_owned(),
        Condition::Not(inner) => format!("not {}", text(inner, fact)),
        Condition::All(parts) => join(parts, " and "),
        Condition::Any(parts) => join(parts, " or "),
        Condition::Is(one) => {
            fact(*one).map_or_else(|| "1 = 0".to_owned(), |text| format!("({text})"))
        }
    }
}

const AGREED: &str = concat!(
    leads!(),
    " or p.lead_organisation_id in (select them.organisation_id",
    agreed!(),
    " and g.field_group = "
);

const CONSENTED: &str = "exists (select 1 from consent c where c.person_id = p.id \
    and c.organisation_id = $1 and c.purpose = $2 and c.granted and c.ended_at is null \
    and c.expires_on >= $3 and c.field_group = ";

/// Returns the text of a fact, or `None` where it is never so of a list.
fn fact_sql(fact: Fact, reader: Reader) -> Option<String> {
    match fact {
        // Whoever reads a list of people is none of them.
        Fact::Own => None,
        Fact::Stands(Relation::Lead | Relation::Taker) if !reader.leads => None,
        Fact::Stands(relation) => stands(relation).map(str::to_owned),
        Fact::Agreed(group) => Some(format!("{AGREED}{})", quoted(group))),
        Fact::Consented(group) => Some(format!("{CONSENTED}{})", quoted(group))),
        // An emergency opens one record on a page of its own, and no list.
        Fact::Broken(_) => None,
    }
}

/// The code of a group: one of a closed list of plain words.
fn quoted(group: FieldGroup) -> String {
    format!("'{}'", group.code())
}

const fn stands(relation: Relation) -> Option<&'static str> {
    Some(match relation {
        Relation::Lead => leads!(),
        Relation::Taker => takes!(),
        Relation::Sender => sends!(),
        Relation::Provider => provides!(),
        Relation::StepOwner => owns_step!(),
        Relation::Deliverer => delivered!(),
        // A handover that was given is no reason to see a person: as in `relation`.
        Relation::Own | Relation::Giver | Relation::Breaker | Relation::None => return None,
    })
}

/// Returns which of some people a reader sees. They are as many as a page shows.
///
/// # Errors
/// When the database fails.
pub async fn among(
    conn: &mut Conn,
    condition: &Condition,
    reader: Reader,
    people: &[PersonId],
) -> Result<HashSet<PersonId>, StoreError> {
    if people.is_empty() || *condition == Condition::Never {
        return Ok(HashSet::new());
    }
    // Few different texts, so that each stays prepared: a page has any number of people on it.
    let asked = people.len().next_power_of_two();
    let places: Vec<_> = (4..4 + asked).map(|place| format!("${place}")).collect();
    let text = format!(
        "select p.id from person p where p.id in ({}) and {}",
        places.join(", "),
        sql(condition, reader)
    );
    let rows: Vec<(Uuid,)> = on!(conn, c => {
        let mut query = sqlx::query_as(AssertSqlSafe(text))
            .bind(reader.organisation.0)
            .bind(reader.purpose.code())
            .bind(reader.today);
        for person in people.iter().cycle().take(asked) {
            query = query.bind(person.0);
        }
        query.fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Db;

    /// Without statistics SQLite prefers the index of what an organisation has, which of a large one is
    /// thousands of times what a person has: a page took four seconds.
    #[tokio::test]
    async fn each_fact_is_looked_up_by_organisation_and_person() {
        let file = std::env::temp_dir().join(format!("resettle-plans-{}.db", std::process::id()));
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        let mut conn = db.read().await.unwrap();
        let (organisation, today) = (OrganisationId(Uuid::nil()), NaiveDate::MIN);
        let reader = Reader { organisation, purpose: Purpose::Resettlement, leads: true, today };
        // As many as a page shows: of two, it goes by person anyway.
        let places = ["$4"; 32].join(", ");
        for relation in Relation::ALL {
            let fact = sql(&Condition::Is(Fact::Stands(*relation)), reader);
            let text = format!(
                "explain query plan select p.id from person p where p.id in ({places}) and {fact}"
            );
            let plan: Vec<(i64, i64, i64, String)> =
                on!(conn, c => sqlx::query_as(AssertSqlSafe(text)).fetch_all(c).await).unwrap();
            for (.., step) in plan {
                let by_person = step.ends_with("AND person_id=?)") || step.ends_with("(id=?)");
                assert!(by_person || !step.contains("USING"), "{relation:?}: {step}");
            }
        }
        drop(conn);
        db.close().await;
        std::fs::remove_file(file).unwrap();
    }
}
