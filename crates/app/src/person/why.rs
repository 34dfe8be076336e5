//! Why the reader sees a group of fields of a record, or does not.

use super::{Header, header};
use crate::{Ctx, Error};
use domain::{Event, FieldGroup, OrganisationKind, PersonId, Purpose, Role};
use policy::{Action, Disclosure, Relation, disclosure};
use store::sharing::{self, Behind};

/// Why the reader sees a group of fields, or does not.
#[derive(Clone, Debug)]
pub struct Why {
    /// Who it is about.
    pub header: Header,
    /// The answer, with the policies that decided.
    pub disclosure: Disclosure,
    /// The reader's role.
    pub role: Role,
    /// The reader's organisation.
    pub organisation: String,
    /// What kind of organisation that is.
    pub kind: OrganisationKind,
    /// For what the reader reads.
    pub purpose: Purpose,
    /// The agreements of the two organisations that name the group.
    pub behind: Vec<Behind>,
}

/// Returns why the reader sees a group of fields of a person's record, or does not.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn why(ctx: &Ctx, id: PersonId, group: FieldGroup) -> Result<Why, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPerson, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let both = (ctx.actor.organisation, header.person.lead.organisation);
    let mut behind = if allowed.relation() == Relation::Lead {
        Vec::new()
    } else {
        sharing::behind(&mut conn, both, ctx.actor.purpose(), ctx.today()).await?
    };
    behind.retain(|agreement| agreement.groups.contains(group));
    let why = Why {
        disclosure: disclosure(&ctx.actor, allowed.standing(), group),
        role: ctx.actor.role,
        organisation: ctx.actor.organisation_name.clone(),
        kind: ctx.actor.organisation_kind,
        purpose: ctx.actor.purpose(),
        behind,
        header,
    };
    drop(conn);
    let event = Event::person_read("/people/{id}/why/{group}");
    ctx.journal_read(event, Some(id)).await?;
    Ok(why)
}
