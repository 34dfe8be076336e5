//! Whether another organisation may be told of a person: asked before it is, at the offer.

use crate::{Ctx, Error};
use domain::{FieldGroup, Invalid, Organisation, PersonId, Role};
use policy::{Action, Actor, Condition, Relation, RulesError, Withheld, disclosure};
use store::visible::{self, Reader};
use store::{Conn, clock, handover, referral, sharing};

/// Returns the records that the actor may open and of which they read all of a group.
///
/// # Errors
/// When the policies say something that no list can be filtered by.
pub(crate) fn visible(ctx: &Ctx, group: FieldGroup) -> Result<Condition, Error> {
    let opens = Condition::on_records(&ctx.actor, Action::ViewPerson);
    let reads = Condition::on_reading(&ctx.actor, group);
    filter(opens.and_then(|opens| Ok(opens.and(reads?))))
}

/// Returns what is left of the policies as what a list is filtered by.
///
/// # Errors
/// When the policies say something that no list can be filtered by.
pub(crate) fn filter(left: Result<Condition, RulesError>) -> Result<Condition, Error> {
    left.map_err(|error| {
        tracing::error!(%error, "no list can be filtered by the policies");
        Error::Internal("no list can be filtered by the policies")
    })
}

/// A row of a list of work, which says whom it is about.
pub(crate) trait AboutPerson {
    /// Whom it is about.
    fn person(&self) -> PersonId;
    /// Takes away who that is and what would tell.
    fn withhold(&mut self);
}

impl AboutPerson for clock::Listed {
    fn person(&self) -> PersonId {
        self.person
    }

    fn withhold(&mut self) {
        self.person_name = None;
        self.about = None;
    }
}

impl AboutPerson for referral::Listed {
    fn person(&self) -> PersonId {
        self.person
    }

    fn withhold(&mut self) {
        self.person_name = None;
    }
}

impl AboutPerson for handover::Listed {
    fn person(&self) -> PersonId {
        self.person
    }

    fn withhold(&mut self) {
        self.person_name = None;
    }
}

/// Takes the names out of rows about people whom policy does not let the actor see. The rows stay: work
/// that is open has its owner and its day, whatever becomes of an agreement.
///
/// # Errors
/// When the database fails.
pub(crate) async fn withhold_names<'a, T: AboutPerson + 'a>(
    ctx: &Ctx,
    conn: &mut Conn,
    rows: impl Iterator<Item = &'a mut T>,
) -> Result<(), Error> {
    let rows: Vec<&mut T> = rows.collect();
    let mut people: Vec<PersonId> = rows.iter().map(|row| row.person()).collect();
    people.sort_unstable();
    people.dedup();
    let condition = visible(ctx, FieldGroup::Identity)?;
    let reader = Reader::of(&ctx.actor, ctx.today());
    let seen = visible::among(conn, &condition, reader, &people).await?;
    for row in rows {
        if !seen.contains(&row.person()) {
            row.withhold();
        }
    }
    Ok(())
}

/// Returns the role in which an organisation reads a record to which it stands so: whoever leads, sends or
/// takes a case does so through a resettlement worker.
pub(crate) const fn role_of(relation: Relation) -> Role {
    match relation {
        Relation::Lead | Relation::Taker | Relation::Sender => Role::ResettlementWorker,
        _ => Role::ServiceWorker,
    }
}

/// Checks that an organisation may know who a person is once it stands to them by a relation. A
/// referral that its provider cannot open would drop the person.
///
/// # Errors
/// When it may not, at the field, with what to do; or the database fails.
pub(crate) async fn check_may_know(
    ctx: &Ctx,
    conn: &mut Conn,
    (organisation, relation): (&Organisation, Relation),
    person: PersonId,
    field: &str,
) -> Result<(), Error> {
    let reader = Actor::anybody(role_of(relation), organisation.id, organisation.kind);
    let asks = (organisation.id, reader.purpose());
    let standing = sharing::standing(conn, relation, asks, person, ctx.today()).await?;
    let key = match disclosure(&reader, standing, FieldGroup::Identity).withheld {
        None => return Ok(()),
        Some(Withheld::NoConsent) => "may-not-know-consent",
        Some(Withheld::NotForRole) => "may-not-know-role",
        Some(Withheld::NoAgreement | Withheld::NoRelation) => "may-not-know-agreement",
    };
    Err(Error::field(field, Invalid::new(key).with("organisation", &organisation.name)))
}
