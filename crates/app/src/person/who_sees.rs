//! Who sees what of one record, side by side, and why: for who leads the case, and for the data protection
//! officer of an organisation that has a part in it, who is told nothing else of the record.

use super::find::numbers;
use super::{Disclosures, Header, header};
use crate::sharing::role_of;
use crate::{Ctx, Error};
use domain::consent::asked_of;
use domain::{
    BreakGlassId, Event, FieldGroup, FieldGroups, Organisation, OrganisationId, OrganisationKind,
    PersonId, Purpose, Role,
};
use policy::{Action, Actor, Authorised, Disclosure, Relation, Standing, authorise, disclosure};
use store::sharing::{self, Behind};
use store::{Conn, break_glass, organisation, person, relation};
use uuid::Uuid;

/// Kinds of organisation of which a record that none of them stands to yet says what one would see. Of the
/// first two, one leads most cases; the other shows what is handed over.
const NOT_YET: [OrganisationKind; 5] = [
    OrganisationKind::Prison,
    OrganisationKind::Probation,
    OrganisationKind::Provider,
    OrganisationKind::Council,
    OrganisationKind::Employer,
];

/// Whose look at a record is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// An organisation, as it stands to the record today.
    Organisation(OrganisationId),
    /// Any organisation of a kind, as if it were offered the person or the case today: under an agreement
    /// about everything, and without the person's consent.
    Any(OrganisationKind),
    /// Any organisation that does nothing for the person.
    Stranger,
    /// Who opened groups of it in an emergency, while they are open.
    BreakGlass(BreakGlassId),
    /// The person.
    Person,
}

impl Who {
    /// Returns the code that an address has for it.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Organisation(id) => id.to_string(),
            Self::Any(kind) => format!("any-{}", kind.code()),
            Self::BreakGlass(id) => format!("break-glass-{id}"),
            Self::Stranger => "stranger".to_owned(),
            Self::Person => "person".to_owned(),
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "stranger" => Some(Self::Stranger),
            "person" => Some(Self::Person),
            other => {
                if let Some(kind) = other.strip_prefix("any-") {
                    return OrganisationKind::from_code(kind).map(Self::Any);
                }
                match other.strip_prefix("break-glass-") {
                    Some(id) => id.parse().ok().map(Self::BreakGlass),
                    None => other.parse().ok().map(Self::Organisation),
                }
            }
        }
    }
}

/// Somebody who reads a record or might, and what they see of it.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Who.
    pub who: Who,
    /// The organisation's name, where it is one.
    pub organisation: Option<String>,
    /// The organisation's kind; `None` for the person.
    pub kind: Option<OrganisationKind>,
    /// The role in which they read.
    pub role: Role,
    /// For what they read.
    pub purpose: Purpose,
    /// How they stand to the record, and what is agreed and consented to.
    pub standing: Standing,
    /// What the organisation is told by consent alone.
    pub asked: FieldGroups,
    /// How much of each group they see.
    pub disclosures: Disclosures,
    actor: Actor,
}

/// What everybody sees of one record.
#[derive(Clone, Debug)]
pub struct WhoSees {
    /// Who it is about, where the one who asks may know.
    pub header: Option<Header>,
    /// The name of the organisation that leads the case.
    pub lead: String,
    /// Everybody who stands to the record today, the lead first; then who might; the person last.
    pub readers: Vec<Reader>,
    /// Every organisation, to ask about.
    pub organisations: Vec<Organisation>,
}

/// Returns who sees what of a person's record today, and who would.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn who_sees(ctx: &Ctx, id: PersonId) -> Result<WhoSees, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewSharing, id).await?;
    let header = known(ctx, &mut conn, &allowed).await?;
    let (lead, readers) = side_by_side(ctx, &mut conn, &allowed).await?;
    let organisations = organisation::list(&mut conn).await?;
    drop(conn);
    let event = Event::person_read("/people/{id}/who-sees-what");
    ctx.journal_read(event, Some(id)).await?;
    Ok(WhoSees { header, lead: lead.name, readers, organisations })
}

/// Returns who a record is about, to whoever may open it.
async fn known(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Option<Header>, Error> {
    match authorise(&ctx.actor, Action::ViewPerson, allowed.standing(), *allowed.resource()) {
        Ok(opened) => Ok(Some(header(ctx, conn, &opened).await?)),
        Err(_) => Ok(None),
    }
}

/// Returns the organisation that leads the case.
async fn lead(
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<(relation::Standing, Vec<relation::Standing>), Error> {
    let standing = relation::of_all(conn, *allowed.resource()).await?;
    let lead = standing.iter().find(|one| one.relation == Relation::Lead).cloned();
    Ok((lead.ok_or(Error::Internal("a case that nobody leads"))?, standing))
}

async fn side_by_side(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<(relation::Standing, Vec<Reader>), Error> {
    let (lead, mut today) = lead(conn, allowed).await?;
    today.sort_by_key(|one| (one.relation, one.name.clone()));
    let mut readers = Vec::new();
    for one in &today {
        let asked = (Who::Organisation(one.organisation), role_of(one.relation));
        readers.extend(reader(ctx, conn, allowed, asked).await?);
    }
    for one in break_glass::waiting_of_person(conn, allowed).await? {
        let asked = (Who::BreakGlass(one.glass.id), one.role);
        readers.extend(reader(ctx, conn, allowed, asked).await?);
    }
    let is_there = |kind: &OrganisationKind| today.iter().any(|one| one.kind == *kind);
    for kind in NOT_YET.into_iter().filter(|kind| !is_there(kind)) {
        let asked = (Who::Any(kind), role_of(offered(kind)));
        readers.extend(reader(ctx, conn, allowed, asked).await?);
    }
    for asked in [
        (Who::Stranger, Role::ServiceWorker),
        (Who::Organisation(lead.organisation), Role::DataProtectionOfficer),
        (Who::Person, Role::Person),
    ] {
        readers.extend(reader(ctx, conn, allowed, asked).await?);
    }
    Ok((lead, readers))
}

/// How an organisation of a kind would come to a person: a case is handed over to prisons and probation,
/// a service is asked of everybody else.
const fn offered(kind: OrganisationKind) -> Relation {
    match kind {
        OrganisationKind::Prison | OrganisationKind::Probation => Relation::Taker,
        _ => Relation::Provider,
    }
}

/// Who reads or might, how they stand to the record, and their organisation where it is one.
type Seat = (Actor, Standing, Option<Organisation>);

/// Finds how somebody stands to a record as the facts are or, of who is not there yet, would be. `None` where
/// there is no such organisation, or nothing is open in an emergency.
async fn seat(
    ctx: &Ctx,
    conn: &mut Conn,
    id: PersonId,
    (who, role): (Who, Role),
) -> Result<Option<Seat>, Error> {
    let nobody = OrganisationId(Uuid::nil());
    Ok(Some(match who {
        Who::Organisation(organisation) => {
            let Some(found) = organisation::find(conn, organisation).await? else {
                return Ok(None);
            };
            let actor = Actor::anybody(role, found.id, found.kind);
            let relation = relation::to_person(conn, &actor, id).await?;
            let relation = relation.ok_or(Error::NotFound("person"))?;
            let asks = (found.id, actor.purpose());
            let standing = sharing::standing(conn, relation, asks, id, ctx.today()).await?;
            (actor, standing, Some(found))
        }
        Who::BreakGlass(glass) => return broken(ctx, conn, id, glass).await,
        Who::Any(kind) => {
            let relation = offered(kind);
            let standing = Standing { agreed: FieldGroups::ALL, ..relation.into() };
            (Actor::anybody(role_of(relation), nobody, kind), standing, None)
        }
        Who::Stranger => {
            let actor = Actor::anybody(Role::ServiceWorker, nobody, OrganisationKind::Provider);
            (actor, Relation::None.into(), None)
        }
        Who::Person => {
            let actor = Actor {
                person: Some(id),
                ..Actor::anybody(Role::Person, nobody, OrganisationKind::Provider)
            };
            (actor, Relation::Own.into(), None)
        }
    }))
}

/// Finds who opened groups of a record in an emergency, while they are open.
async fn broken(
    ctx: &Ctx,
    conn: &mut Conn,
    id: PersonId,
    glass: BreakGlassId,
) -> Result<Option<Seat>, Error> {
    let found = break_glass::find(conn, glass).await?;
    let Some(found) = found.filter(|found| found.glass.person == id) else { return Ok(None) };
    let open = found.glass.open(ctx.now);
    let by = organisation::find(conn, found.glass.organisation).await?;
    let Some(by) = by.filter(|_| open != FieldGroups::NONE) else { return Ok(None) };
    let standing = Standing { broken: open, ..Relation::Breaker.into() };
    Ok(Some((Actor::anybody(found.role, by.id, by.kind), standing, Some(by))))
}

/// Asks policy what somebody sees.
async fn reader(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
    (who, role): (Who, Role),
) -> Result<Option<Reader>, Error> {
    let seat = seat(ctx, conn, *allowed.resource(), (who, role)).await?;
    let Some((actor, standing, found)) = seat else { return Ok(None) };
    let kind = (who != Who::Person && who != Who::Stranger).then_some(actor.organisation_kind);
    let asked = found.as_ref().map(|found| asked_of(found).iter().copied().collect());
    Ok(Some(Reader {
        who,
        kind,
        role: actor.role,
        purpose: actor.purpose(),
        standing,
        asked: asked.unwrap_or(FieldGroups::NONE),
        disclosures: Disclosures::of(&actor, standing),
        organisation: found.map(|found| found.name),
        actor,
    }))
}

/// Why somebody sees a group of a record, or does not.
#[derive(Clone, Debug)]
pub struct WhyOf {
    /// Who the record is about, where the one who asks may know.
    pub header: Option<Header>,
    /// The name of the organisation that leads the case.
    pub lead: String,
    /// Every organisation, to ask about.
    pub organisations: Vec<Organisation>,
    /// The answer, if a whole question was asked.
    pub answer: Option<Answer>,
}

/// An answer to a question about a record.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Of whom it was asked.
    pub reader: Reader,
    /// What they see of the group, with the policies that decided.
    pub disclosure: Disclosure,
    /// The agreements of their organisation with the lead that name the group.
    pub behind: Vec<Behind>,
}

/// A question: who, in which role, about which group.
pub type Question = (Who, Role, FieldGroup);

/// Returns why somebody sees a group of a person's record, or does not.
///
/// # Errors
/// When there is no such person or organisation, policy refuses, or the read could not be journalled.
pub async fn why_of(ctx: &Ctx, id: PersonId, asked: Option<Question>) -> Result<WhyOf, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewSharing, id).await?;
    let header = known(ctx, &mut conn, &allowed).await?;
    let (lead, _) = lead(&mut conn, &allowed).await?;
    let mut answer = None;
    if let Some((who, role, group)) = asked {
        let reader = reader(ctx, &mut conn, &allowed, (who, role)).await?;
        let reader = reader.ok_or(Error::NotFound("organisation"))?;
        let mut behind = Vec::new();
        if let Who::Organisation(organisation) = who
            && organisation != lead.organisation
        {
            let both = (organisation, lead.organisation);
            behind = sharing::behind(&mut conn, both, reader.purpose, ctx.today()).await?;
        }
        behind.retain(|agreement| agreement.groups.contains(group));
        let disclosure = disclosure(&reader.actor, reader.standing, group);
        answer = Some(Answer { reader, disclosure, behind });
    }
    let organisations = organisation::list(&mut conn).await?;
    drop(conn);
    let event = Event::person_read("/people/{id}/who-sees-what/why");
    ctx.journal_read(event, Some(id)).await?;
    Ok(WhyOf { header, lead: lead.name, organisations, answer })
}

/// Finds a record by one of the person's numbers, for the data protection officer of an organisation that
/// has a part in it. A record in which it has none is not found.
///
/// # Errors
/// When policy refuses, or the look-up could not be journalled.
pub async fn find_sharing(ctx: &Ctx, asked: &str) -> Result<Option<PersonId>, Error> {
    ctx.allow(Action::FindSharing).await?;
    let mut conn = ctx.read().await?;
    let mut found = None;
    for (kind, number) in numbers(asked.trim(), ctx.today()) {
        let Some(id) = person::by_identifier(&mut conn, kind, &number).await? else { continue };
        let relation = relation::to_person(&mut conn, &ctx.actor, id).await?;
        let standing = Standing::from(relation.unwrap_or(Relation::None));
        if authorise(&ctx.actor, Action::ViewSharing, standing, ()).is_ok() {
            found = Some(id);
        }
    }
    drop(conn);
    let page = "/who-sees-what/record".to_owned();
    let event = Event::PeopleListed { page, count: usize::from(found.is_some()) };
    ctx.journal_read(event, None).await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_written() {
        let mut all =
            vec![Who::Stranger, Who::Person, Who::Organisation(OrganisationId(Uuid::nil()))];
        all.push(Who::BreakGlass(BreakGlassId(Uuid::nil())));
        all.extend(OrganisationKind::ALL.iter().map(|kind| Who::Any(*kind)));
        for who in all {
            assert_eq!(Who::from_code(&who.code()), Some(who));
        }
        for wrong in ["", "any-", "any-pirate", "lead", "../person"] {
            assert_eq!(Who::from_code(wrong), None, "{wrong}");
        }
    }
}
