//! How an organisation stands to a person: the one fact that policy decides on.

use crate::error::coded;
use crate::{Conn, StoreError};
use domain::{OrganisationId, OrganisationKind, PersonId, Role};
use policy::{Actor, Relation};
use uuid::Uuid;

/// That a person `p` has a row of a table, called `$row`, whose `$column` is the organisation `$1`, and of
/// which `$what` is true. `$what` is word for word the condition of an index of migration 0008, which has
/// the organisation and the person of all such rows. SQLite keeps no statistics here: by another index it
/// would read all that the organisation ever had.
macro_rules! has {
    ($table:literal $row:literal, $column:literal, $what:literal) => {
        concat!(
            "exists (select 1 from ",
            $table,
            " ",
            $row,
            " where ",
            $row,
            ".person_id = p.id and ",
            $row,
            ".",
            $column,
            " = $1 and ",
            $what,
            ")"
        )
    };
}

/// The facts of a person `p` that the organisation `$1` stands to them by, each a condition: here for
/// one person, and in [`crate::visible`] for a list.
macro_rules! leads {
    // Not by the index of whom an organisation leads: a large prison leads forty thousand people, whom
    // SQLite would look up and sort to show the first 25 of a name.
    () => {
        "coalesce(p.lead_organisation_id, p.lead_organisation_id) = $1"
    };
}
macro_rules! takes {
    () => {
        $crate::relation::has!("handover" "h", "taker_organisation_id", "h.status = 'created'")
    };
}
macro_rules! sends {
    () => {
        $crate::relation::has!(
            "referral" "r", "sender_organisation_id",
            "r.status not in ('declined', 'concluded', 'withdrawn')"
        )
    };
}
macro_rules! provides {
    () => {
        concat!(
            $crate::relation::has!(
                "referral" "r", "provider_id",
                "r.status not in ('draft', 'declined', 'concluded', 'withdrawn')"
            ),
            " or ",
            $crate::relation::has!(
                "appointment" "t", "owner_organisation_id", "t.attendance = 'scheduled'"
            )
        )
    };
}
macro_rules! owns_step {
    () => {
        $crate::relation::has!("step" "s", "owner_organisation_id", "s.status = 'open'")
    };
}
macro_rules! delivered {
    () => {
        $crate::relation::has!("referral" "r", "provider_id", "r.started_on is not null")
    };
}
pub(crate) use {delivered, has, leads, owns_step, provides, sends, takes};

/// Organisations that stand to one person at once: far more than any person has.
const ORGANISATIONS_LIMIT: i64 = 100;

/// An organisation that stands to a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
    /// Its closest relation.
    pub relation: Relation,
}

/// Finds the closest relation, or `None` when there is no such person.
///
/// # Errors
/// When the database fails.
pub async fn to_person(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
) -> Result<Option<Relation>, StoreError> {
    if actor.person == Some(person) {
        return Ok(Some(Relation::Own));
    }
    // A person's own account is in the organisation that leads the case, and is none of its workers.
    if actor.person.is_some() {
        return Ok(Some(Relation::None));
    }
    let leads = actor.role != Role::ServiceWorker;
    find(conn, actor.organisation, leads, person).await
}

/// Finds the closest relation of an organisation, or `None` when there is no such person. What it
/// serves comes before what it is offered: being offered a person must not stop a service.
///
/// # Errors
/// When the database fails.
pub async fn of_organisation(
    conn: &mut Conn,
    organisation: OrganisationId,
    person: PersonId,
) -> Result<Option<Relation>, StoreError> {
    find(conn, organisation, true, person).await
}

/// A service worker of an organisation that leads the case stands to the person by what they serve.
async fn find(
    conn: &mut Conn,
    organisation: OrganisationId,
    leads: bool,
    person: PersonId,
) -> Result<Option<Relation>, StoreError> {
    let row = one!(
        conn,
        (String,),
        concat!(
            "select case when $3 and ",
            leads!(),
            " then 'lead' when ",
            provides!(),
            " then 'provider' when $3 and ",
            takes!(),
            " then 'taker' when ",
            sends!(),
            " then 'sender' when ",
            owns_step!(),
            " then 'step_owner' else 'none' end from person p where p.id = $2"
        ),
        organisation.0,
        person.0,
        leads,
    )?;
    row.map(|row| Ok(coded("person", person, "relation", &row.0)?)).transpose()
}

/// Returns every organisation that stands to a person, by name.
///
/// # Errors
/// When the database fails.
pub async fn of_all(conn: &mut Conn, person: PersonId) -> Result<Vec<Standing>, StoreError> {
    let rows = all!(
        conn,
        (Uuid, String, String),
        "select o.id, o.name, o.kind from organisation o where o.id in ( \
         select lead_organisation_id from person where id = $1 \
         union select provider_id from referral where person_id = $1 \
         union select sender_organisation_id from referral where person_id = $1 \
         union select owner_organisation_id from appointment where person_id = $1 \
         union select taker_organisation_id from handover where person_id = $1 \
         union select owner_organisation_id from step where person_id = $1) \
         order by o.name, o.id limit $2",
        person.0,
        ORGANISATIONS_LIMIT,
    )?;
    let mut standing = Vec::with_capacity(rows.len());
    for (id, name, kind) in rows {
        let organisation = OrganisationId(id);
        let relation = of_organisation(conn, organisation, person).await?;
        let kind = coded("organisation", id, "kind", &kind)?;
        if let Some(relation) = relation.filter(|relation| *relation != Relation::None) {
            standing.push(Standing { organisation, name, kind, relation });
        }
    }
    Ok(standing)
}
