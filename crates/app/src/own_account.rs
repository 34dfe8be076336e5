//! One's own account: where one is signed in, and ending that.

use crate::{Ctx, Error};
use domain::{Event, Session, SessionId, SessionLimits, session_limits};
use policy::Action;
use store::{account, session};

/// What somebody sees of their own account.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The address that signs in.
    pub email: String,
    /// The sessions that have not ended, the last one used first.
    pub sessions: Vec<Session>,
    /// When each ends by itself.
    pub limits: SessionLimits,
}

/// Returns what there is to see of the actor's own account.
///
/// # Errors
/// When the read could not be journalled, or the database fails.
pub async fn view(ctx: &Ctx) -> Result<OwnAccount, Error> {
    ctx.allow(Action::UseAccount).await?;
    let limits = session_limits(ctx.actor.role);
    let mut conn = ctx.read().await?;
    let own = account::find(&mut conn, ctx.actor.account).await?;
    let mut sessions = session::of_account(&mut conn, ctx.actor.account).await?;
    drop(conn);
    sessions.retain(|session| !session.has_ended(limits, ctx.now));
    let email = own.ok_or(Error::NotFound("account"))?.email;
    ctx.journal_read(Event::AccountRead, None).await?;
    Ok(OwnAccount { email, sessions, limits })
}

/// Ends one of the actor's own sessions.
///
/// # Errors
/// When they have no such session, or the database fails.
pub async fn end_session(ctx: &Ctx, id: SessionId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::UseAccount).await?;
    if !session::end_of(&mut tx, ctx.actor.account, id).await? {
        return Err(Error::NotFound("session"));
    }
    ctx.journal(&mut tx, Event::SessionEnded, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Ends all of the actor's own sessions, this one too.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_everywhere(ctx: &Ctx) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::UseAccount).await?;
    session::end_all(&mut tx, ctx.actor.account, None).await?;
    ctx.journal(&mut tx, Event::SignedOutEverywhere, None, None);
    Ok(tx.commit().await?)
}
