//! Role requests: what an administrator grants takes effect when a second person of the organisation,
//! another administrator or its data protection officer, has confirmed it.
//!
//! It is about roles that let others in or decide what is told to whom, and about every change of the
//! role of an account that is there. Where nobody else could confirm, the operator does it on the machine
//! itself ([`confirm_on_machine`]), who has the database anyway; the journal shows it.

use crate::journal::entry;
use crate::{App, Ctx, Error, account, invitation};
use chrono::{DateTime, Utc};
use domain::life_cycle::IllegalMove;
use domain::{
    AccountId, Event, Invalid, Role, RoleProblem, RoleRequest, RoleRequestId, RoleStanding,
    is_dormant,
};
use policy::{Action, Relation};
use store::invitation::Invitation;
use store::journal::Entry;
use store::role_request::{self, Listed, Whom};
use store::{Conn, Tx};
use uuid::Uuid;

/// Lists the requests of the actor's organisation, the latest first.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn list(ctx: &Ctx) -> Result<Vec<Listed>, Error> {
    ctx.allow_as(Action::ConfirmRoles, Relation::Own, ()).await?;
    let mut conn = ctx.read().await?;
    let found = role_request::of_organisation(&mut conn, ctx.actor.organisation).await?;
    drop(conn);
    ctx.journal_read(Event::AccountsListed, None).await?;
    Ok(found)
}

/// What keeps a request that waits from being confirmed, apart from who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Things are in the name of the account, which nobody would answer for in another role.
    Holds(i64),
    /// The account was deactivated, has the role already, or its address has an account by now; or
    /// whoever asked is no administrator any more.
    Gone,
}

/// What the page of a request shows.
#[derive(Clone)]
pub struct View {
    /// The request.
    pub found: Listed,
    /// The role that the account has now, for a change of role.
    pub role_now: Option<Role>,
    /// Who could confirm it, by name.
    pub seconds: Vec<String>,
    /// Whether the actor may confirm or refuse it.
    pub may_answer: bool,
    /// Whether the actor asked for it and may take it back.
    pub may_withdraw: bool,
    /// What keeps it from being confirmed.
    pub obstacle: Option<Obstacle>,
}

/// Returns a request of the actor's organisation.
///
/// # Errors
/// When there is no such request, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: RoleRequestId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let found = find(ctx, &mut conn, Action::ConfirmRoles, id).await?;
    let waits = found.request.standing(ctx.today()) == RoleStanding::Waiting;
    let obstacle = if waits { obstacle(&mut conn, &found).await? } else { None };
    let seconds = if waits { seconds(&mut conn, &found.request, ctx.now).await? } else { vec![] };
    let account = match found.request.account {
        Some(account) => store::account::find(&mut conn, account).await?,
        None => None,
    };
    drop(conn);
    ctx.journal_read(Event::AccountsListed, None).await?;
    Ok(View {
        role_now: account.map(|account| account.role),
        may_answer: waits && found.request.is_second_person(ctx.actor.account),
        may_withdraw: waits && found.request.asked_by == ctx.actor.account,
        seconds,
        obstacle,
        found,
    })
}

/// Finds a request. Whoever may not do this at all is refused first, so that the answer tells nobody
/// whether there is such a request; and others' requests look as if there were none.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    action: Action,
    id: RoleRequestId,
) -> Result<Listed, Error> {
    ctx.allow_as(action, Relation::Own, ()).await?;
    let found = role_request::find(conn, id).await?.ok_or(Error::NotFound("role request"))?;
    if found.request.organisation != ctx.actor.organisation {
        ctx.allow_as(action, Relation::None, ()).await?;
    }
    Ok(found)
}

/// Returns the names of those who could confirm a request.
async fn seconds(
    conn: &mut Conn,
    request: &RoleRequest,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Error> {
    let all = store::account::of_organisation(conn, request.organisation).await?;
    let can = |one: &store::account::Listed| {
        one.active
            && one.role.confirms_roles()
            && request.is_second_person(one.id)
            && !is_dormant(one.role, one.awake_at, now)
    };
    Ok(all.into_iter().filter(can).map(|one| one.name).collect())
}

async fn obstacle(conn: &mut Conn, found: &Listed) -> Result<Option<Obstacle>, Error> {
    let request = &found.request;
    let asker = store::account::find(conn, request.asked_by).await?;
    if !asker.is_some_and(|asker| asker.active && asker.role == Role::Administrator) {
        return Ok(Some(Obstacle::Gone));
    }
    let Some(id) = request.account else {
        let taken = store::account::credentials(conn, &found.whom.email).await?.is_some();
        return Ok(taken.then_some(Obstacle::Gone));
    };
    let account = store::account::find(conn, id).await?;
    let there = account.is_some_and(|account| account.active && account.role != request.role);
    if !there {
        return Ok(Some(Obstacle::Gone));
    }
    let held = store::account::count_held(conn, id).await?;
    Ok((held > 0).then_some(Obstacle::Holds(held)))
}

/// What a change of role is asked about.
#[derive(Clone)]
pub struct Change {
    /// The account.
    pub account: store::account::Listed,
    /// The roles that it can have instead.
    pub roles: Vec<Role>,
    /// What is in its name, which somebody else must have first.
    pub held: i64,
}

/// Returns an account of the actor's organisation whose role can be changed.
///
/// # Errors
/// When there is no such account, it is the actor's own or was deactivated, policy refuses, or the read
/// could not be journalled.
pub async fn change(ctx: &Ctx, id: AccountId) -> Result<Change, Error> {
    let mut conn = ctx.read().await?;
    let change = find_account(ctx, &mut conn, id).await?;
    drop(conn);
    ctx.journal_read(Event::AccountsListed, None).await?;
    Ok(change)
}

async fn find_account(ctx: &Ctx, conn: &mut Conn, id: AccountId) -> Result<Change, Error> {
    let found = store::account::find(conn, id).await?.ok_or(Error::NotFound("account"))?;
    let relation = account::relation(ctx, found.organisation, found.role);
    let account = ctx.allow_as(Action::Invite, relation, found).await?.into_resource();
    let from = match (account.active, id == ctx.actor.account) {
        (false, _) => Some("inactive"),
        (true, true) => Some("own"),
        (true, false) => None,
    };
    if let Some(from) = from {
        return Err(IllegalMove { noun: "account", from, attempted: "change role" }.into());
    }
    let kind = ctx.actor.organisation_kind;
    let others = |role: &Role| role.fits(kind) && *role != account.role;
    let roles = Role::ALL.iter().copied().filter(others).collect();
    let held = store::account::count_held(conn, id).await?;
    Ok(Change { account, roles, held })
}

/// Asks for another role of an account, which a second person has to confirm. Returns the request.
///
/// # Errors
/// When the role does not fit, things are in the account's name, a request waits for it already, or as
/// [`change`].
pub async fn ask(
    ctx: &Ctx,
    id: RoleRequestId,
    account: AccountId,
    role: Role,
) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let change = find_account(ctx, &mut tx, account).await?;
    if !change.roles.contains(&role) {
        return Err(Error::field("role", Invalid::new("invitation-role-does-not-fit")));
    }
    if change.held > 0 {
        return Err(Error::field("role", Invalid::new("role-request-holds-first")));
    }
    let whom = Whom { name: change.account.name, email: change.account.email, token_hash: None };
    let request = request(ctx, id, role, Some(account)).await?;
    add(ctx, &mut tx, &request, &whom, "role").await?;
    Ok(tx.commit().await?)
}

/// Asks for an invitation in a role that takes two people to grant.
pub(crate) async fn ask_for_invitation(
    ctx: &Ctx,
    mut tx: Tx,
    invitation: &Invitation,
) -> Result<RoleRequest, Error> {
    let whom = Whom {
        name: invitation.name.clone(),
        email: invitation.email.clone(),
        token_hash: Some(invitation.token_hash.clone()),
    };
    let request = request(ctx, ctx.new_id(), invitation.role, None).await?;
    add(ctx, &mut tx, &request, &whom, "email").await?;
    tx.commit().await?;
    Ok(request)
}

async fn request(
    ctx: &Ctx,
    id: RoleRequestId,
    role: Role,
    account: Option<AccountId>,
) -> Result<RoleRequest, Error> {
    let what = (ctx.actor.organisation, role, account);
    let asked = RoleRequest::ask(id, what, (ctx.actor.account, ctx.now), ctx.today());
    match asked {
        Ok(request) => Ok(request),
        Err(why) => Err(problem(ctx, why, Action::Invite).await?),
    }
}

async fn problem(ctx: &Ctx, why: RoleProblem, action: Action) -> Result<Error, Error> {
    match why {
        RoleProblem::SamePerson => ctx.refuse(action).await,
        RoleProblem::Moved(moved) => Ok(moved.into()),
    }
}

async fn add(
    ctx: &Ctx,
    tx: &mut Tx,
    request: &RoleRequest,
    whom: &Whom,
    field: &str,
) -> Result<(), Error> {
    if role_request::waits_already(tx, request, &whom.email, ctx.today()).await? {
        return Err(Error::field(field, Invalid::new("role-request-waits-already")));
    }
    role_request::add(tx, request, whom).await?;
    let event = Event::RoleAsked { role: request.role, name: whom.name.clone() };
    ctx.journal(tx, event, None, Some(request.id.0));
    Ok(())
}

/// Confirms a request of the actor's organisation, as the second person: it takes effect.
///
/// # Errors
/// When there is no such request, the actor asked for it or receives it, it does not wait any more,
/// something keeps it from taking effect, policy refuses, or the database fails.
pub async fn confirm(ctx: &Ctx, id: RoleRequestId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    role_request::hold(&mut tx, id).await?;
    let found = find(ctx, &mut tx, Action::ConfirmRoles, id).await?;
    let by = Some(ctx.actor.account);
    let confirmed = match found.request.clone().confirm(by, ctx.today()) {
        Ok(confirmed) => confirmed,
        Err(why) => return Err(problem(ctx, why, Action::ConfirmRoles).await?),
    };
    take_effect(&mut tx, &found, &confirmed, by, ctx.now).await?;
    let event = Event::RoleConfirmed { role: confirmed.role, name: found.whom.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

async fn take_effect(
    tx: &mut Tx,
    found: &Listed,
    confirmed: &RoleRequest,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if let Some(obstacle) = obstacle(tx, found).await? {
        let from = match obstacle {
            Obstacle::Holds(_) => "holding work",
            Obstacle::Gone => "overtaken",
        };
        return Err(IllegalMove { noun: "role request", from, attempted: "confirm" }.into());
    }
    role_request::answer(tx, confirmed, by, None, now).await?;
    match confirmed.account {
        Some(account) => {
            store::account::set_role(tx, account, confirmed.role).await?;
            Ok(role_request::withdraw_of(tx, account, by, now).await?)
        }
        None => invitation::open_confirmed(tx, found, now).await,
    }
}

/// Refuses a request of the actor's organisation, as the second person. Whoever asked reads the reason.
///
/// # Errors
/// As [`confirm`].
pub async fn refuse(ctx: &Ctx, id: RoleRequestId, reason: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    role_request::hold(&mut tx, id).await?;
    let found = find(ctx, &mut tx, Action::ConfirmRoles, id).await?;
    let by = ctx.actor.account;
    let refused = match found.request.clone().refuse(by, ctx.today()) {
        Ok(refused) => refused,
        Err(why) => return Err(problem(ctx, why, Action::ConfirmRoles).await?),
    };
    role_request::answer(&mut tx, &refused, Some(by), Some(reason), ctx.now).await?;
    let event = Event::RoleRefused { role: refused.role, name: found.whom.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Takes a request back that the actor made.
///
/// # Errors
/// When there is no such request, somebody else made it, it does not wait any more, policy refuses, or
/// the database fails.
pub async fn withdraw(ctx: &Ctx, id: RoleRequestId) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    role_request::hold(&mut tx, id).await?;
    let found = find(ctx, &mut tx, Action::Invite, id).await?;
    if found.request.asked_by != ctx.actor.account {
        return Err(ctx.refuse(Action::Invite).await?);
    }
    let withdrawn = found.request.clone().withdraw(ctx.today())?;
    let by = Some(ctx.actor.account);
    role_request::answer(&mut tx, &withdrawn, by, None, ctx.now).await?;
    let event = Event::RoleWithdrawn { role: withdrawn.role, name: found.whom.name };
    ctx.journal(&mut tx, event, None, Some(id.0));
    Ok(tx.commit().await?)
}

/// Lists what waits in every organisation, from the command line of the machine itself.
///
/// # Errors
/// When the database fails.
pub async fn waiting(app: &App) -> Result<Vec<Listed>, Error> {
    let today = crate::local_time(app.now()).date();
    Ok(role_request::waiting(&mut app.db.read().await?, today).await?)
}

/// Confirms a request from the command line of the machine itself: whoever can run it has the database
/// anyway. For an organisation in which nobody else could confirm.
///
/// # Errors
/// When there is no such request, it does not wait any more, something keeps it from taking effect, or
/// the database fails.
pub async fn confirm_on_machine(app: &App, id: RoleRequestId) -> Result<Listed, Error> {
    let now = app.now();
    let today = crate::local_time(now).date();
    let mut tx = app.db.begin().await?;
    role_request::hold(&mut tx, id).await?;
    let found = role_request::find(&mut tx, id).await?.ok_or(Error::NotFound("role request"))?;
    let confirmed = found.request.clone().confirm(None, today).map_err(|why| match why {
        RoleProblem::Moved(moved) => Error::Moved(moved),
        RoleProblem::SamePerson => Error::Internal("the operator took part before"),
    })?;
    take_effect(&mut tx, &found, &confirmed, None, now).await?;
    let event = Event::RoleConfirmed { role: confirmed.role, name: found.whom.name.clone() };
    store::journal::write(&mut tx, on_machine(now, event, &found.request));
    tx.commit().await?;
    Ok(found)
}

fn on_machine(now: DateTime<Utc>, event: Event, request: &RoleRequest) -> Entry {
    Entry {
        organisation: Some(request.organisation),
        subject: Some(request.id.0),
        ..entry(now, Uuid::now_v7(), event)
    }
}
