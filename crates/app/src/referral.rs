//! Referrals: the inbox, one referral, and its way.

use crate::{Ctx, Error};
use domain::referral::{AimResult, ReferralMove, ReferralState, Side};
use domain::{AccountId, Event, Invalid, Referral, ReferralId, Role};
use policy::{Action, Authorised, Relation};
use store::{Conn, Tx, organisation, referral};

/// Returns the open referrals to the actor's organisation.
///
/// # Errors
/// When policy refuses, or the read could not be journalled.
pub async fn inbox(ctx: &Ctx) -> Result<Vec<referral::Listed>, Error> {
    ctx.allow(Action::ListReferrals).await?;
    let listed = referral::inbox(&mut ctx.read().await?, ctx.actor.organisation).await?;
    let event = Event::PeopleListed { page: "/referrals".to_owned(), count: listed.len() };
    ctx.journal_read(event, None).await?;
    Ok(listed)
}

/// What the page of one referral shows.
#[derive(Clone, Debug)]
pub struct View {
    /// The referral.
    pub referral: Referral,
    /// Names and dates.
    pub listed: referral::Listed,
    /// The moves that the actor's organisation can make now, by code.
    pub moves: Vec<&'static str>,
    /// The messages, earliest first.
    pub messages: Vec<referral::Message>,
    /// The provider's workers, for the provider.
    pub workers: Vec<(AccountId, String)>,
    /// The name of the worker who has it.
    pub worker: Option<String>,
}

/// Returns the page of one referral.
///
/// # Errors
/// When there is no such referral, policy refuses, or the read could not be journalled.
pub async fn view(ctx: &Ctx, id: ReferralId) -> Result<View, Error> {
    let mut conn = ctx.read().await?;
    let allowed = find(ctx, &mut conn, id, Action::ViewReferral).await?;
    let listed = referral::listed(&mut conn, &allowed).await?.ok_or(Error::NotFound("referral"))?;
    let is_provider = allowed.resource().provider == ctx.actor.organisation;
    let is_sender = allowed.resource().sender.organisation == ctx.actor.organisation;
    let state = &allowed.resource().state;
    let mut moves = Vec::new();
    if is_sender && ctx.actor.role == Role::ResettlementWorker {
        moves.extend(state.moves(Side::Sender));
    }
    if is_provider {
        moves.extend(state.moves(Side::Provider));
    }
    let workers = if is_provider {
        organisation::workers(&mut conn, ctx.actor.organisation).await?
    } else {
        Vec::new()
    };
    let worker = listed.owner_account.clone();
    let person = allowed.resource().person;
    let view = View {
        messages: referral::messages(&mut conn, &allowed).await?,
        referral: allowed.into_resource(),
        listed,
        moves,
        workers,
        worker,
    };
    drop(conn);
    let event = Event::PersonRead { page: "/referrals/{id}".to_owned() };
    ctx.journal_read(event, Some(person)).await?;
    Ok(view)
}

/// Sends a message about a referral to its other side.
///
/// # Errors
/// When policy refuses, or the database fails.
pub async fn send_message(ctx: &Ctx, id: ReferralId, words: &str) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let allowed = find(ctx, &mut tx, id, Action::MessageReferral).await?;
    let service = referral::service_name(&mut tx, allowed.resource()).await?;
    let person = allowed.resource().person;
    let by = (ctx.actor.account, ctx.actor.organisation);
    referral::add_message(&mut tx, ctx.new_id(), &allowed, by, words, ctx.now).await?;
    let event = Event::MessageSent { service };
    ctx.journal(&mut tx, event, Some(person), Some(id.0)).await?;
    Ok(tx.commit().await?)
}

/// Finds a referral and asks policy about an action on it.
async fn find(
    ctx: &Ctx,
    conn: &mut Conn,
    id: ReferralId,
    action: Action,
) -> Result<Authorised<Referral>, Error> {
    let referral = referral::find(conn, id).await?.ok_or(Error::NotFound("referral"))?;
    let relation = match action {
        Action::Refer if referral.sender.organisation == ctx.actor.organisation => Relation::Sender,
        _ if referral.provider == ctx.actor.organisation && !is_draft(&referral) => {
            Relation::Provider
        }
        _ if referral.sender.organisation == ctx.actor.organisation => Relation::Sender,
        _ => Relation::None,
    };
    let person = referral.person;
    ctx.allow_as(action, relation, Some(person), referral).await
}

/// Returns whether nobody but the sender may know of it yet.
const fn is_draft(referral: &Referral) -> bool {
    matches!(referral.state, ReferralState::Draft)
}

/// Makes a move of a referral.
///
/// # Errors
/// When a field of the move is wrong, policy refuses, the referral has moved on, or the database
/// fails.
pub async fn make_move(ctx: &Ctx, id: ReferralId, step: ReferralMove) -> Result<(), Error> {
    let mut tx = ctx.begin().await?;
    let action = match step.side() {
        Side::Sender => Action::Refer,
        Side::Provider => Action::ServeReferral,
    };
    let allowed = find(ctx, &mut tx, id, action).await?;
    check(ctx, &mut tx, allowed.resource(), &step).await?;
    let service = referral::service_name(&mut tx, allowed.resource()).await?;
    let reason = match &step {
        ReferralMove::Decline { reason } => Some(reason.key().to_owned()),
        ReferralMove::Withdraw { reason } => Some(reason.key().to_owned()),
        _ => None,
    };
    let moved = allowed.resource().clone().after(step, ctx.actor.account, ctx.today())?;
    referral::save(&mut tx, &moved, ctx.today()).await?;
    if moved.state.is_closed() {
        crate::appointment::referral_closed(ctx, &mut tx, &allowed).await?;
    }
    let event = match &moved.state {
        ReferralState::Concluded { how, .. } => Event::ReferralConcluded { service, how: *how },
        state => Event::ReferralMoved { service, to: state.code().to_owned(), reason },
    };
    ctx.journal(&mut tx, event, Some(moved.person), Some(id.0)).await?;
    Ok(tx.commit().await?)
}

/// Checks what a life cycle cannot know: days that contradict each other, a worker of another
/// organisation, an aim without an answer.
async fn check(
    ctx: &Ctx,
    tx: &mut Tx,
    referral: &Referral,
    step: &ReferralMove,
) -> Result<(), Error> {
    let refuse = |field: &str, key| Err(Error::field(field, Invalid::new(key)));
    match step {
        ReferralMove::Contact { on } if *on > ctx.today() => {
            refuse("contact-day", "referral-contact-in-future")
        }
        ReferralMove::Start { on, .. } if *on > ctx.today() => {
            refuse("start-day", "referral-start-in-future")
        }
        ReferralMove::Start { on, complete_by } if complete_by <= on => {
            refuse("complete-day", "referral-complete-before-start")
        }
        ReferralMove::Assign { worker } => {
            let workers = organisation::workers(tx, referral.provider).await?;
            if workers.iter().any(|(id, _)| id == worker) {
                Ok(())
            } else {
                refuse("worker", "choose-worker")
            }
        }
        ReferralMove::Report { results, .. } if !answers_every_aim(referral, results) => {
            refuse("achieved-0", "referral-aims-unanswered")
        }
        _ => Ok(()),
    }
}

fn answers_every_aim(referral: &Referral, results: &[AimResult]) -> bool {
    referral.aims.len() == results.len()
        && referral.aims.iter().zip(results).all(|(aim, result)| *aim == result.aim)
}
