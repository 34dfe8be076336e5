//! What only the organisation that leads the case sees of a person: who they are in full, where they
//! have been, and what to watch for.

use crate::person::spent::{Convictions, convictions};
use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::{Episode, Event, PersonId};
use policy::Action;
use store::person_detail::{Address, Contact, OtherName};
use store::sentence::SentenceDate;
use store::{licence_condition, person, person_detail, risk_flag, sentence};

/// The whole record.
#[derive(Clone, Debug)]
pub struct Record {
    /// Who it is about.
    pub header: Header,
    /// Earlier and other names.
    pub names: Vec<OtherName>,
    /// Addresses.
    pub addresses: Vec<Address>,
    /// Ways to reach them.
    pub contacts: Vec<Contact>,
    /// Where they have been, the latest first.
    pub episodes: Vec<Episode>,
    /// Convictions, as far as the reader may know of them.
    pub convictions: Convictions,
    /// Dates of the sentences, with those that others took the place of.
    pub dates: Vec<SentenceDate>,
    /// Licence conditions, as printed.
    pub conditions: Vec<licence_condition::Listed>,
    /// Risk flags, kept apart.
    pub flags: Vec<risk_flag::Flag>,
}

/// Returns a person's record.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn record(ctx: &Ctx, id: PersonId) -> Result<Record, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::ViewRecord, id).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    let (born, today) = (header.person.date_of_birth, ctx.today());
    let record = Record {
        header,
        names: person_detail::names(&mut conn, &allowed).await?,
        addresses: person_detail::addresses(&mut conn, &allowed).await?,
        contacts: person_detail::contacts(&mut conn, &allowed).await?,
        episodes: person::episodes(&mut conn, &allowed).await?,
        convictions: convictions(&mut conn, &ctx.actor, &allowed, born, today).await?,
        dates: sentence::dates(&mut conn, &allowed).await?,
        conditions: licence_condition::of_person(&mut conn, &allowed).await?,
        flags: risk_flag::of_person(&mut conn, &allowed).await?,
    };
    drop(conn);
    let event = Event::person_read("/people/{id}/details");
    ctx.journal_read(event, Some(id)).await?;
    Ok(record)
}
