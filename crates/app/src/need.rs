//! Closing a need: it was met, the person declined support, or it is no longer there.

use crate::person::{Header, header};
use crate::{Ctx, Error};
use domain::{Event, Need, NeedClosure, NeedId, PersonId, StepClosure};
use policy::{Action, Authorised};
use store::plan::ListedStep;
use store::{Conn, need, plan};

/// How a need is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closing {
    /// It was met.
    Met,
    /// The person declined support.
    Declined {
        /// What they said.
        words: String,
    },
    /// It is no longer there.
    NoLongerThere,
}

/// What the form that closes a need shows.
#[derive(Clone, Debug)]
pub struct View {
    /// Who it is about.
    pub header: Header,
    /// The need.
    pub need: Need,
    /// The steps that would be closed with it.
    pub open_steps: Vec<ListedStep>,
}

/// Returns the form that closes a need.
///
/// # Errors
/// When there is no such need, policy refuses, it is closed, or the read could not be journalled.
pub async fn closing(ctx: &Ctx, id: NeedId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let (need, allowed) = find(ctx, &mut conn, id).await?;
    need.assert_open("close")?;
    let person = need.person;
    let view = View {
        header: header(ctx, &mut conn, &allowed).await?,
        open_steps: plan::open_steps_for(&mut conn, &allowed.map(|_| id)).await?,
        need,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/needs/{id}/close".to_owned() };
    ctx.journal_read(event, Some(person)).await?;
    Ok(view)
}

/// Closes a need. The steps still open for it are closed with it, as no longer needed, so that no
/// clock runs on for nothing.
///
/// # Errors
/// When policy refuses, the need is closed already, or the database fails.
pub async fn close(ctx: &Ctx, id: NeedId, closing: Closing) -> Result<PersonId, Error> {
    let mut tx = ctx.begin().await?;
    let (_, allowed) = find(ctx, &mut tx, id).await?;
    let need = need::hold(&mut tx, id).await?.ok_or(Error::NotFound("need"))?;
    let today = ctx.today();
    let (how, closed) = match closing {
        Closing::Met => (NeedClosure::Met, need.close(NeedClosure::Met, today)?),
        Closing::Declined { words } => (NeedClosure::Declined, need.decline(words, today)?),
        Closing::NoLongerThere => {
            (NeedClosure::NoLongerThere, need.close(NeedClosure::NoLongerThere, today)?)
        }
    };
    let person = closed.person;
    for listed in plan::open_steps_for(&mut tx, &allowed.map(|_| id)).await? {
        let step = listed.step.close(StepClosure::NoLongerNeeded, None, today)?;
        plan::save_step(&mut tx, &step, today).await?;
        let event = Event::StepClosed { words: step.words, how: StepClosure::NoLongerNeeded };
        ctx.journal(&mut tx, event, Some(person), Some(step.id.0));
    }
    need::save(&mut tx, &closed).await?;
    let event = Event::NeedClosed { area: closed.area, how };
    ctx.journal(&mut tx, event, Some(person), Some(id.0));
    tx.commit().await?;
    Ok(person)
}

/// Finds a need and asks policy about changing it.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: NeedId,
) -> Result<(Need, Authorised<PersonId>), Error> {
    let need = need::find(conn, id).await?.ok_or(Error::NotFound("need"))?;
    let allowed = ctx.person(conn, Action::EditPlan, need.person).await?;
    Ok((need, allowed))
}
