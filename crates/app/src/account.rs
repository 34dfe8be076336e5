//! Accounts of an organisation, for its administrator.

use crate::{Ctx, Error};
use domain::life_cycle::IllegalMove;
use domain::{AccountId, Event, OrganisationId, Role, is_dormant};
use policy::{Action, Relation};
use store::account::{self, Listed};
use store::invitation::{self, Invitation};
use store::{recovery, role_request};

/// The accounts of an organisation.
#[derive(Clone)]
pub struct Accounts {
    /// The accounts, those that may sign in first, by name.
    pub accounts: Vec<Listed>,
    /// The invitations that still work, the first to run out first.
    pub invitations: Vec<Invitation>,
    /// Roles that wait for a second person.
    pub waiting_roles: i64,
}

/// Lists the accounts of the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Accounts, Error> {
    ctx.allow_as(Action::Invite, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let accounts = account::of_organisation(&mut conn, ctx.actor.organisation).await?;
    let invitations =
        invitation::open_of_organisation(&mut conn, ctx.actor.organisation, ctx.now).await?;
    let (us, today) = (ctx.actor.organisation, ctx.today());
    let waiting_roles = role_request::count_waiting(&mut conn, us, today).await?;
    drop(conn);
    ctx.journal_read(Event::AccountsListed, None).await?;
    Ok(Accounts { accounts, invitations, waiting_roles })
}

/// Stops an account of the actor's organisation from signing in, at once. What it owns waits for the
/// whole organisation until somebody else is named.
///
/// # Errors
/// When there is no such account, it is the actor's own or was deactivated before, policy refuses,
/// or the database fails.
pub async fn deactivate(ctx: &Ctx, id: AccountId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = account::find(&mut tx, id).await?.ok_or(Error::NotFound("account"))?;
    let relation = relation(ctx, found.organisation, found.role);
    let found = ctx.allow_as(Action::Invite, relation, found).await?.into_resource();
    // An organisation must not be left without anybody who can let people in.
    let from = match (found.active, id == ctx.actor.account) {
        (false, _) => Some("inactive"),
        (true, true) => Some("own"),
        (true, false) => None,
    };
    if let Some(from) = from {
        return Err(IllegalMove { noun: "account", from, attempted: "deactivate" }.into());
    }
    account::deactivate(&mut tx, id).await?;
    recovery::close(&mut tx, id, ctx.now).await?;
    role_request::withdraw_of(&mut tx, id, Some(ctx.actor.account), ctx.now).await?;
    let event = Event::AccountDeactivated { name: found.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Lets an account of the actor's organisation that has fallen dormant sign in again.
///
/// # Errors
/// When there is no such account, it is not dormant or was deactivated, policy refuses, or the
/// database fails.
pub async fn wake(ctx: &Ctx, id: AccountId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let found = account::find(&mut tx, id).await?.ok_or(Error::NotFound("account"))?;
    let relation = relation(ctx, found.organisation, found.role);
    let found = ctx.allow_as(Action::Invite, relation, found).await?.into_resource();
    let from = match (found.active, is_dormant(found.role, found.awake_at, ctx.now)) {
        (false, _) => Some("inactive"),
        (true, false) => Some("awake"),
        (true, true) => None,
    };
    if let Some(from) = from {
        return Err(IllegalMove { noun: "account", from, attempted: "wake" }.into());
    }
    account::wake(&mut tx, id, ctx.now).await?;
    ctx.journal(&mut tx, Event::AccountWoken { name: found.name }, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Returns how the actor stands to an account. That of a person leaving prison is nobody's to keep
/// but theirs and the case's.
pub(crate) fn relation(ctx: &Ctx, organisation: OrganisationId, role: Role) -> Relation {
    if ctx.actor.organisation == organisation && role != Role::Person {
        Relation::Own
    } else {
        Relation::None
    }
}
