//! Why somebody sees a group of fields, or does not; and who sees what of one record.

use super::{Disclosures, Header, header};
use crate::sharing::role_of;
use crate::{Ctx, Error};
use domain::{Event, FieldGroup, OrganisationKind, PersonId, Purpose, Role};
use policy::{Action, Actor, Disclosure, Relation, disclosure};
use store::relation::Standing as StandingOrganisation;
use store::sharing::{self, Behind};
use store::{Conn, relation};

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

/// Somebody who stands to a record, and what they see of it.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The organisation; `None` for the person.
    pub organisation: Option<String>,
    /// The role in which they read.
    pub role: Role,
    /// How they stand to the record.
    pub relation: Relation,
    /// How much of each group they see.
    pub disclosures: Disclosures,
}

/// Who sees what of one record.
#[derive(Clone, Debug)]
pub struct WhoSees {
    /// Who it is about.
    pub header: Header,
    /// Everybody who stands to it today: the lead first, the person last.
    pub readers: Vec<Reader>,
}

/// Returns who sees what of a person's record, today.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn who_sees(ctx: &Ctx, id: PersonId) -> Result<WhoSees, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewSharing, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let mut readers = Vec::new();
    for standing in relation::of_all(&mut conn, id).await? {
        readers.push(reader(ctx, &mut conn, id, standing).await?);
    }
    readers.sort_by_key(|reader| (reader.relation, reader.organisation.clone()));
    readers.push(Reader {
        organisation: None,
        role: Role::Person,
        relation: Relation::Own,
        disclosures: Disclosures::own(&ctx.actor),
    });
    drop(conn);
    let event = Event::person_read("/people/{id}/who-sees-what");
    ctx.journal_read(event, Some(id)).await?;
    Ok(WhoSees { header, readers })
}

async fn reader(
    ctx: &Ctx,
    conn: &mut Conn,
    id: PersonId,
    found: StandingOrganisation,
) -> Result<Reader, Error> {
    let role = role_of(found.relation);
    let actor = Actor::anybody(role, found.organisation, found.kind);
    let asks = (found.organisation, actor.purpose());
    let standing = sharing::standing(conn, found.relation, asks, id, ctx.today()).await?;
    Ok(Reader {
        organisation: Some(found.name),
        role,
        relation: found.relation,
        disclosures: Disclosures::of(&actor, standing),
    })
}
