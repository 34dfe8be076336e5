//! Step-up: the second factor again, before what is sensitive. Which routes ask for it is in the route
//! table; how long it is believed is in `domain::Session::is_fresh`.

use crate::sign_in::{is_locked, new_token, refuse, time_step, token_hash};
use crate::{Ctx, Error};
use domain::{Event, Invalid};
use policy::Action;
use store::{account, session};

/// Takes the one-time code of somebody who is signed in. Returns the session's new token.
///
/// # Errors
/// `step-up-locked` on the code field while the account is locked, `sign-in-code-refused` when the
/// code is not right or was used before, or when the database fails.
pub async fn step_up(ctx: &Ctx, token: &str, code: &str) -> Result<String, Error> {
    ctx.allow(Action::UseAccount).await?;
    let wrong = |key| Err(Error::field("code", Invalid::new(key)));
    let mut tx = ctx.app.db.begin().await?;
    let known = account::credentials_of(&mut tx, ctx.actor.account).await?;
    let known = known.ok_or(Error::NotFound("account"))?;
    if is_locked(&known, ctx.now) {
        return wrong("step-up-locked");
    }
    let fresh = match time_step(&known.totp_secret, code, ctx.now)? {
        Some(step) => account::use_step(&mut tx, known.id, step).await?,
        None => false,
    };
    if !fresh {
        drop(tx);
        refuse(&ctx.app, &known, ctx.now, ctx.request).await?;
        return wrong("sign-in-code-refused");
    }
    let new = new_token();
    session::renew(&mut tx, &token_hash(token), &token_hash(&new), ctx.now).await?;
    ctx.journal(&mut tx, Event::SteppedUp, None, None);
    tx.commit().await?;
    Ok(new)
}
