//! A person's record.

use crate::{Ctx, Error};
use domain::{Episode, Event, IdentifierKind, Person, PersonId};
use policy::{Action, Relation};
use store::{clock, journal, organisation, person, referral};

/// What a person's page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The person.
    pub person: Person,
    /// How this organisation stands to the person.
    pub relation: Relation,
    /// The name of the organisation that leads the case.
    pub lead_organisation: String,
    /// Their numbers.
    pub identifiers: Vec<(IdentifierKind, String)>,
    /// Their times in custody and under supervision, the latest first.
    pub episodes: Vec<Episode>,
    /// Everything open, with its owner and its day.
    pub clocks: Vec<clock::Listed>,
    /// Their referrals.
    pub referrals: Vec<referral::Listed>,
    /// What happened, newest first.
    pub timeline: Vec<journal::Happened>,
}

/// Returns a person's page.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewPerson, id).await?;
    let person = person::load(&mut conn, &allowed).await?.ok_or(Error::NotFound("person"))?;
    let lead = organisation::find(&mut conn, person.lead.organisation).await?;
    let view = View {
        relation: allowed.relation(),
        lead_organisation: lead.map(|lead| lead.name).unwrap_or_default(),
        identifiers: person::identifiers(&mut conn, &allowed).await?,
        episodes: person::episodes(&mut conn, &allowed).await?,
        clocks: clock::of_person(&mut conn, id).await?,
        referrals: referral::of_person(&mut conn, &allowed).await?,
        timeline: journal::timeline(&mut conn, id).await?,
        person,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}
