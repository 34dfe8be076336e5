//! Naming the worker of a person who has none: who leads the case, by name.

use crate::case::{self, Pass};
use crate::person::{Header, header};
use crate::{Ctx, Error, custody};
use domain::life_cycle::IllegalMove;
use domain::{AccountId, Event, Invalid, Owner, PersonId};
use policy::Action;
use store::organisation;

/// What the page shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// The organisation's workers who can lead a case.
    pub workers: Vec<(AccountId, String)>,
}

/// Returns the page on which a worker is named.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: PersonId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = ctx.person(&mut conn, Action::NameWorker, id).await?;
    let view = View {
        header: header(ctx, &mut conn, &allowed).await?,
        workers: organisation::case_workers(&mut conn, ctx.actor.organisation).await?,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/people/{id}/worker".to_owned() };
    ctx.journal_read(event, Some(id)).await?;
    Ok(view)
}

/// Names the worker of a person who has none. What nobody in the organisation answered for by name
/// is theirs from now on.
///
/// # Errors
/// When the worker is not one of the organisation's, the person has a worker (who changes by a
/// handover), policy refuses, or the database fails.
pub async fn name(ctx: &Ctx, id: PersonId, worker: AccountId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = ctx.person_alone(&mut tx, Action::NameWorker, id).await?;
    let from = custody::lead(&mut tx, &allowed).await?;
    if from.account.is_some() {
        return Err(IllegalMove { noun: "person", from: "named", attempted: "name" }.into());
    }
    let workers = organisation::case_workers(&mut tx, from.organisation).await?;
    let Some((_, name)) = workers.into_iter().find(|(account, _)| *account == worker) else {
        return Err(Error::field("worker", Invalid::new("choose-worker")));
    };
    let pass = Pass { from, to: Owner::worker(from.organisation, worker), handover: None };
    case::pass_on(ctx, &mut tx, &allowed, pass).await?;
    ctx.journal(&mut tx, Event::WorkerNamed { worker: name }, Some(id), None);
    Ok(tx.commit().await?)
}
