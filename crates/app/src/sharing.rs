//! Whether another organisation may be told of a person: asked before it is, at the offer.

use crate::{Ctx, Error};
use domain::{FieldGroup, Invalid, Organisation, PersonId, Role};
use policy::{Actor, Relation, Withheld, disclosure};
use store::{Conn, sharing};

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
    let role =
        if relation == Relation::Taker { Role::ResettlementWorker } else { Role::ServiceWorker };
    let reader = Actor::anybody(role, organisation.id, organisation.kind);
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
