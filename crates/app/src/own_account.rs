//! One's own account: where one is signed in, ending that, and changing what one signs in with.

use crate::invitation::hashed;
use crate::sign_in::{
    is_locked, new_totp_secret, password_matches, refuse, setup_url, time_step, totp_secret,
};
use crate::{Ctx, Error};
use domain::{
    Event, Invalid, KnownOf, Session, SessionId, SessionLimits, check_password, session_limits,
};
use policy::Action;
use store::recovery::{self, Begun};
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
    /// The recoveries that were begun for the account, the last one first.
    pub recoveries: Vec<Begun>,
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
    let recoveries = recovery::of_account(&mut conn, ctx.actor.account).await?;
    drop(conn);
    sessions.retain(|session| !session.has_ended(limits, ctx.now));
    let email = own.ok_or(Error::NotFound("account"))?.email;
    ctx.journal_read(Event::AccountRead, None).await?;
    Ok(OwnAccount { email, sessions, limits, recoveries })
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

/// Returns whether a recovery was begun for the actor's account that they have not said they know of:
/// then that is what they see first.
///
/// # Errors
/// When the database fails.
pub async fn has_unknown_recovery(ctx: &Ctx) -> Result<bool, Error> {
    let begun = recovery::of_account(&mut ctx.read().await?, ctx.actor.account).await?;
    Ok(begun.iter().any(|begun| begun.known_at.is_none()))
}

/// Notes that the actor knows of every recovery of their account.
///
/// # Errors
/// When the database fails.
pub async fn recovery_known(ctx: &Ctx) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    ctx.allow(Action::UseAccount).await?;
    recovery::known(&mut tx, ctx.actor.account, ctx.now).await?;
    ctx.journal(&mut tx, Event::RecoveryKnown, None, None);
    Ok(tx.commit().await?)
}

/// Changes the actor's own password, and ends their other sessions.
///
/// # Errors
/// What is wrong with either password, by field, or when the database fails.
pub async fn change_password(
    ctx: &Ctx,
    session: &Session,
    current: &str,
    new: &str,
) -> Result<(), Error> {
    ctx.allow(Action::UseAccount).await?;
    let mut conn = ctx.read().await?;
    let own = account::find(&mut conn, ctx.actor.account).await?;
    let known = account::credentials_of(&mut conn, ctx.actor.account).await?;
    drop(conn);
    let (own, known) = own.zip(known).ok_or(Error::NotFound("account"))?;
    if is_locked(&known, ctx.now) {
        return Err(Error::field("current-password", Invalid::new("step-up-locked")));
    }
    let hash = known.password_hash.clone();
    if !password_matches(hash, current.to_owned()).await? {
        // The second submit of a form that was taken has an old password in it: it leads on.
        drop(ctx.begin().await?);
        refuse(&ctx.app, &known, ctx.now, ctx.request).await?;
        let why = Invalid::new("own-account-password-refused");
        return Err(Error::field("current-password", why));
    }
    let of = KnownOf {
        email: &own.email,
        name: &ctx.actor.name,
        organisation: &ctx.actor.organisation_name,
    };
    check_password(new, of).map_err(|why| Error::field("password", why))?;
    let hash = hashed(new.to_owned()).await?;
    let mut tx = ctx.begin().await?;
    account::set_password(&mut tx, ctx.actor.account, &hash).await?;
    session::end_all(&mut tx, ctx.actor.account, Some(session.id)).await?;
    ctx.journal(&mut tx, Event::PasswordChanged, None, None);
    Ok(tx.commit().await?)
}

/// A second factor to set up.
#[derive(Clone)]
pub struct NewFactor {
    /// The key of the one-time codes, in base 32.
    pub secret: String,
    /// The address that sets up an authenticator app.
    pub setup_url: String,
}

/// Returns a second factor to set up: a new one, or the one that a form brings back.
///
/// # Errors
/// When the database fails.
pub async fn new_factor(ctx: &Ctx, brought_back: &str) -> Result<NewFactor, Error> {
    ctx.allow(Action::UseAccount).await?;
    let own = account::find(&mut ctx.read().await?, ctx.actor.account).await?;
    let own = own.ok_or(Error::NotFound("account"))?;
    ctx.journal_read(Event::AccountRead, None).await?;
    let secret = totp_secret(brought_back).unwrap_or_else(new_totp_secret);
    Ok(NewFactor { setup_url: setup_url(&secret, &own.email)?, secret })
}

/// Changes the actor's own second factor, and ends their other sessions.
///
/// # Errors
/// When the code is not one of the new factor, or the database fails.
pub async fn change_factor(
    ctx: &Ctx,
    session: &Session,
    secret: &str,
    code: &str,
) -> Result<(), Error> {
    ctx.allow(Action::UseAccount).await?;
    let step = match totp_secret(secret) {
        Some(secret) => time_step(&secret, code, ctx.now)?.map(|step| (secret, step)),
        None => None,
    };
    let Some((secret, step)) = step else {
        return Err(Error::field("code", Invalid::new("invitation-code-refused")));
    };
    let mut tx = ctx.begin().await?;
    account::set_factor(&mut tx, ctx.actor.account, &secret, step).await?;
    session::end_all(&mut tx, ctx.actor.account, Some(session.id)).await?;
    ctx.journal(&mut tx, Event::SecondFactorChanged, None, None);
    Ok(tx.commit().await?)
}
