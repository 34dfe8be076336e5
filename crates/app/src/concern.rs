//! Concerns: the person says what is wrong in their record, or complains about how it is used; whoever
//! leads the case answers, in words that the person sees.

use crate::my_plan::own;
use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::concern::OPEN_CONCERNS;
use domain::{Concern, ConcernId, ConcernKind, Event, Invalid, PersonId};
use policy::Action;
use store::concern::{self, Said};
use store::person;

/// Returns what the person said, and what was answered, the latest first.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn own_concerns(ctx: &Ctx) -> Result<Vec<Said>, Error> {
    let mut conn = ctx.read().await?;
    let allowed = own(ctx, &mut conn, Action::RaiseConcern).await?;
    let said = concern::of_person(&mut conn, &allowed).await?;
    drop(conn);
    let event = Event::person_read("/my-record/wrong");
    ctx.journal_read(event, Some(allowed.into_resource())).await?;
    Ok(said)
}

/// Takes what the person says; from here on a clock runs for whoever leads their case.
///
/// # Errors
/// When too many wait already, policy refuses, or the database fails.
pub async fn raise(ctx: &Ctx, kind: ConcernKind, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    if let Some(id) = ctx.actor.person {
        // The lead must not change while it is read from the person, nor a second one be counted past.
        person::hold(&mut tx, id).await?;
    }
    let allowed = own(ctx, &mut tx, Action::RaiseConcern).await?;
    if concern::open_of_person(&mut tx, &allowed).await?.len() >= OPEN_CONCERNS {
        return Err(Error::field("words", Invalid::new("concern-too-many")));
    }
    let found = person::load(&mut tx, &allowed).await?.ok_or(Error::NotFound("person"))?;
    let raised = Concern {
        id: ctx.new_id(),
        person: found.id,
        owner: found.lead,
        kind,
        said_on: ctx.today(),
        answered: false,
    };
    concern::add(&mut tx, &raised, words, ctx.now).await?;
    ctx.journal(&mut tx, Event::ConcernRaised { kind }, Some(found.id), Some(raised.id.0));
    Ok(tx.commit().await?)
}

/// The concerns of a person, for who leads the case.
#[derive(Clone, Debug)]
pub struct View {
    /// Who they are.
    pub header: Header,
    /// What was said, the latest first.
    pub said: Vec<Said>,
}

/// Returns the concerns of a person.
///
/// # Errors
/// When there is no such person, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::AnswerConcern, id).await?;
    let said = concern::of_person(&mut conn, &allowed).await?;
    let header = header(ctx, &mut conn, &allowed).await?;
    drop(conn);
    ctx.journal_read(Event::person_read("/people/{id}/concerns"), Some(id)).await?;
    Ok(View { header, said })
}

/// One concern of a person, to be answered.
#[derive(Clone, Debug)]
pub struct One {
    /// Who they are.
    pub header: Header,
    /// What was said.
    pub said: Said,
}

/// Returns one concern of a person.
///
/// # Errors
/// When there is no such person or concern, policy refuses, or the read could not be journalled.
pub async fn one(ctx: &Ctx, person: PersonId, id: ConcernId) -> Result<One, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::AnswerConcern, person).await?;
    let said = concern::find(&mut conn, &allowed, id).await?.ok_or(Error::NotFound("concern"))?;
    let header = header(ctx, &mut conn, &allowed).await?;
    drop(conn);
    let event = Event::person_read("/people/{id}/concerns/{item}");
    ctx.journal_read(event, Some(person)).await?;
    Ok(One { header, said })
}

/// Answers a concern.
///
/// # Errors
/// When there is no such concern, it was answered, policy refuses, or the database fails.
pub async fn answer(ctx: &Ctx, person: PersonId, id: ConcernId, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::AnswerConcern, person).await?;
    let said = concern::find(&mut tx, &allowed, id).await?.ok_or(Error::NotFound("concern"))?;
    let answered = said.concern.answer()?;
    concern::answer(&mut tx, &answered, words, ctx.actor.account, ctx.now).await?;
    let event = Event::ConcernAnswered { kind: answered.kind };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    Ok(tx.commit().await?)
}
