//! Which services a person can use for a need, and why they cannot use the others.

use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{Candidate, Event, Fit, Need, NeedId, NeedState, PersonId, ReferralId};
use policy::{Action, Authorised};
use store::service::Listed;
use store::{Conn, need, referral, service};

/// A person's needs, for one to be chosen.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Who it is about.
    pub header: Header,
    /// Their open needs.
    pub needs: Vec<Need>,
}

/// Returns the open needs of a person.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn choose_need(ctx: &Ctx, person: PersonId) -> Result<Choice, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::OfferServices, person).await?;
    let needs = need::open_of_person(&mut conn, &allowed).await?;
    let choice = Choice { header: header(ctx, &mut conn, &allowed).await?, needs };
    drop(conn);
    journal_read(ctx, person).await?;
    Ok(choice)
}

/// A service beside a person.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The service.
    pub listed: Listed,
    /// Whether the person can use it, and what to check.
    pub fit: Fit,
    /// The referral for this need that is already open.
    pub live: Option<ReferralId>,
}

/// The services for a need of a person.
#[derive(Clone, Debug)]
pub struct Offers {
    /// Who it is about.
    pub header: Header,
    /// The need.
    pub need: Need,
    /// What the person can use, the soonest start first.
    pub usable: Vec<Offered>,
    /// What the person cannot use, with every reason why.
    pub left_out: Vec<Offered>,
}

/// Returns the services for a need of a person.
///
/// # Errors
/// When there is no such person or need, the need is closed, policy refuses, or the read could not
/// be journalled.
pub async fn offers(ctx: &Ctx, person: PersonId, id: NeedId) -> Result<Offers, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::OfferServices, person).await?;
    let need = open_need(need::find(&mut conn, id).await?, person)?;
    let candidate = candidate(ctx, &mut conn, &allowed).await?;
    let live = referral::live_of_need(&mut conn, id).await?;
    let mut offered: Vec<Offered> = service::of_area(&mut conn, need.area)
        .await?
        .into_iter()
        .map(|listed| Offered {
            fit: listed.service.fit(&candidate),
            live: live.iter().find(|(id, _)| *id == listed.service.id).map(|(_, id)| *id),
            listed,
        })
        .collect();
    // The list came by name, and the sort keeps that order among equals.
    offered.sort_by_key(|offer| offer.listed.service.days_to_wait());
    let header = header(ctx, &mut conn, &allowed).await?;
    drop(conn);
    journal_read(ctx, person).await?;
    let (usable, left_out) = offered.into_iter().partition(|offer| offer.fit.is_eligible());
    Ok(Offers { header, need, usable, left_out })
}

/// Returns what is known of a person that decides which services they can use.
pub(super) async fn candidate(
    ctx: &Ctx,
    conn: &mut Conn,
    person: &Authorised<PersonId>,
) -> Result<Candidate, Error> {
    service::candidate(conn, person, ctx.today()).await?.ok_or(Error::NotFound("person"))
}

/// Returns a need of this person that is open.
pub(super) fn open_need(found: Option<Need>, person: PersonId) -> Result<Need, Error> {
    let need = found.filter(|need| need.person == person).ok_or(Error::NotFound("need"))?;
    if let NeedState::Closed { .. } = need.state {
        return Err(IllegalMove { noun: "need", from: "closed", attempted: "refer" }.into());
    }
    Ok(need)
}

async fn journal_read(ctx: &Ctx, person: PersonId) -> Result<(), Error> {
    let event = Event::PersonRead { page: "/people/{id}/referrals/new".to_owned() };
    ctx.journal_read(event, Some(person)).await
}
