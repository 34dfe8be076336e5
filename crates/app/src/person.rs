//! A person's record.

mod detail;
mod edit;
mod find;
mod picture;
mod record;
mod shared;
mod spent;
mod timeline;
mod who_sees;
mod why;

pub use detail::{Added, Ended, add_detail, end_detail};
pub(crate) use edit::differences;
pub use edit::{Details, EditView, Reception, add, change, edit_view, may_add};
pub use find::find;
pub(crate) use find::{numbers, starts};
pub use picture::{AreaPicture, Picture};
pub use record::{Record, record};
pub use shared::{Disclosures, Fact, Says, Section};
pub(crate) use shared::{group_of, sections};
pub use spent::Convictions;
pub use timeline::{Timeline, timeline};
pub use who_sees::{Answer, Question, Reader, Who, WhoSees, WhyOf, find_sharing, who_sees, why_of};
pub use why::{Why, why};

use crate::join::HeldElsewhere;
use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{
    Event, FieldGroup, HandoverId, IdentifierKind, OrganisationId, Person, PersonId, StepState,
    Subject,
};
use policy::{Action, Authorised, Relation, Shown};
use store::{Conn, clock, person, plan, referral, release, sharing};

/// Who a page is about: what every page of a person shows at its top.
#[derive(Clone, Debug)]
pub struct Header {
    /// The person.
    pub person: Person,
    /// How this organisation stands to the person.
    pub relation: Relation,
    /// The name of the organisation that leads the case.
    pub lead_organisation: String,
    /// The name of the worker who leads it, once named.
    pub lead_worker: Option<String>,
    /// How much of each group of fields the reader sees.
    pub disclosures: Disclosures,
    /// Their numbers, of those groups that the reader sees in full.
    pub identifiers: Vec<(IdentifierKind, String)>,
    /// The day of the next release, if one is planned and the reader sees it.
    pub release_on: Option<NaiveDate>,
    /// The offer of the case that waits to be accepted, with the taker's name: for both sides.
    pub offered: Option<(HandoverId, String)>,
}

/// Loads who a page is about.
///
/// # Errors
/// When there is no such person, or the database fails.
pub async fn header(
    ctx: &Ctx,
    conn: &mut Conn,
    allowed: &Authorised<PersonId>,
) -> Result<Header, Error> {
    let offered = match allowed.relation() {
        Relation::Lead | Relation::Taker => crate::handover::offered(conn, allowed).await?,
        _ => None,
    };
    let disclosures = Disclosures::of(&ctx.actor, allowed.standing());
    let (person, lead) = person::load_led(conn, allowed).await?.ok_or(Error::NotFound("person"))?;
    let full = |kind: &IdentifierKind| disclosures.full(shared::group_of(*kind));
    let mut identifiers = Vec::new();
    if IdentifierKind::ALL.iter().any(full) {
        identifiers = person::identifiers(conn, allowed).await?;
        identifiers.retain(|(kind, _)| full(kind));
    }
    let next = match disclosures.shown(FieldGroup::Sentence) {
        Shown::Withheld => None,
        Shown::Full | Shown::Summary => release::next_planned(conn, allowed).await?,
    };
    Ok(Header {
        relation: allowed.relation(),
        lead_organisation: lead.organisation,
        lead_worker: lead.account,
        identifiers,
        release_on: next.map(|release| release.release_on),
        disclosures,
        offered,
        person,
    })
}

/// What a person's first page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// What is open, with its owner and its day: everything for who leads the case, and for
    /// another organisation what it owns or must do.
    pub clocks: Vec<clock::Listed>,
    /// Their referrals: all, or those from or to this organisation.
    pub referrals: Vec<referral::Listed>,
    /// Open steps of the plan that this organisation owns, where it does not lead the case.
    pub steps: Vec<plan::ListedStep>,
    /// The ten areas, the plan and what happened last, for who leads the case.
    pub picture: Option<Picture>,
    /// What an organisation that does not lead the case sees of the record, and what is withheld.
    pub shared: Vec<Section>,
    /// What other agencies hold of the person, for who may read who the person is.
    pub elsewhere: Vec<HeldElsewhere>,
}

/// Returns a person's first page. An organisation that does not lead the case sees who the person
/// is, what it does for them, and of each group of fields as much as policy and an agreement allow.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPerson, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let clocks = clock::of_person(&mut conn, id).await?;
    let elsewhere = crate::join::held_elsewhere(ctx, &mut conn, &allowed).await?;
    let mut agreements = Vec::new();
    let view = if allowed.relation() == Relation::Lead {
        View {
            header,
            clocks,
            referrals: referral::of_person(&mut conn, &allowed).await?,
            steps: Vec::new(),
            picture: Some(picture::load(&mut conn, &allowed).await?),
            shared: Vec::new(),
            elsewhere,
        }
    } else {
        let own = ctx.actor.organisation;
        let both = (own, header.person.lead.organisation);
        let behind = sharing::behind(&mut conn, both, ctx.actor.purpose(), ctx.today()).await?;
        agreements.extend(behind.iter().filter(|one| one.in_force).map(|one| one.id));
        let steps = plan::steps(&mut conn, &allowed).await?.into_iter();
        let shared =
            shared::sections(&mut conn, &ctx.actor, &header, &allowed, ctx.today()).await?;
        View {
            header,
            shared,
            clocks: clocks
                .into_iter()
                .filter(|clock| concerns(clock, own) && clock.subject != Subject::BreakGlass)
                .collect(),
            referrals: referral::of_person_and(&mut conn, &allowed, own).await?,
            steps: steps
                .filter(|step| step.step.owner.organisation == own)
                .filter(|step| step.step.state == StepState::Open)
                .collect(),
            picture: None,
            elsewhere,
        }
    };
    drop(conn);
    let shown = view.shared.iter().filter(|one| one.disclosure.shown != Shown::Withheld);
    let groups = shown.map(|one| one.disclosure.group).collect();
    let event = Event::PersonRead { page: "/people/{id}".to_owned(), groups, agreements };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Returns whether an organisation owns an open thing, or must act on it.
fn concerns(clock: &clock::Listed, organisation: OrganisationId) -> bool {
    clock.clock.owner.organisation == organisation || clock.clock.waiting_on == organisation
}
