//! A person's record.

mod detail;
mod edit;

pub use detail::{Added, Ended, add_detail, end_detail};
pub(crate) use edit::differences;
pub use edit::{Details, EditView, Reception, add, change, edit_view, may_add};

use crate::{Ctx, Error};
use chrono::NaiveDate;
use domain::{Event, HandoverId, IdentifierKind, Person, PersonId};
use policy::{Action, Authorised, Relation};
use store::{Conn, clock, journal, organisation, person, referral, release};

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
    /// Their numbers.
    pub identifiers: Vec<(IdentifierKind, String)>,
    /// The day of the next release, if one is planned.
    pub release_on: Option<NaiveDate>,
    /// The offer of the case that waits to be accepted, with the taker's name: for both sides.
    pub offered: Option<(HandoverId, String)>,
}

/// Loads who a page is about.
///
/// # Errors
/// When there is no such person, or the database fails.
pub async fn header(conn: &mut Conn, allowed: &Authorised<PersonId>) -> Result<Header, Error> {
    let offered = match allowed.relation() {
        Relation::Lead | Relation::Taker => crate::handover::offered(conn, allowed).await?,
        _ => None,
    };
    let person = person::load(conn, allowed).await?.ok_or(Error::NotFound("person"))?;
    let lead = organisation::find(conn, person.lead.organisation).await?;
    let lead_worker = match person.lead.account {
        Some(account) => store::account::actor(conn, account).await?.map(|actor| actor.name),
        None => None,
    };
    Ok(Header {
        relation: allowed.relation(),
        lead_organisation: lead.map(|lead| lead.name).unwrap_or_default(),
        lead_worker,
        identifiers: person::identifiers(conn, allowed).await?,
        release_on: release::next_planned(conn, allowed).await?.map(|release| release.release_on),
        offered,
        person,
    })
}

/// What a person's first page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// Everything open, with its owner and its day.
    pub clocks: Vec<clock::Listed>,
    /// Their referrals.
    pub referrals: Vec<referral::Listed>,
    /// What happened, newest first.
    pub timeline: Vec<journal::Happened>,
}

/// Returns a person's first page.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPerson, id).await?;
    let view = View {
        header: header(&mut conn, &allowed).await?,
        clocks: clock::of_person(&mut conn, id).await?,
        referrals: referral::of_person(&mut conn, &allowed).await?,
        timeline: journal::timeline(&mut conn, id).await?,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}
